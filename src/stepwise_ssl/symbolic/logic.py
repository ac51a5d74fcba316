"""Statements as sides of a chain: inequalities, and "for all"; equivalence decided by sets."""

from __future__ import annotations

from collections.abc import Iterable

import sympy as sp
from sympy.logic.boolalg import Boolean

from .equality import POINTS, StepError, points
from .status import Status


class ForAll(Boolean):
    """ "The statement holds for every value of the letter in the set."

    Args:
        statement: a relation.
        letter: the bound symbol.
        values: a SymPy set.
    """

    def __new__(cls, statement, letter, values):
        return sp.Basic.__new__(cls, sp.sympify(statement), letter, values)

    @property
    def free_symbols(self):
        statement, letter, values = self.args
        return (statement.free_symbols - {letter}) | values.free_symbols

    def _latex(self, printer):
        statement, letter, values = (printer._print(x) for x in self.args)
        return rf"{statement} \;\text{{ for all }}\; {letter} \in {values}"


def is_statement(e) -> bool:
    """True for relations and other Booleans."""
    return isinstance(e, Boolean) and not isinstance(e, sp.Symbol)


def truth(statement, point: dict):
    """Truth of a statement at a point: True, False, or None where it cannot be decided.

    "For all" is decided by SymPy over the exact numbers of the point.
    """
    if isinstance(statement, ForAll):
        inner, letter, values = (x.xreplace(point) for x in statement.args)
        holds = (
            sp.solveset(inner, letter, sp.S.Reals)
            if inner not in (True, False)
            else (sp.S.Reals if inner else sp.S.EmptySet)
        )
        return values.is_subset(holds)
    value = sp.sympify(statement).xreplace(point)
    value = sp.simplify(value) if value not in (True, False) else value
    return bool(value) if value in (True, False) else None


def equivalent(p, q, where: Iterable = (), k: int = 4 * POINTS) -> Status:
    """Decide whether two statements are equivalent.

    Args:
        p: one statement.
        q: other statement.
        where: conditions that hold.
        k: number of random points.

    Returns:
        PROVED if both have the same solution set (statements in one letter), else EXACT(k).

    Raises:
        StepError: with the point at which one holds and the other does not.
    """
    if p == q:
        return Status.PROVED
    letters = p.free_symbols | q.free_symbols
    for point in points(letters, where, k):
        left, right = truth(p, point), truth(q, point)
        if left is None or right is None or left != right:
            raise StepError(f"{p} is {left} but {q} is {right} at {point}", point)
    if len(letters) == 1 and not where and not (isinstance(p, ForAll) or isinstance(q, ForAll)):
        letter = next(iter(letters))
        real = sp.Dummy("x", real=True)
        domain = sp.Interval.open(0, sp.oo) if letter.is_positive else sp.S.Reals
        sets = [sp.solveset(x.xreplace({letter: real}), real, domain) for x in (p, q)]
        if sets[0] == sets[1]:
            return Status.PROVED
    return Status.EXACT(k)
