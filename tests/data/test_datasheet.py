"""The datasheet against the files: nothing shipped without source, licence and hash."""

import hashlib
from importlib.resources import files

import numpy as np
import pytest

from stepwise_ssl.data import PHOTOGRAPHS, datasheet, load_digits, load_photographs

FOLDER = files("stepwise_ssl.data.files")
SHEET = datasheet()


@pytest.mark.parametrize("name", SHEET)
def test_entry_describes_its_file(name):
    entry, content = SHEET[name], (FOLDER / SHEET[name]["file"]).read_bytes()
    assert hashlib.sha256(content).hexdigest() == entry["sha256"]
    assert len(content) == entry["bytes"]
    for key in ("title", "author", "source", "address", "grant", "grant_from", "made_by"):
        assert entry[key].strip(), key


@pytest.mark.parametrize("name", SHEET)
def test_licence_is_free_and_granted_in_words(name):
    words = {"CC0-1.0": "CC0", "public domain": "public domain", "CC-BY-4.0": "CC BY 4.0"}
    assert words[SHEET[name]["licence"]] in SHEET[name]["grant"]


def test_every_data_file_is_described():
    shipped = {f.name for f in FOLDER.iterdir() if f.name.endswith((".png", ".npz", ".jpg", ".csv"))}
    assert shipped == {entry["file"] for entry in SHEET.values()}


def test_small_enough_for_the_wheel():
    photographs = [entry["bytes"] for entry in PHOTOGRAPHS.values()]
    assert 5 <= len(photographs) <= 7 and sum(photographs) < 900_000
    assert sum(entry["bytes"] for entry in SHEET.values()) < 1_000_000


def test_photographs_are_what_the_sheet_says():
    photographs = load_photographs()
    assert list(photographs) == list(PHOTOGRAPHS)
    for name, image in photographs.items():
        assert image.dtype == np.uint8 and list(image.shape) == SHEET[name]["shape"]
        assert 256 <= max(image.shape[:2]) <= 320
        assert image.std() > 15 and len(np.unique(image.reshape(-1, 3), axis=0)) > 1000
    assert photographs["cat"].flags.writeable


def test_digits_are_the_uci_test_set():
    """Numbers of each digit as published by UCI for the test part."""
    images, labels = load_digits()
    assert list(images.shape) == SHEET["digits"]["shape"]
    assert images.dtype == np.uint8 and images.min() == 0 and images.max() == 16
    assert np.bincount(labels).tolist() == [178, 182, 177, 183, 181, 182, 181, 179, 174, 180]


def test_digits_lie_with_their_labels():
    """A nearest-mean classifier reads nine in ten: images and labels are not shuffled against each other."""
    images, labels = load_digits()
    flat = images.reshape(len(images), -1).astype(float)
    train, test = slice(0, 1200), slice(1200, None)
    means = np.stack([flat[train][labels[train] == digit].mean(axis=0) for digit in range(10)])
    read = np.argmin(((flat[test][:, None] - means) ** 2).sum(axis=2), axis=1)
    assert np.mean(read == labels[test]) > 0.85
