"""Half rises that the frozen body foretells, against those seen with the body held still, and moving."""

from __future__ import annotations

from typing import Any

import numpy as np

from stepwise_ssl import palette
from stepwise_ssl.figures.book_figure import BookFigure
from stepwise_ssl.figures.check import vector
from stepwise_ssl.figures.deep.drawing import colour_of
from stepwise_ssl.figures.deep.reading import Watched, read, whole
from stepwise_ssl.figures.style import book_figure, curve, dots, new_axes
from stepwise_ssl.figures.table import Table


def foretold(predicted, still: Any, moving: Any) -> BookFigure:
    """When each eigenvalue passes 1/2, seen against foretold; on the dashed line the two are equal.

    Full dots belong to the run whose body is held still, rings to the one in which it moves.

    Args:
        predicted: foretold half rises, mode by mode, (d,); inf where a mode never steps. The j-th eigenvalue
            is compared with the j-th earliest.
        still: the run with the body held still, as for ``hero``.
        moving: the run in which all layers learn.

    Returns:
        The figure; by how much the seen steps differ from the foretold ones is said, for both runs.

    Raises:
        ValueError: a run lacks an array, shapes differ, or neither run has a step.

    >>> k = np.arange(300)
    >>> run = lambda *t: {"steps": k, "loss": k, "eigenvalues": 1 / (1 + np.exp(np.array(t) - k[:, None]))}
    >>> foretold([50.0, 150.0], run(50.0, 150.0), run(40.0, 75.0)).alt[-82:]
    'With a body that moves 2 steps are seen, at 0.50 to 0.80 times the foretold steps.'
    """
    seen = {"held still": read("still", still), "moves": read("moving", moving)}
    order = np.sort(vector("predicted", np.where(np.isfinite(predicted), predicted, 1e300)))
    halves = {label: _half_up(run, len(order)) for label, run in seen.items()}
    shown = [
        j for j in range(len(order)) if order[j] < 1e300 and any(np.isfinite(h[j]) for h in halves.values())
    ]
    if not shown:
        raise ValueError("still and moving have no step: expected at least one eigenvalue that rises")
    every = np.concatenate([order[shown], *(h[shown][np.isfinite(h[shown])] for h in halves.values())])
    low, high = every.min() / 1.3, every.max() * 1.3
    axes = new_axes((420, 300), x="step at which it is foretold", y="step at which it is seen", left=58)
    for scale in (axes.set_xscale, axes.set_yscale):
        scale("log")
    axes.set_xlim(low, high)
    axes.set_ylim(low, high)
    ticks = [tick for tick in (30, 100, 300, 1000, 3000, 10000) if low < tick < high]
    for set_ticks in (axes.set_xticks, axes.set_yticks):
        set_ticks(ticks, [f"{tick:,}" for tick in ticks], minor=False)
        set_ticks([], minor=True)
    curve(axes, [low, high], [low, high], palette.MUTED, 1.2, linestyle="--")
    for label, times in halves.items():
        for j in shown:
            if np.isfinite(times[j]):
                dots(axes, [order[j]], [times[j]], colour_of(j), 9)
                if label == "moves":  # a ring: the drawing's dots have no outline
                    dots(axes, [order[j]], [times[j]], palette.PAPER, 5.5)
    rows = tuple((j + 1, round(order[j]), *(_cell(times[j]) for times in halves.values())) for j in shown)
    table = Table(("eigenvalue", "foretold", "body held still", "body moves"), rows)
    caption = "Full dots: the body is held still. Rings: it moves. Dashed: as foretold."
    words = " ".join(_words(label, times[shown], order[shown]) for label, times in halves.items())
    return book_figure(axes, f"Half-rise steps, seen against foretold. {words}", table, caption=caption)


def _half_up(run: Watched, many: int) -> np.ndarray:
    """The first record at which each of ``many`` eigenvalues is 1/2 or more; inf if none is."""
    found = np.full(many, np.inf)
    risen = run.eigenvalues[:, :many] >= 0.5
    found[: risen.shape[1]] = np.where(risen.any(axis=0), run.steps[risen.argmax(axis=0)], np.inf)
    return found


def _words(label: str, times: np.ndarray, order: np.ndarray) -> str:
    ratio = (times / order)[np.isfinite(times)]
    beginning = "With a body held still" if label == "held still" else "With a body that moves"
    if not len(ratio):
        return f"{beginning} no step is seen."
    many = "1 step is" if len(ratio) == 1 else f"{whole(len(ratio))} steps are"
    return f"{beginning} {many} seen, at {ratio.min():.2f} to {ratio.max():.2f} times the foretold steps."


def _cell(value: float) -> int | str:
    return round(value) if np.isfinite(value) else "none"
