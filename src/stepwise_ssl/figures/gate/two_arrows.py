"""Two arrows that start almost parallel and end at a right angle: the first sight of the gate."""

from __future__ import annotations

import numpy as np

from stepwise_ssl import palette
from stepwise_ssl.figures.book_figure import BookFigure
from stepwise_ssl.figures.check import crossing
from stepwise_ssl.figures.gate.arrows import (
    NAMES,
    arrow_to,
    checked,
    cross_correlations,
    degrees,
    directions,
    plane,
)
from stepwise_ssl.figures.storeys import two_storeys
from stepwise_ssl.figures.style import book_figure, curve, guide, round_ticks, write
from stepwise_ssl.figures.table import Table

SIZE = (262, 270)


def two_arrows(times, arrows, gammas) -> BookFigure:
    """The tips' paths in embedding space; beside them the eigenvalues of C and the directions over time.

    Args:
        times: (T,), increasing.
        arrows: (T, 2, 2); the columns of ``arrows[k]`` are a_1 and a_2.
        gammas: gamma_1 and gamma_2, above zero, largest first.

    Returns:
        The figure. Arrows are drawn at the half rises of the eigenvalues of C, where they come, and at the
        end; the angle between them at start and end is measured and said.

    Raises:
        ValueError: if shapes differ.

    >>> t = np.linspace(0, 4, 81)
    >>> a, path = 0.03 * np.array([[0.6, 0.75], [0.8, 0.66]]), []
    >>> for _ in t:
    ...     path.append(a)
    ...     a = a + 0.2 * (np.eye(2) - (a * [2, 1]) @ a.T) @ a * [2, 1]
    >>> two_arrows(t, path, [2, 1]).alt[:52]
    'Two arrows start at an angle of 12 degrees and end a'
    """
    times, arrows, gammas = checked(times, arrows, gammas)
    values = np.linalg.eigvalsh(cross_correlations(arrows, gammas))[:, ::-1]
    halves = [crossing(times, values[:, j], 0.5) for j in (0, 1)]
    angles = directions(arrows)
    # The short way round, so that an arrow that starts close to the other is drawn close to it.
    angles[:, 1] += 360 * np.round((angles[0, 0] - angles[0, 1]) / 360)

    left = _paths(times, arrows, halves)
    right = _clocks(times, values, angles, halves)
    turned = angles[-1] - angles[0]
    apart = np.abs(angles[:, 0] - angles[:, 1])
    alt = (
        f"Two arrows start at an angle of {degrees(apart[0])} and end at one of {degrees(apart[-1])}. "
        f"The first turns by {degrees(abs(turned[0]))}, the second by {degrees(abs(turned[1]))}"
        f"{', after the first has grown' if np.all(np.isfinite(halves)) else ''}. {_rises(halves)}"
        f"They end at {values[-1, 0]:.2f} and {values[-1, 1]:.2f}."
    )
    names = ("time t", "a₁, first", "a₁, second", "a₂, first", "a₂, second", "λ₁", "λ₂")
    columns = (arrows[:, 0, 0], arrows[:, 1, 0], arrows[:, 0, 1], arrows[:, 1, 1], *values.T)
    return book_figure([left, right], alt, Table.of_columns(names, times, *columns))


def _rises(halves) -> str:
    """The times of the half rises, as far as they have come."""
    if np.all(np.isfinite(halves)):
        return f"The eigenvalues of C pass one half at times {halves[0]:.3g} and {halves[1]:.3g}. "
    if np.isfinite(halves[0]):
        return f"The first eigenvalue of C passes one half at time {halves[0]:.3g}, the second not yet. "
    return "The eigenvalues of C have not passed one half yet. "


def _paths(times, arrows, halves):
    axes = plane(SIZE, np.concatenate([arrows[:, :, 0], arrows[:, :, 1]]), "output 1", "output 2")
    last = len(times) - 1
    for j in (0, 1):
        colour = palette.mode_colour(j + 1)
        curve(axes, *arrows[:, :, j].T, colour, 1.4, dashes=(2, 2))
        for half in halves[j:]:
            if np.isfinite(half):
                arrow_to(axes, arrows[np.searchsorted(times, half), :, j], colour, 1.6, 0.55)
        arrow_to(axes, arrows[last, :, j], colour, 2.4, 1.0)
        _name(axes, arrows[-1, :, j], arrows[-1, :, 1 - j], NAMES[j], colour)
    for axis in (axes.xaxis, axes.yaxis):
        axis.set_ticks([0])
    return axes


def _name(axes, tip, other, name, colour) -> None:
    """The arrow's name beside its middle, on the side where the other arrow is not."""
    aside = np.array([-tip[1], tip[0]]) / np.linalg.norm(tip)
    if aside @ other > 0:
        aside = -aside
    at = 0.55 * tip + 0.075 * np.ptp(axes.get_xlim()) * aside
    write(axes, *at, name, colour, ha="center", va="center")


def _clocks(times, values, angles, halves):
    above, below = two_storeys(SIZE, "time t", "eigenvalues of C", "direction, degrees", top=32)
    for axes in (above, below):
        axes.set_xlim(times[0], times[-1])
        for j, half in enumerate(halves):
            if np.isfinite(half):
                guide(axes, x=half, colour=palette.mode_colour(j + 1))
    for j in (0, 1):
        curve(above, times, values[:, j], palette.mode_colour(j + 1))
        curve(below, times, angles[:, j], palette.mode_colour(j + 1))
    above.set_ylim(-0.03, 1.12)
    above.set_yticks([0, 1])
    low, high = angles.min() - 1, angles.max() + 1  # degrees: parallel arrows need a scale, too
    below.set_ylim(low - 0.15 * (high - low), high + 0.15 * (high - low))
    below.set_yticks([round(float(v)) for v in angles[-1]])
    round_ticks(below)
    return above
