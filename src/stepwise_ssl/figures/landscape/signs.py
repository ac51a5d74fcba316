"""How many eigenvalues of Gamma are positive and negative, against the number of pairs."""

from __future__ import annotations

import numpy as np

from stepwise_ssl import palette
from stepwise_ssl.figures.book_figure import BookFigure
from stepwise_ssl.figures.check import increasing, matrix
from stepwise_ssl.figures.style import book_figure, curve, dots, guide, log_axis, new_axes, write
from stepwise_ssl.figures.table import Table


def sign_counts(pairs, counts) -> BookFigure:
    """Numbers of positive and of negative eigenvalues for growing numbers of pairs, with the bound n.

    Args:
        pairs: number of pairs n, (k,), increasing, above zero.
        counts: positive, negative and zero eigenvalues for each, (k, 3).

    Returns:
        The figure; the first and the last counts are said, and whether one exceeds n.

    Raises:
        ValueError: if shapes differ, or the counts of a row do not add up to one number for all.

    >>> sign_counts([1, 4], [(1, 1, 2), (3, 1, 0)]).alt[-58:]
    'The last has 3 and 1. None exceeds n, the number of pairs.'
    """
    pairs = increasing("pairs", pairs, positive=True)
    counts = matrix("counts", counts, (len(pairs), 3))
    if np.ptp(counts.sum(axis=1)) != 0:
        raise ValueError("counts has rows with different sums; expected the number of eigenvalues in each")
    size = counts[0].sum()
    axes = new_axes(x="number n of pairs, logarithmic", y="number of eigenvalues")
    log_axis(axes.xaxis)
    axes.set_xlim(pairs[0] / 1.15, pairs[-1] * 1.15)
    top = 1.25 * counts[:, :2].max()
    axes.set_ylim(0, top)
    guide(axes, y=size / 2)
    write(axes, pairs[0], size / 2 + 0.02 * top, f"half of the {size:.0f} there are", palette.MUTED)
    bound = np.geomspace(pairs[0], min(pairs[-1], top), 60)
    curve(axes, bound, bound, palette.MUTED, 1.4, dashes=(5, 3))
    at = 0.42 * size
    write(axes, at / 1.12, at, "n", palette.MUTED, ha="right")
    curve(axes, pairs, counts[:, 0], palette.PLUS, 2.0)
    dots(axes, pairs, counts[:, 0], palette.PLUS, 8)
    curve(axes, pairs, counts[:, 1], palette.MINUS, 2.0, dashes=(4, 3))
    dots(axes, pairs, counts[:, 1], palette.MINUS, 6)
    write(axes, pairs[-1], counts[-1, 0] + 0.09 * top, "positive", palette.INK, ha="right")
    write(axes, pairs[-1], counts[-1, 1] - 0.1 * top, "negative, dashed", palette.INK, ha="right")
    over = (counts[:, :2] > pairs[:, None]).any()
    bounded = "One exceeds" if over else "None exceeds"
    alt = (
        f"Positive and negative eigenvalues, of {size:.0f}, against the number of pairs. The first has "
        f"{counts[0, 0]:.0f} and {counts[0, 1]:.0f} at n = {pairs[0]:.0f}. The last has "
        f"{counts[-1, 0]:.0f} and {counts[-1, 1]:.0f}. {bounded} n, the number of pairs."
    )
    names = ("pairs n", "positive", "negative", "zero")
    return book_figure(axes, alt, Table.of_columns(names, pairs, *counts.T))
