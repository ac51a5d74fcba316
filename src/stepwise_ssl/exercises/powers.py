"""Exponents that no answer needs, refused before anything is evaluated: towers of powers are bombs."""

from __future__ import annotations

from . import grammar, tree
from .evaluate import OutOfRange, value
from .wording import Unreadable


def check_powers(node: tuple) -> float:
    """Refuse exponents that no answer needs, before anything is evaluated.

    Args:
        node: a tree.

    Returns:
        A bound on the degree of the expression: nested exponents multiply.

    Raises:
        Unreadable: an exponent above 64, or powers of powers above 4096 in all.

    Source: grammar.MAX_EXPONENT and grammar.MAX_DEGREE.

    >>> from fractions import Fraction
    >>> check_powers(("^", ("name", "t"), ("number", Fraction(3))))
    3.0
    """
    degrees = [check_powers(child) for child in tree.children(node)]
    if node[0] == "^" and tree.is_constant(node[2]):
        try:
            size = abs(float(value(node[2], {}, digits=15)))
        except OutOfRange:
            raise Unreadable("exponent") from None
        if size > grammar.MAX_EXPONENT:
            raise Unreadable("exponent")
        degree = degrees[0] * max(1.0, size)
        if degree > grammar.MAX_DEGREE:
            raise Unreadable("nested")
        return degree
    return max(degrees, default=1.0)
