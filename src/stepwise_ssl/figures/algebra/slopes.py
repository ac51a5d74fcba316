"""The slope of a square around the circle: along w itself only where w is an eigenvector."""

from __future__ import annotations

import numpy as np

from stepwise_ssl import palette
from stepwise_ssl.figures.book_figure import BookFigure
from stepwise_ssl.figures.check import matrix
from stepwise_ssl.figures.style import book_figure, curve, new_axes, write
from stepwise_ssl.figures.table import Table

AROUND = 24
LONGEST = 0.75  # of the circle's radius


def slope_arrows(gamma_matrix) -> BookFigure:
    """The slope 2 Gamma w of w^T Gamma w around the unit circle, with the eigenvectors in their colours.

    Args:
        gamma_matrix: (2, 2), symmetric, with two different eigenvalues.

    Returns:
        The figure. An arrow's length follows the square root of the slope's, so that small ones are seen. The
        slopes at the eigenvectors and the largest angle between w's line and the slope are said.

    Raises:
        ValueError: if the matrix is not symmetric or has one eigenvalue twice.

    >>> slope_arrows([[2, 0], [0, 1]]).alt[-55:]
    'At the eigenvectors it lies along w: 4.00 w and 2.00 w.'
    """
    gamma_matrix = matrix("gamma_matrix", gamma_matrix, (2, 2))
    values, vectors = np.linalg.eigh(gamma_matrix)
    values, vectors = values[::-1], vectors[:, ::-1]
    if (
        abs(gamma_matrix[0, 1] - gamma_matrix[1, 0]) > 1e-9 * np.abs(gamma_matrix).max()
        or np.ptp(values) == 0
    ):
        raise ValueError(f"gamma_matrix is {gamma_matrix.tolist()}; expected a symmetric one, not c times I")
    start = np.arctan2(vectors[1, 0], vectors[0, 0])
    angles = start + 2 * np.pi * np.arange(AROUND) / AROUND  # every sixth is an eigenvector
    points = np.stack([np.cos(angles), np.sin(angles)], axis=1)
    slopes = 2 * points @ gamma_matrix
    radial = (slopes * points).sum(axis=1)
    apart = np.degrees(np.arccos(np.clip(np.abs(radial) / np.linalg.norm(slopes, axis=1), 0, 1)))
    sizes = np.linalg.norm(slopes, axis=1)
    drawn = LONGEST * slopes / np.sqrt(np.maximum(sizes, 1e-12) * sizes.max())[:, None]

    axes = _circle()
    for k, (point, step) in enumerate(zip(points, drawn, strict=True)):
        mode = {0: 1, 6: 2, 12: 1, 18: 2}.get(k)
        colour, width = (palette.mode_colour(mode), 2.4) if mode else (palette.INK, 1.3)
        if mode:
            curve(axes, [0, point[0]], [0, point[1]], colour, 1.2, dashes=(3, 3))
        _arrow(axes, point, point + step, colour, width)
    for k, mode in ((0, 1), (6, 2)):
        side = np.array([-points[k, 1], points[k, 0]]) * 0.16
        write(
            axes,
            *(0.5 * points[k] + side),
            f"v{'₁₂'[mode - 1]}",
            palette.mode_colour(mode),
            ha="center",
            va="center",
        )
    worst = int(np.argmax(apart))
    alt = (
        f"Arrows at {AROUND} points of the unit circle show the slope of wᵀΓw. It is off the line of w by up "
        f"to {apart[worst]:.0f} degrees. At the eigenvectors it lies along w: {_signed(2 * values[0])} w "
        f"and {_signed(2 * values[1])} w."
    )
    names = ("angle of w, degrees", "slope, first", "slope, second", "off the line of w, degrees")
    turn = np.degrees(angles) % 360
    return book_figure(axes, alt, Table.of_columns(names, turn, *slopes.T, apart), max_width=400)


def _circle():
    axes = new_axes((330, 330), left=4, right=4, bottom=4, top=4)
    axes.set_axis_off()
    axes.set_xlim(-1.8, 1.8)
    axes.set_ylim(-1.8, 1.8)
    around = np.linspace(0, 2 * np.pi, 73)
    curve(axes, np.cos(around), np.sin(around), palette.MUTED, 1)
    return axes


def _arrow(axes, start, end, colour, width) -> None:
    axes.annotate(
        "",
        end,
        start,
        arrowprops={
            "arrowstyle": "-|>,head_width=0.24,head_length=0.5",
            "color": colour,
            "linewidth": width,
            "shrinkA": 0,
            "shrinkB": 0,
            "mutation_scale": 11,
        },
    )


def _signed(value: float) -> str:
    return f"{round(float(value), 2) + 0.0:.2f}".replace("-", "−")
