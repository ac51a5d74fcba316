"""The loss by hand: the matrix C of a few embeddings, and what each of its entries costs."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from matplotlib.patches import Rectangle

from stepwise_ssl import palette
from stepwise_ssl.figures.book_figure import BookFigure
from stepwise_ssl.figures.check import matrix
from stepwise_ssl.figures.style import book_figure, new_axes, write
from stepwise_ssl.figures.table import Table


def loss_by_hand(tables: Sequence, labels: Sequence[str]) -> BookFigure:
    """C of a few tables of embeddings, each with its loss in two parts: the diagonal's and the rest.

    Args:
        tables: one to three pairs (z, z_prime), each array (n, d) with d at most 3.
        labels: a short phrase for each.

    Returns:
        The figure: orange above zero, blue below, paper at zero, with the numbers in the cells.

    Raises:
        ValueError: if shapes differ or there are too many.

    >>> z = np.array([[1, 1], [-1, -1]])
    >>> "copy: C = [1 1; 1 1], loss 2: 0 from the diagonal" in loss_by_hand([(z, z)], ["copy"]).alt
    True
    """
    if not 1 <= len(tables) <= 3 or len(labels) != len(tables):
        raise ValueError(f"tables has {len(tables)} entries, labels {len(labels)}; expected 1 to 3 of each")
    found = [_correlation(k, *pair) for k, pair in enumerate(tables)]
    panels = _panels(len(found))
    said, rows = [], []
    for axes, c, label in zip(panels, found, labels, strict=True):
        side = len(c)
        axes.set_xlim(0, side)
        axes.set_ylim(side, 0)
        write(axes, 0, 1.06, label, units="axes", halo=False)
        for i in range(side):
            for j in range(side):
                _cell(axes, i, j, float(c[i, j]))
        axes.add_patch(Rectangle((0, 0), side, side, fill=False, edgecolor=palette.MUTED, linewidth=1))
        diagonal = float(np.sum((np.diag(c) - 1) ** 2))
        rest = float(np.sum(c**2) - np.sum(np.diag(c) ** 2))
        write(axes, 0, -0.14, f"L = {_short(diagonal)} + {_short(rest)}", units="axes", halo=False)
        entries = "; ".join(" ".join(_short(v) for v in row) for row in c)
        said.append(
            f"{label}: C = [{entries}], loss {_short(diagonal + rest)}: {_short(diagonal)} from the diagonal "
            f"and {_short(rest)} from the rest."
        )
        rows += [(label, i + 1, " ".join(_short(v) for v in c[i]), diagonal, rest) for i in range(side)]
    names = ("table", "row of C", "entries", "diagonal part", "the rest")
    alt = "The matrix C, with orange cells above zero and blue below. " + " ".join(said)
    return book_figure(panels[0], alt, Table(names, tuple(rows)))


def _correlation(number: int, z, z_prime) -> np.ndarray:
    z = matrix(f"tables[{number}][0]", z, (None, None))
    z_prime = matrix(f"tables[{number}][1]", z_prime, z.shape)
    if z.shape[1] > 3:
        raise ValueError(f"tables[{number}] has {z.shape[1]} coordinates; expected at most 3")
    return (z.T @ z_prime + z_prime.T @ z) / (2 * len(z))


def _panels(count: int) -> list:
    """Square axes in one drawing, side by side."""
    side = 104
    size = (440, 34 + side + 34)
    first = new_axes(size, left=20, right=440 - 20 - side, bottom=34, top=34)
    panels = [first]
    for k in range(1, count):
        panels.append(
            first.figure.add_axes(((20 + 144 * k) / size[0], 34 / size[1], side / size[0], side / size[1]))
        )
    for axes in panels:
        axes.set_axis_off()
    return panels


def _cell(axes, i: int, j: int, value: float) -> None:
    strength = min(1.0, abs(value))
    if strength >= 0.02:
        axes.add_patch(
            Rectangle((j, i), 1, 1, facecolor=palette.PLUS if value > 0 else palette.MINUS,
                      alpha=palette.STRONGEST * strength, linewidth=0)
        )  # fmt: skip
    write(axes, j + 0.5, i + 0.5, _short(value), ha="center", va="center", fontsize=13)


def _short(value: float) -> str:
    """Two decimals at most, none where none is needed."""
    return f"{round(float(value), 2) + 0.0:g}".replace("-", "−")
