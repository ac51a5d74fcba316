"""Five photographs in the public domain, and the positive pairs that are cropped from them."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from stepwise_ssl.data.datasheet import datasheet, open_file

PHOTOGRAPHS = {name: entry for name, entry in datasheet().items() if entry["kind"] == "photograph"}


def load_photographs() -> dict[str, np.ndarray]:
    """The shipped photographs.

    Returns:
        name -> array (height, width, 3) of uint8, red, green and blue from 0 to 255. The names, with
        title, author and licence, are in ``PHOTOGRAPHS``.

    Source: ``stepwise_ssl/data/files/datasheet.toml``.

    >>> load_photographs()["cat"].shape
    (213, 320, 3)
    """
    from PIL import Image

    return {name: np.array(Image.open(open_file(entry["file"]))) for name, entry in PHOTOGRAPHS.items()}


def crop_pairs(
    photographs: Mapping[str, np.ndarray],
    n_pairs: int,
    size: int,
    seed: int | np.random.Generator,
    max_shift: int | None = None,
) -> tuple[np.ndarray, np.ndarray]:
    """Positive pairs: two random crops of one random neighbourhood of a random photograph.

    A neighbourhood is a square of ``size + 2 max_shift`` pixels; each crop lies anywhere in it, so two
    crops of a pair are at most ``2 max_shift`` pixels apart in each direction.

    Args:
        photographs: name -> array (height, width, 3) of uint8.
        n_pairs: number of pairs n.
        size: side of a crop, in pixels.
        seed: seed of NumPy's generator, or a generator.
        max_shift: largest shift from the middle, in pixels; by default 0.3 of ``size``, which for 20
            pixels is the paper's crop from 32 x 32.

    Returns:
        x and x_prime, each (n_pairs, size * size * 3), float64 in [0, 1].

    Raises:
        ValueError: if a neighbourhood does not fit into every photograph, or an argument is out of range.

    Source: paper, section 6 (two random 20 x 20 x 3 crops of an image).

    >>> x, x_prime = crop_pairs(load_photographs(), n_pairs=4, size=8, seed=0)
    >>> x.shape, x_prime.shape
    ((4, 192), (4, 192))
    """
    shift = round(0.3 * size) if max_shift is None else max_shift
    if n_pairs < 1 or size < 1 or shift < 0:
        raise ValueError(
            f"n_pairs = {n_pairs} and size = {size} must be at least 1, max_shift = {shift} at least 0"
        )
    if not photographs:
        raise ValueError("photographs is empty; expected at least one (height, width, 3) array")
    side = size + 2 * shift
    images = [_checked(name, image, side) for name, image in photographs.items()]

    generator = np.random.default_rng(seed)
    views = np.empty((2, n_pairs, size, size, 3))
    for pair in range(n_pairs):
        image = images[generator.integers(len(images))]
        height, width, _ = image.shape
        corner = generator.integers((height - side + 1, width - side + 1))
        for view in range(2):
            top, left = corner + generator.integers(2 * shift + 1, size=2)
            views[view, pair] = image[top : top + size, left : left + size]
    x, x_prime = views.reshape(2, n_pairs, -1) / 255
    return x, x_prime


def standardise(
    x: np.ndarray, x_prime: np.ndarray, remove_colour: bool = False
) -> tuple[np.ndarray, np.ndarray]:
    """Take each feature's mean away and divide by one number for all, so that the mean square is 1.

    Raw pixels share one huge mode, the brightness of the crop; with the mean gone the other modes get
    their turn. Means and scale are those of both views together, so the pairs stay pairs. What is left of
    brightness and hue, how one crop differs from the next, is still the largest mode;
    ``remove_colour`` takes it away too.

    Args:
        x: first views, (n, m).
        x_prime: second views, (n, m).
        remove_colour: take from each view its own mean red, green and blue first (colour crops only).

    Returns:
        The two arrays, standardised, (n, m) each.

    Raises:
        ValueError: if the shapes differ, all values of every feature are equal, or colour shall be taken
            from rows that are no colour pixels.

    >>> standardise(np.array([[0.0, 2.0]]), np.array([[2.0, 4.0]]))[0]
    array([[-1., -1.]])
    """
    x, x_prime = np.asarray(x, dtype=float), np.asarray(x_prime, dtype=float)
    if x.shape != x_prime.shape or x.ndim != 2:
        raise ValueError(f"x has shape {x.shape}, x_prime {x_prime.shape}; expected two equal shapes (n, m)")
    if remove_colour:
        x, x_prime = (_without_colour(view) for view in (x, x_prime))
    mean = (x.mean(axis=0) + x_prime.mean(axis=0)) / 2
    scale = np.sqrt((np.mean((x - mean) ** 2) + np.mean((x_prime - mean) ** 2)) / 2)
    if scale == 0:
        raise ValueError("x and x_prime are constant in every feature; there is nothing to scale")
    return (x - mean) / scale, (x_prime - mean) / scale


def as_image(row: np.ndarray, size: int) -> np.ndarray:
    """A row of pixels as a square colour image: the inverse of what ``crop_pairs`` does to a crop.

    Args:
        row: (size * size * 3,) numbers.
        size: side of the image, in pixels.

    Returns:
        (size, size, 3).

    Raises:
        ValueError: if ``row`` has another length.

    >>> as_image(np.zeros(192), size=8).shape
    (8, 8, 3)
    """
    row = np.asarray(row)
    if row.shape != (size * size * 3,):
        raise ValueError(f"row has shape {row.shape}; expected ({size * size * 3},) for size = {size}")
    return row.reshape(size, size, 3)


def _without_colour(views: np.ndarray) -> np.ndarray:
    if views.shape[1] % 3:
        raise ValueError(f"remove_colour needs rows of red, green, blue; x has {views.shape[1]} columns")
    pixels = views.reshape(len(views), -1, 3)
    return (pixels - pixels.mean(axis=1, keepdims=True)).reshape(views.shape)


def _checked(name: str, image: np.ndarray, side: int) -> np.ndarray:
    image = np.asarray(image)
    if image.ndim != 3 or image.shape[2] != 3 or image.dtype != np.uint8:
        raise ValueError(
            f"photograph {name!r} is {image.dtype} {image.shape}; expected uint8 (height, width, 3)"
        )
    if min(image.shape[:2]) < side:
        raise ValueError(
            f"photograph {name!r} is {image.shape[0]} x {image.shape[1]} pixels; a neighbourhood of "
            f"size + 2 max_shift = {side} does not fit: take a smaller size or max_shift"
        )
    return image
