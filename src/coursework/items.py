"""What a problem set consists of: items, their checks, and how a check reaches a student's answers.

A check states a property (a residual, an eigen-equation, a limit) and tries it at points that the random
generator chooses. It sees answers only through an ``Answers`` object, so that the same check runs in the
notebook, in the proof of the grader, and out of process where the marks are given.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Protocol

import numpy as np

KINDS = ("derive", "code", "written")
BROKEN = "This check itself is broken; tell your teacher."  # the proof of a set looks for it in every answer


class AnswerError(AssertionError):
    """An answer that cannot be used: blank, of a wrong kind, raising, or out of time.

    Args:
        sentence: what the student is told.

    >>> str(AnswerError("Not answered yet."))
    'Not answered yet.'
    """


class Answers(Protocol):
    """A student's answers, whoever holds them: this process (``InProcess``) or another one."""

    def array(self, name: str, *args: object, seconds: float = 20) -> np.ndarray:
        """Call the student's function ``name``: numbers, text, arrays in; a real array (inf too) out."""
        ...

    def expression(self, name: str, symbols: tuple[str, ...]) -> str:
        """Return the student's formula ``name`` as text; it is parsed by a whitelist, never evaluated."""
        ...

    def text(self, name: str) -> str:
        """Return a written answer."""
        ...


@dataclass(frozen=True)
class Variant:
    """The constants of one set in one term.

    Args:
        set_name: such as "ps1".
        term: such as "2027S".
        values: exact constants (int, str, Fraction), for the checks.
        words: the same constants as the master's place-holders print them.

    Source: drawn by ``coursework.variants.Draw``.

    >>> Variant("ps1", "demo", {"weight": "1.5"}).number("weight")
    1.5
    """

    set_name: str
    term: str
    values: dict[str, object]
    words: dict[str, str] = field(default_factory=dict)

    def number(self, name: str) -> float:
        """Return a constant as a float.

        Args:
            name: key of ``values``.

        Returns:
            The nearest double.

        Source: ``Variant``.

        >>> Variant("ps1", "demo", {"power": 4}).number("power")
        4.0
        """
        return float(self.values[name])


Run = Callable[[Answers, Variant, random.Random], None]


@dataclass(frozen=True)
class Check:
    """One property of an answer, with the points that it earns.

    Args:
        name: such as "test_start"; unique in its item.
        points: earned when ``run`` does not raise.
        public: whether the student's notebook holds it.
        hint: what to look at when it fails; used where ``run`` raises without words.
        run: raises AssertionError, its text being the hint for this student.

    >>> Check("test_start", 1, True, "Put t = 0.", lambda answers, variant, rng: None).points
    1
    """

    name: str
    points: float
    public: bool
    hint: str
    run: Run


@dataclass(frozen=True)
class Item:
    """One item of a set.

    Args:
        name: such as "q3_path"; also its folder in the bank.
        title: a few words.
        kind: "derive" (formulas), "code" (functions) or "written" (by hand, with a rubric).
        points: of the whole item; the checks' points add up to it.
        minutes: for a student who has read the chapters.
        difficulty: 1 to 3.
        tests_what: what a full mark shows.
        checks: in the order in which they are reported; none for a written item.
        rubric: for a written item, pairs (points, what earns them).
        answers: the names that the student defines.

    Raises:
        ValueError: points that do not add up, two checks of one name, an unknown kind.

    >>> Item("q9", "Say why", "written", 2, 10, 1, "reading", rubric=((2, "names the tail"),)).checks
    ()
    """

    name: str
    title: str
    kind: str
    points: float
    minutes: int
    difficulty: int
    tests_what: str
    checks: tuple[Check, ...] = ()
    rubric: tuple[tuple[float, str], ...] = ()
    answers: tuple[str, ...] = ()

    def __post_init__(self):
        if self.kind not in KINDS:
            raise ValueError(f"kind must be one of {', '.join(KINDS)}; got {self.kind!r}")
        parts = [p for p, _ in self.rubric] if self.kind == "written" else [c.points for c in self.checks]
        if abs(sum(parts) - self.points) > 1e-9:
            raise ValueError(f"{self.name}: the parts have {sum(parts):g} points, the item {self.points:g}")
        if len({check.name for check in self.checks}) < len(self.checks):
            raise ValueError(f"{self.name}: two checks have the same name")


@dataclass(frozen=True)
class Outcome:
    """What one check said about one submission.

    Args:
        item: name of the item.
        check: name of the check.
        passed: whether the property held.
        points: earned, 0 or the check's.
        out_of: the check's points.
        public: whether the student could see the check.
        message: the hint for the student; empty if passed.

    >>> Outcome("q1", "test_start", True, 2, 2, True, "").passed
    True
    """

    item: str
    check: str
    passed: bool
    points: float
    out_of: float
    public: bool
    message: str


def run_check(item: Item, check: Check, answers: Answers, variant: Variant, seed: object) -> Outcome:
    """Run one check; whatever happens in it becomes an outcome.

    Args:
        item: that the check belongs to.
        check: to run.
        answers: the student's.
        variant: the term's constants.
        seed: with the names of item and check it fixes the points, so that a mark can be derived again.

    Returns:
        The outcome.

    Source: a check passes when it does not raise.

    >>> check = Check("test_one", 1, True, "Look again.", lambda answers, variant, rng: None)
    >>> item = Item("q1", "One", "code", 1, 5, 1, "nothing", (check,))
    >>> run_check(item, check, None, None, 0).points
    1
    """
    rng = random.Random(f"{seed}|{item.name}|{check.name}")
    try:
        with np.errstate(all="ignore"):
            check.run(answers, variant, rng)
    except AssertionError as said:
        return Outcome(item.name, check.name, False, 0, check.points, check.public, str(said) or check.hint)
    except (NameError, AttributeError, ImportError, KeyError) as error:  # no value of a student's does that
        message = f"{BROKEN} ({type(error).__name__}: {error})"
        return Outcome(item.name, check.name, False, 0, check.points, check.public, message)
    except Exception as error:  # values on which NumPy itself gives up, such as an array of nan
        message = f"{check.hint} (Your values could not be used: {type(error).__name__}.)"
        return Outcome(item.name, check.name, False, 0, check.points, check.public, message)
    return Outcome(item.name, check.name, True, check.points, check.points, check.public, "")


def run_item(item: Item, answers: Answers, variant: Variant, seed: object) -> list[Outcome]:
    """Run all checks of an item, each with points of its own.

    Args:
        item: to mark.
        answers: the student's.
        variant: the term's constants.
        seed: see ``run_check``.

    Returns:
        One outcome for each check, in order; none for a written item.

    Source: ``run_check``.

    >>> run_item(Item("q9", "Why", "written", 1, 5, 1, "reading", rubric=((1, "says why"),)), None, None, 0)
    []
    """
    return [run_check(item, check, answers, variant, seed) for check in item.checks]
