def gradient(weights, gamma_matrix):
    W, G = weights, gamma_matrix
    return 4 * {{ kappa_code }} * (W @ G @ W.T @ W @ G - {{ target_code }} * W @ G) + 2 * {{ mu_code }} * W
