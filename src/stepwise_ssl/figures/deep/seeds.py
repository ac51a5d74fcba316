"""The same run from several seeds: when does each eigenvalue step?"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from stepwise_ssl import palette
from stepwise_ssl.figures.book_figure import BookFigure
from stepwise_ssl.figures.deep.drawing import RIGHT, colour_of, step_axis
from stepwise_ssl.figures.deep.reading import listed, read, several, whole
from stepwise_ssl.figures.style import book_figure, curve, dots, new_axes
from stepwise_ssl.figures.table import Table


def seeds(runs: Mapping[str, Any]) -> BookFigure:
    """Half-rise steps of each eigenvalue, one row for each, one dot for each seed that steps.

    Full dots are clear steps, rings are not.

    Args:
        runs: two to six runs by their labels, such as {"seed 0": run, ...}.

    Returns:
        The figure; how many eigenvalues step with each seed, and how far apart seeds are, is said.

    Raises:
        ValueError: if there are fewer or more runs, one lacks an array, or shapes differ.

    >>> k = np.arange(300)
    >>> one, two = (1 / (1 + np.exp(np.array([t, 5.0 * t]) - k[:, None])) for t in (20.0, 30.0))
    >>> runs = {f"seed {s}": {"steps": k, "loss": k, "eigenvalues": v} for s, v in enumerate((one, two))}
    >>> seeds(runs).alt[-81:]
    'differ by a factor of 1.5 (median). The first is half up between steps 20 and 30.'
    """
    seen = {label: read(label, run) for label, run in several(runs, 2, 6).items()}
    count = max([one.stepped[-1] + 1 for one in seen.values() if one.found.count], default=1)
    axes = new_axes((440, 15 * int(count) + 110), x="step", y="eigenvalue, and its half rise", right=RIGHT)
    step_axis(axes, max((one.steps for one in seen.values()), key=lambda steps: steps[-1]))
    axes.set_ylim(count + 0.7, 0.3)
    axes.set_yticks(range(1, count + 1))
    axes.spines["left"].set_visible(False)
    axes.tick_params(axis="y", length=0)
    halves = np.full((len(seen), count), np.nan)
    for row, one in enumerate(seen.values()):
        inside = one.stepped[one.stepped < count]
        halves[row, inside] = one.found.half[inside]
    for place in range(count):
        found = halves[:, place][np.isfinite(halves[:, place])]
        if len(found):
            curve(axes, [found.min(), found.max()], [place + 1] * 2, colour_of(place), 1.4)
    for row, one in enumerate(seen.values()):
        for place in np.flatnonzero(np.isfinite(halves[row])):
            dots(axes, [halves[row, place]], [place + 1], colour_of(place), 9)
            if not one.found.clear[place]:  # a ring: the drawing's dots have no outline
                dots(axes, [halves[row, place]], [place + 1], palette.PAPER, 5.5)
    rows = tuple((place + 1, *(_cell(value) for value in halves[:, place])) for place in range(count))
    names = ("eigenvalue", *(f"{label}: half-rise step" for label in seen))
    caption = "Full dots are clear steps, rings are not."
    return book_figure(axes, _words(seen, halves), Table(names, rows), caption=caption)


def _words(seen: dict, halves: np.ndarray) -> str:
    each = listed(f"{one.found.count} with {label} ({len(one.clear)} clear)" for label, one in seen.items())
    alt = f"Half-rise steps of {len(seen)} runs. Eigenvalues that step: {each}."
    shared = halves[:, np.isfinite(halves).all(axis=0)]
    if not shared.size:
        return alt + " None steps with all of them."
    ratio = shared.max(axis=0) / shared.min(axis=0)
    alt += (
        f" {shared.shape[1]} step with all of them; latest and earliest half rise of one eigenvalue differ "
        f"by a factor of {np.median(ratio):.2g} (median)."
    )
    first = halves[:, 0]
    if np.isfinite(first).all():
        alt += f" The first is half up between steps {whole(first.min())} and {whole(first.max())}."
    return alt


def _cell(value: float) -> int | str:
    return round(value) if np.isfinite(value) else "none"
