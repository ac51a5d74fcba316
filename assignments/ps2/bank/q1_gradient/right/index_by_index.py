def gradient(weights, gamma_matrix):
    gap = np.einsum("ia,ab,jb->ij", weights, gamma_matrix, weights)
    gap = gap - {{ target_code }} * np.identity(gap.shape[0])
    result = np.empty_like(weights)
    for i in range(weights.shape[0]):
        for b in range(weights.shape[1]):
            pulled = sum(gap[i, k] * (weights[k] @ gamma_matrix[:, b]) for k in range(len(gap)))
            result[i, b] = 4 * {{ kappa_code }} * pulled + 2 * {{ mu_code }} * weights[i, b]
    return result
