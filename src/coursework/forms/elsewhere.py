"""What the attacks of the bank get in Otter and nbgrader, measured: ``python -m coursework.forms.elsewhere``.

Each attack is handed in to the real programs with a real set, one at a time, inside bubblewrap: without a
network, as a user that nobody is, with little memory and time. Here the sandbox protects this machine; the
programs under test have none of their own, and that is what the table shows.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time
import tomllib
from pathlib import Path

from coursework import attacks, memory, sets
from coursework.course import load
from coursework.grade import mark_one
from coursework.isolate import stranger
from coursework.limits import MEGABYTE, Limits
from coursework.variants import DEMONSTRATION

from . import course_set, environment, notebook, otter
from . import nbgrader as nbgrader_form
from .course_set import ROOT

TABLE = attacks.folder() / "elsewhere.toml"
SECONDS = 50
MOST = 3072 * MEGABYTE  # of all processes of an attack together
SPARE = 6 * 1024 * MEGABYTE  # of the machine, which an attack may never touch
LIMITS = Limits(boot_seconds=20, cell_seconds=5, wall_seconds=SECONDS, check_seconds=15, cpu_seconds=30)
ENDED = "it had to be ended"
WORDS = {ENDED: "never ends", "none": "no mark"}
HEAD = """# What each attack gets here, in Otter {otter} and in nbgrader {nbgrader}; the checks of {name} give
# {points:g} points. The demonstration variant; made by `python -m coursework.forms.elsewhere`.
# "none": no mark. "it had to be ended": none within {seconds} seconds and 3 GB; a batch would hang here.
"""


def apart(work: Path, *command: object) -> bool:
    """Run a program of the environment inside bubblewrap, with ``work`` as the only place to write.

    Args:
        work: a folder; it becomes the working folder and the home.
        command: program and arguments.

    Returns:
        Whether it ended by itself within its limits.

    Source: bwrap(1), setpriv(1), prlimit(1).
    """
    number = stranger()
    subprocess.run(["chown", "-R", str(number), str(work)], check=True)
    process = subprocess.Popen(
        _line(work, number, [*map(str, command)]), stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True,
    )  # fmt: skip
    end = time.monotonic() + SECONDS
    while process.poll() is None:
        if time.monotonic() > end or memory.held(memory.below(process.pid)) > MOST or _spare() < SPARE:
            process.kill()  # bubblewrap dies, and the kernel ends all that lives inside
            process.wait()
            return False
        time.sleep(0.05)
    return True


def _spare() -> int:
    with open("/proc/meminfo", encoding="ascii") as file:
        return next(int(line.split()[1]) * 1024 for line in file if line.startswith("MemAvailable"))


def _line(work: Path, number: int, command: list[str]) -> list[str]:
    place, base = environment.ensure(), Path(sys.base_prefix)
    shown = [
        "/usr",
        "/etc/ld.so.cache",
        "/etc/alternatives",
        "/etc/hosts",
        "/etc/nsswitch.conf",
        *map(str, (base, place, ROOT / "src")),
    ]
    folders = sorted({str(parent) for path in shown for parent in Path(path).parents} - {"/"})
    line = ["bwrap", "--die-with-parent", "--new-session", "--unshare-pid", "--unshare-net", "--unshare-ipc"]
    line += ["--unshare-uts", "--clearenv"]
    values = {"HOME": "/grading", "PATH": f"{place}/bin:/usr/bin", "PYTHONPATH": str(ROOT / "src")}
    values |= {"LANG": "C.UTF-8", "OMP_NUM_THREADS": "1", "LD_LIBRARY_PATH": f"{base}/lib"}
    line += [part for name, value in values.items() for part in ("--setenv", name, value)]
    line += [part for folder in folders for part in ("--perms", "0755", "--dir", folder)]
    line += [part for path in dict.fromkeys(shown) for part in ("--ro-bind-try", path, path)]
    for name in ("bin", "lib", "lib64", "sbin"):
        line += ["--symlink", f"usr/{name}", f"/{name}"] if os.path.islink(f"/{name}") else []
    line += ["--proc", "/proc", "--dev", "/dev", "--remount-ro", "/dev"]
    line += ["--perms", "1777", "--size", str(64 * MEGABYTE), "--tmpfs", "/tmp"]
    line += ["--bind", str(work), "/grading", "--chdir", "/grading", "--remount-ro", "/", "--"]
    line += ["setpriv", f"--reuid={number}", f"--regid={number}", "--clear-groups", "--no-new-privs"]
    line += ["--inh-caps=-all", "--bounding-set=-all", "--"]
    amounts = {"cpu": SECONDS, "as": MOST, "fsize": 64 * MEGABYTE, "nproc": 200, "core": 0}
    return [*line, "prlimit", *(f"--{name}={amount}" for name, amount in amounts.items()), "--", *command]


def here(sources: list[str], name: str) -> float | str:
    """Hand code cells in to the grader of this project.

    Args:
        sources: of the cells.
        name: of the set.

    Returns:
        Points.
    """
    course = load(name, DEMONSTRATION[1], DEMONSTRATION[0])
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "attack.ipynb")
        path.write_text(attacks.notebook(sources), "utf-8")
        return mark_one(path, course, LIMITS)["earned"]


def in_otter(sources: list[str], grader: Path) -> float | str:
    """Hand code cells in to Otter.

    Args:
        sources: of the cells.
        grader: the zip that ``otter assign`` made.

    Returns:
        Points, or why there are none.
    """
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        shutil.copy(grader, work / "grader.zip")
        book = notebook.book([notebook.code(source) for source in sources])
        (work / "attack.ipynb").write_text(notebook.dump(book), "utf-8")
        out = work / "out"
        out.mkdir()
        ended = apart(work, "otter", "run", "-a", "grader.zip", "-o", "out", "attack.ipynb")
        try:
            found = json.loads((out / "results.json").read_text("utf-8"))
            if "score" in found:
                return found["score"]
            return sum(test.get("score") or 0 for test in found["tests"])
        except (OSError, ValueError, KeyError, TypeError):
            return "none" if ended else ENDED


def in_nbgrader(sources: list[str], course: Path, name: str) -> float | str:
    """Hand code cells in to nbgrader, in place of the first answer of the released notebook.

    Args:
        sources: of the cells.
        course: folder with ``release/`` made.
        name: of the set.

    Returns:
        Points, or why there are none.
    """
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        shutil.copytree(course, work, dirs_exist_ok=True)
        book = json.loads((work / "release" / name / f"{name}.ipynb").read_text("utf-8"))
        _replace_answers(book, sources)
        place = work / "submitted" / "attack" / name
        place.mkdir(parents=True)
        (place / f"{name}.ipynb").write_text(json.dumps(book), "utf-8")
        options = ("--student", "attack", "--ExecutePreprocessor.timeout=15")
        ended = apart(work, "nbgrader", "autograde", name, *options)
        try:
            points = _points(work / "gradebook.db")
        except sqlite3.Error:
            points = None
        return points if points is not None else ("none" if ended else ENDED)


def _replace_answers(book: dict, sources: list[str]) -> None:
    first = True
    for cell in book["cells"]:
        data = cell["metadata"].get("nbgrader", {})
        if data.get("solution") and cell["cell_type"] == "code":
            cell["source"] = sources[0] if first else "pass"
            first = False
    place = next(i for i, c in enumerate(book["cells"]) if c["source"] == sources[0]) + 1
    for number, source in enumerate(sources[1:]):
        book["cells"].insert(place + number, notebook.code(source, f"attack-{number}"))


def _points(path: Path) -> float | None:
    """Sum what the gradebook has for the attack; None if it was not marked."""
    with sqlite3.connect(path) as database:
        if not database.execute("select count(*) from submitted_assignment").fetchone()[0]:
            return None
        (points,) = database.execute("select sum(coalesce(manual_score, auto_score)) from grade").fetchone()
    return points


def measure(name: str, chosen: list[str], report) -> dict[str, dict]:
    """Run attacks in both programs, and a blank and the reference beside them.

    Args:
        name: of the set.
        chosen: names of attacks.
        report: called with a line and all that was found, after each attack.

    Returns:
        Attack -> {"otter", "nbgrader"}.
    """
    course = course_set.read(name, *DEMONSTRATION)
    aims = attacks.names([question.item for question in course.questions])
    found = {}
    with tempfile.TemporaryDirectory() as folder:
        otter.write(course, Path(folder, "otter"), assign=True)
        nbgrader_form.write(course, Path(folder, "nbgrader"), generate=True)
        (grader,) = Path(folder, "otter").rglob("*-autograder_*.zip")
        right = [course_set.solved(cell.source) for question in course.questions
                 for cell in question.cells if cell.block == "SOLUTION" and cell.kind == "code"]  # fmt: skip
        tries = {"_reference": ["import numpy as np", *right], "_blank": ["pass", "pass"]}
        tries |= {attack: attacks.cells(attack, *aims) for attack in chosen}
        for attack, sources in tries.items():
            began = time.monotonic()
            found[attack] = {
                "here": here(sources, name),
                "otter": in_otter(sources, grader),
                "nbgrader": in_nbgrader(sources, Path(folder, "nbgrader"), name),
            }
            report(f"{attack}: {found[attack]} in {time.monotonic() - began:.0f} s", found)
    return found


def table(found: dict[str, dict], name: str, points: float) -> str:
    """Write the measured table as TOML.

    Args:
        found: of ``measure``.
        name: of the set.
        points: that its checks give.

    Returns:
        The text of ``elsewhere.toml``.
    """
    pins = environment.PINS.read_text("utf-8").splitlines()
    versions = {n: next(p for p in pins if p.startswith(f"{m}==")).partition("==")[2]
                for n, m in (("otter", "otter-grader"), ("nbgrader", "nbgrader"))}  # fmt: skip
    lines = [HEAD.format(name=name, points=points, seconds=SECONDS, **versions)]
    for attack, got in found.items():
        values = [f"{k} = {json.dumps(v if isinstance(v, str) else round(v, 3))}" for k, v in got.items()]
        lines += [f"[{attack}]", *values]
    return "\n".join(lines) + "\n"


def shown(path: Path = TABLE) -> str:
    """Print the measured table as text.

    Args:
        path: of ``elsewhere.toml``.

    Returns:
        A line for each attack: what it tries, and its points here, in Otter and in nbgrader.
    """
    found, tries = tomllib.loads(path.read_text("utf-8")), attacks.bank()
    lines = [f"{'attack':20} {'here':>6} {'Otter':>20} {'nbgrader':>20}  tries"]
    for name, got in found.items():
        values = [str(got.get(k, "")) for k in ("here", "otter", "nbgrader")]
        lines.append(f"{name:20} {values[0]:>6} {values[1]:>20} {values[2]:>20}  {tries.get(name, '')}")
    return "\n".join(lines)


def markdown(path: Path = TABLE) -> str:
    """Write the measured table for the teachers' page.

    Args:
        path: of ``elsewhere.toml``.

    Returns:
        A Markdown table, a row for each attack.
    """
    found, tries = tomllib.loads(path.read_text("utf-8")), attacks.bank()
    lines = ["| Attack | Here | Otter | nbgrader |", "|---|---:|---:|---:|"]
    for name, got in found.items():
        if name in tries:
            cells = [WORDS.get(value, value) for value in (got[k] for k in ("here", "otter", "nbgrader"))]
            lines.append(f"| {tries[name]} | " + " | ".join(_short(c) for c in cells) + " |")
    return "\n".join(lines)


def _short(value: object) -> str:
    return value if isinstance(value, str) else f"{value:g}"


def main(argv: list[str]) -> int:
    """Measure and write the table; minutes for each dozen attacks."""
    asked = argparse.ArgumentParser(prog="python -m coursework.forms.elsewhere", description=__doc__)
    asked.add_argument("attacks", nargs="*", help="all if none is named")
    asked.add_argument("--set", default="ps1")
    asked.add_argument("--show", action="store_true", help="print the stored table; run nothing")
    asked.add_argument("--markdown", action="store_true", help="show it as the teachers' page has it")
    asked.add_argument("--out", type=Path, default=TABLE)
    given = asked.parse_args(argv)
    if given.show:
        print(markdown(given.out) if given.markdown else shown(given.out))
        return 0
    chosen = given.attacks or list(attacks.bank())
    items = sets.load(given.set).ITEMS
    points = sum(item.points for item in items if item.kind != "written")

    def report(line: str, found: dict) -> None:
        print(line, flush=True)
        given.out.write_text(table(found, given.set, points), "utf-8")

    measure(given.set, chosen, report)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
