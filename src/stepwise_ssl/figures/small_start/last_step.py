"""When the last step comes, over many random starts, and the law of its distribution."""

from __future__ import annotations

import numpy as np

from stepwise_ssl import palette
from stepwise_ssl.figures.book_figure import BookFigure
from stepwise_ssl.figures.check import increasing, vector
from stepwise_ssl.figures.style import WIDE, book_figure, curve, new_axes, round_ticks, write
from stepwise_ssl.figures.table import Table

BARS = 36


def last_step(measured, times, law, other) -> BookFigure:
    """Histogram of the measured times with the density of the law, and of a law that is not right.

    Args:
        measured: half rises of the last mode, one for each start, (n,).
        times: (T,), increasing, a grid for the laws.
        law: the law's share of starts that have stepped by then, (T,), rising.
        other: the same for the wrong law, drawn dashed.

    Returns:
        The figure; medians and the share of starts in the late tail, later than the median by more than it is
        early at its earliest, are measured and said.

    Raises:
        ValueError: if shapes differ, or a law falls somewhere.

    >>> t = np.linspace(0, 10, 101)
    >>> last_step([3.0, 5.0, 7.0], t, t / 10, t**2 / 100).alt[:57]
    'Times of the last step of 3 starts, from 3 to 7, median 5'
    """
    measured, times = vector("measured", measured), increasing("times", times)
    law, other = (vector(name, x, len(times)) for name, x in (("law", law), ("other", other)))
    if np.any(np.diff(law) < -1e-12) or np.any(np.diff(other) < -1e-12):
        raise ValueError("law or other falls somewhere; expected shares that rise with time")
    edges = np.linspace(times[0], times[-1], BARS + 1)
    counts, _ = np.histogram(measured, edges)
    heights = counts / len(measured) / np.diff(edges)
    density, wrong = (np.gradient(x, times) for x in (law, other))
    axes = new_axes((WIDE[0], 280), x="time of the last step", y="starts per unit of time")
    axes.stairs(heights, edges, fill=True, color=palette.mode_colour(3), alpha=0.28, linewidth=0)
    curve(axes, times, wrong, palette.MUTED, 1.6, dashes=(4, 3))
    curve(axes, times, density, palette.mode_colour(3), 2.4)
    axes.set_xlim(times[0], times[-1])
    axes.set_ylim(0, 1.15 * max(heights.max(), density.max(), wrong.max()))
    axes.set_yticks([0])
    round_ticks(axes)
    write(axes, 0.98, 0.86, "line: one normal number, R", palette.mode_colour(3), units="axes", ha="right",
          halo=False)  # fmt: skip
    write(axes, 0.98, 0.77, "dashed: the whole length of the arrow", palette.MUTED, units="axes", ha="right",
          halo=False, fontsize=13)  # fmt: skip
    middle = [float(np.interp(0.5, x, times)) for x in (law, other)]
    share = float(np.mean(measured > 2 * np.median(measured) - measured.min()))
    alt = (
        f"Times of the last step of {len(measured)} starts, from {measured.min():.3g} to "
        f"{measured.max():.3g}, median {np.median(measured):.3g}; the law's median is {middle[0]:.3g}, that "
        f"of the dashed law {middle[1]:.3g}. The tail is on the late side: {100 * share:.0f} % of the starts "
        "are later than the median by more than the earliest is before it."
    )
    rows = tuple(zip(edges[:-1], edges[1:], counts, np.diff(np.interp(edges, times, law)) * len(measured),
                     strict=True))  # fmt: skip
    return book_figure(axes, alt, Table(("from", "to", "starts", "by the law"), rows))
