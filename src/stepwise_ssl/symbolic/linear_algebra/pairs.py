"""What two views share counts positive, what they do not share negative, in a cross-correlation."""

from __future__ import annotations

import sympy as sp
from sympy import MatMul, MatrixSymbol

from ..checks import pairs as check
from ..letters import m
from ..registry import result
from .meaning import Meaning
from .notation import PairSum, column

n = sp.Symbol("n", integer=True, positive=True)
x, x_prime = column("x_i", m), column("{x'_i}", m)
mean, half_difference = column(r"\bar{x}_i", m), column("delta_i", m)
Gamma, Sigma = MatrixSymbol("Gamma", m, m), MatrixSymbol("Sigma", m, m)
split = {x: mean + half_difference, x_prime: mean - half_difference}
up, down = MatMul(mean, mean.T), MatMul(half_difference, half_difference.T)
plus, minus = mean + half_difference, mean - half_difference
SPLIT = r"$x = \bar{x} + \delta$ and $x' = \bar{x} - \delta$"


def _average(body, share=1 / n):
    return MatMul(share, PairSum(body, n))


sum_and_difference = result(
    "algebra/sum-and-difference",
    title="What is shared, less what is not",
    lhs=Gamma,
    rhs=_average(up - down),
    assumptions=("full-batch",),
    source="derived",
    check=check.views,
)


@sum_and_difference.route("mean and half difference")
def _():
    both = x * x_prime.T + x_prime * x.T
    return Meaning({**split, Gamma: _average(both, 1 / (2 * n))}).lines(
        (Gamma, _average(both, 1 / (2 * n)), "definition"),
        (_average(plus * minus.T + minus * plus.T, 1 / (2 * n)), SPLIT),
        (sum_and_difference.rhs, r"multiply out: the products of $\bar{x}$ with $\delta$ cancel"),
    )


covariance = result(
    "algebra/covariance",
    title="A covariance has a plus in both places",
    lhs=Sigma,
    rhs=_average(up + down),
    assumptions=("full-batch",),
    source="derived",
    check=check.views,
)


@covariance.route("mean and half difference")
def _():
    both = x * x.T + x_prime * x_prime.T
    return Meaning({**split, Sigma: _average(both, 1 / (2 * n))}).lines(
        (Sigma, _average(both, 1 / (2 * n)), "definition"),
        (_average(plus * plus.T + minus * minus.T, 1 / (2 * n)), SPLIT),
        (covariance.rhs, r"multiply out: the products of $\bar{x}$ with $\delta$ cancel"),
    )
