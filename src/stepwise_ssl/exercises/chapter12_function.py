"""Exercise 12.4: how many steps of a staircase are clear, on staircases made of logistic curves.

A logistic curve with its half rise at t and the width w rises from 10 to 90 % between t - w log 9 and
t + w log 9, so what is clear can be read off. Times lie so that no two events are closer than several
records: it does not matter whether a crossing is taken at a record or between two.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from .properties import Broken, Property, PropertyQuestion

TIMES = np.linspace(0, 40, 2001)


@dataclass(frozen=True)
class Staircase:
    """One input of ``count_clear_steps``.

    Args:
        values: eigenvalues, (T, k).
        clear: how many steps are clear.
        slips: wrong counts, and what leads to them.
        times: of the records, (T,).

    Source: chapter 12.

    >>> APART.values.shape, APART.clear
    ((2001, 4), 4)
    """

    values: np.ndarray
    clear: int
    slips: dict[int, str] = field(default_factory=dict)
    times: np.ndarray = field(default_factory=lambda: TIMES)

    def ask(self, call) -> None:
        """Raise ``Broken`` unless the reader's count is right."""
        found = float(call(self.times, self.values, shape=()))
        if found == self.clear:
            return
        if found not in self.slips and found != np.rint(found):
            raise Broken(f"it gives {found:g}, which is no count")
        plural = "s are" if self.clear != 1 else " is"
        reason = f". {self.slips[found]}" if found in self.slips else ""
        raise Broken(f"it gives {found:g}, where {self.clear} step{plural} clear{reason}")


def rises(halves, widths=0.5, heights=1.0, base=0.0) -> np.ndarray:
    """Logistic curves, (2001, k), one for each time of half rise.

    >>> bool(np.isclose(rises([10.0])[500, 0], 0.5))
    True
    """
    halves = np.asarray(halves, float)
    return base + heights / (1 + np.exp(-(TIMES[:, None] - halves) / widths))


def _shrinking() -> np.ndarray:
    """The first curve rises to 4, and shrinks to 1.6 long after the second has come, during its rise."""
    first = rises([10.0], widths=1.0, heights=4.0) - rises([25.0], heights=2.4)
    return np.hstack([first, rises([9.5, 30.0], widths=0.1, heights=[1.0, 0.8])])


_RNG = np.random.default_rng(12)
_NO_FIRST = "Before the first one nothing stands, so it is clear"
_ALL_STEPS = (
    "That is the number of all steps. A step that starts before the last one has half risen is not clear"
)
_FALLS = "These eigenvalues fall from record to record: nothing rises"
APART = Staircase(rises([5, 12, 20, 31]), 4, {3: _NO_FIRST})
OVERLAPPING = Staircase(rises([5, 12, 12.6, 20, 20.5]), 3, {5: _ALL_STEPS, 2: _NO_FIRST})
TOGETHER = Staircase(rises([20, 20.02, 20.04]), 1, {3: _ALL_STEPS, 0: _NO_FIRST})
SOON = Staircase(
    rises([10, 11.5, 13]),
    3,
    {1: "You waited for the end of a rise. A step may start once the one before it has HALF risen"},
)
RAISED = Staircase(
    rises([5, 12, 20], base=0.4),
    3,
    {1: "These start at 0.4, not at 0. Take 10 % of the rise, above the lowest value before the peak"},
)
SHRINKING = Staircase(
    _shrinking(),
    2,
    {3: "The first one shrinks later, from 4 to 1.6. Measure its rise up to its peak, not to its last value"},
)
WITH_FLAT = Staircase(
    np.hstack([rises([5, 12]), rises([30, 36], heights=[0.01, 0.004])]),
    2,
    {k: "It counts a column that rises by 0.01 or less, under 5 % of the highest rise" for k in (3, 4)},
)
NOTHING = Staircase(np.zeros((len(TIMES), 3)), 0, {1: "All of these are zero", 3: "All of these are zero"})
SHUFFLED = Staircase(
    rises([5, 12, 12.6, 20, 28])[:, _RNG.permutation(5)],
    4,
    {k: "The columns stand in another order here. Sort each record, largest first" for k in (0, 1, 2, 3, 5)},
)
UPWARDS = Staircase(rises([5, 12, 20, 31])[:, ::-1], 4, {1: "eigvalsh sorts upwards. Sort largest first"})
REVERSED = Staircase(APART.values[::-1], 0, dict.fromkeys(range(1, 5), _FALLS))
OTHER_CLOCK = Staircase(OVERLAPPING.values, 3, OVERLAPPING.slips, TIMES**3 + 7)
ONE = Staircase(rises([20]), 1, {0: _NO_FIRST})
ALL = (APART, OVERLAPPING, TOGETHER, SOON, RAISED, SHRINKING, WITH_FLAT, NOTHING, SHUFFLED, UPWARDS, REVERSED)
ALL = (*ALL, OTHER_CLOCK, ONE)


def _each(*asked: Staircase):
    """A test that asks one staircase after the other."""

    def test(call) -> None:
        for one in asked:
            one.ask(call)

    return test


QUESTION = PropertyQuestion(
    [
        Property("count the steps of a clean staircase", _each(APART, ONE)),
        Property("leave out steps that overlap", _each(OVERLAPPING, TOGETHER)),
        Property("ask for half of the rise before, and no more", _each(SOON)),
        Property("measure a rise from where it starts", _each(RAISED)),
        Property("measure a rise up to the peak", _each(SHRINKING)),
        Property("leave out what hardly rises", _each(WITH_FLAT, NOTHING)),
        Property("not care about the order of the columns", _each(SHUFFLED, UPWARDS)),
        Property("find no step where time runs backwards", _each(REVERSED)),
        Property("not care how fast the clock runs", _each(OTHER_CLOCK)),
    ],
    praise="Now you can count for yourself in every stored run. training.detect_steps does the same between "
    "records, with noise, and with rises that the end of the run cuts off.",
)
