"""The linear model for every d and m: its gradient by two routes, and the aligned start that decouples it."""

from __future__ import annotations

import sympy as sp
from sympy import Identity, MatMul, MatrixSymbol, Trace
from sympy.tensor.array.array_derivatives import ArrayDerivative

from .chain import Chain
from .checks import linear_model as check
from .equality import StepError, equal
from .letters import d, m, t
from .registry import result
from .status import Status
from .words import Kinds, form, linear_part, trace_form

W, Gamma = MatrixSymbol("W", d, m), MatrixSymbol("Gamma", m, m)
gradient_of_loss = MatrixSymbol(r"\nabla_{W} L", d, m)
velocity = MatrixSymbol(r"\dot{W}", d, m)
symmetric = Kinds(symmetric=frozenset({Gamma}))
I = Identity(d)
D = W * Gamma * W.T - I  # how far C is from the identity
slope_form = MatMul(4, D, W, Gamma)  # MatMul keeps the 4 in front, * would put it into the bracket

MODEL = ("symmetric-gamma", "no-normalisation", "loss-weight-one", "full-batch")

gradient = result(
    "linear/gradient",
    title="Gradient of the loss",
    lhs=gradient_of_loss,
    rhs=slope_form,
    assumptions=MODEL,
    source="paper, eq. for the gradient flow",
    kinds=symmetric,
    check=check.free,
)


@gradient.route("matrix calculus")
def _():
    slope = ArrayDerivative(Trace(D * D.T), W)  # Derivative would refuse, .diff of a sum would return 0
    return (
        Chain.given(gradient_of_loss, slope, "the squared Frobenius norm is a trace", kinds=symmetric)
        .rewrite(
            lambda e: MatMul(2, D, W, Gamma.T) + MatMul(2, D.T, W, Gamma),
            "derivative of a trace, as SymPy's rules give it",
        )
        .rewrite(lambda e: slope_form, r"$\Gamma$ is symmetric, and so is $C - I$")
    )


@gradient.route("differential, with the rules of the trace")
def _():
    change, small = MatrixSymbol("H", d, m), sp.Symbol(r"\mathrm{d}L", real=True)
    moved = W + change
    D_moved = moved * Gamma * moved.T - I
    first_order = linear_part(Trace(D_moved * D_moved.T), change, symmetric)
    move = change * Gamma * W.T + W * Gamma * change.T

    def read_off(lhs, rhs, new):
        """tr(A^T H) = tr(B^T H) for every H only if A = B."""
        lhs, candidate = new or (gradient_of_loss, slope_form)
        if lhs != gradient_of_loss or trace_form(Trace(candidate.T * change), symmetric) != trace_form(
            rhs, symmetric
        ):
            raise StepError(f"{rhs} is not the trace of ({candidate})^T H")
        return lhs, candidate, Status.PROVED

    return (
        Chain.given(
            small, first_order, "the part of $L(W + H) - L(W)$ that is linear in $H$", kinds=symmetric
        )
        .rewrite(lambda e: 2 * Trace(D * move), "in brackets: the product rule")
        .rewrite(
            lambda e: 4 * Trace((D * W * Gamma).T * change),
            "a trace does not mind which factor comes first, nor a transposition",
        )
        .step(read_off, r"$\mathrm{d}L = \operatorname{tr}(\nabla L^{\top} H)$ for every $H$: read it off")
    )


flow = result(
    "linear/flow",
    title="Gradient flow of the linear model",
    lhs=velocity,
    rhs=MatMul(-4, D, W, Gamma),
    assumptions=(*MODEL, "gradient-flow", "exact-arithmetic"),
    source="paper, eq. for the gradient flow",
    kinds=symmetric,
    check=check.free,
)


@flow.route("downhill on the loss")
def _():
    return Chain.given(velocity, -gradient_of_loss, "gradient flow: against the slope", kinds=symmetric).use(
        gradient, why="put in the gradient", side="rhs", to=flow.equation
    )


# The aligned start: W = U S V^T, with Gamma = V G V^T + N M N^T; V holds the d directions in use, N the rest.
U, S, G = (MatrixSymbol(x, d, d) for x in "USG")
S_dot = MatrixSymbol(r"\dot{S}", d, d)
V, N, rest = MatrixSymbol("V", m, d), MatrixSymbol("N", m, m - d), MatrixSymbol("M", m - d, m - d)
aligned = Kinds(
    symmetric=frozenset({Gamma}), diagonal=frozenset({S, G, S_dot, rest}), orthonormal=((U,), (V, N))
)
ALIGNED = (*MODEL, "gradient-flow", "aligned-start", "d-at-most-m", "exact-arithmetic")

aligned_flow = result(
    "linear/aligned-flow",
    title="An aligned start stays aligned",
    lhs=U * S_dot * V.T,
    rhs=MatMul(4, U, G, S, I - G * S * S, V.T),
    assumptions=ALIGNED,
    source="paper, Prop. 4.1",
    kinds=aligned,
    check=check.aligned,
)


@aligned_flow.route("put in the aligned form")
def _():
    return (
        Chain.of(flow, kinds=aligned)
        .at(
            {W: U * S * V.T, velocity: U * S_dot * V.T},
            r"with $W = U S V^{\top}$",
            to=(aligned_flow.lhs, MatMul(-4, U * S * V.T * Gamma * V * S * U.T - I, U, S, V.T, Gamma)),
        )
        .at(
            {Gamma: V * G * V.T + N * rest * N.T},
            r"$V$ holds eigenvectors: $V^{\top} \Gamma = G V^{\top}$ and $V^{\top} V = I$",
            to=(aligned_flow.lhs, MatMul(-4, U * S * G * S * U.T - I, U, S, G, V.T)),
        )
        .rewrite(lambda e: MatMul(-4, U, S * G * S - I, S, G, V.T), r"$U^{\top} U = U U^{\top} = I$")
        .claim(*aligned_flow.equation, "diagonal matrices commute")
    )


s_j, gamma_j = sp.Function("s_j", positive=True), sp.Symbol("gamma_j", real=True)

aligned_decoupling = result(
    "linear/aligned-decoupling",
    title="Every mode follows its own scalar law",
    lhs=sp.Derivative(s_j(t), t),
    rhs=4 * gamma_j * s_j(t) * (1 - gamma_j * s_j(t) ** 2),
    assumptions=ALIGNED,
    source="paper, Prop. 4.1",
    check=check.aligned_mode,
)


@aligned_decoupling.route("the j-th diagonal entry")
def _():
    entries = {S: s_j(t), G: gamma_j, S_dot: sp.Derivative(s_j(t), t)}

    def entry(e):
        """Entry (j, j) of a polynomial in diagonal matrices: the same polynomial in their entries."""
        return sp.Add(*(c * sp.Mul(*(entries[x] for x, _ in word)) for word, c in form(e, aligned).items()))

    def read_entry(lhs, rhs, new):
        new = new or aligned_decoupling.equation
        marks = [equal(entry(lhs), new[0]), equal(entry(rhs), new[1])]
        return (*new, min(marks))

    return (
        Chain.of(aligned_flow, kinds=aligned)
        .both(
            lambda e: U.T * e * V,
            r"multiply by $U^{\top}$ from the left and $V$ from the right",
            to=(S_dot, MatMul(4, G, S, I - G * S * S)),
        )
        .step(read_entry, "all matrices are diagonal: read entry $j$")
    )
