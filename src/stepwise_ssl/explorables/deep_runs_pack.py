"""A stored deep run as JSON: what the browser gets of it, as a script on the page or from the kernel.

Losses, eigenvalues and ranks travel as the stored 32-bit numbers, so they lose nothing; a cloud as the stored
8-bit coordinates with their unit. Nothing here needs PyTorch.
"""

from __future__ import annotations

import base64
import json
import math
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any

import numpy as np

FORMAT = 1
KIND = "deep-network"
# Named as a text: a page without this figure does not rest on the stored runs, and need not run again when
# one of them changes (bookbuild.freshness reads imports). A page with it imports the experiments itself.
STORE = "stepwise_ssl.experiments.store"


@dataclass(frozen=True)
class RunEntry:
    """What a page knows of a run before it is opened.

    Args:
        name: the run's name, such as ``"deep-bt-small"``.
        label: its words in a menu.
        loss: name of its loss; runs of one loss share their axes.
        last: the step of its last record.
        facts: one line on the network, the start and the data.
    """

    name: str
    label: str
    loss: str
    last: int
    facts: str


def stored_runs(folder: Path | None = None) -> list[RunEntry]:
    """The deep runs that have a stored result, in the order of their names.

    A config without a result, or a file that cannot be read, is left out: the page shows what is there.

    Args:
        folder: where they lie; by default inside the package.

    >>> all(entry.last > 0 for entry in stored_runs())
    True
    """
    store = import_module(STORE)
    found = []
    for name in store.names(folder):
        try:
            if store.read_config(name, folder).get("kind") == KIND:
                found.append(entry_of(store.load(name, folder)))
        except store.ExperimentError:
            continue
    return found


def entry_of(run: Any) -> RunEntry:
    """The entry of one ``StoredRun``."""
    config = run.config
    network, start = config.get("network", {}), config.get("start", {})
    facts = [str(network.get("name", ""))]
    if "width" in network:
        facts[0] += f" of width {network['width']}"
    if "embedding_dim" in network:
        facts.append(f"{network['embedding_dim']} outputs")
    if "factor" in start:
        facts.append(f"start × {start['factor']:g}")
    if config.get("data", {}).get("shuffled"):
        facts.append("pairs shuffled")
    last = int(run["steps"][-1])
    facts.append(f"{last:,} steps")
    label = config.get("label") or config.get("title") or run.name
    loss = str(config.get("loss", {}).get("name", ""))
    return RunEntry(run.name, label, loss, last, ", ".join(fact for fact in facts if fact))


def pack(run: Any) -> dict[str, Any]:
    """Everything that the figure shows of a run, as JSON; what the run does not have is None.

    Args:
        run: a ``StoredRun`` of this kind.

    Returns:
        ``steps`` (T,), ``loss``, ``eigenvalues`` and ``ranks`` as little-endian float32 in base64 with their
        number of ``columns``, ``layers``, ``cloud`` (int8 in base64, ``scale``, ``steps``, ``labels``) and
        ``probe`` (``steps``, ``hidden``, ``embedding``).
    """
    arrays = run.arrays
    return {
        "format": FORMAT,
        "name": run.name,
        "loss_name": str(run.config.get("loss", {}).get("name", "")),
        "steps": arrays["steps"].tolist(),
        "loss": _floats(arrays.get("loss")),
        "eigenvalues": _floats(arrays.get("eigenvalues")),
        "ranks": _floats(arrays.get("ranks")),
        "layers": [str(name) for name in arrays.get("layers", ())],
        "cloud": _cloud(arrays),
        "probe": _probe(arrays),
    }


def pack_of(name: str, folder: Path | None = None) -> dict[str, Any]:
    """``pack`` of the stored run of that name.

    Raises:
        ExperimentError: there is no such run, or its file is broken.
    """
    return pack(import_module(STORE).load(name, folder))


def script(name: str, folder: Path | None = None) -> str:
    """The classic script that hands a run to the page; it works from ``file://``, as ``fetch`` does not."""
    body = json.dumps(pack_of(name, folder), separators=(",", ":"), allow_nan=False)
    return f"(window.stepwiseRuns ??= {{}})[{json.dumps(name)}] = {body};\n"


def _bytes(values: np.ndarray, dtype: str) -> str:
    return base64.b64encode(np.ascontiguousarray(values, dtype).tobytes()).decode("ascii")


def _floats(values: np.ndarray | None) -> dict[str, Any] | None:
    if values is None:
        return None
    return {"data": _bytes(values, "<f4"), "columns": 1 if values.ndim == 1 else values.shape[1]}


def _cloud(arrays: dict[str, np.ndarray]) -> dict[str, Any] | None:
    if "cloud" not in arrays:
        return None
    return {
        "data": _bytes(arrays["cloud"], "i1"),
        "scale": float(arrays["cloud_scale"]),
        "steps": arrays["cloud_steps"].tolist(),
        "labels": arrays["cloud_labels"].tolist(),
    }


def _probe(arrays: dict[str, np.ndarray]) -> dict[str, Any] | None:
    if "probe" not in arrays:
        return None
    hidden, embedding = (
        [v if math.isfinite(v) else None for v in column.tolist()] for column in arrays["probe"].T
    )
    return {"steps": arrays["probe_steps"].tolist(), "hidden": hidden, "embedding": embedding}
