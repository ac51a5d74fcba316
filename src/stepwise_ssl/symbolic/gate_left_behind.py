"""How much of the second arrow is left behind along the first: a power of the first one's growth."""

from __future__ import annotations

import sympy as sp

from .chain import Chain
from .checks import gate as check
from .equality import StepError, equal
from .gate import GROWN, along, first, gamma_1, gamma_2
from .letters import t
from .one_weight.limits import limit_weight
from .registry import result
from .status import weakest

part, arm = sp.Function("b", positive=True), sp.Function("s_1", positive=True)
shut = sp.Function("lambda_1", real=True)
ratio = gamma_2 / gamma_1

left_behind = result(
    "gate/left-behind",
    title="What is left behind along the first arrow",
    lhs=part(t),
    rhs=part(0) * (arm(t) / arm(0)) ** ratio,
    assumptions=GROWN,
    source="derived",
    check=check.in_time,
)


def integrated(chain: Chain, new: tuple, why: str) -> Chain:
    """From equal derivatives to equal functions of time, if they agree at time 0."""

    def rule(lhs, rhs, other):
        other = other or new
        marks = [equal(sp.diff(e, t), old) for e, old in zip(other, (lhs, rhs), strict=True)]
        marks.append(equal(*(e.subs(t, 0).doit() for e in other)))
        return (*other, weakest(marks))

    return chain.step(rule, why)


@left_behind.route("compare the two rates")
def _():
    speed = sp.Derivative(arm(t), t)
    gap = Chain.given(shut(t), 1 - speed / (4 * gamma_1 * arm(t)), "the first arrow", first.status)
    chain = (
        Chain.given(
            sp.Derivative(part(t), t),
            4 * gamma_2 * (1 - shut(t)) * part(t),
            "along the first arrow",
            along.status,
        )
        .both(lambda e: e / part(t), "divide by $b$")
        .use(
            gap,
            why=r"the first arrow: $s_1' = 4 \gamma_1 (1 - \lambda_1) s_1$",
            to=(sp.Derivative(part(t), t) / part(t), ratio * speed / arm(t)),
            side="rhs",
        )
    )
    logs = sp.log(part(t) / part(0)), ratio * sp.log(arm(t) / arm(0))
    return integrated(chain, logs, "both sides are derivatives of logarithms: integrate from 0 to $t$").both(
        lambda e: part(0) * sp.exp(e), "undo the logarithm", to=left_behind.equation
    )


left_in_the_end = result(
    "gate/left-behind-limit",
    title="What is left behind in the end",
    lhs=sp.Limit(part(t), t, sp.oo),
    rhs=part(0) * (sp.sqrt(gamma_1) * arm(0)) ** (-ratio),
    assumptions=GROWN,
    source="derived",
    check=check.in_time,
)


@left_in_the_end.route("the first arrow at its limit")
def _():
    def continuous(lhs, rhs, new):
        """Products and powers are continuous: put in the limit of s_1."""
        new = new or (sp.Limit(part(t), t, sp.oo), left_behind.rhs.subs(arm(t), 1 / sp.sqrt(gamma_1)))
        if new[0] != sp.Limit(lhs, t, sp.oo):
            raise StepError(f"{new[0]} is not the limit of {lhs}")
        marks = [equal(rhs.subs(arm(t), 1 / sp.sqrt(gamma_1)), new[1]), limit_weight.status]
        return (*new, weakest(marks))

    return (
        Chain.of(left_behind)
        .step(continuous, r"$s_1(t) \to 1 / \sqrt{\gamma_1}$")
        .rewrite(lambda e: left_in_the_end.rhs, "a negative power")
    )


alpha, r, beta = sp.symbols("alpha r beta", positive=True)
scale_law = result(
    "gate/scale-law",
    title="The smaller the start, the less is left behind",
    lhs=sp.Limit(part(t), t, sp.oo),
    rhs=beta * (sp.sqrt(gamma_1) * r) ** (-ratio) * alpha ** (1 - ratio),
    assumptions=(*GROWN, "scaled-start"),
    source="derived",
    check=check.in_time,
)


@scale_law.route("scale the start")
def _():
    return (
        Chain.of(left_in_the_end)
        .at({arm(0): alpha * r, part(0): alpha * beta}, r"with $s_1(0) = \alpha r$ and $b(0) = \alpha \beta$")
        .rewrite(lambda e: scale_law.rhs, r"collect the powers of $\alpha$")
    )
