"""First principles for pairs of views and of embeddings: sums, pair by pair and entry by entry."""

from __future__ import annotations

import random

import sympy as sp

from . import named

SIZES = ((2, 2), (3, 2), (2, 3), (4, 3))  # pairs, entries of a view


def _mean(matrices: list) -> sp.Matrix:
    total = matrices[0] * 0
    for x in matrices:
        total += x
    return total / sp.Integer(len(matrices))


def _views(seed: int) -> dict:
    rng = random.Random(1000 + seed)
    n, m = SIZES[seed]
    views = [(named.integers(m, 1, rng), named.integers(m, 1, rng)) for _ in range(n)]
    pairs = [{"x_i": x, "{x'_i}": y, r"\bar{x}_i": (x + y) / 2, "delta_i": (x - y) / 2} for x, y in views]
    world = {"n": sp.Integer(n), "m": sp.Integer(m), "pairs": pairs}
    world |= {"Gamma": _mean([(x * y.T + y * x.T) / 2 for x, y in views])}
    return world | {"Sigma": _mean([(x * x.T + y * y.T) / 2 for x, y in views])}


def _embeddings(seed: int) -> dict:
    rng = random.Random(1100 + seed)
    n, d = SIZES[seed]
    embedded = [(named.integers(d, 1, rng), named.integers(d, 1, rng)) for _ in range(n)]
    world = {"n": sp.Integer(n), "d": sp.Integer(d), "kappa": sp.Rational(rng.randint(2, 9), 7)}
    world |= {"pairs": [{"z_i": x, "{z'_i}": y} for x, y in embedded]}
    world |= {"C": _mean([(x * y.T + y * x.T) / 2 for x, y in embedded])}
    return world | {"S": _mean([(x * x.T + y * y.T) / 2 for x, y in embedded])}


views = named.check_in(_views)
embeddings = named.check_in(_embeddings)
