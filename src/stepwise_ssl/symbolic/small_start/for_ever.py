"""What the flow never breaks, from any start and for every d: the gate stays open, lengths go one way.

E = I - C is the gate, M = W Gamma^2 W^T. Both C and M are symmetric.
"""

from __future__ import annotations

import sympy as sp
from sympy import MatMul, MatrixSymbol

from ..checks import small_start as check
from ..exact_solution.model import columns
from ..letters import d
from ..linear_algebra.meaning import Meaning
from ..linear_algebra.notation import column
from ..linear_model import MODEL, Gamma, I, W, flow, velocity
from ..registry import result
from ..words import Kinds

E, M = MatrixSymbol("E", d, d), MatrixSymbol("M", d, d)
E_dot = MatrixSymbol(r"\dot{E}", d, d)
P, P_dot, E_0 = MatrixSymbol("P", d, d), MatrixSymbol(r"\dot{P}", d, d), MatrixSymbol("E(0)", d, d)
known = Kinds(symmetric=frozenset({Gamma, E, M, E_0}))
written = Kinds(symmetric=frozenset({Gamma}))
FLOW = ("linear-model", *MODEL, "gradient-flow", "exact-arithmetic")

gate_flow = result(
    "small-start/gate-flow",
    title="How the gate closes",
    lhs=E_dot,
    rhs=MatMul(-4, E * M + M * E),
    assumptions=FLOW,
    source="derived",
    kinds=known,
    check=check.gate,
)


@gate_flow.route("product rule")
def _():
    says = Meaning(
        {
            E: I - W * Gamma * W.T,
            M: W * Gamma * Gamma * W.T,
            velocity: MatMul(4, I - W * Gamma * W.T, W, Gamma),
            E_dot: -velocity * Gamma * W.T - W * Gamma * velocity.T,
        },
        written,
    )
    return says.lines(
        (
            E_dot,
            -velocity * Gamma * W.T - W * Gamma * velocity.T,
            r"product rule in $E = I - W \Gamma W^{\top}$",
        ),
        (
            MatMul(-4, E * W * Gamma * Gamma * W.T + W * Gamma * Gamma * W.T * E),
            r"the flow is $\dot{W} = 4 E W \Gamma$",
        ),
        (gate_flow.rhs, r"name $M = W \Gamma^2 W^{\top}$"),
        status=flow.status,
    )


K, K_dot = MatrixSymbol("K", d, d), MatrixSymbol(r"\dot{K}", d, d)

congruence = result(
    "small-start/congruence",
    title="The gate at a later time",
    lhs=K_dot,
    rhs=MatMul(-4, K * M + M * K),
    assumptions=FLOW,
    source="derived",
    kinds=Kinds(symmetric=frozenset({E_0, M})),
    check=check.congruent,
)


@congruence.route("product rule")
def _():
    says = Meaning(
        {K: P * E_0 * P.T, P_dot: MatMul(-4, M, P), K_dot: P_dot * E_0 * P.T + P * E_0 * P_dot.T},
        congruence.kinds,
    )
    return says.lines(
        (K_dot, P_dot * E_0 * P.T + P * E_0 * P_dot.T, r"product rule in $K = P E(0) P^{\top}$"),
        (MatMul(-4, M * P * E_0 * P.T + P * E_0 * P.T * M), r"$\dot{P} = -4 M P$"),
        (congruence.rhs, r"name $K$: the equation of the gate"),
    )


gamma_j = sp.Symbol("gamma_j", real=True)
a, a_dot = column("a_j", d), column(r"\dot{a}_j", d)
squared = sp.Symbol(r"\frac{\mathrm{d}}{\mathrm{d}t} |a_j|^2", real=True)

length = result(
    "small-start/length",
    title="An arrow's length goes one way",
    lhs=squared,
    rhs=MatMul(8, gamma_j, a.T, E, a),
    assumptions=FLOW,
    source="derived",
    kinds=known,
    check=check.gate,
)


@length.route("through its gate")
def _():
    says = Meaning({squared: 2 * a.T * a_dot, a_dot: MatMul(4, gamma_j, E, a)}, known)
    return says.lines(
        (squared, 2 * a.T * a_dot, r"product rule in $|a_j|^2 = a_j^{\top} a_j$"),
        (length.rhs, r"every arrow grows through the gate: $\dot{a}_j = 4 \gamma_j E a_j$"),
        status=columns.status,
    )
