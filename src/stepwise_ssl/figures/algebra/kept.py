"""How much of the data the first modes leave out, for several ways to choose and to sort them."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from stepwise_ssl import palette
from stepwise_ssl.figures.book_figure import BookFigure
from stepwise_ssl.figures.check import increasing, matrix
from stepwise_ssl.figures.style import book_figure, curve, dots, guide, log_axis, new_axes, write
from stepwise_ssl.figures.table import Table

LEVEL, FLOOR = 0.01, 1e-4
STYLES = ((palette.INK, {}), (palette.ACCENT, {"dashes": (5, 2)}), (palette.MUTED, {"dashes": (2, 2)}))


def kept_share(counts, shares, names: Sequence[str]) -> BookFigure:
    """What is left out of all squares against the number of modes, one curve for each way; both axes log.

    Args:
        counts: numbers of modes, (k,), increasing, above zero.
        shares: share of the squares kept, (r, k), between 0 and 1, never falling; r at most 3.
        names: what each row is.

    Returns:
        The figure. The first count that keeps 99 % is marked and said for each row.

    Raises:
        ValueError: if shapes differ, a share falls or leaves [0, 1], or no row reaches 99 %.

    >>> kept_share([1, 2, 3], [[0.9, 0.98, 1.0]], ["Γ"]).alt[-37:]
    '99% are kept from this many on: Γ, 3.'
    """
    counts = increasing("counts", counts, positive=True)
    shares = matrix("shares", shares, (len(names), len(counts)))
    if len(names) > len(STYLES):
        raise ValueError(f"names has {len(names)} entries; expected at most {len(STYLES)}")
    if shares.min() < -1e-9 or shares.max() > 1 + 1e-9 or np.diff(shares, axis=1).min() < -1e-9:
        raise ValueError("shares must lie between 0 and 1 and never fall from count to count")
    if shares[:, -1].min() < 1 - LEVEL:
        raise ValueError(f"shares ends at {shares[:, -1].min():.3g}; expected every row to reach 0.99")
    left_out = np.maximum(1 - shares, FLOOR / 2)
    reached = [int(np.argmax(row >= 1 - LEVEL)) for row in shares]

    axes = new_axes(x="modes, logarithmic", y="share of the squares left out", left=58)
    log_axis(axes.xaxis)
    log_axis(axes.yaxis)
    axes.set_xlim(counts[0], counts[-1] * 1.06)
    axes.set_ylim(FLOOR, 1)
    axes.set_yticks([1, 0.1, 0.01, 0.001], ["100%", "10%", "1%", "0.1%"])
    guide(axes, y=LEVEL)
    for k, (name, row, at, (colour, style)) in enumerate(zip(names, left_out, reached, STYLES, strict=False)):
        curve(axes, counts, row, colour, 2.2, **style)
        dots(axes, [counts[at]], [row[at]], colour, 8)
        write(axes, 0.04, 0.3 - 0.1 * k, f"{name}: {counts[at]:.0f}", colour, units="axes")
    said = "; ".join(f"{name}, {counts[at]:.0f}" for name, at in zip(names, reached, strict=True))
    first = ", ".join(f"{1 - value:.0%}" for value in shares[:, 0])
    alt = (
        f"The share of all squares that the first modes leave out, on two logarithmic axes, from {first} at "
        f"{counts[0]:.0f} down to nothing at {counts[-1]:.0f}. 99% are kept from this many on: {said}."
    )
    return book_figure(
        axes, alt, Table.of_columns(("modes", *(f"kept, {name}" for name in names)), counts, *shares)
    )
