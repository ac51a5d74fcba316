"""Quantities that run over the modes: a diagonal matrix given by its j-th entry, and a sum over all j.

Letters whose name ends in ``_j`` belong to mode j, all others are the same for every mode. An identity of the
entries is then an identity of the matrices, for every size.
"""

from __future__ import annotations

import re

import sympy as sp
from sympy import MatrixExpr
from sympy.core.function import AppliedUndef

from .equality import StepError, _value, equal, opaque, points


def is_indexed(letter) -> bool:
    """True for a symbol, or a function of time, that has another value for each mode."""
    return bool(re.search(r"_j\b", str(letter)))


class Diag(MatrixExpr):
    """The diagonal matrix with this j-th entry.

    Args:
        entry: scalar expression; its letters that end in ``_j`` run over the modes.
        size: number of modes.

    Example:
        >>> g = sp.Symbol("gamma_j")
        >>> Diag(g**2, sp.Symbol("d")).shape
        (d, d)
    """

    def __new__(cls, entry, size):
        """Make the matrix; nothing is evaluated."""
        return sp.Basic.__new__(cls, sp.sympify(entry), sp.sympify(size))

    @property
    def entry(self):
        """The j-th entry."""
        return self.args[0]

    @property
    def shape(self):
        """(size, size)."""
        return self.args[1], self.args[1]

    def _eval_transpose(self):
        return self

    def _entry(self, i, j, **kwargs):
        raise NotImplementedError("entries of a Diag are read by its .entry")

    def doit(self, **hints):
        """Carry out what the entry asks for."""
        return self.func(self.entry.doit(**hints), self.args[1])

    def _latex(self, printer):
        return rf"\operatorname{{diag}}\left({printer._print(self.entry)}\right)"


class ModeSum(sp.Expr):
    """The sum of a scalar expression over all modes j = 1, ..., size; the trace of the Diag.

    Args:
        entry: the j-th term.
        size: number of modes.
    """

    is_commutative = True
    is_real = True

    def __new__(cls, entry, size):
        """Make the sum; nothing is evaluated."""
        return sp.Basic.__new__(cls, sp.sympify(entry), sp.sympify(size))

    @property
    def entry(self):
        """The j-th term."""
        return self.args[0]

    def _latex(self, printer):
        body = printer._print(self.entry)
        body = rf"\left({body}\right)" if self.entry.is_Add else body
        return rf"\sum_{{j=1}}^{{{printer._print(self.args[1])}}} {body}"


def the_same_for_all(entry) -> bool:
    """True if the entry holds no letter of mode j."""
    return not any(is_indexed(x) for x in entry.atoms(sp.Symbol, AppliedUndef))


def merge(pairs) -> list[tuple[tuple, sp.Expr]]:
    """Add up the words that differ in one Diag: c U diag(a) V + U diag(b) V = U diag(c a + b) V.

    Args:
        pairs: (word, coefficient).

    Returns:
        The pairs, with one word for each place of one Diag; those that vanish are gone.
    """
    groups: dict = {}
    rest = []
    for word, coefficient in pairs:
        places = [i for i, (x, _) in enumerate(word) if isinstance(x, Diag)]
        if len(places) != 1 or not the_same_for_all(coefficient):
            rest.append((word, coefficient))
            continue
        at = places[0]
        key = (word[:at], word[at + 1 :], word[at][0].args[1])
        groups[key] = groups.get(key, sp.S.Zero) + coefficient * word[at][0].entry
    for (before, after, size), entry in groups.items():
        entry = _simplest(entry)
        if entry != 0:
            rest.append(((*before, (Diag(entry, size), False), *after), sp.S.One))
    return rest


def constant(word: tuple):
    """Entry of the only Diag of a word if it is the same for all modes: the Diag is c I; else None."""
    found = [x for x, _ in word if isinstance(x, Diag)]
    return found[0].entry if len(found) == 1 and the_same_for_all(found[0].entry) else None


def _simplest(entry):
    """A number if the entry can be proved to be one, such as zero; else the entry, multiplied out."""
    entry = sp.expand(entry)
    if entry.is_number:
        return entry
    first, *others = (_value(opaque(entry)[0], x) for x in points(opaque(entry)[0].free_symbols, k=2))
    number = sp.nsimplify(first, rational=True, tolerance=1e-40) if first.is_number else sp.nan
    if number.is_Rational and all(x.is_number and abs(x - number) < 1e-30 for x in others):
        try:
            return number if equal(entry, number).kind == "proved" else entry
        except StepError:
            return entry
    return entry
