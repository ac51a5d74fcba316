"""At which steps a run is recorded: evenly in time, or evenly in its logarithm, as steps come."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np


def log_schedule(steps: int, records: int = 200) -> np.ndarray:
    """Steps 0 ... ``steps``, evenly spaced in the logarithm as far as whole numbers allow.

    Where the grid is finer than one step it takes every step, and spreads the records that are left over
    the rest; so there are always exactly ``records`` of them (all steps, if there are fewer).

    Args:
        steps: the last step, 1 or more.
        records: how many, first and last included, 2 or more.

    Returns:
        Integers, strictly increasing, from 0 to ``steps``, shape (min(records, steps + 1),).

    Raises:
        ValueError: a count is out of range.

    >>> log_schedule(1000, 8).tolist()
    [0, 1, 3, 10, 32, 100, 316, 1000]
    """
    records = _require(steps, records)
    chosen, place = [0, 1], 1.0
    while len(chosen) < records:
        left = records - len(chosen)
        place = max(place * (steps / place) ** (1 / left), chosen[-1] + 1)
        # Rounded up to the next free step; never so far that the steps left are fewer than the records left.
        chosen.append(min(max(round(place), chosen[-1] + 1), steps - left + 1))
    return np.array([*chosen[: records - 1], steps])


def linear_schedule(steps: int, records: int = 200) -> np.ndarray:
    """Steps 0 ... ``steps``, evenly spaced.

    Args:
        steps: the last step, 1 or more.
        records: how many, first and last included, 2 or more.

    Returns:
        Integers, strictly increasing, from 0 to ``steps``, shape (min(records, steps + 1),).

    Raises:
        ValueError: a count is out of range.

    >>> linear_schedule(1000, 5).tolist()
    [0, 250, 500, 750, 1000]
    """
    return np.round(np.linspace(0, steps, _require(steps, records))).astype(int)


def read_schedule(schedule: str | Iterable[int], steps: int, records: int) -> np.ndarray:
    """The steps that a run records: ``"log"``, ``"linear"``, or the steps themselves.

    Raises:
        ValueError: the word is unknown, or a step is no integer from 0 to ``steps``.

    >>> read_schedule([5, 0, 5], steps=10, records=200).tolist()
    [0, 5]
    """
    if isinstance(schedule, str):
        if schedule not in ("log", "linear"):
            raise ValueError(f"schedule is {schedule!r}: expected 'log', 'linear' or a list of steps")
        return (log_schedule if schedule == "log" else linear_schedule)(steps, records)
    given = np.unique(np.asarray(list(schedule)))
    if given.size and (given.dtype.kind not in "iu" or given[0] < 0 or given[-1] > steps):
        raise ValueError(f"schedule holds {given!r:.60}: expected integers from 0 to steps = {steps}")
    return given.astype(int)


def _require(steps: int, records: int) -> int:
    """Check both counts; returns how many records there can be."""
    for name, value, least in (("steps", steps, 1), ("records", records, 2)):
        if isinstance(value, bool) or not isinstance(value, int | np.integer) or value < least:
            raise ValueError(f"{name} is {value!r}: expected an integer, {least} or more")
    return int(min(records, steps + 1))
