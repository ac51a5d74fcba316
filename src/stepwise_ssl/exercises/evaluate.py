"""Tree to number: real arithmetic in mpmath, with every step bounded."""

from __future__ import annotations

from collections.abc import Mapping

from . import grammar, tree

_LOG_HUGE = 690.77  # log(grammar.HUGE)


class OutOfRange(Exception):
    """There is no finite real value here: a pole, a root of a negative number, an overflow."""


def value(node: tuple, point: Mapping[str, object], digits: int = 40):
    """Evaluate a tree at one point.

    Args:
        node: a tree (see ``tree.py``).
        point: the value of each name, as float, Fraction or mpmath number.
        digits: decimal digits carried.

    Returns:
        An mpmath real number.

    Raises:
        OutOfRange: no finite real value below 1e300; a name without a value is a KeyError.

    Source: arithmetic; powers as exp(b log a), as mpmath does.

    >>> float(value(("neg", ("name", "t")), {"t": 2.0}))
    -2.0
    """
    import mpmath as mp

    with mp.workdps(digits):
        return +_value(node, {name: mp.mpf(v) for name, v in point.items()}, mp)


def _value(node, point, mp):
    kind = node[0]
    if kind == "number":
        return mp.mpf(node[1].numerator) / node[1].denominator
    if kind == "name":
        return point[node[1]]
    if kind == "constant":
        return +mp.pi if node[1] == "pi" else +mp.e
    parts = [_value(child, point, mp) for child in tree.children(node)]
    try:
        result = _apply(kind, node, parts, mp)
    except (ZeroDivisionError, ValueError, OverflowError):
        raise OutOfRange from None
    if isinstance(result, mp.mpc) or not mp.isfinite(result) or abs(result) > grammar.HUGE:
        raise OutOfRange
    return result


def _apply(kind, node, parts, mp):
    if kind == "+":
        return mp.fsum(parts)
    if kind == "*":
        return mp.fprod(parts)
    if kind == "/":
        return parts[0] / parts[1]
    if kind == "neg":
        return -parts[0]
    if kind == "^":
        return _power(*parts, mp)
    function, x = node[1], parts[0]
    if function in ("exp", "expm1", "sinh", "cosh"):
        # Decided before mpmath is asked: exp of a huge number would build a huge integer.
        if x > _LOG_HUGE or (x < -_LOG_HUGE and function in ("sinh", "cosh")):
            raise OutOfRange
        if x < -20_000:
            return mp.mpf(-1 if function == "expm1" else 0)
    if function == "tanh" and abs(x) > 20_000:
        return mp.sign(x)
    if function == "log2":
        return mp.log(x) / mp.log(2)
    return getattr(mp, {"abs": "fabs"}.get(function, function))(x)


def _power(base, exponent, mp):
    if base == 0:
        if exponent < 0:
            raise OutOfRange
        return mp.mpf(1 if exponent == 0 else 0)
    if base < 0 and not mp.isint(exponent):
        raise OutOfRange
    size = exponent * mp.log(abs(base))
    if size > _LOG_HUGE:
        raise OutOfRange
    return mp.mpf(0) if size < -20_000 else mp.power(base, exponent)
