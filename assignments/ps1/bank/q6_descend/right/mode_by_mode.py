def descend(gamma, s0, learning_rate, steps):
    columns = []
    for g, s in zip(gamma, s0):
        path = [s]
        for _ in range(steps):
            gap = {{ target_code }} - g * s * s
            s = s + learning_rate * 2 * {{ power }} * {{ rho_code }} * gap ** ({{ power }} - 1) * g * s
            path.append(s)
        columns.append(path)
    return np.array(columns).T


def first_passage(curves, learning_rate, level):
    def one(curve):
        if curve[0] >= level:
            return 0
        for k in range(1, len(curve)):
            if curve[k] >= level:
                return np.interp(level, curve[k - 1 : k + 1], [learning_rate * (k - 1), learning_rate * k])
        return float("inf")

    return [one(curve) for curve in curves.T]
