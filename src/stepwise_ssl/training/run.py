"""One training run as an object that advances step by step: the loop behind ``fit`` and the live panel.

Step k computes the loss at the weights after k updates, records it if k is on the schedule, and makes update
k + 1. Everything random follows from the seed and the step, or is kept in the checkpoint.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import numpy as np
import torch

from stepwise_ssl.training import checkpoint as files
from stepwise_ssl.training.batches import Batches
from stepwise_ssl.training.configuration import fingerprint
from stepwise_ssl.training.distributed import Process
from stepwise_ssl.training.faults import CollapseWatch, LossWatch, TrainingFault, explain
from stepwise_ssl.training.history import History
from stepwise_ssl.training.precision import Precision
from stepwise_ssl.training.tracking import Tracker

Loss = Callable[[torch.Tensor, torch.Tensor], torch.Tensor]


class Run:
    """A model on its way through ``steps`` updates.

    Args:
        model: the network, on its device.
        batches: gives the two views of a step, on the model's device.
        loss: function of the two embeddings.
        optimiser: of the model's parameters.
        steps: updates in all.
        schedule: the steps that are recorded.
        tracker: looks at the embeddings there.
        precision: how the network computes.
        learning_rate: the step size.
        seed: of everything random inside the network.
        stop_on_collapse: whether a collapse is a fault.
        where: this process among others.

    >>> from stepwise_ssl.training.batches import read_pairs
    >>> model = torch.nn.Linear(1, 1, bias=False)
    >>> batches = read_pairs((np.ones((2, 1)), np.ones((2, 1))), None, seed=0).to("cpu", torch.float32)
    >>> run = Run(model, batches, lambda z, z_prime: (z * z_prime - 1).square().mean(),
    ...           torch.optim.SGD(model.parameters(), 0.01), steps=5, schedule=np.array([0, 5]),
    ...           tracker=Tracker(None, model), precision=Precision(torch.device("cpu"), False),
    ...           learning_rate=0.01)
    >>> with run.own_randomness():
    ...     run.advance(9)
    >>> run.step, run.history().steps.tolist()
    (5, [0, 5])
    """

    def __init__(
        self,
        model: torch.nn.Module,
        batches: Batches,
        loss: Loss,
        optimiser: torch.optim.Optimizer,
        *,
        steps: int,
        schedule: np.ndarray,
        tracker: Tracker,
        precision: Precision,
        learning_rate: float,
        seed: int = 0,
        stop_on_collapse: bool = True,
        where: Process = Process(),
    ) -> None:
        self.model, self.batches, self.loss, self.optimiser = model, batches, loss, optimiser
        self.steps, self.schedule, self.tracker, self.precision = steps, schedule, tracker, precision
        self.learning_rate, self.stop_on_collapse = learning_rate, stop_on_collapse
        self.where, self.both = where, where.both(model)
        self.configuration: dict[str, Any] = {}
        self.step = 0
        self.recorded: list[int] = []
        self.losses: list[float] = []
        self.tracked: dict[str, list[np.ndarray]] = {}
        self.watch, self.collapse = LossWatch(), CollapseWatch()
        self._random: list[torch.Tensor] = []
        with self.own_randomness():
            torch.manual_seed(seed)

    def advance(self, steps: int) -> None:
        """Make up to ``steps`` updates, inside ``own_randomness``; the last record follows the last update.

        Raises:
            TrainingFault: the loss is no number, or the embeddings have collapsed.
        """
        for _ in range(min(steps, self.steps - self.step)):
            self._update()
        if self.done:
            self._finish()

    @property
    def done(self) -> bool:
        """Whether all updates are made."""
        return self.step >= self.steps

    def _update(self) -> None:
        recording = self._is_due()
        loss = self._forward(recording)
        self.optimiser.zero_grad(set_to_none=True)
        self.precision.update(loss, self.optimiser)
        self.step += 1

    def _forward(self, recording: bool) -> torch.Tensor:
        """The loss at the present weights, looked at and recorded where it is due."""
        views = self.batches(self.step)
        if not recording:
            loss = self.loss(*self._embed(views))
            self._check(self.watch.first_bad(self.step, loss))
            return loss
        with self.tracker.watching() as outputs:
            z, z_prime = self._embed(views)
        loss = self.loss(z, z_prime)
        self._check(self.watch.first_bad(self.step, loss, look_now=True))
        self._record(z, z_prime, outputs)
        return loss

    def _embed(self, views: tuple[torch.Tensor, torch.Tensor]) -> tuple[torch.Tensor, torch.Tensor]:
        with self.precision.context():
            z, z_prime = self.both(*views)
        return self.where.gather(self.precision.full(z)), self.where.gather(self.precision.full(z_prime))

    def _is_due(self) -> bool:
        place = len(self.recorded)
        return place < len(self.schedule) and self.step == self.schedule[place]

    def _record(self, z: torch.Tensor, z_prime: torch.Tensor, outputs: dict) -> None:
        values, spread = self.tracker.look(z, z_prime, outputs)
        self.recorded.append(self.step)
        self.losses.append(self.watch.last)
        for name, value in values.items():
            self.tracked.setdefault(name, []).append(value)
        if spread is not None and self.stop_on_collapse:
            cause = self.collapse.cause(spread.size, spread.variance, spread.effective_rank)
            if cause:
                raise TrainingFault(self.step, cause, self.history(f"Step {self.step}: {cause}"))

    @torch.no_grad()
    def _finish(self) -> None:
        """The loss after the last update: recorded if the schedule says so, checked in any case."""
        self._check(self.watch.look())
        if self._is_due():
            self._forward(recording=True)

    def _check(self, bad: tuple[int, float] | None) -> None:
        if bad is not None:
            step, value = bad
            views, name = self.batches(step), self.precision.name
            cause = explain(value, self.watch, views, self.model, self.learning_rate, name)
            raise TrainingFault(step, cause, self.history(f"Step {step}: {cause}"))

    def history(self, stopped: str = "") -> History:
        """The records so far."""
        if not stopped and not self.done:
            stopped = f"stopped at step {self.step} of {self.steps}"
        tracked = {name: np.array(values) for name, values in self.tracked.items()}
        steps, losses = np.array(self.recorded, int), np.array(self.losses, float)
        return History(self.learning_rate, steps, losses, tracked, stopped, self.configuration)

    def save(self, path: Any) -> None:
        """Write the whole state, inside ``own_randomness``; see ``checkpoint``."""
        self._check(self.watch.look())
        memory, plain = files.pack_optimiser(self.optimiser)
        tensors = {f"model.{k}": v for k, v in self.model.state_dict().items()} | memory
        random = _random_states(self.batches.place.get("device"))
        tensors |= {f"random.{i}": state for i, state in enumerate(random)}
        tensors |= {"history.steps": torch.tensor(self.recorded), "history.loss": _doubles(self.losses)}
        tensors |= {f"history.tracked.{k}": _doubles(np.array(v)) for k, v in self.tracked.items()}
        words = {
            "step": self.step,
            "configuration": self.configuration,
            "optimiser": plain,
            "scaler": self.precision.words(),
            "collapse": self.collapse.words(),
            "tracked": list(self.tracked),
            "losses": [self.watch.lowest, self.watch.last],
            "torch": torch.__version__,
            "threads": torch.get_num_threads(),
        }
        files.save_checkpoint(path, tensors, words)

    def restore(self, path: Any) -> None:
        """Continue from what ``save`` wrote, to the last bit on a CPU with as many threads.

        Raises:
            CheckpointMismatch: the file is that of another configuration.
        """
        tensors, words = files.load_checkpoint(path)
        weights = {k.removeprefix("model."): v for k, v in tensors.items() if k.startswith("model.")}
        configuration = dict(self.configuration)
        names = list(self.model.state_dict())  # the file has them in an order of its own
        left = fingerprint(*(weights[name] for name in names)) if set(names) == set(weights) else None
        if configuration.get("initial weights") == left:
            # The model that an interrupted run has left in memory, given to fit again.
            configuration["initial weights"] = words["configuration"].get("initial weights")
        files.require_same(path, words["configuration"], configuration)
        self.configuration = configuration
        self.model.load_state_dict(weights)
        files.unpack_optimiser(self.optimiser, tensors, words["optimiser"])
        self.precision.restore(words["scaler"])
        self.collapse, self.watch = CollapseWatch(**words["collapse"]), LossWatch(*words["losses"])
        kept = [tensors[f"random.{i}"] for i in range(len(self._random)) if f"random.{i}" in tensors]
        self._random = kept + self._random[len(kept) :]
        self.step = words["step"]
        self.recorded, self.losses = tensors["history.steps"].tolist(), tensors["history.loss"].tolist()
        self.tracked = {name: list(tensors[f"history.tracked.{name}"].numpy()) for name in words["tracked"]}

    @contextmanager
    def own_randomness(self) -> Iterator[None]:
        """Draw from this run's own random state, and leave everybody else's as it was."""
        device = self.batches.place.get("device")
        others = _random_states(device)
        if self._random:
            _set_random_states(device, self._random)
        try:
            yield
        finally:
            self._random = _random_states(device)
            _set_random_states(device, others)


def _random_states(device: Any) -> list[torch.Tensor]:
    on_gpu = [torch.cuda.get_rng_state(device)] if getattr(device, "type", "") == "cuda" else []
    return [torch.get_rng_state(), *on_gpu]


def _set_random_states(device: Any, states: list[torch.Tensor]) -> None:
    torch.set_rng_state(states[0])
    if len(states) > 1 and getattr(device, "type", "") == "cuda":
        torch.cuda.set_rng_state(states[1], device)


def _doubles(values: Any) -> torch.Tensor:
    return torch.as_tensor(np.asarray(values, float))
