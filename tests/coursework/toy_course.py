"""A small course for the grader's tests: a formula, two functions, a written answer; and honest notebooks."""

import json

import numpy as np

from coursework.course import Course
from coursework.items import Check, Item, Variant
from coursework.limits import MEGABYTE, Limits
from stepwise_ssl.exercises import check_expression

# Small enough that a test of an endless thing is short, large enough for a busy machine.
LIMITS = Limits(
    boot_seconds=8,
    cell_seconds=5,
    wall_seconds=30,
    check_seconds=8,
    cpu_seconds=4,
    processes=16,
    memory=1024 * MEGABYTE,
    all_memory=1024 * MEGABYTE,
    reply_bytes=2 * MEGABYTE,
    slack_seconds=1.0,
)
SECONDS = 1.0  # for a call


def path_solves(answers, variant, rng):
    """The formula is s0 exp(4 k t), in any form."""
    text = answers.expression("path", ("s0", "t"))
    domain = {"s0": (0.1, 2), "t": (0.1, 1)}
    rate = variant.values["rate"]
    seed = rng.randrange(10**9)
    verdict = check_expression(text, f"s0*exp({4 * rate}*t)", domain=domain, seed=seed)
    assert verdict.right, verdict.message


def spectrum_ordered(answers, variant, rng):
    """Eigenvalues of a random symmetric matrix, largest first."""
    matrix = np.random.default_rng(rng.randrange(10**9)).normal(size=(4, 4))
    found = answers.array("spectrum", matrix + matrix.T, seconds=SECONDS)
    assert found.shape == (4,), "four numbers, please"
    np.testing.assert_allclose(found, np.sort(np.linalg.eigvalsh(matrix + matrix.T))[::-1], atol=1e-9)


def spectrum_of_one(answers, variant, rng):
    """A one-by-one matrix is its own eigenvalue."""
    value = rng.uniform(1, 2)
    found = answers.array("spectrum", np.array([[value]]), seconds=SECONDS)
    np.testing.assert_allclose(found, [value], rtol=1e-9)


def rises(answers, variant, rng):
    """A time that is infinite for a mode that never rises."""
    value = rng.uniform(1, 2)
    found = answers.array("rise_time", np.array([value, -1.0]), seconds=SECONDS)
    np.testing.assert_allclose(found, [1 / value, np.inf], rtol=1e-9)


ITEMS = (
    Item(
        *("q1_path", "The path", "derive", 2, 10, 1, "solving"),
        checks=(Check("test_path", 2, True, "Put t = 0.", path_solves),),
        answers=("path",),
    ),
    Item(
        *("q2_spectrum", "The spectrum", "code", 3, 20, 1, "ordering"),
        checks=(
            Check("test_ordered_secretly", 2, False, "Largest first.", spectrum_ordered),
            Check("test_one", 1, True, "Try one number.", spectrum_of_one),
        ),
        answers=("spectrum",),
    ),
    Item(
        *("q3_rise", "The time", "code", 1, 20, 1, "infinity"),
        checks=(Check("test_rise", 1, False, "1 / gamma.", rises),),
        answers=("rise_time",),
    ),
    Item("q4_why", "Why", "written", 2, 10, 1, "words", rubric=((2, "names it"),), answers=("why",)),
)
COURSE = Course(Variant("toy", "demo", {"rate": 3}), ITEMS, "a secret of this test", "1")

PATH = "path = 's0*exp(12*t)'"
SPECTRUM = """
import numpy as np

def spectrum(matrix):
    return np.linalg.eigvalsh(matrix)[::-1]
"""
RISE = """
def rise_time(gamma):
    gamma = np.asarray(gamma)
    return np.where(gamma > 0, 1 / np.where(gamma > 0, gamma, 1), np.inf)
"""
RIGHT = [PATH, SPECTRUM, RISE]
BLANK = [
    "path = ...",
    "import numpy as np\n\ndef spectrum(matrix):\n    ...",
    "def rise_time(gamma):\n    ...",
]
FULL = 6


def notebook(cells, **metadata):
    """The JSON of a notebook with these code cells; pairs are (kind, source)."""
    made = []
    for cell in cells:
        kind, source = ("code", cell) if isinstance(cell, str) else cell
        made.append({"cell_type": kind, "metadata": {}, "source": source.splitlines(True)})
    return json.dumps({"cells": made, "metadata": metadata, "nbformat": 4, "nbformat_minor": 5})


def by_item(marks):
    """Earned points of each item that a program checks."""
    return [item["earned"] for item in marks["items"] if item["kind"] != "written"]
