"""Set up what the two commands need: a virtual environment with the pinned requirements, and programs.

Run by the machine's own Python, before anything is installed, so only the standard library is used:

    PYTHONPATH=src python3 -m bookbuild.bootstrap book     # what building and serving needs
    PYTHONPATH=src python3 -m bookbuild.bootstrap test     # that, what the tests need, a browser, bubblewrap

(As a module, never as a file: a file's folder stands first on the path, and this one holds a numbers.py.)
A stamp, written last, says what was installed; when it holds nothing is done, and a set-up that was
interrupted has none and is taken up again.
"""

import hashlib
import json
import os
import sys

from .bubblewrap import get_bubblewrap
from .chromium import get_browser
from .environment import ROOT, SUITABLE, VENV, CannotSetUp, choose_python, install, make_environment, say

STAMP = "set-up.json"


def wanted(level, root=ROOT):
    """Return the hash of what a level installs: its pins and the package's own metadata."""
    names = ["requirements.txt", "pyproject.toml"] + (["requirements-test.txt"] if level == "test" else [])
    return hashlib.sha256(b"\0".join((root / name).read_bytes() for name in names)).hexdigest()


def installed(venv=VENV):
    """Return what the stamp says: a hash for each level that is set up."""
    try:
        return json.loads((venv / STAMP).read_text("utf-8"))
    except (OSError, ValueError):
        return {}


def stamp(levels, venv=VENV):
    """Write the stamp in one step, so that it is there whole or not at all."""
    part = venv / (STAMP + ".part")
    part.write_text(json.dumps(levels), "utf-8")
    part.replace(venv / STAMP)


def set_up(level):
    """Bring the environment to a level, doing nothing that is already done."""
    levels = installed()
    if levels.get(level) != wanted(level):
        make_environment()
        (VENV / STAMP).unlink(missing_ok=True)
        install(level)
        # The tests' pins include the book's.
        stamp({name: wanted(name) for name in (["book", "test"] if level == "test" else ["book"])})
        say("done")
    if level == "test":
        get_browser()
        get_bubblewrap()


def main(arguments):
    """Run from the Makefile; returns the exit status."""
    try:
        if sys.version_info[:2] not in SUITABLE:
            # A suitable Python elsewhere takes over: the rest may use what an old one lacks.
            python = choose_python()
            os.execvp(python, [python, "-m", "bookbuild.bootstrap", *arguments])
        set_up(arguments[0] if arguments else "book")
    except CannotSetUp as stop:
        print(stop, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("\n[set-up] interrupted; the next call takes it up again", file=sys.stderr)
        return 130
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
