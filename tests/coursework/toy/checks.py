"""Checks of the toy set that the builders are tested with."""

import numpy as np

from coursework.items import Check, Item, Variant
from coursework.variants import Draw


def zero(answers, variant, rng):
    assert answers.array("scaled", 0.0) == 0


def secret_points(answers, variant, rng):
    x = np.array([rng.uniform(1, 2), -rng.uniform(1, 2)])
    assert np.allclose(answers.array("scaled", x), variant.number("factor") * x)


def readable(answers, variant, rng):
    assert "gamma" in answers.expression("rate", ("gamma",))


def exact_rate(answers, variant, rng):
    assert answers.expression("rate", ("gamma",)).replace(" ", "") == f"{variant.values['factor']}*gamma"


ITEMS = (
    Item(
        "q1_double", "Times a factor", "code", 3, 10, 1, "writing a function that takes arrays",
        checks=(
            Check("test_zero", 1, True, "Put x = 0.", zero),
            Check("test_secret_points", 2, False, "Look at the factor.", secret_points),
        ),
        answers=("scaled",),
    ),
    Item(
        "q2_rate", "The rate", "derive", 2, 15, 2, "reading a rate off an exponential",
        checks=(
            Check("test_readable", 1, True, "Use gamma.", readable),
            Check("test_exact_rate", 1, False, "Not this rate.", exact_rate),
        ),
        answers=("rate",),
    ),
    Item(
        "q3_words", "In words", "written", 2, 10, 1, "what the sign means",
        rubric=((1, "says that a positive rate grows"), (1, "says that a negative rate decays")),
        answers=("why",),
    ),
)  # fmt: skip


def draw(course_secret, term):
    factor = Draw(course_secret, "toy", term).choice("factor", [3, 5, 7])
    return Variant("toy", term, {"factor": factor}, {"factor": str(factor)})
