"""Gaussian blur, with a width of its own for each image."""

from __future__ import annotations

import torch
from torch import Tensor

from stepwise_ssl.data.augmentations.batch import (
    Augmentation,
    per_image,
    require_batch,
    require_probability,
    require_range,
    to_some,
    uniform,
)


def gaussian_blur(images: Tensor, sigma: Tensor | float, kernel_size: int) -> Tensor:
    """Blur each image with a Gaussian; beyond the border the image is mirrored, the border pixel not doubled.

    Args:
        images: (n, 3, height, width).
        sigma: standard deviation in pixels, one number or (n,), positive.
        kernel_size: side of the kernel, odd; the Gaussian is cut there and its weights scaled to sum 1.

    Returns:
        The same shape.

    Raises:
        ValueError: an argument is out of range, or the kernel reaches across a whole image.

    Source: torchvision's gaussian_blur; separable, so rows first and columns after.

    >>> dot = torch.zeros(1, 3, 5, 5).index_fill(2, torch.tensor([2]), 1.0)  # a line
    >>> gaussian_blur(dot, sigma=1.0, kernel_size=3)[0, 0, :, 0]
    tensor([0.0000, 0.2741, 0.4519, 0.2741, 0.0000])
    """
    require_batch(images)
    reach = kernel_size // 2
    if kernel_size < 1 or kernel_size % 2 == 0 or reach >= min(images.shape[-2:]):
        raise ValueError(
            f"kernel_size is {kernel_size}: expected odd, and less than twice the image's smaller side, "
            f"{min(images.shape[-2:])}"
        )
    sigma = per_image("sigma", sigma, images)
    if not bool((sigma > 0).all()):
        raise ValueError(f"sigma goes down to {float(sigma.min()):g}: expected positive numbers")
    places = torch.arange(-reach, reach + 1, dtype=images.dtype, device=images.device)
    weights = torch.softmax(-((places / sigma) ** 2) / 2, dim=-1)  # (n, 1, 1, kernel_size)
    for axis in (-1, -2):
        padding = (reach, reach, 0, 0) if axis == -1 else (0, 0, reach, reach)
        padded = torch.nn.functional.pad(images, padding, mode="reflect")
        side = images.shape[axis]
        # A sum over the few places of the kernel: each term is the whole batch, shifted.
        images = sum(weights[..., k : k + 1] * padded.narrow(axis, k, side) for k in range(kernel_size))
    return images


def random_blur(
    kernel_size: int, sigma: tuple[float, float] = (0.1, 2.0), probability: float = 0.5
) -> Augmentation:
    """Blur some of the images.

    Args:
        kernel_size: side of the kernel, odd; a tenth of the image is usual.
        sigma: least and largest standard deviation, in pixels, uniform between.
        probability: of blur.

    Returns:
        An augmentation.

    Raises:
        ValueError: an argument is out of range.

    Source: Chen et al. 2020 (SimCLR), appendix A.

    >>> random_blur(3)(torch.rand(4, 3, 8, 8), torch.Generator().manual_seed(0)).shape
    torch.Size([4, 3, 8, 8])
    """
    require_probability(probability)
    require_range("sigma", sigma, 1e-3, float("inf"))

    def blur(images: Tensor, generator: torch.Generator) -> Tensor:
        require_batch(images)
        widths = uniform(generator, len(images), *sigma)
        return to_some(
            images,
            probability,
            generator,
            lambda some, places: gaussian_blur(some, widths[places], kernel_size),
        )

    return blur
