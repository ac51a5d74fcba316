"""What the eigenvalues of an embedding share: nothing, a length, or a variance in each coordinate."""

from __future__ import annotations

import sympy as sp
from sympy import Identity, MatrixSymbol, Trace

from .. import matrices
from ..chain import Chain
from ..checks import deep_budgets as check
from ..equality import StepError, equal
from ..introduction import C, S, agreement, agreement_only, k, n, own, z, z_prime
from ..letters import d
from ..linear_algebra.indices import Entry, Total
from ..linear_algebra.meaning import Meaning
from ..linear_algebra.norms import frobenius_modes, i, j, trace_modes
from ..linear_algebra.notation import PairMean, SquaredNorm
from ..modes import Diag, ModeSum
from ..registry import result
from ..status import weakest
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


def mean_of_ones(lhs, rhs, new):
    """The mean of |z|^2 / 2 + |z'|^2 / 2, where both lengths are one."""
    new = new or sphere_budget.equation
    if new[0] != lhs or not isinstance(rhs, PairMean):
        raise StepError(f"{new[0]} is not {lhs}, or {rhs} is no mean")
    return (*new, equal(rhs.body.xreplace({SquaredNorm(z): 1, SquaredNorm(z_prime): 1}), new[1]))


@sphere_budget.route("a trace")
def _():
    mean = PairMean(half * SquaredNorm(z) + half * SquaredNorm(z_prime), n)
    written = Meaning({Trace(S): half * PairMean(Trace(own), n)})
    chain = Chain.given(
        sphere_budget.lhs, Trace(S), "the sum of the eigenvalues is the trace", trace_modes.status
    )
    return written.line(chain, mean, r"$S = \frac{1}{2n} \sum_i (z_i z_i^{\top} + z_i' z_i'^{\top})$").step(
        mean_of_ones, "every length is one"
    )


sphere_shared = result(
    "deep/sphere-shared",
    title="Embeddings of length one: what two views share",
    lhs=Trace(C),
    rhs=1 - half * agreement,
    assumptions=UNIT,
    source="derived",
    check=check.sphere,
)


@sphere_shared.route("agreement, with the trace put in")
def _():
    def solved(lhs, rhs, new):
        """Solve for the trace of C."""
        new = new or sphere_shared.equation
        if lhs != agreement or agreement not in sp.preorder_traversal(new[1]):
            raise StepError(f"{new[1]} does not hold {lhs}")
        return (*new, matrices.equal(new[0], new[1].xreplace({lhs: rhs})))

    unit = Chain.given(Trace(S), sp.S.One, "the eigenvalues share one unit", sphere_budget.status)
    return (
        Chain.of(agreement_only)
        .use(unit, why=r"$\operatorname{tr} S = 1$", side="rhs")
        .step(solved, r"solve for $\operatorname{tr} C$")
    )


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
