# fails: test_slope | hint: weight of the loss is missing
def gradient(weights, gamma_matrix):
    p = weights @ gamma_matrix
    gap = p @ weights.T - {{ target_code }} * np.eye(len(weights))
    return 4 * gap @ p + 2 * {{ mu_code }} * weights
