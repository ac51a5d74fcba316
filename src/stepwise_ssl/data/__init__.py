"""Positive pairs to learn from: shipped photographs and digits, and synthetic pairs of known spectrum.

What is shipped, from where and under which licence: ``datasheet()``.
"""

from stepwise_ssl.data.datasheet import datasheet
from stepwise_ssl.data.digits import digit_pairs, load_digits
from stepwise_ssl.data.photographs import PHOTOGRAPHS, as_image, crop_pairs, load_photographs, standardise
from stepwise_ssl.data.synthetic import SyntheticPairs, pairs_with_spectrum

__all__ = [
    "PHOTOGRAPHS",
    "SyntheticPairs",
    "as_image",
    "crop_pairs",
    "datasheet",
    "digit_pairs",
    "load_digits",
    "load_photographs",
    "pairs_with_spectrum",
    "standardise",
]
