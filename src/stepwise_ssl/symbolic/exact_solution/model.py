"""The linear model for every n, d and m: where Gamma comes from, and what every column of W V sees."""

from __future__ import annotations

import sympy as sp
from sympy import MatMul, MatrixSymbol, Transpose

from ..chain import Chain
from ..checks import exact_solution as check
from ..letters import d, m
from ..linear_model import Gamma, I, W, flow, symmetric, velocity
from ..registry import result

n = sp.Symbol("n", integer=True, positive=True)  # number of positive pairs
X, X_prime = MatrixSymbol("X", n, m), MatrixSymbol("X'", n, m)  # row i of X is the view x_i
C = MatrixSymbol("C", d, d)
average = 1 / (2 * n)
PAIRS = ("linear-model", "no-normalisation", "full-batch")


def both_orders(Z, Z_prime):
    """Sum over the pairs, each in both orders: Z^T Z' + Z'^T Z."""
    return Transpose(Z) * Z_prime + Transpose(Z_prime) * Z


gamma_matrix = result(
    "linear/gamma",
    title="Cross-correlation of the views",
    lhs=Gamma,
    rhs=MatMul(average, both_orders(X, X_prime)),
    assumptions=PAIRS,
    source="paper, section 3",
    check=check.pairs,
    definition=True,
)

cross_correlation = result(
    "linear/cross-correlation",
    title="Cross-correlation of the embeddings",
    lhs=C,
    rhs=W * Gamma * W.T,
    assumptions=PAIRS,
    source="paper, section 3",
    check=check.pairs,
)


@cross_correlation.route("from the definition")
def _():
    Z, Z_prime = X * W.T, X_prime * W.T
    inner = MatMul(average, both_orders(X, X_prime))
    return (
        Chain.given(
            C,
            MatMul(
                average,
                MatMul(Transpose(Z), Z_prime, evaluate=False) + MatMul(Transpose(Z_prime), Z, evaluate=False),
            ),
            r"definition, summed over the pairs: row $i$ of $X W^{\top}$ is $f(x_i)$",
        )
        .rewrite(
            lambda e: MatMul(average, W * X.T * X_prime * W.T + W * X_prime.T * X * W.T),
            r"$(X W^{\top})^{\top} = W X^{\top}$",
        )
        .rewrite(lambda e: MatMul(W, inner, W.T, evaluate=False), "$W$ is the same for every pair")
        .use(Chain.of(gamma_matrix).flip(), why=r"name $\Gamma$", side="rhs")
    )


gamma_j = sp.Symbol("gamma_j", real=True)
v, a = MatrixSymbol("v_j", m, 1), MatrixSymbol("a_j", d, 1)
a_dot = MatrixSymbol(r"\dot{a}_j", d, 1)

columns = result(
    "linear/columns",
    title="Every mode looks through the same gate",
    lhs=a_dot,
    rhs=MatMul(4, gamma_j, I - C, a),
    assumptions=(*PAIRS, "loss-weight-one", "symmetric-gamma", "gradient-flow", "exact-arithmetic"),
    source="derived",
    kinds=symmetric,
    check=check.columns,
)


@columns.route("multiply the flow by an eigenvector")
def _():
    def held(*factors):
        """A product that keeps its brackets."""
        return MatMul(*factors, evaluate=False)

    eigen = Chain.given(held(Gamma, v), gamma_j * v, r"$v_j$ is an eigenvector of $\Gamma$")
    name = Chain.given(held(W, v), a, "definition of $a_j$")
    moving = Chain.given(velocity * v, a_dot, "and so $\\dot{a}_j = \\dot{W} v_j$")
    return (
        Chain.of(flow)
        .use(Chain.of(cross_correlation).flip(), why="name $C$")
        .both(
            lambda e: e * v,
            "multiply by $v_j$ from the right",
            to=(velocity * v, MatMul(4, I - C, W, held(Gamma, v), evaluate=False)),
        )
        .use(
            eigen,
            why=r"$\Gamma v_j = \gamma_j v_j$",
            to=(velocity * v, MatMul(4, gamma_j, I - C, held(W, v), evaluate=False)),
            side="rhs",
        )
        .use(name, moving, why="name $a_j = W v_j$", to=columns.equation)
    )
