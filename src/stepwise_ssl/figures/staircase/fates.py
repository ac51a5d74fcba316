"""A positive, a zero and a negative mode: what is learned, and what stays open for ever."""

from __future__ import annotations

import numpy as np

from stepwise_ssl import palette
from stepwise_ssl.figures.book_figure import BookFigure
from stepwise_ssl.figures.check import falling, increasing, matrix, vector
from stepwise_ssl.figures.style import SMALL, book_figure, curve, guide, new_axes, round_ticks, spread, write
from stepwise_ssl.figures.table import Table


def fates(times, eigenvalues, loss, gammas) -> BookFigure:
    """Embedding eigenvalues of modes of every sign, and the loss that ends at the number of lost ones.

    Args:
        times: (T,), increasing.
        eigenvalues: lambda_j at these times, (T, d).
        loss: L at these times, (T,).
        gammas: eigenvalues of Gamma, (d,), largest first, of any sign.

    Returns:
        The figure; the last loss is compared with d - p, p the number of positive modes.

    Raises:
        ValueError: if shapes differ, or gammas rise somewhere.

    >>> t = np.linspace(0, 9, 91)
    >>> lam = np.stack([1 / (1 + np.exp(4 - 2 * t)), 0 * t, -0.2 * np.exp(-t)], axis=1)
    >>> fates(t, lam, ((1 - lam) ** 2).sum(axis=1), [1.0, 0.0, -1.0]).alt[-57:]
    'loss ends at 2.00; d − p, the number of modes lost, is 2.'
    """
    times = increasing("times", times)
    eigenvalues = matrix("eigenvalues", eigenvalues, (len(times), None))
    modes = eigenvalues.shape[1]
    loss = vector("loss", loss, len(times))
    gammas = falling("gammas", gammas, modes)
    lost = int(np.sum(gammas <= 0))

    left = new_axes(SMALL, x="time t", y="embedding eigenvalues λ")
    right = new_axes(SMALL, x="time t", y="loss L")
    for axes in (left, right):
        axes.set_xlim(times[0], times[-1])
        round_ticks(axes)
    low, high = min(0, eigenvalues.min()), max(1, eigenvalues.max())
    below = 0.22 if gammas[-1] < 0 else 0.08  # a negative mode carries its name below its curve
    left.set_ylim(low - below * (high - low), high + 0.08 * (high - low))
    left.set_yticks([0, 1])
    for j in range(modes):
        curve(left, times, eigenvalues[:, j], palette.mode_colour(j + 1))
    _name_modes(left, times, eigenvalues, gammas)
    guide(right, y=lost)
    curve(right, times, loss, palette.INK, 2.4)
    top = max(loss.max(), modes)
    right.set_ylim(0, 1.06 * top)
    right.set_yticks(range(int(top) + 1))
    if lost:
        write(right, times[0] + 0.98 * np.ptp(times), lost - 0.13 * top, f"{lost} for ever", palette.MUTED,
              ha="right")  # fmt: skip
    said = "; ".join(
        f"with γ = {_signed(gamma)} it goes from {_signed(round(lam[0], 2))} to {_signed(round(lam[-1], 2))}"
        for gamma, lam in zip(gammas, eigenvalues.T, strict=True)
    )
    alt = (
        f"{modes} embedding eigenvalues: {said}. The loss ends at {loss[-1]:.2f}; d − p, the number of modes "
        f"lost, is {lost}."
    )
    names = ("time t", *(f"λ at γ = {_signed(gamma)}" for gamma in gammas), "loss L")
    return book_figure([left, right], alt, Table.of_columns(names, times, *eigenvalues.T, loss))


def _name_modes(axes, times, eigenvalues, gammas) -> None:
    """The gamma of each mode at its curve, near the end; labels that would meet move apart."""
    low, high = axes.get_ylim()
    at = int(0.97 * (len(times) - 1))
    # A label stands below a curve at the top and above one at the bottom, but below a negative one.
    wanted = [v[at] + (high - low) * (-0.15 if v[at] > 0.5 or g < 0 else 0.06)
              for v, g in zip(eigenvalues.T, gammas, strict=True)]  # fmt: skip
    for j, level in enumerate(spread(wanted, 0.14 * (high - low))):
        write(axes, times[at], level, f"γ = {_signed(gammas[j])}", palette.mode_colour(j + 1), ha="right")


def _signed(value: float) -> str:
    return f"{value + 0.0:g}".replace("-", "−")
