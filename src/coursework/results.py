"""Where marks are kept: one file for each submission, whole or not at all, so that a kill loses nothing.

Beside ``marks.csv`` a folder ``marks/`` holds ``results/`` (for the teacher: JSON, seeds included),
``feedback/`` (for the students) and ``log.jsonl`` (one line for each mark: when, with which seed).
"""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
import re
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path


class Busy(Exception):
    """Another grader works on the same marks."""


def write(path: Path, text: str) -> None:
    """Write a file in one step: whoever looks sees the old one or the new one.

    Args:
        path: of the file.
        text: its contents.

    Source: rename(2) is atomic; the data are on the disk before it.

    >>> with tempfile.TemporaryDirectory() as folder:
    ...     write(Path(folder) / "a", "x")
    ...     os.listdir(folder)
    ['a']
    """
    descriptor, part = tempfile.mkstemp(dir=path.parent, prefix=".part-")
    try:
        with os.fdopen(descriptor, "w", encoding="utf-8", newline="") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        os.chmod(part, 0o644)
        os.replace(part, path)
    except BaseException:
        Path(part).unlink(missing_ok=True)
        raise


def slug(name: str) -> str:
    """Make a file name out of a submission's, whatever characters it has.

    Args:
        name: of the submission.

    Returns:
        Letters, digits, dots and hyphens, with a hash that keeps different names different.

    Source: SHA-256 of the name.

    >>> slug("a/b c.ipynb")
    'a-b-c.ipynb-bd152b96'
    """
    words = re.sub(r"[^A-Za-z0-9.]+", "-", name).strip("-.")[:60]
    return f"{words}-{hashlib.sha256(name.encode()).hexdigest()[:8]}"


class Results:
    """The kept marks of one batch.

    Args:
        out: the CSV file of all marks; the folder beside it has the same name without its ending.

    Raises:
        Busy: another process holds the folder.

    >>> with tempfile.TemporaryDirectory() as folder:
    ...     with Results(Path(folder) / "marks.csv") as results:
    ...         results.keep({"submission": "a", "seed": "00", "identity": "", "version": "", "earned": 1})
    ...         [known["earned"] for known in results.all()]
    [1]
    """

    def __init__(self, out: Path):
        self.out, self.folder = out, out.with_suffix("")
        if self.folder == self.out:
            self.folder = out.with_name(out.name + ".d")
        for name in ("results", "feedback"):
            (self.folder / name).mkdir(parents=True, exist_ok=True)
        self.lock = open(self.folder / ".lock", "w")
        self._take_lock()
        for place in (self.folder, self.folder / "results", self.folder / "feedback", out.parent):
            for part in place.glob(".part-*"):  # of a run that was killed while it wrote
                part.unlink(missing_ok=True)
        self._complete_log()

    def _take_lock(self) -> None:
        """Hold the folder alone; the markers of a grader that was just killed may need a moment to end."""
        for patience in range(20, -1, -1):
            try:
                return fcntl.flock(self.lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError:
                if patience:
                    time.sleep(0.1)
        self.lock.close()
        raise Busy(f"another grader is writing to {self.folder}")

    def get(self, name: str) -> dict | None:
        """Return the kept marks of a submission, or None."""
        try:
            return json.loads((self.folder / "results" / f"{slug(name)}.json").read_text("utf-8"))
        except (OSError, ValueError):
            return None

    def keep(self, found: dict) -> None:
        """Keep the marks of a submission and log their seed."""
        text = json.dumps(found, indent=1, ensure_ascii=False)
        write(self.folder / "results" / f"{slug(found['submission'])}.json", text + "\n")
        self._log(found)

    def all(self) -> list[dict]:
        """Return all kept marks, sorted by name."""
        kept = (json.loads(p.read_text("utf-8")) for p in (self.folder / "results").glob("*.json"))
        return sorted(kept, key=lambda known: known["submission"])

    def _log(self, found: dict) -> None:
        line = {key: found.get(key) for key in ("submission", "set", "term", "identity", "version", "seed")}
        line |= {"earned": found["earned"], "time": datetime.now(UTC).isoformat(timespec="seconds")}
        with open(self.folder / "log.jsonl", "a", encoding="utf-8") as file:
            file.write(json.dumps(line) + "\n")
            file.flush()
            os.fsync(file.fileno())

    def _complete_log(self) -> None:
        """Add the lines of marks that were kept just before a kill, and end a line that was cut off."""
        path = self.folder / "log.jsonl"
        text = path.read_text("utf-8") if path.exists() else ""
        if text and not text.endswith("\n"):
            write(path, text[: text.rfind("\n") + 1])
        logged = {line["seed"] for line in self.log()}
        for found in self.all():
            if found["seed"] not in logged:
                self._log(found)

    def log(self) -> list[dict]:
        """Return the lines of the log, oldest first."""
        path = self.folder / "log.jsonl"
        return [json.loads(line) for line in path.read_text("utf-8").splitlines()] if path.exists() else []

    def __enter__(self) -> Results:
        return self

    def __exit__(self, *what: object) -> None:
        self.lock.close()
