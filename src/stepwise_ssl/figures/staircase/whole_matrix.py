"""A run against the whole matrix W(t), all entries at once, beside what the theory says of their distance."""

from __future__ import annotations

import numpy as np

from stepwise_ssl import palette
from stepwise_ssl.figures.book_figure import BookFigure
from stepwise_ssl.figures.check import increasing, vector
from stepwise_ssl.figures.runs import thinned
from stepwise_ssl.figures.style import book_figure, curve, dots, log_axis, new_axes, write
from stepwise_ssl.figures.table import Table

DOTS = 60


def whole_matrix(times, deviation, tolerance, predicted: bool = False) -> BookFigure:
    """Relative distance of a run's weights to W(t), beside a bound on it or a prediction of it.

    Args:
        times: (T,), increasing; times of zero or less are left out.
        deviation: ||W_run - W(t)|| / ||W(t)||, (T,), at least zero; zeros are not drawn.
        tolerance: what the theory says of it at these times, (T,), above zero.
        predicted: whether ``tolerance`` is the distance that the theory predicts, not one that it allows.

    Returns:
        The figure, both axes logarithmic. Against a bound its largest share is said, against a prediction the
        largest relative difference.

    Raises:
        ValueError: if shapes differ, a deviation is negative or a tolerance is not above zero.

    >>> whole_matrix([1, 2, 3], [0.0, 0.02, 0.01], [0.1, 0.1, 0.1]).alt[-49:]
    'It uses at most 0.20 of its tolerance, at time 2.'
    >>> whole_matrix([1, 2], [0.11, 0.1], [0.1, 0.1], predicted=True).alt[-63:]
    'It differs from the prediction by at most 10% of it, at time 1.'
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
    worst = int(np.argmax(np.abs(share - 1) if predicted else share))

    axes = new_axes(x="time t, logarithmic", y="relative distance of W", left=54)
    log_axis(axes.xaxis)
    log_axis(axes.yaxis)
    axes.set_xlim(times[0], times[-1])
    lowest = max(deviation[deviation > 0].min(initial=1), 1e-6 * tolerance.max())
    axes.set_ylim(min(lowest, tolerance.min()) / 2, 5 * max(tolerance.max(), deviation.max()))
    (_beside_prediction if predicted else _below_bound)(axes, times, deviation, tolerance, share, worst)

    peak = int(np.argmax(deviation))
    alt = (
        "The relative distance between the run's weights and W(t), on two logarithmic axes, is largest "
        f"at time {times[peak]:.3g}, {deviation[peak]:.2g}, and ends at {deviation[-1]:.2g}. "
    )
    if predicted:
        alt += (
            f"It differs from the prediction by at most {abs(share[worst] - 1):.0%} of it, "
            f"at time {times[worst]:.3g}."
        )
    else:
        side = "stays below" if share[worst] <= 1 else "exceeds"
        alt += f"It {side} its tolerance. It uses at most {share[worst]:.2f} of its tolerance, "
        alt += f"at time {times[worst]:.3g}."
    names = ("time t", "relative distance", "predicted" if predicted else "tolerance")
    return book_figure(axes, alt, Table.of_columns(names, times, deviation, tolerance))


def _below_bound(axes, times, deviation, tolerance, share, worst) -> None:
    edge, floor = thinned(times, np.log(tolerance), 120), axes.get_ylim()[0]
    axes.fill_between(times[edge], floor, tolerance[edge], color=palette.MUTED, alpha=0.1, linewidth=0)
    curve(axes, times[edge], tolerance[edge], palette.MUTED, 1.8, dashes=(5, 3))
    seen = np.flatnonzero(deviation > 0)
    if len(seen):
        drawn = seen[thinned(times[seen], np.log(deviation[seen]), 300)]
        curve(axes, times[drawn], deviation[drawn], palette.INK, 2.2)
    dots(axes, [times[worst]], [deviation[worst]], palette.INK, 7)
    middle = len(times) // 2
    write(axes, times[middle], tolerance[middle] * 1.5, "what the theory allows", palette.MUTED, ha="center")
    write(axes, 0.98, 0.05, f"the run: at most {share[worst]:.0%} of it", units="axes", ha="right")


def _beside_prediction(axes, times, deviation, tolerance, share, worst) -> None:
    line = thinned(times, np.log(tolerance), 300)
    curve(axes, times[line], tolerance[line], palette.ACCENT, 1.8)
    seen = np.flatnonzero(deviation > 0)
    if len(seen):
        drawn = seen[thinned(times[seen], np.log(deviation[seen]), DOTS)]
        dots(axes, times[drawn], deviation[drawn], palette.INK, 4.5)
    write(axes, 0.98, 0.9, "line: predicted", palette.ACCENT, units="axes", ha="right", halo=False)
    apart = abs(share[worst] - 1)
    write(axes, 0.98, 0.8, f"dots: the run, within {apart:.0%}", units="axes", ha="right", halo=False)
