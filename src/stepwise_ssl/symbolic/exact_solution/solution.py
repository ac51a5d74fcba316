"""The theorem: the weights at time t from an aligned start, and the embedding, gate and loss they give."""

from __future__ import annotations

import sympy as sp
from sympy import MatMul, MatrixSymbol, Trace, Transpose

from ..chain import Chain, same
from ..checks import exact_solution as check
from ..equality import StepError
from ..letters import d, gamma, m, s, s0, t
from ..letters import loss as L
from ..linear_model import (
    ALIGNED,
    G,
    Gamma,
    I,
    N,
    S,
    U,
    V,
    W,
    aligned,
    aligned_decoupling,
    aligned_flow,
    flow,
    gamma_j,
    rest,
    s_j,
    velocity,
)
from ..modes import Diag, ModeSum
from ..one_weight.loss_and_flow import embedding_eigenvalue
from ..one_weight.solution import solution as one_weight_solution
from ..registry import result
from .model import C, cross_correlation

W_t, C_t = MatrixSymbol("W(t)", d, m), MatrixSymbol("C(t)", d, d)
lambda_j = sp.Function("lambda_j", real=True)
trajectory = one_weight_solution.rhs.subs({gamma: gamma_j, s0: s_j(0)})
spectral = V * Diag(gamma_j, d) * V.T + N * rest * N.T  # Gamma, d of its modes in use


def of_mode(fact, why: str) -> Chain:
    """A law of one weight as the law of mode j of an aligned start: it solves the same equation."""
    letters = {gamma: gamma_j, s(t): s_j(t), s0: s_j(0)}
    functions = {x: lambda_j(*x.args) for x in fact.lhs.atoms(sp.Function("lambda", real=True))}
    lhs, rhs = (e.subs({**letters, **functions}) for e in (fact.lhs, fact.rhs))
    return Chain.given(lhs, rhs, why, fact.status)


solution = result(
    "linear/solution",
    title="Exact trajectory of an aligned start",
    lhs=W_t,
    rhs=U * Diag(trajectory, d) * V.T,
    assumptions=ALIGNED,
    source="paper, Prop. 4.1",
    kinds=aligned,
    check=check.matrix,
)


@solution.route("mode by mode")
def _():
    stays = Chain.given(U * Diag(s_j(t), d) * V.T, W_t, "an aligned start stays aligned", aligned_flow.status)
    return (
        Chain.of(aligned_decoupling, kinds=aligned)
        .solve(s_j(t), trajectory, "solve it as for one weight, from $s_j(0)$", {0: s_j(0)})
        .both(lambda e: U * Diag(e, d) * V.T, "all modes side by side on the diagonal, then $U$ and $V$")
        .use(stays, why=r"an aligned start stays aligned: this is $W(t)$", side="lhs")
    )


@solution.route("put it into the flow")
def _():
    start = U * Diag(s_j(0), d) * V.T

    def solves(lhs, rhs, new):
        """The candidate satisfies the flow and starts aright; the solution is unique (Picard-Lindelöf)."""
        unknown, candidate = new or solution.equation
        if unknown != W_t:
            raise StepError(f"the unknown is W(t), not {unknown}")
        moving = candidate.xreplace({x: Diag(sp.diff(x.entry, t), d) for x in candidate.atoms(Diag)})
        values = {W: candidate, velocity: moving, Gamma: spectral}
        at_zero = candidate.xreplace({x: Diag(x.entry.subs(t, 0), d) for x in candidate.atoms(Diag)})
        marks = [
            same(lhs.xreplace(values), rhs.xreplace(values), kinds=aligned),
            same(at_zero, start, kinds=aligned),
        ]
        return unknown, candidate, min(marks)

    return Chain.of(flow, kinds=aligned).step(
        solves, r"this satisfies the flow, and at $t = 0$ it is $U \operatorname{diag}(s_j(0)) V^{\top}$"
    )


aligned_cross_correlation = result(
    "linear/aligned-cross-correlation",
    title="The embedding on the way",
    lhs=C_t,
    rhs=U * Diag(lambda_j(t), d) * U.T,
    assumptions=ALIGNED,
    source="paper, Prop. 4.1",
    kinds=aligned,
    check=check.matrix,
)


@aligned_cross_correlation.route("put in the aligned form")
def _():
    return (
        Chain.of(cross_correlation, kinds=aligned)
        .at(
            {C: C_t, W: U * S * V.T},
            r"at time $t$, with $W = U S V^{\top}$",
            to=(C_t, U * S * V.T * Gamma * V * S * U.T),
        )
        .at(
            {Gamma: V * G * V.T + N * rest * N.T},
            r"$V$ holds eigenvectors: $V^{\top} \Gamma V = G$",
            to=(C_t, U * S * G * S * U.T),
        )
        .at(
            {S: Diag(s_j(t), d), G: Diag(gamma_j, d)},
            "diagonal matrices multiply entry by entry",
            to=(C_t, U * Diag(gamma_j * s_j(t) ** 2, d) * U.T),
        )
        .use(of_mode(embedding_eigenvalue, "of mode j").flip(), why=r"name $\lambda_j = \gamma_j s_j^2$")
    )


gate = result(
    "linear/gate",
    title="The gate",
    lhs=I - C_t,
    rhs=U * Diag(1 - lambda_j(t), d) * U.T,
    assumptions=ALIGNED,
    source="derived",
    kinds=aligned,
    check=check.matrix,
)


@gate.route("subtract from the identity")
def _():
    return (
        Chain.of(aligned_cross_correlation)
        .both(lambda e: I - e, "subtract both sides from the identity")
        .rewrite(lambda e: gate.rhs, r"$I = U U^{\top} = U \operatorname{diag}(1) U^{\top}$")
    )


aligned_loss = result(
    "linear/aligned-loss",
    title="The loss is a sum over the modes",
    lhs=L(t),
    rhs=ModeSum((1 - lambda_j(t)) ** 2, d),
    assumptions=ALIGNED,
    source="paper, section 4",
    kinds=aligned,
    check=check.staircase,
)


@aligned_loss.route("trace of the gate, squared")
def _():
    distance = I - C_t
    return (
        Chain.given(
            L(t),
            Trace(MatMul(distance, Transpose(distance), evaluate=False)),
            r"definition: the squared Frobenius norm of $I - C$ is a trace",
            kinds=aligned,
        )
        .use(
            gate,
            why=r"put in the gate; $U^{\top} U = I$",
            to=(L(t), Trace(U * Diag((1 - lambda_j(t)) ** 2, d) * U.T)),
            side="rhs",
        )
        .rewrite(
            lambda e: Trace(Diag((1 - lambda_j(t)) ** 2, d)), "a trace does not mind which factor comes first"
        )
        .rewrite(lambda e: aligned_loss.rhs, "the trace of a diagonal matrix is the sum of its entries")
    )
