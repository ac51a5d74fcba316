"""Typed numbers: what they mean, and whether a computed value rounds to them."""

import re
from dataclasses import dataclass
from decimal import Decimal

WORDS = "zero one two three four five six seven eight nine ten eleven twelve".split()
FORM = re.compile(
    r"""(?P<about>~\s*)?(?P<sign>[-+−])?
        (?:(?P<digits>\d{1,3}(?:[,\u202f ]\d{3})+|\d+)?(?P<decimals>\.\d+)?)
        (?:e(?P<exponent>[-+−]?\d+))?
        (?P<power>(?:\s*[×x*]\s*)?10\^\{?(?P<power_of_ten>[-+−]?\d+)\}?)?
        \s*(?P<percent>%|per\ cent|percent)?""",
    re.VERBOSE,
)


@dataclass(frozen=True)
class Typed:
    """A number as typed: its value, and the unit of its last typed digit (0 for a counting word)."""

    value: Decimal
    unit: Decimal

    def agrees(self, computed: float) -> bool:
        """Say whether the computed value, rounded at the typed precision, is the typed one.

        >>> read("0.549").agrees(0.549306), read("0.55").agrees(0.56), read("three").agrees(3)
        (True, False, True)
        """
        exact = Decimal(repr(computed)) if isinstance(computed, float) else Decimal(computed)
        # Half a unit either way: a tie may round up or down. A counting word is exact.
        return abs(exact - self.value) <= self.unit / 2


def read(text: str) -> Typed | None:
    """Read a typed number, or return None.

    Known: 0.549, 1,000, -3, 55 %, 3e-14, 3 × 10^-14, 10^-4, words up to twelve, and ~ for
    "about", which makes the zeros at the end of a whole number insignificant.

    >>> read("55 %").value, read("10^-4").value, read("~1,200").unit, read("often")
    (Decimal('0.55'), Decimal('0.0001'), Decimal('100'), None)
    """
    text = text.strip()
    if text.lower() in WORDS:
        return Typed(Decimal(WORDS.index(text.lower())), Decimal(0))
    found = FORM.fullmatch(_bare_power(text))
    if not found or not (found["digits"] or found["decimals"]):
        return None
    digits = re.sub(r"[,\u202f ]", "", found["digits"] or "0")
    decimals = found["decimals"] or ""
    shift = _int(found["exponent"]) + _int(found["power_of_ten"]) - (2 if found["percent"] else 0)
    scale = Decimal(10) ** shift
    value = Decimal(("-" if found["sign"] in ("-", "−") else "") + digits + decimals) * scale
    unit = scale * Decimal(10) ** -max(len(decimals) - 1, 0)
    if found["about"] and not decimals:
        zeros = len(digits) - len(digits.rstrip("0"))
        unit *= Decimal(10) ** min(zeros, max(len(digits) - 2, 0))  # never looser than two digits
    return Typed(value, unit)


def pretty(text: str) -> list[tuple[str, str]]:
    """Return a typed number as (text, superscript) pieces fit to print.

    >>> pretty("3e-14"), pretty("0.549")
    ([('3 × 10', '−14')], [('0.549', '')])
    """
    text = text.strip()
    power = re.fullmatch(r"(.*?)(?:e|\s*[×x*]\s*10\^\{?|(?<![\d.])10\^\{?)([-+−]?\d+)\}?(.*)", text)
    if not power:
        return [(text.replace("-", "−"), "")]
    front, exponent, rest = power.groups()
    stem = "10" if front.strip(" ~-−+") in ("", "1") else " × 10"
    front = front.removesuffix("1") if stem == "10" else front
    pieces = [((front + stem).replace("-", "−"), exponent.replace("-", "−").lstrip("+"))]
    return [*pieces, (rest, "")] if rest else pieces


def _bare_power(text: str) -> str:
    """Give a bare power of ten its factor one: 10^-4 is 1 × 10^-4."""
    return re.sub(r"^(~?\s*[-+−]?)10\^", r"\g<1>1x10^", text)


def _int(text: str | None) -> int:
    return int(text.replace("−", "-")) if text else 0
