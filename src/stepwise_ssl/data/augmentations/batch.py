"""What all augmentations share: the check of a batch, and one parameter for each image."""

from __future__ import annotations

from collections.abc import Callable

import torch
from torch import Tensor

Augmentation = Callable[[Tensor, torch.Generator], Tensor]


def require_batch(images: Tensor) -> None:
    """Refuse what is not a batch of colour images.

    Raises:
        ValueError: with what came.

    >>> require_batch(torch.zeros(2, 8, 8, 3))
    Traceback (most recent call last):
    ValueError: images is torch.float32 (2, 8, 8, 3): expected floats (n, 3, height, width), see as_batch
    """
    if not (images.is_floating_point() and images.ndim == 4 and images.shape[1] == 3 and images.numel()):
        raise ValueError(
            f"images is {images.dtype} {tuple(images.shape)}: expected floats (n, 3, height, width), "
            f"see as_batch"
        )


def per_image(name: str, values: Tensor | float, images: Tensor) -> Tensor:
    """A parameter as (n, 1, 1, 1), of the images' type and on their device; one number serves for all.

    Raises:
        ValueError: it has another number of entries.
    """
    values = torch.as_tensor(values, dtype=images.dtype, device=images.device)
    if values.ndim > 1 or (values.ndim == 1 and len(values) != len(images)):
        raise ValueError(f"{name} has shape {tuple(values.shape)}: expected a number or ({len(images)},)")
    return values.expand(len(images)).reshape(-1, 1, 1, 1)


def uniform(generator: torch.Generator, count: int, low: float, high: float) -> Tensor:
    """Random numbers between low and high, (count,) of float64, on the CPU."""
    return low + (high - low) * torch.rand(count, generator=generator, dtype=torch.float64)


def to_some(
    images: Tensor, probability: float, generator: torch.Generator, change: Callable[[Tensor, Tensor], Tensor]
) -> Tensor:
    """Change each image with a probability and leave the others; only those chosen are computed.

    Args:
        images: (n, 3, height, width).
        probability: of each image.
        generator: on the CPU.
        change: gets the chosen images and their places in the batch, (k,), on the CPU.
    """
    chosen = torch.nonzero(uniform(generator, len(images), 0, 1) < probability).flatten()
    if len(chosen) == 0:
        return images
    if len(chosen) == len(images):
        return change(images, chosen)
    changed = images.clone()
    places = chosen.to(images.device)
    changed[places] = change(images[places], chosen)
    return changed


def require_range(name: str, pair: tuple[float, float], low: float, high: float) -> None:
    """Refuse a pair of bounds that is not ordered, or leaves low to high."""
    if not low <= pair[0] <= pair[1] <= high:
        raise ValueError(f"{name} is {pair}: expected two numbers, ascending, from {low:g} to {high:g}")


def require_probability(probability: float) -> None:
    """Refuse what is no probability."""
    if not 0 <= probability <= 1:
        raise ValueError(f"probability is {probability}: expected 0 to 1")
