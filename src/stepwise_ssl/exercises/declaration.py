"""An exercise: its number, kind, difficulty, minutes, and the question that checks its answer."""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module

from .verdict import Verdict

KINDS = ("predict", "derive", "implement", "measure", "break", "explain")
_CHAPTERS = {
    "1": "chapter01",
    "2": "chapter02",
    "3": "chapter03",
    "4": "chapter04",
    "5": "chapter05",
    "6": "chapter06",
    "7": "chapter07",
    "12": "chapter12",
}


@dataclass(frozen=True)
class Exercise:
    """One exercise of the book.

    Args:
        number: "chapter.exercise", such as "3.2".
        title: a few words.
        kind: predict, derive, implement, measure, break or explain.
        difficulty: 1 (a line) to 3 (a page).
        minutes: how long it takes with pen and paper.
        ask: the question in one sentence, as the answer box shows it.
        question: an object with ``kind`` and ``check(answer) -> Verdict``.
        self_check: for free text, what a good answer mentions.

    Raises:
        ValueError: an unknown kind, or a difficulty outside 1 to 3.

    Source: the kinds of exercise that every chapter offers.

    >>> exercise("3.1").kind
    'predict'
    """

    number: str
    title: str
    kind: str
    difficulty: int
    minutes: int
    ask: str
    question: object
    self_check: tuple[str, ...] = ()

    def __post_init__(self):
        if self.kind not in KINDS:
            raise ValueError(f"kind must be one of {', '.join(KINDS)}; got {self.kind!r}")
        if self.difficulty not in (1, 2, 3) or self.minutes < 1:
            raise ValueError(
                f"difficulty is {self.difficulty!r}, minutes {self.minutes!r}; "
                "difficulty must be 1, 2 or 3, and minutes at least 1"
            )

    def check(self, answer: object = None) -> Verdict:
        """Check an answer to this exercise.

        Args:
            answer: a letter, a number, text, a SymPy expression or a function, as the question asks.

        Returns:
            The verdict.

        Source: the question's own check.

        >>> exercise("3.1").check().status
        'not answered yet'
        """
        return self.question.check(answer)


def chapter(number: str) -> dict[str, Exercise]:
    """Return the exercises of one chapter.

    Args:
        number: the chapter's number as text.

    Returns:
        Exercises by their number, in order.

    Raises:
        KeyError: no such chapter.

    Source: one module ``chapterNN`` for each chapter, imported when asked for.

    >>> list(chapter("3"))[:2]
    ['3.1', '3.2']
    """
    if str(number) not in _CHAPTERS:
        raise KeyError(f"chapter {number} has no exercises; there are exercises in {', '.join(_CHAPTERS)}")
    return import_module(f".{_CHAPTERS[str(number)]}", __package__).EXERCISES


def exercise(number: str) -> Exercise:
    """Return one exercise.

    Args:
        number: such as "3.2".

    Returns:
        The exercise.

    Raises:
        KeyError: no such exercise; the message lists the chapter's.

    Source: ``chapter``.

    >>> exercise("3.2").title
    'Any fraction of the rise'
    """
    exercises = chapter(str(number).partition(".")[0])
    if number not in exercises:
        raise KeyError(f"no exercise {number}; this chapter has {', '.join(exercises)}")
    return exercises[number]


def check(number: str, answer: object = None) -> Verdict:
    """Check an answer; the one call that chapters use.

    Args:
        number: such as "3.2".
        answer: what the reader found; leave it out or write ... while there is none.

    Returns:
        The verdict.

    Source: ``Exercise.check``.

    >>> check("3.4", "1/(2*gamma)").right
    True
    """
    return exercise(number).check(answer)
