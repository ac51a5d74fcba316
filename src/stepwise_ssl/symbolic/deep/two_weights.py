"""The smallest deep network, z = s w x: a head s above a body w, and neither of them frozen."""

from __future__ import annotations

import sympy as sp

from ..chain import Chain
from ..checks import deep as check
from ..gate_left_behind import integrated
from ..letters import eigenvalue, gamma, s, s0, t
from ..letters import loss as L
from ..letters import weight as w
from ..registry import result

b, b0 = sp.Function("w", positive=True), sp.Symbol("w0", positive=True)  # the body
v = sp.Symbol("w", positive=True)  # the body's weight, where time plays no part
multiplier_of = sp.Function("rho", positive=True)  # s^2 + w^2
TWO = ("two-weights", "no-normalisation", "loss-weight-one", "full-batch")
FLOW = (*TWO, "gradient-flow", "exact-arithmetic")
lam = eigenvalue(t)
name = Chain.given(gamma * s(t) ** 2 * b(t) ** 2, lam, r"definition: $\lambda = \gamma s^2 w^2$")

loss = result(
    "deep/two-weights-loss",
    title="Loss of two weights, one above the other",
    lhs=L(w, v),
    rhs=(gamma * w**2 * v**2 - 1) ** 2,
    assumptions=TWO,
    source="derived",
    check=check.any_time,
)


@loss.route("one by one matrices")
def _():
    C = sp.Matrix([[w * v]]) * sp.Matrix([[gamma]]) * sp.Matrix([[w * v]]).T
    D = C - sp.eye(1)
    return Chain.given(
        L(w, v), (D * D.T).trace(), "the squared Frobenius norm is a trace; the embedding is $s w x$"
    ).claim(*loss.equation, "one entry, squared")


def downhill(key: str, title: str, moving, letter, rhs, other: str):
    """The law of one of the two weights."""
    found = result(
        key,
        title=title,
        lhs=sp.Derivative(moving(t), t),
        rhs=rhs,
        assumptions=FLOW,
        source="derived",
        check=check.any_time,
    )

    @found.route("downhill on the loss")
    def _():
        now = {w: s(t), v: b(t)}
        slope = sp.Subs(sp.Derivative(L(w, v), letter), tuple(now), tuple(now.values()))
        steep = (
            Chain.of(loss)
            .both(lambda e: sp.Derivative(e, letter), "differentiate")
            .rewrite(
                lambda e: 4 * gamma * w * v * (w * v / letter) * (gamma * w**2 * v**2 - 1),
                "chain rule",
            )
        )
        return (
            Chain.given(found.lhs, -slope, f"gradient flow: against the slope, {other} held")
            .use(
                Chain.given(slope, steep.rhs.subs(now), "slope", steep.status),
                why="put in the slope",
                side="rhs",
                to=(found.lhs, rhs.subs(lam, gamma * s(t) ** 2 * b(t) ** 2)),
            )
            .use(name, why=r"name $\lambda = \gamma s^2 w^2$", side="rhs", to=found.equation)
        )

    return found


head_flow = downhill(
    "deep/head-flow", "The head follows the body", s, w, 4 * gamma * s(t) * b(t) ** 2 * (1 - lam), "$w$"
)
body_flow = downhill(
    "deep/body-flow", "The body follows the head", b, v, 4 * gamma * s(t) ** 2 * b(t) * (1 - lam), "$s$"
)

conserved = result(
    "deep/conserved",
    title="What two weights never change",
    lhs=b(t) ** 2 - s(t) ** 2,
    rhs=b0**2 - s0**2,
    assumptions=FLOW,
    source="Saxe et al. 2013, for linear networks",
    check=check.any_time,
)


@conserved.route("both gain the same")
def _():
    rate = sp.Derivative(conserved.lhs, t)
    chain = (
        Chain.given(rate, rate, "how fast the difference of the squares changes")
        .rewrite(
            lambda e: 2 * b(t) * sp.Derivative(b(t), t) - 2 * s(t) * sp.Derivative(s(t), t), "chain rule"
        )
        .use(head_flow, body_flow, why="put in both laws", side="rhs", to=(rate, sp.S.Zero))
    )
    return integrated(
        chain,
        (conserved.lhs, b(0) ** 2 - s(0) ** 2),
        "what never changes is what it was at the start",
    ).use(
        Chain.given(b(0), b0, "start"),
        Chain.given(s(0), s0, "start"),
        why="name the start",
        side="rhs",
        to=conserved.equation,
    )


multiplier = result(
    "deep/multiplier",
    title="The squares of both weights, from the embedding eigenvalue alone",
    lhs=s(t) ** 2 + b(t) ** 2,
    rhs=sp.sqrt((b0**2 - s0**2) ** 2 + 4 * lam / gamma),
    assumptions=(*FLOW, "positive-mode"),
    source="derived",
    where=(gamma > 0,),
    check=check.growing,
)


@multiplier.route("a square is completed")
def _():
    product = Chain.given(s(t) ** 2 * b(t) ** 2, lam / gamma, r"definition of $\lambda$")
    square = multiplier.lhs**2
    return (
        Chain.given(square, square, "its square", where=(gamma > 0,))
        .rewrite(
            lambda e: (b(t) ** 2 - s(t) ** 2) ** 2 + 4 * s(t) ** 2 * b(t) ** 2,
            "the square of a sum is that of the difference, and four times the product",
        )
        .use(conserved, why="the difference never changes", side="rhs")
        .use(product, why=r"$\lambda = \gamma s^2 w^2$", side="rhs")
        .both(sp.sqrt, "take the root; both squares are positive", to=multiplier.equation)
    )


step = result(
    "deep/two-weights-step",
    title="The logistic law, with a rate that grows",
    lhs=sp.Derivative(lam, t),
    rhs=8 * gamma * (s(t) ** 2 + b(t) ** 2) * lam * (1 - lam),
    assumptions=FLOW,
    source="derived",
    check=check.any_time,
)


@step.route("product rule")
def _():
    inner = gamma * s(t) ** 2 * b(t) ** 2
    return (
        name.flip()
        .both(lambda e: sp.Derivative(e, t), "differentiate both sides")
        .rewrite(
            lambda e: (
                2 * gamma * s(t) * b(t) ** 2 * sp.Derivative(s(t), t)
                + 2 * gamma * s(t) ** 2 * b(t) * sp.Derivative(b(t), t)
            ),
            "product rule",
        )
        .use(
            head_flow,
            body_flow,
            why="put in both laws",
            side="rhs",
            to=(step.lhs, 8 * gamma * (s(t) ** 2 + b(t) ** 2) * inner * (1 - lam)),
        )
        .use(name, why=r"name $\lambda = \gamma s^2 w^2$", side="rhs", to=step.equation)
    )


alone = result(
    "deep/step-alone",
    title="The step of two weights, as an equation for the embedding eigenvalue",
    lhs=sp.Derivative(lam, t),
    rhs=8 * gamma * sp.sqrt((b0**2 - s0**2) ** 2 + 4 * lam / gamma) * lam * (1 - lam),
    assumptions=(*FLOW, "positive-mode"),
    source="derived",
    where=(gamma > 0,),
    check=check.growing,
)


@alone.route("put in the multiplier")
def _():
    return Chain.of(step, where=(gamma > 0,)).use(
        multiplier, why=r"put in $s^2 + w^2$", side="rhs", to=alone.equation
    )


head_start = result(
    "deep/head-start",
    title="Two weights against a frozen body, at the same embedding eigenvalue",
    lhs=sp.Derivative(lam, t) - 8 * gamma * b0**2 * lam * (1 - lam),
    rhs=8 * gamma * (2 * s(t) ** 2 - s0**2) * lam * (1 - lam),
    assumptions=FLOW,
    source="derived",
    check=check.any_time,
)


@head_start.route("what is kept, put in")
def _():
    body = conserved.derivation().both(
        lambda e: e + s(t) ** 2, "add $s^2$", to=(b(t) ** 2, b0**2 - s0**2 + s(t) ** 2)
    )
    return (
        Chain.of(step)
        .both(lambda e: e - 8 * gamma * b0**2 * lam * (1 - lam), r"less the frozen body's rate")
        .rewrite(lambda e: 8 * gamma * (s(t) ** 2 + b(t) ** 2 - b0**2) * lam * (1 - lam), "collect")
        .use(body, why=r"$w^2 = w_0^2 + s^2 - s_0^2$", side="rhs", to=head_start.equation)
    )


multiplier_flow = result(
    "deep/multiplier-flow",
    title="How fast the multiplier grows",
    lhs=sp.Derivative(multiplier_of(t), t),
    rhs=16 * lam * (1 - lam),
    assumptions=FLOW,
    source="derived",
    check=check.any_time,
)


@multiplier_flow.route("chain rule")
def _():
    inner = gamma * s(t) ** 2 * b(t) ** 2
    return (
        Chain.given(multiplier_of(t), s(t) ** 2 + b(t) ** 2, r"definition: $\rho = s^2 + w^2$")
        .both(lambda e: sp.Derivative(e, t), "differentiate both sides")
        .rewrite(
            lambda e: 2 * s(t) * sp.Derivative(s(t), t) + 2 * b(t) * sp.Derivative(b(t), t), "chain rule"
        )
        .use(
            head_flow,
            body_flow,
            why="put in both laws: both squares gain the same",
            side="rhs",
            to=(multiplier_flow.lhs, 16 * inner * (1 - lam)),
        )
        .use(name, why=r"name $\lambda$", side="rhs", to=multiplier_flow.equation)
    )
