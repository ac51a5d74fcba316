"""Two views are a function of (seed, step): reproducible, resumable, the same in another process."""

import hashlib
import subprocess
import sys

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from stepwise_ssl.data.augmentations import (
    as_batch,
    colour_jitter,
    compose,
    flip,
    generator_for,
    grey,
    random_blur,
    random_flip,
    random_grey,
    random_resized_crop,
    two_views,
)

RECIPE = """
import torch, hashlib
from stepwise_ssl.data.augmentations import *
torch.set_num_threads(1)
images = torch.rand(8, 3, 32, 32, generator=torch.Generator().manual_seed(0))
augment = compose(random_resized_crop(24), random_flip(), colour_jitter(), random_grey(), random_blur(3))
"""


def recipe():
    place = {}
    exec(RECIPE, place)
    return place["images"], place["augment"]


def test_batch_k_does_not_depend_on_what_came_before():
    images, augment = recipe()
    in_a_row = [two_views(images, augment, seed=4, step=k) for k in range(5)]
    torch.rand(100)  # nor on the global state
    again = two_views(images, augment, seed=4, step=3)
    assert all(torch.equal(a, b) for a, b in zip(in_a_row[3], again, strict=True))
    flat = {tuple(view.flatten().tolist()) for pair in in_a_row for view in pair}
    assert len(flat) == 10  # no two views are the same


def test_another_process_draws_the_same():
    images, augment = recipe()
    code = RECIPE + "x, y = two_views(images, augment, 11, 7)\n"
    code += "print(hashlib.sha256(torch.cat([x, y]).numpy().tobytes()).hexdigest())"
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    torch.set_num_threads(1)
    here = torch.cat(two_views(images, augment, 11, 7)).numpy().tobytes()
    assert said.strip() == hashlib.sha256(here).hexdigest()


@settings(max_examples=50, deadline=None)
@given(
    st.tuples(st.integers(0, 2**31), st.integers(0, 2**31)), st.tuples(st.integers(0, 9), st.integers(0, 9))
)
def test_streams_differ_for_different_numbers(one, other):
    first, second = (torch.rand(4, generator=generator_for(*numbers)) for numbers in (one, other))
    assert torch.equal(first, second) == (one == other)


def test_compose_goes_from_left_to_right():
    images = torch.rand(2, 3, 4, 4, generator=torch.Generator().manual_seed(0))

    def darker(batch, generator):
        return batch * 0.5

    def brighter(batch, generator):
        return batch + 0.25

    done = compose(darker, brighter)(images, torch.Generator())
    assert torch.equal(done, images * 0.5 + 0.25)
    assert torch.equal(compose()(images, torch.Generator()), images)


def test_the_given_batch_is_left_alone():
    images, augment = recipe()
    before = images.clone()
    two_views(images, augment, 0, 0)
    alone = (random_flip(), random_grey(0.5), colour_jitter(probability=0.5), random_blur(3))
    for change in (*alone, lambda batch, generator: flip(batch), lambda batch, generator: grey(batch)):
        done = change(images, generator_for(0))
        assert torch.equal(images, before) and not torch.equal(done, images)


@pytest.mark.parametrize("dtype", [torch.float32, torch.float64])
def test_type_and_range_are_kept(dtype):
    images, augment = recipe()
    for view in two_views(images.to(dtype), augment, 1, 1):
        assert view.dtype == dtype and view.shape == (8, 3, 24, 24)
        assert float(view.min()) >= 0 and float(view.max()) <= 1 + 1e-6


def test_an_empty_choice_and_a_single_image_pass():
    image = torch.rand(1, 3, 8, 8, generator=torch.Generator().manual_seed(0))
    augment = compose(random_flip(0.0), random_grey(0.0), random_blur(3, probability=0.0))
    assert torch.equal(augment(image, torch.Generator()), image)
    assert augment(image, generator_for(1)).shape == image.shape
    assert random_resized_crop(8)(image, generator_for(1)).shape == image.shape
    assert colour_jitter(probability=1.0)(image, generator_for(1)).shape == image.shape


def test_as_batch_reads_loaded_images():
    images = np.random.default_rng(0).integers(256, size=(4, 5, 6, 3), dtype=np.uint8)
    batch = as_batch(images)
    assert batch.shape == (4, 3, 5, 6) and batch.dtype == torch.float32
    np.testing.assert_array_equal(batch.numpy().transpose(0, 2, 3, 1), images.astype(np.float32) / 255)
    with pytest.raises(ValueError, match="expected uint8"):
        as_batch(images / 255)


@pytest.mark.skipif(not torch.cuda.is_available(), reason="no CUDA device: same views on a GPU not tested")
def test_a_gpu_gives_the_same_views():
    images, augment = recipe()
    here = two_views(images, augment, 2, 2)
    there = two_views(images.cuda(), augment, 2, 2)
    for a, b in zip(here, there, strict=True):
        torch.testing.assert_close(a, b.cpu(), rtol=0, atol=1e-5)
