"""Effective ranks of hidden layers over a run, with the embedding's own and its clear steps."""

from __future__ import annotations

import re
from typing import Any

import numpy as np

from stepwise_ssl import palette
from stepwise_ssl.figures.book_figure import BookFigure
from stepwise_ssl.figures.check import matrix
from stepwise_ssl.figures.deep.drawing import line, mark_clear, step_axis
from stepwise_ssl.figures.deep.reading import array, listed, read, whole
from stepwise_ssl.figures.style import book_figure, new_axes, spread, write
from stepwise_ssl.figures.table import Table
from stepwise_ssl.training.rank import effective_rank

DASHES = ((1.5, 2), (4, 2), (7, 2), (10, 2, 2, 2))


def hidden_ranks(run: Any) -> BookFigure:
    """Effective rank of each hidden layer and of the embedding, over the training steps.

    Args:
        run: a stored run, or a mapping with ``ranks`` (T, L), ``layers`` (L,), ``covariance`` (T, k), and
            what ``hero`` takes.

    Returns:
        The figure; first and last rank of each layer are said.

    Raises:
        ValueError: if an array is missing, shapes differ, or there are more than five layers.

    >>> k = np.arange(300)
    >>> lam = 1 / (1 + np.exp(np.array([20.0, 150.0]) - k[:, None]))
    >>> run = {"steps": k, "loss": 1 - lam[:, 0], "eigenvalues": lam, "covariance": lam}
    >>> hidden_ranks(run | {"layers": ["stage1"], "ranks": 3 + lam[:, :1]}).alt[-84:]
    'stage 1 from 3.0 to 4.0 and the embedding from 1.0 to 2.0. 2 clear steps are marked.'
    """
    seen = read("run", run)
    layers = [re.sub(r"(\D)(\d)", r"\1 \2", str(name)) for name in array("run", run, "layers")]
    ranks = matrix("run's ranks", array("run", run, "ranks"), (len(seen.steps), len(layers)))
    if len(layers) > 5:
        raise ValueError(f"run has {len(layers)} layers; at most 5 can be told apart")
    ranks = np.column_stack([ranks, _of_embedding(run, seen.steps)])
    names = [*layers, "embedding"]
    axes = new_axes((440, 300), x="step", y="effective rank", right=86, top=54)
    step_axis(axes, seen.steps, 4)
    axes.set_ylim(0, 1.06 * ranks.max())
    mark_clear((axes,), seen, axes)
    for place in range(len(names)):
        colour, width, style = _look(place, len(layers))
        line(axes, seen.steps, ranks[:, place], colour, width, **style)
    _name_ends(axes, names, ranks[-1])
    said = [f"{name} from {a:.1f} to {b:.1f}" for name, a, b in zip(names, ranks[0], ranks[-1], strict=True)]
    said[-1] = f"the {said[-1]}"
    count = len(seen.clear)
    marked = "No step is" if not count else "1 clear step is" if count == 1 else f"{count} clear steps are"
    alt = f"Effective ranks over {whole(seen.steps[-1])} steps: {listed(said)}. {marked} "
    alt += "marked." if count else "clear."
    return book_figure(axes, alt, Table.of_columns(("step", *names), seen.steps.astype(int), *ranks.T))


def _of_embedding(run: Any, steps: np.ndarray) -> np.ndarray:
    """The effective rank of the embedding, (T,); 0 where it does not vary."""
    return effective_rank(matrix("run's covariance", array("run", run, "covariance"), (len(steps), None)))


def _look(place: int, layers: int) -> tuple[str, float, dict]:
    """The embedding stands out; of the layers the last is drawn whole, those before it more broken."""
    if place == layers:
        return palette.ACCENT, 2.6, {}
    if place == layers - 1:
        return palette.INK, 2.2, {}
    return palette.INK, 1.5, {"dashes": DASHES[min(place, len(DASHES) - 1)]}


def _name_ends(axes, names: list[str], last: np.ndarray) -> None:
    """Each line's name to the right of its end, moved apart where they crowd."""
    box = axes.get_window_extent()
    heights = last / axes.get_ylim()[1] * box.height
    for name, height in zip(names, spread(heights, 15, 4, box.height), strict=True):
        colour = palette.ACCENT if name == names[-1] else palette.INK
        write(axes, box.width + 6, height, name, colour, "points", va="center", halo=False, fontsize=13)
