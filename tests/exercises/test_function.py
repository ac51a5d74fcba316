"""The function check, on exercise 3.5: what holds passes, what fails is named, nothing is raised."""

import math

import numpy as np
import pytest
from scipy.integrate import solve_ivp

from stepwise_ssl import closed_form
from stepwise_ssl.exercises import Case, FunctionQuestion, chapter03_function, check, exercise

LAW = exercise("3.5").question


def stable(t, gamma, s0):
    if gamma == 0:
        return np.full_like(np.asarray(t, dtype=float), s0)
    return s0 / np.sqrt(np.exp(-8 * gamma * t) - gamma * s0**2 * np.expm1(-8 * gamma * t))


def printed_in_the_chapter(t, gamma, s0):
    with np.errstate(over="ignore", invalid="ignore"):
        return np.exp(4 * gamma * t) / np.sqrt(s0**-2 + (np.exp(8 * gamma * t) - 1) * gamma)


def with_logistic(t, gamma, s0):
    t = np.asarray(t, dtype=float)
    with np.errstate(all="ignore"):
        growth = np.exp(-4 * abs(gamma) * t)
        if gamma > 0:
            return s0 / np.sqrt(growth**2 + gamma * s0**2 * (1 - growth**2))
        return np.where(gamma == 0, s0, s0 * growth / np.sqrt(1 - gamma * s0**2 * (1 - growth**2)))


def with_math_and_cases(t, gamma, s0):
    if np.ndim(t):
        return np.array([with_math_and_cases(one, gamma, s0) for one in t])
    if gamma == 0:
        return s0
    if gamma * t < -80:
        return 0.0
    return s0 / math.sqrt(math.exp(-8 * gamma * t) - gamma * s0**2 * math.expm1(-8 * gamma * t))


def test_right_functions_pass():
    for function in (stable, with_logistic, with_math_and_cases, chapter03_function.reference):
        assert check("3.5", function).right, check("3.5", function)
    one_by_one = np.vectorize(
        lambda t, g, s: float(closed_form.singular_value(t, np.array([g]), np.array([s]))[..., 0])
    )
    assert check("3.5", one_by_one).right, check("3.5", one_by_one)


def test_the_reference_agrees_with_the_differential_equation():
    for case in LAW.cases[1:8]:
        t, gamma, s0 = case.arguments
        run = solve_ivp(
            lambda _, s, g=gamma: 4 * g * s * (1 - g * s**2),
            (0, t),
            [s0],
            method="DOP853",
            rtol=1e-12,
            atol=1e-16,
        )
        assert run.y[0, -1] == pytest.approx(chapter03_function.reference(t, gamma, s0), rel=1e-9)


@pytest.mark.parametrize(
    ("function", "words"),
    [
        (printed_in_the_chapter, "printed form"),
        (chapter03_function.printed_form_with_math, "OverflowError"),
        (lambda t, gamma, s0: chapter03_function.stable_for_positive(t, gamma, s0), "one corner is left"),
        (chapter03_function.rate_four_in_the_exponent, "twice the rate"),
        (lambda t, gamma, s0: 1 / 0, "raises ZeroDivisionError (division by zero)"),
        (lambda t, gamma, s0: exit(), "raises SystemExit"),
        (lambda t: t, "raises TypeError"),
        (lambda t, gamma, s0: "s0", "a str"),
        (lambda t, gamma, s0: 1j, "a complex"),
        (lambda t, gamma, s0: stable(t, gamma, s0) * (1 + 0j), "a complex128"),
        (lambda t, gamma, s0: np.array([s0, s0]), "shape (2,)"),
        (lambda t, gamma, s0: float("nan"), "gives nan"),
        (lambda t, gamma, s0: s0, "solve s'"),
        (lambda t, gamma, s0: 2 * stable(t, gamma, s0), "give s0 at t = 0"),
        (
            lambda t, gamma, s0: stable(min(t, 50.0) if np.ndim(t) == 0 else t, abs(gamma), s0),
            "negative gamma",
        ),
        (lambda t, gamma, s0: float(np.max(stable(t, gamma, s0))), "shape must be (4,)"),
        (lambda t, gamma, s0: stable(t, gamma, max(s0, 1e-100)), "1e-150"),
    ],
)
def test_the_first_failure_is_named(function, words):
    verdict = check("3.5", function)
    assert verdict.status == "not yet" and words in verdict.message, verdict


def _unwritten(t, gamma, s0):
    raise NotImplementedError


@pytest.mark.parametrize(
    "blank", [None, ..., _unwritten, lambda t, gamma, s0: None, lambda t, gamma, s0: ...]
)
def test_a_blank_is_not_answered_yet(blank):
    assert check("3.5", blank).status == "not answered yet"


def test_not_a_function():
    assert check("3.5", 3).status == check("3.5", "stable").status == "cannot read"


def test_arguments_are_copies():
    def greedy(x):
        x *= 0
        return x

    question = FunctionQuestion(lambda x: 2 * x, [Case((np.ones(3),), "double")] * 2, ("x",))
    question.check(greedy)
    assert question.check(lambda x: 2 * x).right


def test_a_slip_that_passes_is_a_mistake_of_the_author():
    with pytest.raises(ValueError, match="passes every case"):
        FunctionQuestion(abs, [Case((2.0,), "keep it")], ("x",), slips=[(lambda x: x, "sign")])
