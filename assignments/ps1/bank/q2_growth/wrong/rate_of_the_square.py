# fails: test_rate | hint: which is a square
def growth_rates(gamma_matrix, k):
    values, vectors = np.linalg.eigh(gamma_matrix)
    return 8 * {{ kappa_code }} * {{ target_code }} * values[::-1][:k]


def growing_modes(gamma_matrix, k):
    values, vectors = np.linalg.eigh(gamma_matrix)
    return vectors[:, ::-1][:, :k]
