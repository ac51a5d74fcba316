"""The gate, with one arrow grown: what a second arrow may still do, and how much of it is left behind.

The first arrow is a_1 = s_1 u with |u| = 1, and C = gamma_1 a_1 a_1^T = lambda_1 u u^T. The second one, a_2,
is b u along the first, and a_perp across.
"""

from __future__ import annotations

import sympy as sp
from sympy import MatMul, MatrixSymbol

from .checks import gate as check
from .exact_solution.model import C, columns
from .letters import d
from .linear_algebra.meaning import Meaning
from .linear_algebra.notation import column
from .linear_model import MODEL, I
from .registry import result
from .words import Kinds

gamma_1, gamma_2 = sp.Symbol("gamma_1", positive=True), sp.Symbol("gamma_2", real=True)
lambda_1, length = sp.Symbol("lambda_1", real=True), sp.Symbol("s_1", positive=True)
a_1, a_2, u, across_part = (column(x, d) for x in ("a_1", "a_2", "u", r"a_{\perp}"))
a_1_dot, a_2_dot, across_dot = (column(x, d) for x in (r"\dot{a}_1", r"\dot{a}_2", r"\dot{a}_{\perp}"))
b, b_dot = column("b", 1), column(r"\dot{b}", 1)  # numbers
others = MatrixSymbol("N", d, d - 1)  # the directions across u
unit = Kinds(orthonormal=((u, others),))
to_across = I - u * u.T
GROWN = ("linear-model", *MODEL, "gradient-flow", "one-grown-arrow", "exact-arithmetic")

says = Meaning(
    {
        C: MatMul(gamma_1, a_1, a_1.T),
        a_1: length * u,
        lambda_1: gamma_1 * length**2,
        a_1_dot: MatMul(4, gamma_1, I - C, a_1),
        a_2_dot: MatMul(4, gamma_2, I - C, a_2),
        b: u.T * a_2,
        b_dot: u.T * a_2_dot,
        across_part: to_across * a_2,
        across_dot: to_across * a_2_dot,
    },
    unit,
)
closed = MatMul(lambda_1, u, u.T)

one_arrow = result(
    "gate/one-arrow",
    title="The gate, with one arrow grown",
    lhs=I - C,
    rhs=I - closed,
    assumptions=GROWN,
    source="derived",
    kinds=unit,
    check=check.instant,
)


@one_arrow.route("put in the arrow")
def _():
    return says.lines(
        (I - C, I - MatMul(gamma_1, a_1, a_1.T), "only the first arrow has grown"),
        (I - MatMul(gamma_1, length**2, u, u.T), r"$a_1 = s_1 u$, with $|u| = 1$"),
        (I - closed, r"name $\lambda_1 = \gamma_1 s_1^2$"),
    )


first = result(
    "gate/first",
    title="The first arrow grows and does not turn",
    lhs=a_1_dot,
    rhs=MatMul(4, gamma_1, 1 - lambda_1, a_1),
    assumptions=GROWN,
    source="derived",
    kinds=unit,
    check=check.instant,
)


@first.route("through its own gate")
def _():
    return says.lines(
        (a_1_dot, MatMul(4, gamma_1, I - C, a_1), "every arrow grows through the gate"),
        (MatMul(4, gamma_1, I - closed, a_1), "the gate, with one arrow grown"),
        (first.rhs, r"$u u^{\top} a_1 = a_1$"),
        status=columns.status,
    )


along = result(
    "gate/along",
    title="Along the first arrow the gate closes",
    lhs=b_dot,
    rhs=MatMul(4, gamma_2, 1 - lambda_1, b),
    assumptions=GROWN,
    source="derived",
    kinds=unit,
    check=check.instant,
)


@along.route("the part along")
def _():
    return says.lines(
        (b_dot, u.T * a_2_dot, r"$b = u^{\top} a_2$, and $u$ stands still"),
        (MatMul(4, gamma_2, u.T, I - closed, a_2), "the second arrow grows through the gate"),
        (MatMul(4, gamma_2, 1 - lambda_1, u.T, a_2), r"$u^{\top} u = 1$"),
        (MatMul(4, gamma_2, 1 - lambda_1, b), r"name $b = u^{\top} a_2$"),
        status=columns.status,
    )


across = result(
    "gate/across",
    title="Across the first arrow the gate stays open",
    lhs=across_dot,
    rhs=MatMul(4, gamma_2, across_part),
    assumptions=GROWN,
    source="derived",
    kinds=unit,
    check=check.instant,
)


@across.route("the part across")
def _():
    return says.lines(
        (
            across_dot,
            to_across * a_2_dot,
            r"$a_{\perp} = a_2 - u b = (I - u u^{\top}) a_2$, and $u$ stands still",
        ),
        (MatMul(4, gamma_2, to_across, I - closed, a_2), "the second arrow grows through the gate"),
        (MatMul(4, gamma_2, to_across, a_2), r"$(I - u u^{\top}) u = 0$: the gate's second term is gone"),
        (across.rhs, r"name $a_{\perp}$"),
        status=columns.status,
    )
