"""The numbers behind a plot, as a small HTML table that a screen reader can walk through."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from numbers import Integral, Real

import numpy as np

MAX_ROWS = 40


@dataclass(frozen=True)
class Table:
    """Columns with names, rows of numbers or words; the first cell of a row is its heading.

    Args:
        columns: names, with units where there are any.
        rows: one sequence for each row, as long as ``columns``.

    Raises:
        ValueError: if a row has another length than ``columns``.

    >>> Table(("t", "lambda"), ((0.0, 0.5), (1.0, 0.98765))).text_rows()[1]
    ('1', '0.9877')
    """

    columns: tuple[str, ...]
    rows: tuple[tuple[object, ...], ...]

    def __post_init__(self):
        for number, row in enumerate(self.rows):
            if len(row) != len(self.columns):
                raise ValueError(
                    f"row {number} has {len(row)} cells; expected {len(self.columns)}: {self.columns}"
                )

    @classmethod
    def of_columns(cls, names: tuple[str, ...], *columns) -> Table:
        """A table from arrays of one length, one for each name.

        >>> Table.of_columns(("t", "s"), np.array([0.0, 1.0]), np.array([0.1, 0.6])).rows
        ((0.0, 0.1), (1.0, 0.6))
        """
        return cls(names, tuple(zip(*(np.asarray(column).tolist() for column in columns), strict=True)))

    def text_rows(self) -> list[tuple[str, ...]]:
        """The rows as text, numbers to four significant digits, thinned to at most 40 rows."""
        return [tuple(_cell(value) for value in row) for row in thin(self.rows, MAX_ROWS)]

    def html(self) -> str:
        """The table as HTML, headed columns and headed rows."""
        head = "".join(f'<th scope="col">{escape(name)}</th>' for name in self.columns)
        body = "".join(
            f'<tr><th scope="row">{escape(first)}</th>'
            + "".join(f"<td>{escape(c)}</td>" for c in rest)
            + "</tr>"
            for first, *rest in self.text_rows()
        )
        return (
            '<div role="group" aria-label="Data of the figure" tabindex="0" style="overflow-x:auto">'
            f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>"
        )


def thin(rows: Sequence, at_most: int) -> Sequence:
    """Every row if there are few, otherwise ``at_most`` of them evenly spaced, first and last included."""
    if len(rows) <= at_most:
        return rows
    return [rows[round(k * (len(rows) - 1) / (at_most - 1))] for k in range(at_most)]


def _cell(value: object) -> str:
    if isinstance(value, Integral) or not isinstance(value, Real):
        return str(value)
    return f"{float(value):.4g}"
