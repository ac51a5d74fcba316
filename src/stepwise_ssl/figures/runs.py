"""A run of gradient descent laid over the theory's curves, and a loss with its step times."""

from __future__ import annotations

import numpy as np

from stepwise_ssl import palette
from stepwise_ssl.figures.book_figure import BookFigure
from stepwise_ssl.figures.check import crossing, increasing, matrix, vector
from stepwise_ssl.figures.style import (
    WIDE,
    book_figure,
    curve,
    dots,
    guide,
    label_above,
    log_axis,
    new_axes,
)
from stepwise_ssl.figures.table import Table

DOTS_PER_MODE = 26


def theory_over_run(times, theory, run_times, run, tolerance) -> BookFigure:
    """Embedding eigenvalues of a run as dots over the theory's curves, with the tolerance as a band.

    Args:
        times: (T,), increasing, of the theory; times of zero or less are left out of the logarithmic axis.
        theory: eigenvalues lambda_j by the theory, (T, d).
        run_times: (K,), increasing, of the run.
        run: eigenvalues of the run, (K, d).
        tolerance: how far mode j may stray, a number or (d,).

    Returns:
        The figure; the largest gap in units of the tolerance is measured and said.

    Raises:
        ValueError: if shapes differ.

    >>> t = np.linspace(0, 9, 10)
    >>> law = np.stack([t / 9, t**2 / 81], axis=1)
    >>> theory_over_run(t, law, t, law, 0.01).alt[-52:]
    'the largest gap is 0.00 of the tolerance, in mode 1.'
    """
    times, run_times = increasing("times", times), increasing("run_times", run_times)
    theory = matrix("theory", theory, (len(times), None))
    modes = theory.shape[1]
    run = matrix("run", run, (len(run_times), modes))
    tolerance = np.broadcast_to(np.asarray(tolerance, dtype=float), (modes,))
    if np.any(~(tolerance > 0)):
        raise ValueError(f"tolerance is {tolerance}; expected numbers above 0")
    gaps = np.array(
        [np.abs(run[:, j] - np.interp(run_times, times, theory[:, j])).max() for j in range(modes)]
    )
    worst = int(np.argmax(gaps / tolerance))
    halves = np.array([crossing(times, theory[:, j], 0.5) for j in range(modes)])

    shown = times > 0
    first = first_shown(halves, times[shown])
    axes = new_axes((WIDE[0], 300), x="time t, logarithmic", y="embedding eigenvalues λ of modes", top=58)
    log_axis(axes.xaxis)
    axes.set_xlim(first, times[-1])
    for j in range(modes):
        colour = palette.mode_colour(j + 1)
        keep = shown & (times >= first)
        low, high = (np.clip(theory[keep, j] + sign * tolerance[j], 0, 1.05) for sign in (-1, 1))
        grid = thinned(times[keep], theory[keep, j], 90)
        axes.fill_between(times[keep][grid], low[grid], high[grid], color=colour, alpha=0.16, linewidth=0)
        curve(axes, times[keep], theory[keep, j], colour, 1.8)
        seen = (run_times >= first) & (run_times <= times[-1])
        chosen = thinned(run_times[seen], run[seen, j], DOTS_PER_MODE)
        dots(axes, run_times[seen][chosen], run[seen, j][chosen], colour, 4)
    number_modes(axes, halves, times[-1])
    axes.set_ylim(0, 1.06)
    axes.set_yticks([0, 0.5, 1], ["0", "½", "1"])
    rising = np.isfinite(halves)
    verdict = "lie on" if gaps[worst] <= tolerance[worst] else "stray from"
    alt = (
        f"{modes} embedding eigenvalues on a logarithmic time axis. {rising.sum()} of them rise past one "
        f"half, at times {', '.join(f'{h:.3g}' for h in halves[rising])}. The dots of the run {verdict} "
        f"the theory's curves: the largest gap is {gaps[worst] / tolerance[worst]:.2f} of the tolerance, "
        f"in mode {worst + 1}."
    )
    rows = tuple(
        (j + 1, halves[j], crossing(run_times, run[:, j], 0.5), gaps[j], tolerance[j]) for j in range(modes)
    )
    names = ("mode", "half rise, theory", "half rise, run", "largest gap", "tolerance")
    return book_figure(axes, alt, Table(names, rows))


def loss_staircase(times, loss, step_times) -> BookFigure:
    """The loss over logarithmic time, with a dashed line at each step time.

    Args:
        times: (T,), increasing; times of zero or less are left out.
        loss: (T,).
        step_times: tau_j, (d,); infinite ones are left out.

    Returns:
        The figure.

    Raises:
        ValueError: if shapes differ.

    >>> loss_staircase([1, 2, 3], [2.0, 1.0, 0.0], [1.5, 2.5]).alt
    'The loss falls from 2 to 0 in steps; 2 step times are marked: 1.5, 2.5.'
    """
    times = increasing("times", times)
    loss = vector("loss", loss, len(times))
    steps = np.asarray(step_times, dtype=float)
    steps = steps[np.isfinite(steps)]
    shown = times > 0
    axes = new_axes(x="time t, logarithmic", y="loss L, and step times of modes", top=54)
    log_axis(axes.xaxis)
    first = first_shown(steps, times[shown])
    axes.set_xlim(first, times[-1])
    for j, step in enumerate(steps):
        guide(axes, x=step, colour=palette.mode_colour(j + 1), width=1.4)
    keep = times >= first
    curve(axes, times[keep], loss[keep], palette.INK, 2.4)
    axes.set_ylim(0, 1.04 * loss.max())
    axes.set_yticks([0, round(float(loss.max()))] if loss.max() >= 1 else [0])
    number_modes(axes, steps, times[-1])
    alt = (
        f"The loss falls from {loss[0]:.3g} to {loss[-1]:.3g} in steps; {len(steps)} step times are marked: "
        f"{', '.join(f'{s:.3g}' for s in steps)}."
    )
    return book_figure(axes, alt, Table.of_columns(("time t", "loss L"), times, loss))


def first_shown(events: np.ndarray, times: np.ndarray) -> float:
    """Where the logarithmic axis begins: a fifth of the first event, so that the wait does not fill it."""
    finite = events[np.isfinite(events)]
    return max(float(times[0]), float(finite.min()) / 5) if len(finite) else float(times[0])


def thinned(times: np.ndarray, values: np.ndarray, at_most: int) -> np.ndarray:
    """Indices of points evenly spaced along the drawn curve, first and last included."""
    if len(times) <= at_most:
        return np.arange(len(times))
    across = np.log(times / times[0]) / np.log(times[-1] / times[0])
    length = np.concatenate([[0], np.cumsum(np.abs(np.diff(values)) + 0.8 * np.diff(across))])
    found = np.searchsorted(length, np.linspace(0, length[-1], at_most))
    return np.unique(np.minimum(found, len(times) - 1))


def number_modes(axes, positions: np.ndarray, last: float) -> None:
    """The number of each mode above the place where it rises."""
    risen = [j for j, position in enumerate(positions) if position < last]
    if risen:
        colours = [palette.mode_colour(j + 1) for j in risen]
        label_above(axes, positions[risen], [f"{j + 1}" for j in risen], colours)
