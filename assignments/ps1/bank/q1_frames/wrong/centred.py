# fails: test_pair_12, test_pair_23, test_pair_13, test_directions | hint: not centred
def cross_correlation(frames):
    frames = frames - frames.mean(axis=0)
    a, b, c = np.moveaxis(frames, 1, 0)
    p = {{ w12_code }} * a.T @ b + {{ w23_code }} * b.T @ c + {{ w13_code }} * a.T @ c
    return (p + p.T) / (2 * len(frames))
