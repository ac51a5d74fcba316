"""Three losses side by side: do old eigenvalues stay where they are when a new one rises, or shrink?"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from stepwise_ssl.figures.book_figure import BookFigure
from stepwise_ssl.figures.deep.drawing import loss_and_eigenvalues
from stepwise_ssl.figures.deep.reading import NAMED, Watched, read, several
from stepwise_ssl.figures.style import book_figure
from stepwise_ssl.figures.table import Table


def three_losses(runs: Mapping[str, Any]) -> BookFigure:
    """Loss and eigenvalues of a few runs, one panel for each.

    Args:
        runs: two to four runs by their labels, such as {"Barlow Twins": run, "VICReg": ..., "SimCLR": ...}.

    Returns:
        The figure; for each run the steps are counted, and what the eigenvalues keep of their height while
        the next ones rise is measured, see ``kept``.

    Raises:
        ValueError: if there are fewer or more runs, one lacks an array, or shapes differ.

    >>> k = np.arange(300)
    >>> lam = 1 / (1 + np.exp(np.array([50.0, 150.0]) - k[:, None]))
    >>> one = {"steps": k, "loss": 1 - lam[:, 0], "eigenvalues": lam}
    >>> two = one | {"eigenvalues": lam * np.stack([1 - lam[:, 1] / 2, 0 * k + 0.5], axis=1)}
    >>> three_losses({"A": one, "B": two}).alt[-98:]
    'B: 2 eigenvalues step, 2 of them clearly; at the end the older ones have 50% of their height left.'
    """
    seen = {label: read(label, run) for label, run in several(runs, 2, 4).items()}
    panels = [loss_and_eigenvalues(label, one) for label, one in seen.items()]
    alt = f"Loss and eigenvalues of {len(seen)} runs. "
    alt += " ".join(_words(label, one) for label, one in seen.items())
    names = ("loss", "eigenvalue", "half-rise step", "clear", "highest", "at the end")
    rows = tuple(row for label, one in seen.items() for row in _rows(label, one))
    return book_figure(panels, alt, Table(names, rows))


def kept(seen: Watched) -> float:
    """What the eigenvalues that stepped, all but the last of them, have left of their height at the end.

    The height of each is its highest value from its half rise until the last one starts to rise; what it has
    left is its last value as a part of that. Their median; NaN if fewer than two step.
    """
    old = seen.stepped[:-1]
    if not len(old):
        return float("nan")
    # The last to start, not the last in size: in a deep run the order of the two can differ.
    begins = seen.found.start[seen.stepped].max()
    shares = []
    for place in old:
        during = (seen.steps >= seen.found.half[place]) & (seen.steps <= begins)
        values = seen.eigenvalues[during, place]
        if len(values):
            shares.append(seen.eigenvalues[-1, place] / values.max())
    return float(np.median(shares)) if shares else float("nan")


def _words(label: str, seen: Watched) -> str:
    left = kept(seen)
    words = f"{label}: {seen.counted()}"
    if np.isfinite(left):
        words += f"; at the end the older ones have {100 * left:.0f}% of their height left"
    return words + "."


def _rows(label: str, seen: Watched):
    for place in range(min(NAMED, seen.eigenvalues.shape[1])):
        half = seen.found.half[place]
        step = round(half) if np.isfinite(half) else "none"
        clear = "yes" if seen.found.clear[place] else "no"
        values = seen.eigenvalues[:, place]
        yield label, place + 1, step, clear, float(values.max()), float(values[-1])
