"""Gamma and its leading eigenpairs: the definition, three routes, ties, inertia, memory."""

import subprocess
import sys

import numpy as np
import pytest
import scipy.linalg

from stepwise_ssl.closed_form import cross_correlation, eigenpairs, view_eigenpairs
from stepwise_ssl.closed_form.lanczos import leading_pairs_of_operator


def views(n, m, seed=0, decay=0.8, noise=0.1):
    rng = np.random.default_rng(seed)
    z = rng.standard_normal((n, m)) * np.arange(1, m + 1) ** -decay
    return z + noise * rng.standard_normal((n, m)), z + noise * rng.standard_normal((n, m))


def test_cross_correlation_is_its_definition():
    x, x_prime = views(7, 4)
    pairs = zip(x, x_prime, strict=True)
    by_hand = sum(np.outer(a, b) + np.outer(b, a) for a, b in pairs) / (2 * 7)
    gamma = cross_correlation(x, x_prime)
    np.testing.assert_allclose(gamma, by_hand, rtol=1e-13, atol=1e-15)
    np.testing.assert_array_equal(gamma, gamma.T)
    np.testing.assert_array_equal(gamma, cross_correlation(x_prime, x))


def test_n_positive_and_n_negative_eigenvalues():
    values, _ = eigenpairs(cross_correlation(*views(5, 14, decay=0)))
    assert (values > 1e-6).sum() == 5 and (values < -1e-6).sum() == 5


def test_dense_pairs_solve_the_eigenproblem_in_order_and_upright():
    matrix = cross_correlation(*views(20, 30))
    values, vectors = eigenpairs(matrix, 6)
    np.testing.assert_allclose(matrix @ vectors, vectors * values, atol=1e-14)
    np.testing.assert_allclose(values, np.sort(scipy.linalg.eigvals(matrix).real)[::-1][:6], rtol=1e-12)
    assert (vectors.max(axis=0) >= -vectors.min(axis=0)).all()
    np.testing.assert_array_equal(eigenpairs(matrix, 6)[1], vectors)


@pytest.mark.parametrize(("n", "m"), [(60, 700), (300, 600)])
def test_lanczos_equals_the_dense_route(n, m):
    x, x_prime = views(n, m, seed=1)
    values, vectors = view_eigenpairs(x, x_prime, 8)
    dense_values, dense_vectors = eigenpairs(cross_correlation(x, x_prime), 8)
    np.testing.assert_allclose(values, dense_values, rtol=1e-12)
    # Subspaces, not vectors: their distance is rounding over the gap to the ninth eigenvalue.
    outside = vectors - dense_vectors @ (dense_vectors.T @ vectors)
    assert np.linalg.norm(outside) < 1e-11
    residual = (x.T @ (x_prime @ vectors) + x_prime.T @ (x @ vectors)) / (2 * n) - vectors * values
    assert np.abs(residual).max() < 1e-13
    # The same views give the same bits.
    np.testing.assert_array_equal(view_eigenpairs(x, x_prime, 8)[1], vectors)


def test_many_pairs_and_few_inputs_take_the_dense_route():
    for n, m in ((30, 20), (700, 600)):
        x, x_prime = views(n, m)
        dense = eigenpairs(cross_correlation(x, x_prime), 3)
        for got, want in zip(view_eigenpairs(x, x_prime, 3), dense, strict=True):
            np.testing.assert_array_equal(got, want)


def test_lanczos_overlooks_no_copy_of_a_repeated_eigenvalue(monkeypatch):
    real, size = np.random.default_rng, 700
    for seed in range(60):  # without the examination, seeds of this family miss a copy (about 1 in 50)
        diagonal = np.r_[1, 1, 0.99, real(1000 + seed).uniform(-0.1, 0.1, size - 3)]
        monkeypatch.setattr(np.random, "default_rng", lambda _, seed=seed: real(seed))
        values, vectors = leading_pairs_of_operator(
            lambda v, g=diagonal: g * v, like=diagonal, size=size, count=2
        )
        np.testing.assert_allclose(values, [1, 1], rtol=1e-12)
        np.testing.assert_allclose(vectors.T @ vectors, np.eye(2), atol=1e-10)


def test_the_examination_finds_what_lanczos_missed(monkeypatch):
    import scipy.sparse.linalg as sla

    diagonal, real, calls = np.r_[1.0, 1.0, np.linspace(0.5, -0.5, 98)], sla.eigsh, []

    def forgetful(operator, k, **settings):
        calls.append(k)
        if len(calls) == 1:  # what a start without a component along the first vector would return
            return diagonal[1:3], np.eye(100)[:, 1:3]
        return real(operator, k=k, **settings)

    monkeypatch.setattr(sla, "eigsh", forgetful)
    values, vectors = leading_pairs_of_operator(lambda v: diagonal * v, like=diagonal, size=100, count=2)
    np.testing.assert_allclose(values, [1, 1], rtol=1e-12)
    np.testing.assert_allclose(np.abs(vectors[:2]).sum(axis=0), 1, atol=1e-6)


MEMORY = """
import resource, sys, tracemalloc
import numpy as np
import scipy.sparse.linalg
from stepwise_ssl.closed_form import LinearSolution
n, m, d = 1000, 12288, 10
rng = np.random.default_rng(0)
loud = np.r_[np.geomspace(8, 1, 30), np.full(m - 30, 0.01)]
x = rng.standard_normal((n, m)); x *= loud
x_prime = x.copy(); x_prime += 0.01 * rng.standard_normal((n, 1))
w0 = 1e-4 * rng.standard_normal((d, m))
small = LinearSolution.from_views(x[:20, :600], x_prime[:20, :600], w0[:, :600])  # warm up
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
tracemalloc.start()
solution = LinearSolution.from_views(x, x_prime, w0)
peak = tracemalloc.get_traced_memory()[1]
grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) * 1024
print(peak / (8 * (2 * n) ** 2), peak / (8 * d * m), grown / (8 * (2 * n) ** 2), solution.gamma[0])
"""


def test_from_views_needs_less_than_four_copies_of_a_2n_by_2n_matrix():
    run = subprocess.run([sys.executable, "-c", MEMORY], capture_output=True, text=True, check=True)
    traced, in_weights, resident, gamma = map(float, run.stdout.split())
    assert gamma > 0
    assert traced <= 4 and resident <= 4, run.stdout
    assert in_weights <= 8, run.stdout  # measured 6.2: 23 Lanczos vectors, and 11 eigenvectors three times
