"""Running an experiment, and checking a stored one against a fresh, shortened run."""

from __future__ import annotations

import hashlib
import inspect
import shutil
from pathlib import Path
from typing import Any

from stepwise_ssl.data.cache import cache_folder
from stepwise_ssl.experiments.progress import Progress
from stepwise_ssl.experiments.provenance import PACKAGE, code_hash, config_hash, provenance, versions
from stepwise_ssl.experiments.registry import Finding, kind_of
from stepwise_ssl.experiments.store import ExperimentError, StoredRun, load, read_config, save, stored_folder


def run(
    name: str,
    device: str = "cpu",
    out: Path | None = None,
    overwrite: bool = False,
    bar: bool = True,
    note: str | None = None,
    folder: Path | None = None,
) -> Path:
    """Run an experiment and store its result; finished pieces of an interrupted run are used.

    Args:
        name: the experiment's name.
        device: "cpu", "cuda" or "mps".
        out: folder for the result; by default the package's own in a clone, otherwise ``stepwise-runs``.
        overwrite: whether a result that is there may be replaced.
        bar: whether to draw bars.
        note: words for the provenance.
        folder: where the config lies; by default inside the package.

    Returns:
        The path of the result.

    Raises:
        ExperimentError: a result is there, the device is not, the config is wrong.
        DataUnavailable: the data cannot be had.
    """
    config = read_config(name, folder)
    kind = kind_of(config)
    require_device(device)
    out = out or default_out()
    if (out / f"{name}.npz").exists() and not overwrite:
        raise ExperimentError(
            f"{out / name}.npz is there already: --overwrite replaces it, --out FOLDER keeps it"
        )
    work = _work(name, config, kind, device)
    progress = Progress(work, bar)
    fresh = _run(name, config, kind, device, progress)
    if note:
        fresh.provenance["note"] = note
    written = save(fresh, out, kind.QUANTISED)
    config_file = (folder or stored_folder()) / f"{name}.toml"
    if config_file.resolve().parent != out.resolve():
        shutil.copyfile(config_file, out / f"{name}.toml")  # result and config stay together
    shutil.rmtree(work, ignore_errors=True)
    return written


def verify(name: str, device: str = "cpu", bar: bool = True, folder: Path | None = None) -> list[Finding]:
    """Run a shortened version of a stored run and compare the two.

    Args:
        name: the run's name.
        device: "cpu", "cuda" or "mps".
        bar: whether to draw bars.
        folder: where it lies; by default inside the package.

    Returns:
        Findings, each with its band.

    Raises:
        ExperimentError: there is no such run, or the device is not there.
        DataUnavailable: the data cannot be had.
    """
    stored = load(name, folder)
    kind = kind_of(stored.config)
    require_device(device)
    fresh = _run(name, kind.shorten(stored.config), kind, device, Progress(bar=bar))
    stated = Finding(
        "the config is the one that the stored run was made with (0: yes)",
        float(stored.provenance["config_sha256"] != config_hash(stored.config)),
        0,
    )
    return [stated, *kind.compare(stored, fresh)]


def require_device(device: str) -> None:
    """Refuse a device that is not there.

    Raises:
        ExperimentError: with what to do.
    """
    if device == "cpu":
        return
    if device not in ("cuda", "mps"):
        raise ExperimentError(f"device is {device!r}: expected cpu, cuda or mps")
    try:
        import torch
    except ImportError as error:
        raise ExperimentError(
            f"device {device} needs PyTorch: pip install torch, or use --device cpu"
        ) from error
    there = torch.cuda.is_available() if device == "cuda" else torch.backends.mps.is_available()
    if not there:
        raise ExperimentError(f"PyTorch finds no {device} device on this machine: use --device cpu")


def default_out() -> Path:
    """Where results go: into the package if it lies in a clone, otherwise beside you."""
    in_clone = (PACKAGE.parents[1] / "pyproject.toml").exists()
    return stored_folder() if in_clone else Path("stepwise-runs")


def _run(name: str, config: dict[str, Any], kind, device: str, progress: Progress) -> StoredRun:
    origin = provenance(config, device)  # before: while a run lasts, the clone may move on
    try:
        arrays = kind.run(config, device, progress)
    except KeyError as error:
        raise ExperimentError(f"the config of {name} lacks {error}") from error
    # A kind may have loaded PyTorch only now.
    found = {"versions": versions(), "duration_s": round(progress.seconds, 1)}
    return StoredRun(name, config, arrays, origin | found | progress.facts)


def _work(name: str, config: dict[str, Any], kind, device: str) -> Path:
    """The folder for finished pieces; another config, device or code has another folder."""
    state = config_hash(config) + device + inspect.getsource(kind) + code_hash()
    return cache_folder() / "experiments" / f"{name}-{hashlib.sha256(state.encode()).hexdigest()[:12]}"
