"""CIFAR-10 from a folder, from the archive, and from files that are not what they should be."""

import os
import pickle
import shutil
import tarfile
from pathlib import Path

import numpy as np
import pytest
from download_server import batches, packed, small_archive

from stepwise_ssl.data import CIFAR10_CLASSES, DataUnavailable, cifar10, crop_pair_of_each, load_cifar10

FILES = batches(per_batch=4)
CONTENT = packed(FILES)


@pytest.fixture
def root(tmp_path, cache):
    """A folder with a small CIFAR-10 in the official layout."""
    folder = tmp_path / "given" / "cifar-10-batches-py"
    folder.mkdir(parents=True)
    for name, content in FILES.items():
        (folder / name).write_bytes(content)
    return folder.parent


@pytest.fixture
def archive(tmp_path, cache, monkeypatch):
    """A folder with a small archive, which counts as the official one."""
    monkeypatch.setattr(cifar10, "ARCHIVE", small_archive(CONTENT, "http://127.0.0.1:1/never-asked"))
    folder = tmp_path / "given"
    folder.mkdir()
    (folder / "cifar-10-python.tar.gz").write_bytes(CONTENT)
    return folder / "cifar-10-python.tar.gz"


def expected(name):
    """A batch pixel by pixel: red, then green, then blue plane, each row by row."""
    batch = pickle.loads(FILES[name])
    images = np.empty((4, 32, 32, 3), np.uint8)
    for colour in range(3):
        for row in range(32):
            begin = 1024 * colour + 32 * row
            images[:, row, :, colour] = batch[b"data"][:, begin : begin + 32]
    return images, batch[b"labels"]


@pytest.mark.parametrize("split", ["train", "test"])
def test_a_folder_is_read(root, split):
    names = ["test_batch"] if split == "test" else [f"data_batch_{k}" for k in range(1, 6)]
    images, labels = load_cifar10(root, split)
    assert np.array_equal(images, np.concatenate([expected(name)[0] for name in names]))
    assert labels.tolist() == [label for name in names for label in expected(name)[1]]
    assert images.dtype == np.uint8 and labels.dtype == np.int64 and images.flags.c_contiguous


def test_all_ways_to_name_the_folder_are_the_same(root, monkeypatch):
    one = load_cifar10(root).images
    assert np.array_equal(one, load_cifar10(root / "cifar-10-batches-py").images)
    assert np.array_equal(one, load_cifar10(str(root)).images)
    monkeypatch.setenv("STEPWISE_CIFAR10", str(root))
    assert np.array_equal(one, load_cifar10().images)


def test_the_archive_is_unpacked_into_the_cache_and_left(archive, cache):
    by_folder, by_file = load_cifar10(archive.parent), load_cifar10(archive)
    assert np.array_equal(by_folder.images, by_file.images)
    assert np.array_equal(by_folder.images[:4], expected("data_batch_1")[0])
    assert archive.read_bytes() == CONTENT and os.listdir(archive.parent) == [archive.name]
    assert (cache / "cifar-10-batches-py" / "data_batch_1").read_bytes() == FILES["data_batch_1"]


def said(call):
    with pytest.raises(DataUnavailable) as error:
        call()
    text = str(error.value)
    assert "\n" not in text and len(text) < 500
    return text


def test_a_truncated_archive(archive, cache):
    archive.write_bytes(CONTENT[:-100])
    text = said(lambda: load_cifar10(archive))
    assert "is truncated" in text and "download it again" in text
    assert archive.exists() and not (cache / "cifar-10-batches-py").exists()


def test_another_archive(archive, cache):
    archive.write_bytes(CONTENT + b"more")
    assert "is not the official file" in said(lambda: load_cifar10(archive))


def test_a_truncated_archive_in_our_own_cache_is_fetched_anew_next_time(archive, cache):
    cache.mkdir()
    (cache / archive.name).write_bytes(CONTENT[:1000])
    assert "it was deleted: call again" in said(lambda: load_cifar10())
    assert not (cache / archive.name).exists()


def test_a_folder_without_the_data(tmp_path, cache):
    assert "holds neither cifar-10-batches-py nor" in said(lambda: load_cifar10(tmp_path))
    assert "holds neither" in said(lambda: load_cifar10(tmp_path / "nowhere"))


def test_a_missing_batch(root):
    (root / "cifar-10-batches-py" / "data_batch_3").unlink()
    assert "data_batch_3 is missing" in said(lambda: load_cifar10(root))
    assert load_cifar10(root, "test").images.shape == (4, 32, 32, 3)


@pytest.mark.parametrize("keep", [0, 1, 100, 0.5, -1])
def test_a_truncated_batch(root, keep):
    file = root / "cifar-10-batches-py" / "test_batch"
    content = file.read_bytes()
    file.write_bytes(content[: int(len(content) * keep) if isinstance(keep, float) else keep])
    assert "test_batch is truncated or no batch" in said(lambda: load_cifar10(root, "test"))


@pytest.mark.parametrize(
    "batch",
    [
        {b"data": np.zeros((4, 3072), np.uint8)},
        {b"data": np.zeros((4, 3072)), b"labels": [0] * 4},
        {b"data": np.zeros((4, 3071), np.uint8), b"labels": [0] * 4},
        {b"data": np.zeros((4, 3072), np.uint8), b"labels": [0] * 3},
        {b"data": np.zeros((4, 3072), np.uint8), b"labels": [0, 1, 2, 10]},
        {b"data": np.zeros((0, 3072), np.uint8), b"labels": []},
        {b"data": [1, 2], b"labels": [0]},
        [1, 2, 3],
    ],
)
def test_a_pickle_of_something_else(root, batch):
    (root / "cifar-10-batches-py" / "test_batch").write_bytes(pickle.dumps(batch))
    assert "test_batch is truncated or no batch" in said(lambda: load_cifar10(root, "test"))


def test_no_permission_to_read(root, monkeypatch):
    """Simulated, because tests may run as root, whom nobody refuses."""

    def refuse(self):
        raise PermissionError(13, "Permission denied", str(self))

    monkeypatch.setattr(Path, "read_bytes", refuse)
    assert "no permission to read" in said(lambda: load_cifar10(root))


def test_a_disk_that_fills_up_while_unpacking(archive, cache, monkeypatch):
    def full(source, target, *length):
        target.write(source.read(100))  # something is written before the disk is full
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(shutil, "copyfileobj", full)
        assert "the disk is full" in said(lambda: load_cifar10(archive))
    assert [path.name for path in cache.iterdir() if not path.name.endswith(".lock")] == []
    assert load_cifar10(archive).images.shape == (20, 32, 32, 3)


def test_what_a_killed_process_left_is_cleared_away(archive, cache):
    (cache / ".cifar-10-batches-py-abandoned").mkdir(parents=True)
    (cache / "cifar-10-batches-py").mkdir()  # as if someone had deleted files in it
    (cache / "cifar-10-batches-py" / "data_batch_1").write_bytes(b"half")
    assert load_cifar10(archive).images.shape == (20, 32, 32, 3)
    assert [path.name for path in cache.iterdir() if not path.name.endswith(".lock")] == [
        "cifar-10-batches-py"
    ]


def test_a_file_cut_short_in_the_cache_is_unpacked_again(archive, cache):
    load_cifar10(archive)
    file = cache / "cifar-10-batches-py" / "data_batch_2"
    file.write_bytes(file.read_bytes()[:100])
    assert load_cifar10(archive).images.shape == (20, 32, 32, 3)


def test_links_and_paths_in_an_archive_lead_nowhere(tmp_path, cache, monkeypatch):
    """A link out of the folder is refused, although its checksum is "official"; other files stay inside."""
    secret = tmp_path / "secret"
    secret.write_bytes(FILES["test_batch"])
    file = tmp_path / "cifar-10-python.tar.gz"
    with tarfile.open(file, "w:gz") as bundle:
        for name in FILES:
            entry = tarfile.TarInfo(f"cifar-10-batches-py/{name}")
            entry.type, entry.linkname = tarfile.SYMTYPE, str(secret)
            bundle.addfile(entry)
    monkeypatch.setattr(cifar10, "ARCHIVE", small_archive(file.read_bytes(), "http://127.0.0.1:1/"))
    assert "cannot be unpacked" in said(lambda: load_cifar10(file))
    assert not (cache / "cifar-10-batches-py").exists()


def test_the_official_archive_is_described():
    archive = cifar10.ARCHIVE
    assert len(archive.sha256) == 64 and archive.bytes == 170_498_071
    assert archive.url.startswith("https://www.cs.toronto.edu/") and len(CIFAR10_CLASSES) == 10


REAL = os.environ.get("STEPWISE_CIFAR10")


@pytest.mark.skipif(not REAL, reason="STEPWISE_CIFAR10 names no folder: the whole CIFAR-10 not tested")
def test_the_whole_cifar10():
    """Ten classes of equal size, the known mean colours, and the sky above aeroplanes."""
    for split, count in (("train", 5000), ("test", 1000)):
        images, labels = load_cifar10(REAL, split)
        assert images.shape == (10 * count, 32, 32, 3)
        assert np.bincount(labels).tolist() == [count] * 10
    # The test split's means, known to be .494, .485, .450 of 255; a JPEG moves them by less than 0.01.
    assert np.allclose(images.mean(axis=(0, 1, 2)) / 255, [0.494, 0.485, 0.450], atol=0.01)
    sky = images[:, :4].mean(axis=(1, 2))[:, 2]  # blue at the top
    assert sky[labels == CIFAR10_CLASSES.index("airplane")].mean() > sky.mean() + 20


def coordinates(n=4, height=9, width=11):
    """Pictures whose every pixel says which picture it is and where."""
    rows, columns = np.mgrid[:height, :width]
    return np.stack(
        [np.stack([rows, columns, np.full_like(rows, k)], axis=2).astype(np.uint8) for k in range(n)]
    )


def test_crop_pairs_of_each_image_are_pieces_of_it():
    images = np.repeat(coordinates(), 300, axis=0)
    views = crop_pair_of_each(images, 4, 0)
    corners = []
    for view in views:
        crops = np.rint(view * 255).astype(int).reshape(-1, 4, 4, 3)
        corner = crops[:, :1, :1, :2]
        assert np.array_equal(crops[..., :2], corner + np.stack(np.mgrid[:4, :4], axis=2))
        assert np.array_equal(crops[:, 0, 0, 2], np.repeat(np.arange(4), 300))
        corners.append(corner.reshape(-1, 2))
        assert len(np.unique(corners[-1], axis=0)) == 6 * 8  # every place is drawn
    assert not np.array_equal(*corners)
    again = crop_pair_of_each(images, 4, np.random.default_rng(0))
    assert all(np.array_equal(a, b) for a, b in zip(views, again, strict=True))


@pytest.mark.parametrize(
    ("images", "size"), [(coordinates(), 10), (coordinates() / 255, 4), (coordinates()[0], 4)]
)
def test_crop_pairs_say_what_came(images, size):
    with pytest.raises(ValueError, match="expected"):
        crop_pair_of_each(images, size, 0)
