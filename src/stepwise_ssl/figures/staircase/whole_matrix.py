"""A run against the whole matrix W(t), entry by entry, beside the distance that the theory allows."""

from __future__ import annotations

import numpy as np

from stepwise_ssl import palette
from stepwise_ssl.figures.book_figure import BookFigure
from stepwise_ssl.figures.check import increasing, vector
from stepwise_ssl.figures.runs import thinned
from stepwise_ssl.figures.style import book_figure, curve, dots, log_axis, new_axes, write
from stepwise_ssl.figures.table import Table


def whole_matrix(times, deviation, tolerance) -> BookFigure:
    """Relative distance of a run's weights to W(t), below the tolerance that the theory gives.

    Args:
        times: (T,), increasing; times of zero or less are left out.
        deviation: ||W_run - W(t)|| / ||W(t)||, (T,), at least zero; zeros are not drawn.
        tolerance: what the theory allows at these times, (T,), above zero.

    Returns:
        The figure, both axes logarithmic; the largest share of the tolerance is measured and said.

    Raises:
        ValueError: if shapes differ, a deviation is negative or a tolerance is not above zero.

    >>> whole_matrix([1, 2, 3], [0.0, 0.02, 0.01], [0.1, 0.1, 0.1]).alt[-49:]
    'It uses at most 0.20 of its tolerance, at time 2.'
    """
    times = increasing("times", times)
    deviation = vector("deviation", deviation, len(times))
    tolerance = vector("tolerance", tolerance, len(times))
    if deviation.min() < 0 or tolerance[times > 0].min() <= 0:
        raise ValueError(
            f"deviation is at least {deviation.min():.3g} and tolerance at least {tolerance.min():.3g}; "
            "expected distances of 0 or more and tolerances above 0"
        )
    times, deviation, tolerance = (one[times > 0] for one in (times, deviation, tolerance))
    share = deviation / tolerance
    worst, peak = int(np.argmax(share)), int(np.argmax(deviation))
    axes = new_axes(x="time t, logarithmic", y="relative distance of W", left=54)
    log_axis(axes.xaxis)
    log_axis(axes.yaxis)
    axes.set_xlim(times[0], times[-1])
    seen = deviation > 0
    bottom = (
        max(deviation[seen].min(initial=1), 1e-6 * tolerance.max()) / 2 if seen.any() else tolerance.min()
    )
    axes.set_ylim(min(bottom, tolerance.min() / 2), 5 * max(tolerance.max(), deviation.max()))
    edge = thinned(times, np.log(tolerance), 120)
    floor = axes.get_ylim()[0]
    axes.fill_between(times[edge], floor, tolerance[edge], color=palette.MUTED, alpha=0.1, linewidth=0)
    curve(axes, times[edge], tolerance[edge], palette.MUTED, 1.8, dashes=(5, 3))
    if seen.any():
        drawn = np.flatnonzero(seen)[thinned(times[seen], np.log(deviation[seen]), 300)]
        curve(axes, times[drawn], deviation[drawn], palette.INK, 2.2)
    dots(axes, [times[worst]], [deviation[worst]], palette.INK, 7)
    middle = len(times) // 2
    write(axes, times[middle], tolerance[middle] * 1.5, "what the theory allows", palette.MUTED, ha="center")
    write(axes, 0.98, 0.05, f"the run: at most {share[worst]:.0%} of it", units="axes", ha="right")
    side = "stays below" if share[worst] <= 1 else "exceeds"
    alt = (
        f"The relative distance between the run's weights and W(t), on two logarithmic axes, {side} its "
        f"tolerance. It is largest at time {times[peak]:.3g}, {deviation[peak]:.2g}, and ends at "
        f"{deviation[-1]:.2g}. It uses at most {share[worst]:.2f} of its tolerance, "
        f"at time {times[worst]:.3g}."
    )
    names = ("time t", "relative distance", "tolerance")
    return book_figure(axes, alt, Table.of_columns(names, times, deviation, tolerance))
