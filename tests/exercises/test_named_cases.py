"""A wrong answer that is no known slip is sent to a case whose result the reader knows; here it is put in."""

import pytest

from stepwise_ssl.exercises import ExpressionQuestion, answer_box, chapter, check, exercise
from stepwise_ssl.exercises.evaluate import value
from stepwise_ssl.exercises.points import as_tree
from stepwise_ssl.exercises.wording import SENTENCES

NAMED = [e.number for n in "35" for e in chapter(n).values() if e.question.kind == "expression"]

# Exercise, a case that its sentence names, the point, and what the sentence says of it.
CASES = [
    ("3.2", "q = λ₀", {"gamma": 1.5, "s0": 0.1, "q": 0.015, "lambda0": 0.015}, 0.0),
    ("3.8", "μ = 0", {"gamma": 1.5, "mu": 0.0}, 1.0),
    ("3.8", "μ = 2γ", {"gamma": 0.7, "mu": 1.4}, 0.0),
    ("5.2", "s₀ goes to 0", {"gamma": 1.5, "s0": 1e-8, "lambda0": 1.5e-16}, 0.5),
    ("5.2", "γs₀² = 1", {"gamma": 4.0, "s0": 0.5, "lambda0": 1.0}, 1.0),
    ("5.3", "equal γ", {"gamma1": 2.0, "gamma2": 2.0, "lambda0": 0.1}, 0.0),
    ("5.3", "λ₀ = 1/2", {"gamma1": 2.0, "gamma2": 1.0, "lambda0": 0.5}, 0.0),
]


def _target(number, point):
    question = exercise(number).question
    return float(value(as_tree(question.target, question.names), point))


@pytest.mark.parametrize(("number", "words", "point", "wanted"), CASES)
def test_the_answer_is_what_the_case_says(number, words, point, wanted):
    assert words in exercise(number).question.case
    assert _target(number, point) == pytest.approx(wanted, abs=1e-12)


def test_half_of_the_loss_where_the_case_says():
    odds = 2.718281828459045 ** (8 * 1.3 * _target("3.3", {"gamma": 1.3}))
    assert (1 - odds / (1 + odds)) ** 2 == pytest.approx(0.5)


def test_the_largest_rate_lies_between_those_of_the_case():
    """Descent of (s^2 - 1)^2 / 2 with either rate that the sentence names, and the limit between them."""
    ends = []
    for rate in (0.1, 1.0):
        s = 0.9
        for _ in range(200):
            s = max(-9.0, min(9.0, s - rate * 2 * s * (s * s - 1)))
        ends.append(abs(abs(s) - 1))
    assert ends[0] < 1e-9 and ends[1] > 0.1
    assert 0.1 < _target("3.4", {"gamma": 1.0}) < 1.0


def test_every_formula_of_chapters_3_and_5_names_its_own_case():
    assert {number for number, *_ in CASES} | {"3.3", "3.4"} == set(NAMED)
    cases = {exercise(number).question.case for number in NAMED}
    assert len(cases) == len(NAMED) and SENTENCES["case"] not in cases


@pytest.mark.parametrize("number", NAMED)
def test_a_wrong_answer_is_sent_to_the_case(number):
    case = exercise(number).question.case
    wrong = check(number, f"{exercise(number).question.target} + 7")
    assert wrong.status == "not yet" and wrong.message == f"{SENTENCES['wrong']} {case}"
    assert answer_box(number).data["case"] == case


def test_a_question_without_a_case_of_its_own_gives_the_general_advice():
    verdict = ExpressionQuestion("t", {"t": (1, 2)}).check("t + 1")
    assert verdict.message.endswith("in a case where you know the result.")
