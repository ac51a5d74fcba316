"""First principles for the gate: slopes of the loss with a second arrow that is too small to be felt."""

from __future__ import annotations

import random
from dataclasses import dataclass, replace
from functools import cache

import mpmath as mp
import sympy as sp

from . import ground_truth as truth
from . import linear_loss, named, worlds
from . import linear_model as linear

R = sp.Rational
SCALE = R(2, 9)  # where a world names no other


def _arrows_loss(arrows: sp.Matrix, gammas: list):
    """Loss of a model whose arrows are the columns, in the axes of the eigenmodes."""
    return linear.loss(arrows, sp.diag(*gammas))


def _felt_by_nobody(f, small: sp.Matrix) -> sp.Matrix:
    """Part of a cubic function of a small column that is linear in it."""
    return (f(-2 * small) - 8 * f(-small) + 8 * f(small) - f(2 * small)) / 12


def _instant(seed: int) -> dict:
    rng = random.Random(900 + seed)
    d = (2, 3, 3, 4)[seed]
    u, a_2 = named.orthogonal(d, rng)[:, 0], named.integers(d, 1, rng)
    s_1, gammas = R(rng.randint(1, 9), 7), [R(rng.randint(1, 9), 5), R(rng.randint(-9, 9), 5) + R(1, 7)]

    def velocity(second):
        """Of the second arrow, with the first one where it is."""
        arrows = sp.Matrix.hstack(s_1 * u, second)
        return -named.stencil(lambda a: _arrows_loss(a, gammas), arrows)[:, 1]

    alone = sp.Matrix.hstack(s_1 * u, sp.zeros(d, 1))
    first = -named.stencil(lambda a: _arrows_loss(a, gammas), alone)[:, 0]
    second, across = _felt_by_nobody(velocity, a_2), sp.eye(d) - u * u.T
    C = gammas[0] * (s_1 * u) * (s_1 * u).T
    world = {"d": sp.Integer(d), "gamma_1": gammas[0], "gamma_2": gammas[1], "s_1": s_1, "u": u, "C": C}
    world |= {"lambda_1": (u.T * C * u)[0], "a_1": s_1 * u, "a_2": a_2, r"\dot{a}_1": first}
    world |= {r"\dot{a}_2": second, "b": u.T * a_2, r"\dot{b}": u.T * second}
    return world | {r"a_{\perp}": across * a_2, r"\dot{a}_{\perp}": across * second}


def _two_arrows(seed: int) -> dict:
    """Two arrows in the plane, both felt."""
    rng = random.Random(950 + seed)
    arrows = sp.Matrix(2, 2, lambda i, j: rng.choice((-3, -2, 2, 3, 4)))
    gammas = [R(rng.randint(-9, 9), 5) + R(1, 7) for _ in range(2)]
    k = seed % 2  # whose velocity
    velocity = -named.stencil(lambda a: _arrows_loss(a, gammas), arrows)
    V = named.orthogonal(2, rng)
    pairs = [(V[:, i] * g, V[:, i] * 2) for i, g in enumerate(gammas)]  # Gamma = V diag(gammas) V^T
    weights = arrows * V.T
    C = linear_loss.correlate([(weights * x, weights * y) for x, y in pairs])
    world = {"gamma_1": gammas[0], "gamma_2": gammas[1], "gamma": gammas[k], "C_11": C[0, 0], "C_22": C[1, 1]}
    world |= {"C_12": C[0, 1], "C_{12}": C[0, 1], "x": arrows[0, k], "y": arrows[1, k]}
    world |= {"x_1": arrows[0, 0], "y_1": arrows[1, 0], "x_2": arrows[0, 1], "y_2": arrows[1, 1]}
    return world | {r"\dot{x}": velocity[0, k]}


instant = named.check_in(_instant)
two_arrows = named.check_in(_two_arrows)


def _rate(gamma_1, gamma_2, s):
    """Growth rate of a tiny part of the second arrow along the first, which has length s."""

    def at(b):
        """Loss with arrows (s, 0) and (b, 0)."""
        return (gamma_1 * s * s + gamma_2 * b * b - 1) ** 2 + 1

    return -(-at(-2) + 16 * at(-1) - 30 * at(0) + 16 * at(1) - at(2)) / 12  # second derivative, exactly


class Pair(tuple):
    """A state (s, log b) that can be added and scaled, for the integrator."""

    def __add__(self, other):
        return Pair(x + y for x, y in zip(self, other, strict=True))

    def __sub__(self, other):
        return Pair(x - y for x, y in zip(self, other, strict=True))

    def __mul__(self, number):
        return Pair(x * number for x in self)

    __rmul__ = __mul__

    def __truediv__(self, number):
        return Pair(x / number for x in self)


@cache
def _followed(gamma_1, gamma_2, s0, t) -> tuple:
    """(s_1, log(b / b(0))) at time t, integrated to about 15 digits."""
    with mp.workdps(25):
        g, h, s, t = (truth._number(x) for x in (gamma_1, gamma_2, s0, t))
        state = Pair((s, mp.mpf(0)))
        steps = int(mp.ceil(6 * abs(g * t))) + 1
        for _ in range(steps):
            state = truth._extrapolated_step(
                lambda y: Pair((truth.flow(g, y[0]), _rate(g, h, y[0]))), state, t / steps, order=7
            )
        return tuple(state)


@dataclass(frozen=True)
class Grown(worlds.World):
    """One arrow grown, a second one too small to be felt."""

    gamma_2: sp.Expr = sp.S.One
    b0: sp.Expr = sp.S.One
    alpha: sp.Expr = SCALE

    def letter(self, name: str):
        """Value of a letter."""
        shared = {"gamma_1": self.gamma, "gamma_2": self.gamma_2, "alpha": self.alpha}
        shared |= {"r": self.s0 / self.alpha, "beta": self.b0 / self.alpha}
        return shared[name] if name in shared else super().letter(name)

    def function(self, name: str, x):
        """Length of the first arrow, its eigenvalue, or part of the second along it."""
        if not x.is_real or x < 0 or x > 40:
            return sp.nan
        length, growth = _followed(self.gamma, self.gamma_2, self.s0, x)
        with mp.workdps(truth.DIGITS):
            if name == "b":
                return worlds._float(truth._number(self.b0) * mp.exp(growth))
            length = worlds._float(length)
        return {"s_1": length, "lambda_1": truth.correlation(self.gamma, length)}[name]

    def slope(self, name: str, x):
        """Its derivative."""
        length = self.function("s_1", x)
        if name == "b":
            return _rate(self.gamma, self.gamma_2, length) * self.function("b", x)
        return truth.flow(self.gamma, length) if name == "s_1" else sp.nan

    def limit(self, e: sp.Limit):
        """Infinite time is a long time."""
        inner, letter, end, _ = e.args
        if (letter.name, end) != ("t", sp.oo):
            return sp.nan
        return worlds.evaluate(inner, replace(self, t=R(3) / self.gamma))


GROWING = (
    Grown(R(5, 4), R(1, 5), R(3, 7), gamma_2=R(2, 3), b0=R(3, 8)),
    Grown(R(2, 3), R(2, 7), R(4, 5), gamma_2=R(1, 2), b0=R(5, 7), alpha=R(3, 5)),
    Grown(R(7, 5), R(1, 3), R(2, 9), gamma_2=R(-3, 5), b0=R(1, 6), alpha=R(1, 7)),
)
in_time = worlds.check_in(GROWING, digits=9)
