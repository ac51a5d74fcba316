def weights(t, gamma_matrix, s0, rotation):
    values, vectors = np.linalg.eigh(-gamma_matrix)
    gamma, modes = -values[: len(s0)], -vectors[:, : len(s0)]
    r = 4 * {{ kappa_code }} * {{ target_code }} * gamma - 2 * {{ mu_code }}
    rest = 4 * {{ kappa_code }} * gamma**2 / r
    with np.errstate(all="ignore"):
        u = rest + (s0**-2.0 - rest) * np.exp(-2 * np.multiply.outer(t, r))
    return np.einsum("ij,tj,mj->tim", rotation, u**-0.5, modes)
