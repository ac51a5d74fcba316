"""One weight: the loss, its gradient, the flow, and the embedding eigenvalue."""

from __future__ import annotations

import sympy as sp

from ..chain import Chain
from ..checks import one_weight as check
from ..letters import eigenvalue, gamma, s, t
from ..letters import loss as L
from ..letters import weight as w
from ..registry import result

ONE = ("one-weight", "no-normalisation", "loss-weight-one", "full-batch")
FLOW = (*ONE, "gradient-flow", "exact-arithmetic")

loss = result(
    "one-weight/loss",
    title="Loss of one weight",
    lhs=L(w),
    rhs=(gamma * w**2 - 1) ** 2,
    code_form=(gamma * w**2 - 1) ** 2,
    arguments=("gamma", "s"),
    assumptions=ONE,
    source="paper, section 3, with d = m = 1",
    check=check.any_sign,
)


@loss.route("one by one matrices")
def _():
    C = sp.Matrix([[w]]) * sp.Matrix([[gamma]]) * sp.Matrix([[w]]).T
    D = C - sp.eye(1)
    return Chain.given(
        L(w), (D * D.T).trace(), "the squared Frobenius norm is a trace, here of a 1 x 1 matrix"
    ).claim(L(w), (gamma * w**2 - 1) ** 2, "one entry, squared")


gradient = result(
    "one-weight/gradient",
    title="Slope of the loss",
    lhs=sp.Derivative(L(w), w),
    rhs=4 * gamma * w * (gamma * w**2 - 1),
    code_form=4 * gamma * w * (gamma * w**2 - 1),
    arguments=("gamma", "s"),
    assumptions=ONE,
    check=check.any_sign,
)


@gradient.route("chain rule")
def _():
    return (
        Chain.of(loss)
        .both(lambda e: sp.Derivative(e, w), "differentiate both sides")
        .rewrite(lambda e: gradient.rhs, "chain rule: outer slope 2 (gamma s^2 - 1), inner slope 2 gamma s")
    )


flow = result(
    "one-weight/flow",
    title="Gradient flow of one weight",
    lhs=sp.Derivative(s(t), t),
    rhs=4 * gamma * s(t) * (1 - gamma * s(t) ** 2),
    code_form=4 * gamma * w * (1 - gamma * w**2),
    arguments=("gamma", "s"),
    assumptions=FLOW,
    source="paper, eq. for the gradient flow, with d = m = 1",
    check=check.any_sign,
)


@flow.route("downhill on the loss")
def _():
    slope = sp.Subs(sp.Derivative(L(w), w), w, s(t))
    return (
        Chain.given(sp.Derivative(s(t), t), -slope, "gradient flow: the weight moves against the slope")
        .use(Chain.given(slope, gradient.rhs.subs(w, s(t)), "slope", gradient.status), why="put in the slope")
        .rewrite(lambda e: flow.rhs, "take the sign into the bracket")
    )


embedding_eigenvalue = result(
    "one-weight/embedding-eigenvalue",
    title="Embedding eigenvalue",
    lhs=eigenvalue(t),
    rhs=gamma * s(t) ** 2,
    code_form=gamma * w**2,
    arguments=("gamma", "s"),
    assumptions=ONE,
    source="paper, section 3: the eigenvalue of C",
    check=check.any_sign,
    definition=True,
)
