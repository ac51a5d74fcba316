def half_rises(gammas, starts):
    def one(g, s):
        rate = 2 * (4 * {{ kappa_code }} * {{ target_code }} * g - 2 * {{ mu_code }})
        if not rate > 0:
            return float("inf")
        rest = np.sqrt(rate / (8 * {{ kappa_code }} * g**2))
        if s < 1e-20 * rest:
            return 2 * (np.log(rest) - np.log(s)) / rate
        return max(0.0, np.log(max((rest / s) ** 2 - 1, 1)) / rate)

    return [one(g, s) for g, s in zip(gammas, starts)]
