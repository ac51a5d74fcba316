"""Items and checks: points, seeds, and answers that cannot be used."""

import numpy as np
import pytest

from coursework.in_process import InProcess
from coursework.items import AnswerError, Check, Item, run_item


def item_of(*runs, points=2):
    checks = tuple(Check(f"test_{k}", points, False, "General hint.", run) for k, run in enumerate(runs))
    return Item("q", "Title", "code", points * len(runs), 5, 1, "nothing", checks)


def judge(run, namespace=None, seed=0):
    (outcome,) = run_item(item_of(run), InProcess(namespace or {}), None, seed)
    return outcome


def test_a_check_that_does_not_raise_earns_its_points():
    outcome = judge(lambda a, v, r: None)
    assert (outcome.passed, outcome.points, outcome.message) == (True, 2, "")


def test_the_words_of_a_failure_reach_the_student():
    def run(answers, variant, rng):
        raise AssertionError("Twice too fast.")

    assert judge(run).message == "Twice too fast."
    assert judge(run).points == 0


def test_a_failure_without_words_says_the_hint_of_the_check():
    def run(answers, variant, rng):
        raise AssertionError

    assert judge(run).message == "General hint."


def test_values_on_which_numpy_gives_up_fail_and_do_not_stop_the_grading():
    def run(answers, variant, rng):
        np.linalg.inv(np.zeros((2, 2)))

    outcome = judge(run)
    assert not outcome.passed and "LinAlgError" in outcome.message


def test_a_fault_of_the_check_is_not_blamed_on_the_student():
    def run(answers, variant, rng):
        return no_such_name  # noqa: F821

    outcome = judge(run)
    assert not outcome.passed and outcome.message.startswith(
        "This check itself is broken; tell your teacher."
    )


def test_one_failing_check_takes_no_points_from_the_next():
    def fails(answers, variant, rng):
        raise AssertionError("no")

    outcomes = run_item(item_of(fails, lambda a, v, r: None), InProcess({}), None, 0)
    assert [o.points for o in outcomes] == [0, 2]


def test_a_seed_fixes_the_points_of_each_check_whatever_ran_before():
    drawn = []

    def run(answers, variant, rng):
        drawn.append(rng.random())

    run_item(item_of(run, run), InProcess({}), None, "seed")
    run_item(item_of(run, run), InProcess({}), None, "seed")
    run_item(item_of(run), InProcess({}), None, "another")
    assert drawn[:2] == drawn[2:4] and len(set(drawn)) == 3


def test_points_that_do_not_add_up_are_refused():
    check = Check("test_a", 2, False, "", lambda a, v, r: None)
    with pytest.raises(ValueError, match="2 points, the item 3"):
        Item("q", "T", "code", 3, 5, 1, "x", (check,))
    with pytest.raises(ValueError, match="same name"):
        Item("q", "T", "code", 4, 5, 1, "x", (check, check))
    with pytest.raises(ValueError, match="1 points, the item 3"):
        Item("q", "T", "written", 3, 5, 1, "x", rubric=((1, "one"),))


def test_a_student_cannot_change_the_arguments_of_a_check():
    def spoil(x):
        x[:] = 0
        return x

    mine = np.ones(3)
    assert InProcess({"f": spoil}).array("f", mine).sum() == 0 and mine.sum() == 3


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (..., "not answered yet"),
        (None, "not answered yet"),
        ("text", "numbers"),
        (1j, "complex"),
        ([[1], [1, 2]], "numbers"),
        (True, "numbers"),
    ],
)
def test_what_is_no_real_array_is_refused_in_words(value, words):
    with pytest.raises(AnswerError, match=words):
        InProcess({"f": lambda: value}).array("f")


def test_an_error_of_the_student_is_named():
    with pytest.raises(AnswerError, match="f raises ZeroDivisionError"):
        InProcess({"f": lambda: 1 / 0}).array("f")
    with pytest.raises(AnswerError, match="f must be a function"):
        InProcess({"f": 3}).array("f")


def test_infinite_values_are_answers():
    assert np.isposinf(InProcess({"f": lambda: [np.inf]}).array("f")[0])


def test_a_formula_is_text_or_sympy_and_nothing_else():
    import sympy as sp

    answers = InProcess({"a": sp.Symbol("t") * 2, "b": "2*t", "c": 2, "d": [1], "e": True})
    assert answers.expression("a", ("t",)) == answers.expression("b", ("t",)) == "2*t"
    assert answers.expression("c", ()) == "2"
    for name in "de":
        with pytest.raises(AnswerError, match="must be text"):
            answers.expression(name, ("t",))
