"""Above the stable learning rate descent ends at a flatter solution, and gives up part of mode 1."""

from __future__ import annotations

import numpy as np

from stepwise_ssl import palette
from stepwise_ssl.figures.book_figure import BookFigure
from stepwise_ssl.figures.check import increasing, vector
from stepwise_ssl.figures.style import SMALL, book_figure, curve, dots, guide, new_axes, round_ticks, write
from stepwise_ssl.figures.table import Table


def flatter(shares, sharpness, bound, kept) -> BookFigure:
    """Sharpness at the end of runs and the share of mode 1 that is kept, against the learning rate.

    Args:
        shares: learning rates in units of 1 / (4 gamma_1), (k,), increasing.
        sharpness: largest curvature where each run ended, (k,).
        bound: 2 / learning rate, (k,), below which descent is stable.
        kept: squared cosine between v_1 and the learned plane, (k,).

    Returns:
        The figure; the largest ratio of sharpness to bound above the limit is said.

    Raises:
        ValueError: if shapes differ.

    >>> flatter([0.9, 1.2], [24.0, 19.0], [26.7, 20.0], [1.0, 0.5]).alt[-33:]
    'part of mode 1 kept ends at 0.50.'
    """
    shares = increasing("shares", shares)
    sharpness, bound, kept = (
        vector(n, v, len(shares)) for n, v in (("sharpness", sharpness), ("bound", bound), ("kept", kept))
    )
    left = new_axes(SMALL, x="4 γ₁ × learning rate", y="sharpness at the end")
    right = new_axes(SMALL, x="4 γ₁ × learning rate", y="part of mode 1 kept")
    for axes in (left, right):
        axes.set_xlim(shares[0] - 0.04, shares[-1] + 0.04)
        round_ticks(axes)
        guide(axes, x=1.0)
    room = np.ptp([*sharpness, *bound]) or 1.0
    left.set_ylim(sharpness.min() - 0.1 * room, bound.max() + 0.1 * room)
    line = np.linspace(shares[0], shares[-1], 60)
    curve(left, line, (bound * shares).mean() / line, palette.MUTED, 1.6, dashes=(5, 3))
    dots(left, shares, sharpness, palette.ACCENT, 8)
    write(left, 0.97, 0.86, "2 / learning rate", palette.MUTED, units="axes", ha="right")
    right.set_ylim(0, 1.12)
    right.set_yticks([0, 0.5, 1])
    curve(right, shares, kept, palette.mode_colour(1), 2.0)
    dots(right, shares, kept, palette.mode_colour(1), 8)
    over = shares > 1
    ratio = (sharpness / bound)[over]
    where = f"is {ratio.min():.2f} to {ratio.max():.2f} of the bound" if over.any() else "was not looked at"
    alt = (
        f"Left, the sharpness where descent ends, for {len(shares)} learning rates: it starts at "
        f"{sharpness[0]:.1f} and above the limit {where}, 2 over the learning rate. Right, the "
        f"part of mode 1 kept ends at {kept[-1]:.2f}."
    )
    names = ("4 γ₁ η", "sharpness", "bound 2/η", "mode 1 kept")
    return book_figure([left, right], alt, Table.of_columns(names, shares, sharpness, bound, kept))
