"""One mode in time: it waits, it rises, it is done."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from stepwise_ssl import palette
from stepwise_ssl.figures.book_figure import BookFigure
from stepwise_ssl.figures.check import crossing, increasing, matrix, vector
from stepwise_ssl.figures.style import (
    arrow,
    book_figure,
    curve,
    dots,
    guide,
    label_above,
    log_axis,
    new_axes,
    round_ticks,
    write,
)
from stepwise_ssl.figures.table import Table

ONE = palette.mode_colour(1)


def wait_and_rise(times, eigenvalue) -> BookFigure:
    """The embedding eigenvalue of one mode: a long wait, then a quick rise.

    Args:
        times: (T,), increasing, in units of learning rate x steps.
        eigenvalue: lambda at these times, (T,), from below 0.1 to above 0.9.

    Returns:
        The figure; wait (to one tenth) and rise (one tenth to nine tenths) are read off the curve.

    Raises:
        ValueError: if shapes differ or the curve does not rise from below 0.1 to above 0.9.

    >>> t = np.linspace(-6, 6, 121)
    >>> wait_and_rise(t + 6, 1 / (1 + np.exp(-2 * t))).alt[:34]
    'The embedding eigenvalue stays bel'
    """
    times = increasing("times", times)
    eigenvalue = vector("eigenvalue", eigenvalue, len(times))
    begin, end = _rise(times, eigenvalue, "eigenvalue")
    axes = new_axes(x="time t", y="embedding eigenvalue λ")
    axes.axvspan(begin, end, color=ONE, alpha=0.13, linewidth=0)
    curve(axes, times, eigenvalue, ONE, 2.8)
    axes.set_ylim(-0.02, 1.08)
    axes.set_xlim(times[0], times[-1])
    axes.set_yticks([0, 0.1, 0.9], ["0", "0.1", "0.9"])
    round_ticks(axes)
    write(axes, (times[0] + begin) / 2, 0.2, "it waits", palette.INK, ha="center")
    write(axes, (times[0] + begin) / 2, 0.11, f"{begin - times[0]:.2f}", palette.MUTED, ha="center")
    write(axes, end + 0.02 * np.ptp(times), 0.5, "it rises", ONE)
    write(axes, end + 0.02 * np.ptp(times), 0.41, f"{end - begin:.2f}", palette.MUTED)
    write(axes, (end + times[-1]) / 2 + 0.05 * np.ptp(times), 0.86, "it is done", palette.INK, ha="center")
    alt = (
        f"The embedding eigenvalue stays below 0.1 until time {begin:.2f}, climbs from 0.1 to 0.9 within "
        f"{end - begin:.2f}, and then stays near {eigenvalue[-1]:.2f}."
    )
    return book_figure(axes, alt, _table(("time t", "eigenvalue λ"), times, eigenvalue))


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
    starts = vector("starts", starts, len(starts))
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
    return book_figure(axes, alt, _table(names, times, *weights))


def eigenvalue_and_loss(
    times, eigenvalue, loss, step_time: float, half_rise: float, rise: tuple[float, float] | None = None
) -> BookFigure:
    """Eigenvalue and loss on one time axis: at the half rise the loss has done three quarters of its step.

    Args:
        times: (T,), increasing.
        eigenvalue: lambda, (T,).
        loss: L, (T,).
        step_time: tau.
        half_rise: time at which lambda is one half.
        rise: times at which lambda is 0.1 and 0.9; read off the curve if not given.

    Returns:
        The figure.

    Raises:
        ValueError: if shapes differ, or ``half_rise`` lies outside ``times``.

    >>> t = np.linspace(0, 12, 121)
    >>> lam = 1 / (1 + np.exp(6 - t))
    >>> "0.25" in eigenvalue_and_loss(t, lam, (1 - lam) ** 2, 6.0, 6.0).alt
    True
    """
    times = increasing("times", times)
    eigenvalue = vector("eigenvalue", eigenvalue, len(times))
    loss = vector("loss", loss, len(times))
    if not times[0] <= half_rise <= times[-1]:
        raise ValueError(f"half_rise = {half_rise:g} lies outside times, {times[0]:g} to {times[-1]:g}")
    begin, end = _rise(times, eigenvalue, "eigenvalue") if rise is None else rise
    at_half = float(np.interp(half_rise, times, loss))
    loss_half = crossing(times, loss, loss[0] / 2)
    span = np.ptp(times)

    axes = new_axes(x="time t", y="eigenvalue λ and loss L", top=54)
    axes.axvspan(begin, end, color=ONE, alpha=0.12, linewidth=0)
    guide(axes, x=half_rise)
    curve(axes, times, loss, palette.ACCENT)
    curve(axes, times, eigenvalue, ONE)
    dots(axes, [half_rise], [np.interp(half_rise, times, eigenvalue)], ONE, 8)
    dots(axes, [half_rise], [at_half], palette.ACCENT, 8)
    axes.set_xlim(times[0], times[-1])
    axes.set_ylim(-0.02, 1.03 * max(1, loss.max()))
    axes.set_yticks([0, 0.25, 0.5, 1], ["0", "¼", "½", "1"])
    round_ticks(axes)
    write(axes, end + 0.06 * span, 0.86, "λ", ONE, fontsize=17)
    write(axes, begin - 0.06 * span, 0.86, "L", palette.ACCENT, fontsize=17, ha="right")
    done = 1 - (at_half - loss.min()) / (loss[0] - loss.min())
    write(axes, end + 0.02 * span, at_half + 0.05, f"{done:.0%} of the", palette.ACCENT)
    write(axes, end + 0.02 * span, at_half - 0.05, "loss step done", palette.ACCENT)
    same = abs(step_time - half_rise) < 0.005 * span
    label = f"τ ≈ half rise = {half_rise:.2f}" if same else f"half rise {half_rise:.2f}"
    label_above(axes, [half_rise], [label], [palette.MUTED])
    if not same:
        guide(axes, x=step_time)
        write(axes, step_time, 0.02, f"τ = {step_time:.2f}", palette.MUTED, ha="center")
    arrow(axes, (begin, 0.08), (end, 0.08), ONE, "<->")
    write(axes, end + 0.02 * span, 0.055, f"width {end - begin:.2f}", ONE)
    alt = (
        f"Eigenvalue and loss over time. The eigenvalue rises from 0.1 at time {begin:.2f} to 0.9 "
        f"at {end:.2f}. At its half rise, {half_rise:.3f} (τ is {step_time:.3f}), the loss has "
        f"fallen to {at_half:.2f}; it was down to half of its start already at {loss_half:.2f}."
    )
    return book_figure(axes, alt, _table(("time t", "eigenvalue λ", "loss L"), times, eigenvalue, loss))


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
    starts = vector("starts", starts, len(starts))
    curves = matrix("curves", curves, (len(starts), len(times)))
    rises = np.array([_rise(times, one, f"curves[{k}]") for k, one in enumerate(curves)])
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
    alt = (
        f"{len(starts)} rising curves of equal shape, one after the other. Half is reached at time {said}; "
        f"their widths lie between {widths.min():.2f} and {widths.max():.2f} each."
    )
    return book_figure(axes, alt, _table(("time t", *(f"λ from {s:g}" for s in starts)), times, *curves))


def _rise(times, curve_, name: str) -> tuple[float, float]:
    begin, end = crossing(times, curve_, 0.1), crossing(times, curve_, 0.9)
    if not (curve_[0] < 0.1 and np.isfinite(end)):
        raise ValueError(
            f"{name} runs from {curve_[0]:.3g} to at most {curve_.max():.3g}; expected a rise from below 0.1 "
            "to above 0.9"
        )
    return begin, end


def _label_starts(axes, halves, starts) -> None:
    risen = [k for k, half in enumerate(halves) if np.isfinite(half)]
    names, colours = [f"{starts[k]:g}" for k in risen], [palette.mode_colour(k + 1) for k in risen]
    if risen:
        label_above(axes, [halves[k] for k in risen], names, colours)


def _table(names: tuple[str, ...], *columns) -> Table:
    return Table(names, tuple(zip(*(np.asarray(c).tolist() for c in columns), strict=True)))
