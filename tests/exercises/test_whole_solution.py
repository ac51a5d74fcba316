"""Exercise 5.4, the property check: what holds passes, what fails is named, nothing is raised."""

import numpy as np
import pytest

from stepwise_ssl.closed_form import LinearSolution
from stepwise_ssl.exercises import chapter05_function, check
from stepwise_ssl.exercises.aligned_problem import problem
from stepwise_ssl.exercises.properties import Broken, Property, PropertyQuestion


def weight(t, gamma, s0):
    decay = np.exp(-8 * gamma * t)
    return np.where(gamma == 0, s0, s0 / np.sqrt(decay - gamma * s0**2 * np.expm1(-8 * gamma * t)))


def printed_weight(t, gamma, s0):
    return np.exp(4 * gamma * t) / np.sqrt(s0**-2.0 + (np.exp(8 * gamma * t) - 1) * gamma)


def leading(matrix, d):
    values, vectors = np.linalg.eigh(matrix)
    return values[::-1][:d], vectors[:, ::-1][:, :d]


def solution(t, matrix, s0, rotation, pick=leading, law=weight):
    gamma, modes = pick(matrix, len(s0))
    return rotation @ np.diag(law(t, gamma, s0)) @ modes.T


def with_other_signs(t, matrix, s0, rotation):
    gamma, modes = leading(matrix, len(s0))
    return rotation @ np.diag(weight(t, gamma, s0)) @ (modes * np.where(modes[0] < 0, 1, -1)).T


def from_the_package(t, matrix, s0, rotation):
    return LinearSolution.aligned(matrix, s0, rotation).weights(t)


def as_lists(t, matrix, s0, rotation):
    return solution(t, matrix, s0, rotation).tolist()


@pytest.mark.parametrize("function", [solution, with_other_signs, from_the_package, as_lists])
def test_right_functions_pass(function):
    assert check("5.4", function).right, check("5.4", function)


def smallest(matrix, d):
    values, vectors = np.linalg.eigh(matrix)
    return values[:d], vectors[:, :d]


def unflipped(matrix, d):
    values, vectors = np.linalg.eigh(matrix)
    return values[-d:], vectors[:, -d:]


def by_magnitude(matrix, d):
    values, vectors = np.linalg.eigh(matrix)
    order = np.argsort(-np.abs(values))[:d]
    return values[order], vectors[:, order]


def rows_of_v(matrix, d):
    values, vectors = np.linalg.eigh(matrix)
    return values[::-1][:d], vectors[::-1][:d].T


def parts(t, matrix, s0, law=weight):
    gamma, modes = leading(matrix, len(s0))
    return np.diag(law(t, gamma, s0)), modes.T


def no_rotation(t, matrix, s0, rotation):
    s, v = parts(t, matrix, s0)
    return s @ v


def rotation_between(t, matrix, s0, rotation):
    s, v = parts(t, matrix, s0)
    return s @ rotation @ v


def with_law(law):
    return lambda t, matrix, s0, rotation: solution(t, matrix, s0, rotation, law=law)


def with_pick(pick):
    return lambda t, matrix, s0, rotation: solution(t, matrix, s0, rotation, pick=pick)


def half_root(t, gamma, s0):
    return np.exp(4 * gamma * t) / np.sqrt(s0**-2.0 + (np.exp(4 * gamma * t) - 1) * gamma)


def frozen_if_negative(t, gamma, s0):
    return np.where(gamma > 0, weight(t, gamma, s0), s0)


def by_division(t, gamma, s0):
    start = gamma * s0**2
    return np.sqrt(start / (start + (1 - start) * np.exp(-8 * gamma * t)) / gamma)


def flips(t, matrix, s0, rotation):
    return solution(t, matrix, s0, rotation) * (1 if t < 1 else -1)


WRONG = {
    "smallest": (with_pick(smallest), "eigh sorts them ascending"),
    "unflipped": (with_pick(unflipped), "in the order 0.7, 1.2, 2. Mode 1 is the largest"),
    "magnitude": (with_pick(by_magnitude), "largest by magnitude. Sort by value"),
    "rows": (with_pick(rows_of_v), "eigenvectors as columns"),
    "no rotation": (no_rotation, "the rotation is missing"),
    "between": (rotation_between, "left of diag(s)"),
    "transposed U": (lambda t, g, s0, u: solution(t, g, s0, u.T), "the rotation is transposed"),
    "other U": (lambda t, g, s0, u: solution(t, g, s0, u[::-1]), "left singular vectors"),
    "transposed W": (lambda t, g, s0, u: solution(t, g, s0, u).T, "shape (6, 3), where (3, 6)"),
    "eigenvalue for weight": (with_law(lambda t, g, s0: g * weight(t, g, s0) ** 2), "singular values are"),
    "half the rate": (lambda t, g, s0, u: solution(t / 2, g, s0, u), "0.5 times as fast"),
    "twice the rate": (lambda t, g, s0, u: solution(2 * t, g, s0, u), "2 times as fast"),
    "4 under the root": (with_law(half_root), "the root below holds e^(8 gamma t)"),
    "never saturates": (with_law(lambda t, g, s0: s0 * np.exp(4 * g * t)), "follow the flow"),
    "flips": (flips, "one smooth path"),
    "absolute": (with_law(lambda t, g, s0: weight(t, np.abs(g), s0)), "should have decayed to 0"),
    "frozen": (with_law(frozen_if_negative), "should have decayed to 0"),
    "zero": (with_law(by_division), "eigenvalue 0 where it is: at t = 0 some entries are NaN"),
    "overflow": (with_law(printed_weight), "survive long times"),
    "raises": (lambda t, g, s0, u: 1 / 0, "raises ZeroDivisionError (division by zero)"),
    "exits": (lambda t, g, s0, u: exit(), "raises SystemExit"),
    "arguments": (lambda t: t, "raises TypeError"),
    "text": (lambda t, g, s0, u: "W", "returns a str"),
    "complex": (lambda t, g, s0, u: 1j * solution(t, g, s0, u), "returns a ndarray"),
    "number": (lambda t, g, s0, u: 1.0, "shape ()"),
}


@pytest.mark.parametrize("name", WRONG)
def test_the_first_failure_is_named(name):
    function, words = WRONG[name]
    with np.errstate(all="ignore"):
        verdict = check("5.4", function)
    assert verdict.status == "not yet" and words in verdict.message, verdict
    assert verdict.message.endswith(".") and ".." not in verdict.message


def test_each_property_is_the_one_that_refuses_somebody():
    """Without any one of the properties some wrong function above would pass or be misnamed."""
    said = [check("5.4", function).message for function, _ in WRONG.values()]
    for each in chapter05_function.QUESTION.properties:
        if each.must.startswith("end at C = I"):
            continue  # implied by the flow; it stands for a clearer sentence, tested below
        assert any(f"must {each.must}:" in message for message in said), each.must


def test_a_run_that_stops_short_is_told_where_it_ends():
    def stops(t, matrix, s0, rotation):
        return solution(min(t, 3.05), matrix, s0, rotation)

    assert "embedding eigenvalues end at" in check("5.4", stops).message


def _unwritten(t, gamma_matrix, s0, rotation):
    raise NotImplementedError


@pytest.mark.parametrize("blank", [None, ..., "", _unwritten, lambda *a: None, lambda *a: ...])
def test_a_blank_is_not_answered_yet(blank):
    assert check("5.4", blank).status == "not answered yet"


def test_not_a_function():
    assert check("5.4", 3).status == "cannot read"


def test_arguments_are_copies():
    def greedy(t, matrix, s0, rotation):
        result = solution(t, matrix, s0, rotation)
        matrix *= 0
        s0 += 1
        rotation *= 0
        return result

    assert check("5.4", greedy).right and check("5.4", solution).right


def test_problems_hold_what_they_promise():
    made = problem([0.0, 1.5, -1.0, 3.0], 3, seed=1)
    assert np.linalg.eigvalsh(made.matrix)[::-1] == pytest.approx([3, 1.5, 0, -1], abs=1e-12)
    assert made.gamma.tolist() == [3, 1.5, 0] and made.shape == (3, 4)
    assert np.allclose(made.rotation @ made.rotation.T, np.eye(3)) and len(set(made.s0)) == 3
    assert not np.allclose(made.rotation, made.rotation.T), "a transposed rotation could not be told"


def test_a_question_needs_properties():
    with pytest.raises(ValueError, match="at least one"):
        PropertyQuestion([])

    def never(call):
        raise Broken("seen")

    assert PropertyQuestion([Property("hold", never)]).check(abs).message == "Your function must hold: seen."
