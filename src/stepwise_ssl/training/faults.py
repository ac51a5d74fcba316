"""When a run has gone wrong: which step, which cause, and what to do about it."""

from __future__ import annotations

import math
from dataclasses import asdict, dataclass
from typing import Any

import torch


class TrainingFault(RuntimeError):
    """A run that stopped itself because going on would be useless.

    Attributes:
        step: the step at which it was found (updates done before).
        cause: one sentence: why, and what to try.
        history: the records up to there.

    >>> str(TrainingFault(7, "The loss is nan: take a smaller learning rate."))
    'Step 7: The loss is nan: take a smaller learning rate.'
    """

    def __init__(self, step: int, cause: str, history: Any = None) -> None:
        super().__init__(f"Step {step}: {cause}")
        self.step, self.cause, self.history = step, cause, history

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), (self.step, self.cause, self.history)


class LossWatch:
    """Sees every loss, keeps the lowest and the last finite one, and finds the first that is no number.

    Looking at a number on a GPU makes the CPU wait for it; so there it looks at some steps' losses at once.

    >>> watch = LossWatch()
    >>> [watch.first_bad(step, torch.tensor(loss)) for step, loss in enumerate([2.0, 1.0, float("nan")])]
    [None, None, (2, nan)]
    """

    def __init__(self, lowest: float = math.inf, last: float = math.nan) -> None:
        self.lowest, self.last = lowest, last
        self._waiting: list[tuple[int, torch.Tensor]] = []

    def first_bad(self, step: int, loss: torch.Tensor, look_now: bool = False) -> tuple[int, float] | None:
        """Take a step's loss; the first (step, loss) that is NaN or inf, if one was seen."""
        self._waiting.append((step, loss.detach()))
        if look_now or loss.device.type == "cpu" or len(self._waiting) >= 32:
            return self.look()
        return None

    def look(self) -> tuple[int, float] | None:
        """Look at all losses that wait."""
        waiting, self._waiting = self._waiting, []
        if len(waiting) > 1:
            values = torch.stack([loss for _, loss in waiting]).tolist()
        else:
            values = [loss.item() for _, loss in waiting]
        for (step, _), value in zip(waiting, values, strict=True):
            if not math.isfinite(value):
                return step, value
            self.last, self.lowest = value, min(value, self.lowest)
        return None


def explain(
    value: float,
    watch: LossWatch,
    views: tuple[torch.Tensor, torch.Tensor],
    model: torch.nn.Module,
    learning_rate: float,
    low_precision: str,
) -> str:
    """The cause of a loss that is no number, as far as what is at hand tells it.

    Args:
        value: the loss, NaN or inf.
        watch: the losses before it.
        views: the views of the step.
        model: the network as it is now.
        learning_rate: the step size.
        low_precision: name of the type that autocast computes in, or "".

    Returns:
        One or two sentences.

    >>> views = (torch.tensor([[float("nan")]]), torch.ones(1, 1))
    >>> explain(float("nan"), LossWatch(), views, torch.nn.Linear(1, 1), 0.1, "")
    'The loss is nan because the pairs of this batch hold NaN or inf: look at the data or the augmentation.'
    """
    if not all(_finite(view) for view in views):
        why = "the pairs of this batch hold NaN or inf: look at the data or the augmentation."
        return f"The loss is {value} because {why}"
    broken = [name for name, p in model.named_parameters() if not _finite(p)]
    if math.isnan(watch.last):
        why = (
            f"the weights {broken[0]!r} hold NaN or inf before the first update: look at the initialisation."
            if broken
            else "the network or the loss gives no number at the very start: a division by zero or an "
            "overflow, for example the normalisation of embeddings that are all equal."
        )
        return f"The loss is {value}, and {why}"
    if watch.last > max(10 * watch.lowest, watch.lowest + 1):
        why = f"it grew to {watch.last:.3g} from {watch.lowest:.3g} before: the learning rate"
        return f"The loss is {value} after {why} {learning_rate:g} is too large. Try a tenth of it."
    if low_precision:
        why = f"mixed precision ({low_precision}) is the likely cause: pass mixed_precision=False"
        return f"The loss is {value} after {watch.last:.3g}, without growing before; {why}."
    if broken:
        why = f"the gradient of {broken[0]!r} was no number: often a square root or a normalisation at zero"
        return (
            f"The loss is {value} after {watch.last:.3g}: {why}, or a learning rate ({learning_rate:g}) "
            f"far too large. Start from larger weights, add an epsilon, or try a tenth of the rate."
        )
    why = f"the learning rate {learning_rate:g} is too large for the last update. Try a tenth of it."
    return f"The loss is {value} straight after {watch.last:.3g}: {why}"


@dataclass
class CollapseWatch:
    """Tells when embeddings that were spread out no longer are, at the recorded steps.

    Three collapses, each against the run's own highest value so far, so that a small start is none: the
    mean squared norm falls below 1e-6 of its peak (everything goes to zero); the variance does
    (every input gives the same embedding); the variance outside one direction does, and is below 1e-4 of
    the rest (one direction is left). Directions that others outgrow do not count: they must shrink
    themselves.

    >>> watch = CollapseWatch()
    >>> watch.cause(1.0, 0.5, 2.0), watch.cause(1.0, 1e-9, 2.0)[:39]
    (None, 'The embeddings have collapsed to a poin')
    """

    size_peak: float = 0.0
    variance_peak: float = 0.0
    rest_peak: float = 0.0

    def cause(self, size: float, variance: float, effective_rank: float) -> str | None:
        """The collapse in words, or None.

        Args:
            size: mean squared norm of the embeddings.
            variance: trace of their centred covariance.
            effective_rank: (trace)^2 / (sum of squared eigenvalues) of that covariance.
        """
        # For one direction and a little rest r the effective rank is 1 + 2 r, to first order.
        rest = variance * (1 - 1 / max(effective_rank, 1.0))
        rest_counts = self.rest_peak > FALL * self.variance_peak
        found = None
        if size < FALL * self.size_peak:
            found = f"to zero: their mean squared norm is {size:.3g}, and was {self.size_peak:.3g}"
        elif variance < FALL * self.variance_peak:
            found = (
                f"to a point, the same for every input: variance {variance:.3g}, was {self.variance_peak:.3g}"
            )
        elif rest_counts and rest < FALL * self.rest_peak and rest < 1e-4 * variance:
            found = f"to one direction: the variance outside it is {rest:.3g}, and was {self.rest_peak:.3g}"
        self.size_peak = max(self.size_peak, size)
        self.variance_peak = max(self.variance_peak, variance)
        self.rest_peak = max(self.rest_peak, rest)
        if found is None:
            return None
        return (
            f"The embeddings have collapsed {found}. Does the loss forbid collapse (a spread or off-diagonal "
            f"term), and is the learning rate small enough? stop_on_collapse=False runs on."
        )

    def words(self) -> dict[str, float]:
        """The peaks, for a checkpoint."""
        return asdict(self)


FALL = 1e-6  # in squares: a thousandth in length


def _finite(tensor: torch.Tensor) -> bool:
    return bool(torch.isfinite(tensor).all())
