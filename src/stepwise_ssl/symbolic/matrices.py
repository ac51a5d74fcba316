"""Equality of matrix expressions of symbolic size."""

from __future__ import annotations

import random
from collections.abc import Iterable

import sympy as sp
from sympy import MatrixExpr, MatrixSymbol
from sympy.matrices.matrixbase import MatrixBase

from .equality import POINTS, StepError
from .status import Status


def is_matrix(e) -> bool:
    """True for SymPy matrices, explicit or of symbolic size."""
    return isinstance(e, MatrixExpr | MatrixBase)


def expand(e: sp.Basic, given: Iterable = ()) -> sp.Basic:
    """Multiply out, apply the rules ``given`` (pairs old -> new), multiply out again."""
    e = sp.expand(e).doit()
    for old, new in given:
        e = sp.expand(e.subs(old, new)).doit()
    return e


def integer_matrices(e: sp.Basic, symmetric: Iterable = (), seed: int = 0, start: int = 1) -> dict:
    """Random integer values for the sizes and the matrices of an expression.

    Args:
        e: expression with MatrixSymbols of symbolic size.
        symmetric: the matrix symbols that must be symmetric.
        seed: seed of the draw.
        start: smallest size.

    Returns:
        (sizes, values): substitutions for the size letters, then for the matrix symbols by name.
    """
    rng = random.Random(seed)
    letters = sorted(
        {x for M in e.atoms(MatrixSymbol) for n in M.shape for x in sp.sympify(n).free_symbols}, key=str
    )
    sizes = {x: rng.randint(start, start + 2) + i for i, x in enumerate(letters)}
    values = {}
    for M in sorted(e.atoms(MatrixSymbol), key=str):
        rows, columns = (int(sp.sympify(n).subs(sizes)) for n in M.shape)
        block = sp.Matrix(rows, columns, lambda i, j: rng.randint(-5, 5))
        values[M.name] = block + block.T if M in symmetric else block
    return sizes, values


def evaluate(e: sp.Basic, sizes: dict, values: dict) -> sp.Matrix:
    """Put numbers into a matrix expression."""
    e = e.subs(sizes)
    e = e.xreplace({M: sp.ImmutableMatrix(values[M.name]) for M in e.atoms(MatrixSymbol)}).doit()
    return sp.Matrix(e.as_explicit() if hasattr(e, "as_explicit") else e)


def equal(a, b, given: Iterable = (), k: int = POINTS) -> Status:
    """Decide whether two matrix expressions are equal for every size.

    Args:
        a: one side.
        b: other side.
        given: pairs (M.T, M) for the symmetric matrices.
        k: number of random integer matrices tried.

    Returns:
        PROVED if both sides multiply out to the same canonical form, else EXACT(k).

    Raises:
        StepError: with the integer matrices at which they differ.
    """
    given = tuple(given)
    if getattr(a, "shape", None) != getattr(b, "shape", None):
        raise StepError(f"shapes differ: {getattr(a, 'shape', '()')} against {getattr(b, 'shape', '()')}")
    if a == b:
        return Status.PROVED
    residual = expand(a - b, given)
    if residual == 0 or getattr(residual, "is_ZeroMatrix", False):
        return Status.PROVED
    symmetric = [new for old, new in given if old == new.T]
    for seed in range(k):
        sizes, values = integer_matrices(a + b, symmetric, seed)
        left, right = evaluate(a, sizes, values), evaluate(b, sizes, values)
        if left != right:
            place = {**{str(x): n for x, n in sizes.items()}, **{n: v.tolist() for n, v in values.items()}}
            raise StepError(f"{a} != {b} at {place}", place)
    return Status.EXACT(k)
