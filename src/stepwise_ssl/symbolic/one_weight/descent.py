"""One weight: gradient descent in finite steps, and how large a step may be."""

from __future__ import annotations

import sympy as sp

from ..chain import Chain
from ..checks import one_weight as check
from ..letters import eta, s_k, s_next
from ..letters import gamma as gamma_any
from ..letters import gamma_pos as gamma
from ..logic import ForAll
from ..registry import result
from .loss_and_flow import ONE, gradient, w

end = 1 / sp.sqrt(gamma)  # where the weight ends
MODE = (*ONE, "positive-mode")

descent_step = result(
    "one-weight/descent-step",
    title="One step of gradient descent",
    lhs=s_next,
    rhs=s_k + 4 * eta * gamma_any * s_k * (1 - gamma_any * s_k**2),
    code_form=w + 4 * eta * gamma_any * w * (1 - gamma_any * w**2),
    arguments=("gamma", "eta", "s"),
    assumptions=ONE,
    check=check.any_sign,
)


@descent_step.route("against the slope")
def _():
    known = Chain.of(gradient).at({w: s_k}, "at the current weight")
    return (
        Chain.given(s_next, s_k - eta * known.lhs, "definition: a step of length $\\eta$ against the slope")
        .use(known, why="put in the slope", side="rhs")
        .rewrite(lambda e: descent_step.rhs, "take the sign into the bracket")
    )


multiplier = result(
    "one-weight/descent-multiplier",
    title="Growth per step of a small weight",
    lhs=sp.Limit(s_next / s_k, s_k, 0, "+"),
    rhs=1 + 4 * eta * gamma_any,
    code_form=1 + 4 * eta * gamma_any,
    arguments=("gamma", "eta"),
    assumptions=ONE,
    check=check.near,
)


@multiplier.route("limit of the ratio")
def _():
    return (
        Chain.of(descent_step)
        .both(lambda e: e / s_k, "growth in one step")
        .rewrite(lambda e: 1 + 4 * eta * gamma_any * (1 - gamma_any * s_k**2), "divide")
        .both(lambda e: sp.Limit(e, s_k, 0, "+"), "for a small weight")
        .rewrite(lambda e: multiplier.rhs, "the square drops out")
    )


multiplier_end = result(
    "one-weight/descent-multiplier-end",
    title="Shrinking per step of a small error near the end",
    lhs=sp.Limit((s_next - end) / (s_k - end), s_k, end, "+-"),
    rhs=1 - 8 * eta * gamma,
    code_form=1 - 8 * eta * gamma_any,
    arguments=("gamma", "eta"),
    assumptions=MODE,
    check=check.near_growing,
)


def _error():
    """The error after a step is the error before it, times a factor."""
    return (
        Chain.of(descent_step)
        .at({gamma_any: gamma}, r"for $\gamma > 0$")
        .both(lambda e: e - end, "distance to the end")
        .rewrite(lambda e: (s_k - end) * (1 - 4 * eta * gamma**2 * s_k * (s_k + end)), "factorise")
    )


@multiplier_end.route("the error has a factor")
def _():
    return (
        _error()
        .both(lambda e: e / (s_k - end), "shrinking in one step")
        .both(lambda e: sp.Limit(e, s_k, end, "+-"), "near the end")
        .rewrite(lambda e: multiplier_end.rhs, r"there $s_k = 1 / \sqrt{\gamma}$")
    )


stability_limit = result(
    "one-weight/stability-limit",
    title="The end is stable below this learning rate",
    lhs=sp.Abs(1 - 8 * eta * gamma) < 1,
    rhs=eta < 1 / (4 * gamma),
    relation=r"\iff",
    code_form=1 / (4 * gamma_any),
    arguments=("gamma",),
    assumptions=MODE,
    check=check.stability,
)


@stability_limit.route("one letter")
def _():
    x = sp.Symbol("x", positive=True)
    return (
        Chain.given(
            sp.Abs(1 - x) < 1, sp.Abs(1 - x) < 1, r"errors shrink; $x = 8 \eta \gamma > 0$", relation=r"\iff"
        )
        .rewrite(lambda e: x < 2, "a distance to 1 that is below 1")
        .at({x: 8 * eta * gamma}, r"put in $x = 8 \eta \gamma$")
        .rewrite(lambda e: stability_limit.rhs, r"divide by $8 \gamma$")
    )


overshoot_limit = result(
    "one-weight/overshoot-limit",
    title="No start below the end ever steps over it",
    lhs=ForAll(s_k + 4 * eta * gamma * s_k * (1 - gamma * s_k**2) <= end, s_k, sp.Interval.open(0, end)),
    rhs=eta <= 1 / (8 * gamma),
    relation=r"\iff",
    code_form=1 / (8 * gamma_any),
    arguments=("gamma",),
    assumptions=MODE,
    check=check.overshoot,
)


@overshoot_limit.route("the error has a factor")
def _():
    x = sp.Symbol("x", positive=True)
    h = sp.Symbol("h", positive=True)
    unit = sp.Interval.open(0, 1)
    return (
        Chain.given(
            ForAll(x + h * x * (1 - x**2) <= 1, x, unit),
            ForAll(x + h * x * (1 - x**2) <= 1, x, unit),
            r"in units of the end: $x = \sqrt{\gamma} s_k$, $h = 4 \eta \gamma$",
            relation=r"\iff",
        )
        .rewrite(
            lambda e: ForAll((1 - x) * (1 - h * x * (1 + x)) >= 0, x, unit), "the error has a factor $1 - x$"
        )
        .rewrite(lambda e: ForAll(h * x * (1 + x) <= 1, x, unit), "which is positive: divide by it")
        .rewrite(lambda e: h <= sp.Rational(1, 2), "$x (1 + x)$ comes as near to 2 as one likes")
        .at({h: 4 * eta * gamma}, r"put in $h = 4 \eta \gamma$")
        .claim(*overshoot_limit.equation, "in the old units")
    )
