"""What a config of a deep run asks for, made: images, views, network with its small start, loss."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from functools import partial
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn.functional import avg_pool2d, normalize

from stepwise_ssl.data import load_cifar10
from stepwise_ssl.data.augmentations import as_batch, compose, random_flip, random_resized_crop
from stepwise_ssl.experiments.provenance import array_hash
from stepwise_ssl.experiments.store import ExperimentError
from stepwise_ssl.training import (
    barlow_twins_loss,
    give_head_bias,
    mlp,
    resnet18,
    scale_initialisation,
    simclr_loss,
    small_cnn,
    vicreg_loss,
)

Loss = Callable[[Tensor, Tensor], Tensor]
LOSSES = {"barlow-twins": barlow_twins_loss, "vicreg": vicreg_loss, "simclr": simclr_loss}
PIXELS = 32  # of a CIFAR-10 image


class Photographs:
    """The images of a run: what it trains on, what it is looked at with, and what the probe learns from.

    Args:
        config: the tables of a deep run's TOML file.

    Attributes:
        train: (images, 3, 32, 32) in [0, 1].
        watch: other images, of the test split, (watched, 3, 32, 32).
        watch_labels: their classes, (watched,).
        probe: images and labels that the probe is fitted to, of the training split.
        probe_test: images and labels that it is tried on, of the test split.
        digest: hash of the pixels.

    Raises:
        ExperimentError: the config asks for other data, or for more of them than there are.
        DataUnavailable: CIFAR-10 cannot be had.
    """

    def __init__(self, config: dict[str, Any]):
        data = config["data"]
        if data["name"] != "CIFAR-10":
            raise ExperimentError(f"data.name is {data['name']!r}: expected CIFAR-10")
        images, labels = load_cifar10(split="train")
        tested, tested_labels = load_cifar10(split="test")
        _require_enough(config, len(images), len(tested))
        generator = np.random.default_rng([data["seed"], 0])
        chosen = generator.choice(len(images), data["images"], replace=False)
        held_out = generator.permutation(len(tested))
        watched, tried = np.split(held_out[: data["watched"] + data["probed"]], [data["watched"]])
        learned = chosen[: data["probed"]]
        self.train = as_batch(images[chosen])
        self.watch, self.watch_labels = as_batch(tested[watched]), tested_labels[watched]
        self.probe = as_batch(images[learned]), labels[learned]
        self.probe_test = as_batch(tested[tried]), tested_labels[tried]
        self.digest = array_hash(images[chosen], tested[watched], tested[tried])
        self.size = data["size"]
        self.mean = self.train.mean(dim=(0, 2, 3), keepdim=True)
        self.scale = self.train.std(dim=(0, 2, 3), keepdim=True)

    def whole(self, images: Tensor) -> Tensor:
        """Whole images as the network sees them: at the views' size, standardised, (n, 3, size, size)."""
        return self.standardised(avg_pool2d(images, PIXELS // self.size))

    def standardised(self, views: Tensor) -> Tensor:
        """Each colour with the training images' mean 0 and variance 1."""
        return (views - self.mean.to(views)) / self.scale.to(views)

    def augmentation(self, config: dict[str, Any]) -> Callable[[Tensor, torch.Generator], Tensor]:
        """Random crop, resized to the views' size, and random mirror image; then standardised."""
        change = compose(
            random_resized_crop(self.size, scale=tuple(config["views"]["crop_area"])),
            random_flip(config["views"]["flip"]),
        )
        return lambda images, generator: self.standardised(change(images, generator))


def _require_enough(config: dict[str, Any], trained: int, tested: int) -> None:
    """Refuse sizes that do not fit the ``trained`` and ``tested`` images that there are.

    Raises:
        ExperimentError: with the number that does not fit.
    """
    data, cloud = config["data"], config["records"]["cloud_images"]
    if not 2 <= config["descent"]["batch_size"] <= data["images"]:
        raise ExperimentError(
            f"batch_size is {config['descent']['batch_size']}: expected 2 to {data['images']}, the images"
        )
    limits = {
        "data.images": (data["images"], trained),
        "data.probed": (data["probed"], min(data["images"], tested - data["watched"])),
        "data.watched": (data["watched"], tested),
        "data.watched_pairs": (data["watched_pairs"], data["watched"]),
        "records.cloud_images": (cloud, data["watched"]),
    }
    for name, (asked, there) in limits.items():
        if not 1 <= asked <= there:
            raise ExperimentError(f"{name} is {asked}: expected 1 to {there}")
    if PIXELS % data["size"]:
        raise ExperimentError(f"data.size is {data['size']}: expected a divisor of {PIXELS}")


class OnTheSphere(nn.Module):
    """Divides each embedding by its length, as SimCLR does before it compares two."""

    def forward(self, z: Tensor) -> Tensor:
        """(n, d) -> (n, d)."""
        return normalize(z, dim=1)


def make_network(config: dict[str, Any]) -> nn.Sequential:
    """The network of a config, at its start.

    Args:
        config: the tables of a deep run's TOML file.

    Raises:
        ExperimentError: the config names no known network, one with too few outputs, or gives a loss a bias
            that it has no use for.
    """
    asked, start = config["network"], config["start"]
    d, size, seed = asked["embedding_dim"], config["data"]["size"], config["seed"]
    if d < 3:
        raise ExperimentError(f"embedding_dim is {d}: expected at least 3, the directions of the cloud")
    if asked["name"] == "resnet18":
        network = resnet18(d, width=asked["width"], seed=seed)
    elif asked["name"] == "small-cnn":
        network = small_cnn(d, widths=asked["widths"], seed=seed)
    elif asked["name"] == "mlp":
        network = mlp(3 * size * size, asked["widths"], d, seed=seed)
    else:
        raise ExperimentError(f"network is {asked['name']!r}: expected resnet18, small-cnn or mlp")
    if start["factor"] != 1:
        scale_initialisation(network, start["factor"], head_only=start["head_only"])
    if config["loss"]["name"] == "simclr":
        if start["head_bias"]:
            give_head_bias(network, start["head_bias"], seed=seed)
        network.add_module("sphere", OnTheSphere())
    elif start["head_bias"]:
        raise ExperimentError(f"start.head_bias is {start['head_bias']}: only simclr has a use for it")
    return network


def make_loss(config: dict[str, Any]) -> Loss:
    """The loss of a config.

    Args:
        config: the tables of a deep run's TOML file.

    Raises:
        ExperimentError: the config names no known loss, or a setting that the loss has not.

    >>> z = torch.eye(2) * 2**0.5
    >>> float(make_loss({"loss": {"name": "barlow-twins"}})(z, z).round(decimals=6))
    0.0
    """
    settings = dict(config["loss"])
    name = settings.pop("name")
    if name not in LOSSES:
        raise ExperimentError(f"loss is {name!r}: expected one of {', '.join(LOSSES)}")
    known = [k for k, v in inspect.signature(LOSSES[name]).parameters.items() if v.kind == v.KEYWORD_ONLY]
    for setting in settings:
        if setting not in known:
            raise ExperimentError(f"loss.{setting} is no setting of {name}: expected {', '.join(known)}")
    return partial(LOSSES[name], **settings)


def with_strangers(loss: Loss) -> Loss:
    """The control: each first view is given the second view of another image, another one at each step.

    Which images meet in a batch, and next to whom, is drawn anew in each epoch, so shifting the second views
    by one place is as good as any shuffle; and in a batch of at least two nobody keeps the own partner.

    >>> with_strangers(lambda z, z_prime: (z - z_prime).flatten())(torch.eye(2)[:, :1], torch.eye(2)[:, :1])
    tensor([ 1., -1.])
    """
    return lambda z, z_prime: loss(z, z_prime.roll(1, dims=0))
