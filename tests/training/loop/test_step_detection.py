"""Steps found in curves that were made to have them."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stepwise_ssl.closed_form import embedding_eigenvalue, half_rise_times, width_10_90
from stepwise_ssl.training.step_detection import detect_steps

T = np.linspace(0, 30, 1501)


def logistic(middle, width=1.0, height=1.0):
    """10 % to 90 % takes ``width``."""
    return height / (1 + np.exp(-np.log(81) * (T - middle) / width))


def columns(*curves):
    return np.stack(curves, axis=1)


def test_clear_steps():
    steps = detect_steps(T, columns(logistic(5), logistic(10), logistic(20, width=4)))
    np.testing.assert_allclose(steps.half, [5, 10, 20], atol=1e-4)
    np.testing.assert_allclose(steps.end - steps.start, [1, 1, 4], rtol=1e-3)
    assert steps.clear.tolist() == [True, True, True] and steps.count == 3


def test_overlapping_steps():
    """Width 2: the second starts one before its middle, and must find the first half risen."""
    late, early = (detect_steps(T, columns(logistic(5), logistic(m, width=2))) for m in (6.05, 5.95))
    assert late.clear.tolist() == [True, True]
    assert early.clear.tolist() == [True, False]
    assert early.count == 2


@pytest.mark.parametrize("flat", [0.0, 1e-9, 0.02])
def test_a_missing_step(flat):
    steps = detect_steps(T, columns(logistic(5), logistic(9), logistic(15, height=flat)))
    assert steps.clear.tolist() == [True, True, False]
    assert np.isinf(steps.half[2]) and steps.count == 2


def test_one_missing_in_the_middle_does_not_hide_the_next():
    steps = detect_steps(T, columns(logistic(5), 0 * T, logistic(9)))
    assert steps.clear.tolist() == [True, False, True]


def test_a_curve_on_its_way_has_not_stepped():
    growing = 1e-6 * np.exp(T / 2.5)
    assert detect_steps(T, columns(logistic(5), growing)).clear.tolist() == [True, False]
    assert np.isinf(detect_steps(T, columns(logistic(5), growing)).half[1])
    # With the height known, half of it is a time like any other, but there is no end.
    known = detect_steps(T, columns(logistic(5), logistic(29.5, width=3)), plateau=1.0)
    assert known.half[1] == pytest.approx(29.5, abs=1e-3)
    assert np.isinf(known.end[1]) and not known.clear[1]


def test_falling_after_the_peak_changes_nothing():
    """VICReg's eigenvalues shrink when others join: 6, then 3 and 3."""
    shrinking = logistic(5, height=6) - logistic(15, height=3)
    steps = detect_steps(T, columns(shrinking, logistic(15, height=3)))
    np.testing.assert_allclose(steps.half, [5, 15], atol=1e-3)
    assert steps.clear.all()


def test_a_dip_before_the_rise_counts_as_its_foot():
    dip = 0.3 * np.exp(-T) + logistic(10)
    steps = detect_steps(T, dip[:, None])
    assert steps.half[0] == pytest.approx(10, abs=0.02) and steps.clear[0]


def test_a_short_excursion_is_not_the_rise():
    """Half up and down again at 3; the step is at 10."""
    curve = logistic(10) + 0.6 * np.exp(-((T - 3) ** 2))
    assert detect_steps(T, curve[:, None]).half[0] == pytest.approx(10, abs=0.01)


@pytest.mark.parametrize("seed", range(5))
def test_noise_moves_times_by_no_more_than_itself(seed):
    """Noise of 2 % of the height; a rise of width w passes a level with slope of at least 0.4 / w."""
    noise = 0.02 * np.random.default_rng(seed).normal(size=(len(T), 3))
    steps = detect_steps(T, columns(logistic(5), logistic(10), logistic(20, width=4)) + noise)
    np.testing.assert_allclose(steps.half, [5, 10, 20], atol=0.5)
    np.testing.assert_allclose(steps.half[:2], [5, 10], atol=0.1)
    assert steps.clear.all()


@settings(max_examples=60, deadline=None)
@given(st.lists(st.floats(0.3, 1), min_size=1, max_size=4), st.floats(1e-6, 1e-2), st.floats(-3, 3))
def test_the_theory_s_own_curves(ratios, s0, decade):
    """Any spectrum, in any unit of time: the exact half-rise times and widths come back."""
    gamma = 10**decade * np.cumprod(ratios)
    half, width = half_rise_times(gamma, s0 / np.sqrt(gamma)), width_10_90(gamma)
    t = np.linspace(0, half.max() + 3 * width.max(), 4000)
    steps = detect_steps(t, embedding_eigenvalue(t, gamma, s0 / np.sqrt(gamma)))
    gap = t[1]
    np.testing.assert_allclose(steps.half, half, rtol=1e-3, atol=gap)
    np.testing.assert_allclose(steps.end - steps.start, width, rtol=2e-2, atol=2 * gap)
    clear = half[1:] - width[1:] / 2 - half[:-1]
    decided = np.abs(clear) > 0.02 * width[1:] + 2 * gap
    assert (steps.clear[1:] == (clear > 0))[decided].all() and steps.clear[0]


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 10**6), st.floats(0.1, 100), st.floats(0.1, 100), st.floats(-50, 50))
def test_units_do_not_matter(seed, time_unit, height, offset):
    """Rescaled times, heights and origin rescale the answer, whatever the curve."""
    curves = np.random.default_rng(seed).normal(size=(40, 3)).cumsum(axis=0)
    t = np.arange(40.0)
    plain, scaled = detect_steps(t, curves), detect_steps(time_unit * t, offset + height * curves)
    np.testing.assert_allclose(scaled.half, time_unit * plain.half, rtol=1e-6)
    assert (scaled.clear == plain.clear).all()
    finite = np.isfinite(plain.half)
    assert (plain.start <= plain.half)[finite].all() and (plain.half <= plain.end)[finite].all()


@pytest.mark.parametrize(
    ("times", "curves", "words"),
    [
        ([0, 1], [1, 2], "expected \\(T,\\) and \\(T, k\\)"),
        ([0, 1, 1], np.ones((3, 1)), "do not increase"),
        ([0, 1], [[np.nan], [1]], "NaN"),
        ([0], [[1.0]], "T >= 2"),
    ],
)
def test_what_is_no_family_of_curves_is_refused(times, curves, words):
    with pytest.raises(ValueError, match=words):
        detect_steps(times, curves)
