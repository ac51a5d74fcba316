"""One order of the views or both: the same loss almost, and another end."""

from __future__ import annotations

import numpy as np

from stepwise_ssl import palette
from stepwise_ssl.figures.book_figure import BookFigure
from stepwise_ssl.figures.check import increasing, vector
from stepwise_ssl.figures.style import SMALL, book_figure, curve, log_axis, new_axes, time_axis, write
from stepwise_ssl.figures.table import Table

RUNS = (("both orders", palette.INK, {}), ("one order", palette.ACCENT, {"dashes": (4, 2)}))


def both_orders(times, both, one, left_both, left_one, clock: str = "step") -> BookFigure:
    """Angle to the leading modes and difference between the orders, in a run with both orders and with one.

    Args:
        times: (T,), increasing, above zero: steps, unless ``clock`` says otherwise.
        both: largest angle between the rows of W and the leading modes, run with both orders, degrees, (T,).
        one: the same for the run with one order, (T,).
        left_both: ||W A W^T||_F^2 with A the antisymmetric part, run with both orders, (T,), at least zero.
        left_one: the same for the run with one order, (T,).
        clock: what ``times`` counts.

    Returns:
        The figure; the least and the last angle of each run are said.

    Raises:
        ValueError: if shapes differ, or times are not above zero.

    >>> t = [1, 2, 3]
    >>> figure = both_orders(t, [80, 3, 2], [80, 8, 40], [1e-3, 0.05, 0.05], [1e-3, 0.02, 1e-4])
    >>> "one order: 8.0 at step 2, 40.0 at the end" in figure.alt
    True
    """
    times = increasing("times", times, positive=True)
    angles = [vector(name, value, len(times)) for name, value in (("both", both), ("one", one))]
    parts = [vector(name, value, len(times)) for name, value in
             (("left_both", left_both), ("left_one", left_one))]  # fmt: skip
    if min(part.min() for part in parts) < 0 or max(part.max() for part in parts) == 0:
        raise ValueError("left_both and left_one hold squares; expected numbers of 0 or more, not all 0")

    left = new_axes(SMALL, x=clock, y="angle to the modes, degrees")
    right = new_axes(SMALL, x=clock, y="‖W A Wᵀ‖², logarithmic", left=52)
    for axes in (left, right):
        time_axis(axes, times)
    log_axis(right.yaxis)
    top = max(part.max() for part in parts)
    floor = 1e-6 * top
    right.set_ylim(floor, 6 * top)
    left.set_ylim(0, 94)
    left.set_yticks([0, 45, 90])
    said = []
    for (name, colour, style), angle, part in zip(RUNS, angles, parts, strict=True):
        curve(left, times, angle, colour, 2.2, **style)
        curve(right, times, np.maximum(part, floor / 10), colour, 2.2, **style)
        least = int(np.argmin(angle))
        said.append(f"{name}: {angle[least]:.1f} at {clock} {times[least]:.4g}, {angle[-1]:.1f} at the end")
    write(left, 0.97, 0.9, "one order", palette.ACCENT, units="axes", ha="right")
    write(left, 0.97, 0.77, "both", units="axes", ha="right")
    alt = (
        f"Left, the largest angle in degrees between what is learned and the leading modes; least and last, "
        f"{said[0]}; {said[1]}. Right, the difference between the orders: {parts[0][-1]:.2g} at the end with "
        f"both, {_small(parts[1][-1])} with one."
    )
    names = (clock, "angle, both", "angle, one", "difference, both", "difference, one")
    return book_figure([left, right], alt, Table.of_columns(names, times, *angles, *parts))


def _small(value: float) -> str:
    return "below 1e-6" if value < 1e-6 else f"{value:.2g}"
