"""Chosen spectra side by side: what stands in for the staircase where there is no JavaScript."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from stepwise_ssl import palette
from stepwise_ssl.figures.book_figure import BookFigure
from stepwise_ssl.figures.check import increasing, matrix, require_states, vector
from stepwise_ssl.figures.style import SMALL, book_figure, curve, guide, new_axes
from stepwise_ssl.figures.table import Table

KEYS = ("label", "times", "eigenvalues", "loss", "step_times")


def three_staircases(states: Sequence[Mapping]) -> BookFigure:
    """Loss and embedding eigenvalues over time for a few chosen spectra, one panel for each.

    Args:
        states: mappings with ``label`` (str), ``times`` (T,), ``eigenvalues`` (T, d), ``loss`` (T,) and
            ``step_times`` (d,), infinite where a mode never steps.

    Returns:
        The figure.

    Raises:
        ValueError: if a key is missing or shapes differ.

    >>> state = dict(label="one", times=[0, 1], eigenvalues=[[0], [1]], loss=[1, 0], step_times=[0.5])
    >>> three_staircases([state]).alt
    'one: by time 1 the loss goes from 1 to 0, with steps at 0.5.'
    """
    require_states(states, KEYS)
    panels, said, rows = [], [], []
    for number, state in enumerate(states):
        here = f"states[{number}]"
        times = increasing(f"{here}['times']", state["times"])
        eigenvalues = matrix(f"{here}['eigenvalues']", state["eigenvalues"], (len(times), None))
        loss = vector(f"{here}['loss']", state["loss"], len(times))
        steps = vector(f"{here}['step_times']", state["step_times"], eigenvalues.shape[1], False, 1)
        inside = [float(tau) for tau in steps if times[0] <= tau <= times[-1]]
        panels.append(_panel(state["label"], times, eigenvalues, loss, steps))
        words = (
            f"{state['label']}: by time {times[-1]:.3g} the loss goes from {loss[0]:.2g} to {loss[-1]:.2g}"
        )
        listed = ", ".join(f"{tau:.3g}" for tau in inside)
        said.append(words + (f", with steps at {listed}." if inside else ", without a step."))
        picked = np.unique(np.linspace(0, len(times) - 1, 12).round().astype(int))
        rows += [(state["label"], float(times[k]), float(loss[k])) for k in picked]
    return book_figure(panels, " ".join(said), Table(("state", "time t", "loss L"), tuple(rows)))


def _panel(label: str, times, eigenvalues, loss, steps):
    """One spectrum: its loss in ink, its eigenvalues and step times in the colours of their modes."""
    axes = new_axes(SMALL, x="time t", y=label)
    for j, tau in enumerate(steps):
        if times[0] <= tau <= times[-1]:
            guide(axes, x=tau, colour=palette.mode_colour(j + 1))
    for j in range(eigenvalues.shape[1]):
        curve(axes, times, eigenvalues[:, j], palette.mode_colour(j + 1), 1.6)
    curve(axes, times, loss, palette.INK, 2.4)
    axes.set_xlim(times[0], times[-1])
    axes.set_ylim(min(0, eigenvalues.min()), 1.05 * max(1, loss.max()))
    axes.set_yticks(range(int(np.ceil(loss.max())) + 1))
    axes.set_xticks([times[0], times[-1]], [f"{times[0]:.3g}", f"{times[-1]:.3g}"])
    return axes
