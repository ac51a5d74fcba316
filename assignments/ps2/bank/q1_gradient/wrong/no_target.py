# fails: test_slope | hint: target times I
def gradient(weights, gamma_matrix):
    p = weights @ gamma_matrix
    gap = p @ weights.T - np.eye(len(weights))
    return 4 * {{ kappa_code }} * gap @ p + 2 * {{ mu_code }} * weights
