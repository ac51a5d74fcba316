"""First principles for the lag: gradient descent is run with smaller and smaller steps, and extrapolated."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache
from itertools import pairwise

import mpmath as mp
import sympy as sp

from ..equality import StepError, compare_at_points
from ..status import Status
from . import ground_truth as truth
from .worlds import World, _float, check_in, evaluate

R = sp.Rational
LONGEST = 4096
STEPS = [16 * 2**k for k in range(6)]  # steps of a run


@cache
def _descend(gamma, s0, t, steps: int):
    """Gradient descent to time t."""
    with mp.workdps(truth.DIGITS):
        g, s, eta = truth._number(gamma), truth._number(s0), truth._number(t) / steps
        for _ in range(steps):
            s = truth.descent(g, eta, s)
        return s


@cache
def _delay(gamma, s0, t, steps: int):
    """How much earlier than t the flow was where descent is at t."""
    with mp.workdps(20):
        reached = _descend(gamma, s0, t, steps)
        return t - _float(truth._travel(truth._number(gamma), truth._number(s0), reached))


def _extrapolate(values: list):
    """Value at learning rate 0 from those at 1/16, 1/32, ... of the time (a power series in it)."""
    while len(values) > 1:
        factor = 2 ** (len(STEPS) - len(values) + 1)
        values = [(factor * b - a) / (factor - 1) for a, b in pairwise(values)]
    return values[0]


@dataclass(frozen=True)
class Run(World):
    """One weight, followed by the flow and by descent."""

    def _gap(self, x, steps: int):
        """Descent minus flow at time x, per learning rate."""
        at = _float(_descend(self.gamma, self.s0, x, steps))
        return (at - self.function("s", x)) * steps / x

    def function(self, name: str, x):
        """Also: the error, the delay at a learning rate, the eigenvalue of descent."""
        if name not in ("varepsilon", r"\delta t", "lambda_eta"):
            return super().function(name, x)
        if not x.is_real or x <= 0:
            return sp.nan
        if name == "varepsilon":
            return _extrapolate([self._gap(x, n) for n in STEPS])
        n = (x if name == "lambda_eta" else self.t) / (self.eta if name == "lambda_eta" else x)
        if not n.is_Integer or not 0 < n <= LONGEST:
            return sp.nan
        if name == "lambda_eta":
            return truth.correlation(self.gamma, _float(_descend(self.gamma, self.s0, x, int(n))))
        return _delay(self.gamma, self.s0, self.t, int(n))

    def limit(self, e: sp.Limit):
        """A limit in the learning rate."""
        inner, letter, end, _ = e.args
        if letter.name != "eta" or end != 0:
            return sp.nan
        values = [evaluate(inner, replace(self, eta=self.t / n)) for n in STEPS]
        return _extrapolate(values) if all(v.is_number and v.is_finite for v in values) else sp.nan


RUNS = (
    Run(R(3, 4), R(2, 7), R(4, 9)),
    Run(R(5, 3), R(1, 5), R(3, 11)),
    Run(R(-2, 3), R(3, 7), R(2, 9)),
    Run(R(5, 4), R(9, 7), R(1, 9)),  # starts above the limit
)
first_order = check_in(RUNS, digits=6)
nonzero = check_in(RUNS)


def identity(lhs, rhs) -> Status:
    """The identity at random points with lambda_0, lambda < 1."""
    letters = {x.name: x for x in lhs.free_symbols | rhs.free_symbols}
    if not set(letters) <= {"lambda", "lambda_0", "gamma"}:
        raise StepError(f"unknown letters among {sorted(letters)}")
    where = [x < 1 for name, x in letters.items() if name.startswith("lambda")]
    return compare_at_points(lhs, rhs, where, k=6)
