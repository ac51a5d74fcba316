"""Exercise 12.5: a number read from a stored run, so that it follows the run if that is made again."""

from __future__ import annotations

import numpy as np

from stepwise_ssl.training.rank import effective_rank

from .number import NumberQuestion

NAME = "deep-bt-small"
LEVEL = 3
TOLERANCE = 0.4  # steps are whole numbers


def first_record_above(ranks: np.ndarray, level: float = LEVEL) -> int:
    """The first record after the lowest one whose rank is above a level.

    Raises:
        ValueError: there is none.

    Source: the question of exercise 12.5.

    >>> first_record_above(np.array([7.0, 1.0, 2.0, 3.5, 2.8, 4.0]))
    3
    """
    lowest = int(np.argmin(ranks))
    above = np.flatnonzero(ranks[lowest:] > level)
    if not len(above):
        raise ValueError(f"no record after the lowest one, {lowest}, has a rank above {level}")
    return lowest + int(above[0])


def question(run) -> NumberQuestion:
    """The question about one run.

    Args:
        run: what ``experiments.load`` returns: ``steps`` (T,), ``covariance`` and ``eigenvalues`` (T, k),
            ``ranks`` (T, layers).

    Returns:
        The question; a slip that this run cannot tell from the answer, or from another slip, is left out.

    Source: every number in it is computed from the run.

    >>> made_up = {"steps": np.array([0, 5, 9, 20]), "ranks": np.full((4, 1), 2.0)}
    >>> made_up["covariance"] = np.array([[1, 1, 1, 1], [1, 0, 0, 0], [1, 1, 0, 0], [1, 1, 1, 1.0]])
    >>> made_up["eigenvalues"] = made_up["covariance"]
    >>> question(made_up).check(20).right
    True
    """
    steps, ranks = np.asarray(run["steps"]), effective_rank(np.asarray(run["covariance"], float))
    record = first_record_above(ranks)
    value = float(steps[record])
    slips: list[tuple[float, str]] = []
    for wrong, reply in _slips(run, steps, ranks, record):
        if min(abs(wrong - other) for other in (value, *(taken for taken, _ in slips))) > 2 * TOLERANCE:
            slips.append((float(wrong), reply))
    return NumberQuestion(
        value,
        TOLERANCE,
        slips,
        praise="A rank says how evenly the variance is shared, and nothing of its size: the tiny cloud of "
        "the start has many directions, and the first mode alone makes a line of it.",
    )


def _slips(run, steps: np.ndarray, ranks: np.ndarray, record: int) -> list[tuple[float, str]]:
    """Steps that a likely slip would give, those that say most first."""
    lowest = int(np.argmin(ranks))
    for_good = int(np.flatnonzero(ranks <= LEVEL)[-1]) + 1
    three = int(np.argmax((np.asarray(run["eigenvalues"]) > 0.5).sum(axis=1) >= LEVEL))
    found = [
        (
            steps[0],
            "At the start the cloud is tiny, but it has many directions: the rank does not know the size. "
            "Search after the lowest rank.",
        ),
        (record, "That is the number of the record. Look it up in run['steps']."),
        (record - lowest, "You counted from the lowest record on. Add its place, then look up the step."),
        (steps[lowest], "There the rank is lowest. When is it above 3 for the first time after that?"),
        (steps[record - 1], "One record too early: there it is still 3 or less."),
        (len(steps) - 1, "That is the number of the last record."),
        (steps[-1], "That is the end of the run. The first record above 3 is wanted."),
    ]
    if for_good < len(steps):
        found.append((steps[for_good], "From there on it stays above 3. It has been above 3 before."))
    if three:
        found.append((steps[three], "There three eigenvalues of C are above one half. Take the rank."))
    return found
