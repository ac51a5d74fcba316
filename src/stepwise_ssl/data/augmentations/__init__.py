"""Random changes to images, on tensors: what makes two views of one image.

Every augmentation takes a batch (n, 3, height, width) of floats in [0, 1], on any device, and returns one.
Each image of the batch gets parameters of its own, all drawn at once; there is no loop over images. The
parameters are drawn on the CPU, so that a seed means the same views on every device.

    augment = compose(random_resized_crop(32), random_flip(), colour_jitter(), random_grey())
    x, x_prime = two_views(images, augment, seed=0, step=k)

Batch k of the run with seed s is a function of (s, k) and nothing else, so a run can be resumed at any
batch. The fixed forms that the random ones use, ``adjust_hue`` and so on, take one parameter for each image.
"""

from stepwise_ssl.data.augmentations.blur import gaussian_blur, random_blur
from stepwise_ssl.data.augmentations.colour import (
    adjust_brightness,
    adjust_contrast,
    adjust_hue,
    adjust_saturation,
    colour_jitter,
    grey,
    random_grey,
)
from stepwise_ssl.data.augmentations.compose import as_batch, compose, generator_for, two_views
from stepwise_ssl.data.augmentations.crop import flip, random_flip, random_resized_crop, resized_crop

__all__ = [
    "adjust_brightness",
    "adjust_contrast",
    "adjust_hue",
    "adjust_saturation",
    "as_batch",
    "colour_jitter",
    "compose",
    "flip",
    "gaussian_blur",
    "generator_for",
    "grey",
    "random_blur",
    "random_flip",
    "random_grey",
    "random_resized_crop",
    "resized_crop",
    "two_views",
]
