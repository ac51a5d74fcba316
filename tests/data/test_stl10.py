"""STL-10 from files that the tests make, large ones included: a sparse file takes no room."""

import numpy as np
import pytest

from stepwise_ssl.data import STL10_CLASSES, DataUnavailable, load_stl10, stl10

COUNTS = {"train": 6, "test": 4, "unlabelled": 5}


@pytest.fixture
def small(tmp_path, cache, monkeypatch):
    """A small STL-10 in the official layout, and what was put into it."""
    from dataclasses import replace

    members = {stl10.PIXELS[split]: stl10.IMAGE * count for split, count in COUNTS.items()}
    members |= {stl10.LABELS[split]: COUNTS[split] for split in stl10.LABELS}
    monkeypatch.setattr(stl10, "COUNTS", COUNTS)
    monkeypatch.setattr(stl10, "ARCHIVE", replace(stl10.ARCHIVE, members=members))
    folder = tmp_path / "stl10_binary"
    folder.mkdir()
    generator, made = np.random.default_rng(0), {}
    for split, count in COUNTS.items():
        made[split] = generator.integers(256, size=stl10.IMAGE * count, dtype=np.uint8)
        (folder / stl10.PIXELS[split]).write_bytes(made[split].tobytes())
    for split in stl10.LABELS:
        made[f"{split} labels"] = generator.integers(1, 11, size=COUNTS[split], dtype=np.uint8)
        (folder / stl10.LABELS[split]).write_bytes(made[f"{split} labels"].tobytes())
    return folder, made


@pytest.mark.parametrize("split", ["train", "test", "unlabelled"])
def test_pixels_and_labels_are_read(small, split):
    folder, made = small
    images, labels = load_stl10(folder.parent, split)
    assert images.shape == (COUNTS[split], 96, 96, 3) and images.dtype == np.uint8
    generator = np.random.default_rng(1)
    for _ in range(200):  # colour planes, each column by column
        i, row, column, colour = (int(generator.integers(k)) for k in images.shape)
        place = i * stl10.IMAGE + colour * 96 * 96 + column * 96 + row
        assert images[i, row, column, colour] == made[split][place]
    if split == "unlabelled":
        assert labels.tolist() == [-1] * 5
    else:
        assert labels.tolist() == (made[f"{split} labels"].astype(int) - 1).tolist()


def test_the_official_unlabelled_split_takes_no_memory(tmp_path, cache):
    """2.8 GB, sparse on disk; the arrays are a map of the file, and reading one image reads one image."""
    folder = tmp_path / "stl10_binary"
    folder.mkdir()
    with open(folder / "unlabeled_X.bin", "wb") as file:
        file.truncate(100_000 * 96 * 96 * 3)
        file.seek(99_999 * stl10.IMAGE)
        file.write(b"\x07")
    images, labels = load_stl10(folder, "unlabelled")
    assert images.shape == (100_000, 96, 96, 3) and len(labels) == 100_000
    assert isinstance(images, np.memmap) and not images.flags.owndata and not images.flags.writeable
    assert images[-1, 0, 0].tolist() == [7, 0, 0]


def said(call):
    with pytest.raises(DataUnavailable) as error:
        call()
    assert "\n" not in str(error.value)
    return str(error.value)


def test_files_that_are_not_right(small):
    folder, _ = small
    file = folder / "test_X.bin"
    file.write_bytes(file.read_bytes()[:-1])
    assert "it is truncated or another file" in said(lambda: load_stl10(folder, "test"))
    file.unlink()
    assert "test_X.bin is missing" in said(lambda: load_stl10(folder, "test"))
    (folder / "train_y.bin").write_bytes(bytes([0, 1, 2, 3, 4, 5]))
    assert "labels outside 1 to 10" in said(lambda: load_stl10(folder, "train"))
    assert "holds neither" in said(lambda: load_stl10(folder / "nowhere"))


def test_the_official_archive_is_described():
    assert len(stl10.ARCHIVE.sha256) == 64 and stl10.ARCHIVE.bytes == 2_640_397_119
    assert stl10.ARCHIVE.members["unlabeled_X.bin"] == 2_764_800_000 and len(STL10_CLASSES) == 10
