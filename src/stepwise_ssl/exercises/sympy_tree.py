"""SymPy expression to tree, and back for graders that need to differentiate."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from . import grammar, tree
from .powers import check_powers
from .tokens import canonical
from .wording import Unreadable

_MAX_BITS = 256  # of an integer inside a SymPy answer


def from_sympy(expression: object, names: Sequence[str]) -> tuple:
    """Copy a SymPy expression into a tree, node by node; nothing of it is simplified or evaluated.

    Args:
        expression: a SymPy object. Symbols are matched by name; their assumptions are ignored.
        names: the symbols that may occur.

    Returns:
        A tree (see ``tree.py``).

    Raises:
        Unreadable: something that is not a closed real expression of moderate size.

    Source: the same whitelist as for text.

    >>> import sympy
    >>> from_sympy(-sympy.Symbol("t"), ["t"])
    ('*', ('number', Fraction(-1, 1)), ('name', 't'))
    """
    import sympy as sp

    known = {canonical(name): name for name in names}
    count = 0

    def go(e, depth):
        nonlocal count
        count += 1
        if count > grammar.MAX_NODES:
            raise Unreadable("large-tree")
        if depth > grammar.MAX_DEPTH:
            raise Unreadable("deep")
        if isinstance(e, sp.Symbol):
            name = canonical(e.name.replace("\\", "").replace("{", "").replace("}", ""))
            if name in known:
                return ("name", known[name])
            key = "name" if names else "no-names"
            raise Unreadable(key, token=e.name[:40], names=", ".join(names))
        if isinstance(e, sp.Rational | sp.Float):
            return ("number", _fraction(e))
        if e is sp.pi or e is sp.E:
            return ("constant", "pi" if e is sp.pi else "e")
        head = type(e).__name__
        if isinstance(e, sp.Add | sp.Mul):
            return ("+" if isinstance(e, sp.Add) else "*", *(go(a, depth + 1) for a in e.args))
        if isinstance(e, sp.Pow):
            return ("^", go(e.args[0], depth + 1), go(e.args[1], depth + 1))
        if isinstance(e, sp.Function) and head.lower() in grammar.FUNCTIONS and len(e.args) == 1:
            return ("call", head.lower(), go(e.args[0], depth + 1))
        if isinstance(e, sp.core.relational.Relational):
            raise Unreadable("relation")
        raise Unreadable("form", token=head[:40])

    result = go(expression, 0)
    check_powers(result)
    return result


def _fraction(number) -> Fraction:
    import sympy as sp

    if isinstance(number, sp.Rational):
        if max(int(number.p).bit_length(), int(number.q).bit_length()) > _MAX_BITS:
            raise Unreadable("number")
        return Fraction(int(number.p), int(number.q))
    sign, mantissa, exponent, bits = number._mpf_
    if abs(exponent) > 1_100 or bits > _MAX_BITS:
        raise Unreadable("number")
    return (-1) ** sign * Fraction(int(mantissa)) * Fraction(2) ** exponent


def to_sympy(node: tuple):
    """Rebuild a checked tree as a SymPy expression in positive symbols.

    Args:
        node: a tree that ``reading.read`` or ``from_sympy`` has accepted.

    Returns:
        A SymPy expression.

    Source: the inverse of ``from_sympy``.

    >>> to_sympy(("^", ("name", "t"), ("number", Fraction(1, 2))))
    sqrt(t)
    """
    import sympy as sp

    parts = [to_sympy(child) for child in tree.children(node)]
    match node[0]:
        case "number":
            return sp.Rational(node[1].numerator, node[1].denominator)
        case "name":
            return sp.Symbol(node[1], positive=True)
        case "constant":
            return sp.pi if node[1] == "pi" else sp.E
        case "+":
            return sp.Add(*parts)
        case "*":
            return sp.Mul(*parts)
        case "/":
            return parts[0] / parts[1]
        case "neg":
            return -parts[0]
        case "^":
            return sp.Pow(*parts)
    (x,) = parts
    special = {
        "expm1": lambda x: sp.exp(x) - 1,
        "log1p": lambda x: sp.log(1 + x),
        "log2": lambda x: sp.log(x, 2),
        "log10": lambda x: sp.log(x, 10),
        "abs": sp.Abs,
    }
    return special.get(node[1], getattr(sp, node[1], None))(x)
