"""Two outputs, seen from axes that turn with the first arrow: a_j = x_j u_1 + y_j u_2, u_1 along a_1.

C_11, C_12 and C_22 are the entries of C in these axes, which turn at the rate omega. The equations are exact,
for every number of modes.
"""

from __future__ import annotations

import sympy as sp
from sympy import ImmutableMatrix, MatMul

from ..chain import Chain
from ..checks import small_start as check
from ..exact_solution.model import columns
from ..linear_algebra.meaning import Meaning
from ..registry import result
from .for_ever import FLOW

TWO = (*FLOW, "two-outputs")
gamma_1 = sp.Symbol("gamma_1", positive=True)
gamma_2, gamma_j = sp.symbols("gamma_2 gamma_j", real=True)
x_1 = sp.Symbol("x_1", positive=True)
x_j, y_j, C_11, C_12, C_22 = sp.symbols("x_j y_j C_11 C_12 C_22", real=True)
omega, x_1_dot, x_j_dot, y_j_dot = (
    sp.Symbol(name, real=True) for name in ("omega", r"\dot{x}_1", r"\dot{x}_j", r"\dot{y}_j")
)
right, up = ImmutableMatrix([[1, 0]]), ImmutableMatrix([[0, 1]])
gate = ImmutableMatrix([[1 - C_11, -C_12], [-C_12, 1 - C_22]])
first_arrow, arrow = ImmutableMatrix([x_1, 0]), ImmutableMatrix([x_j, y_j])

turn = result(
    "small-start/turn",
    title="How fast the axes turn",
    lhs=omega,
    rhs=-4 * gamma_1 * C_12,
    assumptions=TWO,
    source="derived",
    check=check.axes,
)


@turn.route("the first arrow stays on its axis")
def _():
    return (
        Meaning()
        .lines(
            (
                omega * x_1,
                MatMul(4, gamma_1, up, gate, first_arrow),
                "the first axis turns with the first arrow: second row of $4 \\gamma_1 (I - C) a_1$",
            ),
            (-4 * gamma_1 * C_12 * x_1, "multiply out"),
            status=columns.status,
        )
        .both(lambda e: e / x_1, "divide by $x_1$")
    )


first = result(
    "small-start/first",
    title="The first arrow",
    lhs=x_1_dot,
    rhs=4 * gamma_1 * (1 - C_11) * x_1,
    assumptions=TWO,
    source="derived",
    check=check.axes,
)


@first.route("first row")
def _():
    return Meaning().lines(
        (
            x_1_dot,
            MatMul(4, gamma_1, right, gate, first_arrow),
            "first row of $4 \\gamma_1 (I - C) a_1$",
        ),
        (first.rhs, "multiply out"),
        status=columns.status,
    )


def seen_from_the_axes(name: str, title: str, moving, row, drift, rhs, number: str):
    """An arrow's velocity along one of the axes, which move themselves."""
    found = result(
        name, title=title, lhs=moving, rhs=rhs, assumptions=TWO, source="derived", check=check.axes
    )

    @found.route("seen from the axes")
    def _():
        return (
            Chain.given(
                moving,
                4 * gamma_j * (row * gate * arrow)[0] + drift,
                f"{number} row of $4 \\gamma_j (I - C) a_j$, and what the turning axes add",
                columns.status,
            )
            .use(turn, why=r"put in $\omega$", side="rhs")
            .rewrite(lambda e: rhs, "sort")
        )

    return found


along = seen_from_the_axes(
    "small-start/along",
    "Along the first axis",
    x_j_dot,
    right,
    omega * y_j,
    4 * gamma_j * (1 - C_11) * x_j - 4 * C_12 * y_j * (gamma_1 + gamma_j),
    "first",
)
across = seen_from_the_axes(
    "small-start/across",
    "Along the second axis",
    y_j_dot,
    up,
    -omega * x_j,
    4 * gamma_j * (1 - C_22) * y_j + 4 * C_12 * x_j * (gamma_1 - gamma_j),
    "second",
)

x_2, y_2 = sp.Symbol("x_2", real=True), sp.Symbol("y_2", positive=True)
x_2_dot, y_2_dot = (sp.Symbol(name, real=True) for name in (r"\dot{x}_2", r"\dot{y}_2"))
cotangent = sp.Symbol("c", real=True)  # x_2 / y_2: of the angle between the arrows
c_dot = sp.Symbol(r"\dot{c}", real=True)

scissors = result(
    "small-start/scissors",
    title="Two arrows open like scissors",
    lhs=c_dot,
    rhs=-4 * gamma_1 * gamma_2 * (x_1**2 + x_2**2 + y_2**2) * cotangent,
    assumptions=(*TWO, "two-modes"),
    source="derived",
    check=check.two_modes,
)


@scissors.route("quotient rule")
def _():
    entries = {
        C_11: gamma_1 * x_1**2 + gamma_2 * x_2**2,
        C_12: gamma_2 * x_2 * y_2,
        C_22: gamma_2 * y_2**2,
    }
    second = {gamma_j: gamma_2, x_j: x_2, y_j: y_2, x_j_dot: x_2_dot, y_j_dot: y_2_dot}
    moving = [
        Chain.of(x)
        .at(second, "of the second arrow")
        .at(entries, r"the entries of $\gamma_1 a_1 a_1^{\top} + \gamma_2 a_2 a_2^{\top}$")
        for x in (along, across)
    ]
    return (
        Chain.given(c_dot, (x_2_dot * y_2 - x_2 * y_2_dot) / y_2**2, r"quotient rule in $c = x_2 / y_2$")
        .use(*moving, why="put in both velocities", side="rhs")
        .rewrite(
            lambda e: -4 * gamma_1 * gamma_2 * (x_1**2 + x_2**2 + y_2**2) * (x_2 / y_2),
            "all else cancels",
        )
        .use(
            Chain.given(x_2 / y_2, cotangent, "definition"),
            why=r"name $c$",
            to=scissors.equation,
            side="rhs",
        )
    )
