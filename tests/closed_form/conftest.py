"""References that share no code with the package: the printed formula in many digits, and an integrator."""

import math

import mpmath as mp
import numpy as np
import pytest


@pytest.fixture(scope="session")
def exact():
    """(t, gamma, s0) -> (s, lambda, 1 - lambda) from the paper's printed form, each to 50 digits.

    s(t) = e^{4 gamma t} / sqrt( s0^-2 + (e^{8 gamma t} - 1) gamma ), then literally gamma s^2, 1 - gamma s^2;
    the working precision grows with gamma t, so that the subtraction keeps 50 digits.
    """

    def law(t, gamma, s0):
        if 8 * abs(gamma) * t > 5000 and s0 != 0:  # e^-5000 is nothing beside any float64
            limit = mp.sign(s0) / mp.sqrt(mp.mpf(gamma)) if gamma > 0 else mp.mpf(0)
            return (limit, mp.mpf(1), mp.mpf(0)) if gamma > 0 else (limit, mp.mpf(0), mp.mpf(1))
        if gamma == 0 or s0 == 0:
            s = mp.mpf(s0)
            return s, gamma * s**2, 1 - gamma * s**2
        lost = (
            8 * abs(gamma) * t / math.log(10) + 2 * abs(math.log10(abs(gamma))) + 2 * abs(math.log10(abs(s0)))
        )
        with mp.workdps(60 + int(lost)):
            gamma, t, s0 = mp.mpf(gamma), mp.mpf(t), mp.mpf(s0)
            root = mp.sqrt(s0**-2 + (mp.exp(8 * gamma * t) - 1) * gamma)
            s = mp.sign(s0) * mp.exp(4 * gamma * t) / root
            return s, gamma * s**2, 1 - gamma * s**2

    return law


@pytest.fixture(scope="session")
def integrate():
    """Matrix gradient flow W' = -4 (W Gamma W^T - I) W Gamma by DOP853, rtol 1e-12, from w0 to each time.

    Each time is the end of an integration of its own: the dense output of DOP853 is less accurate than its
    steps.
    """
    from scipy.integrate import solve_ivp

    def run(gamma_matrix, w0, times, rtol=1e-12, atol=1e-18, max_step=np.inf):
        d, m = w0.shape

        def flow(_, w):
            w = w.reshape(d, m)
            right = w @ gamma_matrix
            return (-4 * (right @ w.T - np.eye(d)) @ right).ravel()

        w, now, path = w0.ravel(), 0.0, []
        for t in times:
            if t > now:
                solved = solve_ivp(
                    flow, (now, t), w, method="DOP853", rtol=rtol, atol=atol, max_step=max_step, t_eval=[t]
                )
                assert solved.success, solved.message
                w, now = solved.y[:, -1], t
            path.append(w.reshape(d, m))
        return np.array(path)

    return run
