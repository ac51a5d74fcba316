"""What an answer check says: one of four words and a sentence."""

from __future__ import annotations

import html
from dataclasses import dataclass

RIGHT = "right"
NOT_YET = "not yet"
BLANK = "not answered yet"
UNREADABLE = "cannot read"

# The word carries the meaning; the mark only repeats it, so nothing is said by colour alone.
MARKS = {RIGHT: "✓", NOT_YET: "○", BLANK: "…", UNREADABLE: "?"}


@dataclass(frozen=True)
class Verdict:
    """The reply to one answer.

    Args:
        status: "right", "not yet", "not answered yet" or "cannot read".
        message: one or two sentences for the reader.

    Source: the four replies that every check of the book gives.

    >>> Verdict("right", "The factor is 8.")
    Right. The factor is 8.
    """

    status: str
    message: str = ""

    def __post_init__(self):
        if self.status not in MARKS:
            raise ValueError(f"status must be one of {', '.join(MARKS)}; got {self.status!r}")

    @property
    def right(self) -> bool:
        """True only for a right answer."""
        return self.status == RIGHT

    def __repr__(self) -> str:
        head = self.status[0].upper() + self.status[1:] + "."
        return f"{head} {self.message}".rstrip()

    def _repr_html_(self) -> str:
        head = self.status[0].upper() + self.status[1:] + "."
        style = "border-left: 0.25em solid currentColor; padding: 0.25em 0.75em; margin: 0.5em 0"
        return (
            f'<p class="answer-verdict" data-status="{self.status}" style="{style}">'
            f'<span aria-hidden="true">{MARKS[self.status]}</span> '
            f"<strong>{head}</strong> {html.escape(self.message)}</p>"
        )


def is_blank(answer: object) -> bool:
    """Say whether an answer is still the empty slot: None, an ellipsis or empty text.

    Args:
        answer: anything at all.

    Returns:
        True for None, ``...``, "", blanks and "...".

    Source: an untouched exercise must never raise.

    >>> is_blank(...), is_blank("  "), is_blank(0)
    (True, True, False)
    """
    if answer is None or answer is Ellipsis:
        return True
    return isinstance(answer, str) and str.strip(answer) in ("", "...", "…")
