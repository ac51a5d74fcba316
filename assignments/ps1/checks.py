"""Problem set 1, one mode and the cross-correlation: its items, their points, and what each one tests."""

from coursework.items import Item

from .descent_checks import Q6
from .frame_checks import Q1
from .growth_checks import Q2
from .path_checks import Q3
from .rate_checks import Q5
from .variant import draw
from .wait_checks import Q4

__all__ = ["ITEMS", "draw"]

_TAIL = (
    (3, "Near the target 1 - u shrinks as a power of time here, exponentially for the book's loss; from u'."),
    (3, "The start is exponential for both: near u = 0 both equations are linear in u."),
    (2, "The rise is lopsided: the wait depends on the start through a logarithm, the tail does not."),
    (2, "Consequence named: steps run into each other at the top, or training must last far longer."),
)
_STUCK = (
    (
        3,
        "At least two causes: a correlation that is zero or negative, a start too small for the time so far.",
    ),
    (
        3,
        "A measurement that tells them apart, such as Gamma's eigenvalues, or a larger start of that mode.",
    ),
    (2, "The expected result of the measurement in each case, with a number where theory gives one."),
    (2, "Says what the loss will be in the end in each case (a plateau for ever, or zero)."),
)

ITEMS = (
    Item(
        "q1_frames", "Three frames instead of two views", "code", 12, 25, 1,
        "building a cross-correlation from its meaning: symmetrised, averaged, weighted, not centred",
        Q1, answers=("cross_correlation",),
    ),
    Item(
        "q2_growth", "Which modes grow first, and how fast", "code", 12, 25, 2,
        "eigenmodes in the right order, and a rate that follows from the stated loss",
        Q2, answers=("growth_rates", "growing_modes"),
    ),
    Item(
        "q3_path", "The path of one weight", "derive", 15, 30, 2,
        "solving the flow of a loss with another weight and target; limits as a check",
        Q3, answers=("path",),
    ),
    Item(
        "q4_wait", "A steeper loss: the waiting time", "derive", 15, 35, 3,
        "separation of variables where the path itself has no closed form; the chain rule twice",
        Q4, answers=("wait",),
    ),
    Item(
        "q5_rates", "How fast may you go?", "derive", 10, 15, 2,
        "reading stability from the curvature at the minimum",
        Q5, answers=("settles", "never_hops", "first_step"),
    ),
    Item(
        "q6_descend", "Descent, and when it arrives", "code", 16, 35, 2,
        "a vectorised training loop whose every step is right, and reading times off discrete steps",
        Q6, answers=("descend", "first_passage"),
    ),
    Item(
        "q7_tail", "The long tail", "written", 10, 15, 2,
        "reading behaviour from an equation: start, tail, and what they do to a staircase",
        rubric=_TAIL, answers=("tail",),
    ),
    Item(
        "q8_stuck", "Two eigenvalues that stay at zero", "written", 10, 15, 2,
        "telling two explanations of one observation apart by a measurement",
        rubric=_STUCK, answers=("stuck",),
    ),
)  # fmt: skip
