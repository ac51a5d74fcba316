"""The format of a stored run: a TOML config and one npz of at most 100 KB.

The npz holds plain arrays and one text, ``about``: JSON with the provenance and, for arrays that were
quantised to 16 bits, their ranges. So ``numpy.load`` and ``json.loads`` read everything.
"""

from __future__ import annotations

import json
import os
import tempfile
import tomllib
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import Any

import numpy as np

LARGEST = 100_000  # bytes of a result
LEVELS = 65_535


class ExperimentError(Exception):
    """Something about an experiment is wrong; the message is a sentence for the person who asked."""


@dataclass(frozen=True, eq=False)
class StoredRun:
    """One run: what was asked, what came out, and where it came from.

    Args:
        name: the run's name.
        config: the tables of its TOML file.
        arrays: name -> array; ``run["loss"]`` is short for ``run.arrays["loss"]``.
        provenance: seed, versions, device, date, duration, data, commit.
    """

    name: str
    config: dict[str, Any]
    arrays: dict[str, np.ndarray]
    provenance: dict[str, Any]

    def __getitem__(self, array: str) -> np.ndarray:
        try:
            return self.arrays[array]
        except KeyError:
            raise KeyError(f"{self.name} has no array {array!r}, it has {', '.join(self.arrays)}") from None


def stored_folder() -> Path:
    """The folder of the runs that come with the package."""
    return Path(str(files("stepwise_ssl.experiments.stored")))


def names(folder: Path | None = None) -> list[str]:
    """The names of all experiments that have a config.

    >>> "fig1-linear-cifar10" in names()
    True
    """
    return sorted(path.stem for path in (folder or stored_folder()).glob("*.toml"))


def read_config(name: str, folder: Path | None = None) -> dict[str, Any]:
    """The tables of an experiment's TOML file.

    Raises:
        ExperimentError: there is no such experiment, or its file is no TOML.
    """
    file = (folder or stored_folder()) / f"{name}.toml"
    try:
        return tomllib.loads(file.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        known = ", ".join(names(folder)) or "none"
        raise ExperimentError(f"there is no experiment {name!r}; there are: {known}") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ExperimentError(f"{file.name} is no valid TOML: {error}") from error


def load(name: str, folder: Path | None = None) -> StoredRun:
    """A stored run: its config, its arrays and its provenance.

    Args:
        name: the run's name, one of ``names()``.
        folder: where it lies; by default inside the package.

    Returns:
        The run; quantised arrays come back as float64.

    Raises:
        ExperimentError: there is no such run, or its file is broken.

    >>> load("fig1-linear-cifar10")["gamma"].shape  # the ten leading eigenvalues and the eleventh
    (11,)
    """
    config = read_config(name, folder)
    file = (folder or stored_folder()) / f"{name}.npz"
    try:
        with np.load(file) as archive:
            arrays = {key: archive[key] for key in archive.files if key != "about"}
            about = json.loads(str(archive["about"]))
    except FileNotFoundError as error:
        raise ExperimentError(
            f"{name} has no stored result yet: python -m stepwise_ssl.experiments run {name}"
        ) from error
    except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile) as error:
        raise ExperimentError(
            f"{file.name} is broken ({error}): run {name} again with --overwrite"
        ) from error
    for key, (low, high) in about["quantised"].items():
        arrays[key] = low + arrays[key] * ((high - low) / LEVELS)
    return StoredRun(name, config, arrays, about["provenance"])


def save(run: StoredRun, folder: Path, quantised: Mapping[str, tuple[float, float]] | None = None) -> Path:
    """Write a run's result in one step: it is there whole, or as it was before.

    Args:
        run: the run.
        folder: where to.
        quantised: arrays to store in 16 bits, with the range that the 65,536 levels cover.

    Returns:
        The path of the result.

    Raises:
        ExperimentError: it has more than 100 KB, or a value lies outside its range.
    """
    about = {"name": run.name, "provenance": run.provenance, "quantised": dict(quantised or {})}
    arrays = dict(run.arrays)
    for key, (low, high) in about["quantised"].items():
        arrays[key] = _quantise(key, arrays[key], low, high)
    return write_npz(folder / f"{run.name}.npz", arrays | {"about": np.array(json.dumps(about))}, LARGEST)


def write_npz(file: Path, arrays: Mapping[str, np.ndarray], largest: int | None = None) -> Path:
    """Write arrays to a file through a temporary one beside it, so that nobody ever sees half of it."""
    file.parent.mkdir(parents=True, exist_ok=True)
    handle, work = tempfile.mkstemp(prefix=f".{file.stem}-", suffix=".part", dir=file.parent)
    try:
        with os.fdopen(handle, "wb") as out:
            np.savez_compressed(out, **arrays)
            out.flush()
            os.fsync(out.fileno())
        size = os.path.getsize(work)
        if largest is not None and size > largest:
            raise ExperimentError(
                f"the result has {size:,} bytes and may have {largest:,}: store fewer records or starts"
            )
        os.chmod(work, 0o644)  # mkstemp's files are the owner's alone
        os.replace(work, file)
    finally:
        Path(work).unlink(missing_ok=True)
    return file


def _quantise(name: str, values: np.ndarray, low: float, high: float) -> np.ndarray:
    if not (np.min(values) >= low and np.max(values) <= high):
        raise ExperimentError(
            f"{name} runs from {np.min(values):.4g} to {np.max(values):.4g}, and is stored on {low} to {high}"
        )
    return np.rint((values - low) / (high - low) * LEVELS).astype(np.uint16)
