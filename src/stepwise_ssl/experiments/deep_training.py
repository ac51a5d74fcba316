"""The training of a deep run, in pieces that are kept, and what is stored of it.

Batch normalisation, where there is any, sees a few batches before the first update: otherwise the first
records, which are made in evaluation mode, would use PyTorch's means of 0 and variances of 1. After 20
batches 0.9^20 = 12 % of those are left; each training step then takes another 19 % of them away.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import nn

from stepwise_ssl.data.augmentations import two_views
from stepwise_ssl.experiments.deep_looks import DeepTracker, probe_accuracy, shown_cloud
from stepwise_ssl.experiments.deep_networks import record_steps
from stepwise_ssl.experiments.deep_parts import Photographs, make_loss, make_network, with_strangers
from stepwise_ssl.experiments.deep_prediction import foretell, head_alone
from stepwise_ssl.experiments.progress import Progress
from stepwise_ssl.experiments.store import ExperimentError
from stepwise_ssl.training import CheckpointMismatch, History, Track, TrainingFault, hidden_layers
from stepwise_ssl.training.batches import read_pairs
from stepwise_ssl.training.precision import Precision
from stepwise_ssl.training.rank import effective_rank
from stepwise_ssl.training.run import Run

WARM_BATCHES = 20
PIECES = 20  # beside those that end at a probe; what an interruption loses is at most one of them


def train(config: dict[str, Any], device: str, progress: Progress) -> dict[str, np.ndarray]:
    """The arrays of a run; see ``deep_networks.run``.

    Raises:
        ExperimentError: the config asks for what there is not, or the run has nothing to store.
    """
    photographs = Photographs(config)
    threads = torch.get_num_threads()
    progress.note(data={"name": config["data"]["name"], "sha256": photographs.digest}, threads=threads)
    with _whole_products(device):
        training = make_run(config, photographs, torch.device(device))
        warm(training)
        predicted = _hold_body(training, config)
        training.configuration = {
            "pixels": photographs.digest,
            "threads": threads,
            "torch": torch.__version__,
        }
        probes, stopped = _advance(config, photographs, training, progress)
    if stopped:
        progress.note(stopped=stopped)
        if len(training.recorded) < 2:
            raise ExperimentError(f"the run has ended before its second record. {stopped.rstrip('.')}")
    return _arrays(config, photographs, training.history()) | probes | predicted


def make_run(config: dict[str, Any], photographs: Photographs, device: torch.device) -> Run:
    """The run of a config, before its first update.

    Args:
        config: the tables of its TOML file.
        photographs: its images.
        device: where it computes.
    """
    descent, schedule, fast = config["descent"], record_steps(config), torch.channels_last
    model = make_network(config).to(device)
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
    layers, top = tuple(hidden_layers(model)), config["records"]["eigenvalues"]
    what = Track(layers=layers, centred=True, pairs=pairs, top=top)
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
def warm(training: Run) -> None:
    """Let batch normalisation see what comes, without an update."""
    if any(isinstance(layer, nn.BatchNorm2d) for layer in training.model.modules()):
        for batch in range(WARM_BATCHES):
            training.model(torch.cat(training.batches(batch)))


def _hold_body(training: Run, config: dict[str, Any]) -> dict[str, np.ndarray]:
    """If the config asks for it: train the head alone, and say beforehand when it will step."""
    if not config["start"].get("frozen_body", False):
        return {}
    descent = config["descent"]
    training.optimiser = torch.optim.SGD(
        head_alone(training.model), lr=descent["learning_rate"], momentum=descent["momentum"]
    )
    return foretell(training, descent["momentum"], record_steps(config), config["seed"])


def probe_steps(config: dict[str, Any], last: int) -> np.ndarray:
    """When to probe: evenly in the logarithm of time, and after the last step, (P,).

    Args:
        config: the tables of a run's TOML file.
        last: the run's last step; a shortened run has the probes of the whole one up to there.
    """
    due = np.unique(np.geomspace(1, config["descent"]["steps"], config["records"]["probes"]).round())
    return np.union1d(due[due <= last], [last]).astype(np.int64)


def _advance(
    config: dict[str, Any], photographs: Photographs, training: Run, progress: Progress
) -> tuple[dict[str, np.ndarray], str]:
    """Run to the end, probe on the way now and then; the probes, and why it stopped early, or ""."""
    due = probe_steps(config, training.steps)
    ends = np.union1d(due, np.linspace(0, training.steps, PIECES + 1)[1:].astype(np.int64))
    file, tag = _go_back_to(training, progress.work), photographs.digest
    looks = [(photographs.whole(x), y) for x, y in (photographs.probe, photographs.probe_test)]

    def look() -> dict[str, np.ndarray]:
        return {"accuracy": probe_accuracy(training.model, *looks)}

    found, stopped = [], ""
    try:
        with _bar(progress, training, config["title"]) as tick:
            for end in ends[ends > 0].tolist():
                progress.piece(f"until-{end}", partial(_until, training, end, file, tick), tag)
                if end in due:
                    found.append(progress.piece(f"probe-{end}", look, tag)["accuracy"])
    except TrainingFault as fault:
        stopped = str(fault)
    except torch.linalg.LinAlgError as fault:
        stopped = f"Step {training.step}: there are no eigenvalues to record ({fault})"
    accuracy = np.array(found, np.float32).reshape(-1, 2)
    return {"probe_steps": due[: len(found)], "probe": accuracy}, stopped


def _until(training: Run, end: int, file: Path | None, tick: Callable[[], None]) -> dict[str, np.ndarray]:
    """Go on up to a step, and keep the state there."""
    with training.own_randomness():
        while training.step < end:
            training.advance(1)
            tick()
        if file:
            training.save(file)
    return {}


def _go_back_to(training: Run, work: Path | None) -> Path | None:
    """Restore what an earlier run has kept; the checkpoint's path.

    The checkpoint is written first, the piece after it. After a kill between the two the piece is missing:
    then there is nothing left to run for it, and it is written. A piece that lies beyond the checkpoint
    (which is broken, deleted, or of other pixels, threads or another PyTorch) is of no use: its weights are
    gone.
    """
    if work is None:
        return None
    file = work / "run.safetensors"
    try:
        if file.exists():
            training.restore(file)
    except CheckpointMismatch:
        file.unlink()
    for piece in (*work.glob("until-*.npz"), *work.glob("probe-*.npz")):
        if int(piece.stem.rpartition("-")[2]) > training.step:
            piece.unlink()
    return file


@contextmanager
def _bar(progress: Progress, training: Run, title: str) -> Iterator[Callable[[], None]]:
    """Yields what to call after each step."""
    steps = iter(progress.track(range(training.step, training.steps), title))
    next(steps, None)
    try:
        yield lambda: next(steps, None)
    finally:
        getattr(steps, "close", lambda: None)()


@contextmanager
def _whole_products(device: str) -> Iterator[None]:
    """A GPU's convolutions with 24 bits of each number: the usual 11 would re-seed the modes that wait."""
    if device != "cuda":
        yield
        return
    before, torch.backends.cudnn.allow_tf32 = torch.backends.cudnn.allow_tf32, False
    try:
        yield
    finally:
        torch.backends.cudnn.allow_tf32 = before


def _arrays(config: dict[str, Any], photographs: Photographs, history: History) -> dict[str, np.ndarray]:
    """What is stored of a history."""
    tracked, word = history.tracked, "layer "
    layers = [name.removeprefix(word) for name in tracked if name.startswith(word)]
    ranks = [effective_rank(tracked[word + name]) for name in layers]
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
