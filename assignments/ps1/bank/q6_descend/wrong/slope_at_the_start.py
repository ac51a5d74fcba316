# fails: test_steps | hint: where you are now
def descend(gamma, s0, learning_rate, steps):
    s = np.array(s0, dtype=float)
    iterates = [s]
    for _ in range(steps):
        s = s - learning_rate * {{ rho_code }} * {{ power }} * (gamma * s0**2 - {{ target_code }}) ** ({{ power }} - 1) * 2 * gamma * s0
        iterates.append(s)
    return np.array(iterates)


def first_passage(curves, learning_rate, level):
    times = []
    for curve in np.transpose(curves):
        above = np.flatnonzero(curve >= level)
        if len(above) == 0:
            times.append(np.inf)
        elif above[0] == 0:
            times.append(0.0)
        else:
            k = above[0]
            part = (level - curve[k - 1]) / (curve[k] - curve[k - 1])
            times.append(learning_rate * (k - 1 + part))
    return np.array(times)
