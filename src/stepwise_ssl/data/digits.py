"""Handwritten digits of 8 x 8 pixels, and pairs of one digit seen twice."""

from __future__ import annotations

import numpy as np

from stepwise_ssl.data.datasheet import open_file

WHITE = 16  # each pixel counts the inked dots of a 4 x 4 block


def load_digits() -> tuple[np.ndarray, np.ndarray]:
    """The 1,797 digits of the UCI test set.

    Returns:
        images (1797, 8, 8) of uint8, 0 (paper) to 16 (ink), and labels (1797,) from 0 to 9.

    Source: Alpaydin and Kaynak 1998, doi:10.24432/C50P49, CC BY 4.0.

    >>> images, labels = load_digits()
    >>> images.shape, labels[:5].tolist()
    ((1797, 8, 8), [0, 1, 2, 3, 4])
    """
    with np.load(open_file("digits.npz")) as archive:
        return archive["images"], archive["labels"]


def digit_pairs(
    n_pairs: int, seed: int | np.random.Generator, max_shift: int = 1, noise: float = 0.1
) -> tuple[np.ndarray, np.ndarray]:
    """Positive pairs: a random digit, shifted twice at random, with fresh noise on each view.

    Args:
        n_pairs: number of pairs n.
        seed: seed of NumPy's generator, or a generator.
        max_shift: largest shift in each direction, in pixels; what leaves the frame is lost.
        noise: standard deviation of the Gaussian noise on each pixel; ink is 1.

    Returns:
        x and x_prime, each (n_pairs, 64), float64; without noise in [0, 1].

    Raises:
        ValueError: if an argument is out of range.

    >>> x, x_prime = digit_pairs(5, seed=0)
    >>> x.shape
    (5, 64)
    """
    if n_pairs < 1 or not 0 <= max_shift < 8 or not noise >= 0:
        raise ValueError(
            f"n_pairs = {n_pairs} must be at least 1, max_shift = {max_shift} from 0 to 7, "
            f"noise = {noise} at least 0"
        )
    generator = np.random.default_rng(seed)
    images, _ = load_digits()
    chosen = generator.integers(len(images), size=n_pairs)
    padded = np.pad(images / WHITE, ((0, 0), (max_shift, max_shift), (max_shift, max_shift)))
    views = np.empty((2, n_pairs, 8, 8))
    for view in range(2):
        for pair, (top, left) in enumerate(generator.integers(2 * max_shift + 1, size=(n_pairs, 2))):
            views[view, pair] = padded[chosen[pair], top : top + 8, left : left + 8]
    x, x_prime = views.reshape(2, n_pairs, 64) + noise * generator.standard_normal((2, n_pairs, 64))
    return x, x_prime
