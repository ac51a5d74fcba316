"""Chapter 1: what the loss demands, what it says of a collapse, and why agreement alone is not enough."""

from __future__ import annotations

import sympy as sp
from sympy import Identity, MatMul, MatrixSymbol, Trace

from .checks import introduction as check
from .letters import d
from .linear_algebra.meaning import Meaning
from .linear_algebra.notation import PairMean, SquaredNorm, column
from .registry import result
from .words import Kinds

LOSS = ("no-normalisation", "loss-weight-one", "full-batch")
C, I = MatrixSymbol("C", d, d), Identity(d)
L = sp.Symbol("L", real=True)
c_11, c_12, c_22 = sp.symbols("C_{11} C_{12} C_{22}", real=True)

two_demands = result(
    "intro/two-demands",
    title="Barlow Twins loss of two coordinates",
    lhs=L,
    rhs=(c_11 - 1) ** 2 + (c_22 - 1) ** 2 + 2 * c_12**2,
    assumptions=LOSS,
    source="paper, section 3",
    check=check.two_coordinates,
)


@two_demands.route("entry by entry")
def _():
    every = sp.Add(c_12**2, c_12**2, (c_11 - 1) ** 2, (c_22 - 1) ** 2, evaluate=False)
    return Meaning({L: every}).lines(
        (L, every, "definition: all four entries of $C - I$, squared and added, with $C_{21} = C_{12}$"),
        (two_demands.rhs, "the entries beside the diagonal are equal"),
    )


point, length = column("c", d), sp.Symbol("r", positive=True)
q, others = column("q", d), MatrixSymbol("N", d, d - 1)
one_direction = Kinds(orthonormal=((q, others),))

collapse_loss = result(
    "intro/collapse-loss",
    title="Loss of a collapse to one point",
    lhs=sp.Symbol(r"L_{C = c c^{\top}}", real=True),
    rhs=d - 1 + (1 - length**2) ** 2,
    assumptions=LOSS,
    source="derived",
    check=check.collapsed,
)


@collapse_loss.route("multiply out")
def _():
    whole = SquaredNorm(MatMul(point, point.T) - I)
    r, whole_q = length, SquaredNorm(length**2 * q * q.T - I)
    says = Meaning({collapse_loss.lhs: whole, point: r * q}, one_direction)
    return says.lines(
        (
            collapse_loss.lhs,
            whole,
            r"every view at one point $c$, at a distance $r$ from zero: $C = c c^{\top}$",
        ),
        (whole_q, r"$c = r q$ with $|q| = 1$"),
        (
            r**4 - 2 * r**2 + d,
            r"multiply out: $\operatorname{tr}(q q^{\top}) = 1$, $\operatorname{tr} I = d$",
        ),
        (d - 1 + (1 - r**2) ** 2, "complete the square: $d$ at the point zero, and at best $d - 1$"),
    )


k = sp.Symbol("k", integer=True, positive=True)
directions, empty = MatrixSymbol("Q", d, k), MatrixSymbol("N", d, d - k)

directions_loss = result(
    "intro/directions-loss",
    title="The loss counts what is missing",
    lhs=sp.Symbol("L_{C = P}", real=True),
    rhs=d - k,
    assumptions=LOSS,
    source="derived",
    check=check.collapsed,
)


@directions_loss.route("a projector")
def _():
    P = MatMul(directions, directions.T)
    start = SquaredNorm(P - I)
    says = Meaning({directions_loss.lhs: start}, Kinds(orthonormal=((directions, empty),)))
    return says.lines(
        (directions_loss.lhs, start, r"$k$ directions filled: $C = P = Q Q^{\top}$ with $Q^{\top} Q = I$"),
        (Trace(I - P), "$I - P$ projects on the empty directions: it is its own square"),
        (d - Trace(MatMul(directions.T, directions)), "a trace does not mind the order"),
        (d - k, r"$Q^{\top} Q$ is the identity of $k$ directions"),
    )


n = sp.Symbol("n", integer=True, positive=True)
z, z_prime, kappa = column("z_i", d), column("{z'_i}", d), sp.Symbol("kappa", real=True)
S = MatrixSymbol("S", d, d)
agreement = PairMean(SquaredNorm(z - z_prime), n)
half = sp.Rational(1, 2)
own, shared = z * z.T + z_prime * z_prime.T, z * z_prime.T + z_prime * z.T

agreement_only = result(
    "intro/agreement-only",
    title="Agreement alone: what is there, less what is shared",
    lhs=agreement,
    rhs=2 * Trace(S) - 2 * Trace(C),
    assumptions=("full-batch",),
    source="derived",
    check=check.embeddings,
)


@agreement_only.route("square of a difference")
def _():
    says = Meaning({Trace(S): half * PairMean(Trace(own), n), Trace(C): half * PairMean(Trace(shared), n)})
    return says.lines(
        (
            agreement,
            PairMean(Trace(own - shared), n),
            r"$\lVert z \rVert^2 = \operatorname{tr} z z^{\top}$, multiplied out",
        ),
        (
            agreement_only.rhs,
            r"$S = \frac{1}{2n} \sum_i (z_i z_i^{\top} + z_i' z_i'^{\top})$, and $C$ with the mixed products",
        ),
    )


shrinking = result(
    "intro/shrinking",
    title="Shrinking is agreeing",
    lhs=PairMean(SquaredNorm(kappa * z - kappa * z_prime), n),
    rhs=kappa**2 * agreement,
    assumptions=("full-batch",),
    source="derived",
    check=check.embeddings,
)


@shrinking.route("take the factor out")
def _():
    return Meaning().lines(
        (shrinking.lhs, PairMean(SquaredNorm(kappa * (z - z_prime)), n), "every embedding times $\\kappa$"),
        (PairMean(kappa**2 * SquaredNorm(z - z_prime), n), "a squared length takes the factor squared"),
        (shrinking.rhs, "the same for every pair"),
    )
