# fails: test_pair_13, test_directions | hint: average product of two frames
def cross_correlation(frames):
    a, b, c = np.moveaxis(frames, 1, 0)
    n = len(frames)
    p = {{ w12_code }} * a.T @ b + {{ w23_code }} * b.T @ c
    return (p + p.T) / (2 * n)
