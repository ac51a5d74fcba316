def growth_rates(gamma_matrix, k):
    values, vectors = np.linalg.eigh(-gamma_matrix)
    return -4 * {{ target_code }} * {{ kappa_code }} * values[:k]


def growing_modes(gamma_matrix, k):
    values, vectors = np.linalg.eigh(-gamma_matrix)
    return vectors[:, :k]
