"""What the eigenvalues of an embedding share: nothing, a length, or a variance in each coordinate."""

from __future__ import annotations

import sympy as sp
from sympy import Identity, MatrixSymbol, Trace

from ..chain import Chain
from ..checks import deep_budgets as check
from ..equality import StepError, equal
from ..introduction import C, S, k, n, own, z, z_prime
from ..letters import d
from ..linear_algebra.indices import Entry, Total
from ..linear_algebra.meaning import Meaning
from ..linear_algebra.norms import frobenius_modes, i, j, trace_modes
from ..linear_algebra.notation import PairMean, SquaredNorm
from ..modes import Diag, ModeSum
from ..registry import result
from ..words import Kinds

half = sp.Rational(1, 2)
I = Identity(d)
lambda_j, sigma_j = sp.Symbol("lambda_j", real=True), sp.Symbol("sigma_j", real=True)
U = MatrixSymbol("U", d, d)
turned = Kinds(symmetric=frozenset({S}), orthonormal=((U,),))

own_target = result(
    "deep/own-target",
    title="Barlow Twins: every eigenvalue has a target of its own",
    lhs=SquaredNorm(C - I),
    rhs=ModeSum((1 - lambda_j) ** 2, d),
    assumptions=("no-normalisation", "loss-weight-one", "full-batch", "symmetric-gamma"),
    source="any course in linear algebra",
    check=check.spectrum,
)


@own_target.route("spectral theorem")
def _():
    spectral = U * Diag(lambda_j, d) * U.T
    return Meaning({C: spectral}, turned).lines(
        (SquaredNorm(C - I), SquaredNorm(spectral - I), "spectral theorem"),
        (Trace(Diag((1 - lambda_j) ** 2, d)), r"$U^{\top} U = U U^{\top} = I$"),
        (own_target.rhs, "the sum of the diagonal"),
    )


UNIT = ("unit-length", "full-batch")

sphere_budget = result(
    "deep/sphere-budget",
    title="Embeddings of length one: their eigenvalues share one unit",
    lhs=ModeSum(sigma_j, d),
    rhs=sp.S.One,
    assumptions=UNIT,
    source="derived",
    check=check.sphere,
)


lengths = half * PairMean(SquaredNorm(z), n) + half * PairMean(SquaredNorm(z_prime), n)


def means_of_ones(lhs, rhs, new):
    """A mean of squared lengths, all of them one, is one."""
    new = new or sphere_budget.equation
    ones = {PairMean(SquaredNorm(x), n): sp.S.One for x in (z, z_prime)}
    value = rhs.xreplace(ones)
    if new[0] != lhs or not value.is_number:
        raise StepError(f"{new[0]} is not {lhs}, or {rhs} holds more than the mean squared lengths")
    return (*new, equal(value, new[1]))


@sphere_budget.route("a trace")
def _():
    written = Meaning({Trace(S): half * PairMean(Trace(own), n)})
    chain = Chain.given(
        sphere_budget.lhs, Trace(S), "the sum of the eigenvalues is the trace", trace_modes.status
    )
    return written.line(
        chain,
        lengths,
        r"$S = \frac{1}{2n} \sum_i (z_i z_i^{\top} + z_i' z_i'^{\top})$, "
        r"and $\operatorname{tr} z z^{\top} = \lVert z \rVert^2$",
    ).step(means_of_ones, "every length is one, and so is the mean of their squares")


equal_shares = result(
    "deep/equal-shares",
    title="A fixed sum: the squares are least where all shares are equal",
    lhs=ModeSum(sigma_j**2, k),
    rhs=d**2 / k + ModeSum((sigma_j - d / k) ** 2, k),
    assumptions=("fixed-sum",),
    source="any course in statistics",
    check=check.shares,
)


@equal_shares.route("squares of the differences")
def _():
    total = Chain.given(ModeSum(sigma_j, k), d, "the shares add up to d")
    apart = ModeSum((sigma_j - d / k) ** 2, k)
    return (
        Chain.given(d**2 / k + apart, d**2 / k + apart, "start from the right")
        .rewrite(
            lambda e: d**2 / k + ModeSum(sigma_j**2, k) - 2 * d / k * ModeSum(sigma_j, k) + d**2 / k,
            "square of a difference, summed term by term",
        )
        .use(total, why="the shares add up to $d$", side="rhs", to=(d**2 / k + apart, ModeSum(sigma_j**2, k)))
        .swap("read from right to left")
    )


both = ((i, d), (j, d))
diagonal = Total(Entry(S, i, i) ** 2, ((i, d),))

covariance_term = result(
    "deep/covariance-term",
    title="VICReg: with every variance at one, what the covariance term sees",
    lhs=Total(Entry(S, i, j) ** 2, both, distinct=True),
    rhs=ModeSum(sigma_j**2, d) - d,
    assumptions=("unit-variances",),
    source="derived",
    check=check.variances,
)


@covariance_term.route("all entries, less the diagonal")
def _():
    squares = Chain.given(
        SquaredNorm(S), ModeSum(sigma_j**2, d), "eigenvalues of a symmetric matrix", frobenius_modes.status
    )
    return (
        Meaning({}, turned)
        .lines(
            (covariance_term.lhs, covariance_term.lhs, "the covariance term, times $d$"),
            (SquaredNorm(S) - diagonal, "all entries, squared and added, less those of the diagonal"),
        )
        .use(Chain.given(diagonal, d, "held"), why="$S_{ii} = 1$: each of the $d$ terms is one", side="rhs")
        .use(squares, why="the Frobenius norm adds up the squared eigenvalues", side="rhs")
    )
