"""The constants of problem set 1: what a term changes, and how the text prints it."""

from fractions import Fraction
from math import gcd

from coursework.items import Variant
from coursework.variants import Draw, code, latex

# Never 1, with which the book's formula would be right, and no integers: a factor 2, 4 or 8 in a wrong
# answer is then a slip with a name, never the weight of this term's loss.
WEIGHTS = sorted({Fraction(n, d) for d in (2, 3, 4, 5, 7) for n in range(2, 20) if 0.6 < n / d < 4 and n % d})
TARGETS = [Fraction(n, 4) for n in (3, 5, 6, 7, 9, 10, 11, 13, 14, 15)]
POWERS = (4, 6)
PAIRS = [
    (a, b, c)
    for a in range(1, 10)
    for b in range(1, 10)
    for c in range(1, 10)
    if len({a, b, c, Fraction(a + b + c, 3)}) == 4 and gcd(gcd(a, b), c) == 1
]


def draw(course_secret: str, term: str) -> Variant:
    """Draw the variant of a term.

    Args:
        course_secret: known to the teacher.
        term: such as "2027S".

    Returns:
        The variant.

    Source: ``coursework.variants``.

    >>> draw("demonstration", "demo").set_name
    'ps1'
    """
    chance = Draw(course_secret, "ps1", term)
    target = chance.choice("target", TARGETS)
    kappa = chance.choice("kappa", [w for w in WEIGHTS if (w * target).denominator > 2 and w != target])
    rho = chance.choice("rho", [w for w in WEIGHTS if w not in (kappa, target)])
    power = chance.choice("power", POWERS)
    pairs = chance.choice("pairs", PAIRS)
    shares = [Fraction(part, sum(pairs)) for part in pairs]
    values = {"kappa": kappa, "target": target, "rho": rho, "power": power}
    values |= dict(zip(("w12", "w23", "w13"), shares, strict=True))
    words = {f"{name}_code": code(number) for name, number in values.items()}
    words |= {name: latex(number) for name, number in values.items()}
    return Variant("ps1", term, values, words)
