"""The number check: one measured or computed number with a tolerance."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from . import points as pts
from .evaluate import OutOfRange, value
from .verdict import BLANK, NOT_YET, RIGHT, UNREADABLE, Verdict, is_blank
from .wording import SENTENCES, Unreadable


@dataclass(frozen=True)
class NumberQuestion:
    """A question whose answer is one number.

    Args:
        value: the right number, in the unit that the question names.
        tolerance: largest absolute difference that counts as right, same unit.
        slips: pairs (wrong number, reply), each recognised within the same tolerance.
        praise: said with "right".

    Raises:
        ValueError: a slip lies within the tolerance of the right value, or two slips cannot be told apart.

    Source: absolute difference, so that the unit of the tolerance is the unit of the answer.

    >>> NumberQuestion(0.25, 0.01).check("1/4")
    Right.
    """

    value: float
    tolerance: float
    slips: Sequence[tuple[float, str]] = ()
    praise: str = ""
    kind = "number"

    def __post_init__(self):
        taken = [self.value]
        for wrong, _ in self.slips:
            if min(abs(wrong - other) for other in taken) <= 2 * self.tolerance:
                raise ValueError(f"slip {wrong} is within twice the tolerance {self.tolerance} of {taken}")
            taken.append(wrong)

    def check(self, answer: object) -> Verdict:
        """Compare an answer with the value and the slips.

        Args:
            answer: a number of any kind, or text such as "1/9".

        Returns:
            The verdict; nothing is raised.

        Source: see the class.

        >>> NumberQuestion(0.25, 0.01).check(0.5)
        Not yet. Your number is too large.
        """
        if is_blank(answer):
            return Verdict(BLANK, SENTENCES["blank"])
        try:
            number = as_number(answer)
        except Unreadable as refusal:
            return Verdict(UNREADABLE, str(refusal))
        except OutOfRange:
            return Verdict(NOT_YET, SENTENCES["infinite"])
        except Exception:
            return Verdict(UNREADABLE, SENTENCES["not-a-number"])
        if abs(number - self.value) <= self.tolerance:
            return Verdict(RIGHT, self.praise)
        for wrong, reply in self.slips:
            if abs(number - wrong) <= self.tolerance:
                return Verdict(NOT_YET, reply)
        if abs(number + self.value) <= self.tolerance:
            return Verdict(NOT_YET, SENTENCES["sign"])
        return Verdict(NOT_YET, SENTENCES["large" if number > self.value else "small"])


def as_number(answer: object) -> float:
    """Turn an answer into one finite float.

    Args:
        answer: a Python, NumPy, torch or SymPy number, an array of one element, or text.

    Returns:
        The number.

    Raises:
        Unreadable: not one number.
        OutOfRange: infinite, NaN or not real.

    Source: text goes through the whitelist parser with no names.

    >>> as_number("log(e)/8")
    0.125
    """
    if isinstance(answer, str):
        return float(value(pts.as_tree(answer, ()), {}))
    if isinstance(answer, bool | bytes | bytearray | set | dict):
        raise Unreadable("not-a-number")
    if type(answer).__module__.split(".")[0] == "sympy":
        return float(value(pts.as_tree(answer, ()), {}))
    if hasattr(answer, "item"):  # NumPy and torch scalars, arrays of one element
        answer = answer.item()
    if isinstance(answer, complex):
        raise OutOfRange
    try:
        number = float(answer)
    except OverflowError:
        raise OutOfRange from None
    except (TypeError, ValueError):
        raise Unreadable("not-a-number") from None
    if number != number or abs(number) == float("inf"):
        raise OutOfRange
    return number


def check_number(
    answer: object, value: float, tolerance: float, slips: Sequence[tuple[float, str]] = ()
) -> Verdict:
    """Check one number.

    Args:
        answer: what the reader found.
        value: the right number.
        tolerance: largest absolute difference that counts as right.
        slips: pairs (wrong number, reply).

    Returns:
        The verdict.

    Source: ``NumberQuestion``.

    >>> check_number(-0.25, 0.25, 0.01)
    Not yet. The size is right; the sign is not.
    """
    return NumberQuestion(value, tolerance, slips).check(answer)
