"""First principles for the linear model: the gradient entry by entry, from the definition of the loss."""

from __future__ import annotations

import random
from functools import cache

import sympy as sp
from sympy.core.function import AppliedUndef

from ..equality import StepError
from ..matrices import evaluate
from ..status import Status

SIZES = ((1, 2), (2, 3), (2, 4), (3, 4))  # embedding_dim, input_dim


def loss(W: sp.Matrix, Gamma: sp.Matrix):
    """||W Gamma W^T - I||_F^2, entry by entry."""
    C = W * Gamma * W.T - sp.eye(W.rows)
    return sum(x**2 for x in C)


def slope(W: sp.Matrix, Gamma: sp.Matrix) -> sp.Matrix:
    """Gradient by a five-point stencil in each entry: exact, the loss being quartic in it."""

    def moved(i, j, by):
        other = W.copy()
        other[i, j] += by
        return loss(other, Gamma)

    return sp.Matrix(
        W.rows,
        W.cols,
        lambda i, j: (moved(i, j, -2) - 8 * moved(i, j, -1) + 8 * moved(i, j, 1) - moved(i, j, 2)) / sp.S(12),
    )


def _random(rows: int, columns: int, rng: random.Random) -> sp.Matrix:
    return sp.Matrix(rows, columns, lambda i, j: rng.randint(-4, 4))


def _orthogonal(n: int, rng: random.Random) -> sp.Matrix:
    """A rational orthogonal matrix (Cayley transform of a random skew one)."""
    A = _random(n, n, rng) / sp.S(3)
    A = A - A.T
    return (sp.eye(n) - A) * (sp.eye(n) + A).inv()


@cache
def _free_world(seed: int) -> dict:
    rng = random.Random(seed)
    d, m = SIZES[seed]
    W, half = _random(d, m, rng), _random(m, m, rng)
    Gamma = half + half.T
    gradient = slope(W, Gamma)
    H = _random(d, m, rng)  # a direction, for the differential
    change = (gradient.T * H).trace()
    return {
        "W": W,
        "Gamma": Gamma,
        r"\nabla_{W} L": gradient,
        r"\dot{W}": -gradient,
        "H": H,
        r"\mathrm{d}L": change,
    }


@cache
def _aligned_world(seed: int) -> dict:
    rng = random.Random(100 + seed)
    d, m = SIZES[seed]
    U, whole = _orthogonal(d, rng), _orthogonal(m, rng)
    V, N = whole[:, :d], whole[:, d:]
    S = sp.diag(*[sp.Rational(rng.randint(1, 9), 4) for _ in range(d)])
    G, rest = (
        sp.diag(*[sp.Rational(rng.randint(-9, 9), 5) + sp.Rational(1, 7) for _ in range(n)])
        for n in (d, m - d)
    )
    Gamma = V * G * V.T + N * rest * N.T
    W = U * S * V.T
    velocity = -slope(W, Gamma)
    S_dot = U.T * velocity * V
    if velocity != U * S_dot * V.T or not S_dot.is_diagonal():
        raise StepError("the flow leaves the aligned form")
    return {"U": U, "V": V, "N": N, "S": S, "G": G, "M": rest, r"\dot{S}": S_dot} | {
        "W": W,
        "Gamma": Gamma,
        r"\dot{W}": velocity,
    }


def _check(world, count: int = len(SIZES)):
    def check(lhs, rhs) -> Status:
        for seed in range(count):
            values = world(seed)
            numbers = dict(zip(("d", "m"), SIZES[seed], strict=True)) | values
            letters = {x for e in (lhs, rhs) for x in e.free_symbols if x.is_Symbol}
            sizes = {x: numbers[x.name] for x in letters}
            try:
                left, right = (evaluate(e, sizes, values) for e in (lhs, rhs))
            except (sp.ShapeError, TypeError) as error:
                raise StepError(f"{lhs} = {rhs} has no value: {error}") from error
            if left != right:
                raise StepError(
                    f"{lhs} != {rhs} for d, m = {SIZES[seed]}", {k: str(v) for k, v in values.items()}
                )
        return Status.EXACT(count)

    return check


free = _check(_free_world)
aligned = _check(_aligned_world)


def aligned_mode(lhs, rhs) -> Status:
    """A scalar equation in s_j(t), s_j'(t) and gamma_j, for every mode of the aligned worlds."""
    count = 0
    for seed, (d, _) in enumerate(SIZES):
        world = _aligned_world(seed)
        for j in range(d):
            numbers = {"s_j": world["S"][j, j], "gamma_j": world["G"][j, j], "t": sp.Rational(3, 7)}
            left, right = (_scalar(e, numbers, world[r"\dot{S}"][j, j]) for e in (lhs, rhs))
            count += 1
            if left != right:
                raise StepError(f"{lhs} != {rhs} at {numbers}: {left} against {right}", numbers)
    return Status.EXACT(count)


def _scalar(e, numbers: dict, velocity):
    """Value of a scalar expression; at another time the weight is another one, taken along the tangent."""

    def weight(f):
        return numbers["s_j"] + velocity * (f.args[0].xreplace(letters) - numbers["t"])

    letters = {x: numbers[x.name] for x in e.free_symbols}
    e = e.doit()
    e = e.xreplace({x: velocity for x in e.atoms(sp.Derivative)})
    e = e.xreplace({f: weight(f) for f in e.atoms(AppliedUndef)})
    return e.xreplace(letters)
