"""Statements as sides of a chain: inequalities, and "for all"; is one equivalent to the other?"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise

import sympy as sp
from sympy.logic.boolalg import Boolean

from .equality import POINTS, StepError, points
from .status import Status


class ForAll(Boolean):
    """ "The inequality holds for every value of the letter in the open interval."

    Args:
        statement: a relation.
        letter: the bound symbol.
        values: an open Interval.
    """

    def __new__(cls, statement, letter, values):
        """Make the statement; it stays as it is, nothing is evaluated."""
        return sp.Basic.__new__(cls, sp.sympify(statement), letter, values)

    @property
    def free_symbols(self):
        """Letters that are not bound."""
        statement, letter, values = self.args
        return (statement.free_symbols - {letter}) | values.free_symbols

    def _latex(self, printer):
        statement, letter, values = (printer._print(x) for x in self.args)
        return rf"{statement} \;\text{{ for all }}\; {letter} \in {values}"


def is_statement(e) -> bool:
    """True for relations and other Booleans."""
    return isinstance(e, Boolean) and not isinstance(e, sp.Symbol)


_y = sp.Symbol("y", positive=True)  # runs through (0, 1)


def _margin(p) -> tuple[sp.Basic, bool]:
    """(g, strict) such that the statement says g > 0 or g >= 0; a bound letter is scaled to y in (0, 1)."""
    if isinstance(p, ForAll):
        relation, letter, values = p.args
        g, strict = _margin(relation)
        return g.subs(letter, values.start + (values.end - values.start) * _y), strict
    return p.gts - p.lts, isinstance(p, sp.StrictLessThan | sp.StrictGreaterThan)


def _positive(e) -> bool:
    """True if e > 0 for every value of its letters, y in (0, 1)."""
    z = sp.Symbol("z", positive=True)
    return bool(sp.factor(sp.simplify(e.subs(_y, z / (1 + z)))).is_positive)


def truth(p, point: dict):
    """Truth of a statement at a point: True, False, or None where it cannot be decided.

    "For all" is decided exactly for polynomials: between its roots a polynomial keeps its sign.
    """
    if not isinstance(p, ForAll):
        value = sp.sympify(p).xreplace(point)
        value = sp.simplify(value) if value not in (True, False) else value
        return bool(value) if value in (True, False) else None
    g, strict = _margin(p.func(*(x.xreplace(point) for x in p.args)))
    g = sp.Poly(sp.expand(g), _y)
    lead = g.LC()
    g = sp.Poly([sp.nsimplify(sp.simplify(c / lead)) for c in g.all_coeffs()], _y)
    roots = [r for r in sp.real_roots(g) if 0 < r < 1]
    if strict and roots:
        return False
    ends = [sp.S.Zero, *sorted(set(roots)), sp.S.One]
    middles = [sp.Rational(str(sp.N((a + b) / 2, 30))) for a, b in pairwise(ends)]
    return all(g.eval(x) * lead > 0 for x in middles)


def _proved(p, q) -> bool:
    if isinstance(q, ForAll) and not isinstance(p, ForAll):
        p, q = q, p
    if isinstance(p, sp.And | sp.Or | sp.Not) or isinstance(q, sp.And | sp.Or | sp.Not):
        return False
    (g, strict), (h, strict_too) = _margin(p), _margin(q)
    if isinstance(p, ForAll) and not isinstance(q, ForAll):
        # A decreasing margin is smallest at the right end, which an open interval only approaches.
        if strict or not _positive(-sp.diff(g, _y)):
            return False
        g = g.subs(_y, 1)
    return strict == strict_too and (
        _positive(sp.simplify(g) / sp.simplify(h)) or _positive(_with_logs_apart(g) / _with_logs_apart(h))
    )


def _with_logs_apart(e):
    """The logarithms of products and powers of positive letters written out."""
    return sp.expand(sp.expand_log(e))


def always(p, letter: sp.Symbol) -> Status:
    """Prove an inequality for every positive value of its letter.

    The margin is least where its slope, a rational function, vanishes, or in the limit at 0 or infinity.

    Raises:
        StepError: naming the place at which it fails, or if there is no proof.
    """
    g, strict = _margin(p)
    top, bottom = sp.fraction(sp.together(sp.diff(g, letter)))
    if not (top.is_polynomial(letter) and bottom.is_polynomial(letter) and g.free_symbols == {letter}):
        raise StepError(f"{p}: the slope of the margin is no rational function of {letter} alone")
    places = (
        [x for e in (top, bottom) for x in sp.real_roots(sp.Poly(e, letter)) if x > 0] if top != 0 else []
    )
    values = {x: sp.simplify(g.subs(letter, x)) for x in places}
    values |= {sp.S.Zero: sp.limit(g, letter, 0, "+"), sp.oo: sp.limit(g, letter, sp.oo)}
    for place, value in values.items():
        if not (value > 0 if strict and 0 < place < sp.oo else value >= 0):
            raise StepError(
                f"{p} fails near {letter} = {place}, where its margin is {value}", {letter: place}
            )
    return Status.PROVED


def equivalent(p, q, where: Iterable = (), k: int = POINTS) -> Status:
    """Decide whether two statements are equivalent.

    Args:
        p: one statement.
        q: other statement.
        where: conditions that hold.
        k: number of random points.

    Returns:
        PROVED: the margins differ by a positive factor, "for all" comes down to the end of the interval, or
        both have the same solution set (one letter).

    Raises:
        StepError: with the point at which one holds and the other does not; or without one, if there is no
            proof: two statements can agree at many points and differ in between.

    Example:
        >>> x = sp.Symbol("x", positive=True)
        >>> str(equivalent(8 * x < 2, x < sp.Rational(1, 4)))
        'proved'
    """
    if p == q:
        return Status.PROVED
    if not (is_statement(p) and is_statement(q)):
        raise StepError(f"{p} and {q} cannot be equivalent: one of them is no statement")
    letters = p.free_symbols | q.free_symbols
    for point in [y for x in points(letters, where, k) for y in _around_bounds(x, p, q, where=where)]:
        left, right = truth(p, point), truth(q, point)
        if left is None or right is None or left != right:
            raise StepError(f"{p} is {left} but {q} is {right} at {point}", point)
    if _proved(p, q):
        return Status.PROVED
    if len(letters) == 1 and not where and not (isinstance(p, ForAll) or isinstance(q, ForAll)):
        letter = next(iter(letters))
        if _solutions(p, letter) == _solutions(q, letter):
            return Status.PROVED
    raise StepError(f"{p} and {q} agree at {k} points, but that they are equivalent could not be proved")


def _solutions(p, letter):
    x = sp.Dummy("x", real=True)
    domain = sp.Interval.open(0, sp.oo) if letter.is_positive else sp.S.Reals
    return sp.solveset(p.xreplace({letter: x}), x, domain)


def _around_bounds(point: dict, *statements, where=()):
    """The point, and the same point with one letter moved onto each bound, and just to either side of it."""
    yield point
    for p in statements:
        if isinstance(p, ForAll) or not isinstance(p, sp.Rel):
            continue
        for letter in point:
            margin = _margin(p)[0].xreplace({x: v for x, v in point.items() if x != letter})
            if not margin.is_polynomial(letter) or not margin.has(letter):
                continue
            if not all(c.is_rational for c in sp.Poly(margin, letter).all_coeffs()):
                continue
            for bound in sp.real_roots(sp.Poly(margin, letter)):
                for share in (1 - sp.Rational(1, 1000), 1, 1 + sp.Rational(1, 1000)):
                    moved = {**point, letter: bound * share}
                    inside = all(sp.sympify(c).xreplace(moved) == True for c in where)  # noqa: E712
                    if bound.is_rational and inside and (bound > 0 or not letter.is_positive):
                        yield moved
