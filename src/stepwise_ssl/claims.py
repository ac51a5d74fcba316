"""Numbers that the prose may quote: a cell computes them, the build compares.

A cell says ``claim("width", log(81) / 8)``; the text says ``{num}`0.549 = width```.
The book's build fails when the typed number is not the computed one, rounded.
"""

import math
import re
import sys
from typing import Any

CLAIM_MIME = "application/vnd.stepwise.claim+json"
NAME = re.compile(r"[a-z][a-z0-9]*([-_][a-z0-9]+)*")


class Claim:
    """A named number, as a notebook shows it.

    Args:
        name: what the prose calls it, in small letters.
        value: the computed number (no unit; percentages as fractions).

    >>> Claim("width", 0.54930614)
    width = 0.549306
    """

    def __init__(self, name: str, value: float):
        self.name, self.value = name, value

    def __repr__(self) -> str:
        return f"{self.name} = {self.value:.6g}"

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, Any]:
        return {"text/plain": repr(self), CLAIM_MIME: {"name": self.name, "value": self.value}}


def claim(name: str, value: Any) -> None:
    """Put a computed number on record, so that the prose can quote it.

    Args:
        name: what the prose calls it: small letters and digits, joined by hyphens or underscores.
        value: one finite real number: Python's, NumPy's, or an array or tensor of one element.

    Raises:
        ValueError: if the name is not of that form, or the value is not one finite real number.

    >>> claim("plateau", 0.5)
    plateau = 0.5
    """
    if not isinstance(name, str) or not NAME.fullmatch(name):
        raise ValueError(f"claim name {name!r}: expected small letters, digits, - or _, such as 'rise-time'")
    _show(Claim(name, _number(name, value)))


def _number(name: str, value: Any) -> float | int:
    """Return value as a plain finite int or float, or raise ValueError naming the claim."""
    try:
        number = value.item() if hasattr(value, "item") else value
        if isinstance(number, (bool, str, bytes)):
            raise TypeError("a truth value or a text is no number")
        number = number if type(number) is int else float(number)
    except (TypeError, ValueError, RuntimeError) as error:
        shape = getattr(value, "shape", None)
        got = f"shape {tuple(shape)}" if shape is not None else type(value).__name__
        raise ValueError(f"claim {name!r}: expected one real number, got {got}") from error
    if not math.isfinite(number):
        raise ValueError(f"claim {name!r}: expected a finite number, got {number}")
    return number


def _show(shown: Claim) -> None:
    """Display in a notebook, print anywhere else; IPython is used only where it already runs."""
    ipython = sys.modules.get("IPython")
    if ipython is not None and ipython.get_ipython() is not None:
        # Imported from its home: old and new IPython both have it there.
        from IPython.display import display

        display(shown)
    else:
        print(shown)
