# fails: test_shape, test_pictures, test_pair_12, test_pair_23, test_pair_13, test_directions | hint: must give shape
def cross_correlation(frames):
    a, b, c = np.moveaxis(frames, 1, 0)
    n = len(frames)
    p = {{ w12_code }} * a @ b.T + {{ w23_code }} * b @ c.T + {{ w13_code }} * a @ c.T
    return (p + p.T) / (2 * n)
