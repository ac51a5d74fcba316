"""The loss of the linear model: by hand for two weights, its two demands, its gradient index by index."""

from __future__ import annotations

import sympy as sp
from sympy import ImmutableMatrix, MatMul

from .chain import Chain
from .checks import linear_loss as check
from .equality import StepError
from .exact_solution.model import C, cross_correlation
from .letters import d
from .linear_algebra.indices import Entry, Total, normal, slope
from .linear_algebra.meaning import Meaning
from .linear_algebra.notation import SquaredNorm
from .linear_model import MODEL, Gamma, I, W, gradient, gradient_of_loss, slope_form, symmetric
from .registry import result
from .status import Status, weakest

w_1, w_2, g_11, g_12, g_22 = sp.symbols("w_1 w_2 g_{11} g_{12} g_{22}", real=True)
number_C, number_L = sp.symbols("C L", real=True)
views_matrix = ImmutableMatrix([[g_11, g_12], [g_12, g_22]])
row, upright = ImmutableMatrix([[w_1, w_2]]), ImmutableMatrix([w_1, w_2])
pulled = ImmutableMatrix([g_11 * w_1 + g_12 * w_2, g_12 * w_1 + g_22 * w_2])  # Gamma w

one_output = result(
    "linear/one-output",
    title="Cross-correlation of one output with two weights",
    lhs=number_C,
    rhs=g_11 * w_1**2 + 2 * g_12 * w_1 * w_2 + g_22 * w_2**2,
    assumptions=("linear-model", "symmetric-gamma", "no-normalisation", "full-batch"),
    source="derived",
    check=check.one_output,
)


@one_output.route("multiply out")
def _():
    return Meaning({number_C: one_output.rhs}).lines(
        (number_C, MatMul(row, views_matrix, upright), r"$C = W \Gamma W^{\top}$ with $W = (w_1, w_2)$"),
        (MatMul(row, pulled), "matrix times column"),
        (one_output.rhs, "row times column"),
        status=cross_correlation.status,
    )


def _partial(letter: str, k: int) -> sp.Symbol:
    return sp.Symbol(rf"\frac{{\partial {letter}}}{{\partial w_{k}}}", real=True)


slopes_of_L = ImmutableMatrix([_partial("L", 1), _partial("L", 2)])
slopes_of_C = ImmutableMatrix([_partial("C", 1), _partial("C", 2)])
square = (number_C - 1) ** 2

gradient_by_hand = result(
    "linear/gradient-by-hand",
    title="Gradient for two weights",
    lhs=slopes_of_L,
    rhs=MatMul(4, number_C - 1, pulled, evaluate=False),
    assumptions=("linear-model", *MODEL),
    source="derived",
    check=check.one_output,
)


@gradient_by_hand.route("chain rule")
def _():
    of_C = one_output.rhs
    says = {number_C: of_C, number_L: (of_C - 1) ** 2}
    for k, w in enumerate((w_1, w_2)):
        says |= {slopes_of_C[k]: sp.diff(of_C, w), slopes_of_L[k]: sp.diff((of_C - 1) ** 2, w)}
    meaning = Meaning(says)

    def differentiate(lhs, rhs, new):
        """Both sides by both weights."""
        new = new or (slopes_of_L, MatMul(2, number_C - 1, slopes_of_C, evaluate=False))
        by_both = [sp.Matrix([sp.diff(meaning.written_out(e), w) for w in (w_1, w_2)]) for e in (lhs, rhs)]
        marks = [meaning.alike(sp.ImmutableMatrix(e), other) for e, other in zip(by_both, new, strict=True)]
        return (*new, weakest(marks))

    chain = Chain.given(number_L, square, "definition of the loss, $d = 1$").step(
        differentiate, "chain rule: outside, then inside"
    )
    inside = ImmutableMatrix([2 * g_11 * w_1 + 2 * g_12 * w_2, 2 * g_12 * w_1 + 2 * g_22 * w_2])
    inner = MatMul(2, number_C - 1, inside, evaluate=False)
    chain = meaning.line(chain, inner, "differentiate $C = g_{11} w_1^2 + 2 g_{12} w_1 w_2 + g_{22} w_2^2$")
    return meaning.line(chain, gradient_by_hand.rhs, "take out the 2")


loss = result(
    "linear/loss",
    title="Barlow Twins loss, off-diagonal weight one",
    lhs=number_L,
    rhs=SquaredNorm(C - I),
    assumptions=("no-normalisation", "loss-weight-one", "full-batch"),
    source="paper, section 3",
    check=check.any_size,
    definition=True,
)

i, j, k, l, a, b = sp.symbols("i j k l a b")
both = ((i, d), (j, d))
far = Entry(C, i, j) - Entry(I, i, j)

two_demands = result(
    "linear/two-demands",
    title="The two demands of the loss",
    lhs=number_L,
    rhs=Total((Entry(C, i, i) - 1) ** 2, ((i, d),)) + Total(Entry(C, i, j) ** 2, both, distinct=True),
    assumptions=("no-normalisation", "loss-weight-one", "full-batch"),
    source="derived",
    check=check.any_size,
)


@two_demands.route("diagonal and beside it")
def _():
    return Meaning({number_L: loss.rhs}).lines(
        (number_L, loss.rhs, "definition of the loss"),
        (Total(far**2, both), "definition of the norm: all entries, squared and added"),
        (two_demands.rhs, r"on the diagonal $\delta_{ii} = 1$, beside it $\delta_{ij} = 0$"),
    )


class SlopeOfC(sp.Expr):
    """The derivative of C_ij by W_ab."""

    is_commutative = True
    is_real = True

    def valued(self, at, values: dict):
        """Number, from the table "slope of C" of the values."""
        return values["slope of C"][values[i], values[j]]

    def _latex(self, printer, exp=None):
        return r"\frac{\partial C_{ij}}{\partial W_{ab}}"


@gradient.route("index by index")
def _():
    partial = sp.Symbol(r"\frac{\partial L}{\partial W_{ab}}", real=True)
    product = W * Gamma * W.T
    along = Entry(W * Gamma, j, b) * Entry(I, i, a) + Entry(W * Gamma, i, b) * Entry(I, j, a)
    meaning = Meaning({C: product}, symmetric)
    if normal(along, symmetric.symmetric) != slope(Entry(product, i, j), W, a, b, symmetric.symmetric):
        raise StepError(f"{along} is not the derivative of C_ij")

    def read(e):
        return meaning.written_out(e).replace(lambda x: isinstance(x, SlopeOfC), lambda x: along)

    def differentiate(lhs, rhs, new):
        """Every term by W_ab: the product rule, exactly."""
        new = new or (partial, 2 * Total(far * SlopeOfC(), both))
        by_rule = slope(meaning.written_out(rhs), W, a, b, symmetric.symmetric)
        if (lhs, new[0]) != (number_L, partial) or by_rule != normal(read(new[1]), symmetric.symmetric):
            raise StepError(f"{new[1]} is not the derivative of {rhs}")
        return (*new, Status.PROVED)

    def line(chain, new, why):
        def rule(lhs, rhs, other):
            other = other or (lhs, new)
            if other[0] != lhs:
                raise StepError(f"the left side is {lhs}, not {other[0]}")
            return (*other, meaning.alike(read(rhs), read(other[1])))

        return chain.step(rule, why)

    def read_matrix(lhs, rhs, new):
        """If the entries are equal for all a and b, so are the matrices."""
        new = new or (gradient_of_loss, slope_form)
        if (lhs, new[0]) != (partial, gradient_of_loss):
            raise StepError(f"{new[0]} does not hold the entries {lhs}")
        return (*new, meaning.alike(read(rhs), Entry(new[1], a, b)))

    one, other = Entry(C - I, a, j), Entry(C - I, i, a)
    along_row, along_column = Entry(W * Gamma, j, b), Entry(W * Gamma, i, b)
    chain = Chain.given(number_L, Total(far**2, both), "the loss, entry by entry", kinds=symmetric)
    chain = chain.step(differentiate, "chain rule")
    chain = line(
        chain,
        2 * Total(far * along, both),
        r"product rule for $C_{ij} = \sum_{k, l} W_{ik} \Gamma_{kl} W_{jl}$, and $\Gamma$ is symmetric",
    )
    chain = line(
        chain,
        2 * Total(one * along_row, ((j, d),)) + 2 * Total(other * along_column, ((i, d),)),
        r"$\delta$ picks one term",
    )
    chain = line(chain, 4 * Total(one * along_row, ((j, d),)), "$C$ is symmetric: both sums are equal")
    return chain.step(read_matrix, "row times column: read it as a product of matrices")
