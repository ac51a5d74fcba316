"""Many submissions, several at a time: whatever one of them does, the others are marked."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from multiprocessing.connection import wait
from pathlib import Path

from .course import Course
from .feedback import write_feedback
from .limits import Limits
from .results import Results
from .submission import identity
from .supervise import Marking


def fits(known: dict | None, course: Course, found: str, fresh: str | None) -> bool:
    """Say whether kept marks are those that marking again would have to give.

    Args:
        known: kept marks, or None.
        course: to mark by.
        found: identity of the file as it is now.
        fresh: seed that is asked for, or None for any.

    Returns:
        True if nothing has to be done.

    Source: contents, checks, set, term and secret are the same.

    >>> fits(None, None, "", None)
    False
    """
    if known is None:
        return False
    wanted = (found, course.version, course.variant.set_name, course.variant.term)
    kept = tuple(known.get(key) for key in ("identity", "version", "set", "term"))
    return kept == wanted and fresh in (None, known.get("seed"))


def run(
    submissions: Mapping[str, Path],
    course: Course,
    results: Results,
    jobs: int = 2,
    limits: Limits | None = None,
    unsafe: bool = False,
    seeds: Mapping[str, str] | None = None,
    progress: bool = False,
) -> tuple[list[dict], dict[str, str]]:
    """Mark what is not marked yet.

    Args:
        submissions: name -> file.
        course: to mark by.
        results: where marks are kept; what is there and fits is not marked again.
        jobs: submissions at a time.
        limits: for each; the usual ones if None.
        unsafe: run them unprotected.
        seeds: name -> fresh part of a seed, to derive marks again.
        progress: show a bar.

    Returns:
        The marks of these submissions, by name; and, by name, the trouble of the grader itself (a full
        disk, no process left) with submissions that a later call will take up again.

    Source: ``supervise.Marking``.
    """
    limits, seeds = limits or Limits(), seeds or {}
    todo = [
        name
        for name, path in submissions.items()
        if not fits(results.get(name), course, identity(path, limits), seeds.get(name))
    ]
    trouble: dict[str, str] = {}
    running: list[Marking] = []
    try:
        with _bar(len(submissions), len(submissions) - len(todo), progress) as bar:
            while todo or running:
                while todo and len(running) < jobs:
                    name = todo.pop(0)
                    try:
                        fresh = seeds.get(name)
                        running.append(Marking(name, submissions[name], course, limits, unsafe, fresh))
                    except OSError as error:
                        trouble[name] = str(error)
                        bar.update()
                wait([marking.ear for marking in running], timeout=0.2)
                for marking in [m for m in running if _finished(m, results, trouble)]:
                    running.remove(marking)
                    bar.update()
    finally:
        for marking in running:
            marking.stop()
    found = [results.get(name) for name in submissions]
    for marks in filter(None, found):  # also those whose feedback a kill had left unwritten
        write_feedback(marks, results.folder / "feedback")
    return [marks for marks in found if marks], trouble


def _finished(marking: Marking, results: Results, trouble: dict[str, str]) -> bool:
    """Move one marking on; when it is complete, keep its marks."""
    try:
        if not marking.step():
            return False
        results.keep(marking.marks())
    except OSError as error:
        trouble[marking.name] = str(error)
        marking.stop()
    return True


def _bar(total: int, done: int, shown: bool):
    from tqdm import tqdm

    tqdm.monitor_interval = 0  # its thread would stand beside the processes that are forked here
    return tqdm(total=total, initial=done, unit="submission", disable=not shown, file=sys.stderr)
