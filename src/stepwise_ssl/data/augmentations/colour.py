"""Colour jitter and grey.

The four adjustments are torchvision's: brightness, contrast and saturation mix an image with black, with its
mean grey and with its own grey; hue turns the colour circle.
"""

from __future__ import annotations

from functools import partial

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

LUMA = (0.299, 0.587, 0.114)  # ITU-R BT.601, of red, green and blue


def grey(images: Tensor) -> Tensor:
    """Images without colour: the luma in all three channels.

    Args:
        images: (n, 3, height, width) in [0, 1].

    Returns:
        The same shape.

    Source: ITU-R BT.601.

    >>> grey(torch.tensor([1.0, 0.0, 0.0]).reshape(1, 3, 1, 1)).flatten()
    tensor([0.2990, 0.2990, 0.2990])
    """
    require_batch(images)
    return _luma(images).expand(-1, 3, -1, -1).clone()


def adjust_brightness(images: Tensor, factor: Tensor | float) -> Tensor:
    """Multiply each image by its factor and cut at 1.

    Args:
        images: (n, 3, height, width) in [0, 1].
        factor: one number or (n,), at least 0; 1 changes nothing.

    Returns:
        The same shape.

    >>> adjust_brightness(torch.full((1, 3, 1, 1), 0.4), 2.0).flatten()
    tensor([0.8000, 0.8000, 0.8000])
    """
    require_batch(images)
    return _mix(images, torch.zeros_like(images[:, :1]), factor)


def adjust_contrast(images: Tensor, factor: Tensor | float) -> Tensor:
    """Mix each image with the mean of its grey: 0 gives that grey, 1 the image, more exaggerates.

    Args:
        images: (n, 3, height, width) in [0, 1].
        factor: one number or (n,), at least 0.

    Returns:
        The same shape.

    >>> adjust_contrast(torch.tensor([0.2, 0.6]).expand(1, 3, 1, 2), 0.0)[0, 0]
    tensor([[0.4000, 0.4000]])
    """
    require_batch(images)
    return _mix(images, _luma(images).mean(dim=(-1, -2), keepdim=True), factor)


def adjust_saturation(images: Tensor, factor: Tensor | float) -> Tensor:
    """Mix each image with its own grey: 0 gives the grey image, 1 the image, more exaggerates.

    Args:
        images: (n, 3, height, width) in [0, 1].
        factor: one number or (n,), at least 0.

    Returns:
        The same shape.

    >>> adjust_saturation(torch.tensor([1.0, 0.0, 0.0]).reshape(1, 3, 1, 1), 0.5).flatten()
    tensor([0.6495, 0.1495, 0.1495])
    """
    require_batch(images)
    return _mix(images, _luma(images), factor)


def adjust_hue(images: Tensor, shift: Tensor | float) -> Tensor:
    """Turn the colour circle of each image; saturation and value stay.

    With value v, chroma c and hue h in sixths of the circle, a channel is v - c clamp(min(k, 4 - k), 0, 1)
    where k = (n + h) mod 6 and n = 5, 3, 1 for red, green, blue.

    Args:
        images: (n, 3, height, width) in [0, 1].
        shift: one number or (n,), in turns: 1/3 makes red green, 1/2 and -1/2 are the same.

    Returns:
        The same shape.

    Source: Smith 1978 for hue, saturation and value; the closed form is the common one without cases.

    >>> adjust_hue(torch.tensor([1.0, 0.0, 0.0]).reshape(1, 3, 1, 1), 1 / 3).flatten().round(decimals=5)
    tensor([0., 1., 0.])
    """
    require_batch(images)
    turn = 6 * per_image("shift", shift, images)
    value, chroma, sixths = _hue(images)
    offsets = torch.tensor([5.0, 3.0, 1.0], dtype=images.dtype, device=images.device).reshape(1, 3, 1, 1)
    k = torch.remainder(offsets + sixths + turn, 6)
    return value - chroma * torch.minimum(k, 4 - k).clamp(0, 1)


def random_grey(probability: float = 0.2) -> Augmentation:
    """Each image or its grey one.

    Args:
        probability: of grey.

    Returns:
        An augmentation.

    >>> bool(random_grey(1.0)(torch.rand(2, 3, 4, 4), torch.Generator()).std(dim=1).max() < 1e-6)
    True
    """
    require_probability(probability)

    def grey_some(images: Tensor, generator: torch.Generator) -> Tensor:
        require_batch(images)
        return to_some(images, probability, generator, lambda some, _: grey(some))

    return grey_some


def colour_jitter(
    brightness: float = 0.4,
    contrast: float = 0.4,
    saturation: float = 0.4,
    hue: float = 0.1,
    probability: float = 0.8,
) -> Augmentation:
    """Change brightness, contrast, saturation and hue at random, in random order.

    Args:
        brightness: factors from max(0, 1 - brightness) to 1 + brightness, uniform; likewise the next two.
        contrast: see above.
        saturation: see above.
        hue: shifts from -hue to hue, in turns, at most 1/2.
        probability: of any change to an image.

    Returns:
        An augmentation. The factors are drawn for each image, the order of the four once for a batch.

    Raises:
        ValueError: an argument is out of range.

    Source: Chen et al. 2020 (SimCLR), appendix A; torchvision's ColorJitter.

    >>> jitter = colour_jitter()
    >>> jitter(torch.rand(4, 3, 8, 8), torch.Generator().manual_seed(0)).shape
    torch.Size([4, 3, 8, 8])
    """
    require_probability(probability)
    require_range("hue", (-hue, hue), -0.5, 0.5)
    bounds = []
    for name, strength in (("brightness", brightness), ("contrast", contrast), ("saturation", saturation)):
        require_range(name, (0, strength), 0, float("inf"))
        bounds.append((max(0.0, 1 - strength), 1 + strength))
    changes = (adjust_brightness, adjust_contrast, adjust_saturation, adjust_hue)

    def jitter(images: Tensor, generator: torch.Generator) -> Tensor:
        require_batch(images)
        order = torch.randperm(4, generator=generator).tolist()
        amounts = [uniform(generator, len(images), low, high) for low, high in (*bounds, (-hue, hue))]
        return to_some(images, probability, generator, partial(_in_turn, order, changes, amounts))

    return jitter


def _in_turn(order, changes, amounts, images: Tensor, places: Tensor) -> Tensor:
    for which in order:
        images = changes[which](images, amounts[which][places])
    return images


def _luma(images: Tensor) -> Tensor:
    red, green, blue = images.split(1, dim=1)
    return LUMA[0] * red + LUMA[1] * green + LUMA[2] * blue


def _mix(images: Tensor, other: Tensor, factor: Tensor | float) -> Tensor:
    factor = per_image("factor", factor, images)
    if bool((factor < 0).any()):
        raise ValueError(f"factor goes down to {float(factor.min()):g}: expected at least 0")
    return (factor * images + (1 - factor) * other).clamp(0, 1)


def _hue(images: Tensor) -> tuple[Tensor, Tensor, Tensor]:
    """Value, chroma and hue in sixths of a turn, (n, 1, height, width) each; grey has hue 0."""
    value, largest = images.max(dim=1, keepdim=True)
    chroma = value - images.amin(dim=1, keepdim=True)
    red, green, blue = images.split(1, dim=1)
    divisor = torch.where(chroma > 0, chroma, torch.ones_like(chroma))
    sixths = torch.where(
        largest == 0,
        (green - blue) / divisor,
        torch.where(largest == 1, 2 + (blue - red) / divisor, 4 + (red - green) / divisor),
    )
    return value, chroma, torch.where(chroma > 0, sixths, torch.zeros_like(sixths))
