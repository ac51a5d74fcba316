"""First principles for the loss of the linear model: pairs, embeddings, and pushes of every weight."""

from __future__ import annotations

import random

import sympy as sp

from . import linear_model as linear
from . import named

SIZES = ((1, 2), (2, 3), (2, 4), (3, 4))  # embedding_dim, input_dim
TIME = sp.Rational(3, 11)


def _pairs(n: int, m: int, rng) -> list:
    return [(named.integers(m, 1, rng), named.integers(m, 1, rng)) for _ in range(n)]


def correlate(pairs: list, orders: int = 2) -> sp.Matrix:
    """Mean of x x'^T over the pairs, in both orders or in one."""
    total = sp.zeros(pairs[0][0].rows)
    for x, y in pairs:
        total += x * y.T if orders == 1 else (x * y.T + y * x.T) / sp.S(2)
    return total / len(pairs)


def distance(C: sp.Matrix):
    """Sum of the squared entries of C - I."""
    return sum((C[i, j] - int(i == j)) ** 2 for i in range(C.rows) for j in range(C.cols))


def _one_output(seed: int) -> dict:
    rng = random.Random(400 + seed)
    pairs, W = _pairs(seed + 2, 2, rng), named.integers(1, 2, rng)

    def embedded(weights):
        return correlate([(weights * x, weights * y) for x, y in pairs])

    by_L = named.stencil(lambda w: distance(embedded(w)), W)
    by_C = named.stencil(lambda w: embedded(w)[0], W)
    Gamma = correlate(pairs)
    world = {"w_1": W[0], "w_2": W[1], "g_{11}": Gamma[0, 0], "g_{12}": Gamma[0, 1], "g_{22}": Gamma[1, 1]}
    for k in (1, 2):
        world |= {rf"\frac{{\partial L}}{{\partial w_{k}}}": by_L[k - 1]}
        world |= {rf"\frac{{\partial C}}{{\partial w_{k}}}": by_C[k - 1]}
    return world | {"C": embedded(W)[0], "L": distance(embedded(W))}


def _any_size(seed: int) -> dict:
    rng = random.Random(500 + seed)
    d, m = SIZES[seed]
    pairs, W, H = _pairs(seed + 2, m, rng), named.integers(d, m, rng), named.integers(d, m, rng)

    def embedded(weights):
        return correlate([(weights * x, weights * y) for x, y in pairs])

    slope = named.stencil(lambda w: distance(embedded(w)), W)
    C, i, j = embedded(W), seed % d, (seed + 1) % m

    def slope_of_C(row, column):
        return named.stencil(lambda w: embedded(w)[row, column], W)[i, j]

    world = {"d": sp.Integer(d), "m": sp.Integer(m), "W": W, "C": C, "Gamma": correlate(pairs), "H": H}
    world |= {r"\nabla_{W} L": slope, r"\left(\nabla_{W} L\right)": slope, r"\dot{W}": -slope}
    world |= {"L": distance(C), "a": i, "b": j}
    return world | {
        r"\frac{\partial L}{\partial W_{ab}}": slope[i, j],
        sp.Symbol("a"): i,
        sp.Symbol("b"): j,
        "slope of C": sp.Matrix(d, d, slope_of_C),
        r"\mathrm{d}L": sum(x * y for x, y in zip(slope, H, strict=True)),
    }


def _turned(seed: int) -> dict:
    rng = random.Random(600 + seed)
    world = _any_size(seed)
    Gamma = world["Gamma"]

    def slope(weights):
        return named.stencil(lambda w: linear.loss(w, Gamma), weights)

    return world | {
        "O": named.orthogonal(SIZES[seed][0], rng),
        "loss": lambda weights: linear.loss(weights, Gamma),
        "slope": slope,
    }


def _one_order(seed: int) -> dict:
    rng = random.Random(700 + seed)
    d, m = SIZES[seed]
    pairs, W, H = _pairs(seed + 2, m, rng), named.integers(d, m, rng), named.integers(d, m, rng)

    def embedded(weights, orders):
        return correlate([(weights * x, weights * y) for x, y in pairs], orders)

    M = correlate(pairs, orders=1)
    slope = named.stencil(lambda w: distance(embedded(w, 1)), W)
    world = {"d": sp.Integer(d), "m": sp.Integer(m), "W": W, "M": M, "A": (M - M.T) / 2, "H": H}
    return world | {
        "Gamma": correlate(pairs),
        "C": embedded(W, 2),
        "C_u": embedded(W, 1),
        r"\nabla_{W} L_u": slope,
        r"\mathrm{d}L_u": sum(x * y for x, y in zip(slope, H, strict=True)),
    }


def _near_zero(seed: int) -> dict:
    """The flow linearised at zero by a stencil, and followed by the series of the exponential."""
    rng = random.Random(800 + seed)
    d, m = SIZES[seed]
    V, start = named.orthogonal(m, rng), named.integers(d, m, rng)
    gammas = [sp.Rational(rng.randint(-9, 9), 5) + sp.Rational(1, 7) for _ in range(m)]
    Gamma, j = V * sp.diag(*gammas) * V.T, seed % m

    def velocity(weights):
        """Part of the velocity that is linear in the weights."""
        moved = {k: -named.stencil(lambda w: linear.loss(w, Gamma), k * weights) for k in (-2, -1, 1, 2)}
        return (moved[-2] - 8 * moved[-1] + 8 * moved[1] - moved[2]) / 12

    unit = sp.zeros(d, m)
    unit[0, :] = V[:, j].T
    rate = (velocity(unit) * V[:, j])[0]
    now, term = start, start
    for k in range(1, 45):
        term = term * Gamma * 4 * TIME / k
        now = now + term.applyfunc(lambda x: sp.Float(x, 60))
        term = term.applyfunc(lambda x: sp.Float(x, 60))
    if velocity(start) != 4 * start * Gamma or rate != 4 * gammas[j]:
        raise AssertionError("the linear part of the flow is not what is integrated here")
    v = V[:, j]
    world = {"d": sp.Integer(d), "m": sp.Integer(m), "t": TIME, "gamma_j": gammas[j], "v_j": v}
    world |= {"W": start, "Gamma": Gamma, r"\dot{W}": velocity(start), "a_j": start * v}
    return world | {"a_{j}(0)": start * v, "a_{j}(t)": now * v, r"\dot{a}_j": velocity(start) * v}


one_output = named.check_in(_one_output)
any_size = named.check_in(_any_size)
turned = named.check_in(_turned)
one_order = named.check_in(_one_order)
near_zero = named.check_in(_near_zero, digits=25)
