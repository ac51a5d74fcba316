"""Every expected value of chapter 1's exercises, found again by a route that the questions do not use.

The runs are those of the page, in NumPy with gradients written by hand: no PyTorch, no formula of later
chapters. They start from NumPy's own random numbers, so what they check is what holds for every start; the
page's own numbers (PyTorch's start 0) are checked with PyTorch below.
"""

from fractions import Fraction
from itertools import pairwise

import numpy as np
import pytest

from stepwise_ssl.data import crop_pairs, load_photographs, standardise
from stepwise_ssl.exercises import chapter01_function, check, exercise

Z = [(1, 1), (0, 2), (-2, 0)]
Z_PRIME = [(2, 0), (1, 2), (-1, -1)]


def right_option(number):
    return next(o for o in exercise(number).question.options if o.right)


def exact(divide_by, orders=2, identity=1, first=Z, second=Z_PRIME):
    """C - I of exercise 1.2 in fractions."""
    return [
        [
            sum(
                Fraction(a[i] * b[j] + (b[i] * a[j] if orders == 2 else 0), divide_by)
                for a, b in zip(first, second, strict=True)
            )
            - identity * (i == j)
            for j in range(2)
        ]
        for i in range(2)
    ]


def squares(error):
    return sum(e * e for row in error for e in row)


def test_three_pairs_in_fractions_and_each_slip():
    question, error = exercise("1.2").question, exact(6)
    assert question.value == pytest.approx(float(squares(error)), abs=1e-12)
    diagonal = error[0][0] ** 2 + error[1][1] ** 2
    rest = error[0][1] ** 2 + error[1][0] ** 2
    wanted = [
        *(squares(exact(3)), diagonal + rest / 2, squares(exact(3, orders=1)), squares(exact(6, orders=1))),
        *(squares(exact(6, identity=0)), diagonal, rest, float(squares(error)) ** 0.5),
        *(sum(abs(e) for row in error for e in row), squares(exact(1)), squares(exact(6, second=Z))),
        squares(error) / 4,
    ]
    assert [wrong for wrong, _ in question.slips] == pytest.approx([float(w) for w in wanted], abs=1e-4)


def gradient_run(loss_gradient, z, z_prime, rate, steps):
    """Descent on two tables of linear embeddings z = x W^T; returns W's embeddings at the end."""
    rng = np.random.default_rng(0)
    weights = 1e-4 * rng.normal(size=(3, z.shape[1]))
    for _ in range(steps):
        a, b = z @ weights.T, z_prime @ weights.T
        slope_a, slope_b = loss_gradient(a, b)
        weights -= rate * (slope_a.T @ z + slope_b.T @ z_prime)
    return z @ weights.T, z_prime @ weights.T


def correlation(a, b):
    return (a.T @ b + b.T @ a) / (2 * len(a))


@pytest.fixture(scope="module")
def views():
    """Three shared directions of unequal strength in six dimensions, 400 pairs."""
    rng = np.random.default_rng(1)
    common = rng.normal(size=(400, 6)) * [2.0, 1.4, 1.0, 0, 0, 0]
    return common + 0.3 * rng.normal(size=(400, 6)), common + 0.3 * rng.normal(size=(400, 6))


def test_agreement_alone_ends_in_collapse(views):
    rng = np.random.default_rng(2)
    weights = rng.normal(size=(2, 6))
    x, x_prime = views
    gap = x - x_prime
    start = np.linalg.norm(x @ weights.T)
    for _ in range(4000):
        weights -= 0.5 * (gap @ weights.T).T @ gap / len(x)
    assert np.linalg.norm(x @ weights.T) < 1e-3 * start
    assert "the same embedding" in right_option("1.1").text


@pytest.mark.parametrize(("whole", "rank"), [(True, 3), (False, 1)])
def test_without_the_second_term_one_direction_is_learned_three_times(views, whole, rank):
    def slopes(a, b):
        error = correlation(a, b) - np.eye(3)
        error = error if whole else np.diag(np.diag(error))
        return 2 * b @ error / len(a), 2 * a @ error / len(a)

    a, b = gradient_run(slopes, *views, rate=0.01, steps=1500)
    c = correlation(a, b)
    assert np.allclose(np.diag(c), 1, atol=1e-3)
    assert np.sum(np.linalg.eigvalsh(c) > 0.1) == rank
    if not whole:
        assert np.allclose(np.abs(c), 1, atol=0.02)
    assert "three times over" in right_option("1.3").text and "rank is 1" in right_option("1.3").reply


def batch_normalised_start(scale):
    rng = np.random.default_rng(3)
    z = scale * rng.normal(size=(50, 3))
    w = z + 0.5 * scale * rng.normal(size=(50, 3))
    a, b = ((v - v.mean(axis=0)) / v.std(axis=0) for v in (z, w))
    error = (correlation(a, b) - np.eye(3)) ** 2
    return np.trace(error) + 0.005 * (error.sum() - np.trace(error))


def test_a_normalised_loss_does_not_see_the_size_of_the_start():
    assert batch_normalised_start(1e-6) == pytest.approx(batch_normalised_start(1.0), rel=1e-9)
    assert batch_normalised_start(1e-6) < 3
    assert "starts below 3" in right_option("1.8").text


def right_functions():
    def two_lines(z, z_prime):
        c = (z.T @ z_prime + z_prime.T @ z) / (2 * len(z))
        return ((c - np.eye(c.shape[0])) ** 2).sum()

    def einsum(z, z_prime):
        c = np.einsum("ki,kj->ij", z, z_prime) / len(z)
        return np.linalg.norm((c + c.T) / 2 - np.eye(z.shape[1])) ** 2

    def with_torch(z, z_prime):
        torch = pytest.importorskip("torch")
        z, z_prime = torch.tensor(z), torch.tensor(z_prime)
        c = (z.T @ z_prime + z_prime.T @ z) / (2 * len(z))
        return ((c - torch.eye(c.shape[0])) ** 2).sum()

    return [two_lines, einsum, with_torch]


@pytest.mark.parametrize("function", right_functions())
def test_right_losses_pass(function):
    assert check("1.4", function).right, check("1.4", function)


@pytest.mark.parametrize("slip", chapter01_function._SLIPS, ids=lambda s: s[1][:30])
def test_each_slip_of_the_loss_has_its_own_reply(slip):
    function, reply = slip
    assert check("1.4", function).message == reply
    assert [r for _, r in chapter01_function._SLIPS].count(reply) == 1


@pytest.mark.parametrize(
    ("function", "words"),
    [
        (lambda z, w: 2.0, "give 0 for two stories"),
        (lambda z, w: 1 / 0, "raises ZeroDivisionError"),
        (lambda z, w: (z.T @ w + w.T @ z) / (2 * len(z)), "shape"),
        (lambda z, w: np.linalg.inv(z.T @ w).sum(), "give 2 for the copy"),
    ],
)
def test_other_mistakes_are_told_what_happens(function, words):
    verdict = check("1.4", function)
    assert verdict.status == "not yet" and words in verdict.message, verdict


@pytest.mark.parametrize("blank", [None, ..., lambda z, w: None, lambda z, w: ...])
def test_a_blank_is_not_answered_yet(blank):
    assert check("1.4", blank).status == "not answered yet"


# The page's own runs, with PyTorch's own random start.


def page_run(x, x_prime, learning_rate, steps, fresh_partners=False, seed=0, kappa=1.0):
    """Eigenvalues of C before every step, by the page's network and its plain descent."""
    torch = pytest.importorskip("torch")
    torch.manual_seed(seed)
    network = torch.nn.Sequential(
        torch.nn.Linear(300, 128, bias=False), torch.nn.Tanh(), torch.nn.Linear(128, 3, bias=False)
    ).double()
    network[2].weight.data *= 1e-6
    x, x_prime = torch.tensor(x), torch.tensor(x_prime)
    values = []
    for _ in range(steps):
        z = network(x)
        w = network(x_prime[torch.randperm(len(x))] if fresh_partners else x_prime)
        c = (z.T @ w + w.T @ z) / (2 * len(x))
        network.zero_grad()
        ((c - torch.eye(3)) ** 2 * (kappa + (1 - kappa) * torch.eye(3))).sum().backward()
        for weights in network.parameters():
            weights.data -= learning_rate * weights.grad
        values.append(torch.linalg.eigvalsh(c.detach()).flip(0).tolist())
    return np.array(values)


def first_above(values, level=0.5):
    return [int(np.argmax(column > level)) if (column > level).any() else None for column in values.T]


@pytest.fixture(scope="module")
def crops():
    return crop_pairs(load_photographs(), n_pairs=300, size=10, seed=0)


def test_how_long_is_long(crops):
    values = page_run(*crops, learning_rate=0.01, steps=1400)
    first, second, third = first_above(values)
    question = exercise("1.6").question
    assert third is None and abs(second / first - question.value) < 0.3 * question.tolerance
    slips = [wrong for wrong, _ in question.slips]
    gammas = np.linalg.eigvalsh(correlation(*crops))[::-1]
    assert slips[0] == pytest.approx(gammas[0] / gammas[1], abs=0.05)
    assert slips[2:] == pytest.approx([second, first, second - first, first / second], abs=0.31)


def test_the_shape_of_the_loss_and_the_centred_slip(crops):
    values = page_run(*standardise(*crops, remove_colour=True), learning_rate=0.02, steps=560)
    halves = first_above(values)
    assert np.all(np.diff([0, *halves])[1:] > 0) and halves[2] - halves[1] > 2 * (halves[1] - halves[0])
    loss = ((1 - values) ** 2).sum(axis=1)
    between = [int(np.sqrt(a * b)) for a, b in pairwise(halves)]
    assert np.allclose(loss[[0, *between, -1]], [3, 2, 1, 0], atol=0.02)
    assert [w for w, _ in exercise("1.6").question.slips][1] == pytest.approx(halves[1] / halves[0], abs=0.02)
    assert "later ones after longer waits" in right_option("1.5").text


def test_exchanged_once_makes_a_later_staircase_and_fresh_partners_none(crops):
    x, x_prime = standardise(*crops, remove_colour=True)
    values = page_run(x, np.roll(x_prime, 1, axis=0), learning_rate=0.02, steps=2000)
    halves = first_above(values)
    assert None not in halves and halves[0] > 478  # later than the last step of the real run
    assert np.all(np.diff(halves) > 0) and np.all(values[halves[1:], [0, 1]] > 0.9)  # one after another
    assert page_run(x, x_prime, 0.02, 300, fresh_partners=True).max() < 1e-9
    assert "chance" in right_option("1.7").reply


def test_a_small_weight_alone_makes_one_drop_along_one_direction(crops):
    """As the solution of 1.8 says: from 3 to 0.03, and the largest eigenvalue to 2.97."""
    x, x_prime = standardise(*crops, remove_colour=True)
    values = page_run(x, x_prime, learning_rate=0.02, steps=300, kappa=0.005)
    assert values[-1, 0] == pytest.approx(2.97, abs=0.005) and np.abs(values[:, 1:]).max() < 0.01
    c = values[-1, 0] / 3  # all three outputs alike: every entry of C
    assert 3 * (1 - c) ** 2 + 6 * 0.005 * c**2 == pytest.approx(0.03, abs=0.001)
