"""Positive pairs from photographs and digits: they are crops, they are near each other, they are pairs."""

import subprocess
import sys

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stepwise_ssl.data import as_image, crop_pairs, digit_pairs, load_photographs, standardise


def coordinates(height=40, width=50):
    """A picture whose every pixel says where it is, so that a crop tells its own place."""
    rows, columns = np.mgrid[:height, :width]
    return {"map": np.stack([rows, columns, 0 * rows], axis=2).astype(np.uint8)}


def spectrum(x, x_prime):
    cross = x.T @ x_prime / len(x)
    return np.linalg.eigvalsh((cross + cross.T) / 2)[::-1]


@settings(max_examples=40, deadline=None)
@given(st.integers(1, 12), st.integers(0, 6), st.integers(0, 2**32 - 1))
def test_crops_are_unbroken_pieces_of_one_neighbourhood(size, shift, seed):
    x, x_prime = crop_pairs(coordinates(), 20, size, seed, max_shift=shift)
    places = []
    for views in (x, x_prime):
        crops = np.rint(views * 255).astype(int).reshape(20, size, size, 3)
        corner = crops[:, :1, :1, :2]
        expected = corner + np.stack(np.mgrid[:size, :size], axis=2)
        assert np.array_equal(crops[..., :2], expected)
        places.append(corner.reshape(20, 2))
    assert np.abs(places[0] - places[1]).max() <= 2 * shift
    limit = np.array([40 - size, 50 - size])
    assert all(np.all((place >= 0) & (place <= limit)) for place in places)


def test_every_place_and_every_shift_can_be_drawn():
    x, x_prime = crop_pairs(coordinates(8, 9), 6000, 4, 0, max_shift=1)
    first, second = (np.rint(255 * v.reshape(6000, 4, 4, 3)[:, 0, 0, :2]).astype(int) for v in (x, x_prime))
    assert len(np.unique(first, axis=0)) == 5 * 6
    assert len(np.unique(first - second, axis=0)) == 25


def test_default_shift_is_the_papers_crop():
    """20 pixels out of 32: corners 0 to 12 in a picture of just that size."""
    image = {"one": np.zeros((32, 32, 3), np.uint8) + np.arange(32, dtype=np.uint8)[:, None, None]}
    x, _ = crop_pairs(image, 2000, 20, 0)
    assert set(np.rint(255 * x[:, 0]).astype(int)) == set(range(13))
    with pytest.raises(ValueError, match="= 32 does not fit"):
        crop_pairs({"smaller": np.zeros((31, 31, 3), np.uint8)}, 1, 20, 0)


def test_same_seed_same_pairs_and_a_generator_will_do():
    photographs = load_photographs()
    a, b = crop_pairs(photographs, 10, 8, 7), crop_pairs(photographs, 10, 8, np.random.default_rng(7))
    assert np.array_equal(a, b)
    assert not np.array_equal(a, crop_pairs(photographs, 10, 8, 8))
    assert a[0].shape == (10, 192) and a[0].dtype == np.float64 and 0 <= np.min(a) < np.max(a) <= 1


def test_pairs_are_closer_than_strangers():
    x, x_prime = standardise(*crop_pairs(load_photographs(), 300, 10, 0))
    rng = np.random.default_rng(0)
    within = np.mean((x - x_prime) ** 2)
    strangers = np.mean((x - x_prime[rng.permutation(300)]) ** 2)
    assert within < 0.25 * strangers


def test_raw_pixels_have_one_huge_mode_and_centring_opens_the_rest():
    raw = crop_pairs(load_photographs(), 1000, 10, 3)
    ratios = []
    for pairs in (raw, standardise(*raw), standardise(*raw, remove_colour=True)):
        gammas = spectrum(*pairs)
        ratios.append(gammas[0] / gammas[1])
        assert gammas[9] > 0
    assert ratios[0] > 15 > 7 > ratios[1] > 4 > 2 > ratios[2]


def test_standardise_centres_both_views_together():
    rng = np.random.default_rng(0)
    x, x_prime = rng.normal(3, 2, (50, 6)), rng.normal(-1, 5, (50, 6))
    a, b = standardise(x, x_prime)
    assert np.allclose((a + b).mean(axis=0), 0, atol=1e-12)
    assert np.isclose(np.mean(np.stack([a, b]) ** 2), 1)
    difference = (a - b) / (x - x_prime)
    assert np.ptp(difference) < 1e-10, "one scale for all features, one mean for both views"


def test_remove_colour_leaves_no_crop_with_a_colour_of_its_own():
    x, x_prime = standardise(*crop_pairs(load_photographs(), 20, 6, 0), remove_colour=True)
    for view in (x, x_prime):
        means = view.reshape(20, 36, 3).mean(axis=1)
        assert np.ptp(means, axis=0).max() < 1e-12


def test_as_image_undoes_the_flattening():
    photographs = coordinates()
    x, _ = crop_pairs(photographs, 1, 5, 0, max_shift=0)
    image = np.rint(255 * as_image(x[0], 5)).astype(int)
    top, left = image[0, 0, :2]
    assert np.array_equal(image, photographs["map"][top : top + 5, left : left + 5])


def test_digit_pairs_are_shifts_of_one_digit():
    from stepwise_ssl.data import load_digits

    x, x_prime = digit_pairs(30, seed=1, max_shift=1, noise=0.0)
    images = np.pad(load_digits()[0] / 16, ((0, 0), (1, 1), (1, 1)))
    shifted = [images[:, a : a + 8, b : b + 8].reshape(-1, 64) for a in range(3) for b in range(3)]
    for first, second in zip(x, x_prime, strict=True):
        here = [set(np.flatnonzero(np.all(s == first, axis=1))) for s in shifted]
        there = [set(np.flatnonzero(np.all(s == second, axis=1))) for s in shifted]
        assert set().union(*here) & set().union(*there), "both views show one digit"
    assert not np.array_equal(x, x_prime)


def test_digit_noise_is_fresh_and_of_the_size_asked():
    x, x_prime = digit_pairs(4000, seed=0, max_shift=0, noise=0.3)
    difference = x - x_prime
    assert abs(difference.std() / (0.3 * np.sqrt(2)) - 1) < 0.01 and abs(difference.mean()) < 0.005
    assert np.array_equal(digit_pairs(5, seed=3), digit_pairs(5, seed=3))


PHOTO = {"grey": np.zeros((10, 10, 3), np.uint8)}
BAD = [
    ("does not fit", lambda: crop_pairs(PHOTO, 1, 8, 0, max_shift=2)),
    ("expected uint8", lambda: crop_pairs({"flat": np.zeros((9, 9), np.uint8)}, 1, 2, 0)),
    ("expected uint8", lambda: crop_pairs({"float": np.zeros((9, 9, 3))}, 1, 2, 0)),
    ("photographs is empty", lambda: crop_pairs({}, 1, 2, 0)),
    ("n_pairs = 0", lambda: crop_pairs(PHOTO, 0, 2, 0)),
    ("max_shift = -1", lambda: crop_pairs(PHOTO, 1, 2, 0, max_shift=-1)),
    ("expected two equal shapes", lambda: standardise(np.zeros((2, 3)), np.zeros((2, 4)))),
    ("constant", lambda: standardise(np.ones((2, 3)), np.ones((2, 3)))),
    ("4 columns", lambda: standardise(np.eye(4), np.eye(4), remove_colour=True)),
    ("row has shape", lambda: as_image(np.zeros(10), 2)),
    ("max_shift = 8", lambda: digit_pairs(1, 0, max_shift=8)),
    ("noise = -1", lambda: digit_pairs(1, 0, noise=-1)),
]


@pytest.mark.parametrize(("message", "call"), BAD, ids=lambda v: v if isinstance(v, str) else "")
def test_bad_input_is_refused_by_name(message, call):
    with pytest.raises(ValueError, match=message):
        call()


def test_data_knows_nobody():
    """No plotting, no training, no theory; Pillow only once a photograph is opened."""
    code = """
import sys, stepwise_ssl.data
known = {"matplotlib", "scipy", "sympy", "torch", "PIL", "sklearn"}
ours = {"stepwise_ssl.closed_form", "stepwise_ssl.symbolic", "stepwise_ssl.figures"}
sys.exit(str((known | ours) & set(sys.modules)) if (known | ours) & set(sys.modules) else 0)
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
