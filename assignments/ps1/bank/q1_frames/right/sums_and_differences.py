def cross_correlation(frames):
    def pair(a, b):
        x, y = frames[:, a], frames[:, b]
        return ((x + y).T @ (x + y) - (x - y).T @ (x - y)) / (4 * len(frames))

    return {{ w12_code }} * pair(0, 1) + {{ w23_code }} * pair(1, 2) + {{ w13_code }} * pair(0, 2)
