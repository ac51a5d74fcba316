"""Two runs that differ by a rotation of the start: other coordinates, the same eigenvalues."""

from __future__ import annotations

import numpy as np

from stepwise_ssl import palette
from stepwise_ssl.figures.book_figure import BookFigure
from stepwise_ssl.figures.check import increasing
from stepwise_ssl.figures.style import SMALL, book_figure, curve, dots, new_axes, time_axis, write
from stepwise_ssl.figures.table import Table

ENTRIES = (("C₁₁", palette.INK), ("C₂₂", palette.ACCENT))
DOTS = 24


def same_run(times, matrices, turned) -> BookFigure:
    """C of two runs: two entries of its diagonal on the left, its eigenvalues on the right.

    Args:
        times: (T,), increasing.
        matrices: C of the first run, (T, d, d), symmetric, d at least 2.
        turned: C of the second run at the same times, (T, d, d).

    Returns:
        The figure: lines are the first run, dashes and dots the second. The largest differences between the
        runs, in these entries and in the eigenvalues, are said.

    Raises:
        ValueError: if shapes differ, or a matrix is not symmetric.

    >>> one = np.linspace(0, 1, 5)[:, None, None] * np.diag([1.0, 0.5])
    >>> same_run(range(5), one, one[:, ::-1, ::-1]).alt[-70:]
    'ight, the 2 eigenvalues of C: they differ by at most 0, dots on lines.'
    """
    times = increasing("times", times)
    first, second = (_symmetric(name, value, len(times)) for name, value in
                     (("matrices", matrices), ("turned", turned)))  # fmt: skip
    if first.shape != second.shape:
        raise ValueError(f"turned has shape {second.shape}; expected {first.shape}, as matrices")
    modes = first.shape[1]
    values, others = (np.linalg.eigvalsh(one)[:, ::-1] for one in (first, second))
    entries = max(np.abs(first[:, k, k] - second[:, k, k]).max() for k in (0, 1))
    apart = np.abs(values - others).max()

    size = (SMALL[0], SMALL[1] + 20)
    panels = [new_axes(size, x="time t", y=name, top=52) for name in ("entries of C", "eigenvalues of C")]
    top = max(1.0, first.max(), second.max(), values.max())
    for axes in panels:
        time_axis(axes, times)
        axes.set_ylim(min(0, values.min()) - 0.04, 1.08 * top)
        axes.set_yticks([0, 0.5, 1], ["0", "½", "1"])
    for k, (name, colour) in enumerate(ENTRIES):
        curve(panels[0], times, first[:, k, k], colour, 2)
        curve(panels[0], times, second[:, k, k], colour, 1.6, dashes=(3, 2))
        write(panels[0], 0.04, 0.93 - 0.13 * k, name, colour, units="axes", halo=True)
    _name_runs(panels)
    picked = np.unique(np.linspace(0, len(times) - 1, DOTS).round().astype(int))
    for j in range(modes):
        colour = palette.mode_colour(j + 1)
        curve(panels[1], times, values[:, j], colour, 1.8)
        dots(panels[1], times[picked], others[picked, j], colour, 5)
    agree = "dots on lines" if apart <= 0.02 else "dots off the lines"
    alt = (
        f"Left, two entries of C over time in two runs, the second from a turned start, dashed: the runs "
        f"differ there by as much as {entries:.2f}. Right, the {modes} eigenvalues of C: they differ by at "
        f"most {apart:.1g}, {agree}."
    )
    names = ("time t", "C₁₁", "C₁₁, turned", "C₂₂", "C₂₂, turned", *(f"λ{j + 1}" for j in range(modes)))
    columns = (first[:, 0, 0], second[:, 0, 0], first[:, 1, 1], second[:, 1, 1], *values.T)
    return book_figure(panels, alt, Table.of_columns(names, times, *columns))


def _name_runs(panels) -> None:
    """The key of the runs, above the axes; each sample is drawn as its run is."""
    for axes, style in ((panels[0], {"dashes": (3, 2)}), (panels[1], {})):
        for left, width, name in ((0.02, 2, "first run"), (0.5, 1.6, "second run")):
            second = name == "second run"
            sample = {"color": palette.INK, "linewidth": width, "transform": axes.transAxes, "clip_on": False}
            if second and axes is panels[1]:
                axes.plot([left + 0.055], [1.055], "o", markersize=5, markeredgewidth=0, **sample)
            else:
                axes.plot([left, left + 0.11], [1.055] * 2, **sample, **(style if second else {}))
            write(axes, left + 0.14, 1.055, name, units="axes", halo=False, va="center", fontsize=13)


def _symmetric(name: str, value, length: int) -> np.ndarray:
    array = np.asarray(value, dtype=float)
    if array.ndim != 3 or array.shape[0] != length or array.shape[1] != array.shape[2] or array.shape[1] < 2:
        raise ValueError(f"{name} has shape {array.shape}; expected ({length}, d, d) with d at least 2")
    if not np.all(np.isfinite(array)) or np.abs(array - array.transpose(0, 2, 1)).max() > 1e-8:
        raise ValueError(f"{name} is not symmetric and finite; expected C = W Gamma W^T")
    return array
