"""A positive, a zero and a negative mode: what is learned, and what stays open for ever."""

from __future__ import annotations

import numpy as np

from stepwise_ssl import palette
from stepwise_ssl.figures.book_figure import BookFigure
from stepwise_ssl.figures.check import falling, increasing, matrix, vector
from stepwise_ssl.figures.style import SMALL, book_figure, curve, guide, new_axes, round_ticks, spread, write
from stepwise_ssl.figures.table import Table


def fates(times, eigenvalues, loss, gammas, weights) -> BookFigure:
    """Embedding eigenvalues of modes of every sign, their weights near the start, and the loss that is left.

    Args:
        times: (T,), increasing.
        eigenvalues: lambda_j at these times, (T, d).
        loss: L at these times, (T,).
        gammas: eigenvalues of Gamma, (d,), largest first, of any sign.
        weights: s_j at these times, (T, d), of size above zero at the start. Among eigenvalues a zero mode
            and a dying one look alike; among weights one stays and the other goes.

    Returns:
        The figure; the last loss is compared with d - p, p the number of positive modes.

    Raises:
        ValueError: if shapes differ, gammas rise somewhere, or a weight starts at zero.

    >>> t = np.linspace(0, 9, 91)
    >>> s = np.stack([1 / np.sqrt(1 + 99 * np.exp(-8 * t)), 0.1 + 0 * t, 0.1 * np.exp(-4 * t)], axis=1)
    >>> lam = s**2 * [1, 0, -1]
    >>> fates(t, lam, ((1 - lam) ** 2).sum(axis=1), [1.0, 0.0, -1.0], s).alt[-57:]
    'loss ends at 2.00; d − p, the number of modes lost, is 2.'
    """
    times = increasing("times", times)
    eigenvalues = matrix("eigenvalues", eigenvalues, (len(times), None))
    modes = eigenvalues.shape[1]
    loss = vector("loss", loss, len(times))
    gammas = falling("gammas", gammas, modes)
    weights = np.abs(matrix("weights", weights, eigenvalues.shape))
    if weights[0].min() == 0:
        raise ValueError("weights starts at zero in some mode; expected a start above zero in every mode")
    lost = int(np.sum(gammas <= 0))

    panels = [
        new_axes(SMALL, x="time t", y=name)
        for name in ("embedding eigenvalues λ", "weights s, near the start", "loss L")
    ]
    for axes in panels:
        axes.set_xlim(times[0], times[-1])
        round_ticks(axes)
    _eigenvalues(panels[0], times, eigenvalues, gammas)
    _weights(panels[1], times, weights, gammas)
    _loss(panels[2], times, loss, modes, lost)
    said = "; ".join(
        f"with γ = {_signed(gamma)} it goes from {_signed(round(lam[0], 2))} to {_signed(round(lam[-1], 2))}"
        f", its weight from {s[0]:.2g} to {_signed(round(s[-1], 2))}"
        for gamma, lam, s in zip(gammas, eigenvalues.T, weights.T, strict=True)
    )
    alt = (
        f"{modes} embedding eigenvalues: {said}. The loss ends at {loss[-1]:.2f}; d − p, the number of modes "
        f"lost, is {lost}."
    )
    names = [f"{letter} at γ = {_signed(gamma)}" for letter in "λs" for gamma in gammas]
    columns = Table.of_columns(("time t", *names, "loss L"), times, *eigenvalues.T, *weights.T, loss)
    return book_figure(panels, alt, columns)


def _eigenvalues(axes, times, eigenvalues, gammas) -> None:
    low, high = min(0, eigenvalues.min()), max(1, eigenvalues.max())
    axes.set_ylim(low - 0.08 * (high - low), high + 0.08 * (high - low))
    axes.set_yticks([0, 1])
    _curves(axes, times, eigenvalues, gammas)
    at, last = int(0.97 * (len(times) - 1)), eigenvalues[int(0.97 * (len(times) - 1))]
    # Modes that end together share one label; the weights beside tell them apart.
    for level in np.unique(last.round(1)):
        here = np.flatnonzero(last.round(1) == level)
        words = "γ = " + ", ".join(_signed(gammas[j]) for j in here)
        colour = palette.mode_colour(int(here[0]) + 1) if len(here) == 1 else palette.MUTED
        up = 0.07 if level < 0.5 else -0.15
        write(axes, times[at], last[here].max() + up * (high - low), words, colour, ha="right")


def _weights(axes, times, weights, gammas) -> None:
    """Only as high as shows the start: a learned mode leaves through the top."""
    top = 2.4 * weights[0].max()
    axes.set_ylim(-0.06 * top, top)
    start = float(f"{weights[0].max():.2g}")
    axes.set_yticks([0, start], ["0", f"{start:g}"])
    _curves(axes, times, weights, gammas)
    at = int(0.97 * (len(times) - 1))
    shown = [j for j in range(len(gammas)) if weights[at, j] < top]
    wanted = [weights[at, j] + 0.05 * top for j in shown]
    for j, level in zip(shown, spread(wanted, 0.14 * top, 0.05 * top), strict=True):
        write(axes, times[at], level, f"γ = {_signed(gammas[j])}", palette.mode_colour(j + 1), ha="right")
    for j in np.flatnonzero(weights.max(axis=0) >= top):
        leaves = times[np.argmax(weights[:, j] >= 0.85 * top)] + 0.03 * np.ptp(times)
        write(axes, leaves, 0.85 * top, f"γ = {_signed(gammas[j])}", palette.mode_colour(int(j) + 1))


def _loss(axes, times, loss, modes: int, lost: int) -> None:
    guide(axes, y=lost)
    curve(axes, times, loss, palette.INK, 2.4)
    top = max(loss.max(), modes)
    axes.set_ylim(0, 1.06 * top)
    axes.set_yticks(range(int(top) + 1))
    if lost:
        write(axes, times[0] + 0.98 * np.ptp(times), lost - 0.13 * top, f"{lost} for ever", palette.MUTED,
              ha="right")  # fmt: skip


def _curves(axes, times, curves, gammas) -> None:
    """A negative mode is dashed, so that what lies below it is still seen."""
    for j, gamma in enumerate(gammas):
        dashes = {"dashes": (4, 3)} if gamma < 0 else {}
        curve(axes, times, curves[:, j], palette.mode_colour(j + 1), **dashes)


def _signed(value: float) -> str:
    return f"{value + 0.0:g}".replace("-", "−")
