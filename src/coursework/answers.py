"""The answers of a submission that runs in a process of its own: the only ones that marks are given for."""

from __future__ import annotations

import time

import numpy as np

from stepwise_ssl.exercises.verdict import is_blank

from .channel import Gone, Student
from .in_process import BLANK
from .items import AnswerError
from .limits import Limits
from .values import encode, number_array, plain


class OutOfProcess:
    """Answers of a submission that is kept apart; nothing of it but JSON ever gets here.

    A function that ends its process, or forces us to end it, is not asked again; the notebook is then
    started afresh for the others, so that one bad answer costs the others nothing.

    Args:
        cells: pairs (number, source) of the code cells.
        limits: what the submission may use.
        texts: written answers found in the notebook's text cells.
        unsafe: run it unprotected.

    Source: ``items.Answers``.

    >>> with OutOfProcess([(1, "def f(x): return 2 * x")], Limits(), unsafe=True) as answers:
    ...     answers.array("f", np.ones(2))
    array([2., 2.])
    """

    def __init__(self, cells, limits: Limits, texts: dict[str, str] | None = None, unsafe: bool = False):
        self.cells, self.limits, self.texts, self.unsafe = cells, limits, texts or {}, unsafe
        self.student: Student | None = None
        self.dead: dict[str, str] = {}  # why a name is not asked again; "" stands for the whole notebook
        self.notes: list[str] = []
        self.end = time.monotonic() + limits.wall_seconds

    def array(self, name: str, *args: object, seconds: float = 20) -> np.ndarray:
        """Call the student's function in its own process.

        Args:
            name: of the function.
            args: numbers, text, arrays.
            seconds: it may take.

        Returns:
            A float array.

        Raises:
            AnswerError: blank, raising, late, or no array of real numbers.

        Source: ``items.Answers``.

        >>> with OutOfProcess([], Limits(), unsafe=True) as answers:
        ...     answers.array("f")
        Traceback (most recent call last):
        ...
        coursework.items.AnswerError: f is not answered yet.
        """
        return number_array(self._ask("array", name, [encode(a) for a in args], seconds), name, self.limits)

    def expression(self, name: str, symbols: tuple[str, ...] = ()) -> str:
        """Return the student's formula as text, for the whitelist parser.

        Args:
            name: of the variable that holds it.
            symbols: that may occur; not needed here.

        Returns:
            Text, of which nothing is known but its length.

        Raises:
            AnswerError: blank, or neither text nor SymPy.

        Source: ``items.Answers``.

        >>> with OutOfProcess([(1, "rate = '8*gamma'")], Limits(), unsafe=True) as answers:
        ...     answers.expression("rate")
        '8*gamma'
        """
        text = self._text(self._ask("expression", name, [], 10), name)
        if is_blank(text):
            raise AnswerError(BLANK.format(name=name))
        return text

    def text(self, name: str) -> str:
        """Return a written answer: a text cell of that name, or a variable that holds text.

        Args:
            name: of the item.

        Returns:
            The text; "" if there is none.

        Source: ``items.Answers``.

        >>> OutOfProcess([], Limits(), {"q9": "Because."}).text("q9")
        'Because.'
        """
        if not is_blank(self.texts.get(name)):
            return self.texts[name][: self.limits.text_characters]
        try:
            text = self._text(self._ask("text", name, [], 10), name)
        except AnswerError:
            return ""
        return "" if is_blank(text) else text

    def _text(self, reply: dict, name: str) -> str:
        text = reply.get("text")
        if not isinstance(text, str):
            raise AnswerError(f"{name} must be text.")
        return text[: self.limits.text_characters]

    def _ask(self, kind: str, name: str, args: list, seconds: float) -> dict:
        """Ask, starting the notebook where that is needed; errors become sentences."""
        for known in ("", name):
            if known in self.dead:
                raise AnswerError(self.dead[known])
        student = self.student or self._start()
        seconds = min(seconds, self.end - time.monotonic())
        if seconds <= 0:
            raise self._give_up("", f"The {self.limits.wall_seconds:g} seconds of this submission are over.")
        try:
            reply = student.ask(kind, name, args, seconds)
        except Gone as why:
            self.student = None
            raise self._give_up(name, f"{name} gave no answer: {why}.") from None
        if reply.get("blank") is True:
            raise AnswerError(BLANK.format(name=name))
        if "error" in reply:
            raise AnswerError(plain(reply["error"]) or f"{name} raises an exception.")
        return reply

    def _start(self) -> Student:
        """Start the notebook and run all its cells."""
        seconds = min(self.limits.boot_seconds, max(0.1, self.end - time.monotonic()))
        try:
            student = Student(self.cells, self.limits, self.unsafe)
            notes = student.ask("boot", "", [], seconds).get("notes")
        except Gone as why:
            raise self._give_up("", f"The notebook could not be run: {why}.") from None
        self.notes = [plain(note) for note in notes[:20]] if isinstance(notes, list) else []
        self.student = student
        return student

    def _give_up(self, name: str, sentence: str) -> AnswerError:
        self.dead[name] = sentence
        return AnswerError(sentence)

    def close(self) -> None:
        """End the student's process."""
        if self.student:
            self.student.close()
        self.student = None

    def __enter__(self) -> OutOfProcess:
        return self

    def __exit__(self, *what: object) -> None:
        self.close()
