"""What the plots of chapter 12 have in common: an axis of steps, eigenvalues, the marks of clear steps."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from matplotlib.axes import Axes
from matplotlib.ticker import FuncFormatter, MaxNLocator, NullLocator

from stepwise_ssl import palette
from stepwise_ssl.figures.deep.reading import NAMED, Watched, whole
from stepwise_ssl.figures.storeys import two_storeys
from stepwise_ssl.figures.style import curve, guide, label_above, write

PANEL = (262, 330)
RIGHT = 22  # room for half of the last number of steps
TOLERANCE = 0.3, 1.1  # how far, in SVG units, a drawn line may stray from the records: wide, narrow panels
FAINT = 0.01  # a later curve that stays below this part of the axis lies on its foot and is left out


def colour_of(place: int) -> str:
    """The colour of an eigenvalue counted from 0: its mode's, or grey beyond the tenth."""
    return palette.mode_colour(place + 1) if place < NAMED else palette.MUTED


def step_axis(axes: Axes, steps: np.ndarray, ticks: int = 5, log: bool = False) -> None:
    """An axis of steps from the first record to the last, with thousands marked off."""
    if log:
        axes.set_xscale("log")
        powers = [10**e for e in range(8) if steps[0] <= 10**e <= steps[-1]]
        axes.xaxis.set_minor_locator(NullLocator())
        axes.set_xticks(powers, [whole(power) for power in powers])
        axes.set_xlim(steps[0], steps[-1])
        return
    axes.xaxis.set_major_locator(MaxNLocator(ticks, steps=[1, 2, 5, 10]))
    axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _: whole(value)))
    axes.set_xlim(steps[0], steps[-1])


def ceiling(steps: np.ndarray, values: np.ndarray) -> tuple[float, bool]:
    """How high an axis of eigenvalues must reach, and whether a short peak stands out above it.

    A peak more than two and a half times as high as what is not exceeded for 95 % of the steps would press
    everything else against the foot of the axis; it is cut, and the plot says how high it was.

    >>> ceiling(np.array([0, 1, 2, 3, 100]), np.array([[0.0], [80.0], [8.0], [8.0], [8.0]]))
    (10.8, True)
    """
    highest = values.max(axis=1)
    usual = float(np.quantile(np.interp(np.linspace(steps[0], steps[-1], 400), steps, highest), 0.95))
    cut = bool(0 < usual < highest.max() / 2.5)
    if cut:
        return 1.35 * usual, True  # room for the words
    return 1.12 * float(highest.max()) or 1.0, False


def simplified(axes: Axes, x: np.ndarray, y: np.ndarray) -> np.ndarray:
    """Places of the points that a drawn line needs to stay within the tolerance of all of them.

    Source: Douglas and Peucker 1973; distances are measured along y, because x is time.
    """
    tolerance = TOLERANCE[int(axes.get_window_extent().width < 250)]
    points = axes.transData.transform(np.column_stack([x, y]))
    kept, waiting = {0, len(x) - 1}, [(0, len(x) - 1)]
    while waiting:
        a, b = waiting.pop()
        if b - a < 2:
            continue
        inner = points[a + 1 : b]
        line = np.interp(inner[:, 0], points[[a, b], 0], points[[a, b], 1])
        off = np.abs(inner[:, 1] - line)
        worst = int(off.argmax())
        if off[worst] > tolerance:
            middle = a + 1 + worst
            kept.add(middle)
            waiting += [(a, middle), (middle, b)]
    return np.array(sorted(kept))


def line(axes: Axes, x: np.ndarray, y: np.ndarray, colour: str, width: float = 2.0, **style) -> None:
    """A line through the records that matter; limits of the axes must be set before."""
    chosen = simplified(axes, x, y)
    curve(axes, x[chosen], y[chosen], colour, width, **style)


def draw_loss(axes: Axes, seen: Watched, ticks: int = 4) -> None:
    """The loss, over the range that it takes."""
    low, high = seen.loss.min(), seen.loss.max()
    room = 0.06 * max(high - low, 1e-3 * abs(high), 1e-9)
    axes.set_ylim(low - room, high + room)
    axes.yaxis.set_major_locator(MaxNLocator(ticks, steps=[1, 2, 5, 10]))
    line(axes, seen.steps, seen.loss, palette.INK, 2.2)


def draw_eigenvalues(axes: Axes, seen: Watched, top: float, cut: bool) -> None:
    """All eigenvalues, the earliest in front; says how high one went that leaves the axis."""
    axes.set_ylim(-0.02 * top, top)
    axes.yaxis.set_major_locator(MaxNLocator(4, steps=[1, 2, 5, 10]))
    for place in reversed(range(seen.eigenvalues.shape[1])):
        values = seen.eigenvalues[:, place]
        if place == 0 or values.max() > FAINT * top:
            line(axes, seen.steps, values, colour_of(place), 2.0 if place < NAMED else 1.2)
    if cut:
        words = f"to {seen.eigenvalues[:, 0].max():.3g}"
        width = (7.5 * len(words) + 6) / axes.get_window_extent().width
        write(axes, free_place(seen, 0.8 * top, width), 0.9, words, colour_of(0), units="axes", ha="center")


def free_place(seen: Watched, level: float, width: float) -> float:
    """Where words as wide as ``width`` meet no curve above ``level``, as near to the highest peak as can be.

    Args:
        seen: a run.
        level: an eigenvalue; the words stand above it.
        width: of the words, as a part of the axis.

    Returns:
        Their middle, as a part of the axis; over the peak itself if there is no free place.
    """
    share, highest = np.linspace(0, 1, 1001), seen.eigenvalues[:, 0]
    curve_there = np.interp(share, (seen.steps - seen.steps[0]) / np.ptp(seen.steps), highest)
    peak = np.clip(share[curve_there.argmax()], width / 2, 1 - width / 2)
    middles = share[(share >= width / 2) & (share <= 1 - width / 2)]
    free = [m for m in middles if curve_there[np.abs(share - m) <= width / 2].max() < level]
    return float(min(free, key=lambda middle: abs(middle - peak), default=peak))


def mark_clear(storeys: Sequence[Axes], seen: Watched, labelled: Axes) -> None:
    """A dashed line at each clear step's half-rise, and its number above; in a crowd not every number."""
    clear = seen.clear
    for place in clear:
        for axes in storeys:
            guide(axes, x=seen.found.half[place], colour=colour_of(place), width=1.1)
    if len(clear):
        digits = len(f"{clear[-1] + 1}")
        room = labelled.get_window_extent().width / (7.5 * digits + 4)
        shown = clear[:: int(np.ceil(len(clear) / room))]
        halves, colours = seen.found.half[shown], [colour_of(place) for place in shown]
        label_above(labelled, halves, [f"{place + 1}" for place in shown], colours)


def loss_and_eigenvalues(label: str, seen: Watched, size: tuple[int, int] = PANEL, ticks: int = 3) -> Axes:
    """Loss above, eigenvalues below, clear steps marked in both; returns the upper axes."""
    upper = f"{label}: loss L" if label else "loss L"
    above, below = two_storeys(size, "step", upper, "eigenvalues", right=RIGHT)
    step_axis(below, seen.steps, ticks)
    mark_clear((above, below), seen, above)
    draw_loss(above, seen)
    draw_eigenvalues(below, seen, *ceiling(seen.steps, seen.eigenvalues))
    return above
