"""A small start beside a standard one: loss, and eigenvalues on a logarithmic axis."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np

from stepwise_ssl.figures.book_figure import BookFigure
from stepwise_ssl.figures.deep.drawing import PANEL, RIGHT, colour_of, draw_loss, line, mark_clear, step_axis
from stepwise_ssl.figures.deep.reading import NAMED, Watched, read, short, whole
from stepwise_ssl.figures.storeys import two_storeys
from stepwise_ssl.figures.style import book_figure, log_axis
from stepwise_ssl.figures.table import Table

LABELS = ("small start", "standard start")


def starts(small: Any, standard: Any, log_steps: bool = False) -> BookFigure:
    """Loss above and the first ten eigenvalues below, on one logarithmic axis for both starts.

    Args:
        small: the run from a small start, as for ``hero``.
        standard: the run from the standard one.
        log_steps: whether steps have a logarithmic axis too, which begins at the first one.

    Returns:
        The figure; where the first eigenvalue begins and how many step is said.

    Raises:
        ValueError: if a run lacks an array, shapes differ, or no eigenvalue is above zero.

    >>> k = np.arange(300)
    >>> lam = 1 / (1 + np.exp(np.array([20.0, 150.0]) - k[:, None]))
    >>> run = {"steps": k, "loss": 1 - lam[:, 0], "eigenvalues": lam}
    >>> starts(run, run | {"eigenvalues": 0.3 + 0.0 * lam}).alt[-104:]
    'from 1.00 to 0.00 in 299 steps, none of the eigenvalues steps; the first begins at 0.3 and ends at 0.30.'
    """
    both = [read(name, run) for name, run in (("small", small), ("standard", standard))]
    bottom, top = _range(both)
    panels = []
    for label, seen in zip(LABELS, both, strict=True):
        seen = replace(seen, **_after_zero(seen)) if log_steps else seen
        name = "step, logarithmic" if log_steps else "step"
        above, below = two_storeys(
            PANEL, name, f"{label}: loss L", "eigenvalues, logarithmic", left=52, right=RIGHT
        )
        step_axis(below, seen.steps, 3, log_steps)
        mark_clear((above, below), seen, above)
        draw_loss(above, seen)
        log_axis(below.yaxis)
        below.set_ylim(bottom, top)
        for place in reversed(range(min(NAMED, seen.eigenvalues.shape[1]))):
            line(below, seen.steps, seen.eigenvalues[:, place].clip(bottom / 2), colour_of(place), 1.8)
        panels.append(above)
    alt = " ".join(_words(label, seen) for label, seen in zip(LABELS, both, strict=True))
    return book_figure(panels, alt, _table(both))


def _after_zero(seen: Watched) -> dict[str, np.ndarray]:
    """The records after step 0, which a logarithmic axis does not have."""
    later = seen.steps > 0
    return {name: getattr(seen, name)[later] for name in ("steps", "loss", "eigenvalues")}


def _range(both: list[Watched]) -> tuple[float, float]:
    """From the power of ten below the smallest of the first ten at the start to above the largest."""
    begun = np.concatenate([seen.eigenvalues[0, :NAMED] for seen in both])
    largest = max(seen.eigenvalues.max() for seen in both)
    if largest <= 0 or not (begun > 0).any():
        raise ValueError("no eigenvalue is above 0 at the first record; a logarithmic axis needs one")
    # Below 10⁻¹² of the largest there is nothing but rounding.
    least = max(begun[begun > 0].min(), 1e-12 * largest)
    return float(10.0 ** np.floor(np.log10(min(least, 0.1 * largest)))), float(1.6 * largest)


def _words(label: str, seen: Watched) -> str:
    first = seen.eigenvalues[:, 0]
    return (
        f"{label.capitalize()}: the loss goes from {seen.loss[0]:.2f} to {seen.loss[-1]:.2f} in "
        f"{whole(seen.steps[-1])} steps, {seen.counted()}; the first begins at {short(first[0])} and ends at "
        f"{first[-1]:.2f}."
    )


def _table(both: list[Watched]) -> Table:
    rows = []
    for label, seen in zip(LABELS, both, strict=True):
        for place in range(min(NAMED, seen.eigenvalues.shape[1])):
            half, values = seen.found.half[place], seen.eigenvalues[:, place]
            step = round(half) if np.isfinite(half) else "none"
            clear = "yes" if seen.found.clear[place] else "no"
            rows.append((label, place + 1, float(values[0]), step, clear, float(values[-1])))
    return Table(
        ("start", "eigenvalue", "at the start", "half-rise step", "clear", "at the end"), tuple(rows)
    )
