"""Gram-Schmidt for two arrows: the second one taken apart, and the two directions that come out."""

from __future__ import annotations

import numpy as np

from stepwise_ssl import palette
from stepwise_ssl.figures.book_figure import BookFigure
from stepwise_ssl.figures.check import matrix
from stepwise_ssl.figures.gate.arrows import NAMES, arrow_to, plane
from stepwise_ssl.figures.style import book_figure, curve, write
from stepwise_ssl.figures.table import Table

SIZE = (262, 262)


def gram_schmidt(arrows, q, r) -> BookFigure:
    """Left two arrows, the second split into its part along the first and across; right the directions.

    Args:
        arrows: one arrow a column, (2, 2).
        q: the directions, one a column, (2, 2).
        r: the triangle, (2, 2), with a positive diagonal, such that q @ r is arrows.

    Returns:
        The figure; the angles before and after and the entries of r are said.

    Raises:
        ValueError: if q has no right angle, r is no triangle with a positive diagonal, or q @ r is not
            arrows.

    >>> gram_schmidt(np.eye(2), np.eye(2), np.eye(2)).alt[:47]
    'Two arrows at an angle of 90 degrees, of length'
    """
    arrows, q, r = (matrix(name, value, (2, 2)) for name, value in (("arrows", arrows), ("q", q), ("r", r)))
    if not np.allclose(q.T @ q, np.eye(2)) or not np.allclose(q @ r, arrows):
        raise ValueError("q is not orthonormal or q @ r is not arrows; expected a QR decomposition of arrows")
    if abs(r[1, 0]) > 1e-9 or np.diag(r).min() <= 0:
        raise ValueError(f"r is {r.tolist()}; expected zero below the diagonal and above zero on it")
    lengths = np.linalg.norm(arrows, axis=0)
    angle = np.degrees(np.arccos(np.clip(arrows[:, 0] @ arrows[:, 1] / lengths.prod(), -1, 1)))

    left = _before(arrows, q, r)
    right = _after(q)
    alt = (
        f"Two arrows at an angle of {angle:.0f} degrees, of lengths {lengths[0]:.2f} and {lengths[1]:.2f}. "
        f"The second has {_signed(r[0, 1])} along the first and {r[1, 1]:.2f} across. Gram-Schmidt makes two "
        f"directions at 90 degrees of them; the first is that of the first arrow."
    )
    rows = tuple(
        (name, *map(float, column))
        for name, column in (("a₁", arrows[:, 0]), ("a₂", arrows[:, 1]), ("q₁", q[:, 0]), ("q₂", q[:, 1]),
                             ("R, first column", r[:, 0]), ("R, second column", r[:, 1]))
    )  # fmt: skip
    return book_figure([left, right], alt, Table(("arrow", "first", "second"), rows))


def _before(arrows, q, r):
    axes = plane(SIZE, 1.12 * np.concatenate([arrows.T, [r[0, 1] * q[:, 0], r[1, 1] * q[:, 1]]]))
    along = r[0, 1] * q[:, 0]
    for j in (0, 1):
        arrow_to(axes, arrows[:, j], palette.mode_colour(j + 1), 2.6)
    curve(axes, *np.stack([along, arrows[:, 1]], axis=1), palette.INK, 1.8, dashes=(3, 2))
    curve(axes, *np.stack([0 * along, along], axis=1), palette.INK, 4.5, alpha=0.35)
    reach = np.ptp(axes.get_ylim())
    for j in (0, 1):
        tip = arrows[:, j]
        beyond = tip + 0.06 * reach * tip / np.linalg.norm(tip)
        write(axes, *beyond, NAMES[j], palette.mode_colour(j + 1), ha="center", va="center")
    off = 0.075 * reach * q[:, 1]
    write(axes, *(0.5 * along - off), _signed(r[0, 1]), ha="center", va="center")
    write(
        axes,
        *((along + arrows[:, 1]) / 2 + 0.085 * reach * q[:, 0]),
        f"{r[1, 1]:.2f}",
        ha="center",
        va="center",
    )
    write(axes, 0.0, 1.02, "before", units="axes", halo=False)
    return axes


def _after(q):
    axes = plane(SIZE, 1.15 * np.concatenate([q.T, [[-0.1, -0.1]]]))
    around = np.linspace(0, 2 * np.pi, 73)
    curve(axes, np.cos(around), np.sin(around), palette.MUTED, 1, dashes=(3, 3))
    corner = 0.14 * np.stack([q[:, 0], q[:, 0] + q[:, 1], q[:, 1]], axis=1)
    curve(axes, *corner, palette.MUTED, 1.2)
    for j in (0, 1):
        arrow_to(axes, q[:, j], palette.mode_colour(j + 1), 2.6)
        write(axes, *(1.13 * q[:, j]), f"q{'₁₂'[j]}", palette.mode_colour(j + 1), ha="center", va="center")
    write(axes, 0.0, 1.02, "after", units="axes", halo=False)
    return axes


def _signed(value: float) -> str:
    return f"{round(float(value), 2) + 0.0:.2f}".replace("-", "−")
