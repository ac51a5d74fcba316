def descend(gamma, s0, learning_rate, steps):
    s = np.empty((steps + 1, len(s0)))
    s[0] = s0
    for k in range(steps):
        slope = 2 * {{ power }} * {{ rho_code }} * gamma * s[k] * (gamma * s[k] ** 2 - {{ target_code }}) ** ({{ power }} - 1)
        s[k + 1] = s[k] - learning_rate * slope
    return s


def first_passage(curves, learning_rate, level):
    above = curves >= level
    k = above.argmax(axis=0)
    column = np.arange(curves.shape[1])
    low, high = curves[np.maximum(k - 1, 0), column], curves[k, column]
    with np.errstate(all="ignore"):
        times = np.where(k == 0, 0.0, learning_rate * (k - (high - level) / (high - low)))
    return np.where(above.any(axis=0), times, np.inf)
