"""Numbers for one weight from the definition of the loss alone: no formula of the book is used here.

Slopes come from a five-point stencil, which is exact for polynomials up to degree four; trajectories from an
extrapolated midpoint rule (Gragg, Bulirsch and Stoer); times from a quadrature of 1 / flow.
"""

from __future__ import annotations

from functools import cache

import mpmath as mp

DIGITS = 60
ORDER = 14  # columns of the extrapolation table


def correlation(gamma, s):
    """C = W Gamma W^T with one entry."""
    return s * gamma * s


def loss(gamma, s):
    """||C - I||_F^2 with one entry."""
    return (correlation(gamma, s) - 1) ** 2


def slope(f, x):
    """Derivative of a polynomial of degree at most four, exactly (also in rational numbers)."""
    return (f(x - 2) - 8 * f(x - 1) + 8 * f(x + 1) - f(x + 2)) / 12


def flow(gamma, s):
    """Velocity of gradient flow: against the slope of the loss."""
    return -slope(lambda x: loss(gamma, x), s)


def descent(gamma, eta, s):
    """One step of gradient descent."""
    return s + eta * flow(gamma, s)


def _number(x):
    return mp.mpf(x.p) / x.q if hasattr(x, "q") else mp.mpf(x._mpf_)


@cache
def weight(gamma, s0, t):
    """Weight at time t, integrated from s0 to about 30 digits.

    Args:
        gamma: eigenvalue (SymPy number).
        s0: weight at time 0.
        t: time, of either sign.

    Returns:
        mpmath number.
    """
    with mp.workdps(DIGITS):
        gamma, y, t = _number(gamma), _number(s0), _number(t)
        steps = int(mp.ceil(7 * abs(gamma * t) * (1 + 2 * abs(gamma) * y * y))) + 1
        for _ in range(steps):
            y = _extrapolated_step(lambda s: flow(gamma, s), y, t / steps)
        return y


def _extrapolated_step(f, y, width, order=ORDER):
    rows = []
    for k in range(1, order + 1):
        n, h = 2 * k, width / (2 * k)
        before, now = y, y + h * f(y)
        for _ in range(n - 1):
            before, now = now, before + 2 * h * f(now)
        row = [(before + now + h * f(now)) / 2]
        for j in range(1, k):
            row.append(row[-1] + (row[-1] - rows[-1][j - 1]) * (k - j) ** 2 / (k**2 - (k - j) ** 2))
        rows.append(row)
    return rows[-1][-1]


def _travel(gamma, start, end):
    return mp.quad(lambda s: 1 / flow(gamma, s), mp.linspace(start, end, 5))


@cache
def crossing(gamma, s0, level):
    """Time at which C crosses a level, by quadrature; negative if that was before the start."""
    with mp.workdps(DIGITS):
        gamma, s0, level = _number(gamma), _number(s0), _number(level)
        return _travel(gamma, s0, mp.sqrt(level / gamma))


@cache
def half_loss(gamma, s0):
    """Time at which the loss is one half, on the way up."""
    with mp.workdps(DIGITS):
        gamma, s0 = _number(gamma), _number(s0)
        top = 1 / mp.sqrt(gamma)
        place = mp.findroot(
            lambda s: loss(gamma, s) - mp.mpf(1) / 2, (top / 4, top * 3 / 4), solver="anderson"
        )
        return _travel(gamma, s0, place)


@cache
def early_arrival(gamma, s0):
    """Time at which the linearised growth, continued, reaches C = 1."""
    with mp.workdps(DIGITS):
        gamma, s0 = _number(gamma), _number(s0)
        rate = slope(lambda s: flow(gamma, s), mp.mpf(0))
        return mp.findroot(lambda t: mp.log(correlation(gamma, s0 * mp.exp(rate * t))), mp.mpf(1))
