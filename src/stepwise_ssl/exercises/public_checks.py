"""Public checks of an assignment: what a student's notebook can say about its own answers.

A check is an ordinary function in the notebook. Its arguments are names that the student defines, and it
raises AssertionError with a hint. Nothing here raises: a blank is "not answered yet". The checks that give
marks are others, and are not in the notebook.
"""

from __future__ import annotations

import functools
import html
import inspect
import types
from collections.abc import Callable
from dataclasses import dataclass

from .verdict import BLANK, MARKS, NOT_YET, RIGHT, Verdict, is_blank

_REMAIN = "; hidden checks remain"
_known: dict[str, tuple[tuple[Callable, ...], int]] = {}


class _Unwritten(Exception):
    """The student's function returned nothing; the text is its name."""


@dataclass(frozen=True)
class Report:
    """What the public checks of one or more questions found.

    Args:
        lines: pairs (name of the check, verdict).
        hidden: how many hidden checks there are.

    Source: a count of passed checks, and a sentence for each that did not pass.

    >>> Report((("start", Verdict("right")), ("end", Verdict("not yet", "Look at the end."))), hidden=2)
    1 of 2 public checks passed; hidden checks remain.
    ○ end: Look at the end.
    """

    lines: tuple[tuple[str, Verdict], ...]
    hidden: int = 0

    @property
    def passed(self) -> int:
        """How many public checks passed."""
        return sum(verdict.right for _, verdict in self.lines)

    @property
    def blank(self) -> bool:
        """Whether no check found an answer."""
        return bool(self.lines) and all(verdict.status == BLANK for _, verdict in self.lines)

    @property
    def headline(self) -> str:
        """The count, or "Not answered yet."."""
        if self.blank:
            return f"{BLANK.capitalize()}. {self.lines[0][1].message}".strip()
        count = f"{self.passed} of {len(self.lines)} public checks passed"
        return count + (_REMAIN if self.hidden else "") + "."

    def _open(self) -> list[str]:
        if self.blank:
            return []
        return [f"{MARKS[v.status]} {name}: {v.message}" for name, v in self.lines if not v.right]

    def __repr__(self) -> str:
        return "\n".join([self.headline, *self._open()])

    def _repr_html_(self) -> str:
        rows = "".join(f"<li>{html.escape(line)}</li>" for line in self._open())
        style = "border-left: 0.25em solid currentColor; padding: 0.25em 0.75em; margin: 0.5em 0"
        more = f'<ul style="list-style: none; margin: 0.25em 0; padding: 0">{rows}</ul>' if rows else ""
        head = f"<strong>{html.escape(self.headline)}</strong>"
        return f'<div class="public-checks" style="{style}">{head}{more}</div>'


def public_checks(question: str, *checks: Callable, hidden: int = 0) -> Report:
    """Run the public checks of one question.

    Args:
        question: its name, for ``overview``.
        checks: functions of the notebook; each is called with what the notebook calls its arguments.
        hidden: how many checks are kept for the grader.

    Returns:
        A report to be shown as the last line of the cell. Whatever an answer raises is caught and told;
        only KeyboardInterrupt passes, so that a loop without end can be stopped.

    Source: each check is one property that a right answer has.

    >>> def test_double(double): assert double(2) == 4, "Twice 2 is 4."
    >>> test_double.__globals__["double"] = lambda x: 3 * x
    >>> public_checks("q1", test_double, hidden=3)
    0 of 1 public checks passed; hidden checks remain.
    ○ double: Twice 2 is 4.
    """
    _known[question] = (checks, hidden)
    return Report(tuple((_title(check), _run(check)) for check in checks), hidden)


def overview(*questions: str) -> Report:
    """Run the public checks of several questions again and count them together.

    Args:
        questions: names as given to ``public_checks``; one whose cell was not run counts as blank.

    Returns:
        One report for all of them.

    Source: ``public_checks``.

    >>> overview("a question whose cell was not run").blank
    True
    """
    lines, hidden = [], 0
    for question in questions:
        checks, more = _known.get(question, ((), 0))
        hidden += more
        lines += [(f"{question}, {_title(check)}", _run(check)) for check in checks]
        if not checks:
            lines.append((question, Verdict(BLANK, "Run the cell with its public checks first.")))
    return Report(tuple(lines), hidden)


def _title(check: Callable) -> str:
    return check.__name__.removeprefix("test_").replace("_", " ")


def _run(check: Callable) -> Verdict:
    """Call one check with the student's names; whatever happens becomes a verdict."""
    import numpy as np

    arguments = {}
    for name in inspect.signature(check).parameters:
        value = check.__globals__.get(name)
        if is_blank(value):
            return Verdict(BLANK, f"{name} has no answer yet.")
        arguments[name] = _watched(value, name)
    try:
        with np.errstate(all="ignore"):
            check(**arguments)
    except _Unwritten as said:
        return Verdict(BLANK, f"{said} returns nothing yet.")
    except AssertionError as said:
        return Verdict(NOT_YET, str(said) or inspect.getdoc(check) or "This does not hold.")
    except (Exception, SystemExit) as error:
        what = f"{type(error).__name__}: {str(error)[:120]}" if str(error) else type(error).__name__
        return Verdict(NOT_YET, f"While it was checked, your code raised {what}.")
    return Verdict(RIGHT)


def _watched(value: object, name: str) -> object:
    """A function that says when it returns nothing; anything else as it is."""
    if not isinstance(value, types.FunctionType):
        return value

    @functools.wraps(value)
    def call(*args, **kwargs):
        try:
            result = value(*args, **kwargs)
        except NotImplementedError:
            raise _Unwritten(name) from None
        if is_blank(result):
            raise _Unwritten(name)
        return result

    return call
