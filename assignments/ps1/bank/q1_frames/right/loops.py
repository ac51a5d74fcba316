def cross_correlation(frames):
    total = 0
    for first, second, third in frames:
        for weight, x, y in (({{ w12_code }}, first, second), ({{ w23_code }}, second, third), ({{ w13_code }}, first, third)):
            total = total + weight * (np.outer(x, y) + np.outer(y, x))
    return total / (2 * len(frames))
