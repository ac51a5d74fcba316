"""The marker of one submission: a process of its own, which tells its parent each step as it happens.

The checks handle numbers and text that a student chose, so that even they may need too long or too much.
They run here, where a limit ends them; what was marked before is known to the parent already.
"""

from __future__ import annotations

import ctypes
import json
import os
import resource
import signal
import sys
from dataclasses import asdict
from multiprocessing.connection import Connection
from pathlib import Path

from .answers import OutOfProcess
from .course import Course
from .items import run_check
from .limits import Limits
from .submission import BadNotebook, contents, parse

ROOM = 2 * 2**30  # bytes of memory that marking may need beyond what it starts with


def judge(
    parent: int,
    tell: Connection,
    path: Path,
    course: Course,
    seed: str,
    first: int,
    limits: Limits,
    unsafe: bool,
) -> None:
    """Mark a submission from one check on; the body of a child process.

    Args:
        parent: the process that listens; this one ends with it.
        tell: takes messages, as JSON: {"problem"}, {"begins"}, {"outcome"}, {"texts", "notes"}.
        path: of the notebook.
        course: to mark by.
        seed: of the points.
        first: index of the first check that is still to be run.
        limits: for the submission.
        unsafe: run it unprotected.

    Source: ``items.run_check``.
    """
    limit_myself(parent, limits)

    def send(**message):
        tell.send_bytes(json.dumps(message).encode())

    try:
        notebook = parse(contents(path, limits))
    except BadNotebook as reason:
        return send(problem=str(reason))
    with OutOfProcess(notebook.cells, limits, notebook.texts, unsafe) as answers:
        for number, (item, check) in enumerate(course.checks[first:], first):
            send(begins=number)
            send(outcome=asdict(run_check(item, check, answers, course.variant, seed)))
        send(begins=len(course.checks))
        written = [item for item in course.items if item.kind == "written"]
        send(texts={item.name: _text(answers, item) for item in written}, notes=answers.notes)


def _text(answers: OutOfProcess, item) -> str:
    """The written answer of an item, under the item's name or one of its answers' names."""
    names = dict.fromkeys([*item.answers, item.name])
    return "\n\n".join(filter(None, (answers.text(name) for name in names)))


def limit_myself(parent: int, limits: Limits) -> None:
    """Die with the parent, and bound memory and time; what is started from here has limits of its own.

    Args:
        parent: its number.
        limits: for the time.

    Source: prctl(2), PR_SET_PDEATHSIG; setrlimit(2).
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent hears Ctrl-C and ends us
    if not sys.platform.startswith("linux"):
        return
    ctypes.CDLL(None).prctl(1, int(signal.SIGKILL), 0, 0, 0)
    if os.getppid() != parent:
        os._exit(1)
    with open("/proc/self/statm", encoding="ascii") as file:
        mapped = int(file.read().split()[0]) * resource.getpagesize()
    # Soft limits only: the submission's own are set by prlimit and may be higher.
    _lower(resource.RLIMIT_AS, mapped + ROOM)
    _lower(resource.RLIMIT_CPU, int(limits.wall_seconds) + 1)


def _lower(which: int, amount: int) -> None:
    hard = resource.getrlimit(which)[1]
    resource.setrlimit(which, (amount if hard == resource.RLIM_INFINITY else min(amount, hard), hard))
