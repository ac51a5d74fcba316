# fails: test_largest, test_rate | hint: strongly negative
def growth_rates(gamma_matrix, k):
    vectors, values, _ = np.linalg.svd(gamma_matrix)
    return 4 * {{ kappa_code }} * {{ target_code }} * values[:k]


def growing_modes(gamma_matrix, k):
    vectors, values, _ = np.linalg.svd(gamma_matrix)
    return vectors[:, :k]
