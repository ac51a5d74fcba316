"""Where a run computes: picked, or named and then checked before anything is moved there."""

from __future__ import annotations

import torch


def pick_device(name: str | torch.device | None = None) -> torch.device:
    """The device of a run: the one that is named, or the fastest that is there.

    Without a name it is CUDA where there is a GPU of that kind, else Apple's MPS, else the CPU.

    Args:
        name: ``"cuda"``, ``"cuda:1"``, ``"mps"``, ``"cpu"``, a ``torch.device``, or None to pick.

    Returns:
        The device; ``cuda`` always with its index.

    Raises:
        ValueError: the name is none of these, or this machine has no such device.

    >>> pick_device("cpu")
    device(type='cpu')
    """
    if name is None:
        name = "cuda" if torch.cuda.is_available() else "mps" if has_mps() else "cpu"
    try:
        device = torch.device(name)
    except (RuntimeError, TypeError) as error:
        raise ValueError(f"device is {name!r}: expected 'cuda', 'cuda:0', 'mps' or 'cpu'") from error
    if device.type == "cuda":
        return _cuda(name, device)
    if device.type == "mps" and not has_mps():
        raise ValueError(f"device is {str(name)!r}: this machine has no MPS (Apple GPU); {_INSTEAD}")
    if device.type not in ("mps", "cpu"):
        raise ValueError(f"device is {str(name)!r}: expected 'cuda', 'cuda:0', 'mps' or 'cpu'")
    return device


def has_mps() -> bool:
    """Whether an Apple GPU is there and this PyTorch can use it."""
    return bool(torch.backends.mps.is_available())


def require_dtype(device: torch.device, model: torch.nn.Module) -> None:
    """Refuse double precision on MPS, which has none, before PyTorch fails half-way through a move.

    Raises:
        ValueError: the device is MPS and a parameter is float64.

    >>> require_dtype(torch.device("cpu"), torch.nn.Linear(2, 1).double())
    """
    if device.type == "mps" and any(p.dtype == torch.float64 for p in model.parameters()):
        raise ValueError("device is 'mps', which has no float64: take device='cpu', or model.float()")


_INSTEAD = "take device='cpu', or None to use what is there"


def _cuda(name: str | torch.device, device: torch.device) -> torch.device:
    """A CUDA device with its index, if it is there."""
    if not torch.cuda.is_available():
        why = "finds no GPU" if torch.version.cuda else "is built without CUDA"
        raise ValueError(f"device is {str(name)!r}: the PyTorch of this machine {why}; {_INSTEAD}")
    index = torch.cuda.current_device() if device.index is None else device.index
    if index >= torch.cuda.device_count():
        count = torch.cuda.device_count()
        raise ValueError(f"device is {str(name)!r}: this machine has {count} GPU(s), counted from cuda:0")
    return torch.device("cuda", index)
