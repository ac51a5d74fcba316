"""The constants of problem set 2: what a term changes, and how the text prints it."""

from fractions import Fraction

from coursework.items import Variant
from coursework.variants import Draw, code, latex

# Never 1, with which the book's formula would be right, and no integers: a factor 2, 4 or 8 in a wrong
# answer is then a slip with a name, never a constant of this term's loss.
WEIGHTS = sorted({Fraction(n, d) for d in (2, 3, 4, 5, 7) for n in range(2, 20) if 0.6 < n / d < 4 and n % d})
TARGETS = [Fraction(n, 4) for n in (3, 5, 6, 7, 9, 10, 11, 13, 14, 15)]
DECAYS = sorted({Fraction(n, d) for d in (5, 7, 8, 9) for n in range(1, 8) if 0.15 < n / d < 0.9})
SCALES = [Fraction(n, 2) for n in (5, 7, 9, 11, 13)]
EXPONENTS = [Fraction(n, 4) for n in (2, 3, 5, 6, 7)]
LAWS = [Fraction(1, 4), Fraction(1, 3), Fraction(2, 3), Fraction(3, 4), Fraction(5, 4), Fraction(4, 3)]


def fits(kappa, target):
    """Say whether no product of weight and target could be taken for a slip with a name."""
    return (kappa * target).denominator > 2 and kappa != target


def draw(course_secret: str, term: str) -> Variant:
    """Draw the variant of a term.

    Args:
        course_secret: known to the teacher.
        term: such as "2027S".

    Returns:
        The variant. A mode lives if its correlation is above mu / (2 kappa target), at most 0.15 here.

    Source: ``coursework.variants``.

    >>> draw("demonstration", "demo").set_name
    'ps2'
    """
    chance = Draw(course_secret, "ps2", term)
    target = chance.choice("target", TARGETS)
    kappa = chance.choice("kappa", [w for w in WEIGHTS if w * target > 1 and fits(w, target)])
    mu = chance.choice("mu", [m for m in DECAYS if m / (2 * kappa * target) < Fraction(3, 20)])
    values = {"kappa": kappa, "target": target, "mu": mu}
    values |= {"scale": chance.choice("scale", SCALES), "decay": chance.choice("decay", EXPONENTS)}
    values |= {"law": chance.choice("law", LAWS)}
    words = {f"{name}_code": code(number) for name, number in values.items()}
    words |= {name: latex(number) for name, number in values.items()}
    return Variant("ps2", term, values, words)
