"""The expression check: is this formula the right one, whatever form it is written in?

Two formulas are taken for the same when they agree at seeded random points to the stated relative
tolerance, in 40 digits. ``==``, ``simplify`` and ``equals`` are not used: they say no to right answers in
other forms.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from statistics import median

from . import points as pts
from .verdict import BLANK, NOT_YET, RIGHT, UNREADABLE, Verdict, is_blank
from .wording import SENTENCES, Unreadable

TOLERANCE = 1e-9  # well above the rounding of doubles in the browser, well below any wrong constant
COUNT = 12
CLOSE = 5e-3


@dataclass(frozen=True)
class ExpressionQuestion:
    """A question whose answer is a formula.

    Args:
        target: the right formula, as text or SymPy expression.
        domain: for each symbol the (lowest, highest) value at which formulas are compared.
        slips: pairs (wrong formula, reply).
        praise: said with "right".
        derived: further names the reader may use, such as ``{"lambda0": "gamma*s0^2"}``.
        tolerance: largest relative residual that counts as equal.
        seed: of the points.
        rounded: digits from which a rounded decimal factor counts as right; 0 if only the exact value does.
        case: names a case whose result the reader knows; said to a wrong answer that is no slip.

    Raises:
        ValueError: a slip equals the target or another slip, or the target has no value on the domain.

    Source: design note on answer checks: residual at random points, in 40 digits.

    >>> ExpressionQuestion("1/(4*gamma)", {"gamma": (0.5, 2)}).check("0.25/γ")
    Right.
    """

    target: object
    domain: Mapping[str, tuple[float, float]]
    slips: Sequence[tuple[object, str]] = ()
    praise: str = ""
    derived: Mapping[str, str] = field(default_factory=dict)
    tolerance: float = TOLERANCE
    seed: int = 20230307
    rounded: int = 0
    case: str = SENTENCES["case"]
    kind = "expression"

    def __post_init__(self):
        target = pts.as_tree(self.target, self.names)
        found = pts.sample(
            self.domain, self.derived, lambda p: pts.values(target, [p])[0] is not None, COUNT, self.seed
        )
        right = pts.values(target, found)
        wrong = [pts.values(pts.as_tree(slip, self.names), found) for slip, _ in self.slips]
        for i, candidate in enumerate(wrong):
            if any(_agree(candidate, other, self.tolerance) for other in [right, *wrong[:i]]):
                raise ValueError(f"slip {self.slips[i][0]!r} equals the target or an earlier slip")
        object.__setattr__(self, "points", found)
        object.__setattr__(self, "right", right)
        object.__setattr__(self, "wrong", wrong)

    @property
    def names(self) -> tuple[str, ...]:
        """The symbols that may occur in an answer."""
        return (*self.domain, *self.derived)

    def check(self, answer: object) -> Verdict:
        """Compare an answer with the target and the slips.

        Args:
            answer: text or a SymPy expression.

        Returns:
            The verdict; nothing is raised.

        Source: see the class.

        >>> ExpressionQuestion("t", {"t": (1, 2)}).check("2*t")
        Not yet. The shape is right; a constant factor or the sign is not.
        """
        if is_blank(answer):
            return Verdict(BLANK, SENTENCES["blank"])
        try:
            node = pts.as_tree(answer, self.names)
            found = pts.values(node, self.points)
        except Unreadable as refusal:
            return Verdict(UNREADABLE, str(refusal))
        except RecursionError:
            return Verdict(UNREADABLE, SENTENCES["deep"])
        except Exception:  # an object that only pretends to be an expression
            return Verdict(UNREADABLE, SENTENCES["kind"].format(example=" * ".join(self.names)))
        return self._compare(found, answer)

    def _compare(self, found: list, answer: object) -> Verdict:
        decimals = _has_decimals(answer)
        if _agree(found, self.right, self.tolerance):
            return Verdict(RIGHT, self.praise)
        for (_, reply), wrong in zip(self.slips, self.wrong, strict=True):
            if _agree(found, wrong, self.tolerance):
                return Verdict(NOT_YET, reply)
        for point, value in zip(self.points, found, strict=True):
            if value is None:
                where = ", ".join(f"{name} = {point[name]:.3f}" for name in self.domain)
                return Verdict(NOT_YET, SENTENCES["unreal"].format(point=where))
        if self.rounded and self._rounds(found, answer):
            return Verdict(RIGHT, f"{SENTENCES['rounded']} {self.praise}".rstrip())
        if decimals and _agree(found, self.right, CLOSE):
            return Verdict(NOT_YET, SENTENCES["decimal"])
        for (_, reply), wrong in zip(self.slips, self.wrong, strict=True):
            if decimals and _agree(found, wrong, CLOSE):  # a slip, rounded
                return Verdict(NOT_YET, reply)
        if all(self.right) and found[0]:
            ratio = found[0] / self.right[0]
            if _agree(found, [ratio * value for value in self.right], self.tolerance):
                return Verdict(NOT_YET, SENTENCES["factor"])
        return Verdict(NOT_YET, f"{SENTENCES['wrong']} {self.case}")

    def _rounds(self, found: list, answer: object) -> bool:
        """True if the answer is the right one but for one decimal factor, rounded to the digits it shows."""
        decimals = re.findall(r"[0-9]*\.[0-9]*", answer) if isinstance(answer, str) else []
        if len(decimals) != 1 or re.search(r"[0-9.][eE][-+0-9]", answer) or not (found[0] and self.right[0]):
            return False
        whole, places = decimals[0].split(".")
        if len((whole + places).lstrip("0")) < self.rounded:
            return False
        half = 0.5 * 10.0 ** -len(places) / float(decimals[0])
        ratio = found[0] / self.right[0]
        return abs(1 / ratio - 1) <= half and _agree(found, [ratio * v for v in self.right], self.tolerance)


def _scale(values: list) -> list:
    """What a residual is measured against: the value itself, or a thousandth of the median near a zero."""
    sizes = [abs(v) for v in values if v is not None]
    low = median(sizes) / 1000 if sizes else 0
    return [max(abs(v), low) if v is not None else None for v in values]


def _agree(found: list, wanted: list, tolerance: float) -> bool:
    """True if every residual is within the tolerance; points where neither has a value say nothing."""
    compared = 0
    for value, want, scale in zip(found, wanted, _scale(wanted), strict=True):
        if value is None and want is None:
            continue
        if value is None or want is None or abs(value - want) > tolerance * (scale or 1.0):
            return False
        compared += 1
    return 2 * compared >= len(wanted)


def _has_decimals(answer: object) -> bool:
    if isinstance(answer, str):
        return "." in answer
    if isinstance(answer, float):
        return True
    atoms = getattr(answer, "atoms", None)
    return any(type(a).__name__ == "Float" for a in atoms()) if atoms else False


def check_expression(
    answer: object,
    target: object,
    slips: Sequence[tuple[object, str]] = (),
    *,
    domain: Mapping[str, tuple[float, float]],
    derived: Mapping[str, str] | None = None,
    tolerance: float = TOLERANCE,
    seed: int = 20230307,
) -> Verdict:
    """Check one formula; see ``ExpressionQuestion`` for a question that is asked more than once.

    Args:
        answer: what the reader wrote, text or SymPy.
        target: the right formula.
        slips: pairs (wrong formula, reply).
        domain: for each symbol the (lowest, highest) value at which formulas are compared.
        derived: further names the reader may use, as text in the first ones.
        tolerance: largest relative residual that counts as equal.
        seed: of the points; graders pass a secret one.

    Returns:
        The verdict.

    Source: ``ExpressionQuestion``.

    >>> check_expression("x*(x + 1)", "x^2 + x", domain={"x": (1, 2)})
    Right.
    """
    question = ExpressionQuestion(target, domain, slips, "", derived or {}, tolerance, seed)
    return question.check(answer)
