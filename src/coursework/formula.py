"""A student's formula as a function of its symbols, in fifty digits, for checks that state properties."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping

import mpmath as mp

from stepwise_ssl.exercises.evaluate import OutOfRange, value
from stepwise_ssl.exercises.reading import read
from stepwise_ssl.exercises.wording import Unreadable

from .items import AnswerError, Answers, Variant

DIGITS = 50
_STEP = mp.mpf(10) ** -12  # of central differences: with two steps the error is of order 1e-48 f^(5)


class Formula:
    """A formula that a student wrote.

    Args:
        text: the formula.
        symbols: the names that may occur.
        name: of the answer, for the sentences.

    Raises:
        AnswerError: the text is no formula in these symbols.

    Source: the whitelist parser of ``stepwise_ssl.exercises``.

    >>> float(Formula("2*t", ("t",), "answer")(t=3))
    6.0
    """

    def __init__(self, text: str, symbols: tuple[str, ...], name: str):
        try:
            self.tree = read(text, symbols)
        except Unreadable as refusal:
            raise AnswerError(f"{name}: {refusal}") from None
        except RecursionError:
            raise AnswerError(f"{name}: this expression is nested too deeply.") from None
        self.name = name

    def __call__(self, **point: object):
        """Return the value at a point; an AssertionError says where there is none."""
        try:
            return value(self.tree, point, DIGITS)
        except OutOfRange:
            where = ", ".join(f"{k} = {mp.nstr(mp.mpf(v), 4)}" for k, v in point.items())
            raise AnswerError(f"{self.name} has no finite real value at {where or 'all'}.") from None

    def slope(self, by: str, **point: object):
        """Return the derivative by one symbol at a point."""
        return slope(lambda x: self(**{**point, by: x}), point[by])


def formula(answers: Answers, name: str, *symbols: str) -> Formula:
    """Fetch a formula from a student's answers.

    Args:
        answers: the student's.
        name: of the answer.
        symbols: the names that may occur in it.

    Returns:
        The formula.

    Raises:
        AnswerError: blank, or not readable.

    Source: ``Formula``.

    >>> from coursework.in_process import InProcess
    >>> float(formula(InProcess({"rate": "8*gamma"}), "rate", "gamma")(gamma=2))
    16.0
    """
    return Formula(answers.expression(name, symbols), symbols, name)


def exact(variant: Variant, name: str):
    """Return a constant of a variant in full precision.

    Args:
        variant: the term's constants.
        name: of the constant.

    Returns:
        An mpmath number.

    Source: numerator over denominator, in fifty digits.

    >>> exact(Variant("ps1", "demo", {"power": 4}), "power")
    mpf('4.0')
    """
    number = variant.values[name]
    with mp.workdps(DIGITS):
        return mp.mpf(number.numerator) / number.denominator


def slope(function: Callable, x: object):
    """Differentiate a function of one number, by central differences of two step sizes.

    Args:
        function: analytic around x, in a circle of more than 1e-11.
        x: where.

    Returns:
        The derivative, to about thirty digits.

    Source: Richardson's extrapolation.

    >>> mp.nstr(slope(lambda x: x**3, 2), 12)
    '12.0'
    """
    with mp.workdps(DIGITS):
        x = mp.mpf(x)
        step = _STEP * (1 + abs(x))  # not relative to a tiny x: the loss changes too little there
        wide, near = ((function(x + h) - function(x - h)) / (2 * h) for h in (2 * step, step))
        return (4 * near - wide) / 3


def points(rng: random.Random, domain: Mapping[str, tuple[float, float]], count: int = 6) -> list[dict]:
    """Draw points of a box.

    Args:
        rng: the check's generator.
        domain: for each name its lowest and highest value.
        count: how many.

    Returns:
        Dictionaries of mpmath numbers with six random digits each.

    Source: formulas that differ agree at random points with probability next to zero.

    >>> points(random.Random(0), {"t": (2, 2)}, 1)
    [{'t': mpf('2.0')}]
    """
    with mp.workdps(DIGITS):
        return [
            {
                name: mp.mpf(lo) + (mp.mpf(hi) - mp.mpf(lo)) * rng.randint(1, 10**6 - 1) / 10**6
                for name, (lo, hi) in domain.items()
            }
            for _ in range(count)
        ]


def close(a: object, b: object, tolerance: float = 1e-9) -> bool:
    """Say whether two numbers agree.

    Args:
        a: one number.
        b: the other; the error is relative to it, and absolute near zero.
        tolerance: far above the rounding of fifty digits, far below any wrong constant.

    Returns:
        True or False.

    Source: the tolerance of the book's own answer checks.

    >>> close(1.0, 1.0 + 1e-12), close(1.0, 1.1)
    (True, False)
    """
    return abs(a - b) <= tolerance * max(abs(b), mp.mpf(10) ** -30)


def factor_hint(ratios: list, named: list[tuple[object, str]]) -> str:
    """Name a constant factor by which an answer is off.

    Args:
        ratios: answer over what it should be, at several points.
        named: pairs (factor, hint).

    Returns:
        The hint whose factor all ratios have; for another constant a general one; "" if they differ.

    Source: most slips are factors.

    >>> factor_hint([2, 2], [(2, "Twice too fast.")])
    'Twice too fast.'
    """
    for size, hint in named:
        if all(close(ratio, size) for ratio in ratios):
            return hint
    if all(close(ratio, ratios[0]) for ratio in ratios) and ratios[0] != 0:
        return (
            f"The shape is right; a constant factor is not: yours is {mp.nstr(ratios[0], 4)} times too large."
        )
    return ""
