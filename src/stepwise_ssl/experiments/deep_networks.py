"""A deep network on CIFAR-10 under one of three losses, looked at as it learns.

Plain stochastic gradient descent on views that are drawn anew at each step. What is recorded is seen on
images that the network is not trained on: the eigenvalues of the embedding's cross-correlation, the effective
ranks of hidden layers, the embeddings of 300 whole images, and what a linear probe makes of them.

Batch normalisation, where there is any, sees a few batches before the first update, so that its running means
are those of the start and not PyTorch's zeros and ones.

Source: the experiment is that of Simon et al. 2023, section 6 and Fig. 1 C, D; all settings are this book's.
"""

from __future__ import annotations

import copy
from typing import Any

import numpy as np
import torch
from torch import nn

from stepwise_ssl.data.augmentations import two_views
from stepwise_ssl.experiments.deep_checks import compare, describe
from stepwise_ssl.experiments.deep_looks import DeepTracker, effective_rank, probe_accuracy, shown_cloud
from stepwise_ssl.experiments.deep_parts import (
    Photographs,
    make_loss,
    make_network,
    spread_schedule,
    with_strangers,
)
from stepwise_ssl.experiments.progress import Progress
from stepwise_ssl.training import History, Track, hidden_layers
from stepwise_ssl.training.batches import read_pairs
from stepwise_ssl.training.precision import Precision
from stepwise_ssl.training.run import Run

__all__ = ["QUANTISED", "compare", "describe", "run", "shorten"]

QUANTISED: dict[str, tuple[float, float]] = {}
WARM_BATCHES = 20


def run(config: dict[str, Any], device: str, progress: Progress) -> dict[str, np.ndarray]:
    """Train the network of a config.

    Args:
        config: the tables of its TOML file.
        device: "cpu", "cuda" or "mps".
        progress: keeps the run so far; an interrupted one goes on from its last probe.

    Returns:
        ``steps`` (T,) of the records; ``loss`` (T,); ``eigenvalues`` and ``covariance`` (T, 32) of the
        embeddings of the watched images; ``ranks`` (T, L) of the hidden ``layers`` (L,); ``cloud``
        (K, images, 3) of int8, with ``cloud_scale`` (), ``cloud_steps`` (K,) and ``cloud_labels`` (images,);
        ``probe`` (P, 2) at ``probe_steps`` (P,).

    Raises:
        ExperimentError: the config names no known network or loss.
        DataUnavailable: CIFAR-10 cannot be had.
        TrainingFault: the loss is no number.
    """
    photographs = Photographs(config)
    progress.note(
        data={"name": config["data"]["name"], "sha256": photographs.digest}, threads=torch.get_num_threads()
    )
    model = make_network(config).to(device)
    layers = tuple(hidden_layers(model))
    training = _training(config, photographs, model, layers, torch.device(device))
    _warm(training)
    probe_steps, probe = _advance(config, photographs, training, progress)
    return _arrays(config, photographs, training.history(), layers) | {
        "probe_steps": probe_steps,
        "probe": probe,
    }


def shorten(config: dict[str, Any]) -> dict[str, Any]:
    """The same run, ended after its first steps; the records up to there are the same."""
    short = copy.deepcopy(config)
    short["records"]["until"] = config["verify"]["steps"]
    return short


def record_steps(config: dict[str, Any]) -> np.ndarray:
    """The steps that are recorded, (T,); of a shortened run those up to its end, which is one of them."""
    steps = spread_schedule(config["descent"]["steps"], config["records"]["count"])
    return steps[steps <= config["records"].get("until", steps[-1])]


def _training(
    config: dict[str, Any], photographs: Photographs, model: nn.Module, layers: tuple, device: torch.device
) -> Run:
    """The run, before its first update."""
    descent, schedule, fast = config["descent"], record_steps(config), torch.channels_last
    model.to(memory_format=fast)
    change = photographs.augmentation(config)
    batches = read_pairs(
        photographs.train,
        descent["batch_size"],
        config["seed"],
        lambda images, generator: change(images, generator).contiguous(memory_format=fast),
    ).to(device, torch.float32)
    half = config["data"]["watched_pairs"]
    pairs = two_views(photographs.watch[:half], change, config["data"]["seed"], 0)
    what = Track(layers=layers, centred=True, pairs=pairs, top=config["records"]["eigenvalues"])
    whole = photographs.whole(photographs.watch[-config["records"]["cloud_images"] :])
    loss = make_loss(config)
    return Run(
        model,
        batches,
        with_strangers(loss) if config["data"]["shuffled"] else loss,
        torch.optim.SGD(model.parameters(), lr=descent["learning_rate"], momentum=descent["momentum"]),
        steps=int(schedule[-1]),
        schedule=schedule,
        tracker=DeepTracker(what, model, whole, batches.place),
        precision=Precision(device, False),
        learning_rate=descent["learning_rate"],
        seed=config["seed"],
        stop_on_collapse=False,
    )


@torch.no_grad()
def _warm(training: Run) -> None:
    """Let batch normalisation see what comes, without an update."""
    if any(isinstance(layer, nn.BatchNorm2d) for layer in training.model.modules()):
        for batch in range(WARM_BATCHES):
            training.model(torch.cat(training.batches(batch)))


def _advance(
    config: dict[str, Any], photographs: Photographs, training: Run, progress: Progress
) -> tuple[np.ndarray, np.ndarray]:
    """Run to the end, with a probe on the way now and then; the run is kept after each."""
    due = np.unique(np.geomspace(1, config["descent"]["steps"], config["records"]["probes"]).round())
    due = np.union1d(due[due <= training.steps], [training.steps]).astype(np.int64)
    kept = progress.work / "run.safetensors" if progress.work else None
    if kept and kept.exists():
        training.restore(kept)
    looks = [tuple((photographs.whole(x), y)) for x, y in (photographs.probe, photographs.probe_test)]
    done, found = training.step, []
    ticks = iter(progress.track(range(done, training.steps), config["title"]))
    for step in due:

        def go_on(step: int = int(step)) -> dict[str, np.ndarray]:
            with training.own_randomness():
                for _ in range(step - training.step):
                    training.advance(1)
                    next(ticks, None)
                if kept:
                    kept.parent.mkdir(parents=True, exist_ok=True)
                    training.save(kept)
            return {"accuracy": probe_accuracy(training.model, *looks)}

        found.append(progress.piece(f"probe-{step}", go_on, tag=photographs.digest)["accuracy"])
    return due, np.array(found, np.float32)


def _arrays(
    config: dict[str, Any], photographs: Photographs, history: History, layers: tuple
) -> dict[str, np.ndarray]:
    """What is stored of a history."""
    tracked = history.tracked
    ranks = [effective_rank(tracked[f"layer {name}"]) for name in layers]
    labels = photographs.watch_labels[-config["records"]["cloud_images"] :]
    return {
        "steps": history.steps,
        "loss": history.loss.astype(np.float32),
        "eigenvalues": tracked["cross_correlation"].astype(np.float32),
        "covariance": tracked["covariance"].astype(np.float32),
        "layers": np.array(layers),
        "ranks": np.stack(ranks, axis=1).astype(np.float32),
        "cloud_labels": labels.astype(np.int8),
    } | shown_cloud(history, min(config["records"]["clouds"], len(history.steps)))
