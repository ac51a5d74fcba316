"""The parent of a marker: keeps what was marked, watches time and memory, and goes on where one died.

A check that makes its marker hang or die earns nothing; the checks before it keep their points, and a new
marker takes up the next one.
"""

from __future__ import annotations

import json
import multiprocessing
import os
import secrets
import signal
import time
from pathlib import Path

from .course import Course
from .items import Outcome
from .judge import judge
from .limits import Limits
from .marks import marks
from .memory import below, children, held
from .submission import identity

LATE = "Marking this answer took longer than {seconds:g} seconds."
DIED = "Marking this answer needed more time or memory than is allowed."
OVER = "The {seconds:g} seconds of this submission were over before this check."


class Marking:
    """The marking of one submission, from its start to its marks.

    Args:
        name: of the submission.
        path: of its file.
        course: to mark by.
        limits: for it.
        unsafe: run it unprotected.
        fresh: fresh part of the seed; drawn here unless a mark is derived again.

    Source: ``judge.judge`` runs in the child.
    """

    def __init__(
        self,
        name: str,
        path: Path,
        course: Course,
        limits: Limits,
        unsafe: bool = False,
        fresh: str | None = None,
    ):
        self.name, self.path, self.course, self.limits, self.unsafe = name, path, course, limits, unsafe
        self.fresh = fresh or secrets.token_hex(16)
        self.identity = identity(path, limits)
        self.outcomes: list[Outcome] = []
        self.end: dict | None = None  # the last message: texts and notes, or the problem
        self.began = time.monotonic()
        self._start()

    def _start(self) -> None:
        context = multiprocessing.get_context("fork")
        self.ear, mouth = context.Pipe(duplex=False)
        first, seed = len(self.outcomes), self.course.seed(self.fresh)
        arguments = (os.getpid(), mouth, self.path, self.course, seed, first, self.limits, self.unsafe)
        self.process = context.Process(target=judge, args=arguments, daemon=False)
        self.process.start()
        mouth.close()
        self.heard = time.monotonic()

    def step(self) -> bool:
        """Take in what the marker says, and end it if it is late or its student holds too much.

        Returns:
            True when the marks are complete.

        Source: the messages of ``judge.judge``.
        """
        try:
            while self.end is None and self.ear.poll():
                self._hear(json.loads(self.ear.recv_bytes()))
        except (EOFError, OSError, ValueError):
            self._lost(DIED)
        now = time.monotonic()
        if self.end is None and now - self.began > self.limits.wall_seconds + self.limits.slack_seconds:
            self._finish_all(OVER.format(seconds=self.limits.wall_seconds))
        elif self.end is None and now - self.heard > self._patience():
            self._lost(LATE.format(seconds=self._patience()))
        elif self.end is None:
            self._watch_memory()
        if self.end is not None:
            self.stop()
        return self.end is not None

    def _patience(self) -> float:
        """How long the marker may be silent; its first check also starts the notebook."""
        return self.limits.check_seconds + self.limits.boot_seconds

    def _hear(self, message: dict) -> None:
        self.heard = time.monotonic()
        if "outcome" in message:
            self.outcomes.append(Outcome(**message["outcome"]))
        elif "problem" in message or "texts" in message:
            self.end = message

    def _lost(self, why: str) -> None:
        """Give the check that was running no points, and start a new marker at the next one."""
        self.stop()
        checks = self.course.checks
        if len(self.outcomes) == len(checks):  # it died over the written answers
            self.end = {"texts": {}, "notes": [why]}
            return
        self._fail(*checks[len(self.outcomes)], why)
        self._start()

    def _finish_all(self, why: str) -> None:
        for item, check in self.course.checks[len(self.outcomes) :]:
            self._fail(item, check, why)
        self.end = {"texts": {}, "notes": [why]}

    def _fail(self, item, check, why: str) -> None:
        self.outcomes.append(Outcome(item.name, check.name, False, 0, check.points, check.public, why))

    def _watch_memory(self) -> None:
        if held(below(self.process.pid)) > self.limits.all_memory:
            # The sandbox dies with its first process; the marker sees that and asks for the next answer.
            for process in children(self.process.pid):
                try:
                    os.kill(process, signal.SIGKILL)
                except (ProcessLookupError, PermissionError):
                    pass

    def stop(self) -> None:
        """End the marker and, with it, its student; safe to call again."""
        if self.process.is_alive():
            self.process.kill()
        self.process.join()
        self.ear.close()

    def marks(self) -> dict:
        """Return the marks of a finished marking; see ``marks.py``."""
        end = self.end or {}
        return marks(
            self.course,
            self.name,
            self.identity,
            self.fresh,
            self.outcomes,
            end.get("texts", {}),
            end.get("problem", ""),
            end.get("notes", []),
            time.monotonic() - self.began,
        )
