"""Matrices entry by entry: A_ij, sums over indices, and a normal form that decides whether two sums agree.

A sum over indices is multiplied out into products of entries; Kronecker's delta picks terms; what is left is
the same as another product if some renaming of the summed indices makes it so.
"""

from __future__ import annotations

from itertools import permutations, product
from math import factorial, prod

import sympy as sp
from sympy import Identity, MatAdd, MatMul, MatPow, MatrixSymbol, Trace, Transpose, ZeroMatrix

from ..equality import StepError

MOST = 5040  # ways to number the indices that are tried


class Entry(sp.Expr):
    """The entry A_ij of a matrix; Kronecker's delta for the identity.

    Args:
        matrix: matrix expression.
        i: index of the row, a symbol.
        j: index of the column, a symbol.
    """

    is_commutative = True
    is_real = True

    def __new__(cls, matrix, i, j):
        """Make the entry; nothing is evaluated."""
        return sp.Basic.__new__(cls, matrix, i, j)

    @property
    def reading_order(self) -> str:
        """Place among the factors of a product."""
        return str(self.args[0])

    @property
    def free_symbols(self):
        """The matrix; indices are no letters of the equation."""
        return self.args[0].free_symbols

    def valued(self, at, values: dict):
        """Number, where ``values`` says which entry is meant."""
        matrix, i, j = self.args
        return at(matrix)[values[i], values[j]]

    def _latex(self, printer, exp=None):
        matrix, i, j = self.args
        name = r"\delta" if isinstance(matrix, Identity) else printer._print(matrix)
        if not isinstance(matrix, Identity | MatrixSymbol):
            name = rf"\left({name}\right)"
        text = f"{name}_{{{i}{j}}}"
        return text if exp is None else f"{text}^{{{exp}}}"


class Total(sp.Expr):
    """A sum over one or more indices.

    Args:
        body: what is added up.
        ranges: pairs (index, size).
        distinct: True if the two indices must differ.

    Example:
        >>> i, n = sp.symbols("i n"); A = MatrixSymbol("A", n, n)
        >>> from stepwise_ssl.symbolic.printing import latex
        >>> latex(Total(Entry(A, i, i), ((i, n),)))
        '\\\\sum_{i} A_{ii}'
    """

    is_commutative = True
    is_real = True

    def __new__(cls, body, ranges, distinct=False):
        """Make the sum; nothing is evaluated."""
        return sp.Basic.__new__(cls, sp.sympify(body), sp.Tuple(*ranges), sp.sympify(distinct))

    @property
    def free_symbols(self):
        """Letters of the body."""
        return self.args[0].free_symbols

    def valued(self, at, values: dict):
        """Number: the sum, term by term."""
        body, ranges, distinct = self.args
        letters = [x for x, _ in ranges]
        runs = product(*(range(at(n)) for _, n in ranges))
        return sp.Add(
            *(
                at(body, zip(letters, place, strict=True))
                for place in runs
                if not distinct or len(set(place)) == len(place)
            )
        )

    def _latex(self, printer, exp=None):
        body, ranges, distinct = self.args
        letters = (r" \neq " if distinct else ", ").join(str(x) for x, _ in ranges)
        text = printer._print(body)
        text = rf"\left({text}\right)" if body.is_Add else text
        return rf"\sum_{{{letters}}} {text}"


# A term: (coefficient, ((matrix, i, j), ...), {summed index: size}).
def _entry(e, i, j):
    """Terms of the entry (i, j) of a matrix expression."""
    if isinstance(e, MatrixSymbol | Identity):
        return [(sp.S.One, ((e, i, j),), {})]
    if isinstance(e, ZeroMatrix):
        return []
    if isinstance(e, Transpose):
        return _entry(e.arg, j, i)
    if isinstance(e, MatAdd):
        return [term for x in e.args for term in _entry(x, i, j)]
    if isinstance(e, MatMul):
        number, (first, *others) = e.as_coeff_matrices()
        if not others:
            return _times([(number, (), {})], _entry(first, i, j))
        k = sp.Dummy("k")
        inside = _times(_entry(first, i, k), _entry(MatMul(*others, evaluate=False), k, j))
        return [(number * c, f, {**bound, k: first.shape[1]}) for c, f, bound in inside]
    if isinstance(e, MatPow) and e.exp.is_Integer and e.exp > 0:
        rest = [e.base] * (int(e.exp) - 1)
        return _entry(MatMul(e.base, *rest, evaluate=False) if rest else e.base, i, j)
    raise StepError(f"no entries of {type(e).__name__}: {e}")


def _times(left: list, right: list) -> list:
    return [(a * b, f + g, {**x, **y}) for a, f, x in left for b, g, y in right]


def _terms(e) -> list:
    """Multiply out an expression of entries and sums."""
    e = sp.sympify(e)
    if isinstance(e, Entry):
        return _entry(*e.args)
    if isinstance(e, Trace):
        i = sp.Dummy("i")
        return _terms(Total(Entry(e.arg, i, i), ((i, e.arg.shape[0]),)))
    if isinstance(e, Total):
        return _total(*e.args)
    if isinstance(e, sp.Add):
        return [term for x in e.args for term in _terms(x)]
    if isinstance(e, sp.Mul) or (isinstance(e, sp.Pow) and e.exp.is_Integer and e.exp > 0):
        out = [(sp.S.One, (), {})]
        for x in e.args if isinstance(e, sp.Mul) else [e.base] * int(e.exp):
            out = _times(out, _terms(x))  # every sum gets indices of its own when it is multiplied out
        return out
    if e.atoms(Entry, Total, Trace):
        raise StepError(f"cannot multiply out {e}")
    return [(e, (), {})]


def _total(body, ranges, distinct) -> list:
    own = {i: sp.Dummy(str(i)) for i, _ in ranges}
    sizes = {own[i]: n for i, n in ranges}
    inner = [(c, _renamed(f, own), {**bound, **sizes}) for c, f, bound in _terms(body)]
    if distinct:
        (i, n), (j, _) = ((own[x], n) for x, n in ranges)
        inner += [(-c, _renamed(f, {j: i}), {**b, i: n}) for c, f, b in _without(inner, j)]
    return inner


def _without(terms, index):
    return [(c, f, {i: n for i, n in bound.items() if i != index}) for c, f, bound in terms]


def _renamed(factors, names: dict):
    return tuple((M, names.get(i, i), names.get(j, j)) for M, i, j in factors)


def _picked(factors, bound: dict):
    """Kronecker's delta picks one term of a sum."""
    for at, (M, i, j) in enumerate(factors):
        if not isinstance(M, Identity):
            continue
        rest = factors[:at] + factors[at + 1 :]
        if i == j:
            return _picked(rest, bound)
        for gone, kept in ((i, j), (j, i)):
            if gone in bound:
                left = {x: n for x, n in bound.items() if x != gone}
                return _picked(_renamed(rest, {gone: kept}), left)
    return factors, bound


def _orders(factors, bound: dict, symmetric):
    """The ways to number the summed indices: only those that stand in like places can be exchanged.

    Raises:
        StepError: if there are too many.
    """

    def seen(x):
        places = ((str(M), "" if M in symmetric else (x == i, x == j)) for M, i, j in factors if x in (i, j))
        return str(bound[x]), sorted(map(str, places))

    alike: dict = {}
    for x in bound:
        alike.setdefault(str(seen(x)), []).append(x)
    groups = [alike[key] for key in sorted(alike)]
    if prod(factorial(len(group)) for group in groups) > MOST:
        raise StepError(f"too many indices to compare: {len(bound)}")
    return (sum(order, ()) for order in product(*map(permutations, groups)))


def _least(factors, bound: dict, symmetric):
    """The same product under the renaming of its summed indices that sorts first."""

    def named(order):
        names = {x: sp.Symbol(f"#{k}") for k, x in enumerate(order)}
        pairs = (
            (M, *sorted((i, j), key=str)) if M in symmetric else (M, i, j)
            for M, i, j in _renamed(factors, names)
        )
        sizes = tuple((str(names[x]), str(bound[x])) for x in order)
        return tuple(sorted(tuple(map(str, x)) for x in pairs)), sizes

    return min(map(named, _orders(factors, bound, symmetric)))


def normal(e, symmetric=frozenset()) -> dict:
    """Normal form of an expression of entries and sums: equal forms are equal for every size.

    Args:
        e: expression of Entry, Total, Trace and numbers.
        symmetric: matrices that equal their transpose.

    Example:
        >>> i, j, n = sp.symbols("i j n"); A = MatrixSymbol("A", n, n)
        >>> both = ((i, n), (j, n))
        >>> normal(Total(Entry(A, i, j) ** 2, both)) == normal(Trace(A * A.T))
        True
    """
    return _gathered(_terms(e), symmetric)


def _gathered(terms, symmetric) -> dict:
    out: dict = {}
    for c, factors, bound in terms:
        key = _least(*_picked(factors, bound), symmetric)
        out[key] = out.get(key, sp.S.Zero) + c
    return {k: v for k, v in ((k, sp.expand(v)) for k, v in out.items()) if v != 0}


def slope(e, matrix, a, b, symmetric=frozenset()) -> dict:
    """Normal form of the derivative of e by the entry (a, b) of a matrix: the product rule."""
    changed = []
    for c, factors, bound in _terms(e):
        for at, (M, i, j) in enumerate(factors):
            if M == matrix:
                deltas = ((Identity(M.shape[0]), i, a), (Identity(M.shape[1]), j, b))
                changed.append((c, factors[:at] + factors[at + 1 :] + deltas, bound))
    return _gathered(changed, symmetric)
