"""The straight walks from plateau to plateau, and the run that takes them."""

from __future__ import annotations

import numpy as np

from stepwise_ssl import palette
from stepwise_ssl.figures.book_figure import BookFigure
from stepwise_ssl.figures.check import vector
from stepwise_ssl.figures.style import WIDE, book_figure, curve, dots, guide, new_axes, round_ticks, write
from stepwise_ssl.figures.table import Table


def walks(walks, losses) -> BookFigure:
    """Loss along each straight way out, L - 1 + (1 - gamma s^2)^2, with the run's own points.

    Args:
        walks: for each plateau (s, height, gamma): how far the run has gone along the way out at each of its
            points, (T,); the loss of the plateau; and gamma = v^T Gamma v, above zero.
        losses: L of the run at its points, (T,).

    Returns:
        The figure; the largest distance of the run from each walk, while it falls, is said.

    Raises:
        ValueError: if shapes differ, there is no walk, or a gamma is not above zero.

    >>> s = np.linspace(0, 0.99, 60)
    >>> walks([(s, 1.0, 1.0)], (1 - s**2) ** 2).alt[-56:]
    'The run keeps within 0.001 of its walk on every plateau.'
    """
    losses = vector("losses", losses)
    if not walks:
        raise ValueError("walks is empty; expected (s, height, gamma) for each plateau")
    least = min(gamma for _, _, gamma in walks)
    if least <= 0:
        raise ValueError(f"gamma is {least:g} in a walk; a way out needs one above zero")
    axes = new_axes(WIDE, x="way gone, s", y="loss L")
    reach = max(gamma**-0.5 for _, _, gamma in walks)
    top = max(height for _, height, _ in walks)
    axes.set_xlim(-0.02 * reach, 1.12 * reach)
    axes.set_ylim(-0.05 * top, 1.08 * top)
    axes.set_yticks(range(round(top) + 1))
    round_ticks(axes)
    for level in range(round(top) + 1):
        guide(axes, y=level)
    said, rows, worst = [], [], 0.0
    for number, (s, height, gamma) in enumerate(walks, 1):
        s = vector("s", s, len(losses))
        colour = palette.mode_colour(number)
        line = np.linspace(0, gamma**-0.5, 60)
        curve(axes, line, height - 1 + (1 - gamma * line**2) ** 2, colour, 1.8)
        step = np.flatnonzero((losses < height - 0.001) & (losses > height - 0.999))
        apart = np.abs(height - 1 + (1 - gamma * s[step] ** 2) ** 2 - losses[step])
        worst = max(worst, apart.max(initial=0.0))
        shown = step[_evenly(losses[step], height)]
        dots(axes, s[shown], losses[shown], colour, 6)
        write(axes, gamma**-0.5 + 0.02 * reach, height - 0.96, f"γ = {gamma:.2g}", colour)
        said.append(
            f"from {height:.0f} to {height - 1:.0f} over a way of {gamma**-0.5:.2f} with γ = {gamma:.2g}"
        )
        walk = height - 1 + (1 - gamma * s[shown] ** 2) ** 2
        rows += [
            (f"{height:.0f}", *map(float, row)) for row in zip(s[shown], losses[shown], walk, strict=True)
        ]
    close = "0.001" if worst < 0.001 else f"{worst:.2g}"
    alt = (
        f"Loss along straight lines out of the plateaus: {'; '.join(said)}. Each starts flat and ends flat, "
        f"like the loss of one weight. The run keeps within {close} of its walk on every plateau."
    )
    return book_figure(
        axes, alt, Table(("plateau", "way s", "loss of the run", "loss of the walk"), tuple(rows))
    )


def _evenly(losses: np.ndarray, height: float) -> np.ndarray:
    """Points of a falling loss at about equal distances in loss, at most 18 of them."""
    if not len(losses):
        return np.zeros(0, dtype=int)
    wanted = np.linspace(height - 0.02, height - 0.98, 18)
    return np.unique(np.searchsorted(-losses, -wanted).clip(0, len(losses) - 1))
