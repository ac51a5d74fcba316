"""``fit``: one loop for every model, loss and device of this book."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import torch

from stepwise_ssl.training import distributed
from stepwise_ssl.training.batches import Batches, read_pairs
from stepwise_ssl.training.configuration import describe, fingerprint
from stepwise_ssl.training.device import pick_device, require_dtype
from stepwise_ssl.training.history import History
from stepwise_ssl.training.interruption import gentle_interruption
from stepwise_ssl.training.precision import Precision
from stepwise_ssl.training.progress import Progress
from stepwise_ssl.training.run import Loss, Run
from stepwise_ssl.training.schedules import read_schedule
from stepwise_ssl.training.tracking import Track, Tracker


def fit(
    model: torch.nn.Module,
    pairs: Any,
    loss: Loss,
    *,
    steps: int,
    learning_rate: float,
    batch_size: int | None = None,
    optimiser: str | Callable[..., torch.optim.Optimizer] = "sgd",
    momentum: float = 0.0,
    seed: int = 0,
    device: str | torch.device | None = None,
    mixed_precision: bool = False,
    schedule: str | Iterable[int] = "log",
    records: int = 200,
    track: Track | bool = True,
    augment: Callable[[torch.Tensor, torch.Generator], torch.Tensor] | None = None,
    stop_on_collapse: bool = True,
    checkpoint: str | os.PathLike[str] | None = None,
    checkpoint_every: int | None = None,
    progress: bool = True,
) -> History:
    """Train a model in place, and return what was seen on the way.

    With ``checkpoint`` the run is kept in one file; calling ``fit`` again with the same arguments goes on
    from it, on a CPU to the last bit (same PyTorch, same number of threads), and returns at once if it was
    finished. Ctrl-C saves and returns the history so far, its ``stopped`` not empty; a second one interrupts.

    Args:
        model: any module that maps (n, ...) to (n, d); moved to the device, left in training mode.
        pairs: ``(x, x_prime)`` of one shape (n, ...), a dataset of pairs, or a function ``pairs(seed, step)``
            that makes a batch. Floating-point numbers are brought to the type of the model's weights.
        loss: function of two embeddings (n, d), such as ``barlow_twins_loss``.
        steps: updates, 1 or more.
        learning_rate: step size; times are learning rate x steps.
        batch_size: pairs in a batch, drawn without replacement; None for all of them, the full batch.
        optimiser: ``"sgd"``, ``"adam"``, or a function of the parameters that makes one.
        momentum: of SGD.
        seed: decides batches, augmentations and what is random in the model, not its initial weights.
        device: ``"cuda"``, ``"mps"`` or ``"cpu"``; None picks, see ``pick_device``.
        mixed_precision: multiply in 16 bits inside the model, see ``Precision``; the loss stays in 32.
        schedule: when to record: ``"log"``, ``"linear"``, or the steps themselves.
        records: how many, for a named schedule.
        track: what to record beside the loss: a ``Track``; True for the embedding's spectra, False for
            nothing.
        augment: ``augment(views, generator)``, applied to each view, with a generator that is on the CPU
            whatever the device; ``pairs`` may then be one array.
        stop_on_collapse: raise when embeddings collapse (seen at recorded steps, if anything is tracked).
        checkpoint: file to keep the run in, by custom ``NAME.safetensors``.
        checkpoint_every: steps between two savings; a twentieth of the run if not given.
        progress: show a bar with loss, rank and time left.

    Returns:
        The records; loss and spectra at step k are those after k updates, on the batch of step k.

    Raises:
        ValueError: an argument is out of range or does not fit the others.
        CheckpointMismatch: the checkpoint is that of another configuration; the sentence says what differs.
        TrainingFault: the loss is NaN or infinite, or the embeddings collapsed: step, cause, history so far.

    Source: plain gradient descent; the recorded quantities are those of Simon et al. 2023, Figs. 1-3.

    >>> model = torch.nn.Linear(2, 1, bias=False).double()
    >>> _ = torch.nn.init.constant_(model.weight, 0.1)
    >>> x = torch.tensor([[2.0, 0.0], [0.0, 1.0]])
    >>> history = fit(model, (x, x), lambda z, z_prime: ((z * z_prime).mean() - 1) ** 2,
    ...               steps=500, learning_rate=0.02, progress=False, device="cpu")
    >>> print(history.embedding_eigenvalues[-1].round(6))
    [1.]
    """
    _require_numbers(learning_rate, momentum, seed, checkpoint_every)
    where = distributed.process()
    device = pick_device(device if device is not None else where.device)
    require_dtype(device, model)
    what = (Track() if track else None) if isinstance(track, bool) else track
    due = read_schedule(schedule, steps, records)
    parameters = [p for p in model.parameters() if p.requires_grad]
    if not parameters:
        raise ValueError(f"model is a {type(model).__name__} without parameters to train")
    batches = read_pairs(pairs, batch_size, seed, augment)
    _require_fixed_views(what, batches, where.world)
    asked = {
        "steps": int(steps), "learning_rate": learning_rate, "batch_size": batches.size,
        "optimiser": optimiser, "momentum": momentum, "seed": seed, "mixed_precision": bool(mixed_precision),
        "schedule": due, "track": what, "augment": augment, "stop_on_collapse": stop_on_collapse,
        "loss": loss, "model": repr(model), "processes": where.world,
    }  # fmt: skip
    if checkpoint is not None:  # hashes: they cost a second for each gigabyte
        asked["pairs"] = pairs if batches.data is None else batches.data
        asked["initial weights"] = fingerprint(*model.state_dict().values())
    configuration = describe(asked)
    model.to(device).train()
    batches.to(device, parameters[0].dtype, where.rank, where.world)
    run = Run(
        model,
        batches,
        loss,
        _optimiser(optimiser, parameters, learning_rate, momentum),
        steps=int(steps),
        schedule=due,
        tracker=Tracker(what, model, place=batches.place),
        precision=Precision(device, mixed_precision),
        learning_rate=learning_rate,
        seed=seed + where.rank,
        stop_on_collapse=stop_on_collapse,
        where=where,
    )
    run.configuration = configuration
    return _go(run, checkpoint, checkpoint_every or -(-steps // 20), progress and where.rank == 0, where)


def _go(run: Run, checkpoint: Any, every: int, progress: bool, where: distributed.Process) -> History:
    """Advance from one checkpoint to the next, to the end or to Ctrl-C."""
    resumed = checkpoint is not None and Path(checkpoint).exists()
    if resumed:
        run.restore(checkpoint)
    saved = run.step if resumed else -1
    where.wait()
    keeps = checkpoint is not None and where.rank == 0
    with gentle_interruption() as interrupted, run.own_randomness():
        with Progress(run.steps, run.step, progress) as bar:
            while not run.done and not where.any(interrupted()):
                run.advance(1)
                bar.show(run.step, lambda: _shown(run), now=run.done)
                if keeps and run.step % every == 0:
                    run.save(checkpoint)
                    saved = run.step
        if keeps and saved != run.step:
            run.save(checkpoint)
    where.wait()
    return run.history()


def _shown(run: Run) -> dict[str, str]:
    """What stands beside the bar: the loss now, the rank at the last record."""
    run.watch.look()
    shown = {"loss": f"{run.watch.last:.4g}"}
    if run.tracked.get("cross_correlation"):
        values = run.tracked["cross_correlation"][-1]
        shown["rank"] = f"{(values >= values[0] / 2).sum()}/{len(values)}"
    return shown


def _optimiser(
    kind: Any, parameters: list[torch.nn.Parameter], learning_rate: float, momentum: float
) -> torch.optim.Optimizer:
    if callable(kind):
        return kind(parameters)
    if kind == "sgd":
        return torch.optim.SGD(parameters, lr=learning_rate, momentum=momentum)
    if kind == "adam" and momentum == 0:
        return torch.optim.Adam(parameters, lr=learning_rate)
    if kind == "adam":
        raise ValueError(f"momentum is {momentum!r}: Adam has its own, expected 0")
    raise ValueError(f"optimiser is {kind!r}: expected 'sgd', 'adam' or a function of the parameters")


def _require_numbers(learning_rate: float, momentum: float, seed: int, every: int | None) -> None:
    if not 0 < learning_rate < float("inf"):
        raise ValueError(f"learning_rate is {learning_rate!r}: expected a positive number")
    if not 0 <= momentum < 1:
        raise ValueError(f"momentum is {momentum!r}: expected a number from 0 to below 1")
    if not isinstance(seed, int) or seed < 0:
        raise ValueError(f"seed is {seed!r}: expected an integer, 0 or more")
    if every is not None and (not isinstance(every, int) or every < 1):
        raise ValueError(f"checkpoint_every is {every!r}: expected an integer, 1 or more")


def _require_fixed_views(what: Track | None, batches: Batches, world: int) -> None:
    """A prediction belongs to given views in a given order."""
    if what is not None and what.prediction is not None and what.pairs is None:
        if not batches.full or world > 1:
            raise ValueError("track.prediction needs the same views at each record: give track.pairs as well")
