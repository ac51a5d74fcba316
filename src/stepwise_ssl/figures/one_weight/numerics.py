"""Where the printed form of the solution leaves the range of floating point."""

from __future__ import annotations

import numpy as np

from stepwise_ssl import palette
from stepwise_ssl.figures.book_figure import BookFigure
from stepwise_ssl.figures.check import increasing, vector
from stepwise_ssl.figures.style import book_figure, curve, guide, new_axes, round_ticks, write
from stepwise_ssl.figures.table import Table


def overflow(times, printed, stable) -> BookFigure:
    """The printed form against the stable one: first it drops to 0, then it is no number.

    Args:
        times: (T,), increasing.
        printed: weight by the printed formula, (T,); may hold NaN.
        stable: weight by the stable formula, (T,), finite.

    Returns:
        The figure; the two failures are found where ``printed`` leaves ``stable`` by more than half, and
        where it is NaN.

    Raises:
        ValueError: if shapes differ.

    >>> print(overflow([0, 1, 2, 3], [1, 1, 0, np.nan], [1, 1, 1, 1]).alt)
    The stable form stays at 1 up to time 3. The printed form gives 0 from time 2 on and is not a number
    from time 3.
    """
    times = increasing("times", times)
    printed = vector("printed", printed, len(times), finite=False)
    stable = vector("stable", stable, len(times))
    lost = ~np.isfinite(printed)
    wrong = ~lost & (np.abs(printed - stable) > 0.5 * np.abs(stable))
    limit, span = stable[-1], np.ptp(times)

    axes = new_axes(x="time t", y="weight s")
    axes.set_xlim(times[0], times[-1])
    axes.set_ylim(-0.06 * limit, 1.3 * limit)
    axes.set_yticks([0, round(float(limit), 2)])
    round_ticks(axes)
    curve(axes, times, stable, palette.mode_colour(1), 5, alpha=0.35, solid_capstyle="butt")
    curve(axes, times[~lost], printed[~lost], palette.ACCENT, 2)
    write(axes, times[0] + 0.03 * span, 1.07 * limit, "stable form, everywhere", palette.mode_colour(1))
    alt = f"The stable form stays at {limit:.3g} up to time {times[-1]:g}."
    if wrong.any():
        at = times[wrong][0]
        write(axes, at + 0.02 * span, 0.3 * limit, "printed form:", palette.ACCENT)
        write(axes, at + 0.02 * span, 0.18 * limit, f"0 from t = {at:g}", palette.ACCENT)
        alt += f" The printed form gives {printed[wrong][0]:.2g} from time {at:g} on"
    if lost.any():
        at = times[lost][0]
        axes.axvspan(at, times[-1], color=palette.ACCENT, alpha=0.12, linewidth=0)
        guide(axes, x=at, colour=palette.ACCENT)
        write(axes, at - 0.02 * span, 0.62 * limit, f"NaN from {at:g}", palette.ACCENT, ha="right")
        alt += f" and is not a number from time {at:g}" if wrong.any() else f" It is no number from {at:g}"
    rows = tuple(
        (t, "NaN" if np.isnan(p) else p, s) for t, p, s in zip(times.tolist(), printed, stable, strict=True)
    )
    alt += "." if wrong.any() or lost.any() else " The printed form agrees with it."
    return book_figure(axes, alt, Table(("time t", "printed form", "stable form"), rows))
