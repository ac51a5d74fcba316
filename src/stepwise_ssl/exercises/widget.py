"""The answer box: one widget that checks in the browser, with a kernel or without."""

from __future__ import annotations

from pathlib import Path

import anywidget
import traitlets

from . import grammar
from .declaration import exercise
from .verdict import MARKS, Verdict
from .wording import SENTENCES

_HERE = Path(__file__).parent


class AnswerBox(anywidget.AnyWidget):
    """A question with its answer field, checked at once by the same rules as ``check``.

    The page receives numbers (the target's values at seeded points), never the formula.

    Args:
        number: of the exercise.
        kind: "choice", "number" or "expression".
        label: the question.
        hint: how to write the answer.
        data: what the browser compares with; see ``_data``.
        answer, status, message: the reader's answer and the reply to it, kept in step with the browser.

    Source: the contract of anywidget modules: only get, set, on, off and save_changes.

    >>> AnswerBox.of("3.4").kind
    'expression'
    """

    _esm = _HERE / "answer_box.js"
    _css = _HERE / "answer_box.css"

    number = traitlets.Unicode().tag(sync=True)
    kind = traitlets.Unicode().tag(sync=True)
    label = traitlets.Unicode().tag(sync=True)
    hint = traitlets.Unicode().tag(sync=True)
    data = traitlets.Dict().tag(sync=True)
    answer = traitlets.Unicode("").tag(sync=True)
    status = traitlets.Unicode("").tag(sync=True)
    message = traitlets.Unicode("").tag(sync=True)

    @classmethod
    def of(cls, number: str) -> AnswerBox:
        """Make the box of one exercise.

        Args:
            number: such as "3.1".

        Returns:
            The widget.

        Raises:
            ValueError: the exercise asks for a function.

        Source: ``declaration.exercise``.

        >>> AnswerBox.of("3.6").kind
        'number'
        """
        asked = exercise(number)
        return cls.ask(asked.question, asked.ask, f"Exercise {number}")

    @classmethod
    def ask(cls, question: object, label: str, number: str = "") -> AnswerBox:
        """Make a box for any question that a browser can check.

        Args:
            question: a ChoiceQuestion, NumberQuestion or ExpressionQuestion.
            label: the question in words.
            number: shown before the label.

        Returns:
            The widget.

        Raises:
            ValueError: the question asks for a function.

        Source: the question's ``kind``.

        >>> from .number import NumberQuestion
        >>> AnswerBox.ask(NumberQuestion(4, 0), "How much is two and two?").label
        'How much is two and two?'
        """
        if question.kind not in ("choice", "number", "expression"):
            raise ValueError(
                f"{number or 'this exercise'} asks for a {question.kind}: a box cannot run it. "
                "Use check(number, your_function) in a cell."
            )
        return cls(number=number, kind=question.kind, label=label, hint=_hint(question), data=_data(question))

    @property
    def verdict(self) -> Verdict | None:
        """The last reply, or None before the first check."""
        return Verdict(self.status, self.message) if self.status else None

    def __repr__(self) -> str:
        options = [f"  {o['letter']}) {o['text']}" for o in self.data.get("options", ())]
        head = f"{self.number}. {self.label}" if self.number else self.label
        number = self.number.rpartition(" ")[2]
        last = f'(An answer box; it needs a browser. In Python: check("{number}", answer))' if number else ""
        return "\n".join([head, *options, last]).rstrip()

    def _repr_mimebundle_(self, **kwargs):
        """Keep the question readable where widgets are not drawn."""
        bundle = super()._repr_mimebundle_(**kwargs)
        data = bundle[0] if isinstance(bundle, tuple) else bundle
        if data:
            data["text/plain"] = repr(self)
        return bundle


def _hint(question) -> str:
    if question.kind == "choice":
        return ""
    if question.kind == "number":
        return "A number, such as 0.25 or log(2)/8."
    names = ", ".join(question.domain)
    short = "".join(f" ({name} stands for {text})" for name, text in question.derived.items())
    return f"Use {names}{short}. A product needs *, a power ^; log, exp and sqrt take brackets."


def _data(question) -> dict:
    """Return what the browser compares with, as plain numbers and texts."""
    sentences = {"sentences": SENTENCES, "marks": MARKS}
    if question.kind == "choice":
        options = [
            {"letter": letter, "text": o.text, "reply": o.reply, "right": o.right}
            for letter, o in zip(question.letters, question.options, strict=True)
        ]
        return {"options": options, "sentences": {"choose": SENTENCES["choose"]}, "marks": MARKS}
    if question.kind == "number":
        slips = [{"value": float(value), "reply": reply} for value, reply in question.slips]
        more = {
            "value": float(question.value),
            "tolerance": float(question.tolerance),
            "slips": slips,
            "names": [],
        }
    else:
        slips = [
            {"values": [None if v is None else float(v) for v in wrong], "reply": reply}
            for (_, reply), wrong in zip(question.slips, question.wrong, strict=True)
        ]
        more = {
            "names": list(question.names),
            "shown": list(question.domain),
            "points": question.points,
            "values": [float(v) for v in question.right],
            "tolerance": question.tolerance,
            "rounded": question.rounded,
            "case": question.case,
            "slips": slips,
        }
    return {**sentences, **more, "praise": question.praise, "grammar": grammar.table()}
