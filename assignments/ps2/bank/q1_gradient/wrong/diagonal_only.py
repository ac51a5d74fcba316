# fails: test_slope, test_turned | hint: order and transposes
def gradient(weights, gamma_matrix):
    p = weights @ gamma_matrix
    gap = p @ weights.T - {{ target_code }} * np.eye(len(weights))
    return 4 * {{ kappa_code }} * (gap * np.eye(len(gap))) @ p + 2 * {{ mu_code }} * weights
