"""Random crop with resize, and mirror images.

A resize is linear in the pixels and separable, so a crop with resize is two small matrices for each image,
R_y crop R_x^T, and a batch of them is two batched matrix products.
"""

from __future__ import annotations

import math

import torch
from torch import Tensor

from stepwise_ssl.data.augmentations.batch import (
    Augmentation,
    require_batch,
    require_probability,
    require_range,
    to_some,
    uniform,
)

TRIES = 10  # boxes drawn for each image; the first that fits is taken


def resized_crop(images: Tensor, boxes: Tensor, size: int) -> Tensor:
    """Cut a box out of each image and resize it to a square, with a triangle filter against aliasing.

    Args:
        images: (n, 3, height, width).
        boxes: top, left, height, width of each box in whole pixels, (n, 4), inside the image.
        size: side of the result, in pixels.

    Returns:
        (n, 3, size, size).

    Raises:
        ValueError: a box is empty or leaves its image, or the shapes do not fit.

    Source: the same as Pillow's crop and resize with BILINEAR, which torchvision's antialiased
    resized_crop follows.

    >>> ramp = torch.arange(4.0).expand(1, 3, 4, 4)
    >>> resized_crop(ramp, torch.tensor([[0, 0, 4, 4]]), size=2)[0, 0, 0]
    tensor([0.7143, 2.2857])
    """
    require_batch(images)
    boxes = torch.as_tensor(boxes)
    height, width = images.shape[-2:]
    if boxes.shape != (len(images), 4):
        raise ValueError(f"boxes has shape {tuple(boxes.shape)}: expected ({len(images)}, 4)")
    top, left, tall, wide = boxes.unbind(1)
    inside = (top >= 0) & (left >= 0) & (tall >= 1) & (wide >= 1)
    inside &= (top + tall <= height) & (left + wide <= width)
    if size < 1 or not bool(inside.all()):
        raise ValueError(
            f"size is {size} and {int((~inside).sum())} boxes leave their image of {height} x {width} pixels "
            f"or are empty: expected a size of at least 1 and boxes inside"
        )
    rows = _resampling(top, tall, height, size).to(images)
    columns = _resampling(left, wide, width, size).to(images)
    return rows[:, None] @ images @ columns[:, None].transpose(-1, -2)


def random_resized_crop(
    size: int,
    scale: tuple[float, float] = (0.08, 1.0),
    ratio: tuple[float, float] = (3 / 4, 4 / 3),
) -> Augmentation:
    """A random part of each image, resized to a square.

    Args:
        size: side of the result, in pixels.
        scale: least and largest part of the area.
        ratio: least and largest width / height, on a logarithmic scale.

    Returns:
        An augmentation.

    Raises:
        ValueError: a bound is out of range.

    Source: Szegedy et al. 2015, as in torchvision's RandomResizedCrop: ten boxes are tried; if none fits,
    the largest one in the middle is taken.

    >>> crop = random_resized_crop(8)
    >>> crop(torch.rand(5, 3, 32, 32), torch.Generator().manual_seed(0)).shape
    torch.Size([5, 3, 8, 8])
    """
    if size < 1:
        raise ValueError(f"size is {size}: expected at least 1")
    require_range("scale", scale, 0, 1)
    require_range("ratio", ratio, 1e-3, 1e3)

    def crop(images: Tensor, generator: torch.Generator) -> Tensor:
        require_batch(images)
        boxes = random_boxes(len(images), *images.shape[-2:], scale, ratio, generator)
        return resized_crop(images, boxes, size)

    return crop


def random_boxes(
    count: int,
    height: int,
    width: int,
    scale: tuple[float, float],
    ratio: tuple[float, float],
    generator: torch.Generator,
) -> Tensor:
    """Top, left, height and width of random boxes, (count, 4) of int64, on the CPU."""
    area = height * width * uniform(generator, count * TRIES, *scale)
    aspect = torch.exp(uniform(generator, count * TRIES, math.log(ratio[0]), math.log(ratio[1])))
    wide = torch.sqrt(area * aspect).round().long().reshape(count, TRIES)
    tall = torch.sqrt(area / aspect).round().long().reshape(count, TRIES)
    fits = (wide >= 1) & (wide <= width) & (tall >= 1) & (tall <= height)
    first = fits.int().argmax(dim=1, keepdim=True)  # 0 if none fits
    found = fits.any(dim=1)
    fallback_tall, fallback_wide = _largest(height, width, ratio)
    tall = torch.where(found, tall.gather(1, first).flatten(), fallback_tall)
    wide = torch.where(found, wide.gather(1, first).flatten(), fallback_wide)
    # floor(u (k + 1)) is uniform on 0 ... k; in the fallback the box lies in the middle.
    top = torch.floor(uniform(generator, count, 0, 1) * (height - tall + 1)).long()
    left = torch.floor(uniform(generator, count, 0, 1) * (width - wide + 1)).long()
    top = torch.where(found, top, (height - tall) // 2)
    left = torch.where(found, left, (width - wide) // 2)
    return torch.stack([top, left, tall, wide], dim=1)


def flip(images: Tensor) -> Tensor:
    """The mirror images, left and right exchanged, (n, 3, height, width).

    >>> flip(torch.arange(3.0).expand(1, 3, 1, 3))[0, 0]
    tensor([[2., 1., 0.]])
    """
    require_batch(images)
    return images.flip(-1)


def random_flip(probability: float = 0.5) -> Augmentation:
    """Each image or its mirror image.

    Args:
        probability: of the mirror image.

    Returns:
        An augmentation.

    >>> random_flip(1.0)(torch.arange(3.0).expand(1, 3, 1, 3), torch.Generator())[0, 0]
    tensor([[2., 1., 0.]])
    """
    require_probability(probability)

    def flip_some(images: Tensor, generator: torch.Generator) -> Tensor:
        require_batch(images)
        return to_some(images, probability, generator, lambda some, _: flip(some))

    return flip_some


def _largest(height: int, width: int, ratio: tuple[float, float]) -> tuple[int, int]:
    """Height and width of the largest box with an allowed ratio."""
    if width / height < ratio[0]:
        return min(height, round(width / ratio[0])), width
    if width / height > ratio[1]:
        return height, min(width, round(height * ratio[1]))
    return height, width


def _resampling(begin: Tensor, length: Tensor, side: int, size: int) -> Tensor:
    """For each box the matrix from ``side`` pixels to ``size``, (n, size, side); each row sums to 1.

    A pixel of the result sits at ``centre`` in the image. Its weights are a triangle around that place, one
    pixel wide to each side, or as wide as a pixel of the result where that is larger; outside the box they
    are zero.
    """
    begin, length = begin.double()[:, None, None], length.double()[:, None, None]
    step = length / size
    centre = begin + (torch.arange(size).double()[:, None] + 0.5) * step
    pixel = torch.arange(side).double()[None, None, :] + 0.5
    weights = (1 - (pixel - centre).abs() / step.clamp(min=1)).clamp(min=0)
    weights = torch.where((pixel > begin) & (pixel < begin + length), weights, 0.0)
    return weights / weights.sum(dim=-1, keepdim=True)
