def descend(gamma, s0, learning_rate, steps):
    s, rows = 1.0 * s0, [list(s0)]
    while len(rows) <= steps:
        lam = gamma * s**2
        d_loss = {{ rho_code }} * {{ power }} * (lam - {{ target_code }}) ** ({{ power }} - 1)
        d_lam = 2 * gamma * s
        s = s - learning_rate * d_loss * d_lam
        rows.append(list(s))
    return np.asarray(rows)


def first_passage(curves, learning_rate, level):
    times = np.full(curves.shape[1], np.inf)
    for k in range(len(curves) - 1, 0, -1):
        crossing = (curves[k - 1] < level) & (curves[k] >= level)
        part = (level - curves[k - 1]) / np.where(crossing, curves[k] - curves[k - 1], 1)
        times = np.where(crossing, learning_rate * (k - 1 + part), times)
    return np.where(curves[0] >= level, 0, times)
