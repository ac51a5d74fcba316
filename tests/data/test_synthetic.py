"""Prescribed spectra: exact in exact mode, right in the mean otherwise."""

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from stepwise_ssl.data import pairs_with_spectrum


def sample_gamma(x, x_prime):
    """The definition, pair by pair: (1/2n) sum of x x'^T + x' x^T."""
    total = sum(np.outer(a, b) + np.outer(b, a) for a, b in zip(x, x_prime, strict=True))
    return total / (2 * len(x))


spectra = st.lists(
    st.one_of(st.just(0.0), st.floats(-5, 5).filter(lambda g: abs(g) > 1e-3)), min_size=1, max_size=7
)


@settings(max_examples=120, deadline=None)
@given(spectra, st.integers(1, 12), st.integers(0, 5), st.sampled_from([0.0, 0.5, 2.0]), st.integers(0, 99))
def test_exact_mode_has_exactly_this_spectrum(gammas, n_pairs, extra, noise, seed):
    gammas = np.array(gammas)
    assume(max(np.sum(gammas > 0), np.sum(gammas < 0)) <= n_pairs)
    m = len(gammas) + extra
    pairs = pairs_with_spectrum(gammas, n_pairs, m, seed, noise=noise, exact=True)
    assert pairs.x.shape == pairs.x_prime.shape == (n_pairs, m)
    found = sample_gamma(pairs.x, pairs.x_prime)
    wanted = np.sort(np.concatenate([gammas, np.zeros(extra)]))
    assert np.allclose(np.linalg.eigvalsh(found), wanted, atol=1e-11)
    assert np.allclose(found, pairs.gamma_matrix, atol=1e-11)
    for gamma, v in zip(gammas, pairs.eigenvectors.T, strict=True):
        assert np.allclose(found @ v, gamma * v, atol=1e-11)


@settings(max_examples=60, deadline=None)
@given(st.integers(1, 5), st.integers(1, 5), st.booleans())
def test_inertia_is_the_only_limit(n_pairs, count, negative):
    """n pairs carry n positive and n negative eigenvalues, and no more (Sylvester)."""
    gammas = np.arange(1.0, count + 1) * (-1 if negative else 1)
    if count > n_pairs:
        with pytest.raises(ValueError, match=f"{n_pairs} pairs have at most"):
            pairs_with_spectrum(gammas, n_pairs, count, 0, exact=True)
    else:
        both = np.concatenate([gammas, -gammas])
        pairs = pairs_with_spectrum(both, n_pairs, 2 * count, 0, exact=True)
        assert np.allclose(
            np.linalg.eigvalsh(sample_gamma(pairs.x, pairs.x_prime)), np.sort(both), atol=1e-11
        )


@settings(max_examples=40, deadline=None)
@given(st.integers(1, 6), st.integers(1, 6), st.integers(0, 999))
def test_no_data_exceed_that_inertia(n_pairs, m, seed):
    x, x_prime = np.random.default_rng(seed).standard_normal((2, n_pairs, m))
    gammas = np.linalg.eigvalsh(sample_gamma(x, x_prime))
    assert max(np.sum(gammas > 1e-10), np.sum(gammas < -1e-10)) <= n_pairs


def test_exact_views_differ_by_noise_of_the_size_asked():
    pairs = pairs_with_spectrum([3.0, 1.0], 500, 20, 0, noise=0.5, exact=True)
    half_difference = (pairs.x - pairs.x_prime) / 2
    assert np.isclose(np.mean(half_difference**2), 0.25)
    plain = pairs_with_spectrum([3.0, 1.0], 500, 20, 0, noise=0.0, exact=True)
    assert np.allclose(plain.x, plain.x_prime)


def test_population_mode_by_monte_carlo_with_error_bars():
    """Each entry of the sample's Gamma lies within its own standard errors of the population's."""
    gammas, n = np.array([4.0, 1.5, 0.3, 0.0]), 40_000
    pairs = pairs_with_spectrum(gammas, n, 6, seed=5)
    products = np.einsum("ni,nj->nij", pairs.x, pairs.x_prime)
    products = (products + products.transpose(0, 2, 1)) / 2
    z = (products.mean(axis=0) - pairs.gamma_matrix) / (products.std(axis=0) / np.sqrt(n))
    z = z[np.triu_indices(6)]
    assert np.abs(z).max() < 4.5 and 0.4 < np.mean(z**2) < 2.2
    # The bars are tight enough to notice a factor: a Gamma two per cent off is rejected.
    off = (products.mean(axis=0) - 1.05 * pairs.gamma_matrix) / (products.std(axis=0) / np.sqrt(n))
    assert np.abs(off).max() > 4.5


def test_population_views_share_the_signal_and_nothing_else():
    pairs = pairs_with_spectrum([2.0, 1.0], 20_000, 5, seed=0, noise=0.7)
    assert abs((pairs.x - pairs.x_prime).std() / (0.7 * np.sqrt(2)) - 1) < 0.01
    outside = np.eye(5) - pairs.eigenvectors @ pairs.eigenvectors.T
    cross = outside @ (pairs.x.T @ pairs.x_prime / 20_000) @ outside
    assert np.abs(cross).max() < 5 * 0.7**2 / np.sqrt(20_000)


def test_finite_samples_of_a_positive_population_have_negative_modes():
    pairs = pairs_with_spectrum([1.0], 30, 40, seed=0)
    assert np.linalg.eigvalsh(pairs.gamma_matrix).min() > -1e-12
    assert np.linalg.eigvalsh(sample_gamma(pairs.x, pairs.x_prime)).min() < -0.01


def test_eigenvectors_are_orthonormal_and_seeded():
    a, b = (pairs_with_spectrum([2.0, 1.0], 8, 5, seed=3) for _ in range(2))
    assert np.array_equal(a.x, b.x) and np.array_equal(a.eigenvectors, b.eigenvectors)
    assert np.allclose(a.eigenvectors.T @ a.eigenvectors, np.eye(2))
    assert not np.array_equal(a.x, pairs_with_spectrum([2.0, 1.0], 8, 5, seed=4).x)


BAD = [
    ("negative entries", dict(gammas=[-1.0], n_pairs=3, input_dim=2, seed=0)),
    ("at least the number of gammas", dict(gammas=[1.0, 1.0], n_pairs=3, input_dim=1, seed=0)),
    ("n_pairs = 0", dict(gammas=[1.0], n_pairs=0, input_dim=1, seed=0)),
    ("noise = -1", dict(gammas=[1.0], n_pairs=1, input_dim=1, seed=0, noise=-1)),
    ("finite numbers", dict(gammas=[np.nan], n_pairs=1, input_dim=1, seed=0)),
    ("gammas has shape", dict(gammas=1.0, n_pairs=1, input_dim=1, seed=0)),
]


@pytest.mark.parametrize(("message", "arguments"), BAD, ids=[m for m, _ in BAD])
def test_bad_input_is_refused_by_name(message, arguments):
    with pytest.raises(ValueError, match=message):
        pairs_with_spectrum(**arguments)
