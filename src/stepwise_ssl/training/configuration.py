"""What makes a run this run: its settings in plain words and numbers, and what differs between two."""

from __future__ import annotations

import functools
import hashlib
import types
from typing import Any

import numpy as np
import torch


def describe(thing: Any) -> Any:
    """A setting as plain numbers and words that are the same in every process.

    Numbers, words, lists and dictionaries are themselves; a function is its name with a hash of its code
    and of what it has closed over, so that an edited function is another one; an array is its shape, type
    and hash.

    >>> describe(functools.partial(max, default=2))
    {'partial': 'builtins.max', 'args': [], 'keywords': {'default': 2}}
    """
    if thing is None or isinstance(thing, bool | int | float | str):
        return thing
    if isinstance(thing, np.ndarray | np.generic | torch.Tensor):
        return fingerprint(thing)
    if isinstance(thing, dict):
        return {str(key): describe(value) for key, value in thing.items()}
    if isinstance(thing, list | tuple):
        return [describe(value) for value in thing]
    if isinstance(thing, functools.partial):
        return {
            "partial": describe(thing.func),
            "args": describe(thing.args),
            "keywords": describe(thing.keywords),
        }
    if isinstance(thing, types.FunctionType):
        return _function(thing)
    if isinstance(thing, types.MethodType):
        return {"method": describe(thing.__func__), "of": describe(thing.__self__)}
    if hasattr(thing, "__qualname__"):
        return f"{thing.__module__}.{thing.__qualname__}"
    kind = f"{type(thing).__module__}.{type(thing).__qualname__}"
    if isinstance(thing, torch.nn.Module):
        return {"object": kind, "state": fingerprint(*thing.state_dict().values())}
    if hasattr(thing, "__len__") and hasattr(thing, "__getitem__") and len(thing):
        ends = [fingerprint(*map(torch.as_tensor, thing[i])) for i in (0, len(thing) - 1)]
        return {"object": kind, "items": len(thing), "first and last": ends}
    plain = {k: v for k, v in getattr(thing, "__dict__", {}).items() if _is_plain(v)}
    return {"object": kind, **describe(plain)}


def fingerprint(*arrays: Any) -> str:
    """Shapes, types and a hash of the content of arrays or tensors.

    >>> fingerprint(np.zeros(3)) == fingerprint(torch.zeros(3, dtype=torch.float64))
    True
    """
    total, shapes = hashlib.blake2b(digest_size=8), []
    for array in arrays:
        if isinstance(array, torch.Tensor):
            array = array.detach().cpu()
            array = (array.float() if array.dtype == torch.bfloat16 else array).numpy()
        array = np.ascontiguousarray(array)
        total.update(f"{array.dtype} {array.shape}".encode())
        total.update(array.view(np.uint8).reshape(-1).data if array.size else b"")
        shapes.append(f"{array.dtype}{list(array.shape)}")
    words = " ".join(shapes) if len(shapes) < 4 else f"{len(shapes)} arrays"
    return f"{words} #{total.hexdigest()}"


def differences(old: dict[str, Any], new: dict[str, Any]) -> list[str]:
    """Sentences' middles: each setting that is not the same in both.

    >>> differences({"learning_rate": 0.1, "seed": 0}, {"learning_rate": 0.2, "seed": 0})
    ['learning_rate was 0.1 and is now 0.2']
    """
    names = [*old, *(name for name in new if name not in old)]
    return [
        f"{name} was {_short(old.get(name))} and is now {_short(new.get(name))}"
        for name in names
        if old.get(name) != new.get(name)
    ]


def _short(value: Any) -> str:
    words = repr(value)
    return words if len(words) <= 160 else words[:80] + " ... " + words[-70:]


def _is_plain(value: Any) -> bool:
    return isinstance(value, bool | int | float | str | tuple | list | dict | np.ndarray | torch.Tensor)


def _function(function: types.FunctionType) -> str:
    """Name and hash; not the code object's own hash, which holds file names and line numbers."""
    total = hashlib.blake2b(digest_size=4)
    total.update(repr(_code(function.__code__)).encode())
    closed = [cell.cell_contents for cell in function.__closure__ or ()]
    total.update(
        repr([describe(v) for v in (*closed, function.__defaults__, function.__kwdefaults__)]).encode()
    )
    return f"{function.__module__}.{function.__qualname__} #{total.hexdigest()}"


def _code(code: types.CodeType) -> tuple[Any, ...]:
    constants = [_code(c) if isinstance(c, types.CodeType) else repr(c) for c in code.co_consts]
    return code.co_code, code.co_names, constants
