# fails: test_pair_12, test_pair_23, test_pair_13, test_directions | hint: book's matrix of two views
def cross_correlation(frames):
    a, b, c = np.moveaxis(frames, 1, 0)
    n = len(frames)
    p = a.T @ b
    return (p + p.T) / (2 * n)
