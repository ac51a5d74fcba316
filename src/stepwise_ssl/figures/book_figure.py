"""What a plot of the book is: a drawing, the sentence that describes it, and the numbers behind it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from html import escape
from pathlib import Path

from stepwise_ssl.figures.table import Table


@dataclass(frozen=True)
class BookFigure:
    """A plot with its alt text and data table; displays itself in notebooks, on pages and in print.

    Args:
        svg: inline SVG, one element for each panel; transparent, coloured by CSS variables.
        alt: what is seen, in a sentence or two, with numbers.
        table: the numbers that are drawn.
        caption: one line under the figure; plain text, may be empty.
        draw_png: called without arguments when a bitmap is wanted; returns PNG bytes.

    Raises:
        ValueError: if ``alt`` is empty.

    >>> BookFigure("<svg/>", "A line that rises from 0 to 1.", Table(("t",), ((0.0,), (1.0,))))
    A line that rises from 0 to 1.
    """

    svg: str
    alt: str
    table: Table
    caption: str = ""
    draw_png: Callable[[], bytes] | None = field(default=None, repr=False, compare=False)

    def __post_init__(self):
        if not self.alt.strip():
            raise ValueError("alt is empty; every figure says in words what it shows")

    def __repr__(self) -> str:
        return self.alt

    def html(self) -> str:
        """The figure as HTML: drawing, caption and, folded away, the data table."""
        caption = f"<figcaption>{escape(self.caption)}</figcaption>" if self.caption else ""
        return (
            '<figure class="book-figure" style="margin:1.5em 0">'
            f'<div role="img" aria-label="{escape(self.alt)}" '
            'style="display:flex;flex-wrap:wrap;gap:.75em 1.25em;justify-content:center">'
            f"{self.svg}</div>{caption}"
            f'<details class="book-data"><summary>Data</summary>{self.table.html()}</details></figure>'
        )

    def to_png(self) -> bytes:
        """The figure as PNG bytes, in its light colours on white paper.

        Raises:
            ValueError: if the figure was made without a bitmap.
        """
        if self.draw_png is None:
            raise ValueError("this figure was made without draw_png; only its SVG exists")
        return self.draw_png()

    def savefig(self, path: str | Path) -> Path:
        """Write the figure to ``path``; the suffix ``.svg`` or ``.png`` says how.

        Raises:
            ValueError: for any other suffix.
        """
        path = Path(path)
        if path.suffix == ".svg":
            path.write_text(self.svg, encoding="utf-8")
        elif path.suffix == ".png":
            path.write_bytes(self.to_png())
        else:
            raise ValueError(f"path is {path.name!r}; its suffix must be .svg or .png")
        return path

    def _repr_mimebundle_(self, include=None, exclude=None) -> dict[str, object]:
        # Web pages take the HTML; the bitmap is for print, which cannot use it.
        bundle: dict[str, object] = {"text/html": self.html(), "text/plain": self.alt}
        if self.draw_png is not None:
            bundle["image/png"] = self.to_png()
        return bundle
