def gradient(weights, gamma_matrix):
    m = len(gamma_matrix)
    right = 4 * {{ kappa_code }} * (gamma_matrix @ weights.T @ weights - {{ target_code }} * np.eye(m)) @ gamma_matrix
    return weights @ (right + 2 * {{ mu_code }} * np.eye(m))
