"""Crop with resize against Pillow, flips against slices, boxes against their law."""

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from stepwise_ssl.data.augmentations import flip, random_flip, random_resized_crop, resized_crop
from stepwise_ssl.data.augmentations.crop import random_boxes


def generator(seed=0):
    return torch.Generator().manual_seed(seed)


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_resized_crop_is_pillows(data):
    """Pillow's mode F keeps float32; its bilinear filter is a triangle too, widened when it makes smaller."""
    height, width = data.draw(st.integers(1, 24)), data.draw(st.integers(1, 24))
    size, seed = data.draw(st.integers(1, 20)), data.draw(st.integers(0, 99))
    images = torch.rand(3, 3, height, width, generator=generator(seed))
    boxes = []
    for _ in range(3):
        tall, wide = data.draw(st.integers(1, height)), data.draw(st.integers(1, width))
        top, left = data.draw(st.integers(0, height - tall)), data.draw(st.integers(0, width - wide))
        boxes.append([top, left, tall, wide])
    ours = resized_crop(images, torch.tensor(boxes), size)
    for image, (top, left, tall, wide), result in zip(images, boxes, ours, strict=True):
        for channel, cut in zip(image, result, strict=True):
            whole = Image.fromarray(channel.numpy())
            part = whole.crop((left, top, left + wide, top + tall))
            expected = np.asarray(part.resize((size, size), Image.Resampling.BILINEAR))
            # float32 rounding of sums of at most 24 terms below 1
            np.testing.assert_allclose(cut.numpy(), expected, atol=3e-6)


def test_a_box_of_the_final_size_is_a_slice():
    images = torch.rand(2, 3, 32, 32, generator=generator())
    cut = resized_crop(images, torch.tensor([[0, 12, 20, 20], [5, 3, 20, 20]]), 20)
    torch.testing.assert_close(cut[0], images[0, :, :20, 12:], rtol=0, atol=1e-6)
    torch.testing.assert_close(cut[1], images[1, :, 5:25, 3:23], rtol=0, atol=1e-6)


@settings(max_examples=40, deadline=None)
@given(
    st.integers(1, 40),
    st.integers(1, 40),
    st.floats(0.02, 1),
    st.floats(0.02, 1),
    st.floats(0.2, 1),
    st.floats(1, 5),
    st.integers(0, 999),
)
def test_boxes_lie_inside(height, width, low, high, narrow, wide_ratio, seed):
    scale, ratio = (min(low, high), max(low, high)), (narrow, wide_ratio)
    boxes = random_boxes(50, height, width, scale, ratio, generator(seed))
    top, left, tall, wide = boxes.unbind(1)
    assert bool(((top >= 0) & (left >= 0) & (tall >= 1) & (wide >= 1)).all())
    assert bool(((top + tall <= height) & (left + wide <= width)).all())


def test_area_and_ratio_follow_their_laws():
    """On a large image no box is refused: area and log ratio are uniform, places are spread."""
    boxes = random_boxes(20_000, 1000, 1000, (0.1, 0.3), (0.5, 2.0), generator()).double()
    top, left, tall, wide = boxes.unbind(1)
    area, log_ratio = tall * wide / 1e6, torch.log(wide / tall)
    # 4 standard errors of the mean of a uniform law over 20,000 draws; rounding to pixels is far below.
    assert abs(area.mean() - 0.2) < 4 * 0.2 / 12**0.5 / 20_000**0.5
    assert abs(log_ratio.mean()) < 4 * 2 * np.log(2) / 12**0.5 / 20_000**0.5
    assert abs(area.std() - 0.2 / 12**0.5) < 0.002
    for begin, side in ((top, tall), (left, wide)):
        assert abs((begin / (1000 - side)).mean() - 0.5) < 4 / 12**0.5 / 20_000**0.5


def test_every_place_is_drawn_and_none_more_often():
    """A box of 4 x 4 in 6 x 6 has three places each way; 4 standard errors of a share of 1/9."""
    boxes = random_boxes(9000, 6, 6, (16 / 36, 16 / 36), (1.0, 1.0), generator())
    assert boxes[:, 2:].unique().tolist() == [4]
    places, counts = boxes[:, :2].unique(dim=0, return_counts=True)
    assert len(places) == 9
    assert (counts / 9000 - 1 / 9).abs().max() < 4 * (8 / 81 / 9000) ** 0.5


def test_where_no_box_fits_the_middle_is_taken():
    """A strip with ratio 3/4 to 4/3: full height, four thirds as wide, in the middle."""
    boxes = random_boxes(5, 6, 60, (1.0, 1.0), (3 / 4, 4 / 3), generator())
    assert boxes.tolist() == [[0, 26, 6, 8]] * 5
    boxes = random_boxes(5, 60, 6, (1.0, 1.0), (3 / 4, 4 / 3), generator())
    assert boxes.tolist() == [[26, 0, 8, 6]] * 5


def test_each_image_has_a_box_of_its_own():
    images = torch.rand(1, 3, 32, 32, generator=generator()).expand(6, 3, 32, 32)
    crops = random_resized_crop(8)(images, generator())
    assert len({tuple(crop.flatten().tolist()) for crop in crops}) == 6


def test_flip_mirrors_left_and_right_only():
    images = torch.rand(3, 3, 4, 5, generator=generator())
    assert np.array_equal(flip(images).numpy(), images.numpy()[:, :, :, ::-1])


def test_half_of_the_images_are_flipped_and_no_other_thing_happens():
    images = torch.rand(1, 3, 2, 2, generator=generator()).expand(4000, 3, 2, 2)
    done = random_flip()(images, generator(1))
    flipped = (done == images.flip(-1)).flatten(1).all(1)
    kept = (done == images).flatten(1).all(1)
    assert bool((flipped | kept).all())
    assert abs(flipped.float().mean() - 0.5) < 4 * 0.5 / 4000**0.5


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: random_resized_crop(0), "size is 0"),
        (lambda: random_resized_crop(4, scale=(0.5, 0.1)), "scale is"),
        (lambda: random_resized_crop(4, scale=(0.5, 1.5)), "scale is"),
        (lambda: random_flip(1.5), "probability is 1.5"),
        (lambda: resized_crop(torch.rand(1, 3, 4, 4), torch.tensor([[0, 0, 5, 4]]), 2), "1 boxes leave"),
        (lambda: resized_crop(torch.rand(1, 3, 4, 4), torch.tensor([0, 0, 4, 4]), 2), "boxes has shape"),
        (lambda: flip(torch.zeros(1, 3, 4, 4, dtype=torch.uint8)), "expected floats"),
        (lambda: flip(torch.rand(3, 4, 4)), "expected floats"),
    ],
)
def test_messages_say_what_came(call, words):
    with pytest.raises(ValueError, match=words):
        call()
