# fails: test_slope, test_no_data | hint: order and transposes
def gradient(weights, gamma_matrix):
    p = weights @ gamma_matrix
    gap = p @ weights.T - {{ target_code }} * np.eye(len(weights))
    return 4 * {{ kappa_code }} * gap @ weights + 2 * {{ mu_code }} * weights
