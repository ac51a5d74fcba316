"""How sure a statement is: the vocabulary of the checks, with an order from weak to strong."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

# From weak to strong. "By construction" is the weakest *mark* but a sound step: one function was applied
# to both sides. A chain that is otherwise proved therefore stays proved; see `weakest`.
_RANK = {"cited": 0, "numeric": 1, "exact": 2, "by construction": 3, "proved": 4, "definition": 5}


@dataclass(frozen=True)
class Status:
    """A mark on a statement: how it was checked, and at how many points.

    Args:
        kind: one of cited, numeric, exact, by construction, proved, definition.
        points: number of sample points, for the kinds that sample.
        digits: digits compared, for numeric.

    Example:
        >>> str(Status.EXACT(6)), Status.NUMERIC(3) < Status.PROVED
        ('exact at 6 points', True)
    """

    kind: str
    points: int = 0
    digits: int = 30

    def __post_init__(self):
        if self.kind not in _RANK:
            raise ValueError(f"kind: got {self.kind!r}, expected one of {', '.join(_RANK)}")

    @staticmethod
    def EXACT(points: int) -> Status:
        """Both sides agree exactly at this many random integer or rational points."""
        return Status("exact", points)

    @staticmethod
    def NUMERIC(points: int, digits: int = 30) -> Status:
        """Both sides agree to so many digits at this many points."""
        return Status("numeric", points, digits)

    @property
    def rank(self) -> int:
        """Strength: a larger rank is a stronger mark."""
        return _RANK[self.kind]

    def __lt__(self, other: Status) -> bool:
        return (self.rank, self.points) < (other.rank, other.points)

    def __str__(self) -> str:
        if self.kind == "exact":
            return f"exact at {self.points} points"
        if self.kind == "numeric":
            return f"numeric at {self.points} points, {self.digits} digits"
        return self.kind


Status.PROVED = Status("proved")
Status.BY_CONSTRUCTION = Status("by construction")
Status.DEFINITION = Status("definition")
Status.CITED = Status("cited")


def weakest(marks: Iterable[Status]) -> Status:
    """Status of a conclusion that rests on all these marks.

    A step by construction cannot lose truth, so it does not weaken proved steps; but steps that are all by
    construction (or definitions) prove nothing by themselves and stay marked as such.

    Args:
        marks: statuses of the steps.

    Returns:
        The weakest of them.

    Example:
        >>> str(weakest([Status.PROVED, Status.NUMERIC(6), Status.DEFINITION]))
        'numeric at 6 points, 30 digits'
    """
    marks = list(marks)
    if not marks:
        return Status.DEFINITION
    if Status.PROVED in marks:
        marks = [m for m in marks if m != Status.BY_CONSTRUCTION]
    return min(marks)
