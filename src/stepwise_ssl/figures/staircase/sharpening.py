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
    log = time_axis(axes, times)
    edges = np.concatenate([[times[0]], jumps[jumps <= times[-1]], [times[-1]]])
    heights = len(jumps) - np.arange(len(edges))
    heights[-1] = heights[-2]
    axes.step(edges, heights, where="post", color=palette.ACCENT, linewidth=2, dashes=(5, 2), zorder=3)
    for k, loss in enumerate(losses):
        strength = (k + 1) / len(scales)
        curve(axes, times, loss, palette.INK, 1.2 + strength, alpha=0.35 + 0.65 * strength)
    axes.set_ylim(-0.02 * len(jumps), 1.08 * max(len(jumps), losses.max()))
    axes.set_yticks(range(len(jumps) + 1) if len(jumps) <= 5 else [0, len(jumps)])
    _name_curves(axes, times, scales, losses, jumps, log)

    said = ", ".join(f"{gap:.2f} at α = {power_of_ten(a)}" for a, gap in zip(scales, apart, strict=True))
    falls = " approaches" if len(scales) > 1 and np.all(np.diff(apart) < 0) else ", beside"
    alt = (
        f"The loss over time divided by log(1/α){falls} a limit of {len(jumps)} sheer steps of height 1, at "
        f"T = {', '.join(f'{jump:.3g}' for jump in jumps)}. Its mean distance to the limit is {said}."
    )
    names = ("T", *(f"L from α = {power_of_ten(a)}" for a in scales), "limit")
    return book_figure(axes, alt, Table.of_columns(names, times, *losses, limit.astype(float)))


def _name_curves(axes, times, scales, losses, jumps, log: bool) -> None:
    """Each scale beside its curve, on lines of its own, right of the last step; a line leads to the curve."""
    top = len(jumps)
    names = [f"α = {power_of_ten(scale)}" for scale in scales] + ["limit α → 0"]
    for k, name in enumerate(names):
        level = top * (0.93 - 0.085 * k)
        colour = palette.ACCENT if k == len(scales) else palette.INK
        strength = 1.0 if k == len(scales) else 0.35 + 0.65 * (k + 1) / len(scales)
        style = {"dashes": (5, 2)} if k == len(scales) else {}
        axes.plot(
            [0.66, 0.72], [level / axes.get_ylim()[1]] * 2, transform=axes.transAxes, color=colour,
            alpha=strength, linewidth=2, **style,
        )  # fmt: skip
        write(axes, 0.74, level / axes.get_ylim()[1] - 0.02, name, colour, units="axes", halo=False)
