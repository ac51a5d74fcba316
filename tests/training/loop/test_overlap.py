"""Principal angles, against constructions where they are known."""

import numpy as np
import pytest
import scipy.linalg
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from stepwise_ssl.training.overlap import principal_angles, subspace_overlap


@settings(max_examples=50, deadline=None)
@given(st.integers(0, 10**6), st.lists(st.floats(-14, 0), min_size=1, max_size=3))
def test_known_angles_come_back_small_ones_too(seed, decades):
    """Planes turned by known angles from 1e-14 to pi/2, mixed by random bases: off by rounding only."""
    angles = np.sort(np.pi / 2 * 10.0 ** np.array(decades))
    k, random = len(angles), np.random.default_rng(seed)
    q = np.linalg.qr(random.normal(size=(2 * k + 1, 2 * k + 1)))[0]
    a, b = q[:, :k], q[:, :k] * np.cos(angles) + q[:, k : 2 * k] * np.sin(angles)
    mix = [np.eye(k) + 0.3 * random.normal(size=(k, k)) / k for _ in range(2)]
    np.testing.assert_allclose(principal_angles(a @ mix[0], b @ mix[1]), angles, rtol=1e-9, atol=1e-14)


@given(st.integers(0, 10**6))
@settings(max_examples=20, deadline=None)
def test_agrees_with_scipy(seed):
    a, b = (np.random.default_rng([seed, k]).normal(size=(7, k)) for k in (4, 2))
    np.testing.assert_allclose(
        principal_angles(a, b), np.sort(scipy.linalg.subspace_angles(a, b)), atol=1e-10
    )


def test_overlap_from_nothing_to_all():
    a = np.eye(5)
    assert subspace_overlap(a[:, :2], a[:, 1:2]) == pytest.approx(1, abs=1e-14)
    assert subspace_overlap(a[:, :2], a[:, 2:4]) == pytest.approx(0, abs=1e-14)
    assert subspace_overlap(torch.eye(5)[:, :2], torch.eye(5)[:, 1:3]) == pytest.approx(0.5, abs=1e-14)


@pytest.mark.parametrize(
    ("a", "b", "words"),
    [
        (np.eye(3), np.eye(4), "one m"),
        (np.eye(3)[:, :1], np.eye(3)[:, :2], "l <= k"),
        (np.ones((3, 2)), np.eye(3)[:, :1], "dependent"),
        (np.full((3, 1), np.nan), np.eye(3)[:, :1], "finite"),
    ],
)
def test_what_spans_nothing_comparable_is_refused(a, b, words):
    with pytest.raises(ValueError, match=words):
        principal_angles(a, b)
