"""One weight: three ways to solve the flow."""

from __future__ import annotations

import sympy as sp
from sympy.codegen.cfunctions import expm1, hypot

from ..chain import Chain
from ..checks import one_weight as check
from ..letters import gamma, s, s0, t
from ..registry import result
from .loss_and_flow import FLOW, flow

# The safe form, case by case. hypot takes roots instead of squares, so that s0 = 1e-150 does not underflow;
# for gamma < 0 everything is divided by e^{-4 gamma t}, which would overflow.
_grown = s0 * sp.sqrt(gamma) * sp.sqrt(-expm1(-8 * gamma * t))
_shrunk = s0 * sp.sqrt(-gamma) * sp.sqrt(-expm1(8 * gamma * t))
singular_value = sp.Piecewise(
    (s0 / hypot(sp.exp(-4 * gamma * t), _grown), gamma > 0),
    (s0 * sp.exp(4 * gamma * t) / hypot(1, _shrunk), gamma < 0),
    (s0, True),
)

solution = result(
    "one-weight/solution",
    title="Exact trajectory of one weight",
    lhs=s(t),
    rhs=sp.exp(4 * gamma * t) / sp.sqrt(s0**-2 + gamma * (sp.exp(8 * gamma * t) - 1)),
    code_form=singular_value,
    arguments=("gamma", "s0", "t"),
    assumptions=FLOW,
    source="paper, Prop. 4.1",
    check=check.solution,
)


@solution.route("linear in u")
def _():
    u = sp.Function("u", positive=True)
    linear = (
        Chain.of(flow)
        .both(lambda e: -2 * e / s(t) ** 3, "multiply by -2 s^{-3}")
        .claim(sp.Derivative(s(t) ** -2, t), 8 * gamma**2 - 8 * gamma * s(t) ** -2, "chain rule backwards")
    )
    name = Chain.given(s(t) ** -2, u(t), "name u = s^{-2}")
    return (
        linear.use(name, why="with u = s^{-2}")
        .solve(
            u(t), gamma + (s0**-2 - gamma) * sp.exp(-8 * gamma * t), "solve the linear equation", {0: s0**-2}
        )
        .use(Chain.given(u(t), s(t) ** -2, "u"), why="back to s")
        .both(lambda e: 1 / sp.sqrt(e), "take the inverse root")
        .claim(*solution.equation, "multiply above and below by e^{4 gamma t}")
    )
