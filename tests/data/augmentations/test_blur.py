"""Blur against scipy.ndimage, image by image."""

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import ndimage

from stepwise_ssl.data.augmentations import gaussian_blur, random_blur


@settings(max_examples=40, deadline=None)
@given(st.lists(st.floats(0.1, 5), min_size=2, max_size=2), st.integers(0, 4), st.integers(0, 99))
def test_blur_is_scipys_gaussian_filter(sigmas, reach, seed):
    """Scipy's mode "mirror" does not double the border pixel either."""
    images = torch.rand(2, 3, 7, 9, generator=torch.Generator().manual_seed(seed), dtype=torch.float64)
    done = gaussian_blur(images, torch.tensor(sigmas, dtype=torch.float64), 2 * reach + 1)
    for image, sigma, result in zip(images, sigmas, done, strict=True):
        expected = ndimage.gaussian_filter(image.numpy(), sigma, mode="mirror", radius=reach, axes=(1, 2))
        np.testing.assert_allclose(result.numpy(), expected, atol=1e-13)


def test_a_constant_stays_and_a_kernel_of_one_does_nothing():
    images = torch.full((2, 3, 8, 8), 0.3, dtype=torch.float64)
    torch.testing.assert_close(gaussian_blur(images, 1.3, 5), images)
    noise = torch.rand(2, 3, 8, 8, generator=torch.Generator().manual_seed(0))
    assert torch.equal(gaussian_blur(noise, 1.3, 1), noise)


def test_half_are_blurred_each_by_its_own_width():
    images = torch.rand(1, 3, 9, 9, generator=torch.Generator().manual_seed(0)).expand(600, 3, 9, 9)
    done = random_blur(5)(images, torch.Generator().manual_seed(1))
    same = (done == images).flatten(1).all(1)
    assert abs(same.double().mean() - 0.5) < 4 * 0.5 / 600**0.5
    left = done[~same].flatten(1)
    assert len(torch.unique(left, dim=0)) > 0.9 * len(left)


def test_an_image_keeps_its_width_whoever_else_is_chosen():
    """Replay the draws: widths of all first, then who is blurred."""
    images = torch.rand(8, 3, 9, 9, generator=torch.Generator().manual_seed(0), dtype=torch.float64)
    done = random_blur(5, sigma=(0.5, 2.0))(images, torch.Generator().manual_seed(1))
    replay = torch.Generator().manual_seed(1)
    widths = 0.5 + 1.5 * torch.rand(8, generator=replay, dtype=torch.float64)
    chosen = torch.rand(8, generator=replay, dtype=torch.float64) < 0.5
    assert chosen.tolist() != sorted(chosen.tolist(), reverse=True)  # not just the first ones
    expected = torch.where(chosen[:, None, None, None], gaussian_blur(images, widths, 5), images)
    torch.testing.assert_close(done, expected, rtol=0, atol=1e-14)


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: gaussian_blur(torch.rand(1, 3, 8, 8), 1.0, 4), "kernel_size is 4"),
        (lambda: gaussian_blur(torch.rand(1, 3, 3, 8), 1.0, 7), "kernel_size is 7"),
        (lambda: gaussian_blur(torch.rand(1, 3, 8, 8), 0.0, 3), "sigma goes down to 0"),
        (lambda: random_blur(3, sigma=(0.0, 1.0)), "sigma is"),
    ],
)
def test_messages_say_what_came(call, words):
    with pytest.raises(ValueError, match=words):
        call()
