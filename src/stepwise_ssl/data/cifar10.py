"""CIFAR-10: 60,000 colour photographs of 32 x 32 pixels in ten classes."""

from __future__ import annotations

import pickle
from pathlib import Path
from typing import NamedTuple

import numpy as np

from stepwise_ssl.data.archives import locate
from stepwise_ssl.data.cache import DataUnavailable
from stepwise_ssl.data.download import Archive
from stepwise_ssl.data.pickles import load_arrays

CIFAR10_CLASSES = (
    "airplane", "automobile", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "truck",
)  # fmt: skip
FILES = {"train": tuple(f"data_batch_{k}" for k in range(1, 6)), "test": ("test_batch",)}
ARCHIVE = Archive(
    title="CIFAR-10",
    name="cifar-10-python.tar.gz",
    # Page https://www.cs.toronto.edu/~kriz/cifar.html, which gives the MD5 c58f30108f718f92721af3b95e74349a;
    # the SHA-256 of that file is the one in Keras, keras/src/datasets/cifar10.py.
    url="https://www.cs.toronto.edu/~kriz/cifar-10-python.tar.gz",
    sha256="6d958be074577803d12ecdefd02955f39262c83c16fe9348329d7fe0b5c001ce",
    bytes=170_498_071,
    folder="cifar-10-batches-py",
    members=dict.fromkeys((*FILES["train"], *FILES["test"], "batches.meta")),
    variable="STEPWISE_CIFAR10",
)


class LabelledImages(NamedTuple):
    """Images and what they show.

    Args:
        images: (n, height, width, 3) of uint8; red, green, blue from 0 to 255.
        labels: (n,) of int64, the class's place in the list of classes.
    """

    images: np.ndarray
    labels: np.ndarray


def load_cifar10(
    root: str | Path | None = None, split: str = "train", download: bool = True, progress: bool = True
) -> LabelledImages:
    """CIFAR-10 as arrays; downloaded once (170 MB), checked, and kept in the cache.

    Args:
        root: a folder that is already there: one that holds ``cifar-10-batches-py`` or the archive
            ``cifar-10-python.tar.gz``. By default what the environment variable ``STEPWISE_CIFAR10`` names,
            and without it the cache (``cache_folder()``).
        split: "train" (50,000 images) or "test" (10,000).
        download: whether it may be downloaded.
        progress: whether to draw a bar meanwhile.

    Returns:
        Images (n, 32, 32, 3) of uint8 and labels (n,); the names of the classes are ``CIFAR10_CLASSES``.

    Raises:
        ValueError: no such split.
        DataUnavailable: a file is missing, truncated or wrong, or the download failed.

    Source: Krizhevsky 2009, https://www.cs.toronto.edu/~kriz/cifar.html.

    >>> load_cifar10(split="half")
    Traceback (most recent call last):
    ValueError: split is 'half': expected 'train' or 'test'
    """
    if split not in FILES:
        raise ValueError(f"split is {split!r}: expected 'train' or 'test'")
    folder = locate(ARCHIVE, root, download, progress)
    batches = [_read(folder / name) for name in FILES[split]]
    pixels = np.concatenate([data for data, _ in batches])
    labels = np.concatenate([labels for _, labels in batches])
    # A row holds the red, the green and the blue plane.
    return LabelledImages(np.ascontiguousarray(pixels.reshape(-1, 3, 32, 32).transpose(0, 2, 3, 1)), labels)


def _read(file: Path) -> tuple[np.ndarray, np.ndarray]:
    """The rows (k, 3072) and the labels (k,) of one batch."""
    try:
        content = file.read_bytes()
    except FileNotFoundError as error:
        raise DataUnavailable(
            f"{file} is missing: the folder should hold {', '.join(ARCHIVE.members)}; "
            f"unpack {ARCHIVE.name} again"
        ) from error
    except PermissionError as error:
        raise DataUnavailable(f"no permission to read {file}: ask its owner for it") from error
    try:
        batch = load_arrays(content)
        data, labels = batch[b"data"], np.asarray(batch[b"labels"], dtype=np.int64)
        fits = data.dtype == np.uint8 and data.ndim == 2 and data.shape == (len(labels), 3072)
        if not fits or labels.min() < 0 or labels.max() > 9:
            raise ValueError("its arrays have another form")
    except (pickle.UnpicklingError, KeyError, TypeError, ValueError, AttributeError) as error:
        raise DataUnavailable(
            f"{file} is truncated or no batch of CIFAR-10 ({error}): unpack or download the archive again"
        ) from error
    return data, labels
