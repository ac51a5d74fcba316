"""Colours against the standard library's colour circle and against formulas written out pixel by pixel."""

import colorsys

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from stepwise_ssl.data.augmentations import (
    adjust_brightness,
    adjust_contrast,
    adjust_hue,
    adjust_saturation,
    colour_jitter,
    grey,
    random_grey,
)

UNIT = st.floats(0, 1, width=32)


def batch(seed=0, n=3, side=5, dtype=torch.float64):
    return torch.rand(n, 3, side, side, generator=torch.Generator().manual_seed(seed), dtype=dtype)


def pixel(*rgb):
    return torch.tensor(rgb, dtype=torch.float64).reshape(1, 3, 1, 1)


@settings(max_examples=300, deadline=None)
@given(st.tuples(UNIT, UNIT, UNIT), st.floats(-0.5, 0.5))
def test_hue_is_colorsys(rgb, shift):
    hue, saturation, value = colorsys.rgb_to_hsv(*rgb)
    expected = colorsys.hsv_to_rgb((hue + shift) % 1, saturation, value)
    # colorsys loses digits in saturation = chroma / value, so 1e-12 and not 1e-15
    np.testing.assert_allclose(adjust_hue(pixel(*rgb), shift).flatten(), expected, atol=1e-12)


@pytest.mark.parametrize("rgb", [(0, 0, 0), (1, 1, 1), (0.5, 0.5, 0.5), (1, 0, 0), (1, 1, 0), (0, 1, 1)])
def test_hue_at_the_corners(rgb):
    for shift in (-0.5, -1 / 3, 0, 1 / 6, 0.5):
        hue, saturation, value = colorsys.rgb_to_hsv(*rgb)
        expected = colorsys.hsv_to_rgb((hue + shift) % 1, saturation, value)
        np.testing.assert_allclose(adjust_hue(pixel(*rgb), shift).flatten(), expected, atol=1e-12)


def luma(image):
    return 0.299 * image[0] + 0.587 * image[1] + 0.114 * image[2]


@settings(max_examples=40, deadline=None)
@given(st.lists(st.floats(0, 2), min_size=3, max_size=3), st.integers(0, 99))
def test_mixing_is_written_out(factors, seed):
    images = batch(seed)
    results = [
        change(images, torch.tensor(factors, dtype=torch.float64)).numpy()
        for change in (adjust_brightness, adjust_contrast, adjust_saturation)
    ]
    for i, factor in enumerate(factors):
        image = images[i].numpy()
        mean = luma(image).mean()
        expected = [
            factor * image,
            mean + factor * (image - mean),
            luma(image) + factor * (image - luma(image)),
        ]
        for result, want in zip(results, expected, strict=True):
            np.testing.assert_allclose(result[i], np.clip(want, 0, 1), atol=1e-14)


def test_grey_has_the_luma_in_all_channels():
    images = batch()
    done = grey(images).numpy()
    for i in range(3):
        for channel in range(3):
            np.testing.assert_allclose(done[i, channel], luma(images[i].numpy()), atol=1e-15)
    grey(images)[0, 0, 0, 0] = 9.0  # the result is no view of anything
    assert grey(images)[0, 1, 0, 0] < 1


def test_neutral_parameters_change_nothing():
    images = batch()
    for change, neutral in (
        (adjust_brightness, 1.0),
        (adjust_contrast, 1.0),
        (adjust_saturation, 1.0),
        (adjust_hue, 0.0),
    ):
        torch.testing.assert_close(change(images, neutral), images, rtol=0, atol=1e-14)


def test_each_image_has_its_own_parameters():
    """A batch with parameters one by one is the images one by one."""
    images, amounts = batch(n=4), torch.tensor([0.1, 0.4, -0.3, 0.0], dtype=torch.float64)
    together = adjust_hue(images, amounts)
    for i in range(4):
        torch.testing.assert_close(together[i : i + 1], adjust_hue(images[i : i + 1], float(amounts[i])))


def test_jitter_is_the_four_adjustments_in_the_order_drawn():
    """Replay the draws: order first, then amounts, then who is chosen."""
    images = batch(n=6)
    done = colour_jitter(0.5, 0.4, 0.3, 0.2, probability=0.5)(images, torch.Generator().manual_seed(5))
    replay = torch.Generator().manual_seed(5)
    order = torch.randperm(4, generator=replay).tolist()
    bounds = [(0.5, 1.5), (0.6, 1.4), (0.7, 1.3), (-0.2, 0.2)]
    draws = [a + (b - a) * torch.rand(6, generator=replay, dtype=torch.float64) for a, b in bounds]
    chosen = torch.rand(6, generator=replay, dtype=torch.float64) < 0.5
    assert 0 < chosen.sum() < 6
    changes = (adjust_brightness, adjust_contrast, adjust_saturation, adjust_hue)
    for i in range(6):
        expected = images[i : i + 1]
        for which in order if chosen[i] else []:
            expected = changes[which](expected, float(draws[which][i]))
        torch.testing.assert_close(done[i : i + 1], expected, rtol=0, atol=1e-14)


def test_jitter_keeps_the_range_and_visits_more_than_one_order():
    images = batch(dtype=torch.float32)
    seen = set()
    for seed in range(20):
        done = colour_jitter(0.8, 0.8, 0.8, 0.2)(images, torch.Generator().manual_seed(seed))
        assert done.dtype == torch.float32 and 0 <= float(done.min()) and float(done.max()) <= 1
        seen.add(tuple(torch.randperm(4, generator=torch.Generator().manual_seed(seed)).tolist()))
    assert len(seen) > 5


def test_a_fifth_of_the_images_become_grey():
    images = batch(n=1).expand(4000, 3, 5, 5)
    done = random_grey(0.2)(images, torch.Generator().manual_seed(3))
    turned = (done.amax(1) - done.amin(1)).flatten(1).amax(1) < 1e-9
    assert abs(turned.double().mean() - 0.2) < 4 * 0.4 / 4000**0.5
    assert torch.equal(done[~turned], images[~turned])


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: colour_jitter(hue=0.6), "hue is"),
        (lambda: colour_jitter(brightness=-1), "brightness is"),
        (lambda: colour_jitter(probability=2), "probability is 2"),
        (lambda: adjust_contrast(batch(), -0.5), "factor goes down to -0.5"),
        (lambda: adjust_hue(batch(), torch.zeros(2)), r"shift has shape \(2,\)"),
    ],
)
def test_messages_say_what_came(call, words):
    with pytest.raises(ValueError, match=words):
        call()
