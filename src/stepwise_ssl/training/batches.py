"""The positive pairs of each step: a function of (seed, step) alone, so a run can be resumed anywhere.

Rows are drawn without replacement, epoch by epoch; an epoch's last rows are left out if they fill no batch.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import torch

Pair = tuple[torch.Tensor, torch.Tensor]


def read_pairs(pairs: Any, batch_size: int | None, seed: int, augment: Any = None) -> Batches:
    """Whatever ``fit`` accepts as pairs, as batches.

    Args:
        pairs: ``(x, x_prime)``, arrays or tensors of one shape (n, ...); with ``augment`` also one array of
            points; a dataset, with a length and pairs (x_i, x'_i) as items; or a function
            ``pairs(seed, step)`` that returns a whole batch.
        batch_size: pairs in a batch, from 1 to n; None for all of them at once.
        seed: decides which rows come when.
        augment: function ``augment(views, generator)`` that is applied to each view of a batch, with a
            generator that follows from seed, step and view. It is on the CPU wherever the views are, so a
            seed means the same views on every device: draw from it there, and move what is drawn.

    Returns:
        An object that, called with a step, returns that step's two views.

    Raises:
        ValueError: shapes do not fit, a value is NaN or infinite, or the batch size is out of range.

    >>> batches = read_pairs((np.eye(3), np.eye(3)), batch_size=2, seed=0)
    >>> batches(7)[0].shape, torch.equal(batches(7)[0], batches(7)[0])
    (torch.Size([2, 3]), True)
    """
    if callable(pairs) and not hasattr(pairs, "__getitem__"):
        if batch_size is not None:
            raise ValueError(
                f"batch_size is {batch_size}: a function makes its batches itself, expected None"
            )
        return Batches(pairs, None, None, seed, augment)
    if isinstance(pairs, tuple | list | np.ndarray | torch.Tensor):
        views = _views(pairs, augment)
        return Batches(None, views, batch_size, seed, augment)
    if hasattr(pairs, "__len__") and hasattr(pairs, "__getitem__") and not isinstance(pairs, str):
        return Batches(lambda rows: _stack(pairs, rows), pairs, batch_size, seed, augment)
    raise ValueError(f"pairs is a {type(pairs).__name__}: expected (x, x_prime), a dataset or a function")


class Batches:
    """Makes the batch of a step; ``to`` moves the arrays, if there are any, to where the run computes.

    >>> Batches(lambda seed, step: (torch.ones(2), torch.ones(2) * step), None, None, 0).count is None
    True
    """

    def __init__(
        self,
        source: Callable[..., Any] | None,
        data: Any,
        batch_size: int | None,
        seed: int,
        augment: Any = None,
    ) -> None:
        self.source, self.data, self.seed, self.augment = source, data, seed, augment
        self.tensors = isinstance(data, tuple)  # both views, (n, ...) each
        self.count = None if data is None else len(data[0]) if self.tensors else len(data)
        self.size = _require_size(self.count if batch_size is None else batch_size, self.count)
        self.place: dict[str, Any] = {}
        self.share = (0, 1)
        self._epoch: tuple[int, Any] = (-1, None)

    @property
    def full(self) -> bool:
        """Whether every batch is all the pairs as they are: then each step's views are the same."""
        return self.tensors and self.size == self.count and self.augment is None

    def to(self, device: torch.device, dtype: torch.dtype, rank: int = 0, world: int = 1) -> Batches:
        """Compute on ``device`` in ``dtype``; of several processes, ``rank`` takes its share of a batch."""
        self.place, self.share = {"device": device, "dtype": dtype}, (rank, world)
        if self.size is not None and self.size % world:
            raise ValueError(f"batch_size is {self.size}: expected a multiple of the {world} processes")
        if self.tensors:
            # Always a copy: into PyTorch's own aligned memory, since sums in memory that is aligned otherwise
            # may round otherwise; and so that the caller's array may change.
            # Where one array serves as both views, one copy does, too.
            x, x_prime = self.data
            moved = x.to(**self.place, copy=True)
            self.data = (moved, moved if x_prime is x else x_prime.to(**self.place, copy=True))
        return self

    def __call__(self, step: int) -> Pair:
        """The two views of a step."""
        if self.tensors:
            everything = self.full and self.share[1] == 1
            x, x_prime = self.data if everything else (view[self._rows(step)] for view in self.data)
        else:
            one_batch = _checked(self.source(self.seed, step)) if self.count is None else None
            x, x_prime = (v.to(**self.place) for v in one_batch or self.source(self._rows(step)))
        return (x, x_prime) if self.augment is None else self._augmented(x, x_prime, step)

    def _rows(self, step: int) -> Any:
        """Which pairs a step takes: part of a permutation that follows from seed and epoch."""
        epoch, place = divmod(step, self.count // self.size)
        if self._epoch[0] != epoch:
            order = np.random.default_rng([self.seed, epoch]).permutation(self.count)
            device = self.place.get("device") if self.tensors else None
            self._epoch = (epoch, torch.as_tensor(order, device=device))
        rank, world = self.share
        return self._epoch[1][place * self.size : (place + 1) * self.size][rank::world]

    def _augmented(self, x: torch.Tensor, x_prime: torch.Tensor, step: int) -> Pair:
        views = []
        for number, view in enumerate((x, x_prime)):
            words = np.random.SeedSequence([self.seed, step, number, self.share[0]]).generate_state(
                1, np.uint64
            )
            generator = torch.Generator().manual_seed(int(words[0] >> np.uint64(1)))
            views.append(self.augment(view, generator))
        return tuple(views)


def _views(pairs: Any, augment: Any) -> Pair:
    """Both views, (n, ...) each, on the device where they are."""
    if not isinstance(pairs, tuple | list):
        if augment is None:
            raise ValueError(
                f"pairs is one array of shape {tuple(pairs.shape)}: expected (x, x_prime), or augment"
            )
        pairs = (torch.as_tensor(pairs),) * 2
    if len(pairs) != 2:
        raise ValueError(f"pairs has {len(pairs)} parts: expected (x, x_prime)")
    x, x_prime = (torch.as_tensor(np.asarray(v) if isinstance(v, list) else v) for v in pairs)
    if x.shape != x_prime.shape or x.ndim < 2 or 0 in x.shape:
        shapes = f"x has shape {tuple(x.shape)}, x_prime {tuple(x_prime.shape)}"
        raise ValueError(f"{shapes}: expected one shape (n, ...), n >= 1")
    for name, view in (("x", x), ("x_prime", x_prime)):
        if not view.is_floating_point() and augment is None:
            raise ValueError(f"{name} has type {view.dtype}: expected floating-point numbers")
        if not bool(torch.isfinite(view).all()):
            raise ValueError(f"{name} of shape {tuple(view.shape)} contains NaN or inf: expected numbers")
    return x, x_prime.to(x)


def _stack(dataset: Any, rows: torch.Tensor) -> Pair:
    """The items of a dataset as two batches."""
    x, x_prime = zip(*(dataset[int(row)] for row in rows), strict=True)
    return torch.stack([torch.as_tensor(v) for v in x]), torch.stack([torch.as_tensor(v) for v in x_prime])


def _checked(batch: Any) -> Pair:
    """What a function returned as a batch, as two tensors."""
    if not isinstance(batch, tuple | list) or len(batch) != 2 or len(batch[0]) != len(batch[1]):
        raise ValueError(
            f"pairs(seed, step) returned a {type(batch).__name__}: expected two views of one length"
        )
    return torch.as_tensor(batch[0]), torch.as_tensor(batch[1])


def _require_size(size: int | None, count: int | None) -> int | None:
    if count is None:
        return None
    if isinstance(size, bool) or not isinstance(size, int | np.integer) or not 1 <= size <= count:
        raise ValueError(
            f"batch_size is {size!r}: expected an integer from 1 to {count}, the number of pairs"
        )
    return int(size)
