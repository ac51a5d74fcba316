"""One generic mutator: what a slip of the pen would make of an equation.

Every mutant changes one place of one side. A check that lets a mutant pass either is too weak or has met an
equation that says the same in other words; which of the two is for a person to say.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

import sympy as sp
from sympy import MatAdd, MatMul, MatrixExpr, MatrixSymbol, Transpose
from sympy.core.function import AppliedUndef

from .linear_algebra.indices import Entry, Total
from .linear_algebra.notation import PairSum, PairTotal
from .logic import ForAll
from .modes import Diag


@dataclass(frozen=True)
class Mutant:
    """A changed equation.

    Args:
        kind: sign, factor 2, exponent, swap, transpose, index, dropped term, dropped factor, relation.
        description: what was changed, and where.
        lhs: left side.
        rhs: right side.
    """

    kind: str
    description: str
    lhs: sp.Basic
    rhs: sp.Basic


def mutants(lhs: sp.Basic, rhs: sp.Basic) -> Iterator[Mutant]:
    """All single slips in an equation, without repetition, in a fixed order.

    Args:
        lhs: left side; scalar, matrix or statement.
        rhs: right side.

    Yields:
        Mutants, none of them literally equal to the original.

    Example:
        >>> x, y = sp.symbols("x y")
        >>> [m.description for m in mutants(y, 2 * x)][:2]
        ['left: sign of y', 'left: factor 2 on y']
    """
    letters = sorted(lhs.free_symbols | rhs.free_symbols, key=lambda x: (str(x), str(x.assumptions0)))
    letters = [x for x in letters if x.is_Symbol or isinstance(x, MatrixSymbol)]
    seen = {(lhs, rhs)}
    for name, side in (("left", lhs), ("right", rhs)):
        for kind, what, changed in _slips(side, letters):
            pair = (changed, rhs) if name == "left" else (lhs, changed)
            if pair not in seen:
                seen.add(pair)
                yield Mutant(kind, f"{name}: {what}", *pair)


def _slips(e: sp.Basic, letters: list) -> Iterator[tuple[str, str, sp.Basic]]:
    """(kind, what, changed expression) for the root of e, then for each of its parts."""
    yield from _at_root(e, letters)
    for i, part in enumerate(e.args):
        if not _open(e, i):
            continue
        for kind, what, changed in _slips(part, letters):
            try:
                whole = _rebuild(e, i, changed)
            except (ValueError, TypeError, AttributeError):
                continue  # nobody can write this down: a shape that does not fit, a limit without a letter
            yield kind, what, whole


def _open(e, i: int) -> bool:
    """May part i of e be changed? Bound letters and the sizes of matrices may not."""
    if isinstance(e, MatrixSymbol | sp.Identity | sp.ZeroMatrix):
        return False
    if isinstance(e, sp.Derivative | sp.Integral | sp.Subs | Diag | PairSum | PairTotal | Total | Entry):
        return i == 0
    if isinstance(e, sp.Limit):
        return i in (0, 2)
    if isinstance(e, ForAll):
        return i in (0, 2)
    if isinstance(e, sp.Interval):
        return i in (0, 1)
    return not isinstance(e, sp.Pow) or i == 0 or not e.exp.is_Number


def _rebuild(e, i: int, part):
    args = [*e.args[:i], part, *e.args[i + 1 :]]
    if isinstance(e, MatMul | MatAdd | Transpose):
        made = e.func(*args, evaluate=False) if isinstance(e, MatMul) else e.func(*args)
        made.shape  # noqa: B018 - raises if the shapes do not fit
        return made
    return e.func(*args)


def _at_root(e, letters: list) -> Iterator[tuple[str, str, sp.Basic]]:
    if isinstance(e, Entry):
        yield "index", f"indices of {e} exchanged", Entry(e.args[0], e.args[2], e.args[1])
    if isinstance(e, MatrixExpr):
        yield from _matrix(e, letters)
    elif isinstance(e, sp.Rel):
        yield from _relation(e)
    elif isinstance(e, sp.Expr):
        yield from _scalar(e, letters)


def _scalar(e, letters: list):
    if e in (sp.oo, -sp.oo, sp.zoo, sp.nan):
        return
    if not (e.is_Number and e in (0,)):
        yield "sign", f"sign of {e}", -e
        yield "factor 2", f"factor 2 on {e}", 2 * e
    if e.is_Pow and e.exp.is_Number:
        yield "exponent", f"exponent of {e} up by one", e.base ** (e.exp + 1)
        yield "exponent", f"exponent of {e} negated", e.base**-e.exp
    elif e.is_Symbol or isinstance(e, AppliedUndef):
        yield "exponent", f"{e} squared", e**2
    if e.is_Symbol:
        for other in letters:
            if other.name != e.name and not isinstance(other, MatrixSymbol):
                yield "swap", f"{other} for {e}", other
    yield from _dropped(e)


def _dropped(e):
    if isinstance(e, sp.Add | MatAdd):
        for i, term in enumerate(e.args):
            yield "dropped term", f"without the term {term}", e.func(*e.args[:i], *e.args[i + 1 :])
    if isinstance(e, sp.Mul | MatMul):
        for i, factor in enumerate(e.args):
            rest = e.args[:i] + e.args[i + 1 :]
            shorter = e.func(*rest) if rest else sp.S.One
            if getattr(shorter, "shape", None) == getattr(e, "shape", None):
                yield "dropped factor", f"without the factor {factor}", shorter


def _matrix(e, letters: list):
    yield "sign", f"sign of {e}", MatMul(-1, e)
    yield "factor 2", f"factor 2 on {e}", MatMul(2, e)
    if e.shape[0] == e.shape[1] and not isinstance(e, sp.Identity):
        yield "transpose", f"transpose of {e}", Transpose(e) if not isinstance(e, Transpose) else e.arg
        yield "exponent", f"{e} squared", MatMul(e, e, evaluate=False)
    if isinstance(e, MatrixSymbol):
        for other in letters:
            if isinstance(other, MatrixSymbol) and other != e and other.shape == e.shape:
                yield "swap", f"{other} for {e}", other
    if isinstance(e, MatMul):
        matrices = [i for i, x in enumerate(e.args) if isinstance(x, MatrixExpr)]
        for i, j in pairwise(matrices):
            args = list(e.args)
            args[i], args[j] = args[j], args[i]
            try:
                changed = MatMul(*args)
            except (ValueError, TypeError):
                continue
            if changed.shape == e.shape:
                yield "swap", f"{e.args[i]} and {e.args[j]} exchanged", changed
    yield from _dropped(e)


_STRICT = {sp.Lt: sp.Le, sp.Le: sp.Lt, sp.Gt: sp.Ge, sp.Ge: sp.Gt}
_TURN = {sp.Lt: sp.Gt, sp.Gt: sp.Lt, sp.Le: sp.Ge, sp.Ge: sp.Le, sp.Eq: sp.Ne}


def _relation(e):
    if type(e) in _STRICT:
        yield "relation", f"strictness of {e}", _STRICT[type(e)](*e.args)
    if type(e) in _TURN:
        yield "relation", f"direction of {e}", _TURN[type(e)](*e.args)
