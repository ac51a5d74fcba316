"""One direction for each step, not one coordinate: the entries of C beside its eigenvalues."""

from __future__ import annotations

import numpy as np

from stepwise_ssl import palette
from stepwise_ssl.figures.book_figure import BookFigure
from stepwise_ssl.figures.check import crossing, increasing
from stepwise_ssl.figures.style import SMALL, book_figure, curve, guide, new_axes, spread, time_axis, write
from stepwise_ssl.figures.table import Table

# Coordinates are no modes, so they take none of their colours.
ENTRIES = (("C₁₁", palette.INK), ("C₂₂", palette.MUTED), ("C₁₂", palette.ACCENT))


def two_modes(times, matrices) -> BookFigure:
    """C in the embedding's coordinates on the left, its eigenvalues on the right.

    Args:
        times: (T,), increasing.
        matrices: C at these times, (T, 2, 2), symmetric.

    Returns:
        The figure. Entries and eigenvalues are read between the two steps, and said.

    Raises:
        ValueError: if shapes differ, or the matrices are not symmetric.

    >>> t = np.linspace(0, 8, 81)
    >>> step = lambda middle: 1 / (1 + np.exp(6 * (middle - t)))
    >>> turn = np.array([[0.8, -0.6], [0.6, 0.8]])
    >>> c = np.einsum("ij,tj,kj->tik", turn, np.stack([step(2), step(6)], axis=1), turn)
    >>> "C₁₁ stands at 0.64" in two_modes(t, c).alt
    True
    """
    times = increasing("times", times)
    matrices = np.asarray(matrices, dtype=float)
    if matrices.shape != (len(times), 2, 2) or not np.all(np.isfinite(matrices)):
        raise ValueError(
            f"matrices has shape {matrices.shape}; expected finite numbers, ({len(times)}, 2, 2)"
        )
    if np.abs(matrices - matrices.transpose(0, 2, 1)).max() > 1e-9 * max(1, np.abs(matrices).max()):
        raise ValueError("matrices is not symmetric; expected C = W Gamma W^T")
    entries = np.stack([matrices[:, 0, 0], matrices[:, 1, 1], matrices[:, 0, 1]], axis=1)
    values = np.linalg.eigvalsh(matrices)[:, ::-1]
    low, high = min(0, entries.min(), values.min()), max(1, entries.max(), values.max())
    halves = [crossing(times, values[:, j], 0.5) for j in (0, 1)]
    if not np.all(np.isfinite(halves)):
        raise ValueError(f"the eigenvalues end at {values[-1]}; expected both to rise past one half")

    panels = [new_axes(SMALL, x="time t", y=name) for name in ("entries of C", "eigenvalues of C")]
    for axes in panels:
        log = time_axis(axes, times)
        axes.set_ylim(low - 0.04, high * 1.06)
        axes.set_yticks([0, 0.5, 1], ["0", "½", "1"])
        for j, half in enumerate(halves):
            guide(axes, x=half, colour=palette.mode_colour(j + 1))
    between = float(np.sqrt(halves[0] * halves[1]) if log else np.mean(halves))
    at = [float(np.interp(between, times, column)) for column in (*entries.T, *values.T)]
    # Above their curves, the lowest below its own if there is room, so that the middle one has air.
    lowest = int(np.argmin(at[:3]))
    below = 0.15 if at[lowest] - low > 0.17 * (high - low) else -0.04
    shifts = [-below if k == lowest else 0.04 for k in range(3)]
    wanted = [level + shift * (high - low) for level, shift in zip(at, shifts, strict=False)]
    labels = spread(wanted, 0.13 * (high - low))
    for (name, colour), column, level in zip(ENTRIES, entries.T, labels, strict=True):
        curve(panels[0], times, column, colour, 2)
        write(panels[0], between, level, name, colour, ha="center")
    for j in (0, 1):
        curve(panels[1], times, values[:, j], palette.mode_colour(j + 1))
        write(panels[1], between, at[3 + j] + (-0.14 if at[3 + j] > 0.8 else 0.05), f"λ{'₁₂'[j]}",
              palette.mode_colour(j + 1), ha="center")  # fmt: skip
    said = ", ".join(f"{name} stands at {level:.2f}" for (name, _), level in zip(ENTRIES, at, strict=False))
    alt = (
        f"Left, the entries of C: between the two steps, at time {between:.3g}, {said}; at the end "
        f"C₁₁ is {entries[-1, 0]:.2f}, C₂₂ {entries[-1, 1]:.2f} and C₁₂ {abs(entries[-1, 2]):.2f}. "
        f"Right, its eigenvalues: at that time they are {at[3]:.2f} and {abs(at[4]):.2f}; one passes "
        f"one half at {halves[0]:.3g}, the other at {halves[1]:.3g}."
    )
    names = ("time t", *(name for name, _ in ENTRIES), "λ₁", "λ₂")
    return book_figure(panels, alt, Table.of_columns(names, times, *entries.T, *values.T))
