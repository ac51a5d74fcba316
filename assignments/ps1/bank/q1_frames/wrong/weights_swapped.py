# fails: test_pair_12, test_pair_13, test_directions | hint: wrong pairs
def cross_correlation(frames):
    a, b, c = np.moveaxis(frames, 1, 0)
    n = len(frames)
    p = {{ w13_code }} * a.T @ b + {{ w23_code }} * b.T @ c + {{ w12_code }} * a.T @ c
    return (p + p.T) / (2 * n)
