"""The staircase: a loss that falls step by step, and the eigenvalues that make it fall."""

from __future__ import annotations

import numpy as np

from stepwise_ssl import palette
from stepwise_ssl.figures.book_figure import BookFigure
from stepwise_ssl.figures.check import increasing, matrix, vector
from stepwise_ssl.figures.runs import first_shown, number_modes, thinned
from stepwise_ssl.figures.storeys import two_storeys
from stepwise_ssl.figures.style import book_figure, curve, guide, log_axis
from stepwise_ssl.figures.table import Table


def hero(times, eigenvalues, loss, step_times) -> BookFigure:
    """Loss above, embedding eigenvalues below, on one logarithmic time axis with a dashed line at each tau.

    Args:
        times: (T,), increasing; times of zero or less are left out.
        eigenvalues: lambda_j at these times, (T, d).
        loss: L at these times, (T,).
        step_times: tau_j, (d,); infinite ones have no line.

    Returns:
        The figure; the alt text gives the loss read half-way between neighbouring step times.

    Raises:
        ValueError: if shapes differ.

    >>> t = np.geomspace(0.1, 100, 400)
    >>> lam = np.stack([1 / (1 + (1 / t) ** 8), 1 / (1 + (10 / t) ** 8)], axis=1)
    >>> "it stands at 1.00" in hero(t, lam, ((1 - lam) ** 2).sum(axis=1), [1.0, 10.0]).alt
    True
    """
    times = increasing("times", times)
    eigenvalues = matrix("eigenvalues", eigenvalues, (len(times), None))
    modes = eigenvalues.shape[1]
    loss = vector("loss", loss, len(times))
    steps = vector("step_times", step_times, modes, finite=False)
    inside = [j for j in range(modes) if steps[j] <= times[-1]]

    first = first_shown(steps, times[times > 0])
    above, below = two_storeys(
        (440, 400), "time t, logarithmic", "loss L, and step times of modes", "embedding eigenvalues λ"
    )
    log_axis(below.xaxis)
    below.set_xlim(first, times[-1])
    for j in inside:
        for axes in (above, below):
            guide(axes, x=steps[j], colour=palette.mode_colour(j + 1), width=1.2)
    keep = times >= first
    curve(above, times[keep], loss[keep], palette.INK, 2.6)
    above.set_ylim(0, 1.05 * loss.max())
    above.set_yticks(_few(loss.max()))
    for j in range(modes):
        chosen = thinned(times[keep], eigenvalues[keep, j], 120)
        curve(below, times[keep][chosen], eigenvalues[keep, j][chosen], palette.mode_colour(j + 1))
    below.set_ylim(min(0, eigenvalues.min()), 1.08 * max(1, eigenvalues.max()))
    below.set_yticks([0, 0.5, 1], ["0", "½", "1"])
    number_modes(above, steps, times[-1])

    names = ("time t", "loss L", *(f"λ of mode {j + 1}" for j in range(modes)))
    table = Table.of_columns(names, times, loss, *eigenvalues.T)
    return book_figure(above, _words(times, eigenvalues, loss, steps[inside]), table)


def _few(top: float) -> list[float]:
    """Whole numbers from 0 to the top, every one, or about five of them."""
    whole = round(float(top))
    every = max(1, -(-whole // 5))
    return list(range(0, whole + 1, every))


def _words(times, eigenvalues, loss, steps) -> str:
    between = np.sqrt(steps[:-1] * steps[1:])
    levels = ", ".join(f"{level:.2f}" for level in np.interp(between, times, loss))
    alt = (
        f"Above, the loss falls from {loss[0]:.3g} to {loss[-1]:.2f} over logarithmic time; below, "
        f"{np.sum(eigenvalues[-1] > 0.5)} of {eigenvalues.shape[1]} eigenvalues rise past one half. "
        f"{len(steps)} {'step time is' if len(steps) == 1 else 'step times are'} marked: "
        f"{', '.join(f'{step:.3g}' for step in steps)}."
    )
    return alt + (f" Half-way between them the loss is read: it stands at {levels}." if levels else "")
