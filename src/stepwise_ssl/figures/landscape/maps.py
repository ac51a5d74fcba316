"""The loss of one output and two weights as a map: hill, saddle or ridge, and the line where it is zero."""

from __future__ import annotations

import numpy as np

from stepwise_ssl import palette
from stepwise_ssl.figures.book_figure import BookFigure
from stepwise_ssl.figures.check import vector
from stepwise_ssl.figures.gate.arrows import plane
from stepwise_ssl.figures.style import SMALL, book_figure, dots, write
from stepwise_ssl.figures.table import Table

LEVELS = np.array([0.05, 0.25, 0.6, 1.0, 2.0, 5.0])
SHAPES = {1: "hill", -1: "saddle", 0: "ridge"}


def three_maps(gammas) -> BookFigure:
    """Contours of (gamma_1 w_1^2 + gamma_2 w_2^2 - 1)^2 for some pairs of eigenvalues.

    Args:
        gammas: pairs (gamma_1, gamma_2), the first one above zero.

    Returns:
        The figure, one panel a pair; the shape at zero and that of the line of minima are said.

    Raises:
        ValueError: if there is no pair, or a first eigenvalue is not above zero.

    >>> three_maps([(2.0, -1.0)]).alt[-74:]
    'γ = 2, −1: a saddle at height 1; minima on a hyperbola, flat nowhere else.'
    """
    pairs = [vector("gammas", pair, 2) for pair in gammas]
    if not pairs or min(pair[0] for pair in pairs) <= 0:
        raise ValueError(f"gammas is {gammas}; expected pairs whose first eigenvalue is above zero")
    panels, said, rows = [], [], []
    for first, second in pairs:
        sign = int(np.sign(second))
        axes = plane(SMALL, np.array([[1.6, 1.15], [-1.6, -1.15]]), "weight w₁", "w₂")
        (left, right), (bottom, top) = axes.get_xlim(), axes.get_ylim()
        x, y = np.meshgrid(np.linspace(left, right, 80), np.linspace(bottom, top, 60))
        c = first * x**2 + second * y**2
        axes.contour(x, y, (c - 1) ** 2, LEVELS, colors=palette.MUTED, linewidths=0.8, alpha=0.7)
        axes.contour(x, y, c, [1.0], colors=palette.INK, linewidths=2.6)
        if sign == 0:
            axes.plot([0, 0], [bottom, top], color=palette.ACCENT, linewidth=2.6)
        else:
            dots(axes, [0], [0], palette.ACCENT, 9)
        write(axes, 0.5, 1.04, f"γ = {_signed(first)}, {_signed(second)}: {SHAPES[sign]}", units="axes",
              ha="center", halo=False)  # fmt: skip
        for axis in (axes.xaxis, axes.yaxis):
            axis.set_ticks([-1, 0, 1])
            axis.set_major_formatter(lambda value, _: f"{value:g}".replace("-", "−"))
        ring = {1: "an ellipse", -1: "a hyperbola", 0: "two straight lines"}[sign]
        also = "flat all along w₁ = 0" if sign == 0 else "flat nowhere else"
        said.append(
            f"γ = {_signed(first)}, {_signed(second)}: a {SHAPES[sign]} at height 1; minima on {ring}, {also}"
        )
        rows.append((float(first), float(second), SHAPES[sign], 1.0, ring))
        panels.append(axes)
    alt = f"Maps of the loss over two weights. {'. '.join(said)}."
    columns = ("γ₁", "γ₂", "shape at zero", "loss there", "minima lie on")
    return book_figure(panels, alt, Table(columns, tuple(rows)))


def _signed(value: float) -> str:
    return f"{value + 0.0:g}".replace("-", "−")
