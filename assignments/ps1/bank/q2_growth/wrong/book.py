# fails: test_rate | hint: the book's loss, 4 gamma
def growth_rates(gamma_matrix, k):
    values, vectors = np.linalg.eigh(gamma_matrix)
    return 4 * values[::-1][:k]


def growing_modes(gamma_matrix, k):
    values, vectors = np.linalg.eigh(gamma_matrix)
    return vectors[:, ::-1][:, :k]
