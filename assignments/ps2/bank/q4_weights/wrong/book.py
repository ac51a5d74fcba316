# fails: test_weights_flow, test_weights_late | hint: do not follow minus the gradient
def weights(t, gamma_matrix, s0, rotation):
    d = len(s0)
    values, vectors = np.linalg.eigh(gamma_matrix)
    gamma, modes = values[::-1][:d], vectors[:, ::-1][:, :d]
    rate = 4 * gamma
    fade = -2 * rate * np.asarray(t)[:, None]
    inverse_square = np.exp(fade) / s0**2 - gamma * np.expm1(fade)
    lengths = 1 / np.sqrt(inverse_square)
    return (rotation * lengths[:, None, :]) @ modes.T
