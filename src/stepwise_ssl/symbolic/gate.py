"""The gate, with one arrow grown: what a second arrow may still do, and how much of it is left behind.

The first arrow is a_1 = s_1 u with |u| = 1, and C = gamma_1 a_1 a_1^T = lambda_1 u u^T. The second one, a_2,
is b u along the first, and a_perp across.
"""

from __future__ import annotations

import sympy as sp
from sympy import ImmutableMatrix, MatMul, MatrixSymbol

from .chain import Chain
from .checks import gate as check
from .equality import StepError, equal
from .exact_solution.model import C, columns
from .letters import d, t
from .linear_algebra.meaning import Meaning
from .linear_algebra.notation import column
from .linear_model import MODEL, I
from .one_weight.limits import limit_weight
from .registry import result
from .status import weakest
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


part, arm = sp.Function("b", positive=True), sp.Function("s_1", positive=True)
shut = sp.Function("lambda_1", real=True)
ratio = gamma_2 / gamma_1

left_behind = result(
    "gate/left-behind",
    title="What is left behind along the first arrow",
    lhs=part(t),
    rhs=part(0) * (arm(t) / arm(0)) ** ratio,
    assumptions=GROWN,
    source="derived",
    check=check.in_time,
)


def integrated(chain: Chain, new: tuple, why: str) -> Chain:
    """From equal derivatives to equal functions of time, if they agree at time 0."""

    def rule(lhs, rhs, other):
        other = other or new
        marks = [equal(sp.diff(e, t), old) for e, old in zip(other, (lhs, rhs), strict=True)]
        marks.append(equal(*(e.subs(t, 0).doit() for e in other)))
        return (*other, weakest(marks))

    return chain.step(rule, why)


@left_behind.route("compare the two rates")
def _():
    speed = sp.Derivative(arm(t), t)
    gap = Chain.given(shut(t), 1 - speed / (4 * gamma_1 * arm(t)), "the first arrow", first.status)
    chain = (
        Chain.given(
            sp.Derivative(part(t), t),
            4 * gamma_2 * (1 - shut(t)) * part(t),
            "along the first arrow",
            along.status,
        )
        .both(lambda e: e / part(t), "divide by $b$")
        .use(
            gap,
            why=r"the first arrow: $s_1' = 4 \gamma_1 (1 - \lambda_1) s_1$",
            to=(sp.Derivative(part(t), t) / part(t), ratio * speed / arm(t)),
            side="rhs",
        )
    )
    logs = sp.log(part(t) / part(0)), ratio * sp.log(arm(t) / arm(0))
    return integrated(chain, logs, "both sides are derivatives of logarithms: integrate from 0 to $t$").both(
        lambda e: part(0) * sp.exp(e), "undo the logarithm", to=left_behind.equation
    )


left_in_the_end = result(
    "gate/left-behind-limit",
    title="What is left behind in the end",
    lhs=sp.Limit(part(t), t, sp.oo),
    rhs=part(0) * (sp.sqrt(gamma_1) * arm(0)) ** (-ratio),
    assumptions=GROWN,
    source="derived",
    check=check.in_time,
)


@left_in_the_end.route("the first arrow at its limit")
def _():
    def continuous(lhs, rhs, new):
        """Products and powers are continuous: put in the limit of s_1."""
        new = new or (sp.Limit(part(t), t, sp.oo), left_behind.rhs.subs(arm(t), 1 / sp.sqrt(gamma_1)))
        if new[0] != sp.Limit(lhs, t, sp.oo):
            raise StepError(f"{new[0]} is not the limit of {lhs}")
        marks = [equal(rhs.subs(arm(t), 1 / sp.sqrt(gamma_1)), new[1]), limit_weight.status]
        return (*new, weakest(marks))

    return (
        Chain.of(left_behind)
        .step(continuous, r"$s_1(t) \to 1 / \sqrt{\gamma_1}$")
        .rewrite(lambda e: left_in_the_end.rhs, "a negative power")
    )


alpha, r, beta = sp.symbols("alpha r beta", positive=True)
scale_law = result(
    "gate/scale-law",
    title="The smaller the start, the less is left behind",
    lhs=sp.Limit(part(t), t, sp.oo),
    rhs=beta * (sp.sqrt(gamma_1) * r) ** (-ratio) * alpha ** (1 - ratio),
    assumptions=(*GROWN, "scaled-start"),
    source="derived",
    check=check.in_time,
)


@scale_law.route("scale the start")
def _():
    return (
        Chain.of(left_in_the_end)
        .at({arm(0): alpha * r, part(0): alpha * beta}, r"with $s_1(0) = \alpha r$ and $b(0) = \alpha \beta$")
        .rewrite(lambda e: scale_law.rhs, r"collect the powers of $\alpha$")
    )


x_1, y_1, x_2, y_2 = sp.symbols("x_1 y_1 x_2 y_2", real=True)
any_1 = sp.Symbol("gamma_1", real=True)
plane = [ImmutableMatrix([x_1, y_1]), ImmutableMatrix([x_2, y_2])]
beside = sp.Symbol("C_{12}", real=True)

entry = result(
    "gate/entry",
    title="An entry of C from two arrows",
    lhs=beside,
    rhs=any_1 * x_1 * y_1 + gamma_2 * x_2 * y_2,
    code_form=any_1 * x_1 * y_1 + gamma_2 * x_2 * y_2,
    arguments=("gamma_1", "x_1", "y_1", "gamma_2", "x_2", "y_2"),
    assumptions=("linear-model", "no-normalisation", "full-batch"),
    source="derived",
    check=check.two_arrows,
)


@entry.route("first row, second column")
def _():
    right, up = ImmutableMatrix([[1, 0]]), ImmutableMatrix([0, 1])
    whole = MatMul(any_1, plane[0], plane[0].T) + MatMul(gamma_2, plane[1], plane[1].T)
    return Meaning({beside: entry.rhs}).lines(
        (
            beside,
            MatMul(right, whole, up),
            r"$C = \gamma_1 a_1 a_1^{\top} + \gamma_2 a_2 a_2^{\top}$: its first row, second column",
        ),
        (entry.rhs, "multiply out"),
    )


speed_x, own, other = sp.Symbol(r"\dot{x}", real=True), *sp.symbols("C_11 C_12", real=True)
gamma, x, y, C_22 = sp.symbols("gamma x y C_22", real=True)

pull = result(
    "gate/pull",
    title="Velocity of one coordinate of an arrow",
    lhs=speed_x,
    rhs=4 * gamma * ((1 - own) * x - other * y),
    code_form=4 * gamma * ((1 - own) * x - other * y),
    arguments=("gamma", "C_11", "C_12", "x", "y"),
    assumptions=("linear-model", *MODEL, "gradient-flow", "exact-arithmetic"),
    source="derived",
    check=check.two_arrows,
)


@pull.route("first row")
def _():
    right, arrow = ImmutableMatrix([[1, 0]]), ImmutableMatrix([x, y])
    gate = ImmutableMatrix([[1 - own, -other], [-other, 1 - C_22]])
    return Meaning({speed_x: pull.rhs}).lines(
        (speed_x, MatMul(4, gamma, right, gate, arrow), "first row of $4 \\gamma (I - C) a$"),
        (pull.rhs, "multiply out"),
        status=columns.status,
    )
