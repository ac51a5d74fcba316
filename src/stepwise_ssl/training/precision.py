"""Mixed precision: the network in 16 bits, its weights, the loss and what is tracked in full."""

from __future__ import annotations

from contextlib import AbstractContextManager, nullcontext
from typing import Any

import torch


class Precision:
    """How a run multiplies: in the weights' own type, or with 16-bit autocast in the network.

    Off unless asked for: rounding re-seeds the modes that still wait, and a staircase then comes early.
    On CUDA it is bfloat16 where the GPU has it, else float16 with a scaled loss, whose small gradients
    would otherwise be lost; on the CPU bfloat16.

    Args:
        device: where the run computes.
        mixed: True for autocast.

    Raises:
        ValueError: mixed precision is asked for on MPS.

    >>> Precision(torch.device("cpu"), False).name
    ''
    """

    def __init__(self, device: torch.device, mixed: bool) -> None:
        if mixed and device.type == "mps":
            raise ValueError("mixed_precision is True: expected False on device 'mps'")
        half = device.type == "cuda" and not torch.cuda.is_bf16_supported()
        self.device, self.dtype = device, torch.float16 if half else torch.bfloat16
        self.name = str(self.dtype).removeprefix("torch.") if mixed else ""
        self.scaler = torch.amp.GradScaler("cuda") if mixed and half else None

    def context(self) -> AbstractContextManager[Any]:
        """In which the network computes."""
        return torch.autocast(self.device.type, self.dtype) if self.name else nullcontext()

    def full(self, z: torch.Tensor) -> torch.Tensor:
        """Embeddings for the loss: at least float32."""
        return z.float() if self.name else z

    def update(self, loss: torch.Tensor, optimiser: torch.optim.Optimizer) -> None:
        """Gradient and one step of the optimiser."""
        if self.scaler is None:
            loss.backward()
            optimiser.step()
            return
        self.scaler.scale(loss).backward()
        self.scaler.step(optimiser)
        self.scaler.update()

    def words(self) -> dict[str, Any]:
        """What a checkpoint must keep."""
        return {} if self.scaler is None else self.scaler.state_dict()

    def restore(self, words: dict[str, Any]) -> None:
        """Take what a checkpoint kept."""
        if self.scaler is not None and words:
            self.scaler.load_state_dict(words)
