# fails: test_gradient_shape, test_slope, test_no_data, test_turned | hint: raises ValueError
def gradient(weights, gamma_matrix):
    p = weights @ gamma_matrix
    gap = p @ weights.T - {{ target_code }} * np.eye(len(weights))
    return 4 * {{ kappa_code }} * gap * p + 2 * {{ mu_code }} * weights
