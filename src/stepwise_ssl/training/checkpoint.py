"""A run's whole state in one safetensors file: tensors as they are, everything else as JSON in its header.

Safetensors runs no code when it is read, unlike a pickle. The file is replaced as a whole
(``files.write_whole``): after a kill at any moment it is the old checkpoint or the new one.
"""

from __future__ import annotations

import json
import os
from typing import Any

import torch

from stepwise_ssl.training.configuration import differences
from stepwise_ssl.training.files import write_whole

KIND = "stepwise_ssl training checkpoint, version 1"


class CheckpointMismatch(ValueError):
    """The file at the checkpoint's path is that of another run, or no checkpoint at all."""


def save_checkpoint(path: str | os.PathLike[str], tensors: dict[str, torch.Tensor], words: dict) -> None:
    """Write tensors and plain data, whole or not at all.

    Args:
        path: the file, by custom ``NAME.safetensors``.
        tensors: name -> tensor; they are copied, so tied weights and views may be among them.
        words: plain numbers, words, lists and dictionaries; floats come back to the last bit.

    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     save_checkpoint(f"{folder}/run.safetensors", {"w": torch.ones(2)}, {"step": 3})
    ...     load_checkpoint(f"{folder}/run.safetensors")[1]
    {'step': 3}
    """
    from safetensors.torch import save

    own = {k: v.detach().to("cpu", copy=True).contiguous() for k, v in tensors.items()}
    content = save(own, metadata={"kind": KIND, "words": json.dumps(words)})
    with write_whole(path) as file:
        file.write(content)


def load_checkpoint(path: str | os.PathLike[str]) -> tuple[dict[str, torch.Tensor], dict]:
    """Read what ``save_checkpoint`` wrote.

    Returns:
        The tensors, on the CPU, and the words.

    Raises:
        CheckpointMismatch: the file is no checkpoint of this package.
    """
    from safetensors import SafetensorError, safe_open

    try:
        with safe_open(os.fspath(path), framework="pt") as file:
            header = file.metadata() or {}
            if header.get("kind") != KIND:
                raise CheckpointMismatch(
                    f"{path} is a safetensors file, but no checkpoint of a run; {_WAY_OUT}"
                )
            # Copies: PyTorch aligns its own memory, the file's is aligned as it comes.
            return {name: file.get_tensor(name).clone() for name in file.keys()}, json.loads(header["words"])
    except SafetensorError as error:
        raise CheckpointMismatch(f"{path} is no safetensors file ({error}); {_WAY_OUT}") from error


def require_same(path: str | os.PathLike[str], old: dict[str, Any], new: dict[str, Any]) -> None:
    """Refuse a checkpoint whose configuration is not this run's.

    Raises:
        CheckpointMismatch: in one sentence, what differs.

    >>> require_same("run.safetensors", {"seed": 0}, {"seed": 0})
    """
    if found := differences(old, new):
        raise CheckpointMismatch(
            f"{path} belongs to another run: {'; '.join(found)}. {_WAY_OUT.capitalize()}"
        )


_WAY_OUT = "give checkpoint= another path, or delete the file to start again"


def pack_optimiser(optimiser: torch.optim.Optimizer) -> tuple[dict[str, torch.Tensor], list]:
    """The optimiser's memory (momentum, moments, counts) as tensors and as a list of plain values.

    >>> pack_optimiser(torch.optim.SGD([torch.nn.Parameter(torch.ones(1))], lr=0.1))
    ({}, [])
    """
    tensors, plain = {}, []
    for number, memory in optimiser.state_dict()["state"].items():
        for key, value in memory.items():
            if isinstance(value, torch.Tensor):
                tensors[f"optimiser.{number}.{key}"] = value
            else:
                plain.append([number, key, value])
    return tensors, plain


def unpack_optimiser(optimiser: torch.optim.Optimizer, tensors: dict[str, torch.Tensor], plain: list) -> None:
    """Give an optimiser the memory that ``pack_optimiser`` took."""
    memory: dict[int, dict[str, Any]] = {}
    for number, key, value in plain:
        memory.setdefault(number, {})[key] = value
    for name, value in tensors.items():
        if name.startswith("optimiser."):
            _, number, key = name.split(".", 2)
            memory.setdefault(int(number), {})[key] = value
    optimiser.load_state_dict({**optimiser.state_dict(), "state": memory})
