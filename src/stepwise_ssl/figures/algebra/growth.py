"""Coupled growth in the given axes, and the same growth in the axes of the eigenvectors."""

from __future__ import annotations

import numpy as np

from stepwise_ssl import palette
from stepwise_ssl.figures.book_figure import BookFigure
from stepwise_ssl.figures.check import increasing, matrix, vector
from stepwise_ssl.figures.style import SMALL, book_figure, curve, guide, log_axis, new_axes, time_axis, write
from stepwise_ssl.figures.table import Table


def decoupled_growth(times, entries, components, gammas) -> BookFigure:
    """Left the two entries of y' = Gamma y, right its components along the eigenvectors, on a log axis.

    Args:
        times: (T,), increasing.
        entries: y(t), (T, 2).
        components: v_j^T y(t), (T, 2), none of them zero.
        gammas: (2,), largest first.

    Returns:
        The figure. The rate of each component is fitted to the logarithm of its size and said, with the
        largest relative distance from one straight line.

    Raises:
        ValueError: if shapes differ, gammas rise, or a component is zero somewhere.

    >>> t = np.linspace(0, 1, 11)
    >>> parts = np.exp(np.outer(t, [2, -1]))
    >>> decoupled_growth(t, parts, parts, [2, -1]).alt[-61:]
    'at rates 2.00 and −1.00, eigenvalues 2.00 and −1.00, to 0.0%.'
    """
    times = increasing("times", times)
    entries = matrix("entries", entries, (len(times), 2))
    components = matrix("components", components, (len(times), 2))
    gammas = vector("gammas", gammas, 2)
    if gammas[0] < gammas[1]:
        raise ValueError(f"gammas is {gammas.tolist()}; expected the largest first")
    sizes = np.abs(components)
    if sizes.min() == 0:
        raise ValueError("components holds a zero, which has no logarithm; start off the other eigenvector")
    fits = [np.polyfit(times, np.log(sizes[:, j]), 1) for j in (0, 1)]
    off = max(
        float(np.abs(np.expm1(np.log(sizes[:, j]) - np.polyval(fit, times))).max())
        for j, fit in enumerate(fits)
    )

    left = new_axes(SMALL, x="time t", y="entries of y", left=36)
    right = new_axes(SMALL, x="time t", y="components, logarithmic", left=44)
    for axes in (left, right):
        time_axis(axes, times, most=np.inf)
    left.locator_params(axis="y", nbins=4)
    guide(left, y=0)
    for k, style in enumerate(({}, {"dashes": (5, 2)})):
        curve(left, times, entries[:, k], palette.INK, 2.2, **style)
    write(left, 0.05, 0.88, "line: first entry", units="axes")
    write(left, 0.05, 0.75, "dashes: second", units="axes")
    log_axis(right.yaxis)
    right.set_ylim(sizes.min() / 4, sizes.max() * 2)
    for j in (0, 1):
        curve(right, times, sizes[:, j], palette.mode_colour(j + 1), 2.4)
        where = (0.08, 0.86) if j == 0 else (0.08, 0.06)
        write(right, *where, f"{'first' if j == 0 else 'second'} mode: rate {_signed(fits[j][0])}",
              palette.mode_colour(j + 1), units="axes")  # fmt: skip
    alt = (
        f"Two entries grow from {_signed(entries[0, 0])} and {_signed(entries[0, 1])} to "
        f"{_signed(entries[-1, 0])} and {_signed(entries[-1, 1])} on curves. Along the eigenvectors the "
        f"sizes run on straight lines of a logarithmic axis at rates {_signed(fits[0][0])} and "
        f"{_signed(fits[1][0])}, eigenvalues {_signed(gammas[0])} and {_signed(gammas[1])}, to {off:.1%}."
    )
    names = ("time t", "first entry", "second entry", "along v₁", "along v₂")
    return book_figure([left, right], alt, Table.of_columns(names, times, *entries.T, *components.T))


def _signed(value: float) -> str:
    return f"{round(float(value), 2) + 0.0:.2f}".replace("-", "−")
