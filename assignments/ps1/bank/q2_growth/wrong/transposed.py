# fails: test_growth_shape, test_eigen, test_largest, test_order, test_rate | hint: one mode a column
def growth_rates(gamma_matrix, k):
    values, vectors = np.linalg.eigh(gamma_matrix)
    return 4 * {{ kappa_code }} * {{ target_code }} * values[::-1][:k]


def growing_modes(gamma_matrix, k):
    values, vectors = np.linalg.eigh(gamma_matrix)
    return vectors[:, ::-1][:, :k].T
