"""One run: the loss walks down, and one eigenvalue after the other rises."""

from __future__ import annotations

import numpy as np

from stepwise_ssl import palette
from stepwise_ssl.figures.book_figure import BookFigure
from stepwise_ssl.figures.first_run.history import History, listed, read, step_axis
from stepwise_ssl.figures.runs import number_modes, thinned
from stepwise_ssl.figures.storeys import two_storeys
from stepwise_ssl.figures.style import book_figure, curve, guide
from stepwise_ssl.figures.table import Table


def run(history) -> BookFigure:
    """Loss above, eigenvalues of C below, over the steps of training on a logarithmic axis.

    Args:
        history: (T, 1 + d), row k after k steps: the loss, then the eigenvalues of C, largest first.

    Returns:
        The figure. The step at which each eigenvalue passes one half and the loss between these are measured.

    Raises:
        ValueError: if ``history`` has another form.

    >>> steps = np.arange(500)
    >>> lam = np.stack([1 / (1 + np.exp(20 - steps)), 1 / (1 + np.exp(200 - steps))], axis=1)
    >>> run(np.column_stack([((1 - lam) ** 2).sum(axis=1), lam])).alt[-58:]
    'at steps 21 and 201. Between them the loss stands at 1.00.'
    """
    seen = read("history", history)
    d = seen.eigenvalues.shape[1]
    above, below = two_storeys((440, 400), "step, logarithmic", "loss L", "eigenvalues of C")
    first = step_axis(below, [seen])
    for j, half in enumerate(seen.halves):
        if np.isfinite(half):
            for axes in (above, below):
                guide(axes, x=half, colour=palette.mode_colour(j + 1), width=1.2)
    shown = seen.steps >= first
    curve(above, seen.steps[shown], seen.loss[shown], palette.INK, 2.6)
    for j in range(d):
        chosen = thinned(seen.steps[shown], seen.eigenvalues[shown, j], 120)
        curve(
            below, seen.steps[shown][chosen], seen.eigenvalues[shown, j][chosen], palette.mode_colour(j + 1)
        )
    above.set_ylim(0, 1.06 * max(d, seen.loss.max()))
    above.set_yticks(range(d + 1))
    below.set_ylim(min(-0.02, seen.eigenvalues.min()), 1.08 * max(1, seen.eigenvalues.max()))
    below.set_yticks([0, 0.5, 1], ["0", "½", "1"])
    number_modes(above, np.where(np.isfinite(seen.halves), seen.halves, np.inf), seen.steps[-1])
    names = ("step", "loss L", *(f"eigenvalue {j + 1}" for j in range(d)))
    rows = _rows(seen, first)
    return book_figure(above, _words(seen), Table(names, rows))


def _rows(seen: History, first: float) -> tuple:
    """Forty steps, evenly spaced on the axis that is drawn."""
    picked = np.unique(np.geomspace(first, seen.steps[-1], 39).round().astype(int))
    return tuple(
        (int(k), float(seen.loss[k]), *map(float, seen.eigenvalues[k])) for k in np.union1d([0], picked)
    )


def _words(seen: History) -> str:
    risen, d = seen.risen, seen.eigenvalues.shape[1]
    alt = (
        f"Above, the loss goes from {seen.loss[0]:.2f} to {seen.loss[-1]:.2f} in {seen.steps[-1]:.0f} steps. "
        f"Below, {len(risen)} of {d} eigenvalues "
    )
    if not len(risen):
        return alt + f"pass one half; the largest is {seen.eigenvalues.max():.2g} at most."
    alt += f"{'passes' if len(risen) == 1 else 'pass'} one half, at {'step' if len(risen) == 1 else 'steps'} "
    alt += f"{listed(risen)}."
    if len(risen) > 1:
        levels = [f"{level:.2f}" for level in seen.plateaus()]
        alt += f" Between them the loss stands at {' and '.join(levels)}."
    return alt
