"""What a zero or negative eigenvalue does: a plateau for ever."""

from __future__ import annotations

import sympy as sp

from ..chain import Chain
from ..checks import exact_solution as check
from ..letters import d, eigenvalue, gamma, t
from ..letters import loss as L
from ..modes import ModeSum
from ..one_weight.solution import eigenvalue_solution
from ..registry import result
from .scaled_time import limit_inside
from .solution import ALIGNED, aligned_loss, gamma_j, lambda_j
from .staircase import MODE

p = sp.Symbol("p", integer=True, nonnegative=True)  # number of positive eigenvalues among the d in use


def positive(letter):
    """Iverson's bracket [letter > 0]: 1 if it holds, else 0."""
    return sp.Piecewise((1, letter > 0), (0, True))


limit_eigenvalue = result(
    "staircase/limit-eigenvalue",
    title="Where the embedding eigenvalue ends",
    lhs=sp.Limit(eigenvalue(t), t, sp.oo),
    rhs=positive(gamma),
    code_form=positive(gamma),
    arguments=("gamma",),
    assumptions=MODE,
    source="paper, Prop. 4.1",
    check=check.far,
)


@limit_eigenvalue.route("limit of the logistic law")
def _():
    return (
        Chain.of(eigenvalue_solution)
        .both(lambda e: sp.Limit(e, t, sp.oo), "wait for ever")
        .rewrite(lambda e: limit_eigenvalue.rhs, r"$e^{-8 \gamma t}$ tends to 0, stays 1, or grows")
    )


plateau = result(
    "linear/plateau",
    title="Modes that are not positive are never learned",
    lhs=sp.Limit(L(t), t, sp.oo),
    rhs=d - p,
    assumptions=ALIGNED,
    source="derived",
    check=check.forever,
)


@plateau.route("mode by mode")
def _():
    limit = sp.Limit(lambda_j(t), t, sp.oo)
    ends = Chain.given(limit, positive(gamma_j), "of mode j", limit_eigenvalue.status)
    count = Chain.given(ModeSum(positive(gamma_j), d), p, r"$p$ is the number of positive $\gamma_j$")

    return (
        Chain.of(aligned_loss)
        .both(lambda e: sp.Limit(e, t, sp.oo), "wait for ever")
        .step(limit_inside(limit), "a finite sum: the limit may be taken in every term")
        .use(ends, why=r"$\lambda_j$ ends at 1 if $\gamma_j > 0$, else at 0", side="rhs")
        .rewrite(lambda e: ModeSum(1 - positive(gamma_j), d), "0 and 1 are their own squares")
        .rewrite(lambda e: d - ModeSum(positive(gamma_j), d), "$d$ ones, less one for each positive mode")
        .use(count, why="count them", side="rhs")
    )
