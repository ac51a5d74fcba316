# fails: test_slope | hint: 4, not 2
def gradient(weights, gamma_matrix):
    p = weights @ gamma_matrix
    gap = p @ weights.T - {{ target_code }} * np.eye(len(weights))
    return 2 * {{ kappa_code }} * gap @ p + 2 * {{ mu_code }} * weights
