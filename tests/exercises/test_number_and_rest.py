"""Numbers of every kind, verdicts that can be read aloud, and what an import loads."""

import decimal
import fractions
import re
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
import sympy as sp

from stepwise_ssl.exercises import (
    ChoiceQuestion,
    Exercise,
    NumberQuestion,
    Option,
    Verdict,
    answer_box,
    chapter,
    check_number,
    exercise,
)

QUARTER = NumberQuestion(0.25, 1e-3, slips=[(0.5, "forgot to halve"), (4.0, "upside down")])


@pytest.mark.parametrize(
    "answer",
    [
        *(0.25, "1/4", " 0.25 ", "2^-2", ".25", "25e-2", "exp(-log(4))", "sqrt(1/16)"),
        *(fractions.Fraction(1, 4), decimal.Decimal("0.25"), sp.Rational(1, 4), sp.sqrt(2) / sp.sqrt(32)),
        *(np.float32(0.25), np.array(0.25), np.array([[0.25]]), 0.2509),
    ],
)
def test_numbers_of_every_kind(answer):
    assert QUARTER.check(answer).right, QUARTER.check(answer)


@pytest.mark.parametrize(
    ("answer", "status", "words"),
    [
        (0.2511, "not yet", "too large"),
        (0.1, "not yet", "too small"),
        (-0.25, "not yet", "sign"),
        ("1/2", "not yet", "forgot to halve"),
        (4, "not yet", "upside down"),
        (float("nan"), "not yet", "not finite"),
        (float("inf"), "not yet", "not finite"),
        ("1/0", "not yet", "not finite"),
        (10**400, "not yet", "not finite"),
        (1j, "not yet", "not finite"),
        (np.array([1.0, 2.0]), "cannot read", "one number"),
        ([0.25], "cannot read", "one number"),
        (True, "cannot read", "one number"),
        (b"0.25", "cannot read", "one number"),
        ({}, "cannot read", "one number"),
        (object(), "cannot read", "one number"),
        (sp.Symbol("x"), "cannot read", "plain number"),
        ("x", "cannot read", "plain number"),
        ("0,25", "cannot read", "point"),
        ("", "not answered yet", "Write"),
        (None, "not answered yet", "Write"),
        (..., "not answered yet", "Write"),
    ],
)
def test_replies_to_numbers(answer, status, words):
    verdict = QUARTER.check(answer)
    assert verdict.status == status and words in verdict.message, verdict


def test_slips_must_be_distinguishable():
    with pytest.raises(ValueError, match="twice the tolerance"):
        NumberQuestion(1.0, 0.1, slips=[(1.15, "near")])
    assert check_number(2, 2, 0).right


def test_choices_need_reasons():
    with pytest.raises(ValueError, match="text and a reply"):
        ChoiceQuestion([Option("a", "x", True), Option("b", "")])
    with pytest.raises(ValueError, match="exactly one"):
        ChoiceQuestion([Option("a", "x"), Option("b", "y")])


def test_verdict_is_said_in_words():
    verdict = Verdict("not yet", "x < 1 & <b>y</b>")
    page = verdict._repr_html_()
    assert "Not yet." in page and "&lt;b&gt;" in page and "<b>" not in page
    assert repr(verdict) == "Not yet. x < 1 & <b>y</b>" and not verdict.right
    assert repr(Verdict("right")) == "Right."
    with pytest.raises(ValueError, match="status"):
        Verdict("wrong")


@pytest.mark.parametrize("number", ["1", "2", "3", "4", "5"])
def test_each_chapter_has_every_kind(number):
    exercises = chapter(number)
    assert list(exercises) == [f"{number}.{k}" for k in range(1, 9)]
    assert {e.kind for e in exercises.values()} == {
        "predict",
        "derive",
        "implement",
        "measure",
        "break",
        "explain",
    }
    assert all(e.self_check for e in exercises.values() if e.kind == "explain")


def test_unknown_numbers_and_kinds_are_refused():
    with pytest.raises(KeyError, match=r"3\.9"):
        exercise("3.9")
    with pytest.raises(KeyError, match="99"):
        chapter("99")
    with pytest.raises(ValueError, match="kind"):
        Exercise("1.1", "t", "guess", 1, 1, "?", QUARTER)


def test_box_holds_no_formula_and_falls_back_to_text():
    box = answer_box("3.2")
    assert "gamma*s0^2) / ((1 - q)" not in str(box.data) and len(box.data["points"]) == len(
        box.data["values"]
    )
    bundle = answer_box("3.1")._repr_mimebundle_()
    text = (bundle[0] if isinstance(bundle, tuple) else bundle)["text/plain"]
    assert "c) " in text and 'check("3.1", answer)' in text
    box.answer, box.status, box.message = "q", "not yet", "no"
    assert box.verdict == Verdict("not yet", "no") and answer_box("3.2").verdict is None
    with pytest.raises(ValueError, match="function"):
        answer_box("3.5")


def test_import_is_light():
    code = "import sys, stepwise_ssl.exercises; print(*sorted({m.split('.')[0] for m in sys.modules}))"
    loaded = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    ).stdout.split()
    assert not {"matplotlib", "torch", "sympy", "mpmath", "ipywidgets", "anywidget", "numpy", "scipy"} & set(
        loaded
    )


@pytest.mark.parametrize(
    ("number", "name"),
    [
        ("1", "01_what_is_learned.md"),
        ("2", "02_linear_algebra.md"),
        ("3", "03_one_weight.md"),
        ("4", "04_linear_barlow_twins.md"),
        ("5", "05_exact_solution.md"),
    ],
)
def test_the_chapter_prints_what_is_declared_here(number, name):
    """Number, title, kind, difficulty and minutes stand in the chapter and in the declaration: one truth.

    Where on the page an exercise stands is the chapter's business.
    """
    path = Path(__file__).parents[2] / "chapters" / name
    if not path.exists():
        pytest.skip(f"chapters/{name} is not written yet")
    page = path.read_text("utf-8")
    printed = re.findall(r"\{exercise\} (\S+) ([^\n]+)\n(?::[^\n]+\n)+\*(\w+) · (\w+) · (\d+) minutes", page)
    words = {1: "easy", 2: "medium", 3: "hard"}
    assert sorted(printed) == [
        (e.number, e.title, e.kind.capitalize(), words[e.difficulty], str(e.minutes))
        for e in chapter(number).values()
    ]
