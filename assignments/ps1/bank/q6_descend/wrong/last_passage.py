# fails: test_passage, test_never | hint: first passage
def descend(gamma, s0, learning_rate, steps):
    s = np.array(s0, dtype=float)
    iterates = [s]
    for _ in range(steps):
        s = s - learning_rate * {{ rho_code }} * {{ power }} * (gamma * s**2 - {{ target_code }}) ** ({{ power }} - 1) * 2 * gamma * s
        iterates.append(s)
    return np.array(iterates)


def first_passage(curves, learning_rate, level):
    times = []
    for curve in curves.T:
        k = np.flatnonzero(curve[:-1] >= level)[-1]
        part = (curve[k] - level) / (curve[k] - curve[k + 1])
        times.append(learning_rate * (k + part))
    return np.array(times)
