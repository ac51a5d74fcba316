"""One weight: where it ends, and how it begins."""

from __future__ import annotations

import sympy as sp

from ..chain import Chain
from ..checks import one_weight as check
from ..letters import gamma, s, s0, t
from ..registry import result
from .loss_and_flow import FLOW
from .solution import stable_form

limit_weight = result(
    "one-weight/limit-weight",
    title="Where the weight ends",
    lhs=sp.Limit(s(t), t, sp.oo),
    rhs=sp.Piecewise((1 / sp.sqrt(gamma), gamma > 0), (s0, sp.Eq(gamma, 0)), (0, gamma < 0)),
    code_form=sp.Piecewise((1 / sp.sqrt(gamma), gamma > 0), (0, gamma < 0), (s0, True)),
    arguments=("gamma", "s0"),
    assumptions=FLOW,
    source="paper, Prop. 4.1",
    check=check.far,
)


@limit_weight.route("limit of the trajectory")
def _():
    return (
        Chain.of(stable_form)
        .both(lambda e: sp.Limit(e, t, sp.oo), "wait for ever")
        .rewrite(lambda e: limit_weight.rhs, r"$e^{-8 \gamma t}$ tends to 0, stays 1, or grows")
    )


limit_early = result(
    "one-weight/limit-early",
    title="How a small weight begins",
    lhs=sp.Limit(s(t) / s0, s0, 0, "+"),
    rhs=sp.exp(4 * gamma * t),
    code_form=sp.exp(4 * gamma * t),
    arguments=("gamma", "t"),
    assumptions=FLOW,
    source="paper, section 4",
    check=check.near,
)


@limit_early.route("limit of the trajectory")
def _():
    return (
        Chain.of(stable_form)
        .both(lambda e: e / s0, "growth since the start")
        .both(lambda e: sp.Limit(e, s0, 0, "+"), "for a small start")
        .rewrite(lambda e: limit_early.rhs, r"the term with $s_0^2$ drops out")
    )
