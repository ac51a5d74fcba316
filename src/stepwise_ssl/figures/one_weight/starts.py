"""One mode from several starts: the smaller the start, the later the same rise."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from stepwise_ssl import palette
from stepwise_ssl.figures.book_figure import BookFigure
from stepwise_ssl.figures.check import crossing, increasing, matrix, rise_times, vector
from stepwise_ssl.figures.style import (
    arrow,
    book_figure,
    curve,
    label_above,
    log_axis,
    new_axes,
    round_ticks,
    write,
)
from stepwise_ssl.figures.table import Table


def weight_curves(times, starts: Sequence[float], weights, log_time: bool = False) -> BookFigure:
    """The weight over time from several starts, each labelled at its curve.

    Args:
        times: (T,), increasing; above zero if ``log_time``.
        starts: values of s_0, (k,).
        weights: s at these times, (k, T).
        log_time: whether the time axis is logarithmic.

    Returns:
        The figure.

    Raises:
        ValueError: if shapes differ.

    >>> weight_curves([0, 1, 2], [0.1], [[0.1, 0.6, 1.0]]).alt[-38:]
    'half of its last value 1 at time 0.80.'
    """
    times = increasing("times", times, positive=log_time)
    starts = vector("starts", starts, at_least=1)
    weights = matrix("weights", weights, (len(starts), len(times)))
    axes = new_axes(x="time t", y="weight s, from s₀ =", top=54, right=24)
    if log_time:
        log_axis(axes.xaxis)
    halves = [crossing(times, w, w[-1] / 2) for w in weights]
    for k, weight in enumerate(weights):
        curve(axes, times, weight, palette.mode_colour(k + 1))
    axes.set_xlim(times[0], times[-1])
    axes.set_ylim(min(0, weights.min()), 1.08 * weights.max())
    axes.set_yticks([0, round(float(weights[0, -1]), 2)])
    if not log_time:
        round_ticks(axes)
    _label_starts(axes, halves, starts)
    said = "; ".join(
        f"from s₀ = {start:g} it reaches half of its last value {w[-1]:.3g} at time {half:.2f}"
        for start, w, half in zip(starts, weights, halves, strict=True)
    )
    alt = f"The weight over time from {len(starts)} start{'s' * (len(starts) > 1)}: {said}."
    names = ("time t", *(f"s from {start:g}" for start in starts))
    return book_figure(axes, alt, Table.of_columns(names, times, *weights))


def start_scale(times, starts: Sequence[float], curves) -> BookFigure:
    """The same rise from smaller and smaller starts: later, but no slower.

    Args:
        times: (T,), increasing.
        starts: values of s_0, (k,), in falling order.
        curves: eigenvalue at these times, (k, T).

    Returns:
        The figure; delays and widths are read off the curves.

    Raises:
        ValueError: if shapes differ or a curve does not rise from below 0.1 to above 0.9.

    >>> t = np.linspace(0, 20, 201)
    >>> start_scale(t, [0.1, 0.01], [1 / (1 + np.exp(a - t)) for a in (6, 12)]).alt[-44:]
    'their widths lie between 4.39 and 4.39 each.'
    """
    times = increasing("times", times)
    starts = vector("starts", starts, at_least=1)
    curves = matrix("curves", curves, (len(starts), len(times)))
    rises = np.array([rise_times(f"curves[{k}]", times, one) for k, one in enumerate(curves)])
    halves = np.array([crossing(times, one, 0.5) for one in curves])
    widths = np.diff(rises, axis=1).ravel()

    axes = new_axes(x="time t", y="embedding eigenvalue λ, from s₀ =", top=54)
    for k, one in enumerate(curves):
        curve(axes, times, one, palette.mode_colour(k + 1))
    for k in range(len(starts) - 1):
        arrow(axes, (halves[k], 0.5), (halves[k + 1], 0.5))
        middle = (halves[k] + halves[k + 1]) / 2
        write(
            axes, middle, 0.53, f"+{halves[k + 1] - halves[k]:.2f}", palette.MUTED, ha="center", fontsize=13
        )
    axes.set_xlim(times[0], times[-1])
    axes.set_ylim(-0.02, 1.02)
    axes.set_yticks([0, 0.5, 1], ["0", "½", "1"])
    round_ticks(axes)
    _label_starts(axes, halves, starts)
    said = ", ".join(f"{half:.2f} from s₀ = {start:g}" for start, half in zip(starts, halves, strict=True))
    equal = " of equal shape" if np.ptp(widths) < 0.01 * widths.min() else ""
    alt = (
        f"{len(starts)} rising curves{equal}, one after the other. Half is reached at time {said}; "
        f"their widths lie between {widths.min():.2f} and {widths.max():.2f} each."
    )
    return book_figure(
        axes, alt, Table.of_columns(("time t", *(f"λ from {s:g}" for s in starts)), times, *curves)
    )


def _label_starts(axes, halves, starts) -> None:
    risen = [k for k, half in enumerate(halves) if np.isfinite(half)]
    names, colours = [f"{starts[k]:g}" for k in risen], [palette.mode_colour(k + 1) for k in risen]
    if risen:
        label_above(axes, [halves[k] for k in risen], names, colours)
