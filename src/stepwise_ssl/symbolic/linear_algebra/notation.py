"""What the chapters write and SymPy has no object for: squared norms, sums over pairs, columns abreast."""

from __future__ import annotations

import sympy as sp
from sympy import MatMul, MatrixExpr, MatrixSymbol, Trace, Transpose


class SquaredNorm(sp.Expr):
    """The sum of the squares of all entries: of a column its squared length, of a matrix Frobenius' norm.

    Args:
        matrix: matrix expression.

    Example:
        >>> A = MatrixSymbol("A", 2, 3)
        >>> SquaredNorm(A).written_out()
        Trace(A*A.T)
    """

    is_commutative = True
    is_real = True

    def __new__(cls, matrix):
        """Make the norm; nothing is evaluated."""
        return sp.Basic.__new__(cls, matrix)

    def written_out(self):
        """The same as a trace."""
        (A,) = self.args
        return Trace(MatMul(A, Transpose(A)))

    def valued(self, at, values: dict):
        """Number: entry by entry."""
        return sum(x**2 for x in sp.Matrix([at(self.args[0])]))

    def _latex(self, printer, exp=None):
        (A,) = self.args
        mark = "" if A.shape[1] == 1 else "_F"
        return rf"\lVert {printer._print(A)} \rVert{mark}^2"


class PairSum(MatrixExpr):
    """The sum of a matrix expression over all n pairs; letters whose name ends in ``_i`` are the i-th pair's.

    Args:
        body: the i-th term.
        count: number of pairs.
    """

    def __new__(cls, body, count):
        """Make the sum; nothing is evaluated."""
        return sp.Basic.__new__(cls, body, sp.sympify(count))

    @property
    def body(self):
        """The i-th term."""
        return self.args[0]

    @property
    def shape(self):
        """Shape of a term."""
        return self.args[0].shape

    def valued(self, at, values: dict):
        """The sum, pair by pair."""
        first, *others = (at(self.body, pair.items()) for pair in values["pairs"])
        return sum(others, first)

    def _latex(self, printer):
        return _over_pairs(printer, self)


class PairTotal(sp.Expr):
    """The sum of a number over all n pairs.

    Args:
        body: the i-th term.
        count: number of pairs.
    """

    is_commutative = True
    is_real = True

    def __new__(cls, body, count):
        """Make the sum; nothing is evaluated."""
        return sp.Basic.__new__(cls, sp.sympify(body), sp.sympify(count))

    @property
    def body(self):
        """The i-th term."""
        return self.args[0]

    valued = PairSum.valued

    def _latex(self, printer, exp=None):
        return _over_pairs(printer, self)


class PairMean(PairTotal):
    """The mean of a number over all n pairs.

    Args:
        body: the i-th term.
        count: number of pairs.
    """

    def written_out(self):
        """The same as a sum."""
        return PairTotal(*self.args) / self.args[1]

    def valued(self, at, values: dict):
        """The sum, pair by pair, over their number."""
        return PairTotal(*self.args).valued(at, values) / sp.Integer(len(values["pairs"]))

    def _latex(self, printer, exp=None):
        return rf"\frac{{1}}{{{printer._print(self.args[1])}}} {_over_pairs(printer, self)}"


def _over_pairs(printer, e) -> str:
    text = printer._print(e.body)
    text = rf"\left({text}\right)" if isinstance(e.body, sp.Add | sp.MatAdd) else text
    return rf"\sum_{{i=1}}^{{{printer._print(e.args[1])}}} {text}"


class Columns(MatrixExpr):
    """Two columns side by side, a matrix of two columns.

    Args:
        first: a column.
        second: another one.
    """

    def __new__(cls, first, second):
        """Make the matrix; nothing is evaluated."""
        return sp.Basic.__new__(cls, first, second)

    @property
    def shape(self):
        """(length, 2)."""
        return self.args[0].shape[0], sp.Integer(2)

    def valued(self, at, values: dict):
        """The matrix."""
        return sp.Matrix.hstack(*(at(x) for x in self.args))

    def _latex(self, printer):
        return r"\begin{pmatrix} " + " & ".join(map(printer._print, self.args)) + r" \end{pmatrix}"


class LossAt(sp.Expr):
    """The loss of the linear model at some weights, L(W).

    Args:
        weights: matrix expression.
    """

    is_commutative = True
    is_real = True

    def __new__(cls, weights):
        """Make it; nothing is evaluated."""
        return sp.Basic.__new__(cls, weights)

    def valued(self, at, values: dict):
        """Number, by the function "loss" of the values."""
        return values["loss"](at(self.args[0]))

    def _latex(self, printer, exp=None):
        return rf"L\left({printer._print(self.args[0])}\right)"


class SlopeAt(MatrixExpr):
    """The gradient of the loss at some weights.

    Args:
        weights: matrix expression.
    """

    def __new__(cls, weights):
        """Make it; nothing is evaluated."""
        return sp.Basic.__new__(cls, weights)

    @property
    def shape(self):
        """That of the weights."""
        return self.args[0].shape

    def valued(self, at, values: dict):
        """The gradient, by the function "slope" of the values."""
        return values["slope"](at(self.args[0]))

    def _latex(self, printer):
        return rf"\nabla L\left({printer._print(self.args[0])}\right)"


def column(name: str, length) -> MatrixSymbol:
    """A column with this name."""
    return MatrixSymbol(name, length, 1)
