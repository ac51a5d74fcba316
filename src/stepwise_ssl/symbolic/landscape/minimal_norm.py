"""Which solution is the smallest: a squeezed Gamma, whose eigenvalues cannot exceed those of Gamma."""

from __future__ import annotations

import sympy as sp
from sympy import MatMul, MatrixSymbol

from .. import logic
from ..chain import Chain
from ..checks import landscape as check
from ..equality import StepError
from ..letters import d, m
from ..linear_algebra.meaning import Meaning
from ..linear_algebra.notation import SquaredNorm
from ..linear_model import Gamma, I, U, W
from ..modes import Diag, ModeSum
from ..registry import result
from ..words import Kinds

s_j, gamma_j = sp.Symbol("s_j", positive=True), sp.Symbol("gamma_j", positive=True)
E, rest = MatrixSymbol("E", m, d), MatrixSymbol("N", m, m - d)
lengths = Diag(s_j, d)
svd = Kinds(symmetric=frozenset({Gamma}), orthonormal=((U,), (E, rest)))
SOLVED = ("symmetric-gamma", "at-solution")

squeezed = result(
    "landscape/squeezed",
    title="Every solution squeezes Gamma into d dimensions",
    lhs=E.T * Gamma * E,
    rhs=Diag(1 / s_j**2, d),
    assumptions=SOLVED,
    source="paper, Prop. 4.3",
    kinds=svd,
    check=check.svd_of_solution,
)


@squeezed.route("undo the weights")
def _():
    undo = Diag(1 / s_j, d)
    return (
        Chain.given(W * Gamma * W.T, I, "a solution", kinds=svd)
        .at(
            {W: MatMul(U, lengths, E.T)},
            r"singular values: $W = U \operatorname{diag}(s_j) E^{\top}$",
            to=(MatMul(U, lengths, E.T, Gamma, E, lengths, U.T), I),
        )
        .both(
            lambda e: U.T * e * U,
            r"from the left by $U^{\top}$, from the right by $U$",
            to=(MatMul(lengths, E.T, Gamma, E, lengths), I),
        )
        .both(
            lambda e: undo * e * undo,
            "divide by $s_i$ and by $s_j$",
            to=squeezed.equation,
        )
    )


norm = result(
    "landscape/norm",
    title="The norm adds up the squared singular values",
    lhs=SquaredNorm(W),
    rhs=ModeSum(s_j**2, d),
    assumptions=(),
    source="any course in linear algebra",
    kinds=svd,
    check=check.svd_of_solution,
)


@norm.route("two rotations change no norm")
def _():
    form = MatMul(U, lengths, E.T)
    return Meaning({W: form}, svd).lines(
        (SquaredNorm(W), SquaredNorm(form), r"singular values: $W = U \operatorname{diag}(s_j) E^{\top}$"),
        (
            sp.Trace(MatMul(U, Diag(s_j**2, d), U.T)),
            r"the squared norm as a trace; $E^{\top} E = I$",
        ),
        (norm.rhs, r"a trace does not mind the order; $U^{\top} U = I$"),
    )


minimal_norm = result(
    "landscape/minimal-norm",
    title="No solution is smaller",
    lhs=SquaredNorm(W),
    rhs=ModeSum(1 / gamma_j, d),
    relation=r"\geq",
    assumptions=(*SOLVED, "d-at-most-p", "interlacing"),
    source="paper, Prop. 4.3",
    check=check.norms_of_solutions,
)


@minimal_norm.route("term by term")
def _():
    interlaced = 1 / s_j**2 <= gamma_j  # Cauchy's theorem, for the squeezed Gamma

    def bound_each(lhs, rhs, new):
        """A sum is at least the sum of bounds, if each bound says the same as the interlacing."""
        new = new or minimal_norm.equation
        if (
            (lhs, rhs) != norm.equation
            or new[0] != lhs
            or not isinstance(new[1], ModeSum)
            or new[1].args[1] != d
        ):
            raise StepError(f"{new[1]} does not bound {rhs} term by term")
        return (*new, logic.equivalent(s_j**2 >= new[1].entry, interlaced))

    return Chain.given(
        *norm.equation, "known: the norm adds up the squared singular values", norm.status, relation=r"\geq"
    ).step(bound_each, r"interlacing: $s_j^{-2} \leq \gamma_j$, which says $s_j^2 \geq 1 / \gamma_j$")
