"""The grader inside Gradescope's container: one submission in, ``results.json`` out.

``run_autograder`` calls ``python -m coursework.gradescope /autograder``. The secret of the course is in
``source/course.json``, which only root can read. Public checks are shown at once, hidden ones when the marks
are published, so that nobody probes them by handing in again and again.

A container rarely lets bubblewrap make namespaces. Then the submission runs as a user of its own, with the
limits of ``limits.py``: it can neither read the secret and the checks nor write the results, but it has the
container's network. ``course.json`` says whether that is enough.
"""

from __future__ import annotations

import functools
import json
import os
import shutil
import sys
import traceback
from pathlib import Path

BY_HAND = "Written answers ({:g} points) are marked by hand."
APART, USER = "isolated by bubblewrap", "as a user of its own, with limits"


def results(marks: dict) -> dict:
    """Turn marks into what Gradescope reads.

    Args:
        marks: see ``marks.py``.

    Returns:
        The contents of ``results.json``.

    Source: Gradescope's autograder specifications, "Output format".

    >>> results({"problem": "no notebook", "items": [], "by_hand": 0, "notes": [], "seconds": 1.0,
    ...     "seed": "", "identity": "", "version": ""})["output"]
    'Nothing could be marked: no notebook'
    """
    tests = []
    for number, item in enumerate(marks["items"], 1):
        for public in (True, False):
            checks = [check for check in item["checks"] if check["public"] is public]
            if checks:
                tests.append(_test(number, item["title"], public, checks))
    lines = [f"Nothing could be marked: {marks['problem']}"] if marks["problem"] else []
    lines += [BY_HAND.format(marks["by_hand"])] if marks["by_hand"] else []
    lines += [f"When your notebook was run: {note}" for note in marks["notes"]]
    return {
        "output": "\n".join(lines),
        "output_format": "text",
        "execution_time": round(marks["seconds"]),
        "visibility": "visible",
        "stdout_visibility": "hidden",
        "score": round(sum(test["score"] for test in tests), 6),
        "tests": tests,
        "extra_data": {key: marks[key] for key in ("seed", "identity", "version")},
    }


def _test(number: int, title: str, public: bool, checks: list[dict]) -> dict:
    """One line of Gradescope's list: the public or the hidden checks of an item, without their names."""
    kind = "public" if public else "hidden"
    passed = sum(check["passed"] for check in checks)
    said = [f"{passed} of {len(checks)} {kind} checks passed."]
    said += [check["message"] for check in checks if not check["passed"]]
    return {
        "number": f"{number}{'a' if public else 'b'}",
        "name": f"{title}: {kind} checks",
        "score": sum(check["earned"] for check in checks),
        "max_score": sum(check["points"] for check in checks),
        "status": "passed" if passed == len(checks) else "failed",
        "output": "\n".join(dict.fromkeys(said)),
        "output_format": "text",
        "visibility": "visible" if public else "after_published",
    }


def failed(reason: str) -> dict:
    """Return the results for a grader that could not work: no score, so that nobody takes it for a zero.

    Args:
        reason: for the teacher.

    Returns:
        The contents of ``results.json``.

    Source: Gradescope shows a submission without score as failed.

    >>> "score" in failed("no isolation")
    False
    """
    said = "The grader could not mark this submission, through no fault of yours. Your teacher can see why."
    return {"output": said, "visibility": "visible", "tests": [], "extra_data": {"reason": reason}}


def mark(home: Path) -> dict:
    """Mark the submission in a container.

    Args:
        home: the folder with ``source``, ``submission`` and ``results``.

    Returns:
        The contents of ``results.json``.

    Raises:
        CannotIsolate: the container cannot, and ``course.json`` does not allow less.
    """
    from .course import load
    from .grade import mark_one
    from .isolate import missing
    from .submission import find

    asked = json.loads((home / "source" / "course.json").read_text("utf-8"))
    found = list(find(home / "submission").values())
    if len(found) != 1:
        problem = f"hand in one notebook (.ipynb); there are {len(found)}."
        blank = {"items": [], "by_hand": 0, "notes": [], "seconds": 0, "seed": "", "identity": ""}
        return results({"problem": problem, "version": "", **blank}) | {"score": 0}
    course = load(asked["set"], asked["term"], asked["secret"])
    user = bool(missing()) and asked.get("user_is_enough", False) and as_user()
    marked = results(mark_one(found[0], course, unsafe=user))
    marked["extra_data"]["isolation"] = USER if user else APART
    return marked


def as_user() -> bool:
    """Let every submission of this process run as a user that nobody is.

    Returns:
        Whether that is possible: it takes root.

    Source: setpriv(1), prlimit(1); file permissions do the rest (``run_autograder`` sets them).
    """
    from . import channel, isolate

    if os.geteuid() != 0 or not (shutil.which("setpriv") and shutil.which("prlimit")):
        return False
    plain_line, plain_file = channel.Student._line, isolate.as_file

    @functools.wraps(plain_line)
    def line(self, *rest):
        return lowered(plain_line(self, *rest), self.limits)

    def readable(data: bytes):
        file = plain_file(data)
        os.fchmod(file.fileno(), 0o444)
        return file

    channel.Student._line, isolate.as_file = line, readable
    return True


def lowered(argv: list[str], limits) -> list[str]:
    """Write the command line that runs a program as a user that nobody is.

    Args:
        argv: the program.
        limits: what it may use.

    Returns:
        Arguments for ``subprocess``.

    Source: setpriv(1), prlimit(1).

    >>> from .limits import Limits
    >>> line = lowered(["true"], Limits())
    >>> line[0].endswith("setpriv"), "--nproc=64" in line, line[-1]
    (True, True, 'true')
    """
    from .isolate import stranger

    number = stranger()
    amounts = {"cpu": limits.cpu_seconds, "as": limits.memory, "fsize": limits.file_bytes}
    amounts |= {"nproc": limits.processes, "nofile": limits.descriptors, "core": 0}
    line = [shutil.which("setpriv") or "setpriv", f"--reuid={number}", f"--regid={number}", "--clear-groups"]
    line += ["--inh-caps=-all", "--bounding-set=-all", "--no-new-privs", "--"]
    line += [shutil.which("prlimit") or "prlimit", *(f"--{key}={value}" for key, value in amounts.items())]
    return [*line, "--", *argv]


def main(argv: list[str]) -> int:
    """Write ``results.json``, whatever happens.

    Args:
        argv: the container's folder, such as /autograder.

    Returns:
        0; 1 if the submission could not be marked.

    Source: Gradescope's best practices: a file of results even if the grader fails.
    """
    home = Path(argv[0] if argv else "/autograder")
    try:
        found = mark(home)
    except Exception as error:
        traceback.print_exc()
        found = failed(f"{type(error).__name__}: {error}")
    target = home / "results" / "results.json"
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(json.dumps(found, indent=1, ensure_ascii=False), encoding="utf-8")
    return 0 if "score" in found else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
