"""Spectra of a few augmentations: what stands in for the interactive figure where there is no JavaScript."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from stepwise_ssl import palette
from stepwise_ssl.figures.book_figure import BookFigure
from stepwise_ssl.figures.check import falling
from stepwise_ssl.figures.style import SMALL, book_figure, new_axes
from stepwise_ssl.figures.table import Table

LINEAR_BELOW = 0.01
LEADING, LOWEST = 10, 3


def augmented_spectra(states: Mapping[str, np.ndarray]) -> BookFigure:
    """The ten largest eigenvalues of Gamma and the three lowest, one panel for each augmentation.

    Args:
        states: words for the state -> all its eigenvalues, (m,), m >= 13, largest first.

    Returns:
        The figure; the axis is logarithmic on both sides of zero and linear between -0.01 and 0.01.

    Raises:
        ValueError: if there is no state, or its eigenvalues rise anywhere or are fewer than 13.

    >>> augmented_spectra({"equal": np.arange(13.0, 0, -1)}).alt
    'equal: eigenvalues from 13 down to 1, none of 13 negative.'
    """
    if not states:
        raise ValueError("states is empty; expected at least one")
    panels, said, rows = [], [], []
    for words, values in states.items():
        gammas = falling(f"states[{words!r}]", values)
        if len(gammas) < LEADING + LOWEST:
            raise ValueError(
                f"states[{words!r}] has {len(gammas)} values; expected at least {LEADING + LOWEST}"
            )
        shown = np.r_[0:LEADING, len(gammas) - LOWEST : len(gammas)]
        panels.append(_panel(words, gammas[shown]))
        tiny = 1e-12 * np.abs(gammas).max()
        negative = int((gammas < -tiny).sum())
        last = 0.0 if abs(gammas[-1]) <= tiny else gammas[-1]
        said.append(
            f"{words}: eigenvalues from {gammas[0]:.2g} down to {last:.2g}, "
            f"{negative or 'none'} of {len(gammas)} negative."
        )
        rows += [(words, int(k) + 1, float(gammas[k])) for k in shown]
    return book_figure(panels, " ".join(said), Table(("state", "mode", "eigenvalue γ"), tuple(rows)))


def _panel(words: str, gammas: np.ndarray):
    axes = new_axes(SMALL, x="mode", y=f"γ, {words}")
    places = np.r_[1 : LEADING + 1, LEADING + 2 : LEADING + LOWEST + 2]
    colours = [palette.mode_colour(j + 1) for j in range(LEADING)] + [palette.MUTED] * LOWEST
    axes.bar(places, gammas, width=0.7, color=colours, linewidth=0)
    axes.axhline(0, color=palette.MUTED, linewidth=0.8)
    axes.set_yscale("symlog", linthresh=LINEAR_BELOW)
    axes.set_ylim(-10, 200)
    axes.set_yticks([-1, 0, 1, 100], ["−1", "0", "1", "100"])
    axes.minorticks_off()
    axes.set_xticks([1, LEADING, places[-1]], ["1", str(LEADING), "last"])
    return axes
