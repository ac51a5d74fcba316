"""What every loss does first: read two embeddings, refuse what does not fit, and leave half precision."""

from __future__ import annotations

import math
from contextlib import AbstractContextManager, nullcontext

import torch
from torch import Tensor


def read_pair(z: Tensor, z_prime: Tensor, least_n: int = 1) -> tuple[Tensor, Tensor]:
    """Bring two embeddings to one floating type, float32 or wider, and refuse what is not a pair of (n, d).

    NaN passes: a loss that is NaN is the training loop's to report, with the step at which it came.

    Args:
        z: embeddings of the first views, shape (n, d).
        z_prime: embeddings of the second views, shape (n, d).
        least_n: how many pairs the loss needs.

    Returns:
        Both, unchanged if they were float32 or both float64.

    Raises:
        TypeError: one is not a tensor of real floating-point numbers.
        ValueError: shapes differ, are not (n, d), n is too small, or the devices differ.

    >>> z, z_prime = read_pair(torch.ones(4, 2, dtype=torch.bfloat16), torch.ones(4, 2))
    >>> z.dtype
    torch.float32
    """
    for name, value in (("z", z), ("z_prime", z_prime)):
        if not isinstance(value, Tensor) or not value.is_floating_point():
            kind = value.dtype if isinstance(value, Tensor) else type(value).__name__
            raise TypeError(f"{name} is {kind}: expected a floating-point tensor of shape (n, d)")
    if z.ndim != 2 or z.shape[0] < least_n or z.shape[1] < 1:
        raise ValueError(
            f"z has shape {tuple(z.shape)}: expected (n, d) with n >= {least_n} pairs and d >= 1"
        )
    if z_prime.shape != z.shape:
        raise ValueError(f"z_prime has shape {tuple(z_prime.shape)}: expected {tuple(z.shape)}, that of z")
    if z_prime.device != z.device:
        raise ValueError(f"z_prime is on {z_prime.device}: expected {z.device}, the device of z")
    if z.dtype == z_prime.dtype and z.dtype in (torch.float32, torch.float64):
        return z, z_prime
    dtype = torch.promote_types(torch.promote_types(z.dtype, z_prime.dtype), torch.float32)
    return z.to(dtype), z_prime.to(dtype)


def full_precision(z: Tensor) -> AbstractContextManager:
    """Switch autocast off for a block: a sum of n products must not be rounded to 8 or 11 bits.

    >>> with torch.autocast("cpu", dtype=torch.bfloat16), full_precision(torch.ones(2, 2)):
    ...     (torch.ones(2, 2) @ torch.ones(2, 2)).dtype
    torch.float32
    """
    device = z.device.type
    return torch.autocast(device, enabled=False) if torch.is_autocast_enabled(device) else nullcontext()


def require_number(name: str, value: float, least: float = 0.0, beyond: bool = False) -> None:
    """Refuse a setting that is not a finite number >= ``least``, or > ``least`` where ``beyond`` says so.

    >>> require_number("temperature", 0.0, beyond=True)
    Traceback (most recent call last):
    ValueError: temperature is 0.0: expected a finite number > 0
    """
    if not (math.isfinite(value) and (value > least if beyond else value >= least)):
        raise ValueError(f"{name} is {value!r}: expected a finite number {'>' if beyond else '>='} {least:g}")
