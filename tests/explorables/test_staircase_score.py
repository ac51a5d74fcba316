"""What is said about a guessed staircase: constructed guesses, one for each verdict and misconception."""

import math

import numpy as np
import pytest

from stepwise_ssl.closed_form import half_rise_times
from stepwise_ssl.explorables.contract import source
from stepwise_ssl.explorables.staircase import ALPHA, GAMMAS

pytestmark = pytest.mark.browser
CODE = source("plot.js", "staircase_js/words.js", "staircase_js/score.js")
LINEAR, LOG = {"low": 0, "high": 8, "log": False}, {"low": 0.01, "high": 1000, "log": True}
POWER = [0.4, 1.2, 2.3, 5.1]
# The half rises of the preset "Power law": its waits grow slowly, yet an even guess is another thing.
LAW = half_rise_times(np.array(GAMMAS.default), np.full(5, ALPHA.default)).tolist()


@pytest.fixture(scope="module")
def score(chromium):
    page = chromium.new_page()

    def run(truths, guesses, axis):
        # JSON has no infinity: a flag at the right edge and a mode that never steps travel as null.
        values = [[None if math.isinf(v) else v for v in row] for row in (truths, guesses)]
        return page.evaluate(
            f"""([truths, guesses, axis]) => {{ {CODE}
            const all = row => row.map(v => v ?? Infinity);
            return scoreGuess(all(truths), all(guesses), axis); }}""",
            [*values, axis],
        )

    yield run
    page.close()


def kinds(result):
    return [verdict["kind"] for verdict in result["all"]]


def test_a_perfect_guess(score):
    seen = score(POWER, POWER, LINEAR)
    assert kinds(seen) == ["close"] * 4 and not seen["lesson"]
    assert seen["text"] == "Every flag is close: you can read a spectrum."
    assert score([1.0], [1.0], LOG)["text"] == "Close."


@pytest.mark.parametrize(
    ("guess", "axis", "kind"),
    [(1.3, LINEAR, "close"), (1.4, LINEAR, "late"), (0.6, LINEAR, "early"), (1.24, LOG, "close"),
     (0.81, LOG, "close"), (1.26, LOG, "late"), (0.79, LOG, "early"), (math.inf, LOG, "missed")],
)  # fmt: skip
def test_close_is_a_share_of_the_axis_or_a_factor_in_log_time(score, guess, axis, kind):
    assert kinds(score([1.0], [guess], axis)) == [kind]


def test_early_and_late_by_their_factor(score):
    text = score([1.0, 10.0, 100.0], [1.0, 25.0, 20.0], LOG)["text"]
    assert "Close: mode 1." in text
    assert "Mode 2: your flag is too late by a factor of 2.5; it steps at 10." in text
    assert "Mode 3: your flag is too early by a factor of 5; it steps at 100." in text


def test_many_flags_of_one_kind_share_a_sentence(score):
    text = score([1.0, 2.0, 4.0, 8.0], [3.0, 7.0, 20.0, 8.0], LOG)["text"]
    assert text.startswith("Close: mode 4. Too late: mode 1 by a factor of 3 (it steps at 1), ")
    assert "mode 2 by 3.5 (at 2), mode 3 by 5 (at 4)." in text


def test_flag_at_nought_has_no_factor(score):
    text = score([1.0], [0.0], LINEAR)["text"]
    assert "too early; it steps at 1." in text and "Infinity" not in text


@pytest.mark.parametrize(
    ("truths", "guesses", "axis", "lesson", "words"),
    [
        (POWER, [5.1, 2.3, 1.2, 0.4], LINEAR, "reversed", "order is reversed"),
        (POWER, [1.6, 3.2, 4.8, 6.4], LINEAR, "even", "evenly"),
        (LAW, [1.3, 2.6, 3.9, 5.2, 6.5], LINEAR, "even", "evenly"),
        (LAW, [1.4, 2.5, 3.9, 5.1, 6.6], LINEAR, "even", "evenly"),  # by hand
        (LAW, [0.8, 2.4, 4.6, 7.2, math.inf], LINEAR, "all_late", "shorter"),  # spaced as it is
        (LAW, [0.1, 0.8, 6.4, 51.2, 410.0], LOG, "even_log", "logarithmic axis"),
        (POWER, [2.0, 2.0, 2.05, 2.0], LINEAR, "together", "fall together"),
        ([1, 10, 100], [0.3, 3, 30], LOG, "all_early", "log(1/α²)"),
        ([1, 10, 100], [3, 30, 330], LOG, "all_late", "log(1/α²)"),
        ([1.7] * 4, [1.7, 1.7, 1.7, 1.7], LINEAR, "", "Every flag"),
        ([1, 2, 3, 4], [1.5, 2.5, 3.5, 4.5], LINEAR, "", ""),
        ([2.0, 1.0], [1.0, math.inf], LINEAR, "", "left out mode 2"),
    ],
)
def test_the_commonest_mistakes_are_named(score, truths, guesses, axis, lesson, words):
    seen = score(truths, guesses, axis)
    assert seen["lesson"] == lesson
    assert words in seen["text"]


def test_modes_that_never_step(score):
    never = [0.5, math.inf, math.inf]
    assert "Every flag is close" in score(never, [0.5, math.inf, math.inf], LINEAR)["text"]
    phantom = score(never, [0.5, 4.0, math.inf], LINEAR)
    assert kinds(phantom) == ["close", "phantom", "never"]
    assert "Mode 2 cannot step" in phantom["text"] and "Rightly left out: mode 3." in phantom["text"]


def test_a_step_after_the_window(score):
    seen = score([0.5, 20.0], [0.5, 7.0], LINEAR)
    assert kinds(seen) == ["close", "outside"] and "only after this window" in seen["text"]
    assert kinds(score([0.5, 20.0], [0.5, math.inf], LINEAR)) == ["close", "never"]
