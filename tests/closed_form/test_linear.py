"""The linear model's trajectory against an independent integrator, and its invariants.

The distance is ||W - W*||_F / ||W*||_F at each time. The integrator works in the coordinates A = U^T W V
that the test built Gamma from: its error control is per entry, and in them a mode of weight 1e-4 has entries
of its own instead of being a 1e-4 part of entries of size 1. One further test integrates W itself.
"""

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from stepwise_ssl.closed_form import LinearSolution

reproducible = settings(derandomize=True, deadline=None, database=None)


def orthogonal(rng, side):
    return np.linalg.qr(rng.standard_normal((side, side)))[0]


def problem(seed, d, m):
    """A random indefinite Gamma with a known eigenbasis, an aligned start and its rotation."""
    rng = np.random.default_rng(seed)
    gamma = np.sort(np.r_[rng.uniform(0.05, 1, 1), rng.uniform(-1, 1, m - 1)])[::-1]
    v, u = orthogonal(rng, m), orthogonal(rng, d)
    matrix = (v * gamma) @ v.T
    s0 = 10 ** rng.uniform(-4, 0.3, d)
    return gamma, v, u, (matrix + matrix.T) / 2, s0


def upright(v):
    return v * np.where(v.max(axis=0) >= -v.min(axis=0), 1, -1)


@settings(reproducible, max_examples=25)
@given(seed=st.integers(0, 10**6), d=st.integers(1, 8), extra=st.integers(0, 4))
def test_the_aligned_solution_is_the_flow_to_1e_9(integrate, seed, d, extra):
    m = d + extra
    gamma, v, u, matrix, s0 = problem(seed, d, m)
    # Eigenvectors are defined to eps / distance; closer neighbours than this have none worth comparing.
    assume(m == 1 or np.min(-np.diff(gamma)) > 1e-4)
    solution = LinearSolution.aligned(matrix, s0, u)
    times = np.geomspace(1e-2, 1e3, 9) / gamma[0]
    a0 = np.zeros((d, m))
    a0[:, :d] = np.diag(s0)
    reference = u @ integrate(np.diag(gamma), a0, times) @ upright(v).T
    ours = solution.weights(times)
    scale = np.linalg.norm(reference, axis=(1, 2))
    scale[scale < 1e-200] = np.inf  # all modes have decayed
    assert (np.linalg.norm(ours - reference, axis=(1, 2)) <= 1e-9 * scale).all()
    c = reference @ matrix @ np.swapaxes(reference, 1, 2)
    np.testing.assert_allclose(
        solution.loss(times), ((c - np.eye(d)) ** 2).sum(axis=(1, 2)), rtol=1e-8, atol=1e-9
    )


def test_the_weights_themselves_integrated_without_changing_coordinates(integrate):
    gamma, _, u, matrix, s0 = problem(3, 3, 6)
    solution = LinearSolution.aligned(matrix, s0, u)
    times = np.geomspace(1e-2, 60, 7) / gamma[0]
    reference = integrate(matrix, solution.weights(0.0), times, rtol=3e-14, max_step=0.05 / gamma[0])
    error = np.linalg.norm(solution.weights(times) - reference, axis=(1, 2))
    assert (error <= 1e-9 * np.linalg.norm(reference, axis=(1, 2))).all()


@settings(reproducible, max_examples=30)
@given(seed=st.integers(0, 10**6), d=st.integers(1, 6), extra=st.integers(0, 4))
def test_invariants(seed, d, extra):
    m = d + extra
    _, _, u, matrix, s0 = problem(seed, d, m)
    solution = LinearSolution.aligned(matrix, s0, u)
    t, ts = 0.7, np.array([0.0, 0.7, np.inf])
    # The start is the start; a batch of times is the times one by one.
    np.testing.assert_allclose(
        solution.weights(0.0), (u * s0) @ solution.eigenvectors.T, atol=1e-15 * s0.max()
    )
    np.testing.assert_allclose(solution.weights(ts)[1], solution.weights(t), rtol=1e-14, atol=1e-15)
    # C = W Gamma W^T has the embedding eigenvalues; the loss is ||C - I||^2.
    w = solution.weights(ts)
    c = w @ matrix @ np.swapaxes(w, 1, 2)
    np.testing.assert_allclose(
        np.linalg.eigvalsh(c), np.sort(solution.embedding_eigenvalues(ts), axis=1), rtol=1e-10, atol=1e-12
    )
    np.testing.assert_allclose(
        solution.loss(ts), ((c - np.eye(d)) ** 2).sum(axis=(1, 2)), rtol=1e-9, atol=1e-9
    )
    # The fixed point is one: the gradient vanishes.
    gradient = 4 * (c[2] - np.eye(d)) @ w[2] @ matrix
    assert np.abs(gradient).max() <= 1e-11
    # Turning the embedding turns the weights and changes nothing else.
    turn = orthogonal(np.random.default_rng(seed), d)
    turned = LinearSolution.aligned(matrix, s0, turn @ u)
    np.testing.assert_allclose(turned.weights(t), turn @ solution.weights(t), atol=1e-13)
    np.testing.assert_array_equal(turned.loss(ts), solution.loss(ts))
    # Two half ways are one.
    half = LinearSolution.aligned(matrix, solution.singular_values(0.3), u)
    np.testing.assert_allclose(half.weights(0.4), solution.weights(t), rtol=1e-12, atol=1e-14)


def test_embed_is_the_weights_times_the_points():
    _, _, u, matrix, s0 = problem(5, 3, 7)
    solution = LinearSolution.aligned(matrix, s0, u)
    x = np.random.default_rng(0).standard_normal((11, 7))
    ts = np.array([0.0, 1.0, np.inf])
    assert solution.embed(x, 1.0).shape == (11, 3)
    np.testing.assert_allclose(solution.embed(x, 1.0), x @ solution.weights(1.0).T, atol=1e-13)
    assert solution.embed(x, ts).shape == (3, 11, 3)
    np.testing.assert_allclose(solution.embed(x, ts), x @ np.swapaxes(solution.weights(ts), 1, 2), atol=1e-13)


def test_a_case_by_hand():
    # Gamma swaps two coordinates: eigenvalues +1 on (1, 1), -1 on (1, -1).
    solution = LinearSolution.aligned([[0.0, 1.0], [1.0, 0.0]], [0.1, 0.1])
    np.testing.assert_allclose(solution.gamma, [1, -1])
    np.testing.assert_allclose(solution.weights(np.inf), [[0.5**0.5, 0.5**0.5], [0, 0]], atol=1e-15)
    np.testing.assert_allclose(solution.step_times, [np.log(100) / 8, np.inf])
    assert solution.loss(np.inf) == pytest.approx(1.0, rel=1e-14)
    assert solution.exact and solution.error_exponent == np.inf
    # Shapes: no leading axis for one time.
    assert solution.weights(1.0).shape == (2, 2) and solution.weights([1.0]).shape == (1, 2, 2)
    assert solution.singular_values(1.0).shape == (2,) and solution.embedding_eigenvalues([1.0]).shape == (
        1,
        2,
    )
    assert solution.loss(1.0).shape == () and solution.loss([1.0, 2.0]).shape == (2,)


def test_eigenvalues_are_ordered_by_value_not_by_magnitude():
    solution = LinearSolution.aligned(np.diag([-5.0, 1.0, -2.0, 0.5]), [0.1, 0.1])
    np.testing.assert_allclose(solution.gamma, [1.0, 0.5])
    np.testing.assert_allclose(solution.eigenvectors.T, [[0, 1, 0, 0], [0, 0, 0, 1]])
