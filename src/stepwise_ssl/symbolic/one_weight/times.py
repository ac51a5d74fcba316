"""One weight: when it steps, and how long the step takes."""

from __future__ import annotations

import sympy as sp
from sympy.codegen.cfunctions import log1p

from ..chain import Chain
from ..checks import one_weight as check
from ..letters import crossing, eigenvalue, q, s, s0, t, t_loss, tau
from ..letters import gamma as gamma_any
from ..letters import gamma_pos as gamma
from ..letters import loss as L
from ..registry import result
from .loss_and_flow import FLOW, embedding_eigenvalue, loss, w
from .solution import eigenvalue_solution

STEPS = (*FLOW, "positive-mode", "small-start-scalar")
lambda0 = gamma * s0**2
amplitude = sp.sqrt(gamma) * s0  # the root of lambda0: it does not underflow where s0^2 would
starts_low = amplitude < 1


def _time(formula):
    """A time as code: infinite where the mode never steps (gamma <= 0, or a start at the limit or above)."""
    formula, low = formula.subs(gamma, gamma_any), starts_low.subs(gamma, gamma_any)
    return sp.Piecewise((sp.oo, gamma_any <= 0), (formula, low), (sp.oo, True))


step_time = result(
    "one-weight/step-time",
    title="Step time",
    lhs=tau,
    rhs=-sp.log(lambda0) / (8 * gamma),
    code_form=_time(-sp.log(amplitude) / (4 * gamma)),
    arguments=("gamma", "s0"),
    assumptions=STEPS,
    source="paper, section 4",
    where=(starts_low,),
    check=check.growing,
)


@step_time.route("early growth meets the final value")
def _():
    return (
        Chain.given(
            gamma * (s0 * sp.exp(4 * gamma * tau)) ** 2,
            1,
            r"definition: the early growth $s_0 e^{4 \gamma t}$, continued, reaches $\lambda = 1$",
        )
        .both(lambda e: e / lambda0, r"divide by $\gamma s_0^2$", to=(sp.exp(8 * gamma * tau), 1 / lambda0))
        .both(sp.log, "take the logarithm", to=(8 * gamma * tau, -sp.log(lambda0)))
        .both(lambda e: e / (8 * gamma), r"divide by $8 \gamma$", to=step_time.equation)
    )


crossing_time = result(
    "one-weight/crossing-time",
    title="When the embedding eigenvalue crosses the level q",
    lhs=crossing(q),
    rhs=sp.log(q / (1 - q) * (1 / lambda0 - 1)) / (8 * gamma),
    code_form=_time((sp.log(q) - log1p(-q) + log1p(-lambda0) - 2 * sp.log(amplitude)) / (8 * gamma)),
    arguments=("gamma", "s0", "q"),
    assumptions=STEPS,
    where=(starts_low, q < 1),
    check=check.growing,
)


@crossing_time.route("solve the logistic for the time")
def _():
    T = crossing(q)
    known = Chain.of(eigenvalue_solution).at({gamma_any: gamma, t: T}, "at the crossing")
    growth = sp.exp(8 * gamma * T)
    return (
        Chain.given(q, eigenvalue(T), "the level is crossed", where=(starts_low, q < 1))
        .use(known, why="put in the solution", side="rhs")
        .both(
            lambda e: e / (1 - e),
            "take the odds of both sides",
            to=(q / (1 - q), lambda0 / (1 - lambda0) * growth),
        )
        .both(
            lambda e: e * (1 - lambda0) / lambda0,
            "divide by the odds at the start",
            to=(q / (1 - q) * (1 / lambda0 - 1), growth),
        )
        .both(sp.log, "take the logarithm", to=(sp.log(q / (1 - q) * (1 / lambda0 - 1)), 8 * gamma * T))
        .both(lambda e: e / (8 * gamma), r"divide by $8 \gamma$", to=(crossing_time.rhs, T))
        .swap("read from right to left")
    )


half_rise = result(
    "one-weight/half-rise",
    title="Half rise of the embedding eigenvalue",
    lhs=crossing(sp.Rational(1, 2)),
    rhs=sp.log(1 / lambda0 - 1) / (8 * gamma),
    code_form=_time((log1p(-lambda0) - 2 * sp.log(amplitude)) / (8 * gamma)),
    arguments=("gamma", "s0"),
    assumptions=STEPS,
    where=(starts_low,),
    check=check.growing,
)


@half_rise.route("the level one half")
def _():
    return (
        Chain.of(crossing_time, where=(starts_low,))
        .at({q: sp.Rational(1, 2)}, r"at $q = \frac{1}{2}$ the odds are 1")
        .claim(*half_rise.equation, "simplify")
    )


width = result(
    "one-weight/width",
    title="How long the step takes, from 10 to 90 per cent",
    lhs=crossing(sp.Rational(9, 10)) - crossing(sp.Rational(1, 10)),
    rhs=sp.log(81) / (8 * gamma),
    code_form=sp.Piecewise((sp.log(81) / (8 * gamma_any), gamma_any > 0), (sp.oo, True)),
    arguments=("gamma",),
    assumptions=STEPS,
    check=check.growing,
)


@width.route("subtract two crossings")
def _():
    start = sp.log(1 / lambda0 - 1)
    ends = [Chain.of(crossing_time).at({q: sp.Rational(p, 10)}, f"at {p}0 per cent") for p in (9, 1)]
    return (
        Chain.given(width.lhs, width.lhs, "the width", where=(starts_low,))
        .use(*ends, why="put in the two crossings: odds 9 and 1/9", side="rhs")
        .rewrite(
            lambda e: (sp.log(9) + start) / (8 * gamma) - (start - sp.log(9)) / (8 * gamma),
            "the logarithm of a product is a sum",
        )
        .rewrite(lambda e: width.rhs, r"the start cancels, and $2 \log 9 = \log 81$")
    )


weight_at_half_rise = result(
    "one-weight/weight-at-half-rise",
    title="The weight at the half rise",
    lhs=s(crossing(sp.Rational(1, 2))),
    rhs=sp.Pow(sp.Mul(2, gamma, evaluate=False), -sp.S.Half, evaluate=False),
    code_form=sp.Piecewise((1 / sp.sqrt(2 * gamma_any), gamma_any > 0), (sp.nan, True)),
    arguments=("gamma",),
    assumptions=STEPS,
    check=check.growing,
)
_middle = crossing(sp.Rational(1, 2))


def _at_half():
    return (
        Chain.of(embedding_eigenvalue)
        .at({t: _middle, gamma_any: gamma}, "at the half rise")
        .use(
            Chain.given(eigenvalue(_middle), sp.Rational(1, 2), "definition"),
            why="where the eigenvalue is one half",
        )
    )


@weight_at_half_rise.route("undo the square")
def _():
    return (
        _at_half()
        .swap("read from right to left")
        .both(
            lambda e: sp.sqrt(e / gamma),
            r"divide by $\gamma$, take the root",
            to=weight_at_half_rise.equation,
        )
    )


loss_at_half_rise = result(
    "one-weight/loss-at-half-rise",
    title="The loss at the half rise",
    lhs=L(s(_middle)),
    rhs=sp.Rational(1, 4),
    code_form=sp.Rational(1, 4),
    arguments=(),
    assumptions=STEPS,
    check=check.growing,
)


@loss_at_half_rise.route("half a gap, squared")
def _():
    return (
        Chain.of(loss)
        .at({gamma_any: gamma, w: s(_middle)}, "at the half rise")
        .use(_at_half().flip(), why=r"where $\gamma s^2 = \frac{1}{2}$")
    )


loss_half_time = result(
    "one-weight/loss-half-time",
    title="When the loss has done half of its step",
    lhs=t_loss,
    rhs=(sp.log(1 / lambda0 - 1) - sp.log(1 + sp.sqrt(2))) / (8 * gamma),
    code_form=_time((log1p(-lambda0) - 2 * sp.log(amplitude) - sp.log(1 + sp.sqrt(2))) / (8 * gamma)),
    arguments=("gamma", "s0"),
    assumptions=STEPS,
    where=(starts_low,),
    check=check.growing,
)


@loss_half_time.route("the level at which the loss is one half")
def _():
    g = sp.Symbol("g", positive=True)
    level = 1 - 1 / sp.sqrt(2)
    found = Chain.given(g**2, sp.Rational(1, 2), "loss one half").both(
        sp.sqrt, "take the root; the gap is positive"
    )
    return (
        Chain.given(
            t_loss,
            crossing(1 - g),
            r"where the gap $g = 1 - \lambda$ has $g^2 = \frac{1}{2}$",
            where=(starts_low,),
        )
        .use(found, why=r"that is $g = 1/\sqrt{2}$", side="rhs")
        .use(
            Chain.of(crossing_time).at({q: level}, "at this level"),
            why="put in the crossing time",
            side="rhs",
        )
        .rewrite(
            lambda e: loss_half_time.rhs, r"the odds of this level are $\sqrt{2} - 1 = 1 / (1 + \sqrt{2})$"
        )
    )
