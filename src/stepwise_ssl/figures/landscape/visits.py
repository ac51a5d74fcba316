"""A run that visits the plateaus: the loss above, and how steep the ground is below."""

from __future__ import annotations

import numpy as np

from stepwise_ssl import palette
from stepwise_ssl.figures.book_figure import BookFigure
from stepwise_ssl.figures.check import increasing, vector
from stepwise_ssl.figures.style import (
    SMALL,
    book_figure,
    curve,
    guide,
    log_axis,
    new_axes,
    round_ticks,
    write,
)
from stepwise_ssl.figures.table import Table


def visits(times, losses, slopes) -> BookFigure:
    """Loss of a run, and beside it the length of its gradient, which is small at each plateau.

    Args:
        times: (T,), increasing.
        losses: L at these times, (T,), zero or more.
        slopes: length of the gradient at these times, (T,), above zero.

    Returns:
        The figure; on each whole number that the loss passes, the least slope is said.

    Raises:
        ValueError: if shapes differ, or a slope is not above zero.

    >>> t = np.linspace(0, 2, 201)
    >>> visits(t, 1 / (1 + np.exp(20 * (t - 1))), 0.1 + np.exp(-40 * (t - 1) ** 2)).alt[-48:]
    'Least slope on each plateau: 0.1 at a loss of 1.'
    """
    times = increasing("times", times)
    losses, slopes = (vector(n, v, len(times)) for n, v in (("losses", losses), ("slopes", slopes)))
    if slopes.min() <= 0:
        raise ValueError(f"slopes has a smallest entry of {slopes.min():g}; a logarithmic axis needs more")
    upper = new_axes(SMALL, x="time t", y="loss L")
    lower = new_axes(SMALL, x="time t", y="length of the gradient, log", left=52)
    for axes in (upper, lower):
        axes.set_xlim(times[0], times[-1])
        round_ticks(axes)
    top = int(np.ceil(losses.max() - 1e-6))
    upper.set_ylim(-0.04 * top, 1.06 * top)
    upper.set_yticks(range(top + 1))
    log_axis(lower.yaxis)
    said = []
    for level in range(top, 0, -1):
        guide(upper, y=level)
        here = np.abs(losses - level) < 0.3
        if not here.any():
            continue
        at = np.flatnonzero(here)[slopes[here].argmin()]
        said.append(f"{slopes[at]:.2g} at a loss of {level}")
        for axes in (upper, lower):
            guide(axes, x=times[at], colour=palette.ACCENT)
    kept = np.unique(np.linspace(0, len(times) - 1, 300).round().astype(int))
    curve(upper, times[kept], losses[kept], palette.INK, 2.4)
    floor = max(slopes.min(), 1e-4 * slopes.max())
    lower.set_ylim(floor / 2, 3 * slopes.max())
    curve(lower, times[kept], np.maximum(slopes[kept], floor / 4), palette.ACCENT, 2.2)
    write(upper, 0.98, 0.84, "at whole numbers", palette.MUTED, units="axes", ha="right", halo=True)
    alt = (
        f"The loss falls from {losses[0]:.2f} to {losses[-1]:.2f} in steps of one. Beside it, the length of "
        f"the gradient dips between the steps and peaks in them at {slopes.max():.2g}. "
        f"Least slope on each plateau: {', '.join(said)}."
    )
    return book_figure(
        [upper, lower], alt, Table.of_columns(("time t", "loss L", "slope"), times, losses, slopes)
    )
