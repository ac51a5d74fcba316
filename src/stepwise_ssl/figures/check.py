"""Argument checks shared by the plots: every message names the argument, what it is and what was expected."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np


def vector(name: str, value, length: int | None = None, finite: bool = True, at_least: int = 2) -> np.ndarray:
    """``value`` as a float array of one axis, with ``length`` entries, or at least ``at_least``.

    Raises:
        ValueError: if it is not.

    >>> vector("times", [0, 1]).tolist()
    [0.0, 1.0]
    """
    array = np.asarray(value, dtype=float)
    wanted = f"({length},)" if length is not None else f"(n,), n at least {at_least}"
    if array.ndim != 1 or (len(array) < at_least if length is None else len(array) != length):
        raise ValueError(f"{name} has shape {array.shape}; expected {wanted}")
    if finite and not np.all(np.isfinite(array)):
        raise ValueError(f"{name} has {np.sum(~np.isfinite(array))} entries that are NaN or infinite")
    return array


def matrix(name: str, value, shape: tuple[int | None, int | None]) -> np.ndarray:
    """``value`` as a finite float array of two axes; ``None`` in ``shape`` leaves that axis free.

    Raises:
        ValueError: if it is not.

    >>> matrix("weights", [[0, 1]], (None, 2)).shape
    (1, 2)
    """
    array = np.asarray(value, dtype=float)
    if array.ndim != 2 or any(w not in (None, s) for w, s in zip(shape, array.shape, strict=True)):
        wanted = ", ".join("any" if side is None else str(side) for side in shape)
        raise ValueError(f"{name} has shape {array.shape}; expected ({wanted})")
    if array.size == 0 or not np.all(np.isfinite(array)):
        raise ValueError(f"{name} has shape {array.shape}; expected finite numbers and at least one of them")
    return array


def increasing(name: str, value, positive: bool = False) -> np.ndarray:
    """A vector of times that grow from entry to entry.

    Raises:
        ValueError: if they do not, or if ``positive`` and the first is not above zero.

    >>> increasing("times", [0, 1, 3]).tolist()
    [0.0, 1.0, 3.0]
    """
    array = vector(name, value)
    if np.any(np.diff(array) <= 0):
        raise ValueError(f"{name} does not increase from entry to entry")
    if positive and array[0] <= 0:
        raise ValueError(f"{name} starts at {array[0]:g}; a logarithmic axis needs times above 0")
    return array


def falling(name: str, value, length: int | None = None) -> np.ndarray:
    """A vector, largest entry first; equal neighbours are allowed.

    Raises:
        ValueError: if an entry is larger than the one before.

    >>> falling("gammas", [2, 1, 1]).tolist()
    [2.0, 1.0, 1.0]
    """
    array = vector(name, value, length)
    if np.any(np.diff(array) > 0):
        raise ValueError(f"{name} of shape {array.shape} rises somewhere; expected the largest first")
    return array


def crossing(times: np.ndarray, curve: np.ndarray, level: float) -> float:
    """The first time at which ``curve`` crosses ``level``, by straight lines; NaN if it never does.

    >>> crossing(np.array([0.0, 1.0]), np.array([0.0, 2.0]), 0.5)
    0.25
    """
    above = curve >= level if curve[0] < level else curve <= level
    if not above.any():
        return float("nan")
    k = int(np.argmax(above))
    if k == 0:
        return float(times[0])
    share = (level - curve[k - 1]) / (curve[k] - curve[k - 1])
    return float(times[k - 1] + share * (times[k] - times[k - 1]))


def rise_times(name: str, times: np.ndarray, curve: np.ndarray) -> tuple[float, float]:
    """The times at which ``curve`` crosses 0.1 and 0.9, read off by straight lines.

    Raises:
        ValueError: if it does not rise from below 0.1 to above 0.9.

    >>> begin, end = rise_times("curve", np.array([0.0, 1.0]), np.array([0.0, 1.0]))
    >>> round(begin, 3), round(end, 3)
    (0.1, 0.9)
    """
    begin, end = crossing(times, curve, 0.1), crossing(times, curve, 0.9)
    if not (curve[0] < 0.1 and np.isfinite(end)):
        raise ValueError(
            f"{name} runs from {curve[0]:.3g} to at most {curve.max():.3g}; expected a rise from below 0.1 "
            "to above 0.9"
        )
    return begin, end


def require_states(states: Sequence[Mapping[str, Any]], keys: Sequence[str]) -> None:
    """Refuse states of an explorable that lack what their picture shows.

    Raises:
        ValueError: there is none, or one lacks a key.

    >>> require_states([{"label": "one"}], ["label"])
    """
    if not states:
        raise ValueError("states is empty; expected at least one")
    for number, state in enumerate(states):
        missing = [key for key in keys if key not in state]
        if missing:
            raise ValueError(
                f"states[{number}] has no {', '.join(missing)}; expected the keys {', '.join(keys)}"
            )
