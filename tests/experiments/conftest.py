"""A small CIFAR-10 of smooth random pictures, and two small experiments on it."""

import pickle

import numpy as np
import pytest

CONFIG = """
title = "A small run"
kind = "linear-crops"
seed = 0
starts = 3
together = 1
[data]
split = "train"
images = 150
crop = 6
[model]
embedding_dim = 3
initial_scale = 1e-6
[descent]
step_fraction = 0.1
[records]
count = 40
first = 0.1
last = 1.3
[verify]
starts = 1
modes = 2
"""

DEEP = """
title = "A small deep run"
label = "small"
kind = "deep-network"
seed = 0
[data]
name = "CIFAR-10"
seed = 0
size = 8
images = 160
watched = 24
watched_pairs = 16
probed = 16
shuffled = false
[views]
crop_area = [0.5, 1.0]
flip = 0.5
[network]
name = "mlp"
widths = [12]
embedding_dim = 4
[start]
factor = 0.03
head_only = true
head_bias = 0.0
[loss]
name = "barlow-twins"
centred = true
[descent]
steps = 60
learning_rate = 0.01
momentum = 0.5
batch_size = 40
[records]
count = 30
eigenvalues = 4
clouds = 10
cloud_images = 8
probes = 4
[verify]
steps = 40
"""


def write_cifar(root, seed=0, pictures=40):
    """Pictures, so many in a file: each a few waves of light with its own colours; the official layout."""
    generator = np.random.default_rng(seed)
    folder = root / "cifar-10-batches-py"
    folder.mkdir(parents=True)
    rows, columns = np.mgrid[:32, :32] / 32
    waves = np.stack(
        [np.ones_like(rows), np.cos(np.pi * rows), np.cos(np.pi * columns), np.cos(7 * rows * columns)]
    )
    sizes = np.array([40, 25, 15, 10])
    for name in (*(f"data_batch_{k}" for k in range(1, 6)), "test_batch"):
        weights = sizes[:, None] * generator.standard_normal((pictures, 3, 4, 1))[..., 0][:, :, :, None]
        planes = 128 + np.einsum("ncwo,whv->nchv", weights, waves)
        data = np.clip(planes, 0, 255).astype(np.uint8).reshape(pictures, 3072)
        labels = [k % 10 for k in range(pictures)]
        (folder / name).write_bytes(pickle.dumps({b"data": data, b"labels": labels}))


@pytest.fixture
def other_data(tmp_path):
    """A folder with other pictures of the same kind."""
    write_cifar(tmp_path / "other", seed=5)
    return tmp_path / "other"


@pytest.fixture
def larger_data(tmp_path, monkeypatch):
    """1,000 pictures to train on, in place of CIFAR-10."""
    write_cifar(tmp_path / "larger", pictures=200)
    monkeypatch.setenv("STEPWISE_CIFAR10", str(tmp_path / "larger"))


@pytest.fixture
def small(tmp_path, monkeypatch):
    """A folder with the config ``small.toml``; data and cache are set to folders of this test."""
    write_cifar(tmp_path / "data")
    monkeypatch.setenv("STEPWISE_CIFAR10", str(tmp_path / "data"))
    monkeypatch.setenv("STEPWISE_SSL_CACHE", str(tmp_path / "cache"))
    folder = tmp_path / "runs"
    folder.mkdir()
    (folder / "small.toml").write_text(CONFIG)
    return folder


@pytest.fixture
def deep(small):
    """A folder with the config ``deep.toml`` of a deep run of a second, on the same data."""
    (small / "deep.toml").write_text(DEEP)
    return small
