"""Every expected value of chapter 2's exercises, found again by a route that the questions do not use."""

import numpy as np
import pytest
import sympy as sp

from stepwise_ssl.data import crop_pairs, load_photographs, standardise
from stepwise_ssl.exercises import exercise
from stepwise_ssl.exercises.points import as_tree
from stepwise_ssl.exercises.sympy_tree import to_sympy


@pytest.fixture(scope="module")
def photographs():
    """Views of the page, and Gamma added up pair by pair."""
    pairs = crop_pairs(load_photographs(), n_pairs=1000, size=10, seed=3)
    x, x_prime = standardise(*pairs)
    gamma_matrix = np.zeros((300, 300))
    for one, other in zip(x, x_prime, strict=True):
        gamma_matrix += np.outer(one, other) + np.outer(other, one)
    return x, x_prime, gamma_matrix / 2000


def _option(number):
    return next(o for o in exercise(number).question.options if o.right)


def _number_below(matrix, shift):
    """How many eigenvalues lie below ``shift``, by Sylvester: signs in an LDL factorisation."""
    from scipy.linalg import ldl

    blocks = ldl(matrix - shift * np.eye(len(matrix)))[1]
    count, k = 0, 0
    while k < len(blocks):
        if k + 1 < len(blocks) and blocks[k + 1, k] != 0:
            count += 1  # a 2 by 2 pivot of Bunch and Kaufman has one eigenvalue of each sign
            k += 2
        else:
            count += blocks[k, k] < 0
            k += 1
    return int(count)


def test_how_many_are_below_zero(photographs):
    gamma_matrix = photographs[2]
    assert _number_below(gamma_matrix, 0) == 146 and "146 of 300" in _option("2.1").reply
    assert _number_below(gamma_matrix, -0.245) == 0 and _number_below(gamma_matrix, -0.235) == 1
    assert _number_below(gamma_matrix, 221) == 300 and _number_below(gamma_matrix, 220) == 299
    replies = " ".join(o.reply for o in exercise("2.1").question.options)
    assert "-0.24" in replies and "221" in replies
    assert round(np.trace(gamma_matrix)) == 274 and "274" in replies


def test_eigenvalues_of_one_pair():
    a, b, l = sp.Matrix([1, 0]), sp.Matrix([3, 4]), sp.symbols("l")

    def roots(matrix):
        return sorted(sp.solve((matrix - l * sp.eye(2)).det(), l))

    gamma_matrix, covariance = (a * b.T + b * a.T) / 2, (a * a.T + b * b.T) / 2
    question = exercise("2.2").question
    small, large = roots(gamma_matrix)
    assert small == sp.Rational(a.dot(b) - 5, 2) and large == sp.Rational(a.dot(b) + 5, 2)
    assert question.value == float(small)
    one_order = roots(a * b.T)
    expected = [large, one_order[0], gamma_matrix.trace(), gamma_matrix.det(), 2 * small, 2 * large, -small,
                *roots(covariance)]  # fmt: skip
    assert [wrong for wrong, _ in question.slips] == pytest.approx([float(v) for v in expected], abs=5e-4)


def test_noise_adds_to_sigma_and_not_to_gamma():
    rng = np.random.default_rng(0)
    n, variance = 200_000, 0.5
    shared = rng.normal(size=(n, 3)) * [2, 1, 0.5]
    x, x_prime = (shared + 0.3 * rng.normal(size=(n, 3)) for _ in range(2))
    noisy, noisy_prime = (v + np.sqrt(variance) * rng.normal(size=(n, 3)) for v in (x, x_prime))

    def both(a, b):
        return (a.T @ a + b.T @ b) / (2 * n), (a.T @ b + b.T @ a) / (2 * n)

    sigma, gamma_matrix = both(x, x_prime)
    new_sigma, new_gamma = both(noisy, noisy_prime)
    error = 8 * 4 / np.sqrt(n)  # entries of the products have a standard deviation below 4
    assert np.abs(new_sigma - sigma - variance * np.eye(3)).max() < error < variance / 5
    assert np.abs(new_gamma - gamma_matrix).max() < error
    assert "Σ gains σ²" in _option("2.3").text and "Γ stays" in _option("2.3").text


def test_the_eleventh_singular_vector_is_the_last_mode(photographs):
    gamma_matrix = photographs[2]
    left, _, right = np.linalg.svd(gamma_matrix)
    quotients = np.einsum("ij,ik,kj->j", left, gamma_matrix, left)
    values = np.sort(np.linalg.eigvalsh(gamma_matrix))[::-1]
    assert quotients[:10] == pytest.approx(values[:10]) and quotients[10] == pytest.approx(values[-1])
    assert quotients[11] == pytest.approx(values[10]) and quotients[12] == pytest.approx(values[-2])
    assert left[:, 10] @ right[10] == pytest.approx(-1) and np.sum(quotients[:20] < 0) == 6
    asked = exercise("2.5").ask
    for value in (values[9], values[10], values[-1]):
        assert f"{value:.3f}" in asked
    assert "Mode 300" in _option("2.5").text


def test_how_many_modes_hold_99_per_cent(photographs):
    x, x_prime, gamma_matrix = photographs
    crops = np.concatenate([x, x_prime])
    values, ascending = np.linalg.eigh(gamma_matrix)
    covariance, first_views = (np.linalg.svd(v, full_matrices=False)[2].T for v in (crops, x))

    def needed(modes, level=0.99, crops=crops):
        """By what is left over, one mode after the other taken away: no sum of projections."""
        rest, whole = crops.copy(), np.sum(crops**2)
        for k in range(300):
            rest = rest - np.outer(rest @ modes[:, k], modes[:, k])
            if np.sum(rest**2) <= (1 - level) * whole * (1 + 1e-9):
                return k + 1
        raise AssertionError("never reached")

    question = exercise("2.6").question
    by_size = ascending[:, np.argsort(-np.abs(values))]
    expected = [question.value - 1, needed(covariance), needed(by_size), needed(ascending),
                needed(ascending[:, ::-1], 0.99**2), needed(first_views, crops=x)]  # fmt: skip
    falling = values[::-1]
    for sizes in (falling**2, falling):
        expected.append(1 + int(np.argmax(np.cumsum(sizes) >= 0.99 * sizes.sum())))
    assert needed(ascending[:, ::-1]) == question.value == 293
    assert [wrong for wrong, _ in question.slips] == expected
    assert f"{needed(covariance)} directions" in question.praise


def test_no_directions_beat_those_of_the_covariance(photographs):
    """Ky Fan, tried: fifty other directions, random or a little turned, hold less."""
    crops = np.concatenate(photographs[:2])
    best = np.linalg.eigh(crops.T @ crops)[1][:, ::-1][:, :50]
    held = np.sum((crops @ best) ** 2)
    rng = np.random.default_rng(1)
    for size in (1e-3, 0.1, 100):
        other = np.linalg.qr(best + size * rng.normal(size=best.shape))[0]
        assert np.sum((crops @ other) ** 2) < held
    assert held >= 0.99 * np.sum(crops**2) > np.sum((crops @ best[:, :49]) ** 2)


def test_slope_without_symmetry():
    m11, m12, m21, m22, w1, w2 = letters = sp.symbols("m11 m12 m21 m22 w1 w2")
    w, m = sp.Matrix([w1, w2]), sp.Matrix([[m11, m12], [m21, m22]])
    question = exercise("2.7").question
    typed = to_sympy(as_tree(question.target, question.names))
    typed = typed.subs({s: next(x for x in letters if x.name == s.name) for s in typed.free_symbols})
    assert sp.expand(typed - sp.diff((w.T * m * w)[0], w1)) == 0
