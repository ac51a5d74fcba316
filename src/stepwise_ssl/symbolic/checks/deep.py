"""First principles for deep networks: a body and a head, and two weights that go down the slope of a loss.

Velocities of two weights are stencils of the loss; where the weights are at a time is integrated to about 30
digits, when the embedding eigenvalue crosses a level in float64.
"""

from __future__ import annotations

import random
from dataclasses import dataclass, replace
from functools import cache

import mpmath as mp
import numpy as np
import sympy as sp
from scipy.integrate import solve_ivp

from ..equality import StepError
from ..status import Status
from . import ground_truth as truth
from . import named
from .linear_loss import correlate, distance
from .worlds import _float, check_in, evaluate

R = sp.Rational
NEAR = R(1, 10**5)  # how near a limit is looked at where times are measured in float64
DIGITS = 9  # of those
HEAD, BODY, ALIKE = R(5, 8), R(7, 6), R(2, 5)


def _features(x: sp.Matrix) -> sp.Matrix:
    """A body that is not linear: a product, a rectifier, a square."""
    return sp.Matrix([x[0], x[0] * x[1], max(sp.S.Zero, x[1] - x[0]), x[1] ** 2])


def _frozen(seed: int) -> dict:
    rng = random.Random(3000 + seed)
    d, n, m = (1, 2, 2, 3)[seed], seed + 2, 4
    views = [(named.integers(2, 1, rng), named.integers(2, 1, rng)) for _ in range(n)]
    above = [(_features(x), _features(y)) for x, y in views]
    W = named.integers(d, m, rng)

    def embedded(weights):
        return correlate([(weights * x, weights * y) for x, y in above])

    Phi, Phi_prime = (sp.Matrix.hstack(*x).T for x in zip(*above, strict=True))
    world = {"d": sp.Integer(d), "m": sp.Integer(m), "n": sp.Integer(n), "W": W, "C": embedded(W)}
    world |= {r"\Phi": Phi, r"\Phi'": Phi_prime, "Gamma_phi": correlate(above)}
    return world | {r"\dot{W}": -named.stencil(lambda w: distance(embedded(w)), W)}


frozen = named.check_in(_frozen)


def correlation(gamma, s, b):
    """C with one entry, of the embedding s w x."""
    return (s * b) * gamma * (s * b)


def loss(gamma, s, b):
    """||C - I||_F^2 with one entry."""
    return (correlation(gamma, s, b) - 1) ** 2


def velocity(gamma, s, b) -> tuple:
    """Of both weights: against the slope of the loss, which is quartic in each."""
    return -truth.slope(lambda x: loss(gamma, x, b), s), -truth.slope(lambda x: loss(gamma, s, x), b)


@cache
def weights(gamma, s0, w0, t) -> tuple:
    """Both weights at time t, integrated to about 30 digits."""
    with mp.workdps(truth.DIGITS):
        gamma, t = truth._number(gamma), truth._number(t)
        y = mp.matrix([truth._number(s0), truth._number(w0)])
        size = 1 + 2 * abs(gamma) * (y[0] ** 2 + y[1] ** 2) ** 2
        steps = int(mp.ceil(8 * abs(gamma * t) * size)) + 2
        for _ in range(steps):
            y = truth._extrapolated_step(lambda w: mp.matrix(velocity(gamma, *w)), y, t / steps)
        return y[0], y[1]


@cache
def crossing(gamma: float, s0: float, w0: float, level: float) -> float:
    """Time at which the embedding eigenvalue crosses a level, in float64; the slope by a complex step."""

    def flow(_, y):
        s, b = y
        tiny = 1e-40j
        return [-loss(gamma, s + tiny, b).imag / 1e-40, -loss(gamma, s, b + tiny).imag / 1e-40]

    def there(_, y):
        return correlation(gamma, *y) - level

    there.terminal = True
    exact = {"method": "DOP853", "rtol": 1e-13, "atol": 1e-30}
    rate = gamma * (s0**2 + w0**2)
    done = solve_ivp(flow, (0, 1e3 / rate), [s0, w0], events=there, **exact)
    if done.status != 1:
        raise StepError(f"the level {level} is not crossed")
    t, y = 0.0, np.array([s0, w0])
    aim = float(done.t_events[0][0])
    for _ in range(3):  # Newton, on the trajectory itself
        y = solve_ivp(flow, (t, aim), y, **exact).y[:, -1] if aim != t else y
        t, speed = aim, np.dot(flow(0, y), [2 * gamma * y[0] * y[1] ** 2, 2 * gamma * y[0] ** 2 * y[1]])
        aim = t + (level - correlation(gamma, *y)) / speed
    return aim


@dataclass(frozen=True)
class TwoWeights:
    """Numbers for the letters.

    Args:
        gamma: eigenvalue.
        s0: the head at time 0.
        w0: the body at time 0.
        t: time.
        s: a head, where time plays no part.
        w: a body, where time plays no part.
        alpha: head and body at time 0, where they start alike.
    """

    gamma: sp.Expr
    s0: sp.Expr
    w0: sp.Expr
    t: sp.Expr
    s: sp.Expr = HEAD
    w: sp.Expr = BODY
    alpha: sp.Expr = ALIKE

    def letter(self, name: str):
        """Value of a letter."""
        if name in vars(self):
            return getattr(self, name)
        levels = {
            "rho_0": correlation(self.gamma, self.s0, self.w0),
            r"\rho_{1/2}": R(1, 2),
            "rho_1": sp.S.One,
        }
        if name == "lambda_0":
            return levels["rho_0"]
        if name == "delta":
            return self.w0**2 - self.s0**2
        if name in levels:
            return self._multiplier(levels[name])
        raise ValueError(f"the world has no letter {name}")

    def _multiplier(self, level):
        """s^2 + b^2 where the trajectory through (s0, w0), on which w dw = s ds, has this level."""
        x = sp.Symbol("x")  # s^2
        roots = sp.Poly(self.gamma * x * (x + self.w0**2 - self.s0**2) - level, x).all_roots()
        square = max(sp.N(r, 60) for r in roots)
        return 2 * square + self.w0**2 - self.s0**2

    def function(self, name: str, *x):
        """Value of a function; NaN where it has none."""
        if not all(v.is_real for v in x):
            return sp.nan
        if name == "L":
            return loss(self.gamma, *x)
        if name in ("s", "w", "lambda", "rho"):
            s, b = map(_float, weights(self.gamma, self.s0, self.w0, *x)) if x[0] != 0 else (self.s0, self.w0)
            return {"s": s, "w": b, "lambda": correlation(self.gamma, s, b), "rho": s**2 + b**2}[name]
        return self.time(name, *x)

    def time(self, name: str, x):
        """When a level is crossed, or the half rise from a start."""
        if not x > 0:
            return sp.nan
        if name == "t" and x < 1:
            start, level = (self.s0, self.w0), x
        elif name == "t_{1/2}":
            start, level = self.start(x), R(1, 2)
        elif name == r"t_{1/2}^{\mathrm{frozen}}":  # one weight whose view is w0 x
            return _float(truth.crossing(self.gamma * self.w0**2, x, R(1, 2)))
        else:
            return sp.nan
        if self.gamma <= 0 or correlation(self.gamma, *start) >= level:
            return sp.nan
        return sp.Float(crossing(*map(float, (self.gamma, *start, level))), 50)

    def start(self, x):
        """Head and body, for a head that starts at x."""
        return x, self.w0

    def slope(self, name: str, x):
        """Derivative of a function of time."""
        s, b = self.function("s", x), self.function("w", x)
        s_dot, b_dot = velocity(self.gamma, s, b)
        if name in ("s", "w"):
            return {"s": s_dot, "w": b_dot}[name]
        along = {
            "lambda": lambda h: correlation(self.gamma, s + h * s_dot, b + h * b_dot),
            "rho": lambda h: (s + h * s_dot) ** 2 + (b + h * b_dot) ** 2,
        }
        return truth.slope(along[name], sp.S.Zero) if name in along else sp.nan

    def limit(self, e: sp.Limit):
        """Value of a limit at 0 from above, looked at from nearby."""
        inner, letter, end, side = e.args
        if end != 0 or str(side) != "+" or letter.name not in ("s0", "alpha"):
            return sp.nan
        return evaluate(inner, replace(self, **{letter.name: NEAR}))


@dataclass(frozen=True)
class Alike(TwoWeights):
    """Head and body start alike, at alpha."""

    def start(self, x):
        """Head and body."""
        return x, x

    def time(self, name: str, x):
        """When a level is crossed from alpha."""
        return super(Alike, replace(self, s0=self.alpha, w0=self.alpha)).time(name, x)


@dataclass(frozen=True)
class Vanished(TwoWeights):
    """The letters are those of a head that starts at zero."""

    def letter(self, name: str):
        """Value of a letter."""
        if name in (r"\rho_{1/2}", "rho_1"):
            return replace(self, s0=sp.S.Zero)._multiplier({r"\rho_{1/2}": R(1, 2), "rho_1": sp.S.One}[name])
        return super().letter(name)


GROWING = (
    (R(3, 4), R(2, 7), R(8, 9), R(5, 9)),
    (R(5, 3), R(1, 5), R(4, 3), R(2, 7), R(1, 9), R(3, 11), R(1, 3)),
    (R(2, 5), R(5, 6), R(3, 7), R(2, 5), R(2, 5), R(9, 7), R(1, 4)),  # a body that starts below its head
)
OTHER = (
    (R(-2, 3), R(3, 7), R(5, 6), R(4, 9), R(3, 8), R(4, 7)),
    (R(5, 4), R(8, 7), R(6, 5), R(1, 9), R(2, 9), R(7, 5)),  # starts above the limit
)
growing = check_in(tuple(TwoWeights(*x) for x in GROWING))
any_time = check_in(tuple(TwoWeights(*x) for x in (*GROWING, *OTHER)))
times = check_in(tuple(TwoWeights(*x) for x in GROWING), digits=DIGITS)
vanishing = check_in(tuple(Vanished(*x) for x in GROWING), digits=DIGITS - 1)
alike = check_in(tuple(Alike(*x) for x in GROWING), digits=DIGITS)
alike_vanishing = check_in(tuple(Alike(*x) for x in GROWING), digits=DIGITS - 1)


def earlier(lhs, rhs) -> Status:
    """lhs < rhs in every world, and nearly equal where the body hardly moves: to 0.1 % if it is heavy."""
    worlds = [TwoWeights(*x) for x in GROWING]
    heavy = TwoWeights(R(1, 2), R(1, 32), R(20), R(1))
    for world in (*worlds, heavy):
        left, right = evaluate(lhs, world), evaluate(rhs, world)
        numbers = all(v.is_number and v.is_real for v in (left, right))
        if not numbers or not left < right or (world is heavy and right > R(1001, 1000) * left):
            raise StepError(f"{lhs} < {rhs} is false, or not near, in {world}: {left}, {right}", vars(world))
    return Status.NUMERIC(len(worlds) + 1, 3)
