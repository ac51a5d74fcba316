"""One output: the arrows are numbers, all grow by one clock, and the small start is solved exactly."""

from __future__ import annotations

import sympy as sp

from ..chain import Chain
from ..checks import small_start as check
from ..gate_left_behind import integrated
from ..letters import t
from ..registry import result
from .for_ever import FLOW

gamma_1, gamma_j = sp.Symbol("gamma_1", positive=True), sp.Symbol("gamma_j", real=True)
first, other = sp.Function("a_1", positive=True), sp.Function("a_j", positive=True)
C = sp.Function("C", real=True)
ONE = (*FLOW, "one-output")

one_output = result(
    "small-start/one-output",
    title="One output: every arrow is a power of the first",
    lhs=other(t),
    rhs=other(0) * (first(t) / first(0)) ** (gamma_j / gamma_1),
    assumptions=ONE,
    source="derived",
    check=check.one_output,
)


@one_output.route("compare two rates")
def _():
    speeds = [sp.Derivative(a(t), t) for a in (first, other)]
    clock = Chain.given(
        C(t), 1 - speeds[0] / (4 * gamma_1 * first(t)), r"the first arrow: $a_1' = 4 \gamma_1 (1 - C) a_1$"
    )
    chain = (
        Chain.given(speeds[1], 4 * gamma_j * (1 - C(t)) * other(t), "the gate is one number, $1 - C$")
        .both(lambda e: e / other(t), "divide by $a_j$")
        .use(
            clock,
            why=r"the first arrow: $a_1' = 4 \gamma_1 (1 - C) a_1$",
            to=(speeds[1] / other(t), gamma_j / gamma_1 * speeds[0] / first(t)),
            side="rhs",
        )
    )
    logs = sp.log(other(t) / other(0)), gamma_j / gamma_1 * sp.log(first(t) / first(0))
    return integrated(chain, logs, "both sides are derivatives of logarithms: integrate from 0 to $t$").both(
        lambda e: other(0) * sp.exp(e), "undo the logarithm", to=one_output.equation
    )
