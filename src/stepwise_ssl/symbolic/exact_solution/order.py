"""Which mode steps first, how far apart two steps are, and when the eye sees two."""

from __future__ import annotations

import sympy as sp
from sympy.codegen.cfunctions import log1p

from .. import logic
from ..chain import Chain
from ..checks import order as check
from ..letters import crossing, q, s0
from ..letters import gamma_pos as gamma
from ..one_weight.times import crossing_time, half_rise, lambda0, starts_low, step_time
from ..registry import result
from .staircase import MODE

EQUAL = (*MODE, "positive-mode", "equal-starts")
tau_of = sp.Function("tau", real=True)  # the step time as a function of gamma, at a fixed start
half_of = sp.Function("t_{1/2}", real=True)  # the half rise, likewise
first, second = sp.symbols("gamma_1 gamma_2", positive=True)


def at_gamma(function, fact, letter=gamma) -> Chain:
    """A time as a function of gamma."""
    return Chain.given(function(letter), fact.rhs.subs(gamma, letter), "the time as a function", fact.status)


order = result(
    "staircase/order",
    title="Larger eigenvalues step earlier",
    lhs=sp.Derivative(tau_of(gamma), gamma) < 0,
    rhs=lambda0 < sp.E,
    relation=r"\iff",
    assumptions=EQUAL,
    source="derived",
    check=check.statements,
)


@order.route("sign of the slope")
def _():
    x = sp.Symbol("x", positive=True)
    slope = at_gamma(tau_of, step_time).both(
        lambda e: sp.Derivative(e, gamma),
        "differentiate",
        to=(sp.Derivative(tau_of(gamma), gamma), -(1 - sp.log(lambda0)) / (8 * gamma**2)),
    )
    below_e = (
        Chain.given(sp.log(x) < 1, sp.log(x) < 1, "a logarithm below 1", relation=r"\iff")
        .rewrite(lambda e: x < sp.E, "the logarithm grows")
        .at({x: lambda0}, "at x")
    )
    falls = order.lhs
    return (
        Chain.given(falls, falls, r"the step time falls as $\gamma$ grows", relation=r"\iff")
        .use(slope, why=r"slope of $- \log(\gamma s_0^2) / (8 \gamma)$", side="rhs")
        .rewrite(lambda e: sp.log(lambda0) < 1, r"multiply by $8 \gamma^2$")
        .use(below_e, why="the logarithm grows", side="rhs")
    )


order_half_rise = result(
    "staircase/order-half-rise",
    title="The half rise, too, comes earlier for a larger eigenvalue",
    lhs=sp.Derivative(half_of(gamma), gamma),
    rhs=-1 / (4 * gamma**2),
    relation=r"\leq",
    assumptions=(*EQUAL, "small-start-scalar"),
    where=(starts_low,),
    check=check.sharp_bound,
)


@order_half_rise.route("least value of a sum")
def _():
    u = sp.Symbol("u", positive=True)
    eighth = -1 / (8 * gamma**2)
    known = -sp.log(u) <= 1 / u - 1
    line = (
        Chain.given(
            *known.args,
            r"$\frac{1}{u} + \log u$ is least at $u = 1$",
            logic.always(known, u),
            where=(starts_low,),
            relation=r"\leq",
        )
        .both(
            lambda e: (e - 1 - 1 / u) / (8 * gamma**2),
            r"subtract $1 + \frac{1}{u}$, divide by $8 \gamma^2$",
            to=((1 + 1 / u + sp.log(u)) * eighth, order_half_rise.rhs),
        )
        .at(
            {u: 1 / lambda0 - 1},
            r"at $u = \frac{1}{\gamma s_0^2} - 1$",
            to=((1 / (1 - lambda0) + sp.log(1 / lambda0 - 1)) * eighth, order_half_rise.rhs),
        )
    )
    slope = Chain.given(half_of(gamma), half_rise.rhs, "", half_rise.status, where=(starts_low,)).both(
        lambda e: sp.Derivative(e, gamma), "", to=(order_half_rise.lhs, line.lhs)
    )
    return line.use(slope.flip(), why="the left side is the slope of the half rise", side="lhs")


ends = crossing(sp.Rational(1, 10), second) - crossing(sp.Rational(9, 10), first)


def _log_odds(letter):
    return sp.log(1 / (letter * s0**2) - 1)


def _safe_log_odds(letter):
    return log1p(-letter * s0**2) - 2 * sp.log(sp.sqrt(letter) * s0)


separation = result(
    "staircase/separation",
    title="Length of the plateau between two steps",
    lhs=ends,
    rhs=(_log_odds(second) - sp.log(9)) / (8 * second) - (_log_odds(first) + sp.log(9)) / (8 * first),
    code_form=(_safe_log_odds(second) - sp.log(9)) / (8 * second)
    - (_safe_log_odds(first) + sp.log(9)) / (8 * first),
    arguments=("gamma_1", "gamma_2", "s0"),
    assumptions=(*EQUAL, "small-start-scalar"),
    where=(first * s0**2 < 1, second * s0**2 < 1),
    check=check.times,
)


@separation.route("subtract two crossings")
def _():
    def level(number, letter):
        value = crossing_time.rhs.subs({q: sp.Rational(number, 10), gamma: letter})
        return Chain.given(crossing(sp.Rational(number, 10), letter), value, "", crossing_time.status)

    return (
        Chain.given(ends, ends, "from 90 per cent of one step to 10 of the next", where=separation.where)
        .use(level(1, second), level(9, first), why="put in the two crossings: odds 1/9 and 9", side="rhs")
        .rewrite(lambda e: separation.rhs, "the logarithm of a product is a sum")
    )


visible = result(
    "staircase/visible",
    title="When two steps are seen as two",
    lhs=tau_of(second) - tau_of(first) > sp.log(81) / (8 * second),
    rhs=(1 - second / first) * sp.log(1 / (first * s0**2)) + sp.log(first / second) > sp.log(81),
    relation=r"\iff",
    assumptions=EQUAL,
    source="derived",
    check=check.statements,
)


@visible.route("put in the step times")
def _():
    apart = visible.lhs
    return (
        Chain.given(apart, apart, "step times further apart than the later step is wide", relation=r"\iff")
        .use(
            at_gamma(tau_of, step_time, first),
            at_gamma(tau_of, step_time, second),
            why="put in the step times",
            side="rhs",
        )
        .rewrite(
            lambda e: (
                sp.log(1 / (second * s0**2)) - second / first * sp.log(1 / (first * s0**2)) > sp.log(81)
            ),
            r"multiply by $8 \gamma_2$",
        )
        .rewrite(
            lambda e: visible.rhs,
            r"$\gamma_2 s_0^2$ is $\gamma_1 s_0^2$ times $\gamma_2 / \gamma_1$",
        )
    )
