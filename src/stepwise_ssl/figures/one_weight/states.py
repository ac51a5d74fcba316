"""Three chosen states side by side: what stands in for an explorable where there is no JavaScript."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from stepwise_ssl import palette
from stepwise_ssl.figures.book_figure import BookFigure
from stepwise_ssl.figures.check import increasing, require_states, vector
from stepwise_ssl.figures.style import SMALL, book_figure, curve, guide, new_axes, write
from stepwise_ssl.figures.table import Table

KEYS = ("label", "times", "eigenvalue", "loss", "mark_time")


def three_states(states: Sequence[Mapping]) -> BookFigure:
    """Eigenvalue and loss over time in a few chosen states, one panel for each.

    Args:
        states: mappings with ``label`` (str), ``times`` (T,), ``eigenvalue`` (T,), ``loss`` (T,) and
            ``mark_time`` (a time to mark, or None; infinite means never).

    Returns:
        The figure.

    Raises:
        ValueError: if a key is missing or shapes differ.

    >>> state = dict(label="fast", times=[0, 1], eigenvalue=[0, 1], loss=[1, 0], mark_time=0.5)
    >>> three_states([state]).alt
    'fast: by time 1 the eigenvalue goes from 0 to 1, the loss from 1 to 0; marked time 0.5.'
    """
    require_states(states, KEYS)
    panels, said, rows = [], [], []
    for number, state in enumerate(states):
        times = increasing(f"states[{number}]['times']", state["times"])
        eigenvalue = vector(f"states[{number}]['eigenvalue']", state["eigenvalue"], len(times))
        loss = vector(f"states[{number}]['loss']", state["loss"], len(times))
        mark = state["mark_time"]
        axes = new_axes(SMALL, x="time t", y=state["label"])
        curve(axes, times, loss, palette.ACCENT, 2)
        curve(axes, times, eigenvalue, palette.mode_colour(1))
        axes.set_xlim(times[0], times[-1])
        axes.set_ylim(min(0, eigenvalue.min()) - 0.02, 1.08 * max(1, loss.max(), eigenvalue.max()))
        axes.set_yticks([0, 1])
        axes.set_xticks([times[0], times[-1]], [f"{times[0]:.3g}", f"{times[-1]:.3g}"])
        marked = mark is not None and times[0] <= mark <= times[-1]
        if marked:
            guide(axes, x=mark)
        _name_curves(axes, times, eigenvalue, loss)
        panels.append(axes)
        sentence = (
            f"{state['label']}: by time {times[-1]:.3g} the eigenvalue goes from {eigenvalue[0]:.2g} to "
            f"{eigenvalue[-1]:.2g}, the loss from {loss[0]:.2g} to {loss[-1]:.2g}"
        )
        said.append(sentence + (f"; marked time {mark:.3g}." if marked else "."))
        picked = np.unique(np.linspace(0, len(times) - 1, 12).round().astype(int))
        rows += [(state["label"], *map(float, (times[k], eigenvalue[k], loss[k]))) for k in picked]
    table = Table(("state", "time t", "eigenvalue λ", "loss L"), tuple(rows))
    return book_figure(panels, " ".join(said), table)


def _name_curves(axes, times, eigenvalue, loss) -> None:
    """Write λ and L where the curves are furthest apart, beside the right one."""
    low, high = axes.get_ylim()
    k = int(np.argmax(np.abs(eigenvalue - loss) * (np.linspace(0, 1, len(times)) > 0.6)))
    for value, name, colour in ((eigenvalue[k], "λ", palette.mode_colour(1)), (loss[k], "L", palette.ACCENT)):
        other = loss[k] if name == "λ" else eigenvalue[k]
        shift = (high - low) * (-0.13 if value >= other else 0.05)
        write(axes, times[k], value + shift, name, colour, ha="right", fontsize=15)
