"""First principles for one weight: is an equation true where only the loss is known?"""

from __future__ import annotations

from itertools import product

import sympy as sp

from ..equality import StepError
from ..logic import ForAll
from ..status import Status
from . import ground_truth as truth
from .worlds import World, check_in

R = sp.Rational
GROWING = (  # gamma > 0 and gamma s0^2 < 1
    World(R(3, 4), R(2, 7), R(5, 9)),
    World(R(5, 3), R(1, 5), R(2, 7), R(1, 9), R(3, 11), R(3, 5)),
    World(R(2, 5), R(5, 6), R(7, 6), R(2, 5), R(9, 7), R(7, 9)),
)
OTHER = (
    World(R(-2, 3), R(3, 7), R(4, 9), R(3, 8), R(4, 7)),
    World(R(-7, 4), R(8, 7), R(1, 3), R(1, 5), R(6, 5)),
    World(R(5, 4), R(9, 7), R(2, 9), R(2, 9), R(7, 5)),  # starts above the limit
    World(R(0), R(4, 9), R(3, 5), R(5, 7), R(8, 9)),
)

any_sign = check_in((*GROWING, *OTHER))
growing = check_in(GROWING)
near = check_in((*GROWING, *OTHER), digits=18)  # limits at a finite place
near_growing = check_in(GROWING, digits=18)
far = check_in((GROWING[0], OTHER[0], OTHER[3]), digits=7)  # the limit of infinite time, for each sign

# Learning rates on both sides of anything that could be a bound, and on it.
_BOUNDS = [R(1, 2**k) for k in range(6)]
_SHARES = [1 - R(1, 10**9), R(1), 1 + R(1, 10**9)]
_GAMMAS = [R(4, 9), R(9, 4)]  # squares, so that the end is rational
_STARTS = [R(j, 8) for j in range(1, 8)] + [1 - R(1, 10**k) for k in (2, 5, 8, 11, 14)]


def _settings():
    for g, bound, share in product(_GAMMAS, _BOUNDS, _SHARES):
        yield g, share * bound / g, 1 / sp.sqrt(g)


def _truth_of(statement, values: dict):
    """Truth of a statement at numbers; "for all" is tried on a grid that is fine near the end."""
    if isinstance(statement, ForAll):
        inner, letter, interval = statement.args
        interval = interval.xreplace(values)
        if not isinstance(interval, sp.Interval):
            return True  # nothing to hold for
        places = [interval.start + (interval.end - interval.start) * x for x in _STARTS]
        return all(_truth_of(inner, {**values, letter: place}) for place in places)
    value = sp.sympify(statement).xreplace(values)
    if value not in (True, False):
        raise StepError(f"{statement} is neither true nor false at {values}", values)
    return bool(value)


def _stable(g, eta, end) -> bool:
    return abs(truth.slope(lambda s: truth.descent(g, eta, s), end)) < 1


def _never_over(g, eta, end) -> bool:
    return all(truth.descent(g, eta, end * x) <= end for x in _STARTS)


def _statement(fact):
    def check(lhs, rhs) -> Status:
        letters = {x.name: x for x in (lhs.free_symbols | rhs.free_symbols)}
        settings = list(_settings())
        for g, eta, end in settings:
            values = {letters[name]: v for name, v in (("gamma", g), ("eta", eta)) if name in letters}
            seen = fact(g, eta, end)
            for side in (lhs, rhs):
                if _truth_of(side, values) != seen:
                    raise StepError(
                        f"{side} is {not seen} at gamma = {g}, eta = {eta}; in fact {seen}", values
                    )
        return Status.EXACT(len(settings))

    return check


stability = _statement(_stable)
overshoot = _statement(_never_over)
