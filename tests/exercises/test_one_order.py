"""Exercise 4.8, the property check: right gradients pass in every form, each slip is named, none raises."""

import numpy as np
import pytest

from stepwise_ssl.exercises import chapter04_function, check


def error(w, m):
    return w @ m @ w.T - np.eye(len(w))


def gradient(w, m):
    e = error(w, m)
    return 2 * (e @ w @ m.T + e.T @ w @ m)


def in_two_parts(w, m):
    both, rest = (m + m.T) / 2, (m - m.T) / 2
    return 4 * error(w, both) @ w @ both - 4 * w @ rest @ w.T @ w @ rest


def by_index(w, m):
    e = error(w, m)
    return 2 * np.einsum("ij,jk,lk->il", e, w, m) + 2 * np.einsum("ji,jk,kl->il", e, w, m)


def by_complex_step(w, m):
    """Exact to rounding and no formula at all: the loss is a polynomial."""
    slope = np.empty_like(w)
    for at in np.ndindex(w.shape):
        pushed = w.astype(complex)
        pushed[at] += 1e-30j
        slope[at] = ((pushed @ m @ pushed.T - np.eye(len(w))) ** 2).sum().imag / 1e-30
    return slope


def as_lists(w, m):
    return gradient(w, m).tolist()


@pytest.mark.parametrize("function", [gradient, in_two_parts, by_index, by_complex_step, as_lists])
def test_right_functions_pass(function):
    assert check("4.8", function).right, check("4.8", function)


def as_the_page(w, m):
    return 4 * error(w, m) @ w @ m


def wrong_identity(w, m):
    e = w @ m @ w.T - np.eye(len(m))
    return 2 * (e @ w @ m.T + e.T @ w @ m)


WRONG = {
    "half": (lambda w, m: gradient(w, m) / 2, "0.5 times the slope"),
    "double": (lambda w, m: 2 * gradient(w, m), "2 times the slope"),
    "sign": (lambda w, m: -gradient(w, m), "minus the slope"),
    "one order": (as_the_page, "right where M is symmetric"),
    "half of the page": (lambda w, m: 2 * error(w, m) @ w @ m, "0.5 times"),
    "symmetrised": (lambda w, m: as_the_page(w, (m + m.T) / 2), "another one"),
    "swapped": (lambda w, m: 2 * (error(w, m) @ w @ m + error(w, m).T @ w @ m.T), "changed places"),
    "one term": (lambda w, m: 4 * error(w, m) @ w @ m.T, "one of the two terms"),
    "other term": (lambda w, m: 4 * error(w, m).T @ w @ m, "one of the two terms"),
    "no identity": (lambda w, m: 4 * (w @ m @ w.T) @ w @ m, "the identity is missing"),
    "ones": (lambda w, m: 4 * (w @ m @ w.T - 1) @ w @ m, "subtract 1 from every entry"),
    "no Gamma": (lambda w, m: 4 * error(w, m) @ w, "M stands once only"),
    "star": (lambda w, m: 4 * error(w, m) * (w @ m), "* multiplies entry by entry"),
    "stars": (lambda w, m: 4 * (w * m * w.T - np.eye(len(w))) @ w @ m, "Use @ in C too"),
    "order": (lambda w, m: 4 * (w @ m) @ error(w, m), "wrong order"),
    "no transpose": (lambda w, m: 4 * (w @ m @ w - np.eye(len(w))) @ w @ m, "a transposition is missing"),
    "transposed": (lambda w, m: gradient(w, m).T, "the transpose of the slope"),
    "identity": (wrong_identity, "the identity as large as C"),
    "shapes": (lambda w, m: gradient(w, m) if len(w) == len(m) else gradient(w, m).T, "W is 1 by 2 here"),
    "magnitude": (lambda w, m: gradient(w, np.abs(np.linalg.eigvalsh(m)).max() * m), "pushing the weight"),
    "only positive": (
        lambda w, m: gradient(w, m) * (0.9 if (m == m.T).all() and np.linalg.eigvalsh(m)[0] < -0.5 else 1),
        "both signs: it is 0.9 times the slope",
    ),
    "never at rest": (
        lambda w, m: gradient(w, m) + (np.abs(error(w, m)).max() < 1e-9),
        "largest entry there is 1",
    ),
    "ones, halved": (lambda w, m: 2 * (w @ m @ w.T - 1) @ w @ m, "subtract 1 from every entry"),
    "downhill, no identity": (lambda w, m: -4 * w @ m @ w.T @ w @ m, "the identity is missing"),
    "raises": (lambda w, m: 1 / 0, "raises ZeroDivisionError"),
    "exits": (lambda w, m: exit(), "raises SystemExit"),
    "arguments": (lambda w: w, "raises TypeError"),
    "nan": (lambda w, m: w * np.nan, "not finite"),
    "text": (lambda w, m: "W", "returns a str"),
    "number": (lambda w, m: 0.0, "shape ()"),
    "zero": (lambda w, m: 0 * w, "you say 0"),
}


@pytest.mark.parametrize("name", WRONG)
def test_the_first_failure_is_named(name):
    function, words = WRONG[name]
    verdict = check("4.8", function)
    assert verdict.status == "not yet" and words in verdict.message, verdict
    assert verdict.message.endswith(".") and ".." not in verdict.message


def test_each_property_is_the_one_that_refuses_somebody():
    said = [check("4.8", function).message for function, _ in WRONG.values()]
    for each in chapter04_function.QUESTION.properties:
        assert any(f"must {each.must}:" in message for message in said), each.must


def _unwritten(w, m):
    raise NotImplementedError


@pytest.mark.parametrize("blank", [None, ..., "", _unwritten, lambda w, m: None, lambda w, m: ...])
def test_a_blank_is_not_answered_yet(blank):
    assert check("4.8", blank).status == "not answered yet"


def test_not_a_function():
    assert check("4.8", 3).status == "cannot read"


def test_arguments_are_copies():
    def greedy(w, m):
        result = gradient(w, m)
        w *= 0
        m += 1
        return result

    assert check("4.8", greedy).right and check("4.8", gradient).right


def test_problems_hold_what_they_promise():
    made = chapter04_function
    values = np.linalg.eigvalsh(made.WIDE[1])
    assert values[0] < -0.1 and values[-1] > 0.1
    for weights, matrix in (made.SQUARE, made.WIDE):
        assert np.array_equal(matrix, matrix.T)
        assert np.abs(made.measured(weights, matrix) - by_complex_step(weights, matrix)).max() < 1e-6
    for _, matrix in (made.ONE_ORDER, made.ONE_ORDER_SQUARE):
        assert np.abs(matrix - matrix.T).max() > 0.5, "one order could not be told from both"
    assert np.linalg.eigvalsh(made.WIDE_POSITIVE[1])[0] > 0


def test_every_known_slip_is_told_from_the_slope():
    """On the problem where it is looked for, no slip may be the right answer or another slip."""
    for problem in (chapter04_function.SQUARE, chapter04_function.ONE_ORDER_SQUARE):
        slope = by_complex_step(*problem)
        for formula, words in chapter04_function._wrong_ways(*problem):
            same = np.allclose(formula(), slope, rtol=1e-6)
            symmetric = problem is chapter04_function.SQUARE
            assert not same or (
                symmetric and any(k in words for k in ("symmetric", "both", "places", "terms"))
            )
