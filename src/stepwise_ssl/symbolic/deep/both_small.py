"""Both weights small: a wait that is a power of the start, and no longer a logarithm."""

from __future__ import annotations

import sympy as sp

from ..chain import Chain
from ..checks import deep as check
from ..letters import crossing
from ..letters import gamma_pos as gamma
from ..registry import result
from .never_later import STEPS, half
from .two_weights import multiplier_flow

lam = sp.Symbol("lambda", positive=True)
rho, rho_0, rho_1 = sp.symbols("rho rho_0 rho_1", positive=True)
alpha = sp.Symbol("alpha", positive=True)
ALIKE = (*STEPS, "equal-weights")
start = sp.log((1 - sp.sqrt(gamma) * alpha**2) / (1 + sp.sqrt(gamma) * alpha**2))

both_small_time = result(
    "deep/both-small-time",
    title="When two weights step that start alike",
    lhs=crossing(half),
    rhs=(1 / alpha**2 - sp.sqrt(2 * gamma)) / (8 * gamma)
    + (2 * sp.log(1 + sp.sqrt(2)) + start) / (16 * sp.sqrt(gamma)),
    assumptions=ALIKE,
    source="derived",
    check=check.alike,
)


@both_small_time.route("integrate over the multiplier")
def _():
    ratio = (rho_1 + rho) / (rho_1 - rho)
    solved = rho_1**2 * (1 / rho_0 - 1 / rho) / 16 + rho_1 * sp.log(ratio / ratio.subs(rho, rho_0)) / 32
    there = rho_1 / sp.sqrt(2)
    return (
        Chain.given(
            sp.Derivative(crossing(rho), rho),
            1 / (16 * lam * (1 - lam)),
            r"one over the speed of $\rho = s^2 + w^2$, which is $16 \lambda (1 - \lambda)$",
            multiplier_flow.status,
            where=(rho < rho_1, rho_0 < rho_1, 2 * alpha**2 < rho_1, gamma * alpha**4 < 1),
        )
        .use(
            Chain.given(lam, rho**2 / rho_1**2, "what is learned"),
            why=r"$\lambda = \gamma \rho^2 / 4$, since $s = w$ for ever; it is 1 at $\rho_1$",
            side="rhs",
        )
        .rewrite(lambda e: rho_1**2 * (1 / rho**2 + 1 / (rho_1**2 - rho**2)) / 16, "partial fractions")
        .solve(crossing(rho), solved, r"integrate from $\rho_0$, where the clock starts", {rho_0: 0})
        .at({rho_0: 2 * alpha**2}, r"from $\rho_0 = 2 \alpha^2$")
        .at({rho: there}, r"to $\rho = \rho_1 / \sqrt{2}$, where $\lambda$ is one half")
        .use(
            Chain.given(crossing(there), crossing(half), "name"),
            why="name it by what is learned there",
            side="lhs",
        )
        .at({rho_1: 2 / sp.sqrt(gamma)}, r"$\rho_1 = 2 / \sqrt{\gamma}$", to=both_small_time.equation)
    )


waits = sp.Function("t_{1/2}", real=True)(alpha)

both_small = result(
    "deep/both-small",
    title="How long two small weights wait",
    lhs=sp.Limit(alpha**2 * waits, alpha, 0, "+"),
    rhs=1 / (8 * gamma),
    assumptions=ALIKE,
    source="derived",
    check=check.alike_vanishing,
)


@both_small.route("the power outweighs the rest")
def _():
    return (
        Chain.given(waits, both_small_time.rhs, "the half time", both_small_time.status)
        .both(
            lambda e: alpha**2 * e,
            r"multiply by $\alpha^2$",
            to=(
                alpha**2 * waits,
                1 / (8 * gamma) + alpha**2 * (both_small_time.rhs - 1 / (8 * gamma * alpha**2)),
            ),
        )
        .both(lambda e: sp.Limit(e, alpha, 0, "+"), "for a vanishing start")
        .rewrite(lambda e: both_small.rhs, r"the second term vanishes with $\alpha$")
    )
