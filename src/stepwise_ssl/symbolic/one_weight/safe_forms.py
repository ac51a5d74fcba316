"""One weight: the solution as computers can evaluate it, case by case.

gamma = 0 would be 0 x inf at t = inf; gamma < 0 is divided by what overflows. hypot takes roots instead of
squares, so that s0 = 1e-150 does not underflow; and whatever is raised to a power afterwards overflows only
when its inverse, the value, is below 1e-300 (a power of a quotient would give 0 / 0, because SymPy raises
both of its parts).

They hold for gamma of any sign, t = 0 and inf, and s0 > 0, above the limit too. A start at 0 or below is not
theirs by design (the letter s0 is positive): there gamma > 0 gives NaN at t = inf. ``closed_form``, written
by hand, answers it, and equals these everywhere else (tests/equations/test_two_hands.py).
"""

from __future__ import annotations

import sympy as sp
from sympy.codegen.cfunctions import expm1, hypot

from ..letters import gamma, s0, t

_positive, _negative = sp.sqrt(gamma) * s0, sp.sqrt(-gamma) * s0  # root of |lambda0|
_left, _left_negative = sp.sqrt(-expm1(-8 * gamma * t)), sp.sqrt(-expm1(8 * gamma * t))
_fall = sp.exp(-4 * gamma * t)
singular_value = sp.Piecewise(
    (s0 / hypot(_fall, _positive * _left), gamma > 0),
    (s0 * sp.exp(4 * gamma * t) / hypot(1, _negative * _left_negative), gamma < 0),
    (s0, True),
)
square = sp.Piecewise(
    (1 / hypot(_fall / _positive, _left) ** 2, gamma > 0),
    (-1 / hypot(_fall / _negative, _fall * _left_negative) ** 2, gamma < 0),
    (0, True),
)


def complement(power: int):
    """(1 - lambda)^power."""
    start = (1 - gamma * s0**2) ** power
    return sp.Piecewise(
        (start / hypot(1, sp.exp(4 * gamma * t) * _positive * _left) ** (2 * power), gamma > 0),
        (start / hypot(1, _negative * _left_negative) ** (2 * power), gamma < 0),
        (1, True),
    )
