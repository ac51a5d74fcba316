"""Evaluate an equation in a world: numbers for its letters, ground truth for its functions."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import mpmath as mp
import sympy as sp
from sympy.core.function import AppliedUndef

from ..equality import StepError
from ..modes import ModeSum
from ..status import Status
from . import ground_truth as truth

DIGITS = 50
CLOSE = sp.Float("1e-15", DIGITS)  # how near a limit is looked at; the error is the square of it
FAR = 5  # gamma t that stands for infinite time; what is left is e^(-4 FAR), so ask for 9 digits only

ETA, WEIGHT, LEVEL = sp.Rational(1, 7), sp.Rational(5, 8), sp.Rational(2, 7)  # where a world names none


@dataclass(frozen=True)
class World:
    """Numbers for the letters.

    Args:
        gamma: eigenvalue.
        s0: weight at time 0.
        t: time.
        eta: learning rate.
        s: a weight, where time plays no part; also s_k.
        q: a level.
    """

    gamma: sp.Expr
    s0: sp.Expr
    t: sp.Expr
    eta: sp.Expr = ETA
    s: sp.Expr = WEIGHT
    q: sp.Expr = LEVEL

    def letter(self, name: str):
        """Value of a letter."""
        if name in ("gamma", "s0", "t", "eta", "s", "q"):
            return getattr(self, name)
        if name == "s_k":
            return self.s
        if name == "tau":
            return _float(truth.early_arrival(self.gamma, self.s0))
        if name == "t_{L=1/2}":
            return _float(truth.half_loss(self.gamma, self.s0))
        raise ValueError(f"the world has no letter {name}")

    def function(self, name: str, x):
        """Value of a function; NaN where it has none."""
        if not x.is_real or (name == "t" and not 0 < x < 1):
            return sp.nan
        if name == "s":
            return _float(truth.weight(self.gamma, self.s0, x))
        if name == "lambda":
            return truth.correlation(self.gamma, self.function("s", x))
        if name == "L":
            return truth.loss(self.gamma, x)
        if name == "s_{k+1}":
            return truth.descent(self.gamma, self.eta, x)
        if name == "t":
            return _float(truth.crossing(self.gamma, self.s0, x))
        raise ValueError(f"the world has no function {name}")

    def slope(self, name: str, x):
        """Derivative of a function by its argument."""
        if not x.is_real:
            return sp.nan
        if name == "L":
            return truth.slope(lambda s: truth.loss(self.gamma, s), x)
        now = self.function("s", x)
        if name == "s":
            return truth.flow(self.gamma, now)
        if name == "lambda":
            return truth.slope(lambda s: truth.correlation(self.gamma, s), now) * truth.flow(self.gamma, now)
        raise ValueError(f"the world has no slope of {name}")

    def limit(self, e: sp.Limit):
        """Value of a limit, looked at from nearby; NaN if there is none."""
        return _limit(e, self)


def _float(x) -> sp.Float:
    return sp.Float(mp.nstr(x, DIGITS), DIGITS)


def evaluate(e: sp.Basic, world: World):
    """Value of an expression in a world: a rational where everything is rational, else 50 digits."""
    if isinstance(e, sp.Limit):
        return world.limit(e)
    if isinstance(e, ModeSum):
        return sp.Add(*(evaluate(e.entry, mode) for mode in world.modes(evaluate(e.args[1], world))))
    if isinstance(e, sp.Subs):  # f'(x) at a place
        inner, letters, (place,) = e.args
        plain = isinstance(inner, sp.Derivative) and isinstance(inner.expr, AppliedUndef)
        if plain and inner.expr.args == tuple(letters):
            return world.slope(inner.expr.func.__name__, evaluate(place, world))
        done = e.doit()
        return sp.nan if done == e else evaluate(done, world)
    if isinstance(e, sp.Derivative):
        done = e.doit()
        if isinstance(done, sp.Derivative) and isinstance(done.expr, AppliedUndef):
            return world.slope(done.expr.func.__name__, evaluate(done.expr.args[0], world))
        return evaluate(done, world)
    if isinstance(e, AppliedUndef):
        return world.function(e.func.__name__, *(evaluate(x, world) for x in e.args))
    if isinstance(e, sp.Symbol):
        return world.letter(e.name)
    if isinstance(e, sp.Piecewise):
        for value, condition in e.args:
            if condition == True or evaluate(condition, world) == True:  # noqa: E712
                return evaluate(value, world)
        return sp.nan
    if not e.args:
        return e
    value = e.func(*(evaluate(x, world) for x in e.args))
    return value if value.is_Rational or not value.is_number else value.evalf(DIGITS, maxn=400)


def _limit(e: sp.Limit, world: World):
    inner, letter, end, side = e.args
    if end == sp.oo:
        far = FAR / abs(world.gamma) if world.gamma != 0 else sp.Integer(FAR)
        return evaluate(inner, replace(world, t=far)) if letter.name == "t" else sp.nan
    end = evaluate(end, world)
    name = "s" if letter.name == "s_k" else letter.name
    signs = {"+": (1,), "-": (-1,)}.get(str(side), (1, -1))
    values = [evaluate(inner, replace(world, **{name: end + sign * CLOSE})) for sign in signs]
    if not all(v.is_number and v.is_finite for v in values) or abs(values[0] - values[-1]) > sp.Float("1e-9"):
        return sp.nan  # the two sides disagree: there is no limit
    return sum(values) / len(values)  # the mean cancels the first-order error


def check_in(worlds: tuple[World, ...], digits: int = 25) -> Callable:
    """A check (lhs, rhs) -> Status: the equation must be true in each of these worlds, to so many digits."""
    tolerance = sp.Float(10) ** -digits

    def check(lhs, rhs) -> Status:
        exact = True
        for world in worlds:
            left, right = evaluate(lhs, world), evaluate(rhs, world)
            if left.is_Rational and right.is_Rational:
                same = left == right
            else:
                exact = False
                finite = all(v.is_number and v.is_finite for v in (left, right))
                scale = max(abs(left), abs(right), sp.S.One) if finite else None
                same = finite and bool(abs(left - right) <= tolerance * scale)
            if not same:
                values = f"{sp.N(left, 8)} against {sp.N(right, 8)}"
                raise StepError(f"{lhs} = {rhs} is false for {world}: {values}", vars(world))
        return Status.EXACT(len(worlds)) if exact else Status.NUMERIC(len(worlds), digits)

    return check
