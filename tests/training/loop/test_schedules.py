"""Which steps are recorded."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from stepwise_ssl.training.schedules import linear_schedule, log_schedule, read_schedule


@given(st.integers(1, 10**7), st.integers(2, 400), st.sampled_from([log_schedule, linear_schedule]))
def test_as_many_as_asked_increasing_ends_included(steps, records, schedule):
    found = schedule(steps, records)
    assert len(found) == min(records, steps + 1)
    assert found[0] == 0 and found[-1] == steps
    assert (np.diff(found) >= 1).all()


@given(st.integers(1000, 10**7), st.integers(3, 400))
def test_a_logarithmic_one_never_leaps_back_in_ratio(steps, records):
    """Once gaps are above one step, ratios are equal up to the rounding of a step."""
    found = log_schedule(steps, records).astype(float)
    far = found[1:][found[1:] > 200]
    if len(far) > 2:
        ratios = far[1:] / far[:-1]
        assert ratios.max() / ratios.min() < 1.02


def test_a_linear_one_has_equal_gaps():
    assert set(np.diff(linear_schedule(1000, 101))) == {10}


def test_one_can_be_written_out():
    assert read_schedule(np.array([7, 0, 3]), 10, 5).tolist() == [0, 3, 7]
    assert read_schedule("linear", 4, 200).tolist() == [0, 1, 2, 3, 4]


@pytest.mark.parametrize("schedule", ["logarithmic", [0, 11], [-1], [0.5], [True]])
def test_others_are_refused(schedule):
    with pytest.raises(ValueError, match="schedule"):
        read_schedule(schedule, 10, 5)


@pytest.mark.parametrize(("steps", "records"), [(0, 5), (10, 1), (2.0, 5), (True, 5)])
def test_counts_out_of_range_are_refused(steps, records):
    with pytest.raises(ValueError, match="expected an integer"):
        log_schedule(steps, records)
