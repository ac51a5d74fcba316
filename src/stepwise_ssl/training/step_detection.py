"""Finding steps in curves: when each eigenvalue rises, and whether it rises by itself.

A step is *clear* when the next one waits for it: the 10-90 % rise of eigenvalue j + 1 starts after
eigenvalue j has half risen.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np


@dataclass(frozen=True, eq=False)
class Steps:
    """The steps of k curves; times are inf where a curve never gets that far.

    Attributes:
        start: times at which 10 % of the rise is done, shape (k,).
        half: times at which half of it is done, shape (k,).
        end: times at which 90 % is done, shape (k,).
        clear: whether the curve steps, and starts after the one before it has half risen, shape (k,).

    >>> Steps(np.zeros(2), np.array([1.0, np.inf]), np.ones(2), np.array([True, False])).count
    1
    """

    start: np.ndarray
    half: np.ndarray
    end: np.ndarray
    clear: np.ndarray

    @property
    def count(self) -> int:
        """How many curves step at all."""
        return int(np.isfinite(self.half).sum())


def detect_steps(
    times: Any,
    eigenvalues: Any,
    plateau: Any = None,
    least: float = 0.05,
    low: float = 0.1,
    floor: float = 0.0,
) -> Steps:
    """When each curve steps, and which steps are clear.

    A curve rises from its lowest value before its peak to its peak (or to ``plateau``). It ends its
    rise when it first reaches 90 %; it has half risen, and has started, when it last passed 50 % and 10 %
    upwards before that. So neither a fall after the peak nor noise around a level moves the times by more
    than the noise itself. Between two records the curve is taken to be straight. A curve that is still rising
    when the records end has not stepped: what is left after 90 % is then short against the rise.

    Args:
        times: increasing times of the records, shape (T,).
        eigenvalues: one curve in each column, largest first, shape (T, k).
        plateau: height that the curves step to, a number or shape (k,); their own peaks if not given. With
            it, a curve that is still on its way has no end, and is not clear.
        least: a curve that rises by less than this part of the highest rise does not step.
        low: start of the rise as a part of it, 0.1; its end is 1 - low.
        floor: height that the highest curve must reach, or none steps: rounding noise has shapes, too.

    Returns:
        The steps, see ``Steps``.

    Raises:
        ValueError: shapes do not fit, times do not increase, a value is not finite, or a part out of range.

    Source: the criterion is this book's own; 10-90 % is the usual rise time.

    >>> t = np.linspace(0, 10, 101)
    >>> curves = np.stack([1 / (1 + np.exp(-9 * (t - start))) for start in (2, 5)], axis=1)
    >>> steps = detect_steps(t, curves)
    >>> print(steps.half.round(2), steps.clear)
    [2. 5.] [ True  True]
    """
    times, curves = _read(times, eigenvalues)
    if not 0 < low < 0.5 or not 0 <= least < 1:
        raise ValueError(f"low is {low!r}, least is {least!r}: expected 0 < low < 0.5 and 0 <= least < 1")
    base, top = _levels(curves, plateau)
    rises = top - base
    steps = (rises > 0) & (rises >= least * rises.max(initial=0)) & (curves.max(initial=0) >= floor)
    found = np.full((3, curves.shape[1]), np.inf)
    for j in np.flatnonzero(steps):
        relative = (curves[:, j] - base[j]) / rises[j]
        crossed = _crossings(times, relative, (low, 0.5, 1 - low))
        if plateau is not None or not _is_rising(times, relative, crossed):
            found[:, j] = crossed
    start, half, end = found
    return Steps(start, half, end, _clear(start, half, end))


def _is_rising(times: np.ndarray, relative: np.ndarray, crossed: list[float]) -> bool:
    """Whether a curve that is highest at the last record would have gone on.

    Growing exponentially it would spend 0.05 of its 10-90 % time beyond 90 % of whatever height it ended at;
    a logistic curve that has reached 94 % of its plateau has spent 1/4.
    """
    start, _, end = crossed
    return relative.argmax() == len(relative) - 1 and times[-1] - end < (end - start) / 4


def _clear(start: np.ndarray, half: np.ndarray, end: np.ndarray) -> np.ndarray:
    """Each curve against the last one before it that steps."""
    clear, before = np.zeros(len(start), bool), -np.inf
    for j in range(len(start)):
        clear[j] = np.isfinite(end[j]) and start[j] >= before
        before = half[j] if np.isfinite(half[j]) else before
    return clear


def _levels(curves: np.ndarray, plateau: Any) -> tuple[np.ndarray, np.ndarray]:
    """From which to which value each curve rises."""
    peak = curves.argmax(axis=0)
    base = np.array([curves[: row + 1, j].min() for j, row in enumerate(peak)])
    if plateau is None:
        return base, curves.max(axis=0, initial=-np.inf)
    return base, np.broadcast_to(np.asarray(plateau, float), base.shape)


def _crossings(times: np.ndarray, relative: np.ndarray, levels: tuple[float, ...]) -> list[float]:
    """The upward crossings of the levels, the last before the highest level is first reached."""
    reached = np.flatnonzero(relative >= levels[-1])
    stop = int(reached[0]) if reached.size else len(times) - 1
    return [_last_upward(times[: stop + 1], relative[: stop + 1], level) for level in levels]


def _last_upward(times: np.ndarray, relative: np.ndarray, level: float) -> float:
    """When a curve last passes ``level`` upwards for good; inf if it ends below."""
    below = np.flatnonzero(relative < level)
    if below.size and below[-1] == len(times) - 1:
        return np.inf
    if not below.size:
        return float(times[0])
    i = below[-1]
    part = (level - relative[i]) / (relative[i + 1] - relative[i])
    return float(times[i] + part * (times[i + 1] - times[i]))


def _read(times: Any, eigenvalues: Any) -> tuple[np.ndarray, np.ndarray]:
    times, curves = np.asarray(times, float), np.asarray(eigenvalues, float)
    if times.ndim != 1 or curves.ndim != 2 or len(times) != len(curves) or len(times) < 2:
        raise ValueError(
            f"times has shape {times.shape}, eigenvalues {curves.shape}: expected (T,) and (T, k), T >= 2"
        )
    if not (np.isfinite(times).all() and np.isfinite(curves).all()):
        raise ValueError("times or eigenvalues hold NaN or inf: expected finite numbers")
    if (np.diff(times) <= 0).any():
        raise ValueError("times do not increase: expected each record later than the one before")
    return times, curves
