"""Two arrows in the plane as an explorable needs them: an entry of C, and the velocity of a coordinate."""

from __future__ import annotations

import sympy as sp
from sympy import ImmutableMatrix, MatMul

from .checks import gate as check
from .exact_solution.model import columns
from .linear_algebra.meaning import Meaning
from .linear_model import MODEL
from .registry import result

gamma_2 = sp.Symbol("gamma_2", real=True)
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
