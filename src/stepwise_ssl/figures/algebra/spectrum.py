"""All eigenvalues of a cross-correlation, sorted by value, with the tail below zero; beside a covariance."""

from __future__ import annotations

import numpy as np

from stepwise_ssl import palette
from stepwise_ssl.figures.book_figure import BookFigure
from stepwise_ssl.figures.check import falling
from stepwise_ssl.figures.style import book_figure, curve, dots, guide, new_axes, write
from stepwise_ssl.figures.table import Table


def signed_spectrum(gammas, covariance) -> BookFigure:
    """Eigenvalues of Gamma by value and of Sigma, on an axis that is logarithmic on either side of zero.

    Args:
        gammas: eigenvalues of the cross-correlation, (m,), largest first.
        covariance: eigenvalues of the covariance, (m,), largest first, not below zero but for rounding.

    Returns:
        The figure. The first, the lowest and the number below zero are said.

    Raises:
        ValueError: if lengths differ, values rise anywhere, or the covariance has a negative one.

    >>> signed_spectrum([3.0, 1.0, -0.2], [3.0, 1.5, 0.4]).alt[:70]
    '3 eigenvalues of the cross-correlation by value, from 3 down to −0.2; '
    """
    gammas = falling("gammas", gammas)
    covariance = falling("covariance", covariance, len(gammas))
    if covariance[-1] < -1e-9 * covariance[0] or gammas[0] <= 0:
        raise ValueError(
            f"gammas starts at {gammas[0]:.3g} and covariance ends at {covariance[-1]:.3g}; expected the "
            "first above 0 and a covariance without negative eigenvalues"
        )
    numbers = np.arange(1, len(gammas) + 1)
    below = int(np.sum(gammas < 0))
    small = 10.0 ** np.floor(np.log10(max(-gammas[-1], 1e-3 * gammas[0]))) / 10
    axes = new_axes((440, 290), x="mode, sorted by value", y="eigenvalue", left=50)
    axes.set_yscale("symlog", linthresh=small, linscale=0.7)
    powers = 10.0 ** np.arange(np.log10(small) + 1, np.floor(np.log10(gammas[0])) + 1)
    ticks = [*-powers[powers <= max(-gammas[-1], 0)][::-1], 0, *powers]
    axes.set_yticks(ticks, [f"{tick:g}".replace("-", "−") for tick in ticks])
    axes.yaxis.set_minor_locator(_none())
    axes.set_ylim(3 * min(gammas[-1], -small), 2.5 * max(gammas[0], covariance[0]))
    axes.set_xlim(1 - 0.02 * len(gammas), len(gammas) * 1.01)
    axes.set_xticks([1, *(k for k in (50, 100, 150, 200, 250) if k < 0.9 * len(gammas)), len(gammas)])
    guide(axes, y=0)
    curve(axes, numbers, np.maximum(covariance, 0), palette.MUTED, 1.8, dashes=(5, 2))
    positive = gammas >= 0
    dots(axes, numbers[positive], gammas[positive], palette.INK, 3.2)
    dots(axes, numbers[~positive], gammas[~positive], palette.ACCENT, 3.2)
    middle = len(gammas) // 2
    write(axes, numbers[middle], 2.2 * covariance[middle] + small, "covariance Σ", palette.MUTED)
    write(axes, 0.1, 0.13, f"cross-correlation Γ: {len(gammas) - below} not below zero,", units="axes")
    write(axes, 0.1, 0.035, f"{below} below, down to {_short(gammas[-1])}", palette.ACCENT, units="axes")
    alt = (
        f"{len(gammas)} eigenvalues of the cross-correlation by value, from {gammas[0]:.3g} down to "
        f"{_short(gammas[-1])}; {below} are below zero. Those of the covariance run from {covariance[0]:.3g} "
        f"to {max(covariance[-1], 0):.2g}, and none is below zero. The axis is logarithmic on either side of "
        f"a strip around zero."
    )
    names = ("number", "eigenvalue of Γ", "eigenvalue of Σ")
    return book_figure(axes, alt, Table.of_columns(names, numbers, gammas, covariance))


def _short(value: float) -> str:
    return f"{value:.2g}".replace("-", "−")


def _none():
    from matplotlib.ticker import NullLocator

    return NullLocator()
