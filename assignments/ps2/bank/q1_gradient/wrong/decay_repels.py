# fails: test_slope, test_no_data | hint: sign of the decay
def gradient(weights, gamma_matrix):
    p = weights @ gamma_matrix
    gap = p @ weights.T - {{ target_code }} * np.eye(len(weights))
    return 4 * {{ kappa_code }} * gap @ p - 2 * {{ mu_code }} * weights
