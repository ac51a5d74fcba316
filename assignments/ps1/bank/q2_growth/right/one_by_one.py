def _pairs(gamma_matrix, k):
    rest, found = gamma_matrix.copy(), []
    for _ in range(k):
        values, vectors = np.linalg.eigh(rest)
        found.append((values[-1], vectors[:, -1]))
        rest = rest - (values[-1] + 100) * np.outer(vectors[:, -1], vectors[:, -1])
    return found


def growth_rates(gamma_matrix, k):
    return [4 * {{ kappa_code }} * {{ target_code }} * value for value, _ in _pairs(gamma_matrix, k)]


def growing_modes(gamma_matrix, k):
    return -np.stack([vector for _, vector in _pairs(gamma_matrix, k)], axis=1)
