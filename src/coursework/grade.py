"""``python -m coursework grade SUBMISSIONS/ --set ps2 --term 2027S --secret-file F --out marks.csv``."""

from __future__ import annotations

import argparse
import os
import statistics
import sys
import tempfile
import time
from pathlib import Path

from . import batch
from .course import Course, load
from .isolate import CannotIsolate, require
from .limits import Limits
from .results import Busy, Results, write
from .submission import find
from .tables import every_check, overview
from .variants import DEMONSTRATION
from .written import collect


def mark_one(
    path: Path, course: Course, limits: Limits | None = None, unsafe: bool = False, fresh: str | None = None
) -> dict:
    """Mark one notebook; what wrappers for other systems call.

    Args:
        path: of the notebook.
        course: to mark by; ``course.load``.
        limits: for it; the usual ones if None.
        unsafe: run it unprotected.
        fresh: the log's seed, to derive a mark again.

    Returns:
        Its marks; see ``marks.py``.

    Raises:
        CannotIsolate: the machine cannot, and ``unsafe`` is False.

    Source: a batch of one.
    """
    require(unsafe)
    with tempfile.TemporaryDirectory() as folder, Results(Path(folder) / "marks.csv") as results:
        seeds = {path.name: fresh} if fresh else {}
        found, trouble = batch.run({path.name: path}, course, results, 1, limits, unsafe, seeds)
        if trouble:
            raise OSError(trouble[path.name])
        return found[0]


def parser() -> argparse.ArgumentParser:
    """Return the reader of the command line."""
    asked = argparse.ArgumentParser(
        prog="python -m coursework grade", description="Mark a folder of notebooks."
    )
    asked.add_argument("submissions", type=Path, help="folder of notebooks, nested as you like, or one")
    asked.add_argument("--set", required=True, help="such as ps2")
    asked.add_argument("--term", help="the tag that the students' notebooks were built with, such as 2027S")
    asked.add_argument("--secret-file", type=Path, help="file with the course secret")
    asked.add_argument("--demonstration", action="store_true", help="the variant that everybody may see")
    asked.add_argument("--out", type=Path, required=True, help="such as marks.csv; a folder of its name too")
    asked.add_argument("--jobs", type=int, default=min(2, os.cpu_count() or 1), help="submissions at a time")
    asked.add_argument("--reseed", type=Path, metavar="LOG", help="log.jsonl: derive its marks again")
    asked.add_argument("--unsafe", action="store_true", help="where isolation is impossible: run them as me")
    asked.add_argument("--resume", action="store_true", help="go on where a run ended; always done")
    return asked


def main(argv: list[str]) -> int:
    """Run from the command line.

    Args:
        argv: arguments after ``grade``.

    Returns:
        0; 1 if the grader itself had trouble with a submission; 2 if nothing was begun; 130 if interrupted.

    Source: ``parser``.
    """
    asked = parser().parse_args(argv)
    try:
        require(asked.unsafe)
        course = _course(asked)
        submissions = find(asked.submissions)
        if not submissions:
            raise ValueError(f"there is no notebook (*.ipynb) in {asked.submissions}")
        asked.out.resolve().parent.mkdir(parents=True, exist_ok=True)
        with Results(asked.out) as results:
            return _grade(submissions, course, results, asked)
    except (CannotIsolate, Busy, ValueError, OSError) as stop:
        print(stop, file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        print("\nInterrupted. The same command goes on from here.", file=sys.stderr)
        return 130


def _course(asked) -> Course:
    if asked.demonstration:
        return load(asked.set, DEMONSTRATION[1], DEMONSTRATION[0])
    if not asked.term or not asked.secret_file:
        raise ValueError("--term and --secret-file are needed (or --demonstration)")
    return load(asked.set, asked.term, asked.secret_file.read_text("utf-8").strip())


def _grade(submissions: dict[str, Path], course: Course, results: Results, asked) -> int:
    began, seeds = time.monotonic(), _seeds(asked.reseed)
    before = {known["submission"]: known["seed"] for known in results.all()}
    found, trouble = batch.run(
        submissions, course, results, max(1, asked.jobs), None, asked.unsafe, seeds, progress=True
    )
    collect(found, results.folder / "written.csv")
    write(asked.out, overview(found))
    write(results.folder / "checks.csv", every_check(found))
    new = [marks for marks in found if before.get(marks["submission"]) != marks["seed"]]
    print(summary(new, len(found) - len(new), time.monotonic() - began))
    for name, why in trouble.items():
        print(
            f"{name!r} could not be marked, through no fault of its own: {why}. Call again.", file=sys.stderr
        )
    return 1 if trouble else 0


def _seeds(log: Path | None) -> dict[str, str]:
    """The last seed of each submission in a log."""
    import json

    if log is None:
        return {}
    lines = [json.loads(line) for line in log.read_text("utf-8").splitlines()]
    return {line["submission"]: line["seed"] for line in lines}


def summary(new: list[dict], kept: int, seconds: float) -> str:
    """Say what a run did and how fast.

    Args:
        new: marks of this run.
        kept: number of marks that stood already.
        seconds: wall time of the run.

    Returns:
        Two lines or one.

    Source: the marks.

    >>> summary([], 3, 1.0)
    '0 marked, 3 kept from before.'
    """
    line = f"{len(new)} marked, {kept} kept from before."
    bad = [marks for marks in new if marks["problem"]]
    if bad:
        line += f" Nothing to mark in {len(bad)}: see the column “problem”."
    if not new:
        return line
    median = statistics.median(marks["seconds"] for marks in new)
    rate = 60 * len(new) / max(seconds, 1e-9)
    return f"{line}\n{seconds:.1f} s in all, {median:.2f} s for a submission (median), {rate:.0f} a minute."
