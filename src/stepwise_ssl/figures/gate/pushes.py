"""The size of the push: a finite difference is wrong for one reason when large, for another when small."""

from __future__ import annotations

import numpy as np

from stepwise_ssl import palette
from stepwise_ssl.figures.book_figure import BookFigure
from stepwise_ssl.figures.check import increasing, vector
from stepwise_ssl.figures.style import book_figure, curve, dots, log_axis, new_axes, power_of_ten, write
from stepwise_ssl.figures.table import Table


def pushes(pushes, disagreement) -> BookFigure:
    """Disagreement between a formula and a finite difference against the size of the push, both log.

    Args:
        pushes: size h of the push, (k,), increasing, above zero.
        disagreement: worst relative difference for each, (k,), above zero.

    Returns:
        The figure; the best push is found, and the slope on both sides of it is measured and said.

    Raises:
        ValueError: if shapes differ, or a number is not above zero.

    >>> h = 10.0 ** np.arange(-9, -1)
    >>> pushes(h, h**2 + 1e-16 / h).alt[-60:]
    'Left of it the slope is −1.0, right of it 2.0, on both logs.'
    """
    pushes = increasing("pushes", pushes, positive=True)
    disagreement = vector("disagreement", disagreement, len(pushes))
    if disagreement.min() <= 0:
        raise ValueError(f"disagreement is at least {disagreement.min():.3g}; a log axis needs it above 0")
    best = int(np.argmin(disagreement))
    slopes = [_slope(pushes[side], disagreement[side]) for side in (slice(0, best), slice(best + 1, None))]

    axes = new_axes(x="size h of the push", y="largest relative disagreement", left=54)
    log_axis(axes.xaxis)
    log_axis(axes.yaxis)
    curve(axes, pushes, disagreement, palette.INK, 1.4, alpha=0.6)
    dots(axes, pushes, disagreement, palette.INK, 6)
    dots(axes, [pushes[best]], [disagreement[best]], palette.ACCENT, 10)
    low, high = disagreement.min(), disagreement.max()
    axes.set_ylim(low / (high / low) ** 0.16, high * (high / low) ** 0.05)
    write(axes, pushes[best], low / (high / low) ** 0.1, f"h = {_round(pushes[best])}", palette.ACCENT,
          ha="center")  # fmt: skip
    if np.isfinite(slopes[0]):
        write(axes, 0.03, 0.06, "rounding", palette.MUTED, units="axes", halo=False)
    if np.isfinite(slopes[1]):
        write(axes, 0.97, 0.06, "curvature", palette.MUTED, units="axes", ha="right", halo=False)
    alt = (
        f"The largest relative disagreement between formula and finite difference over the size h of the "
        f"push, on two logarithmic axes: {disagreement[0]:.2g} at h = {_round(pushes[0])}, least at "
        f"h = {_round(pushes[best])}, {disagreement[best]:.2g}, and {disagreement[-1]:.2g} at "
        f"h = {_round(pushes[-1])}."
    )
    said = [f"{side} of it the slope is {slope:.1f}".replace("-", "−")
            for side, slope in zip(("left", "right"), slopes, strict=True) if np.isfinite(slope)]  # fmt: skip
    if said:
        words = ", ".join([said[0].capitalize(), *(s.replace(" the slope is", "") for s in said[1:])])
        alt += f" {words}, on both logs."
    return book_figure(axes, alt, Table.of_columns(("push h", "disagreement"), pushes, disagreement))


def _slope(x, y) -> float:
    return float(np.polyfit(np.log(x), np.log(y), 1)[0]) if len(x) >= 2 else float("nan")


def _round(value: float) -> str:
    """A power of ten as such, any other number to two digits."""
    exact = abs(np.log10(value) - round(np.log10(value))) < 1e-9
    if exact:
        return power_of_ten(value)
    power = 10.0 ** np.floor(np.log10(value))
    return f"{value / power:.1f} · {power_of_ten(power)}"
