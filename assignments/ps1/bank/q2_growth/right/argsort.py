def growth_rates(gamma_matrix, k):
    values, vectors = np.linalg.eig(gamma_matrix)
    values, vectors = values.real, vectors.real
    order = np.argsort(values)[::-1][:k]
    return 4 * {{ kappa_code }} * {{ target_code }} * values[order]


def growing_modes(gamma_matrix, k):
    values, vectors = np.linalg.eig(gamma_matrix)
    values, vectors = values.real, vectors.real
    order = np.argsort(values)[::-1][:k]
    return vectors[:, order]
