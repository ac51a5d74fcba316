"""The scalar laws against 50-digit arithmetic, at every corner and at random points.

The tolerance is not a guess. Each formula is about eight correctly rounded operations, so 8 units of
rounding. The product gamma t is rounded once, which moves the time by half a unit and hence, by the flow
itself, s by 4 |gamma| t |1 - lambda| / 2 and the gap by 8 |gamma| t |lambda| / 2 units. The gap at t = 0
subtracts lambda_0 from 1, which costs |lambda_0 / (1 - lambda_0)| more. Nothing else is allowed.
"""

import itertools
import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stepwise_ssl.closed_form import embedding_eigenvalue, embedding_gap, singular_value, total_loss

# The same examples on every machine and no limit on seconds: tests count, benchmarks time.
reproducible = settings(derandomize=True, deadline=None, database=None)

EPS = np.finfo(float).eps
TINY = 1e-290  # below this, float64 loses digits by underflow

TIMES = [0.0, 1e-300, 1e-9, 0.01, 0.3, 1.0, 7.0, 44.0, 90.0, 170.0, 800.0, math.inf]
GAMMAS = [-54.0, -1.0, -0.3, -1e-9, 0.0, 1e-12, 1e-3, 0.3, 1.0, 54.0]
STARTS = [0.0, 1e-150, 1e-100, 1e-20, 1e-4, 0.1, 0.99, 1.0, 3.0, 1e8, -0.1, -1e-150]


def assert_law(exact, t, gamma, s0):
    s, lam, gap = exact(t, gamma, s0)
    lam0 = gamma * s0**2
    moved = 0.0 if math.isinf(t) else 4 * abs(gamma) * t
    near = abs(lam0 / (1 - lam0)) if lam0 != 1 else math.inf
    for name, got, want, units in (
        ("s", singular_value(t, gamma, s0), s, 8 + moved * float(abs(gap))),
        ("lambda", embedding_eigenvalue(t, gamma, s0), lam, 18 + 2 * moved * float(abs(gap))),
        ("gap", embedding_gap(t, gamma, s0), gap, 18 + 2 * moved * float(abs(lam)) + near),
    ):
        error = float(abs(float(got) - want))
        allowed = float(abs(want)) * units * EPS + TINY if math.isfinite(units) else 4 * EPS
        assert error <= allowed, f"{name} at t={t}, gamma={gamma}, s0={s0}: {got} for {float(want)}"


@pytest.mark.parametrize("gamma", GAMMAS)
@pytest.mark.parametrize("t", TIMES)
def test_every_corner(exact, t, gamma):
    for s0 in STARTS:
        assert_law(exact, t, gamma, s0)


signed = st.sampled_from([-1.0, 1.0])


@settings(reproducible, max_examples=400)
@given(
    gamma=st.builds(lambda sign, e: sign * 10.0**e, signed, st.floats(-6, 3)),
    s0=st.builds(lambda sign, e: sign * 10.0**e, signed, st.floats(-150, 3)),
    clock=st.floats(0, 400),
)
def test_random_points(exact, gamma, s0, clock):
    assert_law(exact, clock / abs(gamma), gamma, s0)


def test_a_start_whose_square_underflows(exact):
    for s0, t in itertools.product([1e-160, 1e-200], [1.0, 60.0, 100.0]):
        got, want = singular_value(t, 2.0, s0), exact(t, 2.0, s0)[0]
        assert abs(got - float(want)) <= float(want) * EPS * (8 + 8 * t)


def test_the_printed_form_overflows_where_ours_does_not():
    with np.errstate(all="ignore"):
        printed = np.exp(4 * 200.0) / np.sqrt(1e8 + np.expm1(8 * 200.0))
    assert np.isnan(printed)
    assert singular_value(200.0, 1.0, 1e-4) == 1.0


def test_the_gap_keeps_its_digits_where_the_subtraction_has_none(exact):
    # gamma t = 8, s0 = 1e-4: 1 - lambda is about 1.6e-20, and the subtraction gives 0.
    want = float(exact(8.0, 1.0, 1e-4)[2])
    assert 1 - embedding_eigenvalue(8.0, 1.0, 1e-4) == 0.0
    assert abs(embedding_gap(8.0, 1.0, 1e-4) - want) <= 100 * EPS * want
    assert abs(total_loss(8.0, [1.0], [1e-4]) - want**2) <= 200 * EPS * want**2


def test_no_warning_at_the_corners():
    with np.errstate(all="raise", under="ignore"):
        for law in (singular_value, embedding_eigenvalue, embedding_gap):
            values = law(np.array(TIMES), np.repeat(GAMMAS, len(STARTS)), np.tile(STARTS, len(GAMMAS)))
            assert np.isfinite(values).all()


def test_float32_is_as_good_as_float32_can_be(exact):
    eps = float(np.finfo(np.float32).eps)
    for t, gamma, s0 in itertools.product(
        [0.0, 0.5, 3.0, 8.0, 30.0, math.inf], [-1, 0, 0.5, 1], [1e-15, 1e-4, 2]
    ):
        got = singular_value(np.float32(t), np.float32(gamma), np.float32(s0))
        assert got.dtype == np.float32
        s, _, gap = exact(t, float(np.float32(gamma)), float(np.float32(s0)))
        moved = 0.0 if math.isinf(t) else 4 * abs(gamma) * t * float(abs(gap))
        assert abs(float(got) - float(s)) <= float(abs(s)) * (8 + moved) * eps + 1e-37
