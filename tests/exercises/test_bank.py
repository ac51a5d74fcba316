"""The chapters' questions against the bank: right in every form, each slip by its reply, no wrong one."""

import pytest

from stepwise_ssl.exercises import chapter, check, exercise

ASKED = [
    "1.2",
    "1.6",
    "2.2",
    "2.6",
    "2.7",
    "3.2",
    "3.3",
    "3.6",
    "3.4",
    "3.8",
    "4.2",
    "4.3",
    "4.4",
    "4.5",
    "4.6",
    "5.2",
    "5.3",
    "5.5",
    "5.8",
    "6.2",
    "6.3",
    "6.4",
    "6.6",
    "7.2",
    "7.3",
    "7.6",
    "7.8",
    "12.2",
    "12.3",
    "12.8",
]
NUMBERS = ["1.2", "1.6", "2.2", "2.6", "3.6", "4.6", "5.5", "5.8", "6.4", "6.6", "7.2", "7.8", "12.3"]
MEASURED = ["12.5"]  # their values follow stored runs, and so do their banks: test_chapter12_derived.py


@pytest.mark.parametrize("number", ASKED)
def test_right_answers_in_other_forms(bank, number):
    for answer in bank[number]["right"]:
        assert check(number, answer).right, (answer, check(number, answer))
    assert len(bank[number]["right"]) >= (7 if number in NUMBERS else 10)


@pytest.mark.parametrize("number", ASKED)
def test_each_slip_gets_its_reply(bank, number):
    declared = exercise(number).question.slips
    assert len(bank[number]["slips"]) == len(declared)
    for answer, (_, reply) in zip(bank[number]["slips"], declared, strict=True):
        verdict = check(number, answer)
        assert (verdict.status, verdict.message) == ("not yet", reply), answer


@pytest.mark.parametrize("number", ASKED)
def test_nothing_wrong_is_accepted(bank, number):
    replies = {reply for _, reply in exercise(number).question.slips}
    for answer in bank[number]["wrong"]:
        verdict = check(number, answer)
        assert verdict.status == "not yet", (answer, verdict)
        if "." not in answer:
            assert verdict.message not in replies, (answer, verdict)


@pytest.mark.parametrize("number", [*ASKED, *MEASURED])
def test_hostile_and_blank(bank, number):
    for answer in bank["hostile"]:
        verdict = check(number, answer)
        assert verdict.status in ("cannot read", "not yet") and verdict.message, (answer, verdict)
    for answer in [*bank["blank"], None, ...]:
        assert check(number, answer).status == "not answered yet"


@pytest.mark.parametrize(
    "number",
    [
        "1.1",
        "1.3",
        "1.5",
        "1.7",
        "1.8",
        "2.1",
        "2.3",
        "2.5",
        "3.1",
        "3.7",
        "4.1",
        "4.7",
        "5.1",
        "5.6",
        "5.7",
        "6.1",
        "6.7",
        "6.8",
        "7.1",
        "7.4",
        "7.7",
        "12.1",
        "12.6",
        "12.7",
    ],
)
def test_every_choice_has_its_own_reply(number):
    question = exercise(number).question
    replies = [check(number, letter).message for letter in question.letters]
    assert len(set(replies)) == len(replies) and all(len(reply) > 20 for reply in replies)
    assert [check(number, letter).right for letter in question.letters].count(True) == 1
    assert check(number, "z").status == check(number, 3).status == "cannot read"
    assert check(number, f" ({question.letters[0].upper()}) ") == check(number, question.letters[0])


def test_choice_boxes_cannot_be_guessed_by_length_or_place():
    """Chapters 1 to 5: the right option is the longest no more often than by chance, and stands anywhere."""
    asked = [e.question.options for n in "12345" for e in chapter(n).values() if e.question.kind == "choice"]
    right = [next(k for k, option in enumerate(options) if option.right) for options in asked]
    longest = sum(max(o, key=lambda option: len(option.text)).right for o in asked)
    assert longest <= sum(1 / len(options) for options in asked), longest
    assert right.count(0) >= 2 and sum(k == len(o) - 1 for k, o in zip(right, asked, strict=True)) >= 2
    assert max(right.count(k) for k in set(right)) <= len(right) / 3


# Likely slips in forms other than the bank's own: the words that must come back.
OTHER_FORMS = [
    ("1.2", "10/9", "half of the loss"),
    ("1.2", "1.11", "itself"),
    ("4.2", "2*(g11*w1+g12*w2)", "derivative of C"),
    ("4.2", "2g11*w1 + 2g12*w2", "2(C - 1)"),
    ("4.5", "2^(1/(1-0.25))", "any two"),
    ("4.5", "2*2^(1/3)", "γ₂ = γ₁/4"),
    ("5.5", "4.116", "nothing is added"),
    ("5.5", "0.01*177/(0.01*43)", "number 0"),
]


@pytest.mark.parametrize(("number", "answer", "words"), OTHER_FORMS)
def test_likely_slips_in_other_forms(number, answer, words):
    verdict = check(number, answer)
    assert verdict.status == "not yet" and words in verdict.message, verdict


def test_every_asked_question_is_in_the_bank(bank):
    declared = [e for n in ("1", "2", "3", "4", "5", "6", "7", "12") for e in chapter(n).values()]
    assert {e.number for e in declared if e.question.kind in ("expression", "number")} == {*ASKED, *MEASURED}
    assert set(ASKED) <= set(bank)
