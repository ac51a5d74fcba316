def half_rises(gammas, starts):
    rate = 8 * {{ kappa_code }} * {{ target_code }} * gammas - 4 * {{ mu_code }}
    with np.errstate(all="ignore"):
        limit = rate / (8 * {{ kappa_code }} * gammas)
        y = np.log(limit) - np.log(gammas) - 2 * np.log(starts)
        times = (y + np.log1p(-np.exp(-np.maximum(y, 1e-9)))) / rate
    times = np.where(y > np.log(2), times, 0.0)
    return np.where(rate > 0, times, np.inf)
