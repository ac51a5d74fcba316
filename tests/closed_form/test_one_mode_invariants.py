"""What must hold for any mode, whatever the formula: start, fixed point, semigroup, batches, symmetry."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from stepwise_ssl.closed_form import embedding_eigenvalue, embedding_gap, singular_value, total_loss

# The same examples on every machine and no limit on seconds: tests count, benchmarks time.
reproducible = settings(derandomize=True, deadline=None, database=None)

EPS = np.finfo(float).eps
gammas = st.floats(-5, 5).filter(lambda g: g == 0 or abs(g) > 1e-6)
starts = st.floats(-12, 0.5).map(lambda e: 10.0**e)
times = st.floats(0, 20)
spectra = st.lists(st.tuples(gammas, starts), min_size=1, max_size=8)


@reproducible
@given(gamma=gammas, s0=starts)
def test_time_zero_is_the_start(gamma, s0):
    assert singular_value(0.0, gamma, s0) == s0


@reproducible
@given(gamma=gammas, s0=starts)
def test_time_infinity_is_the_fixed_point(gamma, s0):
    limit = gamma**-0.5 if gamma > 0 else s0 if gamma == 0 else 0.0
    end = singular_value(np.inf, gamma, s0)
    assert abs(end - limit) <= 4 * EPS * limit
    # It is a fixed point: from there nothing moves.
    assert abs(singular_value(3.0, gamma, end) - end) <= 4 * EPS * end


@settings(reproducible, max_examples=200)
@given(gamma=gammas, s0=starts, t1=times, t2=times)
def test_two_half_ways_are_one(gamma, s0, t1, t2):
    # d log s(t) / d log s(0) = (1 - lambda(t)) / (1 - lambda(0)) <= 1: the second way damps the rounding of
    # the first.
    there = singular_value(t2, gamma, singular_value(t1, gamma, s0))
    once = singular_value(t1 + t2, gamma, s0)
    assert abs(there - once) <= EPS * (24 + 8 * abs(gamma) * (t1 + t2)) * once + 1e-290


@settings(reproducible, max_examples=50)
@given(modes=spectra, ts=st.lists(times | st.just(np.inf), min_size=1, max_size=6))
def test_a_batch_is_its_members_one_by_one(modes, ts):
    gamma, s0 = np.array(modes).T
    for law in (singular_value, embedding_eigenvalue, embedding_gap, total_loss):
        together = law(np.array(ts), gamma, s0)
        assert together.shape == ((len(ts),) if law is total_loss else (len(ts), len(gamma)))
        for k, t in enumerate(ts):
            np.testing.assert_allclose(together[k], law(t, gamma, s0), rtol=8 * EPS)
            if law is not total_loss:
                assert law(t, gamma, s0).shape == gamma.shape
                one = [law(t, g, s) for g, s in modes]
                np.testing.assert_allclose(together[k], one, rtol=8 * EPS, atol=1e-290)


@reproducible
@given(modes=spectra, t=times, seed=st.integers(0, 99))
def test_permuting_the_modes_permutes_the_answer(modes, t, seed):
    gamma, s0 = np.array(modes).T
    order = np.random.default_rng(seed).permutation(len(gamma))
    np.testing.assert_allclose(
        singular_value(t, gamma[order], s0[order]), singular_value(t, gamma, s0)[order], rtol=8 * EPS
    )


@reproducible
@given(modes=spectra, seed=st.integers(0, 99))
def test_the_loss_never_rises_and_is_the_sum_of_squared_gaps(modes, seed):
    gamma, s0 = np.array(modes).T
    t = np.sort(np.random.default_rng(seed).uniform(0, 10, 40))
    loss = total_loss(t, gamma, s0)
    assert (np.diff(loss) <= 64 * EPS * loss[:-1]).all()
    lam = embedding_eigenvalue(t, gamma, s0)
    np.testing.assert_allclose(
        loss, ((1 - lam) ** 2).sum(axis=1), rtol=1e-12, atol=1e-14 * len(gamma) * loss[0]
    )


@reproducible
@given(gamma=gammas, s0=starts, t=times)
def test_the_law_is_odd_in_the_start_and_zero_stays(gamma, s0, t):
    assert singular_value(t, gamma, -s0) == -singular_value(t, gamma, s0)
    assert embedding_eigenvalue(t, gamma, -s0) == embedding_eigenvalue(t, gamma, s0)
    assert singular_value(t, gamma, 0.0) == 0.0
    assert embedding_gap(t, gamma, 0.0) == 1.0


@reproducible
@given(gamma=gammas, s0=starts, t=times, factor=st.floats(0.1, 10))
def test_time_scales_with_the_eigenvalue(gamma, s0, t, factor):
    # s(t; gamma) sqrt(c) = s(c t; gamma / c, s0 sqrt(c)): units of gamma are units of rate.
    scaled = singular_value(factor * t, gamma / factor, s0 * factor**0.5) / factor**0.5
    once = singular_value(t, gamma, s0)
    assert abs(scaled - once) <= EPS * (32 + 16 * abs(gamma) * t) * once + 1e-290


def test_shapes_of_numbers_and_vectors():
    assert singular_value(1.0, 1.0, 0.1).shape == ()
    assert singular_value([1.0, 2.0, 3.0], 1.0, 0.1).shape == (3,)
    assert singular_value(1.0, [1.0, 0.5], 0.1).shape == (2,)
    assert singular_value([1.0, 2.0, 3.0], [1.0, 0.5], [0.1, 0.2]).shape == (3, 2)
    assert singular_value([1.0, 2.0, 3.0], 1.0, [0.1, 0.2]).shape == (3, 2)
    assert singular_value([], 1.0, [0.1, 0.2]).shape == (0, 2)
    assert total_loss([1.0, 2.0], [1.0, 0.5], 0.1).shape == (2,)
    assert total_loss(1.0, [1.0, 0.5], 0.1).shape == ()
