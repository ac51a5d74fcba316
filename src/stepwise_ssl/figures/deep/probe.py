"""What a linear probe makes of a network as it learns, with the clear steps as ticks on the lines."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from matplotlib.ticker import FuncFormatter, MaxNLocator

from stepwise_ssl import palette
from stepwise_ssl.figures.book_figure import BookFigure
from stepwise_ssl.figures.check import increasing, matrix
from stepwise_ssl.figures.deep.drawing import step_axis
from stepwise_ssl.figures.deep.reading import Watched, array, read, several
from stepwise_ssl.figures.storeys import two_storeys
from stepwise_ssl.figures.style import book_figure, curve, dots, guide, spread, write
from stepwise_ssl.figures.table import Table

PARTS = ("last hidden layer", "embedding")
LOOKS = (
    (palette.INK, {}),
    (palette.ACCENT, {"dashes": (6, 2)}),
    (palette.MUTED, {"dashes": (2, 2)}),
    (palette.MINUS, {"dashes": (8, 2, 2, 2)}),
    (palette.PLUS, {"dashes": (4, 4)}),
)
WORDS = 118  # room to the right for the names of the runs


def probe(runs: Mapping[str, Any], chance: float = 0.1) -> BookFigure:
    """Accuracy of a linear probe on the last hidden layer, above, and on the embedding, below.

    Args:
        runs: one to five runs by their labels, each with ``probe_steps`` (P,), ``probe`` (P, 2) and what
            ``hero`` takes.
        chance: accuracy of guessing; a dashed line.

    Returns:
        The figure; first and last accuracy of each run, on both, are said.

    Raises:
        ValueError: if there are fewer or more runs, one lacks an array, or shapes differ.

    >>> k = np.arange(300)
    >>> lam = 1 / (1 + np.exp(np.array([20.0, 150.0]) - k[:, None]))
    >>> run = {"steps": k, "loss": k, "eigenvalues": lam}
    >>> run |= {"probe_steps": [1, 300], "probe": [[0.2, 0.1], [0.4, 0.3]]}
    >>> probe({"one": run}).alt[-66:]
    'one: 0.20 to 0.40 and 0.10 to 0.30, with 2 clear steps on the way.'
    """
    seen = {label: _read(label, run) for label, run in several(runs, 1, 5).items()}
    above, below = two_storeys((440, 420), "step, logarithmic", *(f"accuracy, {part}" for part in PARTS),
                               right=WORDS, top=34)  # fmt: skip
    looks = [steps for steps, _, _ in seen.values()]
    step_axis(below, np.array([min(s[0] for s in looks), max(s[-1] for s in looks)]), log=True)
    for axes, column in ((above, 0), (below, 1)):
        values = np.concatenate([found[:, column] for _, found, _ in seen.values()])
        axes.set_ylim(0, 1.1 * max(values.max(), chance))
        axes.yaxis.set_major_locator(MaxNLocator(4, steps=[1, 2, 5, 10]))
        axes.yaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:g}"))
        guide(axes, y=chance)
        for (steps, found, watched), (colour, style) in zip(seen.values(), LOOKS, strict=False):
            curve(axes, steps, found[:, column], colour, 1.8, **style)
            dots(axes, steps, found[:, column], colour, 5)
            _ticks(axes, steps, found[:, column], watched, colour)
        _name_ends(axes, list(seen), [found[-1, column] for _, found, _ in seen.values()], chance)
    said = " ".join(_words(label, *one) for label, one in seen.items())
    alt = "Accuracy of a linear probe, from the first look to the last, on the last hidden layer and on the "
    alt += f"embedding. {said}"
    rows = tuple(
        (label, int(step), float(hidden), float(embedding))
        for label, (steps, found, _) in seen.items()
        for step, (hidden, embedding) in zip(steps, found, strict=True)
    )
    return book_figure(above, alt, Table(("run", "step", *PARTS), rows))


def _read(label: str, run: Any) -> tuple[np.ndarray, np.ndarray, Watched]:
    """Steps of the probe, its accuracies (P, 2), and the run."""
    steps = increasing(f"{label}'s probe_steps", array(label, run, "probe_steps"), positive=True)
    found = matrix(f"{label}'s probe", array(label, run, "probe"), (len(steps), 2))
    if found.min() < 0 or found.max() > 1:
        raise ValueError(f"{label}'s probe runs from {found.min():.3g} to {found.max():.3g}; expected 0 to 1")
    return steps, found, read(label, run)


def _ticks(axes, steps: np.ndarray, accuracy: np.ndarray, watched: Watched, colour: str) -> None:
    """A short upright stroke on the run's line at the half rise of each clear step."""
    halves = watched.found.half[watched.clear]
    halves = halves[(halves >= steps[0]) & (halves <= steps[-1])]
    if len(halves):
        at = np.interp(np.log(halves), np.log(steps), accuracy)
        tall = 0.035 * axes.get_ylim()[1]
        gap = np.full(len(at), np.nan)
        x, y = (np.column_stack(c).ravel() for c in ([halves, halves, gap], [at - tall, at + tall, gap]))
        curve(axes, x, y, colour, 1.4)


def _name_ends(axes, names: list[str], last: list[float], chance: float) -> None:
    """Each run's name to the right of its line's end, and the word for guessing."""
    box, top = axes.get_window_extent(), axes.get_ylim()[1]
    words, heights = [*names, "guessing"], np.array([*last, chance]) / top * box.height
    colours = [colour if colour in (palette.INK, palette.ACCENT, palette.MUTED) else palette.INK
               for colour, _ in LOOKS[: len(names)]] + [palette.MUTED]  # fmt: skip
    for word, height, colour in zip(words, spread(heights, 15, 4, box.height), colours, strict=True):
        write(axes, box.width + 7, height, word, colour, "points", va="center", halo=False, fontsize=13)


def _words(label: str, steps: np.ndarray, found: np.ndarray, watched: Watched) -> str:
    hidden, embedding = (f"{a:.2f} to {b:.2f}" for a, b in zip(found[0], found[-1], strict=True))
    count = len(watched.clear)
    return (
        f"{label}: {hidden} and {embedding}, with {count} clear step{'' if count == 1 else 's'} on the way."
    )
