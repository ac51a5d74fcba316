# fails: test_slope | hint: order and transposes
def gradient(weights, gamma_matrix):
    p = weights @ gamma_matrix
    gap = weights @ weights.T - {{ target_code }} * np.eye(len(weights))
    return 4 * {{ kappa_code }} * gap @ p + 2 * {{ mu_code }} * weights
