"""The environment with Otter and nbgrader, made on demand in ``.cache/coursework-env``."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from pathlib import Path

from bookbuild.once import made_once

from .course_set import ROOT

PINS = ROOT / "requirements-coursework.txt"


def folder() -> Path:
    """Return where the environment is or will be: a folder for each Python and each list of pins.

    Returns:
        A path inside ``.cache``.

    Source: ``requirements-coursework.txt``.
    """
    key = hashlib.sha256(PINS.read_bytes() + sys.version.encode()).hexdigest()[:16]
    return ROOT / ".cache" / "coursework-env" / key


def ensure() -> Path:
    """Make the environment if it is not there.

    Returns:
        Its folder; programs are in ``bin``.

    Raises:
        RuntimeError: with pip's last lines, when something cannot be installed.

    Source: ``requirements-coursework.txt``.
    """
    return made_once(folder(), _make)


def run(program: str, *arguments: object, cwd: Path, check: bool = True, timeout: float = 600):
    """Run a program of the environment with the book's package at hand.

    Args:
        program: such as "otter" or "python".
        arguments: of it.
        cwd: folder to run in.
        check: raise when it fails.
        timeout: seconds.

    Returns:
        The finished process, its output as text.

    Raises:
        RuntimeError: it failed; the message is its output.
    """
    place = ensure() / "bin"
    return _run([place / program, *arguments], cwd, check, timeout, {"PATH": f"{place}:{os.environ['PATH']}"})


def settings(**more: str) -> dict[str, str]:
    """Return the process environment: the book's package on the path, nothing of another environment.

    Args:
        more: variables to add.

    Returns:
        A mapping for ``subprocess``.
    """
    clean = {k: v for k, v in os.environ.items() if k not in ("VIRTUAL_ENV", "PYTHONHOME")}
    clean |= {"PYTHONPATH": str(ROOT / "src"), "OMP_NUM_THREADS": "1", "PIP_DISABLE_PIP_VERSION_CHECK": "1"}
    return clean | more


def _make(place: Path) -> None:
    print("Making the environment for Otter and nbgrader (once, about a minute) ...", flush=True)
    _must(sys.executable, "-m", "venv", place)
    _must(place / "bin" / "python", "-m", "pip", "install", "-q", "-r", PINS)


def _must(*command: object) -> None:
    _run(command, ROOT, True, 900, {})


def _run(command, cwd, check, timeout, more):
    done = subprocess.run(
        [*map(str, command)], cwd=cwd, env=settings(**more), capture_output=True, text=True,
        check=False, timeout=timeout,
    )  # fmt: skip
    if check and done.returncode:
        said = "\n".join((done.stdout + done.stderr).strip().splitlines()[-30:])
        raise RuntimeError(f"{Path(command[0]).name} failed:\n{said}")
    return done
