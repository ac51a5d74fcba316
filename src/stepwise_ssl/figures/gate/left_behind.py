"""The smaller the start, the less of the second arrow is left along the first."""

from __future__ import annotations

import numpy as np

from stepwise_ssl import palette
from stepwise_ssl.figures.book_figure import BookFigure
from stepwise_ssl.figures.check import vector
from stepwise_ssl.figures.style import book_figure, curve, dots, log_axis, new_axes, write
from stepwise_ssl.figures.table import Table


def left_behind(scales, left_behind, exponent) -> BookFigure:
    """What is left behind against the scale of the start, both logarithmic, with the law's slope.

    Args:
        scales: initialisation scales alpha, (k,), above zero, no two alike, in any order.
        left_behind: the second arrow's part along the first when the first has grown, (k,), above zero.
        exponent: the slope that the theory gives; its line goes through the smallest scale's point.

    Returns:
        The figure; the slope of the points is measured, over all and between the two smallest scales.

    Raises:
        ValueError: if shapes differ, or a number is not above zero.

    >>> left_behind([1e-2, 1e-4], [0.1, 0.001], exponent=0.75).alt[-54:]
    'its measured slope is 1.000; the dashed line has 0.75.'
    """
    scales = vector("scales", scales)
    left = vector("left_behind", left_behind, len(scales))
    if scales.min() <= 0 or left.min() <= 0 or len(set(scales.tolist())) < len(scales):
        raise ValueError("scales and left_behind hold equal scales or numbers of 0 or less; logs need others")
    order = np.argsort(scales)
    scales, left = scales[order], left[order]
    exponent = float(exponent)
    slope = float(np.polyfit(np.log(scales), np.log(left), 1)[0])
    law = left[0] * (scales / scales[0]) ** exponent

    axes = new_axes(x="scale α of the start", y="left behind along a₁", left=54)
    log_axis(axes.xaxis)
    log_axis(axes.yaxis)
    room = (scales[-1] / scales[0]) ** 0.08
    axes.set_xlim(scales[0] / room, scales[-1] * room)
    axes.set_ylim(min(left.min(), law.min()) / 3, 4 * max(left.max(), law.max()))
    curve(axes, scales, law, palette.MUTED, 1.6, dashes=(5, 3))
    dots(axes, scales, left, palette.mode_colour(2), 9)
    write(
        axes, 0.96, 0.16, f"dashed: slope {exponent:g}", palette.MUTED, units="axes", ha="right", halo=False
    )
    write(axes, 0.96, 0.05, f"measured: {slope:.3f}", palette.mode_colour(2), units="axes", ha="right",
          halo=False)  # fmt: skip
    alt = (
        f"What is left of the second arrow along the first falls from {left[-1]:.2g} at α = {scales[-1]:.2g} "
        f"to {left[0]:.2g} at α = {scales[0]:.2g}. On two logarithmic axes its measured slope is "
        f"{slope:.3f}; the dashed line has {exponent:g}."
    )
    return book_figure(axes, alt, Table.of_columns(("scale α", "left behind", "law"), scales, left, law))
