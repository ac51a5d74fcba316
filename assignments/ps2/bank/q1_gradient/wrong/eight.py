# fails: test_slope | hint: rate of the eigenvalue
def gradient(weights, gamma_matrix):
    p = weights @ gamma_matrix
    gap = p @ weights.T - {{ target_code }} * np.eye(len(weights))
    return 8 * {{ kappa_code }} * gap @ p + 2 * {{ mu_code }} * weights
