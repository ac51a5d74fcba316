"""One step of the staircase: what has happened at the step time, and where it is steepest."""

from __future__ import annotations

import sympy as sp

from ..chain import Chain
from ..checks import one_weight as check
from ..letters import eigenvalue, s, t, tau
from ..letters import gamma as gamma_any
from ..letters import gamma_pos as gamma
from ..letters import loss as L
from ..one_weight.loss_and_flow import embedding_eigenvalue, loss, w
from ..one_weight.solution import eigenvalue_solution, logistic
from ..one_weight.times import amplitude, lambda0, starts_low, step_time, width
from ..registry import result

#: A law of one weight is the law of a mode: that is what the theorem says.
MODE = (
    "linear-model",
    "no-normalisation",
    "loss-weight-one",
    "full-batch",
    "gradient-flow",
    "exact-arithmetic",
    "aligned-start",
)
STEPS = (*MODE, "positive-mode", "small-start-scalar")


def where_it_steps(formula, letter=gamma):
    """A quantity as code: NaN where the mode never steps."""
    low = starts_low.subs(gamma, gamma_any)
    formula = formula.subs(letter, gamma_any)
    return sp.Piecewise((sp.nan, gamma_any <= 0), (formula, low), (sp.nan, True))


at_step_time = result(
    "staircase/eigenvalue-at-step-time",
    title="The embedding eigenvalue at the step time",
    lhs=eigenvalue(tau),
    rhs=1 / (2 - lambda0),
    code_form=where_it_steps(1 / (2 - lambda0)),
    arguments=("gamma", "s0"),
    assumptions=STEPS,
    where=(starts_low,),
    check=check.growing,
)


@at_step_time.route("put in the step time")
def _():
    decay = sp.exp(-8 * gamma * tau)
    known = (
        Chain.of(step_time, where=(starts_low,))
        .both(lambda e: -8 * gamma * e, r"multiply by $-8 \gamma$")
        .both(sp.exp, "exponentiate", to=(decay, lambda0))
    )
    return (
        Chain.of(eigenvalue_solution, where=(starts_low,))
        .at({gamma_any: gamma, t: tau}, "at the step time")
        .use(known, why=r"where $e^{-8 \gamma \tau} = \gamma s_0^2$", side="rhs")
        .rewrite(lambda e: at_step_time.rhs, r"divide above and below by $\gamma s_0^2$")
    )


loss_at_step_time = result(
    "staircase/loss-at-step-time",
    title="The loss at the step time",
    lhs=L(s(tau)),
    rhs=((1 - lambda0) / (2 - lambda0)) ** 2,
    code_form=where_it_steps(((1 - lambda0) / (2 - lambda0)) ** 2),
    arguments=("gamma", "s0"),
    assumptions=STEPS,
    where=(starts_low,),
    check=check.growing,
)


def _loss_of_eigenvalue():
    """L = (1 - lambda)^2 along the trajectory."""
    return (
        Chain.of(loss)
        .at({w: s(t)}, "along the trajectory")
        .use(Chain.of(embedding_eigenvalue).flip(), why=r"name $\lambda = \gamma s^2$")
        .rewrite(lambda e: (1 - eigenvalue(t)) ** 2, "a square has no sign")
    )


@loss_at_step_time.route("square the gap")
def _():
    return (
        Chain.of(_loss_of_eigenvalue().at({t: tau}, ""), "one mode's share of the loss")
        .use(at_step_time, why=r"$\lambda(\tau) = 1 / (2 - \gamma s_0^2)$", side="rhs")
        .rewrite(lambda e: loss_at_step_time.rhs, "one fraction")
    )


steepest_rise = result(
    "staircase/steepest-rise",
    title="The eigenvalue climbs fastest half-way up",
    lhs=sp.Derivative(eigenvalue(t), t),
    rhs=2 * gamma_any - 8 * gamma_any * (eigenvalue(t) - sp.Rational(1, 2)) ** 2,
    assumptions=MODE,
    check=check.any_sign,
)


@steepest_rise.route("complete the square")
def _():
    return Chain.of(logistic).rewrite(lambda e: steepest_rise.rhs, "complete the square")


loss_speed = result(
    "staircase/loss-speed",
    title="How fast the loss of one mode falls",
    lhs=-sp.Derivative(L(s(t)), t),
    rhs=16 * gamma_any * eigenvalue(t) * (1 - eigenvalue(t)) ** 2,
    assumptions=MODE,
    check=check.any_sign,
)


@loss_speed.route("chain rule")
def _():
    rate = sp.Derivative(eigenvalue(t), t)
    return (
        Chain.of(_loss_of_eigenvalue(), "one mode's share of the loss")
        .both(lambda e: -sp.Derivative(e, t), "how fast it falls")
        .rewrite(lambda e: 2 * (1 - eigenvalue(t)) * rate, "chain rule")
        .use(logistic, why="put in the logistic law", side="rhs", to=loss_speed.equation)
    )


third = sp.Rational(1, 3)
steepest_loss = result(
    "staircase/steepest-loss",
    title="The loss falls fastest a third of the way up",
    lhs=loss_speed.lhs,
    rhs=sp.Rational(64, 27) * gamma_any
    - 16 * gamma_any * (eigenvalue(t) - third) ** 2 * (sp.Rational(4, 3) - eigenvalue(t)),
    assumptions=MODE,
    check=check.any_sign,
)


@steepest_loss.route("split off the top")
def _():
    return Chain.of(loss_speed).rewrite(
        lambda e: steepest_loss.rhs, r"split off the value at $\lambda = \frac{1}{3}$"
    )


relative_width = result(
    "staircase/relative-width",
    title="The step against the wait",
    lhs=width.lhs / tau,
    rhs=sp.log(81) / sp.log(1 / lambda0),
    code_form=where_it_steps(sp.log(9) / -sp.log(amplitude)),
    arguments=("gamma", "s0"),
    assumptions=STEPS,
    where=(starts_low,),
    check=check.growing,
)


@relative_width.route("divide the width by the step time")
def _():
    ratio = relative_width.lhs
    return (
        Chain.given(ratio, ratio, "the width in units of the wait", where=(starts_low,))
        .use(width, why="put in the width", side="rhs")
        .use(step_time, why="put in the step time", side="rhs")
        .rewrite(lambda e: relative_width.rhs, r"$8 \gamma$ cancels, and $- \log x = \log \frac{1}{x}$")
    )
