"""Step times: 50-digit values, the events that define them, and who never steps."""

import math

import mpmath as mp
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stepwise_ssl.closed_form import (
    embedding_eigenvalue,
    embedding_gap,
    half_rise_times,
    step_times,
    width_10_90,
)

# The same examples on every machine and no limit on seconds: tests count, benchmarks time.
reproducible = settings(derandomize=True, deadline=None, database=None)

EPS = np.finfo(float).eps
positive = st.floats(-6, 3).map(lambda e: 10.0**e)


@settings(reproducible, max_examples=300)
@given(gamma=positive, e=st.floats(-150, -0.01))
def test_both_times_in_50_digits(gamma, e):
    s0 = 10.0**e / math.sqrt(gamma)
    with mp.workdps(400):  # 1 / lambda_0 reaches 1e300
        lam0 = mp.mpf(gamma) * mp.mpf(s0) ** 2
        tau, half = -mp.log(lam0) / (8 * gamma), mp.log(1 / lam0 - 1) / (8 * gamma)
    # sqrt, product, log: 4 units of 1 + |log lambda_0|; 1 - lambda_0 costs lambda_0 / (1 - lambda_0) more.
    units = 4 * (1 + abs(float(mp.log(lam0)))) * EPS / (8 * gamma)
    assert abs(step_times(gamma, s0) - float(tau)) <= units
    assert abs(half_rise_times(gamma, s0) - float(half)) <= units * (1 + float(lam0 / (1 - lam0)))


@reproducible
@given(gamma=positive, e=st.floats(-10, -0.01))
def test_at_the_half_rise_lambda_is_one_half(gamma, e):
    s0 = 10.0**e / math.sqrt(gamma)
    t = float(half_rise_times(gamma, s0))
    if t >= 0:
        assert embedding_eigenvalue(t, gamma, s0) == pytest.approx(0.5, abs=1e-13)
        assert embedding_gap(t, gamma, s0) ** 2 == pytest.approx(0.25, abs=1e-13)  # loss: 3/4 done


def test_the_paper_time_is_the_limit_of_the_half_rise():
    s0 = np.array([1e-1, 1e-2, 1e-3, 1e-4])
    difference = step_times(1.0, s0) - half_rise_times(1.0, s0)
    np.testing.assert_allclose(difference, s0**2 / 8, rtol=0.02)  # -log(1 - lambda_0) / 8


@reproducible
@given(gamma=positive, e=st.floats(-6, -1))
def test_width_is_the_time_from_a_tenth_to_nine_tenths(gamma, e):
    s0, width, half = (
        10.0**e / math.sqrt(gamma),
        width_10_90(gamma),
        half_rise_times(gamma, 10.0**e / math.sqrt(gamma)),
    )
    ends = embedding_eigenvalue(np.array([half - width / 2, half + width / 2]), gamma, s0)
    np.testing.assert_allclose(ends, [0.1, 0.9], atol=1e-12)


def test_who_never_steps():
    gamma = np.array([1.0, 0.0, -1.0, 1.0, 1.0, 4.0])
    s0 = np.array([1e-3, 1e-3, 1e-3, 0.0, 1.0, 3.0])
    for times in (step_times(gamma, s0), half_rise_times(gamma, s0)):
        assert np.isfinite(times[0]) and np.isposinf(times[1:]).all()
    assert np.isposinf(width_10_90(gamma[1:3])).all()


def test_a_start_beyond_one_half_had_its_half_before():
    t = float(half_rise_times(1.0, 0.9))
    assert t < 0
    # From the half, the flow needs exactly -t to reach the start.
    assert embedding_eigenvalue(-t, 1.0, 0.5**0.5) == pytest.approx(0.81, abs=1e-14)


def test_a_start_whose_square_underflows():
    assert step_times(2.0, 1e-200) == pytest.approx(-(math.log(2) + 2 * math.log(1e-200)) / 16, rel=1e-14)


def test_sign_of_the_start_does_not_matter():
    assert step_times(1.0, -1e-3) == step_times(1.0, 1e-3)
