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
        svg: inline SVG with ``role="img"`` and the alt text; several panels stand in one element that wraps.
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
            f'<figure class="book-figure" style="margin:1.5em 0;text-align:center">{self.svg}{caption}'
            '<details class="book-data" style="margin-top:.5em"><summary>Data</summary>'
            f"{self.table.html()}</details></figure>"
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
            ValueError: for any other suffix, and for several panels in one ``.svg``.
        """
        path = Path(path)
        if path.suffix == ".svg":
            if not self.svg.startswith("<svg"):
                raise ValueError("the figure has several panels, which one .svg cannot hold; save it as .png")
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
