"""The control: the same run with partners drawn by lot, and the eigenvalues of both kinds of pairs."""

from __future__ import annotations

import numpy as np

from stepwise_ssl import palette
from stepwise_ssl.figures.book_figure import BookFigure
from stepwise_ssl.figures.check import falling
from stepwise_ssl.figures.first_run.history import listed, read, step_axis
from stepwise_ssl.figures.style import book_figure, curve, dots, guide, new_axes, write
from stepwise_ssl.figures.table import Table

SHOWN = 10


def pairs_and_shuffled(run, shuffled) -> BookFigure:
    """The loss of a run on the pairs and of the same run with partners that do not belong together.

    Args:
        run: (T, 1 + d) as for ``first_run.run``.
        shuffled: the control, (S, 1 + d), S at least 3.

    Returns:
        The figure; the largest eigenvalue that the control ever has is said.

    Raises:
        ValueError: if one of them has another form, or they differ in d.

    >>> k = np.arange(300)
    >>> lam = 1 / (1 + np.exp(50 - k))
    >>> idle = np.column_stack([1 + 0 * k, 0 * k])
    >>> "from 1.00 to 1.00" in pairs_and_shuffled(np.column_stack([1 - lam, lam]), idle).alt
    True
    """
    real, control = read("run", run), read("shuffled", shuffled)
    d = real.eigenvalues.shape[1]
    if control.eigenvalues.shape[1] != d:
        raise ValueError(f"shuffled has {control.eigenvalues.shape[1]} eigenvalues, run has {d}")
    axes = new_axes(x="step, logarithmic", y="loss L")
    first = step_axis(axes, [real, control])
    top = max(d, real.loss.max(), control.loss.max())
    for one, colour in ((control, palette.ACCENT), (real, palette.INK)):
        shown = one.steps >= first
        curve(axes, one.steps[shown], one.loss[shown], colour, 2.4)
    axes.set_ylim(0, 1.12 * top)
    axes.set_yticks(range(d + 1))
    last = axes.get_xlim()[1]
    for one, word, colour in ((real, "pairs", palette.INK), (control, "shuffled", palette.ACCENT)):
        if len(one.risen):  # below the last plateau, left of the last drop
            write(axes, 0.93 * one.risen[-1], 0.12 * top, word, colour, ha="right")
        else:
            write(axes, 0.97 * last, one.loss[-1] + 0.03 * top, word, colour, ha="right")
    alt = f"Two losses. With the pairs it goes from {real.loss[0]:.2f} to {real.loss[-1]:.2f}"
    alt += f", with eigenvalues past one half at steps {listed(real.risen)}" if len(real.risen) else ""
    alt += f". With shuffled partners it goes from {control.loss[0]:.2f} to {control.loss[-1]:.2f}"
    most = control.eigenvalues.max()
    alt += f", and its largest eigenvalue is {max(most, 0.0):.2g} at most."
    picked = np.unique(np.geomspace(1, max(real.steps[-1], control.steps[-1]), 40).round().astype(int))
    rows = tuple(
        (int(k), *(float(one.loss[k]) if k < len(one.loss) else "" for one in (real, control)))
        for k in picked
    )
    return book_figure(axes, alt, Table(("step", "loss, pairs", "loss, shuffled"), rows))


def pair_spectra(real, shuffled) -> BookFigure:
    """The first ten eigenvalues of the cross-correlation of real and of shuffled pairs.

    Args:
        real: eigenvalues of Gamma of the pairs, (k,), largest first.
        shuffled: the same of pairs that do not belong together.

    Returns:
        The figure, on a linear axis; how many of the real ones exceed every shuffled one is counted.

    Raises:
        ValueError: if there are fewer than two, or they rise somewhere.

    >>> pair_spectra([5.0, 2.0, 0.1], [0.5, 0.0, -0.5]).alt[-59:]
    '2 of the first 3 real ones exceed the largest shuffled one.'
    """
    real, shuffled = falling("real", real), falling("shuffled", shuffled)
    shown = {"pairs": real[:SHOWN], "shuffled": shuffled[:SHOWN]}
    axes = new_axes(x="mode", y="eigenvalue γ")
    guide(axes, y=0)
    for (name, values), colour in zip(shown.items(), (palette.INK, palette.ACCENT), strict=True):
        numbers = np.arange(1, len(values) + 1)
        curve(axes, numbers, values, colour, 1.4)
        dots(axes, numbers, values, colour, 6)
        if name == "pairs":
            write(axes, 1.35, 0.93 * values[0], f"pairs: {values[0]:.3g}", colour)
        else:
            write(axes, 1, -0.11 * real[0], f"shuffled: {values[0]:.3g}", colour)  # free: below the zero line
    axes.set_xlim(0.6, SHOWN + 0.3)
    axes.set_ylim(min(0, min(v[-1] for v in shown.values())) - 0.14 * real[0], 1.08 * real[0])
    axes.set_xticks(range(1, 1 + max(map(len, shown.values()))))
    axes.locator_params(axis="y", nbins=4)
    alt = (
        "Eigenvalues, largest first. Those of the pairs begin with "
        f"{', '.join(f'{v:.3g}' for v in real[:3])}; "
        f"those of the shuffled pairs with {', '.join(f'{v:.3g}' for v in shuffled[:3])}. "
        f"{np.sum(shown['pairs'] > shuffled[0])} of the first {len(shown['pairs'])} real ones exceed the "
        "largest shuffled one."
    )
    rows = tuple(
        (j + 1, *(float(v[j]) if j < len(v) else "" for v in shown.values()))
        for j in range(max(map(len, shown.values())))
    )
    return book_figure(axes, alt, Table(("mode", "pairs", "shuffled"), rows))
