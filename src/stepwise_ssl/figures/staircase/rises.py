"""One step, two meanings of its time: early growth taken at its word, and the half rise."""

from __future__ import annotations

import numpy as np

from stepwise_ssl import palette
from stepwise_ssl.figures.book_figure import BookFigure
from stepwise_ssl.figures.check import crossing, increasing, vector
from stepwise_ssl.figures.style import book_figure, curve, dots, guide, new_axes, round_ticks, write
from stepwise_ssl.figures.table import Table

ONE = palette.mode_colour(1)


def rises(times, eigenvalue, loss, step_time: float, half_rise: float, growth=None) -> BookFigure:
    """One step of the staircase with tau, the half rise, and what the loss has done by then.

    Args:
        times: (T,), increasing.
        eigenvalue: lambda of the mode that steps, (T,).
        loss: this mode's own loss, (1 - lambda)^2, (T,).
        step_time: tau, at which the early growth would reach one.
        half_rise: time at which lambda is one half.
        growth: the early growth taken at its word, lambda_0 e^{8 gamma t}, (T,); not drawn if not given.

    Returns:
        The figure; the share of the loss step that is done at tau is measured and said.

    Raises:
        ValueError: if shapes differ, or one of the two times lies outside ``times``.

    >>> t = np.linspace(0, 2, 401)
    >>> lam = 1 / (1 + 99 * np.exp(-8 * t))
    >>> rises(t, lam, (1 - lam) ** 2, 0.5756, 0.5744).alt[-61:]
    'the loss has done 75% of its step; it had done half by 0.468.'
    """
    times = increasing("times", times)
    eigenvalue = vector("eigenvalue", eigenvalue, len(times))
    loss = vector("loss", loss, len(times))
    for name, value in (("step_time", step_time), ("half_rise", half_rise)):
        if not times[0] <= value <= times[-1]:
            raise ValueError(f"{name} = {value:g} lies outside times, {times[0]:g} to {times[-1]:g}")
    span, drop = np.ptp(times), loss[0] - loss[-1]
    at_tau = [float(np.interp(step_time, times, one)) for one in (eigenvalue, loss)]
    done = (loss[0] - at_tau[1]) / drop
    loss_half = crossing(times, loss, loss[0] - drop / 2)

    axes = new_axes((440, 300), x="time t", y="eigenvalue λ, loss L, and early growth", top=54)
    guide(axes, x=step_time, colour=palette.MUTED)
    if growth is not None:
        growth = vector("growth", growth, len(times))
        seen = growth <= 1.18
        curve(axes, times[seen], growth[seen], palette.MUTED, 1.8, dashes=(5, 2))
        dots(axes, [step_time], [float(np.interp(step_time, times, growth))], palette.MUTED, 7)
        write(axes, step_time + 0.03 * span, 1.1, "growth at its word: 1 at τ", palette.MUTED, va="center")
    curve(axes, times, loss, palette.ACCENT)
    curve(axes, times, eigenvalue, ONE)
    dots(axes, [half_rise], [0.5], ONE, 7)
    dots(axes, [step_time], [at_tau[1]], palette.ACCENT, 7)
    dots(axes, [loss_half], [loss[0] - drop / 2], palette.ACCENT, 5)
    write(axes, times[0] + 0.02 * span, loss[0] - 0.1, "L", palette.ACCENT, fontsize=16)
    write(axes, times[-1] - 0.02 * span, eigenvalue[-1] - 0.12, "λ", ONE, fontsize=16, ha="right")
    axes.set_xlim(times[0], times[-1])
    axes.set_ylim(-0.02, 1.22 if growth is not None else 1.06)
    axes.set_yticks([0, 0.25, 0.5, 1], ["0", "¼", "½", "1"])
    round_ticks(axes)
    _name_points(axes, span, half_rise, step_time, loss_half, at_tau, done, drop, loss[0])
    alt = (
        f"One step. The eigenvalue is one half at {half_rise:.4g}; τ is {step_time:.4g}, where it is "
        f"{at_tau[0]:.3f}"
        + (" and where the early growth reaches one" if growth is not None else "")
        + f". At τ the loss has done {done:.0%} of its step; it had done half by {loss_half:.3f}."
    )
    columns = [times, eigenvalue, loss] + ([] if growth is None else [growth])
    names = ("time t", "eigenvalue λ", "loss L", "early growth")[: len(columns)]
    return book_figure(axes, alt, Table.of_columns(names, *columns))


def _name_points(axes, span, half_rise, step_time, loss_half, at_tau, done, drop, start) -> None:
    """Words at the points; tau above the axes, the others beside their dots."""
    write(axes, step_time + 0.03 * span, 0.5, f"λ = ½ at {half_rise:.3g}", ONE, va="center")
    write(
        axes,
        step_time + 0.03 * span,
        at_tau[1],
        f"{done:.0%} of the loss step done",
        palette.ACCENT,
        va="center",
    )
    write(axes, loss_half - 0.03 * span, start - drop / 2, f"half done: {loss_half:.3g}", palette.ACCENT,
          ha="right", va="center")  # fmt: skip
    place = axes.transAxes.inverted().transform(axes.transData.transform((step_time, 0)))[0]
    write(axes, place, 1.03, f"τ = {step_time:.3g}", palette.MUTED, units="axes", ha="center", halo=False)
