"""First principles for chapter 2: sums over entries, axes that are known, series, and angles."""

from __future__ import annotations

import random
from dataclasses import dataclass

import mpmath as mp
import sympy as sp

from ..equality import StepError
from . import ground_truth as truth
from . import named, worlds

R = sp.Rational
TIME = R(3, 7)


def _two_matrices(seed: int) -> dict:
    rng = random.Random(1200 + seed)
    d, m = ((1, 2), (2, 3), (3, 2), (2, 4))[seed]
    world = {"d": sp.Integer(d), "m": sp.Integer(m)}
    return world | {"A": named.integers(d, m, rng), "B": named.integers(m, d, rng)}


def _spectrum(seed: int) -> dict:
    rng = random.Random(1300 + seed)
    m = (2, 3, 3, 4)[seed]
    gammas = [R(rng.randint(-9, 9), 5) for _ in range(m)]
    axes = named.orthogonal(m, rng)
    Gamma = sp.zeros(m)
    for j, gamma in enumerate(gammas):
        Gamma += gamma * axes[:, j] * axes[:, j].T
    return {"m": sp.Integer(m), "Gamma": Gamma, "V": axes, "modes": [{"gamma_j": x} for x in gammas]}


def _projection(seed: int) -> dict:
    """The projector of a plane, from the normal equations of any basis."""
    rng = random.Random(1400 + seed)
    m, k = ((2, 1), (3, 2), (4, 2), (4, 3))[seed]
    frame, x = named.orthogonal(m, rng)[:, :k], named.integers(m, 1, rng)
    basis = frame * sp.Matrix(k, k, lambda i, j: 3 + i if i == j else 1)  # another basis of the same plane
    P = basis * (basis.T * basis).inv() * basis.T
    return {"m": sp.Integer(m), "k": sp.Integer(k), "P": P, "x": x, r"V_{\leq k}": frame}


def _square(seed: int) -> dict:
    rng = random.Random(1500 + seed)
    m = seed + 1
    half, w, h = named.integers(m, m, rng), named.integers(m, 1, rng), named.integers(m, 1, rng)
    Gamma = half + half.T
    slope = named.stencil(lambda x: (x.T * Gamma * x)[0], w)
    world = {"m": sp.Integer(m), r"\mathrm{d}(w^{\top} \Gamma w)": (slope.T * h)[0]}
    return world | {"Gamma": Gamma, "w": w, "h": h, r"\nabla (w^{\top} \Gamma w)": slope}


def _growing(seed: int) -> dict:
    """y' = Gamma y by the series of the exponential."""
    rng = random.Random(1600 + seed)
    m = (2, 3, 3, 4)[seed]
    world = _spectrum(seed)
    Gamma, j, start = world["Gamma"], seed % m, named.integers(m, 1, rng)
    now, term = start, start
    for k in range(1, 45):
        term = (Gamma * term * TIME / k).applyfunc(lambda x: sp.Float(x, 60))
        now = now + term
    world |= {"t": TIME, "gamma_j": world["modes"][j]["gamma_j"], "v_j": world["V"][:, j]}
    return world | {"y(0)": start, "y(t)": now, "y": start, r"\dot{y}": Gamma * start}


def _right_angles(seed: int) -> dict:
    """Lengths and angles of two arrows, from the area between them and elementary geometry."""
    cases = (
        ((3, 4), (2, 1)),
        ((0, 2), (5, 3)),
        ((1, 2, 2), (4, -1, 8)),
        ((2, 3, 6), (-1, 9, 5)),
    )
    a_1, a_2 = (sp.Matrix(x) for x in cases[seed])
    square, product = sum(x**2 for x in a_1), sum(x * y for x, y in zip(a_1, a_2, strict=True))
    area = sum(x**2 for x in a_2) * square - product**2  # squared area of the parallelogram
    length, height = sp.sqrt(square), sp.sqrt(area / square)
    foot = a_1 * product / square  # of the perpendicular from the end of a_2
    world = {
        "d": sp.Integer(a_1.rows),
        "a_1": a_1,
        "a_2": a_2,
        "q_1": a_1 / length,
        "q_2": (a_2 - foot) / height,
    }
    return world | {"R_{11}": length, "R_{12}": product / length, "R_{22}": height}


two_matrices = named.check_in(_two_matrices)
spectrum = named.check_in(_spectrum)
projection = named.check_in(_projection)
square = named.check_in(_square)
growing = named.check_in(_growing, digits=25)
right_angles = named.check_in(_right_angles, digits=30)


@dataclass(frozen=True)
class Component:
    """One unknown that grows in proportion to itself."""

    gamma: sp.Expr
    y0: sp.Expr
    t: sp.Expr

    def letter(self, name: str):
        """Value of a letter."""
        if name not in vars(self):
            raise StepError(f"one component has no letter {name}")
        return vars(self)[name]

    def function(self, name: str, x):
        """Its value at a time, integrated."""
        if name != "y" or not x.is_real:
            return sp.nan
        with mp.workdps(truth.DIGITS):
            rate, y, steps = truth._number(self.gamma), truth._number(self.y0), 8
            for _ in range(steps):
                y = truth._extrapolated_step(lambda value: rate * value, y, truth._number(x) / steps)
            return worlds._float(y)

    def slope(self, name: str, x):
        """Its derivative."""
        return self.gamma * self.function(name, x)


one_component = worlds.check_in(
    tuple(
        Component(*x)
        for x in ((R(3, 4), R(2, 7), R(5, 9)), (R(-5, 3), R(-1, 5), R(2, 7)), (R(2, 5), R(7, 6), R(-3, 8)))
    )
)
