"""A small start: QR with positive diagonal, the exponents of its error, ties, and what is refused."""

import numpy as np
import pytest

from stepwise_ssl.closed_form import LinearSolution, aligned_start, cross_correlation


def orthogonal(rng, side):
    return np.linalg.qr(rng.standard_normal((side, side)))[0]


def distances(integrate, gamma, w0, alpha):
    """||W - W*||_F at t = infinity and its largest value on the way, W by integration from alpha W_0."""
    solution = LinearSolution.small_start(np.diag(gamma), alpha * w0)
    last = solution.step_times.max()
    times = np.r_[0.0, np.linspace(0.02, 1.5, 60) * last, last + 30 / solution.gamma[-1]]
    path = integrate(np.diag(gamma), alpha * w0, times, rtol=1e-10)
    error = np.linalg.norm(path - solution.weights(times), axis=(1, 2))
    return error[-1], error.max(), solution


@pytest.mark.parametrize(
    ("gamma", "d", "p"),
    [
        ([1.0, 0.4, 0.1], 1, 0.6),
        ([1.0, -0.5], 1, 1.5),  # gamma_{d+1} < 0: at the end better than order 1, on the way not
        ([1.0, 0.55, 0.2, -0.3], 2, 0.45),
        ([1.0, 0.6, 0.3, 0.1, -0.6], 3, 0.4),
    ],
)
def test_the_error_shrinks_with_the_stated_exponents(integrate, gamma, d, p):
    w0 = np.random.default_rng(2).standard_normal((d, len(gamma)))
    alphas = [1e-4, 1e-6] if p < 1 else [1e-2, 1e-3]
    end, way, solutions = zip(*(distances(integrate, gamma, w0, alpha) for alpha in alphas), strict=True)
    decades = np.log10(alphas[0] / alphas[1])
    assert solutions[0].error_exponent == pytest.approx(p) and not solutions[0].exact
    assert np.log10(end[0] / end[1]) / decades == pytest.approx(p, abs=0.1)
    assert np.log10(way[0] / way[1]) / decades == pytest.approx(min(1, p), abs=0.1)


@pytest.mark.parametrize(("gamma", "p"), [([1.0, 1.0, 0.4, 0.1], 0.6), ([1.0, 0.5, 0.5, 0.1], 0.5)])
def test_tied_eigenvalues_follow_the_basis_that_the_start_prefers(integrate, gamma, p):
    d = 3
    w0 = np.random.default_rng(4).standard_normal((d, len(gamma)))
    end, _, solutions = zip(*(distances(integrate, gamma, w0, alpha) for alpha in (1e-3, 1e-5)), strict=True)
    assert solutions[0].error_exponent == pytest.approx(p)  # the tie itself does not count
    assert np.log10(end[0] / end[1]) / 2 == pytest.approx(p, abs=0.1)


def test_a_fully_tied_square_problem_is_exact_at_any_scale(integrate):
    # Gamma = I, d = m: every start is aligned, W_0 = P S Z^T.
    w0 = np.random.default_rng(6).standard_normal((2, 2))
    end, way, solution = distances(integrate, [1.0, 1.0], w0, 0.1)
    assert solution.error_exponent == np.inf
    assert max(end, way) < 1e-8


def test_aligned_start_is_gram_schmidt_in_order():
    rng = np.random.default_rng(0)
    w0, v = rng.standard_normal((4, 9)), orthogonal(rng, 9)[:, :4]
    rotation, s0 = aligned_start(w0, v)
    np.testing.assert_allclose(rotation.T @ rotation, np.eye(4), atol=1e-14)
    assert (s0 > 0).all()
    columns, basis = w0 @ v, np.zeros((4, 0))
    for j in range(4):  # textbook Gram-Schmidt
        free = columns[:, j] - basis @ (basis.T @ columns[:, j])
        assert s0[j] == pytest.approx(np.linalg.norm(free), rel=1e-12)
        np.testing.assert_allclose(rotation[:, j], free / np.linalg.norm(free), atol=1e-12)
        basis = np.column_stack([basis, free / np.linalg.norm(free)])


def test_an_aligned_start_is_found_again_and_signs_of_eigenvectors_do_not_matter():
    rng = np.random.default_rng(1)
    gamma, v, u = np.array([3.0, 2.0, 1.0, -1.0, -4.0]), orthogonal(rng, 5), orthogonal(rng, 2)
    matrix = (v * gamma) @ v.T
    s0 = np.array([0.2, 0.01])
    w0 = (u * s0) @ v[:, :2].T
    solution = LinearSolution.small_start(matrix, w0)
    np.testing.assert_allclose(solution.s0, s0, rtol=1e-12)
    for t in (0.0, 0.5, np.inf):
        expected = (u * (s0 if t == 0 else LinearSolution.aligned(matrix, s0).singular_values(t))) @ v[
            :, :2
        ].T
        np.testing.assert_allclose(solution.weights(t), expected, atol=1e-13)


def test_turning_the_start_turns_the_answer():
    rng = np.random.default_rng(2)
    matrix, w0, turn = np.diag([2.0, 1.0, 0.5, -1.0]), 1e-3 * rng.standard_normal((2, 4)), orthogonal(rng, 2)
    once, turned = LinearSolution.small_start(matrix, w0), LinearSolution.small_start(matrix, turn @ w0)
    np.testing.assert_allclose(turned.weights(1.3), turn @ once.weights(1.3), atol=1e-13)


def test_what_the_theorem_does_not_cover_is_refused():
    with pytest.raises(ValueError, match=r"w0 has d = 3 rows: expected at most 2, the number of positive"):
        LinearSolution.small_start(np.diag([2.0, 1.0, 0.0, -1.0]), 1e-3 * np.eye(3, 4))
    with pytest.raises(ValueError, match=r"expected gamma_d > gamma_\(d\+1\), but both are 1"):
        LinearSolution.small_start(np.diag([2.0, 1.0, 1.0]), 1e-3 * np.eye(2, 3))


def test_from_views_is_small_start_of_their_gamma():
    rng = np.random.default_rng(3)
    x = rng.standard_normal((40, 12)) * np.linspace(2, 0.2, 12)
    x_prime = x + 0.1 * rng.standard_normal(x.shape)
    w0 = 1e-3 * rng.standard_normal((4, 12))
    views = LinearSolution.from_views(x, x_prime, w0)
    dense = LinearSolution.small_start(cross_correlation(x, x_prime), w0)
    np.testing.assert_allclose(
        views.weights(np.array([0.0, 1.0])), dense.weights(np.array([0.0, 1.0])), atol=1e-13
    )
    assert views.error_exponent == pytest.approx(dense.error_exponent, rel=1e-10)
