"""One mode in time: it waits, it rises, it is done."""

from __future__ import annotations

import numpy as np

from stepwise_ssl import palette
from stepwise_ssl.figures.book_figure import BookFigure
from stepwise_ssl.figures.check import crossing, increasing, rise_times, vector
from stepwise_ssl.figures.style import (
    arrow,
    book_figure,
    curve,
    dots,
    guide,
    label_above,
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
    begin, end = rise_times("eigenvalue", times, eigenvalue)
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
    return book_figure(axes, alt, Table.of_columns(("time t", "eigenvalue λ"), times, eigenvalue))


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
    begin, end = rise_times("eigenvalue", times, eigenvalue) if rise is None else rise
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
    return book_figure(
        axes, alt, Table.of_columns(("time t", "eigenvalue λ", "loss L"), times, eigenvalue, loss)
    )
