def gradient(weights, gamma_matrix):
    def loss(w):
        gap = w @ gamma_matrix @ w.T - {{ target_code }} * np.eye(len(w))
        return {{ kappa_code }} * (gap * gap).sum() + {{ mu_code }} * (w * w).sum()

    result = np.zeros(weights.shape)
    for place in np.ndindex(*weights.shape):
        push = np.zeros(weights.shape)
        push[place] = 1
        result[place] = loss(weights + 1e-30j * push).imag / 1e-30
    return result
