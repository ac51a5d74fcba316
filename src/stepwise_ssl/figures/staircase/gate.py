"""The gate I - C: every mode looks through it, and it closes one direction at a time."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from matplotlib.patches import Rectangle

from stepwise_ssl import palette
from stepwise_ssl.figures.book_figure import BookFigure
from stepwise_ssl.figures.check import vector
from stepwise_ssl.figures.style import book_figure, new_axes, write
from stepwise_ssl.figures.table import Table

KEY = 32  # height of the key below the matrices, in SVG units
NUMBERS_UP_TO = 4  # coordinates; more, and the numbers would not fit their cells


def gate(gates, times, labels: Sequence[str]) -> BookFigure:
    """The matrix I - C at a few times: orange above zero, blue with a dash below, the paper at zero; a key.

    Args:
        gates: I - C (not C) at these times, (k, d, d), symmetric, d at most 10.
        times: (k,), increasing.
        labels: a short phrase for each, such as "all open".

    Returns:
        The figure. A direction counts as open if the gate's eigenvalue there exceeds one half; their number
        is said for each time.

    Raises:
        ValueError: if shapes differ, or a matrix is not symmetric.

    >>> figure = gate([np.eye(2), np.diag([0.0, 1.0])], [0.0, 1.0], ["all open", "one closed"])
    >>> figure.alt[:73]
    'The gate I − C, 2 by 2, at 2 times. Time 0, all open: 2 open directions, '
    """
    times = vector("times", times, at_least=1)
    gates = np.asarray(gates, dtype=float)
    if gates.ndim != 3 or len(gates) != len(times) or gates.shape[1] != gates.shape[2] or gates.shape[1] > 10:
        raise ValueError(f"gates has shape {gates.shape}; expected ({len(times)}, d, d) with d at most 10")
    if not np.all(np.isfinite(gates)) or np.abs(gates - gates.transpose(0, 2, 1)).max() > 1e-6:
        raise ValueError("gates is not symmetric and finite; expected I - C with C = W Gamma W^T")
    if len(labels) != len(times):
        raise ValueError(f"labels has {len(labels)} entries; expected {len(times)}, one for each time")
    side = gates.shape[1]
    opened = [int(np.sum(np.linalg.eigvalsh(one) > 0.5)) for one in gates]
    panels = _panels(len(times), side)
    for axes, one, label, count in zip(panels, gates, labels, opened, strict=True):
        write(axes, 0, 1.05, label, units="axes", halo=False)
        for row in range(side):
            for column in range(side):
                _cell(axes, row, column, float(one[row, column]), side)
        axes.add_patch(Rectangle((0, 0), side, side, fill=False, edgecolor=palette.MUTED, linewidth=1))
        write(axes, 0, -0.12, f"{count} of {side} open", palette.MUTED, units="axes", halo=False)
    _key(panels[0].figure, dashes=side > NUMBERS_UP_TO)
    said = " ".join(
        f"Time {time:.3g}, {label}: {count} open {'direction' if count == 1 else 'directions'}, "
        f"entries from {_signed(one.min())} to {_signed(one.max())}."
        for time, label, count, one in zip(times, labels, opened, gates, strict=True)
    )
    alt = (
        f"The gate I − C, {side} by {side}, at {len(times)} {'time' if len(times) == 1 else 'times'}. {said}"
    )
    rows = tuple(
        (float(time), row + 1, *map(float, one[row]))
        for time, one in zip(times, gates, strict=True) for row in range(side)
    )  # fmt: skip
    return book_figure(panels[0], alt, Table(("time t", "row", *map(str, range(1, side + 1))), rows))


def _panels(count: int, side: int) -> list:
    """Square axes in one drawing, two in a row, so that a phone shows them in pairs."""
    square, step, rows = 168, 232, -(-count // 2)
    size = (440, step * rows + KEY)
    first = new_axes(size, left=26, right=440 - 26 - square, bottom=size[1] - 34 - square, top=34)
    panels = [first]
    for k in range(1, count):
        left, top = 26 + 220 * (k % 2), 34 + step * (k // 2)
        where = (left / 440, 1 - (top + square) / size[1], square / 440, square / size[1])
        panels.append(first.figure.add_axes(where))
    for axes in panels:
        axes.set_axis_off()
        axes.set_xlim(0, side)
        axes.set_ylim(side, 0)
    return panels


def _key(figure, dashes: bool) -> None:
    """What the colours mean, in a line at the bottom of the drawing."""
    width, height = figure.get_figwidth() * 72, figure.get_figheight() * 72
    axes = figure.add_axes((0, 0, 1, KEY / height))
    axes.set_axis_off()
    axes.set_xlim(0, width)
    axes.set_ylim(0, KEY)
    entries = ((palette.PLUS, "above zero"), (palette.MINUS, "below zero"), (None, "zero"))
    for left, (colour, words) in zip((26, 160, 294), entries, strict=True):
        filled = {"facecolor": colour, "alpha": palette.STRONGEST, "linewidth": 0} if colour else None
        outline = {"fill": False, "edgecolor": palette.MUTED, "linewidth": 1}
        axes.add_patch(Rectangle((left, 8), 16, 16, **(filled or outline)))
        if dashes and colour == palette.MINUS:
            write(axes, left + 8, 16, "−", ha="center", va="center", fontsize=12, halo=False)
        write(axes, left + 24, 11, words, palette.MUTED, halo=False)


def _cell(axes, row: int, column: int, value: float, side: int) -> None:
    """One entry: as strong a colour as it is far from zero, and a sign that needs no colour."""
    strength = min(1.0, abs(value))
    if strength >= 0.02:
        axes.add_patch(
            Rectangle((column, row), 1, 1, facecolor=palette.PLUS if value > 0 else palette.MINUS,
                      alpha=palette.STRONGEST * strength, linewidth=0)
        )  # fmt: skip
    if side <= NUMBERS_UP_TO:
        words = f"{value:.2f}".replace("-", "−") if strength >= 0.005 else "0"
        write(axes, column + 0.5, row + 0.5, words, ha="center", va="center", fontsize=13)
    elif value < -0.08:
        write(axes, column + 0.5, row + 0.5, "−", ha="center", va="center", fontsize=12, halo=False)


def _signed(value: float) -> str:
    return f"{round(float(value), 2) + 0.0:.2f}".replace("-", "−")
