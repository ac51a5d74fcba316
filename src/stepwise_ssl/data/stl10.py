"""STL-10: 13,000 labelled and 100,000 unlabelled colour photographs of 96 x 96 pixels."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from stepwise_ssl.data.archives import locate
from stepwise_ssl.data.cache import DataUnavailable
from stepwise_ssl.data.cifar10 import LabelledImages
from stepwise_ssl.data.download import Archive

STL10_CLASSES = (
    "airplane", "bird", "car", "cat", "deer", "dog", "horse", "monkey", "ship", "truck",
)  # fmt: skip
IMAGE = 3 * 96 * 96
COUNTS = {"train": 5_000, "test": 8_000, "unlabelled": 100_000}
PIXELS = {"train": "train_X.bin", "test": "test_X.bin", "unlabelled": "unlabeled_X.bin"}
LABELS = {"train": "train_y.bin", "test": "test_y.bin"}
ARCHIVE = Archive(
    title="STL-10",
    name="stl10_binary.tar.gz",
    # Page https://cs.stanford.edu/~acoates/stl10/, which gives no checksum. torchvision/datasets/stl10.py has
    # the MD5 91f7769df0f17e558f3565bffb0c7dfb; this SHA-256 is in batchup and other projects.
    url="https://cs.stanford.edu/~acoates/stl10/stl10_binary.tar.gz",
    sha256="f31fd99273a1acb8609c8db427cebb1de3f71de77758cdc0e22956e1289b9866",
    bytes=2_640_397_119,
    folder="stl10_binary",
    members={PIXELS[split]: IMAGE * count for split, count in COUNTS.items()}
    | {LABELS[split]: COUNTS[split] for split in LABELS},
    variable="STEPWISE_STL10",
)


def load_stl10(
    root: str | Path | None = None, split: str = "train", download: bool = True, progress: bool = True
) -> LabelledImages:
    """STL-10 as arrays that stay on disk until they are looked at; downloaded once (2.6 GB) and checked.

    The pixels are a read-only view of the file, so the 2.8 GB of the unlabelled split take no memory;
    ``images[i]`` reads one image.

    Args:
        root: a folder that is already there: one that holds ``stl10_binary`` or the archive
            ``stl10_binary.tar.gz``. By default what the environment variable ``STEPWISE_STL10`` names, and
            without it the cache (``cache_folder()``).
        split: "train" (5,000 images), "test" (8,000) or "unlabelled" (100,000).
        download: whether it may be downloaded.
        progress: whether to draw a bar meanwhile.

    Returns:
        Images (n, 96, 96, 3) of uint8 and labels (n,), which are all -1 in the unlabelled split; the names
        of the classes are ``STL10_CLASSES``.

    Raises:
        ValueError: no such split.
        DataUnavailable: a file is missing, truncated or wrong, or the download failed.

    Source: Coates, Lee and Ng 2011, https://cs.stanford.edu/~acoates/stl10/.

    >>> load_stl10(split="unlabeled")
    Traceback (most recent call last):
    ValueError: split is 'unlabeled': expected 'train', 'test' or 'unlabelled'
    """
    if split not in COUNTS:
        raise ValueError(f"split is {split!r}: expected 'train', 'test' or 'unlabelled'")
    folder = locate(ARCHIVE, root, download, progress)
    planes = _map(folder / PIXELS[split]).reshape(COUNTS[split], 3, 96, 96)
    if split == "unlabelled":
        labels = np.full(COUNTS[split], -1, dtype=np.int64)
    else:
        labels = _map(folder / LABELS[split]).astype(np.int64) - 1  # the file counts from 1
        if labels.min() < 0 or labels.max() > 9:
            raise DataUnavailable(f"{folder / LABELS[split]} holds labels outside 1 to 10: unpack it again")
    # Each plane is stored column by column.
    return LabelledImages(planes.transpose(0, 3, 2, 1), labels)


def _map(file: Path) -> np.ndarray:
    """The bytes of a file, mapped and not read."""
    expected = ARCHIVE.members[file.name]
    try:
        size = file.stat().st_size
        content = np.memmap(file, dtype=np.uint8, mode="r") if size == expected else None
    except FileNotFoundError as error:
        raise DataUnavailable(
            f"{file} is missing: the folder should hold {', '.join(ARCHIVE.members)}; "
            f"unpack {ARCHIVE.name} again"
        ) from error
    except PermissionError as error:
        raise DataUnavailable(f"no permission to read {file}: ask its owner for it") from error
    if content is None:
        raise DataUnavailable(
            f"{file} has {size:,} bytes and should have {expected:,}: it is truncated or another file, "
            f"unpack the archive again"
        )
    return content
