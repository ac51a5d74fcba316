# fails: test_symmetric | hint: in both orders
def cross_correlation(frames):
    a, b, c = np.moveaxis(frames, 1, 0)
    n = len(frames)
    p = {{ w12_code }} * a.T @ b + {{ w23_code }} * b.T @ c + {{ w13_code }} * a.T @ c
    return p / n
