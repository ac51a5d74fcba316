"""Several GPUs or machines: ``torchrun --nproc-per-node 4 script.py``, and ``fit`` does the rest.

Start the process group in the script (``torch.distributed.init_process_group()``), then call ``fit`` as
ever, with the same arguments in every process. Each process embeds its share of the batch; the loss sees the
embeddings of all. That matters: the cross-correlation of a batch is the mean of its parts', but the loss is
not linear in it, so averaging the gradients of the parts' losses, as PyTorch does by default, descends
another function.

The gradients come out right without a factor: every process computes the same loss of all embeddings and
sends its gradient back to where each embedding came from, where ``world`` of them add up;
DistributedDataParallel then takes the mean over the processes, which divides by ``world``.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass

import torch
from torch import distributed as group

Pair = tuple[torch.Tensor, torch.Tensor]


class _Gather(torch.autograd.Function):
    """Rows of all processes, by rank; backwards each row's gradients return to where it came from."""

    @staticmethod
    def forward(ctx: object, z: torch.Tensor) -> torch.Tensor:
        parts = [torch.empty_like(z) for _ in range(group.get_world_size())]
        group.all_gather(parts, z.contiguous())
        return torch.cat(parts)

    @staticmethod
    def backward(ctx: object, gradient: torch.Tensor) -> torch.Tensor:
        total = gradient.clone(memory_format=torch.contiguous_format)
        group.all_reduce(total)
        return total.chunk(group.get_world_size())[group.get_rank()]


class _Both(torch.nn.Module):
    """Both views in one call, as DistributedDataParallel wants it: one forward for one backward."""

    def __init__(self, model: torch.nn.Module) -> None:
        super().__init__()
        self.model = model

    def forward(self, x: torch.Tensor, x_prime: torch.Tensor) -> Pair:
        return self.model(x), self.model(x_prime)


@dataclass(frozen=True)
class Process:
    """This process among ``world``; alone, every method does what one process needs.

    >>> Process().world, Process().any(False)
    (1, False)
    """

    rank: int = 0
    world: int = 1

    @property
    def device(self) -> str | None:
        """This process's own GPU, if it is one of several and there are GPUs."""
        if self.world == 1 or not torch.cuda.is_available():
            return None
        return f"cuda:{int(os.environ.get('LOCAL_RANK', self.rank)) % torch.cuda.device_count()}"

    def both(self, model: torch.nn.Module) -> Callable[[torch.Tensor, torch.Tensor], Pair]:
        """A function of this process's share of the two views that embeds them.

        Keep it until the gradients are computed: it is what takes their mean over the processes.
        """
        if self.world == 1:
            return lambda x, x_prime: (model(x), model(x_prime))
        return torch.nn.parallel.DistributedDataParallel(_Both(model))

    def gather(self, z: torch.Tensor) -> torch.Tensor:
        """The embeddings of all processes, (n, d), from each one's (n / world, d); differentiable."""
        return z if self.world == 1 else _Gather.apply(z)

    def any(self, flag: bool) -> bool:
        """Whether the flag is up in any process, so that all of them stop at one step."""
        if self.world == 1:
            return flag
        up = torch.tensor(float(flag), device=self.device or "cpu")
        group.all_reduce(up, op=group.ReduceOp.MAX)
        return bool(up)

    def wait(self) -> None:
        """Until all processes are here."""
        if self.world > 1:
            group.barrier()


def process() -> Process:
    """This process, as PyTorch's process group knows it; alone if there is none.

    >>> process()
    Process(rank=0, world=1)
    """
    if group.is_available() and group.is_initialized():
        return Process(group.get_rank(), group.get_world_size())
    return Process()
