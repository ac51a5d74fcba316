# fails: test_largest, test_order | hint: Sort by value
def growth_rates(gamma_matrix, k):
    values, vectors = np.linalg.eigh(gamma_matrix)
    return 4 * {{ kappa_code }} * {{ target_code }} * values[:k]


def growing_modes(gamma_matrix, k):
    values, vectors = np.linalg.eigh(gamma_matrix)
    return vectors[:, :k]
