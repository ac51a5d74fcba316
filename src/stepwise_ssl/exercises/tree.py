"""The tree of an answer: nested tuples, never code.

A node is ("number", Fraction), ("name", text), ("constant", text), ("+", a, b, ...), ("*", a, b, ...),
("/", a, b), ("neg", a), ("^", a, b) or ("call", function, a). Nothing here can run what a reader typed.
"""

from __future__ import annotations

from . import grammar
from .wording import Unreadable


def children(node: tuple) -> tuple:
    """Return the nodes directly below a node.

    Args:
        node: a tree.

    Returns:
        Its sub-trees.

    Source: the shapes listed at the top of this module.

    >>> children(("neg", ("name", "t")))
    (('name', 't'),)
    """
    if node[0] in ("number", "name", "constant"):
        return ()
    return node[2:] if node[0] == "call" else node[1:]


def is_constant(node: tuple) -> bool:
    """Say whether a tree holds no names.

    Args:
        node: a tree.

    Returns:
        True if its value is one number.

    Source: plain recursion.

    >>> is_constant(("neg", ("constant", "pi")))
    True
    """
    return node[0] != "name" and all(is_constant(child) for child in children(node))


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
    degrees = [check_powers(child) for child in children(node)]
    if node[0] == "^" and is_constant(node[2]):
        from .evaluate import OutOfRange, value

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
