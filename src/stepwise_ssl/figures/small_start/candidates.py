"""How far one run strays from the trajectories that somebody might predict for it."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from stepwise_ssl import palette
from stepwise_ssl.figures.book_figure import BookFigure
from stepwise_ssl.figures.check import increasing, vector
from stepwise_ssl.figures.style import WIDE, book_figure, curve, new_axes, round_ticks, write
from stepwise_ssl.figures.table import Table


def candidates(times, distances: Mapping[str, object]) -> BookFigure:
    """Distance of the run to each prediction over time, one below the other, on one scale.

    Args:
        times: (T,), increasing.
        distances: name of the prediction -> ||W - W*||, (T,); at most six, the best one first.

    Returns:
        The figure; the largest distance of each is said.

    Raises:
        ValueError: if shapes differ, or there are no predictions or more than six.

    >>> candidates([0, 1], {"QR": [0, 0.001], "SVD": [0, 1.2]}).alt[-17:]
    'SVD: 1.2 at most.'
    """
    times = increasing("times", times)
    if not 0 < len(distances) <= 6:
        raise ValueError(f"distances has {len(distances)} predictions; expected one to six")
    curves = {name: vector(f"distances[{name!r}]", x, len(times)) for name, x in distances.items()}
    top = max(x.max() for x in curves.values())
    axes = new_axes((WIDE[0], 62 * len(curves) + 84), x="time t", y="distance to the prediction")
    axes.set_xlim(times[0], times[-1])
    axes.set_ylim(0, len(curves))
    axes.set_yticks([])
    round_ticks(axes)
    for k, (name, values) in enumerate(curves.items()):
        floor = len(curves) - 1 - k
        colour = palette.mode_colour(1) if k == 0 else palette.ACCENT
        curve(axes, [times[0], times[-1]], [floor, floor], palette.GRID, 1)
        axes.fill_between(times, floor, floor + 0.85 * values / top, color=colour, alpha=0.2, linewidth=0)
        curve(axes, times, floor + 0.85 * values / top, colour, 2)
        largest = f"{values.max():.2g}" if values.max() >= 1e-3 else "below 0.001"
        where = times[0] + 0.015 * np.ptp(times)
        write(axes, where, floor + 0.62, f"{name}: {largest} at most", colour)
    said = "; ".join(f"{name}: {x.max():.2g} at most" for name, x in curves.items())
    alt = f"Distance of one run to {len(curves)} predictions over time. {said}."
    return book_figure(axes, alt, Table.of_columns(("time t", *curves), times, *curves.values()))
