"""A few pairs of two numbers, and what each direction of the plane has of them: squares and products."""

from __future__ import annotations

import numpy as np

from stepwise_ssl import palette
from stepwise_ssl.figures.book_figure import BookFigure
from stepwise_ssl.figures.check import matrix
from stepwise_ssl.figures.gate.arrows import arrow_to, plane
from stepwise_ssl.figures.style import book_figure, curve, dots, guide, new_axes, write
from stepwise_ssl.figures.table import Table

SIZE = (262, 236)
MOST = 6


def two_views(x, x_prime) -> BookFigure:
    """Pairs as arrows, and for every direction the average square and the average product of the two views.

    Args:
        x: first views, (n, 2), n at most 6.
        x_prime: second views, (n, 2).

    Returns:
        The figure. The extremes of both curves, with their directions in degrees, are measured and said.

    Raises:
        ValueError: if shapes differ, or there are more pairs than can be told apart.

    >>> two_views([[1, 0]], [[1, 0]]).alt[:60]
    'A pair of arrows. In directions from 0 to 180 degrees the av'
    """
    x = matrix("x", x, (None, 2))
    x_prime = matrix("x_prime", x_prime, x.shape)
    if len(x) > MOST:
        raise ValueError(f"x holds {len(x)} pairs; expected at most {MOST}, which can be told apart")
    degrees = np.arange(0, 181)
    v = np.stack([np.cos(np.radians(degrees)), np.sin(np.radians(degrees))])
    squares = ((x @ v) ** 2 + (x_prime @ v) ** 2).mean(axis=0) / 2
    products = ((x @ v) * (x_prime @ v)).mean(axis=0)

    left = _pairs(x, x_prime)
    right = new_axes(SIZE, x="direction v, degrees", y="average along v", left=34)
    right.set_xlim(0, 180)
    right.set_xticks([0, 45, 90, 135, 180])
    right.locator_params(axis="y", nbins=5, integer=True)
    top, bottom = squares.max(), min(products.min(), 0)
    right.set_ylim(bottom - 0.12 * (top - bottom), top + 0.12 * (top - bottom))
    guide(right, y=0)
    curve(right, degrees, squares, palette.INK, 2.4, dashes=(5, 2))
    curve(right, degrees, products, palette.ACCENT, 2.4)
    least = int(np.argmin(products))
    dots(right, [degrees[least]], [products[least]], palette.ACCENT, 8)
    write(right, 0.98, 0.93, "squares: Σ", units="axes", ha="right")
    write(right, 0.04, 0.03, "products: Γ", palette.ACCENT, units="axes", halo=False)
    pairs = "A pair of arrows" if len(x) == 1 else f"{len(x)} pairs of arrows"
    alt = (
        f"{pairs}. In directions from 0 to 180 degrees the average square of the components, that of the "
        f"covariance, runs from {_extreme(degrees, squares, np.argmin)} to "
        f"{_extreme(degrees, squares, np.argmax)}; the average product of the two views, that of the "
        f"cross-correlation, from {_extreme(degrees, products, np.argmin)} to "
        f"{_extreme(degrees, products, np.argmax)}."
    )
    names = ("direction, degrees", "average square (Σ)", "average product (Γ)")
    return book_figure(
        [left, right], alt, Table.of_columns(names, *(c[::5] for c in (degrees, squares, products)))
    )


def _pairs(x, x_prime):
    """First views as broad arrows, second views as narrow ones on top; the pair's number at the first."""
    axes = plane(SIZE, 1.3 * np.concatenate([x, x_prime]), "first pixel", "second pixel")
    for k, (one, other) in enumerate(zip(x, x_prime, strict=True)):
        for tip, colour, width in ((one, palette.INK, 3.6), (other, palette.ACCENT, 1.8)):
            if np.any(tip):
                arrow_to(axes, tip, colour, width)
        write(
            axes, *(one + 0.3 * one / max(np.linalg.norm(one), 1e-12)), str(k + 1), ha="center", va="center"
        )
    write(axes, 0.03, 0.93, "view x", units="axes")
    write(axes, 0.03, 0.82, "view x′", palette.ACCENT, units="axes")
    return axes


def _extreme(degrees, values, which) -> str:
    k = int(which(values))
    return f"{values[k] + 0.0:.2f} (at {degrees[k]})".replace("-", "−")
