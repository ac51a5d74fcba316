"""The choice check: one right option, and a reply for every wrong one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from .verdict import BLANK, NOT_YET, RIGHT, UNREADABLE, Verdict, is_blank
from .wording import SENTENCES


@dataclass(frozen=True)
class Option:
    """One of the answers to choose from.

    Args:
        text: what the reader sees.
        reply: what is said when it is chosen: why it is right, or which thought led astray.
        right: True for exactly one option of a question.

    Source: a wrong choice without a reason teaches nothing, so the reply is not optional.

    >>> Option("It moves right.", "Yes: only the clock shifts.", right=True).right
    True
    """

    text: str
    reply: str
    right: bool = False


@dataclass(frozen=True)
class ChoiceQuestion:
    """A question with lettered options.

    Args:
        options: in the order shown; they are lettered a, b, c, ...

    Raises:
        ValueError: fewer than two options, not exactly one right one, or an option without text or reply.

    Source: see ``Option``.

    >>> ChoiceQuestion([Option("yes", "Right.", True), Option("no", "Look again.")]).check("b")
    Not yet. Look again.
    """

    options: Sequence[Option]
    kind = "choice"

    def __post_init__(self):
        if len(self.options) < 2 or sum(o.right for o in self.options) != 1:
            right = sum(o.right for o in self.options)
            raise ValueError(
                f"options has {len(self.options)} entries, {right} of them right; expected at least two, "
                "exactly one of them right"
            )
        if any(not o.text.strip() or not o.reply.strip() for o in self.options):
            raise ValueError("every option needs a text and a reply")

    @property
    def letters(self) -> str:
        """The letters of the options, in order."""
        return "abcdefghijklmnopqrstuvwxyz"[: len(self.options)]

    def check(self, answer: object) -> Verdict:
        """Reply to a choice.

        Args:
            answer: a letter, as text.

        Returns:
            The verdict; nothing is raised.

        Source: see the class.

        >>> ChoiceQuestion([Option("yes", "Right.", True), Option("no", "Look again.")]).check(None)
        Not answered yet. Choose one of the answers, then check it.
        """
        if is_blank(answer):
            return Verdict(BLANK, SENTENCES["choose"])
        letter = answer.strip().strip("().").lower() if isinstance(answer, str) else ""
        if len(letter) != 1 or letter not in self.letters:
            return Verdict(UNREADABLE, f"Answer with one letter: {', '.join(self.letters)}.")
        option = self.options[self.letters.index(letter)]
        return Verdict(RIGHT if option.right else NOT_YET, option.reply)


def check_choice(answer: object, options: Sequence[Option]) -> Verdict:
    """Check one choice.

    Args:
        answer: a letter, as text.
        options: the answers to choose from.

    Returns:
        The verdict.

    Source: ``ChoiceQuestion``.

    >>> check_choice("a", [Option("yes", "It is so.", True), Option("no", "Look again.")])
    Right. It is so.
    """
    return ChoiceQuestion(options).check(answer)
