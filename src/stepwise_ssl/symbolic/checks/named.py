"""A check from worlds that are tables: a name, and its number or matrix, made from first principles."""

from __future__ import annotations

import random
from collections.abc import Callable
from functools import cache

import sympy as sp

from ..equality import StepError
from ..matrices import evaluate
from ..status import Status


def integers(rows: int, columns: int, rng: random.Random) -> sp.Matrix:
    """Random integers from -4 to 4."""
    return sp.Matrix(rows, columns, lambda i, j: rng.randint(-4, 4))


def orthogonal(n: int, rng: random.Random) -> sp.Matrix:
    """A rational orthogonal matrix: the Cayley transform of a random skew one."""
    A = integers(n, n, rng) / sp.S(3)
    A = A - A.T
    return (sp.eye(n) - A) * (sp.eye(n) + A).inv()


def stencil(f: Callable, at: sp.Matrix) -> sp.Matrix:
    """Gradient by a five-point stencil in each entry: exact where f is at most quartic in it."""

    def slope(i, j):
        def moved(by):
            other = at.copy()
            other[i, j] += by
            return f(other)

        return (moved(-2) - 8 * moved(-1) + 8 * moved(1) - moved(2)) / sp.S(12)

    return sp.Matrix(at.rows, at.cols, slope)


def letters_of(e) -> set:
    """Scalar letters of an expression."""
    return e.atoms(sp.Symbol)


def _value(e, world: dict):
    letters = {x: world[x.name] for x in letters_of(e) if x.name in world}
    modes = [{x: mode[x.name] for x in letters_of(e) if x.name in mode} for mode in world.get("modes", ())]
    value = sp.sympify(evaluate(e, letters, world, tuple(modes)))
    if not isinstance(value, sp.Expr | sp.MatrixBase):
        raise StepError(f"{e} has no value")
    return sp.Matrix([value])


def _differ(left, right, digits: int | None) -> bool:
    if left.shape != right.shape:
        return True
    if digits is None:
        return left != right
    far = max(abs(sp.N(x, 40)) for x in left - right)
    scale = max(1, *(abs(sp.N(x, 40)) for x in left))
    return not (far.is_number and bool(far <= sp.Float(10) ** -digits * scale))


def check_in(make: Callable[[int], dict], count: int = 4, digits: int | None = None) -> Callable:
    """A check (lhs, rhs) -> Status.

    Args:
        make: world by number: name -> SymPy number or Matrix, and what ``valued`` asks for.
        count: number of worlds.
        digits: to so many digits; exactly, if None.
    """
    make = cache(make)

    def check(lhs, rhs) -> Status:
        for seed in range(count):
            world = make(seed)
            try:
                left, right = (_value(e, world) for e in (lhs, rhs))
                false = _differ(left, right, digits)
            except (TypeError, ValueError, KeyError, IndexError, ZeroDivisionError) as error:
                raise StepError(f"{lhs} = {rhs} has no value: {error}") from error
            if false:
                place = {k: str(v) for k, v in world.items() if isinstance(v, sp.Basic | sp.MatrixBase)}
                raise StepError(f"{lhs} = {rhs} is false: {left.tolist()} against {right.tolist()}", place)
        return Status.EXACT(count) if digits is None else Status.NUMERIC(count, digits)

    return check
