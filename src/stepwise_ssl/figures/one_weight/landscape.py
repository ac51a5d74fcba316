"""The loss of one weight: two valleys and a hill."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from stepwise_ssl import palette
from stepwise_ssl.figures.book_figure import BookFigure
from stepwise_ssl.figures.check import increasing, vector
from stepwise_ssl.figures.style import arrow, book_figure, curve, dots, new_axes, write
from stepwise_ssl.figures.table import Table


def loss_landscape(s, loss, start: float | None = None, marks: Sequence[float] = ()) -> BookFigure:
    """The loss as a landscape over the weight, with a ball where training starts.

    Args:
        s: weights, (n,), increasing, from the left of one valley to the right of the other.
        loss: loss at these weights, (n,).
        start: weight at which the ball lies; an arrow leads it into its valley.
        marks: further weights to mark, such as the path of descent.

    Returns:
        The figure; valleys and hill are read off ``loss``.

    Raises:
        ValueError: if shapes differ, or a mark lies outside ``s``.

    >>> grid = np.linspace(-1.5, 1.5, 61)
    >>> loss_landscape(grid, (grid**2 - 1) ** 2, start=0.1).alt[:42]
    'The loss over the weight s has two valleys'
    """
    s = increasing("s", s)
    loss = vector("loss", loss, len(s))
    balls = vector("marks", marks, len(marks)) if len(marks) else np.empty(0)
    asked = np.append(balls, [] if start is None else start)
    if np.any((asked < s[0]) | (asked > s[-1])):
        raise ValueError(f"start or marks = {asked} lie outside s, from {s[0]:g} to {s[-1]:g}")
    left, right = (side[np.argmin(loss[side])] for side in np.split(np.arange(len(s)), [len(s) // 2]))
    top = left + int(np.argmax(loss[left : right + 1]))
    at = {k: _turning_point(s, loss, k) for k in (left, right, top)}

    axes = new_axes(x="weight s", y="loss L(s)", top=30)
    curve(axes, s, loss, palette.INK)
    axes.set_ylim(0 - 0.04 * loss[top], min(loss.max(), 1.75 * loss[top]))
    axes.set_xlim(s[0], s[-1])
    axes.set_xticks(list(at.values()), [_short(place) for place in at.values()])
    axes.set_yticks([0, round(float(loss[top]), 2)])
    for k in (left, right):
        write(axes, at[k], 0.14 * loss[top], "valley", palette.MUTED, ha="center")
    write(axes, at[top], 1.14 * loss[top], "hill", palette.MUTED, ha="center")
    dots(axes, balls, np.interp(balls, s, loss), palette.mode_colour(1), size=6)
    if start is not None:
        height = float(np.interp(start, s, loss))
        goal = at[right] if start > at[top] else at[left]
        to = start + 0.62 * (goal - start)
        lift = 0.1 * loss[top]
        arrow(
            axes,
            (start + 0.12 * (goal - start), height + 0.3 * lift),
            (to, np.interp(to, s, loss) + lift),
            palette.mode_colour(1),
        )
        dots(axes, [start], [height + 0.035 * loss[top]], palette.mode_colour(1), size=11)
        write(
            axes, start + 0.25 * (goal - start), height + lift, "start", palette.mode_colour(1),
            ha="left" if goal > start else "right",
        )  # fmt: skip

    alt = (
        f"The loss over the weight s has two valleys, at s = {_short(at[left])} "
        f"and s = {_short(at[right])}, and between them a hill of height {loss[top]:.3g} with its top "
        f"at s = {_short(at[top])}."
    )
    if start is not None:
        alt += (
            f" A ball starts at s = {start:g}, near the top, and rolls to the valley at s = {_short(goal)}."
        )
    return book_figure(axes, alt, Table.of_columns(("weight s", "loss L"), s, loss))


def _turning_point(s: np.ndarray, loss: np.ndarray, k: int) -> float:
    """Where the parabola through point ``k`` and its neighbours turns; finer than the grid."""
    if not 0 < k < len(s) - 1:
        return float(s[k])
    square, slope, _ = np.polyfit(s[k - 1 : k + 2] - s[k], loss[k - 1 : k + 2], 2)
    return float(s[k] - slope / (2 * square)) if square else float(s[k])


def _short(value: float) -> str:
    return f"{round(value, 2) + 0.0:g}".replace("-", "−")
