"""A proved bound beside what was measured."""

from __future__ import annotations

import numpy as np

from stepwise_ssl import palette
from stepwise_ssl.figures.book_figure import BookFigure
from stepwise_ssl.figures.check import vector
from stepwise_ssl.figures.style import WIDE, book_figure, curve, dots, log_axis, new_axes, write
from stepwise_ssl.figures.table import Table


def guarantee(scales, measured, bound, exponent) -> BookFigure:
    """Measured distances and the proved bound against the scale of the start, both logarithmic.

    Args:
        scales: alpha, (k,), above zero.
        measured: largest distance over all times, (k,), above zero.
        bound: the bound, (k,), above zero; infinite where the proof says nothing.
        exponent: p, whose slope is drawn through the measured distance at the smallest scale.

    Returns:
        The figure; the slopes of both are measured and said.

    Raises:
        ValueError: if shapes differ, a number is not above zero, or fewer than two bounds are finite.

    >>> a = np.array([1e-2, 1e-4, 1e-6])
    >>> guarantee(a, a**0.5, [np.inf, 1, 0.1], 0.5).alt[-45:]
    'its slope is 0.50, that of the measured 0.50.'
    """
    scales, measured = vector("scales", scales), vector("measured", measured)
    bound = vector("bound", bound, len(scales), finite=False)
    if len(measured) != len(scales) or min(scales.min(), measured.min(), bound.min()) <= 0:
        raise ValueError("scales, measured and bound must be of one length and above 0")
    known = np.isfinite(bound)
    if known.sum() < 2:
        raise ValueError(f"bound has {known.sum()} finite entries; expected at least two")
    slopes = [np.polyfit(np.log(scales[known]), np.log(x[known]), 1)[0] for x in (bound, measured)]
    least = int(np.argmin(scales))
    law = measured[least] * (scales / scales[least]) ** float(exponent)
    axes = new_axes((WIDE[0], 290), x="scale α of the start", y="distance ‖W − W*‖, all times", left=54)
    log_axis(axes.xaxis)
    log_axis(axes.yaxis)
    room = (scales.max() / scales.min()) ** 0.05
    axes.set_xlim(scales.min() / room, scales.max() * room)
    axes.set_ylim(measured.min() / 4, 6 * max(bound[known].max(), measured.max()))
    curve(axes, scales, law, palette.MUTED, 1.4, dashes=(4, 3))
    curve(axes, scales[known], bound[known], palette.ACCENT, 2.2)
    dots(axes, scales[known], bound[known], palette.ACCENT, 5)
    dots(axes, scales, measured, palette.INK, 8)
    largest, middle = (int(np.argmax(np.where(known, scales, 0))), int(np.argsort(scales)[len(scales) // 2]))
    step = room**0.5
    write(axes, scales[largest] * step, bound[largest], "proved bound", palette.ACCENT, va="center")
    write(axes, scales[middle] * step, measured[middle] / 3, "measured", va="top")
    write(
        axes, 0.98, 0.04, f"dashed: slope {exponent:g}", palette.MUTED, units="axes", ha="right", halo=False
    )
    factor = bound[known] / measured[known]
    alt = (
        f"Largest distances between run and prediction, {measured.max():.2g} to {measured.min():.2g}, and a "
        f"proved bound, {factor.min():.2g} to {factor.max():.2g} times as large, which speaks from α = "
        f"{scales[known].max():.2g} on; its slope is {slopes[0]:.2f}, that of the measured {slopes[1]:.2f}."
    )
    return book_figure(axes, alt, Table.of_columns(("scale α", "measured", "bound"), scales, measured, bound))
