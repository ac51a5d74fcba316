# fails: test_simulated, test_never, test_tiny | hint: not at half of its limit
def half_rises(gammas, starts):
    times = []
    for gamma, start in zip(gammas, starts):
        if gamma <= 0:
            times.append(np.inf)
            continue
        limit = {{ target_code }}
        log_ratio = np.log(limit / gamma) - 2 * np.log(start)
        log_odds = log_ratio + np.log1p(-np.exp(-log_ratio)) if log_ratio > np.log(2) else 0.0
        times.append(log_odds / (8 * {{ kappa_code }} * gamma * limit))
    return np.array(times)
