"""The look of the plots: few ticks, no boxes, words at the curves; all sizes in the units of the SVG."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter, LogLocator, MaxNLocator, NullLocator

from stepwise_ssl import palette
from stepwise_ssl.figures import svg
from stepwise_ssl.figures.book_figure import BookFigure
from stepwise_ssl.figures.table import Table

TEXT = 14  # on a phone a drawing of 440 units shrinks to about 350 pixels, and this to 11
WIDE = (440, 270)
SMALL = (262, 190)
MAX_WIDTH = 520

_SUPERSCRIPT = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")


def new_axes(
    size: tuple[int, int] = WIDE, x: str = "", y: str = "", left=44, right=14, bottom=44, top=32
) -> Axes:
    """Axes in a figure of their own, with the name of y above and the name of x at the right end.

    Args:
        size: width and height of the panel, in SVG units.
        x: name of the horizontal axis.
        y: name of the vertical axis; it is written upright, above.
        left, right, bottom, top: margins in SVG units.

    >>> new_axes(x="t").xaxis.label.get_text()
    't'
    """
    width, height = size
    figure = Figure(figsize=(width / 72, height / 72), dpi=72)
    axes = figure.add_axes(
        (left / width, bottom / height, 1 - (left + right) / width, 1 - (top + bottom) / height)
    )
    axes.patch.set_alpha(0)
    for side in ("top", "right"):
        axes.spines[side].set_visible(False)
    for side in ("left", "bottom"):
        axes.spines[side].set_color(palette.MUTED)
    axes.tick_params(colors=palette.MUTED, labelsize=TEXT - 1, length=4, pad=3)
    axes.set_xlabel(x, fontsize=TEXT, color=palette.INK, loc="right", labelpad=2)
    write(axes, -left + 6, height - top - bottom + top - 20, y, units="points", halo=False)
    return axes


def time_axis(axes: Axes, times: np.ndarray, most: float = 20) -> bool:
    """Logarithmic if the times span more than a factor ``most``, otherwise linear; says which."""
    log = bool(times[0] > 0 and times[-1] > most * times[0])
    if log:
        log_axis(axes.xaxis)
    else:
        round_ticks(axes)
    axes.set_xlim(times[0], times[-1])
    return log


def write(
    axes: Axes, x: float, y: float, text: str, colour: str = palette.INK, units="data", halo=True, **style
) -> None:
    """Put words into the drawing; a halo of paper colour keeps them apart from lines below."""
    style = {"fontsize": TEXT, "ha": "left", "va": "baseline"} | style
    where = {"data": "data", "points": "axes points", "axes": "axes fraction"}[units]
    axes.annotate(text, (x, y), xycoords=where, color=colour, gid="halo" if halo else None, **style)


def curve(axes: Axes, x, y, colour: str, width: float = 2.2, **style) -> None:
    """A line; matplotlib leaves out points that would move it by less than a ninth of a pixel."""
    axes.plot(x, y, color=colour, linewidth=width, **style)


def dots(axes: Axes, x, y, colour: str, size: float = 5, **style) -> None:
    """Dots without outline."""
    style = {"linestyle": "none", "markeredgewidth": 0} | style
    axes.plot(x, y, marker="o", markersize=size, color=colour, clip_on=False, **style)


def guide(axes: Axes, x=None, y=None, colour: str = palette.MUTED, width: float = 1.0) -> None:
    """A thin dashed line at ``x`` or at ``y``."""
    draw, at = (axes.axvline, x) if y is None else (axes.axhline, y)
    draw(at, color=colour, linewidth=width, dashes=(3, 3), zorder=0.5)


def arrow(axes: Axes, start, end, colour: str = palette.MUTED, style="->") -> None:
    """An arrow between two points of the data."""
    axes.annotate(
        "",
        end,
        start,
        arrowprops={
            "arrowstyle": style,
            "color": colour,
            "linewidth": 1.2,
            "shrinkA": 0,
            "shrinkB": 0,
            "mutation_scale": 12,
        },
    )


def log_axis(axis) -> None:
    """Powers of ten, at most about five of them, written 10⁻³, without small ticks."""
    axis.axes.set_xscale("log") if axis.axis_name == "x" else axis.axes.set_yscale("log")
    axis.set_major_locator(LogLocator(base=10, numticks=6))
    axis.set_minor_locator(NullLocator())
    axis.set_major_formatter(FuncFormatter(lambda value, _: power_of_ten(value)))


def round_ticks(axes: Axes) -> None:
    """At most about five round numbers along x, written as short as they can be."""
    axes.xaxis.set_major_locator(MaxNLocator(5, steps=[1, 2, 5, 10]))
    axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:g}".replace("-", "−")))


def label_above(axes: Axes, positions, texts: Sequence[str], colours: Sequence[str]) -> None:
    """Write short labels above the axes where their curves rise; crowded ones move apart."""
    places = [axes.transAxes.inverted().transform(axes.transData.transform((p, 1.0)))[0] for p in positions]
    width = axes.get_window_extent().width
    gap = (max(len(text) for text in texts) * 7.5 + 4) / width
    for place, text, colour in zip(spread(places, gap, 0.0, 1.0), texts, colours, strict=True):
        write(axes, place, 1.03, text, colour, units="axes", ha="center", halo=False)


def power_of_ten(value: float) -> str:
    """0.001 as 10⁻³; 1 and 10 stay as they are.

    >>> power_of_ten(0.001), power_of_ten(10.0)
    ('10⁻³', '10')
    """
    exponent = round(np.log10(value))
    return f"{value:g}" if exponent in (0, 1) else "10" + str(exponent).translate(_SUPERSCRIPT)


def spread(positions: Sequence[float], gap: float, low=-np.inf, high=np.inf) -> np.ndarray:
    """Move positions apart until neighbours are ``gap`` apart, each as little as may be.

    Those outside ``low`` and ``high`` are moved in first, as far as there is room for all.

    >>> spread([0.0, 0.0], gap=2.0).tolist()
    [-1.0, 1.0]
    """
    positions = np.asarray(positions, dtype=float)
    order = np.argsort(positions, kind="stable")
    # Pool neighbours that crowd each other into one block around their common middle.
    blocks = []
    for target in positions[order] - gap * np.arange(len(positions)):
        blocks.append([target, 1])
        while len(blocks) > 1 and blocks[-2][0] > blocks[-1][0]:
            (first, a), (second, b) = blocks[-2], blocks.pop()
            blocks[-1] = [(first * a + second * b) / (a + b), a + b]
    rank = np.arange(len(positions))
    blocks = np.repeat([b[0] for b in blocks], [b[1] for b in blocks])
    settled = np.maximum(np.minimum(blocks, high - gap * (len(positions) - 1)), low)
    moved = np.empty(len(positions))
    moved[order] = settled + gap * rank
    return moved


def book_figure(
    axes: Axes | Sequence[Axes], alt: str, table: Table, caption: str = "", max_width: int = MAX_WIDTH
) -> BookFigure:
    """Turn finished axes, one for each panel, into a :class:`BookFigure`."""
    figures = [one.figure for one in (axes if isinstance(axes, list | tuple) else [axes])]
    drawing = svg.panels([svg.to_svg(figure, max_width) for figure in figures], alt)
    return BookFigure(drawing, alt, table, caption, lambda: svg.to_png(figures))
