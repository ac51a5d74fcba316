"""Chosen pairs of arrows side by side: what stands in for two modes and the gate without JavaScript."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from stepwise_ssl import palette
from stepwise_ssl.figures.book_figure import BookFigure
from stepwise_ssl.figures.check import increasing, require_states, vector
from stepwise_ssl.figures.style import book_figure, curve, guide, new_axes, write
from stepwise_ssl.figures.table import Table

KEYS = ("label", "times", "gammas", "arrows")
SIZE = (262, 292)
REACH = 1.25  # half the width of a panel; the rim of an open gate has radius 1


def three_runs(states: Sequence[Mapping]) -> BookFigure:
    """Paths of two arrows up to a time, and the gate I - C at that time, one panel for each state.

    Args:
        states: mappings with ``label`` (str), ``times`` (T,), ``gammas`` (2,) and ``arrows`` (T, 2, 2), one
            arrow a column; the last time is the one that is shown.

    Returns:
        The figure. Where an arrow is too short to be seen, a thin ray gives its direction.

    Raises:
        ValueError: if a key is missing or shapes differ.

    >>> state = dict(label="one", times=[0, 1], gammas=[4, 1], arrows=[np.eye(2) / 9, np.diag([0.5, 0.2])])
    >>> three_runs([state]).alt
    'one: at time 1 the eigenvalues of C are 1 and 0.04, the arrows 90 degrees apart.'
    """
    require_states(states, KEYS)
    panels, said, rows = [], [], []
    for number, state in enumerate(states):
        here = f"states[{number}]"
        times = increasing(f"{here}['times']", state["times"])
        gammas = vector(f"{here}['gammas']", state["gammas"], 2)
        arrows = np.asarray(state["arrows"], dtype=float)
        if arrows.shape != (len(times), 2, 2) or not np.all(np.isfinite(arrows)):
            raise ValueError(f"{here}['arrows'] has shape {arrows.shape}; expected ({len(times)}, 2, 2)")
        matrices = np.einsum("tij,j,tkj->tik", arrows, gammas, arrows)
        values = np.linalg.eigvalsh(matrices)[:, ::-1]
        (x1, x2), (y1, y2) = arrows[-1]
        apart = np.degrees(abs(np.arctan2(x1 * y2 - y1 * x2, x1 * x2 + y1 * y2)))
        panels.append(_panel(state["label"], arrows, np.eye(2) - matrices[-1]))
        said.append(
            f"{state['label']}: at time {times[-1]:.3g} the eigenvalues of C are {values[-1, 0]:.2g} and "
            f"{abs(values[-1, 1]):.2g}, the arrows {apart:.0f} degrees apart."
        )
        for k in np.unique(np.linspace(0, len(times) - 1, 8).round().astype(int)):
            rows.append(
                (state["label"], float(times[k]), *map(float, arrows[k].T.ravel()), *map(float, values[k]))
            )
    names = ("state", "time t", "a₁ across", "a₁ up", "a₂ across", "a₂ up", "λ₁", "λ₂")
    return book_figure(panels, " ".join(said), Table(names, tuple(rows)))


def _panel(label: str, arrows: np.ndarray, gate: np.ndarray):
    axes = new_axes(SIZE, y=label, left=12, right=12, bottom=14)
    axes.set_axis_off()
    axes.set_xlim(-REACH, REACH)
    box = axes.get_window_extent()
    axes.set_ylim(-REACH * box.height / box.width, REACH * box.height / box.width)
    around = np.linspace(0, 2 * np.pi, 91)
    circle = np.stack([np.cos(around), np.sin(around)])
    curve(axes, *circle, palette.MUTED, 1, dashes=(3, 3))
    axes.fill(*(gate @ circle), color=palette.MUTED, alpha=0.3, linewidth=2)
    guide(axes, x=0, colour=palette.GRID)
    guide(axes, y=0, colour=palette.GRID)
    for j in (0, 1):
        colour, tip = palette.mode_colour(j + 1), arrows[-1, :, j]
        rim = tip / np.linalg.norm(tip)
        curve(axes, *np.stack([tip, rim], axis=1), colour, 0.8)
        curve(axes, *arrows[:, :, j].T, colour, 1.2)
        style = {
            "arrowstyle": "-|>",
            "color": colour,
            "linewidth": 2.4,
            "shrinkA": 0,
            "shrinkB": 0,
            "mutation_scale": 12,
        }
        axes.annotate("", tip, (0, 0), arrowprops=style)
        write(axes, *(1.13 * rim), f"a{'₁₂'[j]}", colour, ha="center", va="center")
    return axes
