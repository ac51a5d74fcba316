"""From arrays to batches, from augmentations to one, from (seed, step) to two views."""

from __future__ import annotations

import numpy as np
import torch
from torch import Tensor

from stepwise_ssl.data.augmentations.batch import Augmentation, require_batch


def as_batch(images: np.ndarray, device: str | torch.device = "cpu") -> Tensor:
    """Images as they are loaded, as a batch for augmentations.

    Args:
        images: (n, height, width, 3) of uint8.
        device: where the batch shall lie.

    Returns:
        (n, 3, height, width) of float32 in [0, 1].

    Raises:
        ValueError: with what came.

    >>> as_batch(np.full((2, 4, 4, 3), 255, np.uint8))[1, :, 0, 0]
    tensor([1., 1., 1.])
    """
    images = np.asarray(images)
    if images.dtype != np.uint8 or images.ndim != 4 or images.shape[3] != 3:
        raise ValueError(
            f"images is {images.dtype} {images.shape}: expected uint8 (n, height, width, 3), as loaded"
        )
    # A copy: the loaders may hand out read-only or strided views. The bytes travel, a quarter of the floats.
    batch = torch.from_numpy(np.array(images.transpose(0, 3, 1, 2), order="C"))
    return batch.to(device).float() / 255


def compose(*augmentations: Augmentation) -> Augmentation:
    """One augmentation that does all of these, from left to right.

    Args:
        *augmentations: each takes a batch and a generator, and returns a batch.

    Returns:
        An augmentation.

    >>> from stepwise_ssl.data.augmentations import random_flip, random_grey
    >>> both = compose(random_flip(), random_grey())
    >>> both(torch.rand(2, 3, 4, 4), torch.Generator().manual_seed(0)).shape
    torch.Size([2, 3, 4, 4])
    """

    def all_of_them(images: Tensor, generator: torch.Generator) -> Tensor:
        for augmentation in augmentations:
            images = augmentation(images, generator)
        return images

    return all_of_them


def generator_for(*numbers: int) -> torch.Generator:
    """A random generator, on the CPU, that depends on these numbers alone.

    Neighbouring numbers give unrelated streams: they are mixed by NumPy's SeedSequence first.

    Args:
        *numbers: such as seed, step and view; integers of at least 0.

    Returns:
        The generator.

    >>> generator_for(0, 7).initial_seed() == generator_for(7, 0).initial_seed()
    False
    """
    mixed = np.random.SeedSequence(numbers).generate_state(1, np.uint64)[0]
    return torch.Generator().manual_seed(int(mixed) >> 1)  # torch takes 63 bits gladly


def two_views(images: Tensor, augment: Augmentation, seed: int, step: int) -> tuple[Tensor, Tensor]:
    """Two views of each image: the positive pairs of batch ``step`` in the run with this seed.

    Args:
        images: (n, 3, height, width) in [0, 1].
        augment: an augmentation.
        seed: the run's.
        step: the batch's number.

    Returns:
        First and second views, each as ``augment`` returns them.

    Raises:
        ValueError: ``images`` is no batch.

    >>> from stepwise_ssl.data.augmentations import random_resized_crop
    >>> x, x_prime = two_views(torch.rand(4, 3, 32, 32), random_resized_crop(20), seed=0, step=3)
    >>> x.shape, bool((x == x_prime).all())
    (torch.Size([4, 3, 20, 20]), False)
    """
    require_batch(images)
    first, second = (augment(images, generator_for(seed, step, view)) for view in range(2))
    return first, second
