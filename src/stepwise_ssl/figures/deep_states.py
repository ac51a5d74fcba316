"""Stored runs side by side: what stands in for the browser of deep runs where there is no JavaScript."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from stepwise_ssl import palette
from stepwise_ssl.figures.book_figure import BookFigure
from stepwise_ssl.figures.check import increasing, require_states
from stepwise_ssl.figures.style import SMALL, book_figure, curve, guide, new_axes, round_ticks
from stepwise_ssl.figures.table import Table

KEYS = ("label", "steps", "eigenvalues", "moment")


def deep_states(states: Sequence[Mapping]) -> BookFigure:
    """Eigenvalues of the embeddings of a few runs against the training step, one panel for each.

    Args:
        states: mappings with ``label`` (str), ``steps`` (T,), ``eigenvalues`` (T, k), largest first, and
            ``moment``, a step that is marked, or None. Values that are no numbers are not drawn.

    Returns:
        The figure.

    Raises:
        ValueError: if a key is missing or shapes differ.

    >>> deep_states([dict(label="one", steps=[0, 9], eigenvalues=[[0.0], [1.0]], moment=None)]).alt
    'one: by step 9 the largest eigenvalues are 1.'
    """
    require_states(states, KEYS)
    panels, said, rows = [], [], []
    for number, state in enumerate(states):
        steps = increasing(f"states[{number}]['steps']", state["steps"])
        values = np.asarray(state["eigenvalues"], float)
        if values.ndim != 2 or len(values) != len(steps):
            raise ValueError(
                f"states[{number}]['eigenvalues'] has shape {values.shape}; expected ({len(steps)}, k)"
            )
        panels.append(_panel(state["label"], steps, values, state["moment"]))
        whole = np.flatnonzero(np.isfinite(values).all(axis=1))
        last = int(whole[-1]) if whole.size else 0
        largest = ", ".join(f"{v:.2g}" for v in values[last, :4])
        said.append(f"{state['label']}: by step {steps[last]:g} the largest eigenvalues are {largest}.")
        picked = np.unique(np.linspace(0, len(steps) - 1, 8).round().astype(int))
        rows += [(state["label"], int(steps[k]), *_first(values[k])) for k in picked]
    head = ("run", "training step", *(f"eigenvalue {j}" for j in (1, 2, 3)))
    return book_figure(panels, " ".join(said), Table(head, tuple(rows)))


def _first(values: np.ndarray, many: int = 3) -> list[float]:
    """The first few, and NaN where there are fewer."""
    return [float(v) for v in np.concatenate([values[:many], np.full(many, np.nan)])[:many]]


def _panel(label: str, steps: np.ndarray, values: np.ndarray, moment: float | None):
    """One run: its eigenvalues in the colours of their modes, thinned to what such a panel can show."""
    axes = new_axes(SMALL, x="step", y=label)
    picked = np.unique(np.linspace(0, len(steps) - 1, 80).round().astype(int))
    for j in reversed(range(values.shape[1])):
        curve(axes, steps[picked], values[picked, j], palette.mode_colour(j + 1), 1.6)
    if moment is not None:
        guide(axes, x=moment)
    shown = values[np.isfinite(values)]
    axes.set_xlim(steps[0], steps[-1])
    axes.set_ylim(min(0.0, shown.min(initial=0)), 1.05 * max(shown.max(initial=0), 1e-6))
    round_ticks(axes)
    return axes
