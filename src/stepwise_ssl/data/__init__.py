"""Positive pairs to learn from: shipped photographs and digits, synthetic pairs, CIFAR-10, STL-10.

What is shipped, from where and under which licence: ``datasheet()``. CIFAR-10 and STL-10 are downloaded into
``cache_folder()`` or read from a folder that you name. Augmentations, which work on PyTorch tensors, live in
``stepwise_ssl.data.augmentations``.
"""

from stepwise_ssl.data.cache import DataUnavailable, cache_folder
from stepwise_ssl.data.cifar10 import CIFAR10_CLASSES, LabelledImages, load_cifar10
from stepwise_ssl.data.crops import crop_pair_of_each
from stepwise_ssl.data.datasheet import datasheet
from stepwise_ssl.data.digits import digit_pairs, load_digits
from stepwise_ssl.data.photographs import PHOTOGRAPHS, as_image, crop_pairs, load_photographs, standardise
from stepwise_ssl.data.stl10 import STL10_CLASSES, load_stl10
from stepwise_ssl.data.synthetic import SyntheticPairs, pairs_with_spectrum

__all__ = [
    "CIFAR10_CLASSES",
    "PHOTOGRAPHS",
    "STL10_CLASSES",
    "DataUnavailable",
    "LabelledImages",
    "SyntheticPairs",
    "as_image",
    "cache_folder",
    "crop_pair_of_each",
    "crop_pairs",
    "datasheet",
    "digit_pairs",
    "load_cifar10",
    "load_digits",
    "load_photographs",
    "load_stl10",
    "pairs_with_spectrum",
    "standardise",
]
