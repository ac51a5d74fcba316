def weights(t, gamma_matrix, s0, rotation):
    values, vectors = np.linalg.eigh(gamma_matrix)
    order = np.argsort(-values)[: len(s0)]
    result = []
    for time in t:
        rows = []
        for j, s in zip(order, s0):
            g = values[j]
            r = 4 * {{ kappa_code }} * {{ target_code }} * g - 2 * {{ mu_code }}
            if r > 0:
                length = s / np.sqrt(np.exp(-2 * r * time) - 4 * {{ kappa_code }} * (g * s) ** 2 * np.expm1(-2 * r * time) / r)
            else:
                length = s * np.exp(r * time) / np.sqrt(1 + 4 * {{ kappa_code }} * (g * s) ** 2 * np.expm1(2 * r * time) / r)
            rows.append(length * vectors[:, j])
        result.append(rotation @ np.array(rows))
    return np.array(result)
