"""Several starts of one network: the same staircase at other times."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from stepwise_ssl import palette
from stepwise_ssl.figures.book_figure import BookFigure
from stepwise_ssl.figures.first_run.history import read, step_axis
from stepwise_ssl.figures.storeys import two_storeys
from stepwise_ssl.figures.style import book_figure, curve, dots, guide
from stepwise_ssl.figures.table import Table


def five_starts(histories: Sequence) -> BookFigure:
    """The losses of several runs over each other; below, when each eigenvalue of each run passes one half.

    Args:
        histories: runs from different starts, each (T, 1 + d) as for ``run``, all with the same d.

    Returns:
        The figure; the earliest and the latest of each step are said.

    Raises:
        ValueError: if there are fewer than two or more than nine, or they differ in d.

    >>> k = np.arange(300)
    >>> runs = [np.column_stack([1 - a, a]) for a in (1 / (1 + np.exp(h - k)) for h in (50, 80))]
    >>> five_starts(runs).alt[-63:]
    'Eigenvalue 1 passes one half in all 2, between steps 51 and 81.'
    """
    if not 2 <= len(histories) <= 9:
        raise ValueError(f"histories has {len(histories)} runs; expected 2 to 9")
    runs = [read(f"histories[{k}]", one) for k, one in enumerate(histories)]
    d = runs[0].eigenvalues.shape[1]
    if any(one.eigenvalues.shape[1] != d for one in runs):
        raise ValueError(f"histories differ in d: {[one.eigenvalues.shape[1] for one in runs]}")
    above, below = two_storeys(
        (440, 380), "step, logarithmic", f"loss L from {len(runs)} starts", "each start's half steps"
    )
    first = step_axis(below, runs)
    for one in runs:
        shown = one.steps >= first
        curve(above, one.steps[shown], one.loss[shown], palette.INK, 1.5, alpha=0.6)
    above.set_ylim(0, 1.06 * max(d, *(one.loss.max() for one in runs)))
    above.set_yticks(range(d + 1))
    halves = np.array([one.halves for one in runs])
    for k in range(len(runs)):
        guide(below, y=k + 1)
        for j in range(d):
            if np.isfinite(halves[k, j]):
                dots(below, [halves[k, j]], [k + 1], palette.mode_colour(j + 1), 9)
    below.set_ylim(len(runs) + 0.6, 0.4)
    below.set_yticks(range(1, len(runs) + 1))
    rows = tuple((k + 1, *map(float, row)) for k, row in enumerate(halves))
    names = ("start", *(f"half step of eigenvalue {j + 1}" for j in range(d)))
    return book_figure(above, _words(halves, runs), Table(names, rows))


def _words(halves: np.ndarray, runs) -> str:
    alt = f"Above, the losses of {len(halves)} runs from different starts; at the end the largest is "
    alt += f"{max(one.loss[-1] for one in runs):.2f}. Below, one row of dots for each."
    for j, column in enumerate(halves.T):
        found = column[np.isfinite(column)]
        if not len(found):
            alt += f" Eigenvalue {j + 1} passes one half in none."
            continue
        how_many = f"all {len(column)}" if len(found) == len(column) else f"{len(found)} of {len(column)}"
        alt += f" Eigenvalue {j + 1} passes one half in {how_many}, "
        alt += f"between steps {found.min():.0f} and {found.max():.0f}."
    return alt
