"""Every expected value of chapter 7's exercises, found again by a route that the questions do not use.

Only the loss is used here, its differences and plain descent: no projector, no sharpness, no inertia.
"""

import numpy as np
import pytest
from scipy.optimize import brentq, least_squares

from stepwise_ssl.exercises import chapter07_function, check, exercise
from stepwise_ssl.exercises.evaluate import value
from stepwise_ssl.exercises.points import as_tree


def loss(w, gamma):
    return ((w @ gamma @ w.T - np.eye(len(w))) ** 2).sum()


def slope(w, gamma):
    image = w @ gamma
    return 4 * (image @ w.T - np.eye(len(w))) @ image


def descend(w, gamma, rate, steps):
    for _ in range(steps):
        w = w - rate * slope(w, gamma)
    return w


def target(number, **point):
    question = exercise(number).question
    return float(value(as_tree(question.target, question.names), point))


def right(number):
    return next(o for o in exercise(number).question.options if o.right)


def test_zero_gradients_in_three_dimensions_lie_at_whole_numbers():
    """Searches for a small gradient, by a general solver, from everywhere."""
    rng, gamma, found = np.random.default_rng(0), np.diag([2.0, 1.0, 0.7, -1.0]), []
    for scale in (0.05, 0.3, 0.6, 1.0, 1.0, 0.8):
        run = least_squares(lambda w: slope(w.reshape(3, 4), gamma).ravel(), scale * rng.normal(size=12),
                            xtol=1e-15, ftol=1e-15, gtol=1e-15)  # fmt: skip
        if np.abs(run.fun).max() < 1e-9:
            found.append(loss(run.x.reshape(3, 4), gamma))
    assert len(found) >= 4 and np.abs(np.array(found) - np.round(found)).max() < 1e-4
    assert len(set(np.round(found))) >= 2
    assert right("7.1").text.startswith("Only 0, 1, 2 or 3")


@pytest.mark.parametrize("seed", [0, 1, 5])
def test_twins_pull_nothing_down(seed):
    rng = np.random.default_rng(seed)
    x, y = rng.normal(size=(2, 40, 120))
    y[:15] = x[:15]
    values = np.linalg.eigvalsh(sum(np.outer(a, b) + np.outer(b, a) for a, b in zip(x, y, strict=True)))
    assert (values < -1e-8 * values[-1]).sum() == exercise("7.2").question.value
    assert (values > 1e-8 * values[-1]).sum() == 40  # as a reply says


@pytest.mark.parametrize("gamma", [0.4, 1.0, 2.7])
def test_half_a_storey(gamma):
    matrix = np.diag([3.0, gamma])
    start = np.array([[1 / np.sqrt(3), 0], [0, 0]])  # mode 1 is learned

    def lost(s):
        return loss(start, matrix) - loss(start + s * np.array([[0, 0], [0, 1]]), matrix)

    bottom = gamma**-0.5
    assert lost(bottom) == pytest.approx(1)
    assert brentq(lambda s: lost(s) - 0.5, 0, bottom) == pytest.approx(target("7.3", gamma=gamma), rel=1e-9)
    assert lost((2 * gamma) ** -0.5) == pytest.approx(3 / 4) and lost(bottom / 2) == pytest.approx(7 / 16)


def test_the_number_of_positive_modes_decides():
    rng = np.random.default_rng(4)
    for gammas, end in (([2, 1.5, 1, -1, -2, -3], 2.0), ([2, 1.5, 1, 0.8, -2, -3], 1.0)):
        start = 1e-2 * rng.normal(size=(5, 6))
        assert loss(descend(start, np.diag(gammas), 0.02, 6000), np.diag(gammas)) == pytest.approx(
            end, abs=1e-6
        )
    assert "positive eigenvalues" in right("7.4").text


def test_what_the_wrong_mode_costs():
    gamma = np.diag([3.0, 1.5, 0.5])
    sizes = []
    for kept in ((0, 1), (0, 2)):
        start = np.zeros((2, 3))
        start[0, kept[0]] = start[1, kept[1]] = 0.1
        end = descend(start, gamma, 0.02, 4000)
        assert loss(end, gamma) < 1e-12
        sizes.append((end**2).sum())
    assert sizes[1] - sizes[0] == pytest.approx(target("7.6", gamma1=3.0, gamma2=1.5, gamma3=0.5), rel=1e-6)


@pytest.mark.parametrize("seed", range(3))
def test_a_little_too_fast_ends_at_another_solution(seed):
    gamma = np.diag([3.0, 2.0, 1.0])
    end = descend(1e-2 * np.random.default_rng(seed).normal(size=(2, 3)), gamma, 0.1, 8000)
    assert loss(end, gamma) < 1e-12
    share = np.linalg.norm(np.linalg.qr(end.T)[0][0]) ** 2
    assert 0.4 < share < 0.6 and "part of mode 1 has been given up" in right("7.7").text
    settled = descend(1e-2 * np.random.default_rng(seed).normal(size=(2, 3)), gamma, 0.08, 8000)
    assert np.linalg.norm(np.linalg.qr(settled.T)[0][0]) ** 2 > 0.95


def test_stable_up_to_one_eighth():
    gamma = np.diag([5.0, 2.0, 1.0])
    w = np.array([[0, 1 / np.sqrt(2), 0], [0, 0, 1.0]])
    nudge = 1e-6 * np.random.default_rng(0).normal(size=w.shape)
    limit = exercise("7.8").question.value
    far = [np.sqrt(loss(descend(w + nudge, gamma, share * limit, 60), gamma)) for share in (0.97, 1.03)]
    assert far[0] < np.sqrt(loss(w + nudge, gamma)) < far[1]


# ---- exercise 7.5


def way(weights, gamma_matrix, empty=0, feature=-1):
    projected = weights @ gamma_matrix
    values, directions = np.linalg.eigh(projected @ weights.T)
    free = np.linalg.svd(projected)[2][(values > 0.5).sum() :].T
    inside = np.linalg.eigh(free.T @ gamma_matrix @ free)[1]
    return np.outer(directions[:, empty], free @ inside[:, feature])


def by_projector(weights, gamma_matrix):
    """Another right one: through pseudo-inverses, and with the signs turned."""
    image = weights @ gamma_matrix
    kept = np.eye(len(gamma_matrix)) - np.linalg.pinv(image) @ image
    v = np.linalg.eigh(kept @ gamma_matrix @ kept)[1][:, -1]
    c = image @ weights.T
    u = np.linalg.svd(c)[0][:, -1]
    return -np.outer(u, v)


def unlearned_eigenvector(weights, gamma_matrix):
    """The eigenvector of Gamma that W feels least among those with a positive eigenvalue."""
    values, vectors = np.linalg.eigh(gamma_matrix)
    felt = np.linalg.norm(weights @ gamma_matrix @ vectors, axis=0)
    best = np.argmin(np.where(values > 1e-9, felt, np.inf))
    return np.outer(np.linalg.eigh(weights @ gamma_matrix @ weights.T)[1][:, 0], vectors[:, best])


WRONG = {
    "its rank is above one": lambda w, g: -slope(w + 0.01, g),
    "Take unit vectors": lambda w, g: 2 * way(w, g),
    "this direction is full": lambda w, g: way(w, g, empty=-1),
    "correlated with what is learned": lambda w, g: np.outer(
        np.linalg.eigh(w @ g @ w.T)[1][:, 0], np.linalg.eigh(g)[1][:, -1]
    ),
    "are no eigenvectors": unlearned_eigenvector,
    "sort by value": lambda w, g: way(w, g, feature=0),
    "can be had": lambda w, g: (way(w, g) + way(w, g, feature=-2)) / np.sqrt(2),
    "zeros only": lambda w, g: 0 * w,
    "it returns shape": lambda w, g: way(w, g).T,
}


def test_right_ways_out_pass():
    for answer in (way, by_projector, lambda w, g: way(w, g, empty=0) * -1.0):
        assert check("7.5", answer).right, check("7.5", answer)


@pytest.mark.parametrize("words", WRONG)
def test_each_wrong_way_gets_its_reply(words):
    verdict = check("7.5", WRONG[words])
    assert verdict.status == "not yet" and words in verdict.message, verdict


def test_the_ways_out_that_are_asked_for_lead_down_by_one():
    for at in chapter07_function.ALL:
        here, s = loss(at.weights, at.matrix), at.best**-0.5
        assert np.abs(slope(at.weights, at.matrix)).max() < 1e-8
        assert loss(at.weights + s * way(at.weights, at.matrix), at.matrix) == pytest.approx(
            here - 1, abs=1e-8
        )


def test_a_blank_says_so():
    assert check("7.5", lambda w, g: ...).status == "not answered yet"
    assert check("7.5", 3).status == "cannot read"
