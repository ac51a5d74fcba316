"""Critical points for every d and m: where the loss is flat, that C is a projector there, how high it is."""

from __future__ import annotations

import sympy as sp
from sympy import MatMul, MatrixSymbol, Trace, ZeroMatrix

from ..chain import Chain
from ..checks import landscape as check
from ..equality import StepError
from ..exact_solution.model import C, cross_correlation
from ..letters import d, m
from ..linear_algebra.meaning import Meaning
from ..linear_algebra.notation import LossAt, SquaredNorm
from ..linear_model import MODEL, Gamma, I, W, gradient, gradient_of_loss, symmetric
from ..registry import result
from ..words import Kinds

CRITICAL = ("linear-model", *MODEL, "critical-point")
rank = sp.Symbol(r"\operatorname{rank} C", integer=True, nonnegative=True)
nothing = ZeroMatrix(d, m)

critical_rows = result(
    "landscape/critical-rows",
    title="Where the loss is flat",
    lhs=MatMul(C, W, Gamma),
    rhs=W * Gamma,
    assumptions=CRITICAL,
    source="derived",
    kinds=symmetric,
    check=check.critical,
)


@critical_rows.route("the gradient vanishes")
def _():
    return (
        Chain.given(gradient_of_loss, nothing, "a critical point: the gradient is zero", kinds=symmetric)
        .use(gradient, why="put in the gradient", side="lhs", to=(gradient.rhs, nothing))
        .use(
            Chain.of(cross_correlation).flip(),
            why="name $C$",
            side="lhs",
            to=(MatMul(4, C - I, W, Gamma), nothing),
        )
        .both(lambda e: e / 4, "divide by 4", to=(MatMul(C - I, W, Gamma), nothing))
        .both(lambda e: e + W * Gamma, "take one term to the other side", to=critical_rows.equation)
    )


projector = result(
    "landscape/projector",
    title="At a critical point C is a projector",
    lhs=C**2,
    rhs=C,
    assumptions=CRITICAL,
    source="derived",
    kinds=symmetric,
    check=check.critical,
)


@projector.route("multiply from the right")
def _():
    def held(*factors):
        """A product that keeps its brackets."""
        return MatMul(*factors, evaluate=False)

    right = held(W, Gamma, W.T)
    return (
        Chain.of(critical_rows)
        .both(lambda e: e * W.T, r"multiply by $W^{\top}$ from the right", to=(held(C, right), right))
        .use(
            Chain.of(cross_correlation).flip(),
            why=r"name $C = W \Gamma W^{\top}$, twice",
            to=projector.equation,
        )
    )


k = sp.Symbol("k", integer=True, positive=True)
Q, rest = MatrixSymbol("Q", d, k), MatrixSymbol("N", d, d - k)


def _distance(weights):
    """The loss at W, and nowhere else."""
    if weights != W:
        raise StepError(f"C belongs to W, not to {weights}")
    return SquaredNorm(C - I)


projects = Meaning({C: Q * Q.T, rank: Trace(Q * Q.T)}, Kinds(orthonormal=((Q, rest),)), {LossAt: _distance})

plateau_height = result(
    "landscape/plateau-height",
    title="Plateaus are whole numbers",
    lhs=LossAt(W),
    rhs=d - rank,
    assumptions=CRITICAL,
    source="derived",
    check=check.critical,
)


@plateau_height.route("a projector's trace counts")
def _():
    return projects.lines(
        (LossAt(W), SquaredNorm(C - I), "definition of the loss"),
        (Trace(MatMul(C, C, evaluate=False)) - 2 * Trace(C) + d, r"multiply out; $C^{\top} = C$"),
        (d - Trace(C), "$C^2 = C$"),
        (d - rank, "the trace of a projector counts its directions"),
        status=projector.status,
    )
