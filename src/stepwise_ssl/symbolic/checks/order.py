"""First principles for two modes: step times and crossings from the flow, their slopes by differences."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product

import mpmath as mp
import sympy as sp

from ..equality import StepError
from ..status import Status
from . import ground_truth as truth
from .worlds import _float, check_in, evaluate

R = sp.Rational
NEAR = sp.Float("1e-8", 50)  # step of a difference quotient; its error is the fourth power
ZERO = sp.Float("1e-12")  # what counts as zero, on the edge of a statement


@dataclass(frozen=True)
class Pair:
    """Two eigenvalues and one start for both.

    Args:
        gamma_1: the one that stands alone, too.
        gamma_2: the other.
        s0: singular value at time 0.
    """

    gamma_1: sp.Expr
    gamma_2: sp.Expr
    s0: sp.Expr

    def letter(self, name: str):
        """Value of a letter."""
        values = {"gamma": self.gamma_1, **vars(self)}
        if name not in values:
            raise StepError(f"a pair has no letter {name}")
        return values[name]

    def function(self, name: str, *x):
        """A time: tau(gamma), the half rise at gamma, or t(q, gamma)."""
        *level, gamma = x
        if not all(v.is_real and v > 0 for v in x) or (level and level[0] >= 1):
            return sp.nan
        if name == "tau":
            return _float(truth.early_arrival(gamma, self.s0))
        level = level[0] if level else R(1, 2)
        return _float(truth.crossing(gamma, self.s0, level))

    def slope(self, name: str, x):
        """Derivative by gamma: a five-point stencil."""
        if not (x.is_real and x > 0):
            return sp.nan
        f = [self.function(name, x + k * NEAR) for k in (-2, -1, 1, 2)]
        return (f[0] - 8 * f[1] + 8 * f[2] - f[3]) / (12 * NEAR)


def _holds(e, world: Pair) -> bool:
    """Truth of a relation; on its edge, to within rounding, a strict one is false."""
    if e in (True, False):
        return bool(e)
    margin = evaluate(e.gts - e.lts, world) if isinstance(e, sp.Gt | sp.Ge | sp.Lt | sp.Le) else sp.nan
    if not (margin.is_number and margin.is_real):
        raise StepError(f"{e} is neither true nor false in {world}")
    return bool(margin > ZERO if isinstance(e, sp.Gt | sp.Lt) else margin >= -ZERO)


def _root(x) -> sp.Float:
    return sp.Float(sp.sqrt(x).evalf(50), 50)


def _settings():
    """On the edges of what is claimed, to either side of them, and far away."""
    shares = (R(1, 9), 1 - R(1, 10**6), R(1), 1 + R(1, 10**6), R(4))
    for gamma, share in product((R(3, 5), R(7, 4)), shares):
        yield Pair(gamma, gamma / 3, _root(share * sp.E / gamma))
    for (gamma, part), share in product(((R(5, 3), R(2, 5)), (R(3, 4), R(5, 7)), (R(2), R(1, 9))), shares):
        small = mp.exp(-(mp.log(81) + mp.log(truth._number(part))) / truth._number(1 - part))
        yield Pair(gamma, part * gamma, _root(share * sp.Float(mp.nstr(small, 50), 50) / gamma))


with mp.workdps(60):
    SETTINGS = tuple(_settings())


def statements(lhs, rhs) -> Status:
    """Both statements are true, or both are false, in every setting."""
    for world in SETTINGS:
        left, right = (_holds(e, world) for e in (lhs, rhs))
        if left != right:
            raise StepError(f"{lhs} is {left} but {rhs} is {right} in {world}", vars(world))
    return Status.NUMERIC(len(SETTINGS), 12)


LOW = tuple(
    Pair(g, h, _root(share / g))
    for (g, h), share in product(
        ((R(3, 4), R(2, 3)), (R(5, 3), R(2, 7)), (R(2), R(9, 5))), (R(1, 50), R(1, 2), R(4, 5))
    )
)
times = check_in(LOW, digits=20)


def sharp_bound(lhs, rhs) -> Status:
    """lhs <= rhs in every setting, with equality where lambda_0 = 1/2."""
    for world in LOW:
        left, right = evaluate(lhs, world), evaluate(rhs, world)
        edge = abs(world.gamma_1 * world.s0**2 - R(1, 2)) < ZERO
        numbers = all(v.is_number and v.is_real for v in (left, right))
        if not numbers or not (abs(left - right) < ZERO if edge else left < right):
            raise StepError(
                f"{lhs} <= {rhs} is false, or not sharp, in {world}: {left}, {right}", vars(world)
            )
    return Status.NUMERIC(len(LOW), 12)
