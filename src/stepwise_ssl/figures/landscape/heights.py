"""Where searches for a zero gradient end: the loss there, against the eigenvalues of C."""

from __future__ import annotations

import numpy as np

from stepwise_ssl import palette
from stepwise_ssl.figures.book_figure import BookFigure
from stepwise_ssl.figures.check import vector
from stepwise_ssl.figures.style import SMALL, book_figure, dots, guide, new_axes, write
from stepwise_ssl.figures.table import Table


def heights(losses, embeddings) -> BookFigure:
    """The losses of many critical points, and the eigenvalues of C at each.

    Args:
        losses: L at each point, (k,).
        embeddings: C at each point, (k, d, d), symmetric.

    Returns:
        The figure; how many points lie at which whole number is said, and how far off the worst is.

    Raises:
        ValueError: if shapes differ.

    >>> heights([1.0, 0.0], [np.diag([1.0, 0.0]), np.eye(2)]).alt[-69:]
    'Of all eigenvalues of C there 1 are 0 and 3 are 1; none lies between.'
    """
    losses = vector("losses", losses)
    embeddings = np.asarray(embeddings, dtype=float)
    d = embeddings.shape[-1]
    if embeddings.shape != (len(losses), d, d):
        raise ValueError(f"embeddings has shape {embeddings.shape}; expected ({len(losses)}, d, d)")
    values = np.linalg.eigvalsh(embeddings)
    order = np.argsort(losses, kind="stable")
    place = np.arange(len(losses))

    left = new_axes(SMALL, x="point, sorted", y="loss where the slope is 0")
    right = new_axes(SMALL, x="point, sorted", y="eigenvalues of C there")
    for axes, top in ((left, d), (right, 1)):
        axes.set_xlim(-1, len(losses))
        axes.set_ylim(-0.12 * top, 1.12 * top)
        axes.set_yticks(range(top + 1))
        axes.set_xticks([0, len(losses) - 1], ["1", f"{len(losses)}"])
        for level in range(top + 1):
            guide(axes, y=level)
    dots(left, place, losses[order], palette.INK, 4)
    dots(right, np.repeat(place, d), values[order].ravel(), palette.ACCENT, 4)
    whole = losses.round()
    counts = {int(h): int((whole == h).sum()) for h in np.unique(whole)}
    for h, count in counts.items():
        middle = place[whole[order] == h].mean()
        write(left, max(middle, 0.05 * len(losses)), h + 0.05 * d, f"{count}", palette.MUTED, ha="center")
    off = np.abs(losses - whole).max()
    zeros, ones = (int((np.abs(values - x) < 1e-3).sum()) for x in (0, 1))
    between = values.size - zeros - ones
    alt = (
        f"{len(losses)} points with zero gradient: "
        + ", ".join(f"{count} at a loss of {h}" for h, count in counts.items())
        + f", off by {'less than 1e-9' if off < 1e-9 else f'up to {off:.2g}'}. Of all eigenvalues of C there "
        f"{zeros} are 0 and {ones} are 1; {between or 'none'} {'lies' if between < 2 else 'lie'} between."
    )
    names = ("point", "loss", *(f"eigenvalue {j + 1} of C" for j in range(d)))
    table = Table.of_columns(names, place + 1, losses[order], *values[order][:, ::-1].T)
    return book_figure([left, right], alt, table)
