"""Copies of the toy book, to be built, changed and broken by the tests.

From a shell: ``python tests/book/toys.py FOLDER`` lays a copy there and builds it.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

from bookbuild import serve

ROOT = Path(__file__).resolve().parents[2]
TOY = Path(__file__).with_name("toy")


def lay(folder, *, own_source=False):
    """Lay a toy book in ``folder`` under the book's settings; with ``own_source``, a copy of src/ too."""
    folder = Path(folder)
    shutil.copytree(TOY, folder, dirs_exist_ok=True)
    shutil.copy(ROOT / "_config.yml", folder / "_config.yml")
    source = folder / "src"
    if own_source:
        shutil.copytree(ROOT / "src", source, ignore=shutil.ignore_patterns("__pycache__", "*.egg-info"))
    elif not source.exists():
        source.symlink_to(ROOT / "src")
    return folder


def edit(path, old, new):
    """Replace ``old``, which must be there, by ``new``."""
    text = path.read_text("utf-8")
    assert old in text, f"{old!r} is not in {path.name}"
    path.write_text(text.replace(old, new), "utf-8")


def executed(done):
    """The pages whose cells a build really ran."""
    return {
        Path(line.split(":")[0]).stem for line in done.stdout.splitlines() if ": Executing notebook" in line
    }


def build(folder):
    """Build the book in ``folder`` strictly; returns the finished process, its output in ``.stdout``."""
    environment = os.environ | {
        "OMP_NUM_THREADS": "1",
        "NO_COLOR": "1",
        "PYTHONPATH": str(Path(folder) / "src"),
        "PYTHONDONTWRITEBYTECODE": "1",
    }
    command = [sys.executable, "-c", serve.JUPYTER_BOOK, "build", str(folder), "-W", "--keep-going"]
    return subprocess.run(
        command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False
    )


if __name__ == "__main__":
    done = build(lay(sys.argv[1]))
    print(done.stdout)
    sys.exit(done.returncode)
