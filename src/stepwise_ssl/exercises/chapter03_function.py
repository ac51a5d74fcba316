"""Exercise 3.5: the weight at any time, for any eigenvalue, without overflow."""

from __future__ import annotations

import numpy as np

from .function import Case, FunctionQuestion


def reference(t, gamma: float, s0: float):
    """Evaluate the weight in 400 digits, slowly and safely.

    Args:
        t: time, a number or an array of shape (T,).
        gamma: eigenvalue.
        s0: weight at t = 0.

    Returns:
        The weight, a float or an array of shape (T,).

    Source: paper, Prop. 4.1, in the form s0 / sqrt(e^{-8 gamma t} + gamma s0^2 (1 - e^{-8 gamma t})).

    >>> float(reference(0.0, 1.0, 0.25))
    0.25
    """
    if isinstance(t, np.ndarray):
        return np.array([reference(float(one), gamma, s0) for one in t])
    import mpmath as mp

    with mp.workdps(400):  # 1 - e^{-8 gamma t} is taken by subtraction: carry what it loses
        if gamma == 0 or t == 0:
            return float(s0)
        if mp.isinf(t):
            return float(1 / mp.sqrt(gamma)) if gamma > 0 else 0.0
        decay = mp.exp(-8 * mp.mpf(gamma) * mp.mpf(t))
        return float(mp.mpf(s0) / mp.sqrt(decay + mp.mpf(gamma) * mp.mpf(s0) ** 2 * (1 - decay)))


def printed_form(t, gamma, s0):
    """Evaluate the formula as it is printed: right on paper, wrong in floating point.

    Args:
        t: time.
        gamma: eigenvalue.
        s0: weight at t = 0.

    Returns:
        The weight, or 0 or NaN once the exponentials overflow.

    Source: paper, Prop. 4.1, as printed.

    >>> float(printed_form(np.array(100.0), 1.0, 0.01))
    0.0
    """
    with np.errstate(all="ignore"):
        return np.exp(4 * gamma * t) / np.sqrt(
            np.power(float(s0), -2.0) + (np.exp(8 * gamma * t) - 1) * gamma
        )


def printed_form_with_math(t, gamma, s0):
    """Evaluate the printed formula with the math module, which raises where NumPy returns inf.

    Args:
        t: time, a number.
        gamma: eigenvalue.
        s0: weight at t = 0.

    Returns:
        The weight.

    Raises:
        OverflowError: once an exponential overflows.

    Source: paper, Prop. 4.1, as printed.

    >>> printed_form_with_math(0.0, 1.0, 0.5)
    0.5
    """
    import math

    return math.exp(4 * gamma * t) / math.sqrt(s0**-2 + (math.exp(8 * gamma * t) - 1) * gamma)


def stable_for_positive(t, gamma, s0):
    """Evaluate the stable form without looking at its one undefined corner, gamma = 0 at t = inf.

    Args:
        t: time.
        gamma: eigenvalue.
        s0: weight at t = 0.

    Returns:
        The weight; NaN in that corner.

    Source: the printed form, numerator and denominator divided by e^{4 gamma t} / s0.

    >>> float(stable_for_positive(0.0, 1.0, 0.5))
    0.5
    """
    with np.errstate(all="ignore"):
        x = -8 * gamma * np.asarray(t, dtype=float)
        return s0 / np.sqrt(np.exp(x) - gamma * s0**2 * np.expm1(x))


def rate_four_in_the_exponent(t, gamma, s0):
    """Evaluate the stable form with e^{-4 gamma t} under the root, the rate of s instead of s^2.

    Args:
        t: time.
        gamma: eigenvalue.
        s0: weight at t = 0.

    Returns:
        A wrong weight.

    Source: a named slip.

    >>> float(rate_four_in_the_exponent(0.0, 1.0, 0.5))
    0.5
    """
    return _with_corner(stable_for_positive, np.asarray(t) / 2, gamma, s0)


def _with_corner(function, t, gamma, s0):
    return s0 + 0 * np.nan_to_num(t, posinf=0.0) if gamma == 0 else function(t, gamma, s0)


def _middle_cases(seed: int = 3) -> list[Case]:
    rng = np.random.default_rng(seed)
    cases = []
    for _ in range(6):
        gamma, s0 = float(rng.uniform(0.3, 2)), float(10 ** rng.uniform(-4, -1))
        t = float(rng.uniform(0.2, 1.5)) * float(-np.log(gamma * s0**2) / (8 * gamma))
        cases.append(Case((t, gamma, s0), "solve s' = 4 gamma s (1 - gamma s^2) from s(0) = s0"))
    return cases


def cases() -> list[Case]:
    """List what the function must survive, ordinary inputs first.

    Returns:
        The cases of exercise 3.5.

    Source: the limits of the solution for gamma > 0, = 0 and < 0.

    >>> len(cases()) > 15
    True
    """
    inf = float("inf")
    settle, vanish = "settle at 1/sqrt(gamma) long after the step", "decay towards 0 for a negative gamma"
    tiny = "keep its accuracy from a start as small as 1e-150"
    return [
        Case((0.0, 1.0, 0.01), "give s0 at t = 0"),
        *_middle_cases(),
        Case((0.7, 1.5, 1.2), "come down to 1/sqrt(gamma) from a start above it"),
        Case((100.0, 1.0, 0.01), settle),
        Case((1000.0, 1.0, 0.01), settle),
        Case((500.0, 2.0, 1e-4), settle),
        Case((inf, 4.0, 0.01), "reach 1/sqrt(gamma) at t = inf"),
        Case((5.0, 0.0, 0.3), "stay at s0 when gamma = 0"),
        Case((0.8, -1.0, 0.5), vanish),
        Case((1000.0, -1.0, 0.5), vanish),
        Case((inf, -2.0, 0.5), "reach 0 at t = inf for a negative gamma"),
        Case((1.0, 1.0, 1e-150), tiny),
        Case((86.5, 1.0, 1e-150), tiny),
        Case((1000.0, 1.0, 1e-150), tiny),
        Case(
            (np.array([0.0, 0.5, 1.0, 200.0]), 1.0, 0.05), "take an array of times and return one weight each"
        ),
        Case((np.array([0.0, 2.0]), 0.0, 0.3), "return one weight for each time when gamma = 0 too"),
        Case((inf, 0.0, 0.3), "stay at s0 when gamma = 0, at t = inf too"),
    ]


QUESTION = FunctionQuestion(
    reference,
    cases(),
    ("t", "gamma", "s0"),
    slips=[
        (
            printed_form,
            "This is the printed form. It is right on paper, but e^(8 gamma t) overflows: you get 0, then "
            "NaN, where the weight has long settled. Divide above and below by e^(4 gamma t) and use expm1.",
        ),
        (
            printed_form_with_math,
            "This is the printed form, and math.exp raises OverflowError once 8 gamma t exceeds 709. "
            "Divide above and below by e^(4 gamma t) and use expm1; NumPy's functions also take arrays.",
        ),
        (
            stable_for_positive,
            "Almost: one corner is left. At gamma = 0 and t = inf the exponent is 0 times inf, which is NaN. "
            "A weight with gamma = 0 never moves: treat it first.",
        ),
        (
            rate_four_in_the_exponent,
            "Under the root stands s^2, and s^2 changes at twice the rate of s: e^(-8 gamma t), not "
            "e^(-4 gamma t).",
        ),
    ],
    praise="It holds at every corner: gamma of either sign and zero, t = inf, s0 = 1e-150.",
    smallest=1e-200,
)
