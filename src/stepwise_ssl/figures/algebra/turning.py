"""The entries of a matrix of two by two while the axes turn."""

from __future__ import annotations

import numpy as np

from stepwise_ssl import palette
from stepwise_ssl.figures.book_figure import BookFigure
from stepwise_ssl.figures.check import increasing
from stepwise_ssl.figures.style import book_figure, curve, dots, guide, new_axes, write
from stepwise_ssl.figures.table import Table


def turning(angles, turned) -> BookFigure:
    """Both diagonal entries and the one beside them against the angle; the eigenvalues where that is zero.

    Args:
        angles: (T,), increasing, radians.
        turned: the matrix in the turned axes at each angle, (T, 2, 2), symmetric.

    Returns:
        The figure. The first angle at which the entry beside the diagonal is zero is read off between the
        given ones, by a straight line, and said with the diagonal entries there.

    Raises:
        ValueError: if shapes differ, a matrix is not symmetric, or that entry is never zero.

    >>> t = np.linspace(0, np.pi / 2, 91)
    >>> c, s = np.cos(2 * t), np.sin(2 * t)
    >>> turned = np.moveaxis(np.array([[1 + s, c], [c, 1 - s]]), 2, 0)
    >>> "zero at 45.0 degrees; there the diagonal holds 2.00 and 0.00" in turning(t, turned).alt
    True
    """
    angles = np.degrees(increasing("angles", angles))
    turned = np.asarray(turned, dtype=float)
    if turned.shape != (len(angles), 2, 2) or not np.all(np.isfinite(turned)):
        raise ValueError(f"turned has shape {turned.shape}; expected finite numbers, ({len(angles)}, 2, 2)")
    if np.abs(turned[:, 0, 1] - turned[:, 1, 0]).max() > 1e-9 * np.abs(turned).max():
        raise ValueError("turned is not symmetric; expected the same matrix in turned axes")
    beside = turned[:, 0, 1]
    at = _zero(angles, beside, 1e-12 * np.abs(turned).max())
    ends = [float(np.interp(at, angles, turned[:, j, j])) for j in (0, 1)]

    axes = new_axes(x="angle of the axes, degrees", y="entries of the matrix", left=40)
    low, high = turned.min(), turned.max()
    axes.set_xlim(angles[0], angles[-1])
    axes.set_ylim(low - 0.14 * (high - low), high + 0.16 * (high - low))
    axes.set_xticks(np.arange(np.ceil(angles[0] / 15), np.floor(angles[-1] / 15) + 1) * 15)
    axes.locator_params(axis="y", nbins=5, integer=True)
    guide(axes, y=0)
    guide(axes, x=at)
    first = 0 if ends[0] >= ends[1] else 1
    for j in (first, 1 - first):
        mode = 1 if j == first else 2
        colour = palette.mode_colour(mode)
        curve(axes, angles, turned[:, j, j], colour, 2.6)
        dots(axes, [at], [ends[j]], colour, 8)
        words = f"γ{'₁₂'[mode - 1]} = {_signed(ends[j])}"
        lift = 0.05 * (high - low) * (1 if mode == 1 else -1)
        write(axes, at, ends[j] + lift, words, colour, ha="center", va="bottom" if mode == 1 else "top")
    curve(axes, angles, beside, palette.INK, 2.2, dashes=(5, 2))
    _name_beside(axes, angles, beside, at, high - low)
    alt = (
        f"The entries of a 2 by 2 matrix while the axes turn from {angles[0]:.0f} to {angles[-1]:.0f} "
        f"degrees. The entry beside the diagonal goes from {_signed(beside[0])} to {_signed(beside[-1])} and "
        f"is zero at {at:.1f} degrees; there the diagonal holds {_signed(ends[0])} and {_signed(ends[1])}. "
        f"The sum of the diagonal stays at {_signed(np.trace(turned[0]))}."
    )
    names = ("angle, degrees", "first on the diagonal", "second on the diagonal", "beside the diagonal")
    return book_figure(axes, alt, Table.of_columns(names, angles, turned[:, 0, 0], turned[:, 1, 1], beside))


def _zero(angles, beside, tiny: float) -> float:
    """The first angle at which ``beside`` is zero."""
    exact = np.flatnonzero(np.abs(beside) <= tiny)
    signs = np.flatnonzero(beside[:-1] * beside[1:] < 0)
    if len(exact) and (not len(signs) or exact[0] <= signs[0]):
        return float(angles[exact[0]])
    if not len(signs):
        raise ValueError("turned: the entry beside the diagonal is never zero; expected a quarter turn")
    k = signs[0]
    return float(angles[k] + (angles[k + 1] - angles[k]) * beside[k] / (beside[k] - beside[k + 1]))


def _name_beside(axes, angles, beside, at, height) -> None:
    """Its name beyond its zero, on the side of the curve that faces away from the zero line."""
    k = int(np.argmin(np.abs(angles - (at + 0.6 * (angles[-1] - at)))))
    side = np.sign(beside[k])
    write(axes, angles[k], beside[k] + 0.02 * side * height, "beside the diagonal", ha="right",
          va="bottom" if side > 0 else "top")  # fmt: skip


def _signed(value: float) -> str:
    return f"{round(float(value), 2) + 0.0:.2f}".replace("-", "−")
