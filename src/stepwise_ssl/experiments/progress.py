"""What a kind of experiment reports to while it runs: a bar, finished pieces, facts for the provenance."""

from __future__ import annotations

import time
import zipfile
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import numpy as np

from stepwise_ssl.experiments.store import write_npz


class Progress:
    """Keeps pieces on disk as they finish, so that an interrupted run goes on where it was.

    Args:
        work: folder for the pieces; None keeps nothing.
        bar: whether to draw bars.
    """

    def __init__(self, work: Path | None = None, bar: bool = False):
        self.work, self.bar = work, bar
        self.facts: dict[str, Any] = {}
        self.seconds, self.kept = 0.0, 0

    def piece(
        self, label: str, compute: Callable[[], dict[str, np.ndarray]], tag: str = ""
    ) -> dict[str, np.ndarray]:
        """A piece's arrays: read if an earlier, interrupted run finished it, otherwise computed and kept.

        Args:
            label: the piece's name, the same in each run.
            compute: makes the arrays.
            tag: what else the piece depends on, such as the hash of the data; another tag, another piece.
        """
        file = self.work / f"{label}.npz" if self.work else None
        found = _read(file, tag) if file else None
        if found is None:
            begin = time.perf_counter()
            found = compute() | {"seconds": np.array(time.perf_counter() - begin), "tag": np.array(tag)}
            if file:
                write_npz(file, found)
        else:
            self.kept += 1
        self.seconds += float(found.pop("seconds"))
        del found["tag"]
        return found

    def note(self, **facts: Any) -> None:
        """Facts for the provenance, such as the hash of the data."""
        self.facts |= facts

    def track(self, items: Iterable, label: str) -> Iterable:
        """The items, with a bar if bars are drawn."""
        if not self.bar:
            return items
        from tqdm.auto import tqdm

        return tqdm(items, desc=label, mininterval=0.5)


def _read(file: Path, tag: str) -> dict[str, np.ndarray] | None:
    try:
        with np.load(file) as archive:
            found = dict(archive)
    except (OSError, ValueError, EOFError, zipfile.BadZipFile):
        return None
    return found if str(found.get("tag")) == tag and "seconds" in found else None
