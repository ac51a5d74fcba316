"""One run of a deep network: the loss above, the eigenvalues of its embedding below."""

from __future__ import annotations

from typing import Any

import numpy as np

from stepwise_ssl.figures.book_figure import BookFigure
from stepwise_ssl.figures.deep.drawing import loss_and_eigenvalues
from stepwise_ssl.figures.deep.reading import NAMED, listed, read, whole
from stepwise_ssl.figures.style import book_figure
from stepwise_ssl.figures.table import Table


def hero(run: Any) -> BookFigure:
    """Loss and eigenvalues over the training steps, with a dashed line at each clear step.

    Args:
        run: a stored run, or a mapping with ``steps`` (T,), ``loss`` (T,) and ``eigenvalues`` (T, k).

    Returns:
        The figure; steps are counted, and the half-rise step of each clear one is said.

    Raises:
        ValueError: if the run lacks an array or shapes differ.

    >>> k = np.arange(300)
    >>> lam = 1 / (1 + np.exp(np.array([50.0, 150.0]) - k[:, None]))
    >>> print(hero({"steps": k, "loss": ((1 - lam) ** 2).sum(axis=1), "eigenvalues": lam}).alt)
    Above, the loss goes from 2.00 to 0.00 in 299 steps. Below, 2 eigenvalues step, 2 of them clearly: the
    clear ones have half risen at steps 50 and 150. At the end the largest are 1.00 and 1.00.
    """
    seen = read("run", run)
    axes = loss_and_eigenvalues("", seen, (440, 400), 5)
    alt = (
        f"Above, the loss goes from {seen.loss[0]:.2f} to {seen.loss[-1]:.2f} in "
        f"{whole(seen.steps[-1])} steps. Below, {seen.counted()}"
    )
    if len(seen.clear):
        one = len(seen.clear) == 1
        alt += f": the clear {'one has' if one else 'ones have'} half risen at step{'' if one else 's'} "
        alt += listed(whole(seen.found.half[place]) for place in seen.clear)
    last = np.sort(seen.eigenvalues[-1])[::-1][:3]
    alt += f". At the end the largest {'is' if len(last) == 1 else 'are'} {listed(f'{v:.2f}' for v in last)}."
    shown = min(NAMED, seen.eigenvalues.shape[1])
    names = ("step", "loss L", *(f"eigenvalue {j + 1}" for j in range(shown)))
    columns = seen.steps.astype(int), seen.loss, *seen.eigenvalues[:, :shown].T
    return book_figure(axes, alt, Table.of_columns(names, *columns))
