"""A training run as the plots of chapter 1 take it: loss and eigenvalues after every step."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from matplotlib.ticker import NullLocator

from stepwise_ssl.figures.check import matrix


@dataclass(frozen=True)
class History:
    """Loss and eigenvalues of C, with the steps at which each eigenvalue passes one half.

    Args:
        steps: 0, 1, 2, ..., (T,).
        loss: L after so many steps, (T,).
        eigenvalues: of C, largest first, (T, d).
        halves: the first step above one half, (d,), NaN for one that stays below.
    """

    steps: np.ndarray
    loss: np.ndarray
    eigenvalues: np.ndarray
    halves: np.ndarray

    @property
    def risen(self) -> np.ndarray:
        """The steps of those eigenvalues that pass one half, in order."""
        return self.halves[np.isfinite(self.halves)]

    def plateaus(self) -> np.ndarray:
        """The loss at the geometric mean of neighbouring half steps: between two drops."""
        return np.interp(np.sqrt(self.risen[:-1] * self.risen[1:]), self.steps, self.loss)


def read(name: str, history) -> History:
    """Take a run apart.

    Args:
        name: what it is called in messages.
        history: (T, 1 + d), row k after k steps: the loss, then the eigenvalues of C, largest first.

    Raises:
        ValueError: if it has another form, fewer than three rows, or eigenvalues not largest first.

    >>> read("run", [[1.0, 0.0], [0.5, 0.4], [0.1, 0.8]]).halves.tolist()
    [2.0]
    """
    table = matrix(name, history, (None, None))
    if len(table) < 3 or table.shape[1] < 2:
        raise ValueError(f"{name} has shape {table.shape}; expected (T, 1 + d): the loss, then d eigenvalues")
    steps, eigenvalues = np.arange(len(table), dtype=float), table[:, 1:]
    if np.any(np.diff(eigenvalues, axis=1) > 1e-9):
        raise ValueError(f"{name} has eigenvalues that rise from left to right; expected the largest first")
    above = eigenvalues > 0.5
    halves = np.where(above.any(axis=0), above.argmax(axis=0), np.nan)
    return History(steps, table[:, 0], eigenvalues, halves)


def step_axis(axes, runs: list[History]) -> float:
    """A logarithmic axis of steps, which begins at a fifth of the first rise; returns its first step."""
    rises = np.concatenate([one.risen for one in runs])
    last = max(one.steps[-1] for one in runs)
    first = max(1.0, float(np.floor(rises.min() / 5))) if len(rises) else 1.0
    axes.set_xscale("log")
    ticks = [m * 10**e for e in range(7) for m in (1, 2, 5) if first <= m * 10**e <= last]
    axes.xaxis.set_minor_locator(NullLocator())
    axes.set_xticks(ticks, [f"{tick:,}" for tick in ticks])
    axes.set_xlim(first, last)
    return first


def listed(values) -> str:
    """Numbers for a sentence: 104, 174 and 478.

    >>> listed([104.2, 174.0, 478.4])
    '104, 174 and 478'
    """
    words = [f"{value:.0f}" for value in values]
    return " and ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)
