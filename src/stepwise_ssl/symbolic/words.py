"""Matrix algebra of symbolic size as words: a normal form that decides equality, and traces of it.

SymPy's own matrix expressions are the notation; the deciding is done here, because partial products do not
match in ``subs`` and derivatives of sums of traces silently vanish.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import sympy as sp
from sympy import Identity, MatAdd, MatMul, MatPow, MatrixSymbol, Trace, Transpose, ZeroMatrix

from .modes import Diag, ModeSum, constant, merge, the_same_for_all

Letter = tuple[MatrixSymbol | Diag, bool]  # a matrix, and whether it is transposed
Form = dict[tuple[Letter, ...], sp.Expr]  # word -> coefficient


@dataclass(frozen=True)
class Kinds:
    """What is known about the matrices.

    Args:
        symmetric: matrices equal to their transpose.
        diagonal: diagonal matrices (so symmetric, and commuting with each other).
        orthonormal: groups of matrices that, side by side, make one orthogonal matrix.
    """

    symmetric: frozenset = frozenset()
    diagonal: frozenset = frozenset()
    orthonormal: tuple[tuple[MatrixSymbol, ...], ...] = field(default=())


def _reduce(word: tuple, kinds: Kinds):
    """Normal form of one word, or None if it is zero."""
    still = kinds.symmetric | kinds.diagonal
    word = [(x, flip and x not in still and not isinstance(x, Diag)) for x, flip in word]
    i = 0
    while i < len(word) - 1:
        (a, a_flip), (b, b_flip) = word[i], word[i + 1]
        group = next((g for g in kinds.orthonormal if a in g and b in g), None)
        square = group is not None and len(group) == 1
        if group and a_flip != b_flip and (a_flip or square):
            if a != b:
                return None
            del word[i : i + 2]
            i = max(i - 1, 0)
        elif isinstance(a, Diag) and isinstance(b, Diag):
            word[i : i + 2] = [(Diag(a.entry * b.entry, a.shape[0]), False)]
            i = max(i - 1, 0)
        elif a in kinds.diagonal and b in kinds.diagonal and a.name > b.name:
            word[i], word[i + 1] = word[i + 1], word[i]
            i = max(i - 1, 0)
        else:
            i += 1
    return tuple(word)


def _collect(pairs) -> Form:
    out: Form = {}
    for word, coefficient in pairs:
        out[word] = out.get(word, sp.S.Zero) + coefficient
    return {w: c for w, c in ((w, sp.expand(c)) for w, c in out.items()) if c != 0}


def _without_constant(pair):
    """U diag(c) V = c U V, where c is the same for all modes."""
    word, coefficient = pair
    numbers = [x.entry for x, _ in word if isinstance(x, Diag) and the_same_for_all(x.entry)]
    kept = tuple((x, f) for x, f in word if not (isinstance(x, Diag) and the_same_for_all(x.entry)))
    return kept, sp.Mul(coefficient, *numbers)


def _normal(found: Form, kinds: Kinds) -> Form:
    """Merge the words that differ in one Diag only, until nothing changes."""
    while any(isinstance(x, Diag) for word in found for x, _ in word):
        pairs = ((_reduce(w, kinds), c) for w, c in map(_without_constant, merge(found.items())))
        merged = _collect((w, c) for w, c in pairs if w is not None)
        if merged == found:
            break
        found = merged
    return found


def form(e, kinds: Kinds = Kinds()) -> Form:
    """Normal form of a matrix expression: the words it is a sum of, with their coefficients.

    Args:
        e: matrix expression of sums, products, transposes and powers.
        kinds: what is known about the matrices.

    Returns:
        word -> coefficient; equal forms mean equal matrices, for every size.

    Example:
        >>> A = MatrixSymbol("A", 2, 3)
        >>> form((A * A.T).T) == form(A * A.T)
        True
    """
    return _normal(_form(e, kinds), kinds)


def _form(e, kinds: Kinds) -> Form:
    if isinstance(e, MatrixSymbol | Diag):
        return {((e, False),): sp.S.One}
    if isinstance(e, Identity):
        return {(): sp.S.One}
    if isinstance(e, ZeroMatrix):
        return {}
    if isinstance(e, MatAdd):
        return _collect(pair for x in e.args for pair in _form(x, kinds).items())
    if isinstance(e, Transpose):
        turned = (
            (tuple((x, not flip) for x, flip in reversed(w)), c) for w, c in _form(e.arg, kinds).items()
        )
        return _collect((r, c) for r, c in ((_reduce(w, kinds), c) for w, c in turned) if r is not None)
    if isinstance(e, MatPow) and e.exp.is_Integer and e.exp >= 0:
        return (
            _form(MatMul(*[e.base] * int(e.exp), evaluate=False), kinds)
            if e.exp > 1
            else _form(e.base, kinds)
        )
    if isinstance(e, MatMul):
        total: Form = {(): sp.S.One}
        for factor in e.args:
            more = _form(factor, kinds) if isinstance(factor, sp.MatrixExpr) else {(): factor}
            products = ((_reduce(v + w, kinds), b * c) for v, b in total.items() for w, c in more.items())
            total = _collect((w, c) for w, c in products if w is not None)
        return total
    raise TypeError(f"no normal form for {type(e).__name__}: {e}")


def _turns(word: tuple, kinds: Kinds):
    """Everything that has the same trace: rotations, and rotations of the transpose."""
    still = kinds.symmetric | kinds.diagonal
    back = tuple((x, not flip and x not in still) for x, flip in reversed(word))
    for w in (word, back):
        for i in range(max(len(w), 1)):
            yield w[i:] + w[:i]


def _shortest_turn(word: tuple, kinds: Kinds, size):
    """A trace lets the two ends of a word meet: turn it until nothing more can be reduced.

    Returns the word, or None if it vanishes, and the number of rows of its product: tr(Q Q^T) with
    Q^T Q = I is the trace of the small identity, not of the large one.
    """
    for i in range(len(word)):
        turned = word[i:] + word[:i]
        reduced = _reduce(turned, kinds)
        if reduced is None:
            return None, size
        if len(reduced) < len(word):
            first, flip = turned[0]
            return _shortest_turn(reduced, kinds, first.shape[1 if flip else 0])
    return word, size


def _sums(pairs) -> list:
    """Add up the traces of single Diags: tr diag(a) + c tr diag(b) = tr diag(a + c b)."""
    out = []
    for word, c in merge(pairs):
        number = constant(word) if len(word) == 1 else None
        out.append((word, c) if number is None else ((), c * number * word[0][0].shape[0]))
    return out


def trace_form(e: sp.Expr, kinds: Kinds = Kinds()) -> Form:
    """Normal form of a sum of traces: cyclic words, up to transposition.

    Example:
        >>> A, B = MatrixSymbol("A", 2, 3), MatrixSymbol("B", 3, 2)
        >>> trace_form(Trace(A * B)) == trace_form(Trace(A.T * B.T))
        True
    """
    pairs = []
    for term in sp.Add.make_args(sp.sympify(e)):
        coefficient, traces = term.as_independent(Trace, ModeSum)
        if traces == 1:
            pairs.append(((), coefficient))
            continue
        if isinstance(traces, ModeSum):
            pairs.append((((Diag(*traces.args), False),), coefficient))
            continue
        if not isinstance(traces, Trace):
            raise TypeError(f"not a sum of traces: {term}")
        for word, c in form(traces.arg, kinds).items():
            word, size = _shortest_turn(word, kinds, traces.arg.shape[0])
            if word:
                word = min(_turns(word, kinds), key=lambda w: [(str(x), flip) for x, flip in w])
                pairs.append((word, coefficient * c))
            elif word is not None:
                pairs.append(((), coefficient * c * size))
    return _collect(_sums(pairs))


def linear_part(e: sp.Expr, direction: MatrixSymbol, kinds: Kinds = Kinds()) -> sp.Expr:
    """The terms of a sum of traces that hold ``direction`` exactly once: the first-order change."""
    return sp.Add(
        *(
            c * Trace(MatMul(*(x.T if flip else x for x, flip in word)))
            for word, c in trace_form(e, kinds).items()
            if sum(x == direction for x, _ in word) == 1
        )
    )
