"""Constants drawn from a course secret and a term: the same for whoever knows both, and for nobody else."""

from __future__ import annotations

import hashlib
import hmac
import re
from collections.abc import Sequence
from fractions import Fraction

DEMONSTRATION = ("demonstration", "demo")  # the secret and term of the variant that everybody may see


class Draw:
    """Draws the constants of one set in one term.

    Args:
        secret: of the course.
        set_name: such as "ps1".
        term: such as "2027S".

    Raises:
        ValueError: an empty secret or term.

    Source: HMAC-SHA256 of set, term and the constant's name under the secret.

    >>> Draw("demonstration", "ps1", "demo").choice("power", [4, 6]) in (4, 6)
    True
    """

    def __init__(self, secret: str, set_name: str, term: str):
        if not secret or not term:
            raise ValueError("secret and term must not be empty: draw(course_secret, term)")
        self.secret, self.place = secret, f"{set_name}|{term}"

    def choice(self, name: str, options: Sequence):
        """Choose one option.

        Args:
            name: of the constant; another name is another draw.
            options: to choose from.

        Returns:
            One of them, each (but for 1e-70) equally likely.

        Source: the class.

        >>> Draw("a", "ps1", "b").choice("x", [7])
        7
        """
        digest = hmac.new(self.secret.encode(), f"{self.place}|{name}".encode(), hashlib.sha256).digest()
        return options[int.from_bytes(digest, "big") % len(options)]


def code(number: Fraction | int) -> str:
    """Write an exact number so that it can stand in a product in Python and in an answer.

    Args:
        number: positive.

    Returns:
        "3" or "(3/4)".

    Source: plain notation.

    >>> code(Fraction(3, 4)), code(3)
    ('(3/4)', '3')
    """
    number = Fraction(number)
    return str(number) if number.denominator == 1 else f"({number})"


def latex(number: Fraction | int) -> str:
    r"""Write an exact number for a formula.

    Args:
        number: positive.

    Returns:
        LaTeX.

    Source: plain notation.

    >>> latex(Fraction(3, 4))
    '\\tfrac{3}{4}'
    """
    number = Fraction(number)
    if number.denominator == 1:
        return str(number)
    return rf"\tfrac{{{number.numerator}}}{{{number.denominator}}}"


def fill(text: str, words: dict[str, str]) -> str:
    """Put a variant's words into the place-holders of a text.

    Args:
        text: of a master or of a bank answer, with place-holders ``{{ name }}``.
        words: what stands for each name.

    Returns:
        The text of this variant.

    Raises:
        KeyError: a place-holder that the variant does not know.

    Source: names in double braces.

    >>> fill("L = {{ weight }} x", {"weight": "3"})
    'L = 3 x'
    """
    return re.sub(r"\{\{\s*(\w+)\s*\}\}", lambda match: words[match[1]], text)
