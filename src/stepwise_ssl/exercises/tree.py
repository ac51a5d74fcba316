"""The tree of an answer: nested tuples, never code.

A node is ("number", Fraction), ("name", text), ("constant", text), ("+", a, b, ...), ("*", a, b, ...),
("/", a, b), ("neg", a), ("^", a, b) or ("call", function, a). Nothing here can run what a reader typed.
"""

from __future__ import annotations


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
