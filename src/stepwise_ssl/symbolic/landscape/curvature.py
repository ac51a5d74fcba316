"""How the loss bends at a critical point: block by block, at a solution, and where it bends most."""

from __future__ import annotations

import sympy as sp
from sympy import MatMul, MatrixSymbol, Trace

from ..checks import landscape as check
from ..exact_solution.model import C
from ..letters import d, m
from ..linear_algebra.meaning import Meaning
from ..linear_algebra.notation import SquaredNorm, column
from ..linear_model import MODEL, Gamma, I, W
from ..registry import result
from ..words import Kinds
from .critical import CRITICAL
from .walk import H, second, second_variation, u

k = sp.Symbol("k", integer=True, positive=True)
Q, others = MatrixSymbol("Q", d, k), MatrixSymbol("N", d, d - k - 1)
WG = MatrixSymbol(r"(W \Gamma)", d, m)  # W Gamma as one letter
F = MatrixSymbol("F", k, m)  # its rows along the learned directions
h = column("h", m)
strength = sp.Symbol(r"{h^{\top} \Gamma h}", real=True)
lines_of = (
    r"$C W \Gamma = W \Gamma$: the columns of $W \Gamma$ lie in the learned directions, $W \Gamma = Q F$"
)

open_curvature = result(
    "landscape/open-curvature",
    title="Curvature along an open direction",
    lhs=second,
    rhs=4 * SquaredNorm(W * Gamma * h) - 4 * strength,
    assumptions=(*CRITICAL, "open-direction"),
    source="derived",
    check=check.open_direction,
)
of_open = Meaning(
    {C: Q * Q.T, W * Gamma * h: Q * F * h, strength: Trace(h.T * Gamma * h)},
    Kinds(symmetric=frozenset({Gamma}), orthonormal=((Q, u, others),)),
)


@open_curvature.route("put in the direction")
def _():
    along = Q * F
    change = u * h.T * along.T + along * h * u.T
    return of_open.lines(
        (
            second,
            2 * SquaredNorm(change) - 4 * Trace((I - C) * u * h.T * Gamma * h * u.T),
            rf"curvature in the direction $H = u h^{{\top}}$; {lines_of}",
        ),
        (
            4 * SquaredNorm(along * h) - 4 * Trace((I - C) * u * h.T * Gamma * h * u.T),
            r"$u^{\top} Q = 0$: the two terms are orthogonal, and equally long",
        ),
        (4 * SquaredNorm(along * h) - 4 * strength, r"$C u = 0$ and $u^{\top} u = 1$"),
        (open_curvature.rhs, r"name $W \Gamma$"),
        status=second_variation.status,
    )


N = MatrixSymbol("N", d, d - k)
H_1, H_0 = MatrixSymbol("H_1", k, m), MatrixSymbol("H_0", d - k, m)

block_curvature = result(
    "landscape/block-curvature",
    title="Curvature, split into learned and open directions",
    lhs=second,
    rhs=2 * SquaredNorm(H_1 * F.T + F * H_1.T) + 4 * SquaredNorm(H_0 * F.T) - 4 * Trace(H_0 * Gamma * H_0.T),
    assumptions=CRITICAL,
    source="derived",
    check=check.blocks,
)
in_blocks = Meaning(
    {C: Q * Q.T, H: Q * H_1 + N * H_0, WG: Q * F},
    Kinds(symmetric=frozenset({Gamma}), orthonormal=((Q, N),)),
)


@block_curvature.route("split the change")
def _():
    change = H * WG.T + WG * H.T
    return in_blocks.lines(
        (
            second,
            2 * SquaredNorm(change) - 4 * Trace((I - C) * H * Gamma * H.T),
            "curvature in any direction",
        ),
        (
            2 * SquaredNorm(change) - 4 * Trace(N * H_0 * Gamma * H_0.T * N.T),
            r"$H = Q H_1 + N H_0$, and $I - C$ keeps the second part",
        ),
        (block_curvature.rhs, lines_of + "; the parts are orthogonal"),
        status=second_variation.status,
    )


solution_curvature = result(
    "landscape/solution-curvature",
    title="Curvature at a solution",
    lhs=second,
    rhs=2 * SquaredNorm(H * Gamma * W.T + W * Gamma * H.T),
    assumptions=("linear-model", *MODEL, "at-solution"),
    source="derived",
    check=check.solution,
)


@solution_curvature.route("the gate is closed")
def _():
    free = 2 * SquaredNorm(H * Gamma * W.T + W * Gamma * H.T)
    return Meaning({C: I}, Kinds(symmetric=frozenset({Gamma}))).lines(
        (second, free - 4 * Trace((I - C) * H * Gamma * H.T), "curvature in any direction"),
        (free, "$C = I$"),
        status=second_variation.status,
    )


largest = sp.Symbol(r"\lVert W \Gamma \rVert_2", positive=True)
z, y = column("z", d), column("y", m)
left, right = MatrixSymbol("N_z", d, d - 1), MatrixSymbol("N_y", m, m - 1)
remainder = MatrixSymbol("R", d - 1, m - 1)

sharpness = result(
    "landscape/sharpness",
    title="The sharpest direction at a solution",
    lhs=second,
    rhs=8 * largest**2,
    assumptions=("linear-model", *MODEL, "at-solution"),
    source="derived",
    check=check.sharpest,
)


@sharpness.route("the largest singular value")
def _():
    says = Meaning(
        {WG: largest * z * y.T + left * remainder * right.T},
        Kinds(orthonormal=((z, left), (y, right))),
    )
    return says.lines(
        (
            second,
            2 * SquaredNorm(MatMul(z, y.T, WG.T) + MatMul(WG, y, z.T)),
            r"curvature at a solution, in the direction $H = z y^{\top}$ of the largest singular value of "
            r"$W \Gamma$",
        ),
        (2 * SquaredNorm(2 * largest * z * z.T), r"$W \Gamma y = \lVert W \Gamma \rVert_2\, z$"),
        (sharpness.rhs, r"$z^{\top} z = 1$"),
        status=solution_curvature.status,
    )
