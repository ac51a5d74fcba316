"""Solutions by size and sharpness: the smallest is among the sharpest."""

from __future__ import annotations

from stepwise_ssl import palette
from stepwise_ssl.figures.book_figure import BookFigure
from stepwise_ssl.figures.check import matrix, vector
from stepwise_ssl.figures.style import WIDE, book_figure, dots, guide, new_axes, round_ticks, write
from stepwise_ssl.figures.table import Table


def solutions(sizes, sharpness, marks) -> BookFigure:
    """Random solutions as dots at (||W||_F^2, sharpness), and the aligned ones as larger marks.

    Args:
        sizes: squared norms, (k,), above zero.
        sharpness: largest curvature at each, (k,), above zero.
        marks: (size, sharpness) of solutions that use eigenmodes only, (j, 2), the smallest first.

    Returns:
        The figure; the smallest size and the largest sharpness of dots and marks are said.

    Raises:
        ValueError: if shapes differ.

    >>> solutions([1.0, 1.2], [20.0, 18.0], [(0.8, 24.0), (1.5, 16.0)]).alt[-48:]
    'the sharpest mark has 24, the sharpest dot 20.0.'
    """
    sizes = vector("sizes", sizes)
    sharpness = vector("sharpness", sharpness, len(sizes))
    marks = matrix("marks", marks, (None, 2))
    axes = new_axes(WIDE, x="size ‖W‖²", y="sharpness, the largest curvature")
    round_ticks(axes)
    low, high = min(sizes.min(), marks[:, 0].min()), max(sizes.max(), marks[:, 0].max())
    axes.set_xlim(low - 0.12 * (high - low), high + 0.12 * (high - low))
    bottom, top = min(sharpness.min(), marks[:, 1].min()), max(sharpness.max(), marks[:, 1].max())
    axes.set_ylim(bottom - 0.15 * (top - bottom), top + 0.28 * (top - bottom))
    guide(axes, y=top)
    dots(axes, sizes, sharpness, palette.MUTED, 3, alpha=0.6)
    dots(axes, *marks.T, palette.ACCENT, 10)
    write(axes, marks[0, 0], marks[0, 1] + 0.1 * (top - bottom), "the smallest", palette.ACCENT)
    alt = (
        f"{len(sizes)} solutions by size and sharpness. The smallest mark has size {marks[0, 0]:.2f}, the "
        f"smallest dot {sizes.min():.2f}; the sharpest mark has {marks[:, 1].max():.0f}, the sharpest dot "
        f"{sharpness.max():.1f}."
    )
    rows = [("eigenmodes only", float(a), float(b)) for a, b in marks]
    rows += [("random", float(a), float(b)) for a, b in zip(sizes, sharpness, strict=True)]
    return book_figure(axes, alt, Table(("solution", "size", "sharpness"), tuple(rows)))
