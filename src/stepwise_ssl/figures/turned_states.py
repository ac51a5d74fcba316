"""Growth in axes at a few angles: what stands in for the turned basis where there is no JavaScript."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from stepwise_ssl import palette
from stepwise_ssl.figures.book_figure import BookFigure
from stepwise_ssl.figures.check import increasing, matrix, vector
from stepwise_ssl.figures.style import SMALL, book_figure, curve, log_axis, new_axes, spread, write
from stepwise_ssl.figures.table import Table


def three_turns(gamma_matrix, angles: Sequence[float], times, path) -> BookFigure:
    """Sizes of the two coordinates of y(t) in turned axes, and as if each grew alone, one panel an angle.

    Args:
        gamma_matrix: (2, 2), symmetric; y' = Gamma y.
        angles: of the axes, in degrees.
        times: (T,), increasing.
        path: y at these times in the axes that are not turned, (T, 2).

    Returns:
        The figure. Coordinates are straight on the logarithmic axis where the entry beside the diagonal is 0.

    Raises:
        ValueError: if shapes differ or the matrix is not symmetric.

    >>> t = np.linspace(0, 2, 21)
    >>> three_turns([[2, 0], [0, 1]], [0], t, np.exp(np.outer(t, [2, 1]))).alt
    'At 0 degrees the entry beside the diagonal is 0.00, and the coordinates grow as if each were alone.'
    """
    gamma_matrix = matrix("gamma_matrix", gamma_matrix, (2, 2))
    if not np.allclose(gamma_matrix, gamma_matrix.T):
        raise ValueError("gamma_matrix is not symmetric; expected [[a, b], [b, c]]")
    times = increasing("times", times)
    path = matrix("path", path, (len(times), 2))
    panels, said, rows = [], [], []
    for angle in vector("angles", angles, at_least=1):
        c, s = np.cos(np.deg2rad(angle)), np.sin(np.deg2rad(angle))
        axes_across = np.array([[c, s], [-s, c]])  # one axis a row
        turned = axes_across @ gamma_matrix @ axes_across.T
        coordinates = path @ axes_across.T
        alone = coordinates[0] * np.exp(np.outer(times, np.diag(turned)))
        free = abs(turned[0, 1]) < 1e-9 * np.abs(gamma_matrix).max()
        panels.append(_panel(f"θ = {angle:.3g}°", times, np.abs(coordinates), np.abs(alone), free))
        ends = " and ".join(f"{value:.2g}".replace("-", "−") for value in coordinates[-1])
        others = " and ".join(f"{value:.2g}".replace("-", "−") for value in alone[-1])
        words = "as if each were alone" if free else f"to {ends}, alone they would to {others}"
        beside = 0.0 if free else turned[0, 1]
        said.append(
            f"At {angle:.3g} degrees the entry beside the diagonal is {beside:.2f}, "
            f"and the coordinates grow {words}."
        )
        for k in np.unique(np.linspace(0, len(times) - 1, 9).round().astype(int)):
            rows.append(tuple(map(float, (angle, times[k], *coordinates[k], *alone[k]))))
    names = ("θ, degrees", "time t", "y₁", "y₂", "y₁ alone", "y₂ alone")
    return book_figure(panels, " ".join(said), Table(names, tuple(rows)))


def _panel(label: str, times, sizes, alone, free: bool):
    axes = new_axes(SMALL, x="time t", y=f"size of y₁, y₂ at {label}")
    log_axis(axes.yaxis)
    axes.set_ylim(1e-2, 1e2)
    axes.set_xlim(times[0], times[-1])
    axes.set_xticks([times[0], times[-1]], [f"{times[0]:.3g}", f"{times[-1]:.3g}"])
    heights = spread(np.log10(np.clip(sizes[-1], 2e-2, 60)), 0.75)
    for j in (0, 1):
        # Coordinates are modes, and have their colours, only where nothing couples them.
        colour = palette.mode_colour(j + 1) if free else (palette.INK, palette.MUTED)[j]
        curve(axes, times, np.maximum(alone[:, j], 1e-4), colour, 1, dashes=(3, 3))
        curve(axes, times, np.maximum(sizes[:, j], 1e-4), colour)
        write(axes, times[-1], 10 ** heights[j] * 1.15, f"y{'₁₂'[j]}", colour, ha="right")
    return axes
