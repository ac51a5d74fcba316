"""A run from noise, and two predictions of it: one that holds and one that most of us would make."""

from __future__ import annotations

import numpy as np

from stepwise_ssl import palette
from stepwise_ssl.figures.book_figure import BookFigure
from stepwise_ssl.figures.check import crossing, increasing, matrix
from stepwise_ssl.figures.runs import number_modes, thinned
from stepwise_ssl.figures.style import WIDE, book_figure, curve, dots, log_axis, new_axes, write
from stepwise_ssl.figures.table import Table


def run_from_noise(times, run, solid, dashed) -> BookFigure:
    """Embedding eigenvalues of a run as dots, with one prediction as lines and another one dashed.

    Args:
        times: (T,), increasing, above zero.
        run: eigenvalues of C, (T, d).
        solid: the same by the prediction that is drawn as lines, (T, d).
        dashed: the same by the prediction that is drawn dashed, (T, d).

    Returns:
        The figure; the largest gap of each prediction and the half rises are measured and said.

    Raises:
        ValueError: if shapes differ, or the times are not above zero.

    >>> t = np.linspace(1, 10, 10)
    >>> law = np.stack([t / 10, t**2 / 100], axis=1)
    >>> run_from_noise(t, law, law, law / 2).alt[-85:]
    'strays from the solid lines by at most 0.00 and from the dashed ones by at most 0.50.'
    """
    times = increasing("times", times, positive=True)
    run = matrix("run", run, (len(times), None))
    solid, dashed = (matrix(n, x, run.shape) for n, x in (("solid", solid), ("dashed", dashed)))
    halves = np.array([[crossing(times, x[:, j], 0.5) for x in (run, dashed)] for j in range(run.shape[1])])
    axes = new_axes((WIDE[0], 290), x="time t, logarithmic", y="embedding eigenvalues λ of modes", top=58)
    log_axis(axes.xaxis)
    axes.set_xlim(times[0], times[-1])
    axes.set_ylim(0, 1.06)
    axes.set_yticks([0, 0.5, 1], ["0", "½", "1"])
    for j in range(run.shape[1]):
        colour = palette.mode_colour(j + 1)
        curve(axes, times, dashed[:, j], colour, 1.6, dashes=(4, 3))
        curve(axes, times, solid[:, j], colour, 2.0)
        chosen = thinned(times, run[:, j], 24)
        dots(axes, times[chosen], run[chosen, j], colour, 5)
    number_modes(axes, halves[:, 0], times[-1])
    write(axes, 0.03, 0.86, "dots: run from noise", units="axes", halo=False)
    write(axes, 0.03, 0.77, "solid: QR of the noise", units="axes", halo=False)
    write(axes, 0.03, 0.68, "dashed: singular values", palette.MUTED, units="axes", halo=False)
    gaps = [np.abs(run - x).max() for x in (solid, dashed)]
    risen = ", ".join(f"{h:.3g} (dashed: {g:.3g})" for h, g in halves)
    alt = (
        f"{run.shape[1]} embedding eigenvalues of a run rise past one half at times {risen}. The run strays "
        f"from the solid lines by at most {gaps[0]:.2f} and from the dashed ones by at most {gaps[1]:.2f}."
    )
    rows = tuple((j + 1, *halves[j], *(np.abs(run[:, j] - x[:, j]).max() for x in (solid, dashed)))
                 for j in range(run.shape[1]))  # fmt: skip
    names = ("mode", "half rise, run", "half rise, dashed", "largest gap, solid", "largest gap, dashed")
    return book_figure(axes, alt, Table(names, rows))
