"""Pairs beside shuffled pairs: what is left of the staircase when partners do not belong together."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from stepwise_ssl.figures.book_figure import BookFigure
from stepwise_ssl.figures.deep.drawing import PANEL, RIGHT, ceiling, draw_eigenvalues, mark_clear, step_axis
from stepwise_ssl.figures.deep.reading import NAMED, Watched, read, several, short
from stepwise_ssl.figures.storeys import two_storeys
from stepwise_ssl.figures.style import book_figure
from stepwise_ssl.figures.table import Table

WORDS = ("pairs", "shuffled")
RISEN = 0.1  # of the largest eigenvalue that pairs have at the end


def controls(runs: Mapping[str, tuple[Any, Any]]) -> BookFigure:
    """Eigenvalues with pairs above, with shuffled pairs below on the same axis; one panel for each loss.

    Args:
        runs: one to four pairs (run with pairs, run with shuffled pairs) by the label of the loss.

    Returns:
        The figure. Counted for both: eigenvalues that ever exceed a tenth of the largest one that pairs
        have at the end. Steps are not counted here: in a flat line the highest rise is noise.

    Raises:
        ValueError: if there are fewer or more, an array is missing, or shapes differ.

    >>> import numpy as np
    >>> k = np.arange(300)
    >>> lam = 1 / (1 + np.exp(np.array([20.0, 150.0]) - k[:, None]))
    >>> run = {"steps": k, "loss": 2 - lam.sum(axis=1), "eigenvalues": lam}
    >>> controls({"A": (run, run | {"eigenvalues": 0.01 * lam, "loss": 2.0 + 0 * k})}).alt[-91:]
    '0 with shuffled pairs, whose highest is 0.01; loss from 2.00 to 0.00 and from 2.00 to 2.00.'
    """
    panels, said, rows = [], [], []
    for label, pair in several(runs, 1, 4).items():
        if len(pair) != 2:
            raise ValueError(f"runs[{label!r}] has {len(pair)} runs; expected 2: pairs, shuffled pairs")
        both = [read(f"{label}, {word}", run) for word, run in zip(WORDS, pair, strict=True)]
        real, shuffled = both
        panels.append(_panel(label, real, shuffled))
        bar = RISEN * real.eigenvalues[-1].max()
        counts = [int((one.eigenvalues.max(axis=0) > bar).sum()) for one in both]
        losses = " and ".join(f"from {one.loss[0]:.2f} to {one.loss[-1]:.2f}" for one in both)
        said.append(
            f"{label}: {counts[0]} with pairs, {counts[1]} with shuffled pairs, whose highest is "
            f"{short(shuffled.eigenvalues.max())}; loss {losses}."
        )
        for place in range(min(NAMED, *(one.eigenvalues.shape[1] for one in both))):
            values = [one.eigenvalues[:, place] for one in both]
            rows.append((label, place + 1, *(float(f) for v in values for f in (v.max(), v[-1]))))
    alt = "Eigenvalues that ever exceed a tenth of the largest one that pairs have at the end. " + " ".join(
        said
    )
    names = ("loss", "eigenvalue", "pairs: highest", "at the end", "shuffled: highest", "at the end ")
    return book_figure(panels, alt, Table(names, tuple(rows)))


def _panel(label: str, real: Watched, shuffled: Watched):
    """Both on one scale, and what became of the loss in words above."""
    upper, lower = (f"L {one.loss[0]:.3g} → {one.loss[-1]:.3g}" for one in (real, shuffled))
    above, below = two_storeys(
        PANEL, "step", f"{label}, pairs: {upper}", f"shuffled pairs: {lower}", right=RIGHT
    )
    longer = max(real.steps, shuffled.steps, key=lambda steps: steps[-1])
    step_axis(below, longer, 3)
    top, cut = ceiling(real.steps, real.eigenvalues)
    mark_clear((above,), real, above)
    draw_eigenvalues(above, real, top, cut)
    draw_eigenvalues(below, shuffled, top, shuffled.eigenvalues.max() > top)
    return above
