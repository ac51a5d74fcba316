"""What crosses between marker and student: arguments out as JSON, answers in as checked plain numbers."""

from __future__ import annotations

import math
from fractions import Fraction

import numpy as np

from .items import AnswerError
from .limits import Limits


def encode(value: object) -> object:
    """Write an argument of a student's function as JSON.

    Args:
        value: number, text, array, or a list or tuple of these.

    Returns:
        Plain data.

    Raises:
        TypeError: anything else; a fault of the check, not of the student.

    Source: ``student_process.decode``.

    >>> encode(np.array([1, 2]))
    {'dtype': 'int64', 'shape': [2], 'data': [1, 2]}
    """
    if isinstance(value, np.ndarray):
        if value.dtype.kind not in "biuf":
            raise TypeError(f"an array of {value.dtype} cannot be sent to a student")
        data = [x if math.isfinite(x) else repr(x) for x in value.ravel().tolist()]
        return {"dtype": str(value.dtype), "shape": list(value.shape), "data": data}
    if isinstance(value, np.generic):
        return encode(value.item())
    if isinstance(value, Fraction):
        return float(value)
    if isinstance(value, list | tuple):
        return [encode(part) for part in value]
    if value is None or (isinstance(value, str | int | float) and math.isfinite(_size(value))):
        return value
    raise TypeError(f"{value!r} cannot be sent to a student")


def _size(value: object) -> float:
    return value if isinstance(value, float) else 0.0


def plain(text: object, most: int = 300) -> str:
    """Make a student's words fit to be shown: one line, no control characters, bounded.

    Args:
        text: anything.
        most: characters kept.

    Returns:
        Printable text.

    Source: ``str.isprintable``, which is False for control and direction characters.

    >>> plain("a\\x1b[2J" + chr(0x202E) + "b")
    'a [2J b'
    """
    text = text[: 4 * most] if isinstance(text, str) else ""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())[:most]


def number_array(reply: dict, name: str, limits: Limits) -> np.ndarray:
    """Read an array out of a reply of which nothing is known.

    Args:
        reply: parsed JSON.
        name: of the function, for the sentence.
        limits: how many numbers are allowed.

    Returns:
        A float array; infinite entries are kept, since infinity is a right answer to some questions.

    Raises:
        AnswerError: it is not an array of real numbers.

    Source: ``student_process.encode_array``, which an honest submission uses.

    >>> number_array({"shape": [2], "data": [1, "inf"]}, "f", Limits())
    array([ 1., inf])
    """
    shape, data = reply.get("shape"), reply.get("data")
    if not isinstance(shape, list) or not isinstance(data, list) or len(shape) > 8:
        raise AnswerError(f"{name} must return an array of numbers.")
    if any(type(n) is not int or n < 0 for n in shape) or math.prod(shape) != len(data):
        raise AnswerError(f"{name} must return an array of numbers.")
    if len(data) > limits.numbers:
        raise AnswerError(f"{name} returns {len(data)} numbers; {limits.numbers} are the most allowed.")
    try:
        return np.array([_number(value) for value in data], dtype=float).reshape(shape)
    except (ValueError, OverflowError):
        raise AnswerError(f"{name} returns something that is no real number.") from None


def _number(value: object) -> float:
    """One entry: an int or float, or infinity by its name; a bool is not a number here."""
    if type(value) is float or type(value) is int:
        return float(value)
    if type(value) is str and value in ("inf", "-inf"):
        return float(value)
    raise ValueError("not a number")
