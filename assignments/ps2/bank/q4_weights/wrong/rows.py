# fails: test_weights_start, test_weights_flow, test_weights_late | hint: must be eigenvectors
def weights(t, gamma_matrix, s0, rotation):
    d = len(s0)
    values, vectors = np.linalg.eigh(gamma_matrix)
    gamma, modes = values[::-1][:d], vectors[::-1][:d].T
    rate = 4 * {{ kappa_code }} * {{ target_code }} * gamma - 2 * {{ mu_code }}
    fade = -2 * rate * np.asarray(t)[:, None]
    inverse_square = np.exp(fade) / s0**2 - 4 * {{ kappa_code }} * gamma**2 * np.expm1(fade) / rate
    lengths = 1 / np.sqrt(inverse_square)
    return (rotation * lengths[:, None, :]) @ modes.T
