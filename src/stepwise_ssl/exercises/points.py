"""Seeded random points of a domain, and the values of an expression there."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping, Sequence

from .evaluate import OutOfRange, value
from .reading import read


def as_tree(expression: object, names: Sequence[str]) -> tuple:
    """Read text or a SymPy expression into a tree.

    Args:
        expression: text, a number, a SymPy expression, or an object with an ``rhs`` (an equation).
        names: the symbols that may occur.

    Returns:
        A tree (see ``tree.py``).

    Raises:
        Unreadable: it is none of these, or not allowed.

    Source: ``reading.read`` and ``sympy_tree.from_sympy``.

    >>> as_tree("t", ["t"])
    ('name', 't')
    """
    if isinstance(expression, str):
        return read(expression, names)
    import sympy as sp

    from .sympy_tree import from_sympy
    from .wording import Unreadable

    if isinstance(expression, int | float) and not isinstance(expression, bool):
        if expression != expression or abs(expression) > 1e300:
            raise Unreadable("number")
        return from_sympy(sp.Integer(expression) if isinstance(expression, int) else sp.Float(expression), ())
    if not isinstance(expression, sp.Basic):
        raise Unreadable("kind", example=" * ".join(names) or "0.25")
    return from_sympy(expression, names)


def sample(
    domain: Mapping[str, tuple[float, float]],
    derived: Mapping[str, str],
    usable: Callable[[dict], bool],
    count: int,
    seed: int,
) -> list[dict]:
    """Draw seeded points at which the target has a value.

    Args:
        domain: for each name the lowest and highest value, uniform between; both at least finite.
        derived: further names that a reader may use, as expressions in the first ones.
        usable: says whether the target can be compared at a point.
        count: number of points.
        seed: the same seed gives the same points everywhere.

    Returns:
        ``count`` dictionaries of floats: doubles, so that the browser sits at exactly the same points.

    Raises:
        ValueError: the target has no value on most of the domain.

    Source: Schwartz-Zippel in spirit: different analytic functions agree at random points with
    probability zero.

    >>> sample({"t": (0.0, 1.0)}, {}, lambda point: True, 1, 0)
    [{'t': 0.8444218515250481}]
    """
    rng = random.Random(seed)
    formulas = {name: read(text, tuple(domain)) for name, text in derived.items()}
    found = []
    for _ in range(20 * count):
        point = {name: lo + (hi - lo) * rng.random() for name, (lo, hi) in domain.items()}
        point |= {name: float(value(formula, point)) for name, formula in formulas.items()}
        if usable(point):
            found.append(point)
        if len(found) == count:
            return found
    raise ValueError(f"the target has a finite real value at {len(found)} of {20 * count} points of {domain}")


def values(node: tuple, points: Sequence[Mapping[str, float]], digits: int = 40) -> list:
    """Evaluate a tree at each point.

    Args:
        node: a tree.
        points: where.
        digits: decimal digits carried.

    Returns:
        One mpmath number for each point; None where there is no finite real value.

    Source: ``evaluate.value``.

    >>> values(read("log(t)", ["t"]), [{"t": 1.0}, {"t": -1.0}])
    [mpf('0.0'), None]
    """
    results = []
    for point in points:
        try:
            results.append(value(node, point, digits))
        except OutOfRange:
            results.append(None)
    return results
