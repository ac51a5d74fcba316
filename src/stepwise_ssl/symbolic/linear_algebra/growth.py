"""What a symmetric matrix does: the slope of a square, growth without coupling, right angles in order."""

from __future__ import annotations

import sympy as sp
from sympy import ImmutableMatrix, MatMul, MatrixSymbol, Trace

from ..chain import Chain
from ..checks import linear_algebra as check
from ..letters import d, m, t
from ..registry import result
from ..words import Kinds, linear_part
from .meaning import Meaning, grows, read_off
from .notation import Columns, SquaredNorm, column

Gamma = MatrixSymbol("Gamma", m, m)
symmetric = Kinds(symmetric=frozenset({Gamma}))
w, h = column("w", m), column("h", m)
slope = column(r"\nabla (w^{\top} \Gamma w)", m)

quadratic_slope = result(
    "algebra/quadratic-slope",
    title="The slope of a square",
    lhs=slope,
    rhs=MatMul(2, Gamma, w),
    assumptions=("symmetric-gamma",),
    source="any course in linear algebra",
    kinds=symmetric,
    check=check.square,
)


@quadratic_slope.route("a small step")
def _():
    moved = Trace((w + h).T * Gamma * (w + h))
    change = sp.Symbol(r"\mathrm{d}(w^{\top} \Gamma w)", real=True)
    says = Meaning({change: linear_part(moved, h, symmetric)}, symmetric)
    chain = says.lines(
        (
            change,
            Trace(h.T * Gamma * w) + Trace(w.T * Gamma * h),
            r"the part of $(w + h)^{\top} \Gamma (w + h)$ that is linear in $h$; a number is its own trace",
        ),
        (2 * Trace(w.T * Gamma * h), r"a number is its own transpose, and $\Gamma^{\top} = \Gamma$"),
    )
    why = "it is the slope times $h$, for every $h$: read it off"
    return read_off(chain, *quadratic_slope.equation, h, says, why)


gamma_j = sp.Symbol("gamma_j", real=True)
v, y, y_dot = column("v_j", m), column("y", m), column(r"\dot{y}", m)
y_t, y_0 = column("y(t)", m), column("y(0)", m)

decoupled_growth = result(
    "algebra/decoupled-growth",
    title="In the axes of the eigenmodes every component is alone",
    lhs=v.T * y_t,
    rhs=MatMul(sp.exp(gamma_j * t), v.T, y_0),
    assumptions=("symmetric-gamma",),
    source="any course in linear algebra",
    kinds=symmetric,
    check=check.growing,
)


@decoupled_growth.route("one eigenvector at a time")
def _():
    held = MatMul(v.T, Gamma, evaluate=False)
    eigen = Chain.given(held, gamma_j * v.T, r"$v_j$ is an eigenvector of $\Gamma$")
    chain = (
        Chain.given(y_dot, Gamma * y, "how $y$ grows", kinds=symmetric)
        .both(
            lambda e: v.T * e,
            "component along $v_j$",
            to=(v.T * y_dot, MatMul(held, y, evaluate=False)),
        )
        .use(
            eigen,
            why=r"$\Gamma$ is symmetric, so $v_j^{\top} \Gamma = (\Gamma v_j)^{\top} = \gamma_j v_j^{\top}$",
            to=(v.T * y_dot, MatMul(gamma_j, v.T, y)),
            side="rhs",
        )
    )
    why = "one unknown, growing in proportion to itself"
    return grows(chain, (v.T * y_dot, v.T * y), (v.T * y_t, v.T * y_0), t, why)


gamma, y0 = sp.symbols("gamma y0", real=True)
component = sp.Function("y", real=True)

decoupled_flow = result(
    "algebra/decoupled-flow",
    title="One component",
    lhs=component(t),
    rhs=y0 * sp.exp(gamma * t),
    code_form=y0 * sp.exp(gamma * t),
    arguments=("gamma", "y0", "t"),
    assumptions=("symmetric-gamma",),
    source="any course in linear algebra",
    check=check.one_component,
)


@decoupled_flow.route("try it")
def _():
    return Chain.given(
        sp.Derivative(component(t), t), gamma * component(t), r"one component, $y(t) = v^{\top} y$"
    ).solve(component(t), decoupled_flow.rhs, "growing in proportion to itself, from $y_0$", {0: y0})


a_1, a_2, q_1, q_2 = (column(x, d) for x in ("a_1", "a_2", "q_1", "q_2"))
r_11, r_22 = sp.symbols("R_{11} R_{22}", positive=True)
r_12 = sp.Symbol("R_{12}", real=True)
triangle = ImmutableMatrix([[r_11, r_12], [0, r_22]])

gram_schmidt = result(
    "algebra/gram-schmidt",
    title="Gram-Schmidt for two arrows",
    lhs=Columns(a_1, a_2),
    rhs=MatMul(Columns(q_1, q_2), triangle),
    source="any course in linear algebra",
    check=check.right_angles,
)


@gram_schmidt.route("first keep, then subtract")
def _():
    left = a_2 - r_12 * q_1
    says = Meaning({q_2: left / r_22, q_1: a_1 / r_11})
    return says.lines(
        (
            Columns(a_1, a_2),
            Columns(r_11 * q_1, a_2),
            "the first arrow has the direction $q_1$ and the length $R_{11}$",
        ),
        (
            Columns(r_11 * q_1, r_12 * q_1 + r_22 * q_2),
            r"from the second take its part along $q_1$, $R_{12} = q_1^{\top} a_2$; "
            "what is left has the direction $q_2$ and the length $R_{22}$",
        ),
        (gram_schmidt.rhs, "read it as a product: one column of the triangle an arrow"),
    )


others = MatrixSymbol("N", d, d - 1)

own_length = result(
    "algebra/gram-schmidt-length",
    title="How much of the second arrow is its own",
    lhs=r_22**2,
    rhs=SquaredNorm(a_2) - r_12**2,
    source="any course in linear algebra",
    check=check.right_angles,
)


@own_length.route("Pythagoras")
def _():
    shadow = MatMul(q_1, q_1.T, a_2)
    own = Trace(MatMul(a_2.T, q_1, q_1.T, a_2))
    says = Meaning({r_22**2: SquaredNorm(a_2 - shadow), r_12**2: own}, Kinds(orthonormal=((q_1, others),)))
    return says.lines(
        (r_22**2, SquaredNorm(a_2 - shadow), r"$R_{22}$ is the length of $a_2 - q_1 q_1^{\top} a_2$"),
        (SquaredNorm(a_2) - own, r"multiply out; $q_1^{\top} q_1 = 1$"),
        (own_length.rhs, r"name $R_{12} = q_1^{\top} a_2$"),
    )
