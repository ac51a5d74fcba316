"""A body that is held still: the head is the linear model, with features in the place of views."""

from __future__ import annotations

from sympy import MatMul, MatrixSymbol, Transpose

from ..chain import Chain
from ..checks import deep as check
from ..exact_solution.model import C, average, both_orders, n
from ..letters import m
from ..linear_model import Gamma, W, flow, velocity
from ..registry import result
from ..words import Kinds

Phi, Phi_prime = MatrixSymbol(r"\Phi", n, m), MatrixSymbol(r"\Phi'", n, m)  # row i: the features of view i
Gamma_phi = MatrixSymbol("Gamma_phi", m, m)
known = Kinds(symmetric=frozenset({Gamma, Gamma_phi}))
FROZEN = ("frozen-body", "no-normalisation", "full-batch")

frozen_body = result(
    "deep/frozen-body",
    title="A frozen body: the head is the linear model of the features",
    lhs=C,
    rhs=W * Gamma_phi * W.T,
    assumptions=FROZEN,
    source="derived",
    kinds=known,
    check=check.frozen,
)


@frozen_body.route("from the definition")
def _():
    Z, Z_prime = Phi * W.T, Phi_prime * W.T
    inner = MatMul(average, both_orders(Phi, Phi_prime))
    return (
        Chain.given(
            C,
            MatMul(
                average,
                MatMul(Transpose(Z), Z_prime, evaluate=False) + MatMul(Transpose(Z_prime), Z, evaluate=False),
            ),
            r"definition, summed over the pairs: row $i$ of $\Phi W^{\top}$ is $W \phi(x_i)$",
            kinds=known,
        )
        .rewrite(
            lambda e: MatMul(average, W * Phi.T * Phi_prime * W.T + W * Phi_prime.T * Phi * W.T),
            r"$(\Phi W^{\top})^{\top} = W \Phi^{\top}$",
        )
        .rewrite(lambda e: MatMul(W, inner, W.T, evaluate=False), "$W$ is the same for every pair")
        .use(
            Chain.given(inner, Gamma_phi, "definition"),
            why=r"name $\Gamma_\phi = \frac{1}{2n} (\Phi^{\top} \Phi' + \Phi'^{\top} \Phi)$",
            side="rhs",
        )
    )


frozen_flow = result(
    "deep/frozen-flow",
    title="Gradient flow of the head over a frozen body",
    lhs=velocity,
    rhs=flow.rhs.xreplace({Gamma: Gamma_phi}),
    assumptions=(*FROZEN, "loss-weight-one", "symmetric-gamma", "gradient-flow", "exact-arithmetic"),
    source="derived",
    kinds=known,
    check=check.frozen,
)


@frozen_flow.route("features for views")
def _():
    return Chain.of(flow, kinds=known).at(
        {Gamma: Gamma_phi},
        r"the loss knows the inputs only through $C = W \Gamma_\phi W^{\top}$: features for views",
        to=frozen_flow.equation,
    )
