"""The smaller the start, the sharper the steps: the loss in a time that is measured in waits."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from stepwise_ssl import palette
from stepwise_ssl.figures.book_figure import BookFigure
from stepwise_ssl.figures.check import increasing, matrix, vector
from stepwise_ssl.figures.style import book_figure, curve, new_axes, power_of_ten, time_axis, write
from stepwise_ssl.figures.table import Table


def sharpening(scaled_time, scales: Sequence[float], losses, limit_times) -> BookFigure:
    """The loss against T = t / log(1/alpha) for smaller and smaller starts, and its limit of sheer steps.

    Args:
        scaled_time: T, (n,), increasing.
        scales: initialisation scales alpha, (k,), largest first, between 0 and 1.
        losses: L at these times from each scale, (k, n).
        limit_times: where the limit jumps, 1 / (4 gamma_j), (d,), increasing.

    Returns:
        The figure; the mean distance of each curve to the limit is measured and said.

    Raises:
        ValueError: if shapes differ, or scales do not fall between 1 and 0.

    >>> T = np.linspace(0, 2, 401)
    >>> figure = sharpening(T, [0.1, 1e-3], [1 / (1 + np.exp(k * (T - 1))) for k in (4, 12)], [1.0])
    >>> "0.17 at α = 10⁻¹, 0.06 at α = 10⁻³" in figure.alt
    True
    """
    times = increasing("scaled_time", scaled_time)
    scales = vector("scales", scales, at_least=1)
    if np.any(np.diff(scales) >= 0) or not 0 < scales[-1] <= scales[0] < 1:
        raise ValueError(f"scales is {scales.tolist()}; expected numbers that fall between 1 and 0")
    losses = matrix("losses", losses, (len(scales), len(times)))
    jumps = np.sort(vector("limit_times", limit_times, at_least=1))
    limit = len(jumps) - np.searchsorted(jumps, times, side="right")
    weights = np.gradient(times) / np.ptp(times)
    apart = np.abs(losses - limit) @ weights

    axes = new_axes((440, 300), x="T = t / log(1/α)", y="loss L")
    time_axis(axes, times)
    edges = np.concatenate([[times[0]], jumps[jumps <= times[-1]], [times[-1]]])
    heights = len(jumps) - np.arange(len(edges))
    heights[-1] = heights[-2]
    axes.step(edges, heights, where="post", color=palette.ACCENT, linewidth=2, dashes=(5, 2), zorder=3)
    for k, loss in enumerate(losses):
        strength = (k + 1) / len(scales)
        curve(axes, times, loss, palette.INK, 1.2 + strength, alpha=0.35 + 0.65 * strength)
    axes.set_ylim(-0.02 * len(jumps), 1.08 * max(len(jumps), losses.max()))
    axes.set_yticks(range(len(jumps) + 1) if len(jumps) <= 5 else [0, len(jumps)])
    _name_curves(axes, times, scales, losses, jumps, limit)

    said = ", ".join(f"{gap:.2f} at α = {power_of_ten(a)}" for a, gap in zip(scales, apart, strict=True))
    falls = " approaches" if len(scales) > 1 and np.all(np.diff(apart) < 0) else ", beside"
    alt = (
        f"The loss over time divided by log(1/α){falls} a limit of {len(jumps)} sheer steps of height 1, at "
        f"T = {', '.join(f'{jump:.3g}' for jump in jumps)}. Its mean distance to the limit is {said}."
    )
    names = ("T", *(f"L from α = {power_of_ten(a)}" for a in scales), "limit")
    return book_figure(axes, alt, Table.of_columns(names, times, *losses, limit.astype(float)))


def _name_curves(axes, times, scales, losses, jumps, limit) -> None:
    """Each scale at its own level, right of the limit, with a line that ends in a dot on its curve."""
    top, scale_to_axes = len(jumps), axes.transData + axes.transAxes.inverted()
    # On a plateau all curves are one, so the levels lie between plateaus; a line of text needs 20 units.
    rows = max(1, int(axes.get_window_extent().height / axes.get_ylim()[1] // 20))
    curves = [("limit α → 0", limit, palette.ACCENT, 1.0)]
    for k in reversed(range(len(scales))):
        strength = 0.35 + 0.65 * (k + 1) / len(scales)
        curves.append((f"α = {power_of_ten(scales[k])}", losses[k], palette.INK, strength))
    for k, (name, values, colour, strength) in enumerate(curves):
        fall, row = min(k // rows, top - 1), k % rows
        level, edge = top - fall - 1 + (rows - row - 0.25) / (rows + 0.25), jumps[fall]
        place, height = scale_to_axes.transform((edge, level))
        place = min(place + 0.05, 0.76)
        label = scale_to_axes.inverted().transform((place - 0.01, 0.5))[0]
        meets = edge if values is limit else _falls_to(times, values, level)
        if meets is not None:
            if meets < label:
                axes.plot([meets, label], [level, level], color=palette.MUTED, linewidth=0.8, zorder=3.5)
            axes.plot(
                [meets], [level], "o", markersize=5, markeredgewidth=0, color=colour, alpha=strength, zorder=4
            )
        write(axes, place, height, name, colour, units="axes", va="center")


def _falls_to(times, values, level: float) -> float | None:
    """When a curve first falls to a level; None if it starts below or never does."""
    below = np.flatnonzero(values <= level)
    if len(below) == 0 or below[0] == 0:
        return None
    here = below[0]
    return float(np.interp(level, values[[here, here - 1]], times[[here, here - 1]]))
