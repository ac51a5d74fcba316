import math


def half_rises(gammas, starts):
    times = np.zeros(len(gammas))
    for k, (g, s) in enumerate(zip(gammas.tolist(), starts.tolist())):
        limit = {{ target_code }} - {{ mu_code }} / (2 * {{ kappa_code }} * g) if g else -1.0
        if g <= 0 or limit <= 0:
            times[k] = math.inf
        elif g * s * s < limit / 2:
            ratio = s * math.sqrt(g / limit)
            times[k] = (math.log1p(-(ratio**2)) - 2 * math.log(ratio)) / (8 * {{ kappa_code }} * g * limit)
    return times
