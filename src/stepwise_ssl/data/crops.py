"""Positive pairs from many small images: two random crops of each."""

from __future__ import annotations

import numpy as np


def crop_pair_of_each(
    images: np.ndarray, size: int, seed: int | np.random.Generator
) -> tuple[np.ndarray, np.ndarray]:
    """Positive pairs: two random crops of each image, anywhere in it.

    Args:
        images: (n, height, width, channels) of uint8, such as ``load_cifar10().images``.
        size: side of a crop, in pixels.
        seed: seed of NumPy's generator, or a generator.

    Returns:
        x and x_prime, each (n, size * size * channels), float64 in [0, 1].

    Raises:
        ValueError: if the images are no such array, or smaller than a crop.

    Source: paper, section 6 (two random 20 x 20 x 3 crops of a CIFAR-10 image).

    >>> x, x_prime = crop_pair_of_each(np.zeros((5, 32, 32, 3), np.uint8), size=20, seed=0)
    >>> x.shape
    (5, 1200)
    """
    images = np.asarray(images)
    if images.ndim != 4 or images.dtype != np.uint8 or len(images) == 0:
        raise ValueError(
            f"images is {images.dtype} {images.shape}; expected uint8 (n, height, width, channels)"
        )
    n, height, width, _ = images.shape
    if not 1 <= size <= min(height, width):
        raise ValueError(
            f"size is {size}: expected 1 to {min(height, width)}, the smaller side of the images"
        )
    generator = np.random.default_rng(seed)
    windows = np.lib.stride_tricks.sliding_window_view(images, (size, size), axis=(1, 2))
    views = []
    for _ in range(2):
        top, left = generator.integers((height - size + 1, width - size + 1), size=(n, 2)).T
        crops = windows[np.arange(n), top, left]  # (n, channels, size, size)
        views.append(crops.transpose(0, 2, 3, 1).reshape(n, -1) / 255)
    return views[0], views[1]
