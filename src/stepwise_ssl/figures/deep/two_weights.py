"""The smallest deep network, z = s w x: its step with the body frozen, moving, and small as well."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from matplotlib.ticker import FuncFormatter, LogLocator

from stepwise_ssl import palette
from stepwise_ssl.figures.book_figure import BookFigure
from stepwise_ssl.figures.check import crossing, increasing, vector
from stepwise_ssl.figures.deep.reading import several
from stepwise_ssl.figures.style import WIDE, book_figure, curve, guide, log_axis, new_axes, write
from stepwise_ssl.figures.table import Table

LOOKS = (
    (palette.INK, {"dashes": (5, 3)}),
    (palette.mode_colour(1), {}),
    (palette.ACCENT, {"dashes": (2, 2)}),
)


def two_weights(times, curves: Mapping[str, np.ndarray]) -> BookFigure:
    """Embedding eigenvalues of the two-weight network over logarithmic time.

    Args:
        times: (T,), increasing, above zero.
        curves: lambda at these times, (T,), by the name of the case, in the order in which they are drawn:
            the frozen body's prediction first, then one or two more.

    Returns:
        The figure; the time at which each curve passes one half is read off, and those of the others are
        held beside the first.

    Raises:
        ValueError: if shapes differ, times do not increase, or there is one curve or more than three.

    >>> t = np.linspace(0.1, 10, 400)
    >>> late, early = (1 / (1 + np.exp(4 * (h - t))) for h in (4, 3))
    >>> two_weights(t, {"body frozen": late, "body moving": early}).alt[-53:]
    'body frozen: 4; body moving: 3, 0.75 times the first.'
    """
    times = increasing("times", times, positive=True)
    cases = {n: vector(f"curves[{n!r}]", c, len(times)) for n, c in several(curves, 2, 3).items()}
    halves = [crossing(times, values, 0.5) for values in cases.values()]
    axes = new_axes((WIDE[0], 280), x="time t, logarithmic", y="embedding eigenvalue λ", top=36)
    log_axis(axes.xaxis)
    if times[-1] < 1000 * times[0]:  # powers of ten alone would be two or three
        axes.xaxis.set_major_locator(LogLocator(base=10, subs=(1, 3)))
        axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:g}"))
    axes.set_xlim(times[0], times[-1])
    axes.set_ylim(-0.03, 1.08 + 0.13 * len(cases))
    axes.set_yticks([0, 0.5, 1], ["0", "½", "1"])
    guide(axes, y=0.5)
    for row, ((name, values), (colour, style)) in enumerate(zip(cases.items(), LOOKS, strict=False)):
        curve(axes, times, values, colour, 2.2, **style)
        _key(axes, 1.0 + 0.13 * (len(cases) - row), name, colour, style)
    said = [_words(name, half, halves[0]) for name, half in zip(cases, halves, strict=True)]
    alt = (
        f"{len(cases)} curves of an embedding eigenvalue; each has half risen at a time t. {'; '.join(said)}."
    )
    names = ("time t", *cases)
    return book_figure(axes, alt, Table.of_columns(names, times, *cases.values()))


def _key(axes, height: float, name: str, colour: str, style: dict) -> None:
    """A piece of the line and its name, above where all curves end."""
    (left, right), width = axes.get_xlim(), axes.get_window_extent().width
    ends = left * (right / left) ** (np.array([8, 38]) / width)
    curve(axes, ends, [height, height], colour, 2.2, **style)
    write(axes, left * (right / left) ** (46 / width), height, name, colour, va="center", halo=False)


def _words(name: str, half: float, first: float) -> str:
    if not np.isfinite(half):
        return f"{name}: never"
    ratio = half / first
    return f"{name}: {half:.3g}" + (
        f", {ratio:.3g} times the first" if np.isfinite(ratio) and half != first else ""
    )
