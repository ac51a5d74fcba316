"""Trace, Frobenius norm and projectors: numbers that a rotation leaves alone, and parts that add up."""

from __future__ import annotations

import sympy as sp
from sympy import Identity, MatMul, MatrixSymbol, Trace

from ..checks import linear_algebra as check
from ..letters import d, m
from ..modes import Diag, ModeSum
from ..registry import result
from ..words import Kinds
from .indices import Entry, Total
from .meaning import Meaning
from .notation import SquaredNorm, column

i, j = sp.symbols("i j")
A, B = MatrixSymbol("A", d, m), MatrixSymbol("B", m, d)
over_both = ((i, d), (j, m))

trace_order = result(
    "algebra/trace-order",
    title="A trace does not mind the order",
    lhs=Trace(A * B),
    rhs=Trace(B * A),
    source="any course in linear algebra",
    check=check.two_matrices,
)


@trace_order.route("write out the sums")
def _():
    return Meaning().lines(
        (Trace(A * B), Total(Entry(A * B, i, i), ((i, d),)), "the trace: the sum of the diagonal"),
        (Total(Entry(A, i, j) * Entry(B, j, i), over_both), "row times column"),
        (Total(Entry(B * A, j, j), ((j, m),)), "the same numbers, the sum over $i$ first"),
        (Trace(B * A), "the sum of the other diagonal"),
    )


frobenius = result(
    "algebra/frobenius",
    title="The Frobenius norm is a trace",
    lhs=SquaredNorm(A),
    rhs=Trace(A * A.T),
    source="any course in linear algebra",
    check=check.two_matrices,
)


@frobenius.route("write out the sums")
def _():
    turned = Entry(sp.Transpose(A), j, i)
    return Meaning().lines(
        (SquaredNorm(A), Total(Entry(A, i, j) ** 2, over_both), "definition: all entries, squared and added"),
        (Total(Entry(A, i, j) * turned, over_both), r"$A_{ij}$ is the entry $ji$ of $A^{\top}$"),
        (Total(Entry(A * A.T, i, i), ((i, d),)), "row times column"),
        (Trace(A * A.T), "the sum of the diagonal"),
    )


gamma_j = sp.Symbol("gamma_j", real=True)
Gamma, V = MatrixSymbol("Gamma", m, m), MatrixSymbol("V", m, m)
spectral = V * Diag(gamma_j, m) * V.T
modes = Meaning({Gamma: spectral}, Kinds(orthonormal=((V,),)))

trace_modes = result(
    "algebra/trace-modes",
    title="The trace is the sum of the eigenvalues",
    lhs=Trace(Gamma),
    rhs=ModeSum(gamma_j, m),
    assumptions=("symmetric-gamma",),
    source="any course in linear algebra",
    check=check.spectrum,
)


@trace_modes.route("spectral theorem")
def _():
    return modes.lines(
        (Trace(Gamma), Trace(spectral), "spectral theorem"),
        (Trace(Diag(gamma_j, m)), r"a trace does not mind the order; $V^{\top} V = I$"),
        (trace_modes.rhs, "the sum of the diagonal"),
    )


frobenius_modes = result(
    "algebra/frobenius-modes",
    title="The Frobenius norm adds up the squared eigenvalues",
    lhs=SquaredNorm(Gamma),
    rhs=ModeSum(gamma_j**2, m),
    assumptions=("symmetric-gamma",),
    source="any course in linear algebra",
    check=check.spectrum,
)


@frobenius_modes.route("spectral theorem")
def _():
    return modes.lines(
        (SquaredNorm(Gamma), Trace(Gamma * Gamma.T), "the Frobenius norm is a trace"),
        (Trace(V * Diag(gamma_j**2, m) * V.T), r"spectral theorem, and $V^{\top} V = I$"),
        (Trace(Diag(gamma_j**2, m)), r"a trace does not mind the order; $V^{\top} V = I$"),
        (frobenius_modes.rhs, "the sum of the diagonal"),
    )


k = sp.Symbol("k", integer=True, positive=True)
kept, dropped = MatrixSymbol(r"V_{\leq k}", m, k), MatrixSymbol("N", m, m - k)
P, x = MatrixSymbol("P", m, m), column("x", m)
onto = MatMul(kept, kept.T)
projects = Meaning({P: onto}, Kinds(orthonormal=((kept, dropped),)))

projector = result(
    "algebra/projector",
    title="Projecting twice is projecting once",
    lhs=P**2,
    rhs=P,
    source="any course in linear algebra",
    check=check.projection,
)


@projector.route("orthonormal columns")
def _():
    return projects.lines(
        (projector.lhs, MatMul(kept, kept.T, kept, kept.T), r"$P = V_{\leq k} V_{\leq k}^{\top}$"),
        (onto, r"orthonormal columns: $V_{\leq k}^{\top} V_{\leq k} = I$"),
        (P, "name it"),
    )


projector_trace = result(
    "algebra/projector-trace",
    title="The trace of a projector counts directions",
    lhs=Trace(onto),
    rhs=k,
    source="any course in linear algebra",
    check=check.projection,
)


@projector_trace.route("turn the trace")
def _():
    return projects.lines(
        (Trace(onto), Trace(MatMul(kept.T, kept)), "a trace does not mind the order"),
        (Trace(Identity(k)), "orthonormal columns"),
        (k, "a diagonal of $k$ ones"),
    )


pythagoras = result(
    "algebra/pythagoras",
    title="The kept part and the dropped part",
    lhs=SquaredNorm(x),
    rhs=SquaredNorm(P * x) + SquaredNorm(x - P * x),
    source="any course in linear algebra",
    check=check.projection,
)


@pythagoras.route("the mixed term vanishes")
def _():
    lost = x - P * x
    return projects.lines(
        (
            SquaredNorm(x),
            SquaredNorm(P * x) + 2 * Trace((P * x).T * lost) + SquaredNorm(lost),
            "square of the sum $x = P x + (x - P x)$; a number is its own trace",
        ),
        (
            SquaredNorm(P * x) + 2 * Trace(x.T * (P - MatMul(P, P)) * x) + SquaredNorm(lost),
            r"$P^{\top} = P$",
        ),
        (pythagoras.rhs, "$P^2 = P$: a right angle"),
    )
