# fails: test_slope, test_no_data | hint: the book's gradient
def gradient(weights, gamma_matrix):
    p = weights @ gamma_matrix
    gap = p @ weights.T - np.eye(len(weights))
    return 4 * gap @ p
