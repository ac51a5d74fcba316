"""Equality of matrix expressions, and of traces, of symbolic size."""

from __future__ import annotations

import random
from itertools import permutations

import sympy as sp
from sympy import MatrixExpr, MatrixSymbol, Trace
from sympy.matrices.matrixbase import MatrixBase

from .equality import POINTS, StepError, opaque, sample
from .modes import Diag, ModeSum, is_indexed
from .status import Status
from .words import Kinds, form, trace_form


def is_matrix(e) -> bool:
    """True for matrices of any size, traces, sums over modes, and derivatives by a matrix."""
    return isinstance(e, MatrixExpr | MatrixBase) or bool(sp.sympify(e).atoms(MatrixSymbol, Diag, ModeSum))


def _orthogonal(size: int, rng: random.Random) -> sp.Matrix:
    """A rational orthogonal matrix: the Cayley transform of a random skew one."""
    A = sp.Matrix(size, size, lambda i, j: rng.randint(-3, 3))
    A = A - A.T
    return (sp.eye(size) - A) * (sp.eye(size) + A).inv()


def _sizes(symbols, rng: random.Random) -> dict:
    """Growing sizes, at least 2, in the first order (by name, so that m > d) that leaves no shape empty."""
    letters = sorted({x for M in symbols for n in M.shape for x in sp.sympify(n).free_symbols}, key=str)
    steps = [rng.randint(1, 2) for _ in letters]
    for order in permutations(letters):
        sizes = {x: 1 + sum(steps[: k + 1]) for k, x in enumerate(order)}
        if all(sp.sympify(n).subs(sizes) > 0 for M in symbols for n in M.shape):
            return sizes
    raise StepError(f"no sizes {letters} give every one of {list(symbols)} a shape")


def integer_matrices(symbols, kinds: Kinds = Kinds(), seed: int = 0) -> tuple[dict, dict]:
    """Random values for sizes and matrices that respect their kinds: integers, rational where orthogonal.

    Args:
        symbols: the MatrixSymbols.
        kinds: what is known about them.
        seed: seed of the draw.

    Returns:
        (sizes, values): sizes by letter, matrices by name.
    """
    rng, values = random.Random(seed), {}
    symbols = sorted({*symbols, *(x for g in kinds.orthonormal for x in g)}, key=str)
    sizes = _sizes(symbols, rng)
    for group in kinds.orthonormal:
        rows = int(sp.sympify(group[0].shape[0]).subs(sizes))
        whole, at = _orthogonal(rows, rng), 0
        for M in group:
            columns = int(sp.sympify(M.shape[1]).subs(sizes))
            values[M.name], at = whole[:, at : at + columns], at + columns
    for M in symbols:
        if M.name in values:
            continue
        rows, columns = (int(sp.sympify(n).subs(sizes)) for n in M.shape)
        block = sp.Matrix(rows, columns, lambda i, j: rng.randint(-5, 5))
        if M in kinds.diagonal:
            block = sp.diag(*[rng.randint(1, 5) for _ in range(rows)])
        values[M.name] = block + block.T if M in kinds.symmetric else block
    return sizes, values


def evaluate(e: sp.Basic, sizes: dict, values: dict, modes: tuple = ()):
    """Put numbers into an expression of matrices: a Matrix, or a number for a sum of traces.

    Args:
        e: the expression.
        sizes: value by letter, for sizes and other scalars.
        values: matrices by name.
        modes: for each mode a dict, value by letter, for what stands inside a Diag or a ModeSum.
    """
    if isinstance(e, MatrixSymbol):
        return sp.Matrix(values[e.name])
    if isinstance(e, sp.Identity):
        return sp.eye(int(sp.sympify(e.shape[0]).subs(sizes)))
    if isinstance(e, sp.ZeroMatrix):
        return sp.zeros(*(int(sp.sympify(n).subs(sizes)) for n in e.shape))
    if isinstance(e, Diag | ModeSum):
        count = int(sp.sympify(e.args[1]).subs(sizes))
        if count > len(modes):
            raise StepError(f"there are {len(modes)} modes, not {count}")
        entries = [e.entry.xreplace({**sizes, **mode}) for mode in modes[:count]]
        # Roots and exponentials would grow without end in a product of matrices.
        entries = [x if x.is_Rational or not x.is_number else x.evalf(60, maxn=400) for x in entries]
        return sp.diag(*entries) if isinstance(e, Diag) else sp.Add(*entries)
    if hasattr(e, "valued"):  # sums over indices or pairs, norms: they say themselves how
        return e.valued(lambda x, more=(): evaluate(x, sizes, {**values, **dict(more)}, modes), values)
    if isinstance(e, sp.Transpose):
        return evaluate(e.arg, sizes, values, modes).T
    if isinstance(e, Trace):
        return evaluate(e.arg, sizes, values, modes).trace()
    if isinstance(e, sp.MatMul | sp.Mul | sp.MatAdd | sp.Add):
        first, *rest = (evaluate(x, sizes, values, modes) for x in e.args)
        for x in rest:
            first = first * x if isinstance(e, sp.MatMul | sp.Mul) else first + x
        return first
    if isinstance(e, sp.Pow | sp.MatPow):
        return evaluate(e.base, sizes, values, modes) ** e.exp
    return sp.sympify(e).subs(sizes)


def _sampled(sides: list, sizes: dict, seed: int) -> tuple[dict, tuple]:
    """Values for the scalars: (the same for all modes, and for each mode its own)."""
    rng = random.Random(1000 + seed)
    letters = sorted({x for e in sides for x in e.atoms(sp.Symbol)} - set(sizes), key=str)
    count = max(sizes.values(), default=1)
    shared = {x: sample(x, rng) for x in letters}  # a letter of mode j outside of Diags: of one fixed mode
    indexed = [x for x in letters if is_indexed(x)]
    if seed == 0:  # a case for zero is met only there
        asked = {x for e in sides for p in e.atoms(sp.Piecewise) for _, c in p.args for x in c.free_symbols}
        zeros = {x: sp.S.Zero for x in indexed if x in asked and x.is_nonzero is None}
        return sizes | shared | zeros, tuple(
            {x: sample(x, rng) for x in indexed} | zeros for _ in range(count)
        )
    return sizes | shared, tuple({x: sample(x, rng) for x in indexed} for _ in range(count))


def _agree(left, right) -> str:
    """How two values agree: "exact", "numeric" (45 digits looked at), or "" if they do not."""
    if left == right:
        return "numeric" if sp.Matrix([left]).atoms(sp.Float) else "exact"
    difference = sp.Matrix([left - right])
    if all(x.is_Rational for x in difference):
        return ""
    worst = max((abs(sp.N(x, 45, maxn=400)) for x in difference), default=0)
    scale = max((abs(sp.N(x, 45, maxn=400)) for x in sp.Matrix([left])), default=0)
    return "numeric" if worst.is_number and bool(worst <= sp.Float("1e-30") * (1 + scale)) else ""


def equal(a, b, kinds: Kinds | None = None, k: int = POINTS) -> Status:
    """Decide whether two matrix expressions (or sums of traces) are equal for every size.

    Args:
        a: one side.
        b: other side.
        kinds: what is known about the matrices.
        k: number of random integer matrices tried.

    Returns:
        PROVED if both sides multiply out to the same normal form, else EXACT(k).

    Raises:
        StepError: with the integer matrices at which they differ.

    Example:
        >>> n = sp.Symbol("n", integer=True, positive=True)
        >>> A, B = MatrixSymbol("A", n, n), MatrixSymbol("B", n, n)
        >>> str(equal((A * B).T, B.T * A.T))
        'proved'
    """
    kinds = kinds or Kinds()
    a, b = (e.doit() if isinstance(e, sp.Derivative) else e for e in (a, b))
    if getattr(a, "shape", ()) != getattr(b, "shape", ()):
        raise StepError(f"shapes differ: {getattr(a, 'shape', '()')} against {getattr(b, 'shape', '()')}")
    if a == b:
        return Status.PROVED
    normal = trace_form if getattr(a, "shape", ()) == () else form
    try:
        # The difference, so that entries of a Diag need only vanish, not look alike.
        if normal(a, kinds) == normal(b, kinds) or normal(a - b, kinds) == {}:
            return Status.PROVED
    except TypeError:
        pass  # no normal form for what is written there: points must decide
    symbols = a.atoms(MatrixSymbol) | b.atoms(MatrixSymbol)
    sizes_of_sums = {x for e in (a, b) for s in e.atoms(Diag, ModeSum) for x in s.args[1].free_symbols}
    if not all(x.is_integer for x in sizes_of_sums):
        raise StepError(f"{a}, {b}: a number of modes that is no whole number")
    if any(e.atoms(Diag, ModeSum) for e in (a, b)):
        a, b = opaque(a, b)
    exact = True
    for seed in range(k):
        sizes, values = integer_matrices(symbols, kinds, seed)
        for number, x in enumerate(sorted(sizes_of_sums - set(sizes), key=str)):
            sizes[x] = 2 + (seed + number) % 3  # not all the same
        scalars, modes = _sampled([a, b], sizes, seed)
        agree = _agree(*(evaluate(e, scalars, values, modes) for e in (a, b)))
        exact = exact and agree == "exact"
        if not agree:
            used = {M.name for M in symbols}
            place = {str(x): n for x, n in scalars.items()}
            if any(e.atoms(Diag, ModeSum) for e in (a, b)):
                place |= {str(x): [mode[x] for mode in modes] for x in (modes[0] if modes else ())}
            place |= {n: v.tolist() for n, v in values.items() if n in used}
            raise StepError(f"{a} != {b} at {place}", place)
    return Status.EXACT(k) if exact else Status.NUMERIC(k)
