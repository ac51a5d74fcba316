"""Steps that hold because of what the letters stand for: both lines are written out, then compared."""

from __future__ import annotations

from dataclasses import dataclass, field

import sympy as sp
from sympy import MatAdd, MatMul, MatrixSymbol, Trace
from sympy.matrices.matrixbase import MatrixBase

from .. import matrices
from ..chain import Chain, same
from ..equality import StepError, equal
from ..status import Status, weakest
from ..words import Kinds, form
from .indices import Entry, Total, normal
from .notation import Columns, PairMean, PairSum, PairTotal, SquaredNorm


@dataclass(frozen=True)
class Meaning:
    """What the letters stand for, and what is known about those that are left.

    Args:
        letters: letter -> what it stands for.
        kinds: what is known about the matrices.
        functions: class, such as LossAt -> what it says of its argument.

    Example:
        >>> x, y = sp.symbols("x y")
        >>> says = Meaning({y: x + 1})
        >>> says.line(Chain.given(sp.Symbol("z"), y**2, "given"), x**2 + 2 * x + 1, "write out").rhs
        x**2 + 2*x + 1
    """

    letters: dict = field(default_factory=dict)
    kinds: Kinds = field(default_factory=Kinds)
    functions: dict = field(default_factory=dict)

    def written_out(self, e):
        """The expression in terms of what is not defined further."""
        e = e.replace(lambda x: type(x) in self.functions, lambda x: self.functions[type(x)](*x.args))
        for _ in range(len(self.letters) + 1):
            after = e.xreplace(self.letters)
            if after == e:
                break
            e = after
        return e.replace(lambda x: isinstance(x, SquaredNorm | PairMean), lambda x: x.written_out())

    def alike(self, a, b) -> Status:
        """How two expressions were shown equal.

        Raises:
            StepError: if they differ, or if it cannot be decided.
        """
        if getattr(a, "shape", ()) != getattr(b, "shape", ()) and 1 not in (_size(a), _size(b)):
            raise StepError(f"{a} and {b} have different shapes")
        try:
            return self._decided(self.written_out(a), self.written_out(b))
        except (
            TypeError,
            ValueError,
            AttributeError,
            NotImplementedError,
            IndexError,
            RecursionError,
        ) as error:
            raise StepError(f"cannot decide whether {a} is {b}: {error}") from error

    def _decided(self, a, b) -> Status:
        if a == b:
            return Status.PROVED
        if any(e.atoms(Entry, Total) for e in (a, b)):
            if normal(a, self.kinds.symmetric) != normal(b, self.kinds.symmetric):
                raise StepError(f"{a} and {b} are different sums")
            return Status.PROVED
        if any(e.atoms(PairSum, PairTotal) for e in (a, b)):
            return self._decided(term_by_term(a), term_by_term(b))
        if any(isinstance(x, Columns) for e in (a, b) for x in sp.preorder_traversal(e)):
            return weakest(self._decided(x, y) for x, y in zip(columns(a), columns(b), strict=True))
        if any(isinstance(x, MatrixBase) for e in (a, b) for x in sp.preorder_traversal(e)):
            left, right = (sp.Matrix([explicit(e)]) for e in (a, b))
            if left.shape != right.shape:
                raise StepError(f"{a} and {b} have different shapes")
            return weakest(equal(x, y) for x, y in zip(left, right, strict=True))
        if any(e.atoms(sp.Trace, sp.Identity) for e in (a, b)):
            return matrices.equal(a, b, self.kinds)
        return same(a, b, kinds=self.kinds)

    def line(self, chain: Chain, new, why: str, lhs=None) -> Chain:
        """The next line: each side says the same as the side before."""
        target = (chain.lhs if lhs is None else lhs, new)

        def rule(old_lhs, old_rhs, other):
            other = other or target
            return (*other, weakest([self.alike(old_lhs, other[0]), self.alike(old_rhs, other[1])]))

        return chain.step(rule, why)

    def lines(self, start: tuple, *others, status=None) -> Chain:
        """A chain from (lhs, rhs, why), through (rhs, why), ...

        Args:
            start: first line; checked like the others, if no status is given.
            others: the lines that follow.
            status: of a first line that is known from elsewhere.
        """
        lhs, rhs, why = start
        if status is None:
            status = Status.DEFINITION if self.letters.get(lhs) == rhs else self.alike(lhs, rhs)
        chain = Chain.given(lhs, rhs, why, status, kinds=self.kinds)
        for new, reason in others:
            chain = self.line(chain, new, reason)
        return chain


def explicit(e):
    """Multiply out a product or sum of matrices that are given by their entries."""
    if isinstance(e, MatMul | sp.Mul):
        out = sp.S.One
        for x in e.args:
            out = out * explicit(x)
        return out
    if isinstance(e, MatAdd):
        first, *others = map(explicit, e.args)
        return sum(others, first)
    if isinstance(e, sp.Transpose):
        return explicit(e.arg).T
    if isinstance(e, sp.MatPow):
        return explicit(e.base) ** e.exp
    return sp.Matrix(e) if isinstance(e, MatrixBase) else e


def _size(e):
    return 1 if getattr(e, "shape", ()) in ((), (1, 1)) else 2


def term_by_term(e):
    """The i-th term of c1 sum_i x_i + c2 sum_i y_i: sums are equal if their terms are."""
    out = []
    for part in e.args if isinstance(e, MatAdd | sp.Add) else (e,):
        number, rest = sp.S.One, part
        if isinstance(part, MatMul):
            number, (rest,) = part.as_coeff_matrices()
        elif isinstance(part, sp.Mul):
            number, rest = part.as_independent(PairTotal)
        if not isinstance(rest, PairSum | PairTotal):
            raise StepError(f"not a sum over pairs: {part}")
        out.append(number * rest.body)
    first, *others = out
    return sum(others, first)


def columns(e) -> tuple:
    """The two columns of a matrix that is written as columns, or as columns times a matrix of numbers."""
    if isinstance(e, Columns):
        return e.args
    number, factors = e.as_coeff_matrices()
    if len(factors) > 2 or not isinstance(factors[0], Columns):
        raise StepError(f"not written in columns: {e}")
    numbers = factors[1] if len(factors) == 2 else sp.eye(2)
    first, second = factors[0].args
    return tuple(number * (numbers[0, k] * first + numbers[1, k] * second) for k in (0, 1))


def read_off(chain: Chain, slope, candidate, change: MatrixSymbol, says: Meaning, why: str) -> Chain:
    """From dL = tr(G^T H) for every H to the gradient G."""

    def rule(lhs, rhs, new):
        symbol, found = new or (slope, candidate)
        if symbol != slope:
            raise StepError(f"the gradient is {slope}, not {symbol}")
        return symbol, found, says.alike(rhs, Trace(found.T * change))

    return chain.step(rule, why)


def grows(chain: Chain, moving: tuple, solution: tuple, time, why: str) -> Chain:
    """From x' = c x to x(t) = e^(c t) x(0); unique by the theorem of Picard and Lindeloef.

    Args:
        chain: ends in x' = c x.
        moving: (x', x) as written there.
        solution: (x(t), x(0)) as written in the new line.
        time: the letter t.
        why: reason.
    """

    def split(e, x):
        """c of an expression c x."""
        c = e.as_coeff_matrices()[0] if isinstance(e, MatMul) else sp.S.One
        if form(e) != form(MatMul(c, x)):
            raise StepError(f"{e} is not a number times {x}")
        return c

    def rule(lhs, rhs, new):
        rate = split(rhs, moving[1])
        start = solution[1].args if isinstance(solution[1], MatMul) else solution[1:]
        now, then = new or (solution[0], MatMul(sp.exp(rate * time), *start))
        factor = split(then, solution[1])
        if (lhs, now) != (moving[0], solution[0]):
            raise StepError(f"{now} is not the solution of an equation for {lhs}")
        marks = [equal(sp.diff(factor, time), rate * factor), equal(factor.subs(time, 0), 1)]
        return now, then, weakest(marks)

    return chain.step(rule, why)
