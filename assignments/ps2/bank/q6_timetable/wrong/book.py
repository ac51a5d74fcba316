# fails: test_simulated, test_never, test_beyond, test_tiny | hint: not at half of its limit
def half_rises(gammas, starts):
    with np.errstate(all="ignore"):
        times = np.log(1 / (gammas * starts**2) - 1) / (8 * gammas)
    return np.where(gammas > 0, times, np.inf)
