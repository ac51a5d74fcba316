"""First principles for many modes: pairs of views, the matrix flow from its loss, each mode's own weight."""

from __future__ import annotations

import random
from dataclasses import dataclass, replace
from functools import cache

import mpmath as mp
import numpy as np
import sympy as sp
from sympy import MatrixSymbol

from ..equality import StepError
from ..matrices import evaluate as evaluate_matrices
from ..modes import Diag
from ..status import Status
from . import ground_truth as truth
from . import linear_model as linear
from . import matrix_flow
from .worlds import World, check_in, evaluate

R = sp.Rational
DIGITS = 9  # of the matrix flow, which is integrated in float64


def _integers(rows: int, columns: int, rng: random.Random) -> sp.Matrix:
    return sp.Matrix(rows, columns, lambda i, j: rng.randint(-4, 4))


@cache
def _pairs_world(seed: int) -> dict:
    """Gamma and C summed pair by pair, from f(x) = W x."""
    rng = random.Random(200 + seed)
    d, m = linear.SIZES[seed]
    n = seed + 2
    X, X_prime, W = _integers(n, m, rng), _integers(n, m, rng), _integers(d, m, rng)

    def correlate(pairs):
        return sum((x * y.T + y * x.T for x, y in pairs), sp.zeros(len(pairs[0][0]))) / sp.S(2 * n)

    views = [(X[i, :].T, X_prime[i, :].T) for i in range(n)]
    C = correlate([(W * x, W * y) for x, y in views])
    return {"n": n, "X": X, "X'": X_prime, "W": W, "Gamma": correlate(views), "C": C}


@cache
def _columns_world(seed: int) -> dict:
    """Any W, any symmetric Gamma with known eigenvectors; the velocity is the slope of the loss."""
    rng = random.Random(300 + seed)
    d, m = linear.SIZES[seed]
    W, V = _integers(d, m, rng), linear._orthogonal(m, rng)
    gammas = [R(rng.randint(-9, 9), 5) + R(1, 7) for _ in range(m)]
    Gamma = V * sp.diag(*gammas) * V.T
    velocity, j = -linear.slope(W, Gamma), seed % m
    return {
        "W": W,
        "Gamma": Gamma,
        r"\dot{W}": velocity,
        "C": W * Gamma * W.T,
        "gamma_j": gammas[j],
        "v_j": V[:, j],
        "a_j": W * V[:, j],
        r"\dot{a}_j": velocity * V[:, j],
    }


pairs = linear._check(_pairs_world)
columns = linear._check(_columns_world)


@dataclass(frozen=True)
class Mode(World):
    """One mode: letters and functions that end in _j are its own."""

    def letter(self, name: str):
        """Value of a letter."""
        try:
            return super().letter(name.removesuffix("_j"))
        except ValueError as error:
            raise StepError(f"a mode has no letter {name}") from error

    def function(self, name: str, x):
        """Value of a function of time."""
        return super().function(name.removesuffix("_j"), x)

    def slope(self, name: str, x):
        """Its derivative."""
        return super().slope(name.removesuffix("_j"), x)


@dataclass(frozen=True)
class Staircase:
    """Several modes of an aligned start.

    Args:
        gammas: eigenvalue of each mode.
        starts: singular value of each mode at time 0.
        others: eigenvalues of Gamma that are not in use.
        t: time.
        seed: of the rotations.
    """

    gammas: tuple
    starts: tuple
    others: tuple
    t: sp.Expr
    seed: int = 0

    def modes(self, count=None) -> list[Mode]:
        """The modes, or NaN's worth of nothing if there are not so many."""
        if count not in (None, len(self.gammas)):
            raise StepError(f"there are {len(self.gammas)} modes, not {count}")
        return [Mode(g, s, self.t) for g, s in zip(self.gammas, self.starts, strict=True)]

    def rotations(self) -> dict:
        """U, V and N, and Gamma made of them."""
        rng = random.Random(self.seed)
        d, m = len(self.gammas), len(self.gammas) + len(self.others)
        U, whole = linear._orthogonal(d, rng), linear._orthogonal(m, rng)
        Gamma = whole * sp.diag(*self.gammas, *self.others) * whole.T
        return {"U": U, "V": whole[:, :d], "N": whole[:, d:], "Gamma": Gamma}

    def weights(self, t) -> sp.Matrix:
        """W(t), by integrating the matrix flow."""
        known = self.rotations()
        start = known["U"] * sp.diag(*self.starts) * known["V"].T
        W = matrix_flow.weights(*(np.array(x, float) for x in (start, known["Gamma"])), float(t))
        return sp.Matrix(W)

    def matrices(self) -> dict:
        """Every matrix, by name."""
        known, W = self.rotations(), self.weights(self.t)
        U, V, Gamma = known["U"], known["V"], known["Gamma"]
        velocity = sp.Matrix(matrix_flow.velocity(*(np.array(x, float) for x in (W, Gamma))))
        known |= {"W": W, "W(t)": W, "C": W * Gamma * W.T, "C(t)": W * Gamma * W.T, r"\dot{W}": velocity}
        known |= {"S": U.T * W * V, r"\dot{S}": U.T * velocity * V}
        return known | {"G": sp.diag(*self.gammas), "M": sp.diag(*self.others)}

    def letter(self, name: str):
        """Value of a letter."""
        if name == "p":
            return sp.Integer(sum(g > 0 for g in self.gammas))
        values = {"t": self.t, "d": sp.Integer(len(self.gammas))}
        if name not in values:
            raise StepError(f"a staircase has no letter {name}")
        return values[name]

    def function(self, name: str, x):
        """The loss at a time, from the matrix flow."""
        if name != "L" or not x.is_real or x < 0 or x > 10**4:
            return sp.nan
        W, Gamma = (np.array(M, float) for M in (self.weights(x), self.rotations()["Gamma"]))
        return sp.Float(matrix_flow.loss(W, Gamma))

    def limit(self, e: sp.Limit):
        """Infinite time is a long time."""
        inner, letter, end, _ = e.args
        if end != sp.oo or letter.name != "t":
            return sp.nan
        return evaluate(inner, replace(self, t=R(12)))


SMALL = Staircase((R(3, 4),), (R(2, 7),), (R(1, 3),), R(5, 9))
MIXED = Staircase((R(5, 4), R(-2, 3)), (R(1, 3), R(5, 6)), (R(2, 5),), R(3, 7), seed=1)
WIDE = Staircase((R(7, 5), R(4, 5), R(0)), (R(2, 7), R(3, 5), R(5, 7)), (R(-1, 2),), R(2, 5), seed=2)
STAIRCASES = (SMALL, MIXED, WIDE)

staircase = check_in(STAIRCASES, digits=DIGITS)


def _value(e, world: Staircase):
    """Value of a matrix expression, of a trace or a number; each Diag is filled with what its modes say."""
    if not e.atoms(MatrixSymbol, Diag):
        return evaluate(e, world)
    values, filled = world.matrices(), {}
    for number, x in enumerate(sorted(e.atoms(Diag), key=str)):
        name = f"diag{number}"
        filled[x] = MatrixSymbol(name, *x.shape)
        values[name] = sp.diag(*(evaluate(x.entry, mode) for mode in world.modes()))
    sizes = {"d": len(world.gammas), "m": len(world.gammas) + len(world.others)}
    sizes = {x: sizes[x.name] for x in e.free_symbols if x.is_Symbol and x.name in sizes}
    return evaluate_matrices(e.xreplace(filled), sizes, values)


def matrix(lhs, rhs) -> Status:
    """An equation of matrices or traces at a time, where W(t) comes from integrating the matrix flow."""
    for world in STAIRCASES:
        try:
            left, right = (sp.Matrix([_value(e, world)]) for e in (lhs, rhs))
            far = max(abs(x) for x in left - right)
            scale = max(1, *(abs(x) for x in left))
        except (sp.ShapeError, TypeError) as error:
            raise StepError(f"{lhs} = {rhs} has no value: {error}") from error
        if not (far.is_number and bool(far <= R(1, 10**DIGITS) * scale)):
            raise StepError(f"{lhs} = {rhs} is false by {sp.N(far, 5)} in {world}", vars(world))
    return Status.NUMERIC(len(STAIRCASES), DIGITS)


SCALE = R(1, 10**5)  # a start that stands for a vanishing one; what is left is below 1e-3
LONG = R(8)  # a time that stands for infinity: 8 gamma LONG is at least 25 below


@cache
def _small_weight(gamma, s0, t):
    """Weight at time t from a tiny start: thirty digits carry it, ten are asked for."""
    with mp.workdps(40):
        g, y, t = (truth._number(x) for x in (gamma, s0, t))
        steps = int(mp.ceil(5 * abs(g * t))) + 1
        for _ in range(steps):
            y = truth._extrapolated_step(lambda s: truth.flow(g, s), y, t / steps, order=5)
        return sp.Float(mp.nstr(y, 30), 30)


def _vanishing(world, e: sp.Limit):
    """Limit as the scale alpha vanishes, with what falls like 1 / log(1 / alpha) taken out."""
    inner, letter, end, _ = e.args
    if letter.name != "alpha" or end != 0:
        return sp.nan
    once, twice = (evaluate(inner, world.scaled(SCALE**k)) for k in (1, 2))
    return 2 * twice - once


@dataclass(frozen=True)
class Scaled(Mode):
    """A mode that starts from s_0 = alpha r and is looked at in the time T."""

    r: sp.Expr = sp.S.One
    T: sp.Expr = sp.S.One
    alpha: sp.Expr = SCALE

    def scaled(self, alpha):
        """The same mode with another scale."""
        return replace(self, alpha=alpha, s0=alpha * self.r)

    def letter(self, name: str):
        """Value of a letter."""
        return getattr(self, name) if name in ("r", "T", "alpha") else super().letter(name)

    def function(self, name: str, x):
        """Its weight or eigenvalue at a time; its step time at a scale."""
        if name == "tau":
            return evaluate(sp.Symbol("tau"), self.scaled(x)) if x.is_positive else sp.nan
        if not x.is_real or abs(self.gamma * x) > 300:
            return sp.nan
        weight = _small_weight(self.gamma, self.s0, x)
        return {"s": weight, "lambda": truth.correlation(self.gamma, weight)}[name.removesuffix("_j")]

    def limit(self, e: sp.Limit):
        """A limit in alpha; or in time, where a long time stands for an infinite one."""
        inner, letter, end, _ = e.args
        if (letter.name, end) == ("t", sp.oo):
            return evaluate(inner, replace(self, t=LONG))
        return _vanishing(self, e)


@dataclass(frozen=True)
class Ladder:
    """Several modes that start from the same scale."""

    rungs: tuple
    T: sp.Expr
    alpha: sp.Expr = SCALE

    def scaled(self, alpha):
        """The same modes with another scale."""
        return Ladder(tuple(x.scaled(alpha) for x in self.rungs), self.T, alpha)

    def modes(self, count=None):
        """The modes."""
        if count not in (None, len(self.rungs)):
            raise StepError(f"there are {len(self.rungs)} modes, not {count}")
        return self.rungs

    def letter(self, name: str):
        """Value of a letter."""
        values = {"T": self.T, "alpha": self.alpha, "d": sp.Integer(len(self.rungs))}
        if name not in values:
            raise StepError(f"a ladder has no letter {name}")
        return values[name]

    def function(self, name: str, x):
        """The loss: one share for each mode."""
        shares = (truth.loss(mode.gamma, mode.function("s", x)) for mode in self.rungs)
        return sp.Add(*shares) if name == "L" else sp.nan

    def limit(self, e: sp.Limit):
        """A limit in alpha."""
        return _vanishing(self, e)


def _mode(gamma, r, T) -> Scaled:
    return Scaled(gamma, SCALE * r, T, r=r, T=T)


scaled = check_in(
    (
        _mode(R(3, 4), R(2, 3), R(1, 5)),  # before its step
        _mode(R(3, 4), R(5, 3), R(1, 3)),  # at it
        _mode(R(1, 2), R(1, 3), R(4, 5)),  # after it
        _mode(R(5, 2), R(1, 2), R(1, 5)),  # long after it
        _mode(R(2, 5), R(5, 3), R(2, 5)),
    ),
    digits=3,
)
scaled_sum = check_in(
    tuple(
        Ladder((_mode(R(1), R(2, 3), T), _mode(R(1, 4), R(5, 4), T)), T)
        for T in (R(1, 10), R(2, 5), R(3, 5), R(7, 5))
    ),
    digits=3,
)


@dataclass(frozen=True)
class Forever(Ladder):
    """Modes of any sign, followed for a long time."""

    t: sp.Expr = sp.S.Zero

    def letter(self, name: str):
        """Value of a letter."""
        if name == "p":
            return sp.Integer(sum(bool(mode.gamma > 0) for mode in self.rungs))
        return self.t if name == "t" else super().letter(name)

    def limit(self, e: sp.Limit):
        """Infinite time is a long time."""
        inner, letter, end, _ = e.args
        return evaluate(inner, replace(self, t=LONG)) if (letter.name, end) == ("t", sp.oo) else sp.nan


def _forever(*gammas) -> Forever:
    return Forever(tuple(Scaled(g, R(3, 7), R(1)) for g in gammas), R(1))


forever = check_in(
    (
        _forever(R(3, 4), R(2, 5)),
        _forever(R(1, 2), R(-2, 5), R(5, 4)),
        _forever(R(2, 3), R(-1, 2), R(-3, 4), R(4, 3), R(1)),
        _forever(R(0), R(-1, 2), R(4, 5)),
    ),
    digits=5,
)
far = check_in(tuple(Scaled(g, R(3, 7), R(1)) for g in (R(3, 4), R(-1, 2), R(0))), digits=5)
