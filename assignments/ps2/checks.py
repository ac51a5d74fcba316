"""Problem set 2, the linear model and its exact solution: its items, their points, what each one tests."""

from coursework.items import Item

from .gradient_checks import Q1
from .length_checks import Q3
from .power_law_checks import Q5
from .threshold_checks import Q2
from .timetable_checks import Q6
from .variant import draw
from .weights_checks import Q4

__all__ = ["ITEMS", "draw"]

_CHOICE = (
    (3, "Without decay every choice of d modes with positive gamma reaches the same loss; dynamics choose."),
    (
        3,
        "With decay a filled mode leaves more loss the smaller its gamma, so the leading modes are best.",
    ),
    (
        2,
        "What the small start does in either case: without decay it selects, with decay it only orders.",
    ),
    (2, "Heights: steps are unequal, and a mode below the threshold is not worth filling at all."),
)
_LATE = (
    (
        3,
        "At least three candidates, such as an unaligned start, close eigenvalues, the learning rate.",
    ),
    (3, "For each a measurement or a change of the run that confirms or excludes it."),
    (2, "Says which candidates change times only, and which change heights or directions."),
    (2, "Says how large one of the effects is, by a formula or a rule of the book."),
)

ITEMS = (
    Item(
        "q1_gradient", "The gradient, with decay", "code", 10, 20, 1,
        "a matrix gradient, and testing it against nothing but the loss",
        Q1, answers=("gradient",),
    ),
    Item(
        "q2_threshold", "Who lives, and what a step is worth", "derive", 10, 25, 2,
        "early growth, the point of rest and the height of a step, read from one loss",
        Q2, answers=("growth", "threshold", "drop"),
    ),
    Item(
        "q3_length", "The exact path of a mode", "derive", 15, 30, 2,
        "solving a flow that either fills a mode or lets it die, in one formula",
        Q3, answers=("length",),
    ),
    Item(
        "q4_weights", "The whole weight matrix", "code", 16, 35, 3,
        "an aligned solution as a program: modes in order, rotation kept, no overflow, no mode forgotten",
        Q4, answers=("weights",),
    ),
    Item(
        "q5_power_law", "A power law: when does mode j rise?", "derive", 15, 30, 3,
        "putting spectrum, start and decay together into one dated prediction",
        Q5, answers=("half_rise",),
    ),
    Item(
        "q6_timetable", "A timetable for any spectrum", "code", 14, 30, 2,
        "the same prediction as a program that knows its exceptions: dying, early and tiny modes",
        Q6, answers=("half_rises",),
    ),
    Item(
        "q7_choice", "Who chooses the modes?", "written", 10, 15, 2,
        "telling what the loss prefers from what the dynamics select",
        rubric=_CHOICE, answers=("choice",),
    ),
    Item(
        "q8_late", "A step that comes late", "written", 10, 15, 2,
        "confronting a run with a theorem, assumption by assumption",
        rubric=_LATE, answers=("late",),
    ),
)  # fmt: skip
