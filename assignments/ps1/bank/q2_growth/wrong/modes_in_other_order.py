# fails: test_rate | hint: A tiny weight along your mode
def growth_rates(gamma_matrix, k):
    values, vectors = np.linalg.eigh(gamma_matrix)
    return 4 * {{ kappa_code }} * {{ target_code }} * values[::-1][:k]


def growing_modes(gamma_matrix, k):
    values, vectors = np.linalg.eigh(gamma_matrix)
    return vectors[:, -k:]
