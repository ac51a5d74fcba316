# fails: test_largest, test_order | hint: strongly negative
def growth_rates(gamma_matrix, k):
    values, vectors = np.linalg.eigh(gamma_matrix)
    order = np.argsort(-np.abs(values))[:k]
    return 4 * {{ kappa_code }} * {{ target_code }} * values[order]


def growing_modes(gamma_matrix, k):
    values, vectors = np.linalg.eigh(gamma_matrix)
    order = np.argsort(-np.abs(values))[:k]
    return vectors[:, order]
