# fails: test_eigen | hint: not orthonormal
def growth_rates(gamma_matrix, k):
    values, vectors = np.linalg.eigh(gamma_matrix)
    return 4 * {{ kappa_code }} * {{ target_code }} * values[::-1][:k]


def growing_modes(gamma_matrix, k):
    values, vectors = np.linalg.eigh(gamma_matrix)
    return 2 * vectors[:, ::-1][:, :k]
