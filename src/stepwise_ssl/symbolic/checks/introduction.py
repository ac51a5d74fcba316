"""First principles for chapter 1: the loss, entry by entry, of embeddings that are written down."""

from __future__ import annotations

import random

import sympy as sp

from . import named, pairs
from .linear_loss import correlate, distance


def _two_coordinates(seed: int) -> dict:
    rng = random.Random(1700 + seed)
    views = [(named.integers(2, 1, rng), named.integers(2, 1, rng)) for _ in range(seed + 2)]
    C = correlate(views)
    return {"C_{11}": C[0, 0], "C_{12}": C[1, 0], "C_{22}": C[1, 1], "L": distance(C)}


def _collapsed(seed: int) -> dict:
    rng = random.Random(1800 + seed)
    d, k = ((2, 1), (3, 2), (4, 3), (5, 2))[seed]
    frame = named.orthogonal(d, rng)
    Q, q, r = frame[:, :k], frame[:, 0], sp.Rational(rng.randint(2, 9), 7)
    c, P = r * q, Q * Q.T
    world = {
        "Q": Q,
        "q": q,
        "c": c,
        "d": sp.Integer(d),
        "k": sp.Integer(k),
        "r": r,
    }
    world |= {r"L_{C = c c^{\top}}": distance(correlate([(c, c)] * 3))}
    return world | {"L_{C = P}": distance(P)}


two_coordinates = named.check_in(_two_coordinates)
collapsed = named.check_in(_collapsed)
embeddings = pairs.embeddings
