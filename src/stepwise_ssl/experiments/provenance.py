"""Where a result comes from: versions, device, date, commit, and the hash of the data."""

from __future__ import annotations

import hashlib
import json
import platform
import subprocess
import sys
from datetime import UTC, datetime
from importlib import metadata
from pathlib import Path
from typing import Any

import numpy as np

PACKAGE = Path(__file__).resolve().parents[1]
COMPUTING = ("closed_form", "data", "experiments", "training")  # the parts that a run can be made of


def provenance(config: dict[str, Any], device: str) -> dict[str, Any]:
    """What can be said of a run before it starts.

    Args:
        config: the tables of its TOML file.
        device: "cpu", "cuda" or "mps".

    Returns:
        A table that JSON can hold.

    >>> provenance({"seed": 3}, "cpu")["seed"]
    3
    """
    return {
        "seed": config.get("seed"),
        "config_sha256": config_hash(config),
        "commit": commit(),
        "date": datetime.now(UTC).strftime("%Y-%m-%d"),
        "device": _device(device),
        "versions": versions(),
    }


def config_hash(config: dict[str, Any]) -> str:
    """SHA-256 of a config's content; comments and order do not count."""
    return hashlib.sha256(json.dumps(config, sort_keys=True).encode()).hexdigest()


def code_hash() -> str:
    """SHA-256 of this package's code, as far as a run can depend on it."""
    digest = hashlib.sha256()
    for part in COMPUTING:
        for file in sorted((PACKAGE / part).rglob("*.py")):
            digest.update(f"{file.relative_to(PACKAGE).as_posix()}\n".encode() + file.read_bytes())
    return digest.hexdigest()


def array_hash(*arrays: np.ndarray) -> str:
    """SHA-256 of arrays: their types, shapes and bytes.

    >>> array_hash(np.zeros(2)) == array_hash(np.zeros((1, 2)))
    False
    """
    digest = hashlib.sha256()
    for array in arrays:
        digest.update(f"{array.dtype.str} {array.shape}".encode())
        digest.update(np.ascontiguousarray(array))
    return digest.hexdigest()


def commit() -> str | None:
    """The commit that the package's code is at, with "+changes" if it differs; None outside a clone."""
    try:
        at = _git("rev-parse", "HEAD")
        return at + ("+changes" if _git("status", "--porcelain", "--", ".") else "")
    except (OSError, subprocess.CalledProcessError):
        return None


def _git(*arguments: str) -> str:
    return subprocess.run(
        ["git", "-C", str(PACKAGE), *arguments], check=True, capture_output=True, text=True
    ).stdout.strip()


def versions() -> dict[str, str]:
    """Of Python and of the packages that have a part in the result; of PyTorch only once it is loaded.

    >>> sorted(versions())[:3]
    ['numpy', 'python', 'scipy']
    """
    wanted = ["stepwise-ssl", "numpy", "scipy"] + ["torch"] * ("torch" in sys.modules)
    found = {"python": platform.python_version()}
    for name in wanted:
        try:
            found[name] = metadata.version(name)
        except metadata.PackageNotFoundError:
            from stepwise_ssl import __version__

            found[name] = __version__ if name == "stepwise-ssl" else "unknown"
    return found


def _device(device: str) -> str:
    if device == "cuda":
        import torch

        return f"cuda ({torch.cuda.get_device_name()})"
    return f"{device} ({platform.machine()}, {platform.system()})"
