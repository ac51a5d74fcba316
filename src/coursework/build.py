"""``python -m coursework build``: write every form of the sets for one term."""

from __future__ import annotations

import argparse
import shutil
import sys
from pathlib import Path

from . import sets
from .variants import DEMONSTRATION

OUT = Path("_build") / "assignments"


def parser() -> argparse.ArgumentParser:
    """Return the reader of the command line."""
    asked = argparse.ArgumentParser(
        prog="python -m coursework build", description="Write every form of the sets."
    )
    asked.add_argument("sets", nargs="*", help="such as ps1 ps2; all if none is named")
    asked.add_argument("--term", help="a tag that names the term, such as 2027S")
    asked.add_argument("--secret-file", type=Path, help="file with the course secret")
    asked.add_argument("--demonstration", action="store_true", help="the variant that everybody may see")
    asked.add_argument("--out", type=Path, default=OUT, help="folder to write into (default: %(default)s)")
    asked.add_argument("--notebooks", type=Path, help="write the demonstration notebooks there, nothing else")
    asked.add_argument("--tools", action="store_true", help="run Otter and nbgrader on their forms as well")
    return asked


def main(argv: list[str]) -> int:
    """Run from the command line.

    Args:
        argv: arguments after ``build``.

    Returns:
        0; 2 if something does not fit, which is then said in a sentence.

    Source: ``parser``.
    """
    from .forms.course_set import SetError

    asked = parser().parse_args(argv)
    try:
        if asked.notebooks:
            return _demonstration(asked)
        secret, term = _course(asked)
        for name in asked.sets or sets.names():
            write(name, secret, term, asked.out / name, tools=asked.tools)
        return 0
    except (SetError, ValueError, OSError, RuntimeError) as stop:
        print(stop, file=sys.stderr)
        return 2


def _course(asked) -> tuple[str, str]:
    if asked.demonstration:
        return DEMONSTRATION
    if not asked.secret_file or not asked.term:
        raise ValueError("--secret-file and --term are needed (or --demonstration)")
    secret = asked.secret_file.read_text("utf-8").strip()
    if len(secret) < 16:
        raise ValueError(f"{asked.secret_file}: a course secret has 16 characters or more")
    return secret, asked.term


def _demonstration(asked) -> int:
    from .forms.demonstration import write as write_notebooks

    for path in write_notebooks(asked.notebooks):
        print(f"wrote {path}")
    return 0


def write(name: str, secret: str, term: str, target: Path, tools: bool = False) -> None:
    """Write every form of a set.

    Args:
        name: of the set.
        secret: of the course.
        term: tag of the term.
        target: folder of the set; the forms become folders in it.
        tools: run ``otter assign`` and ``nbgrader generate_assignment`` too, in their own environment.

    Raises:
        SetError: the set is not consistent.
        RuntimeError: Otter or nbgrader refuses it.
    """
    from .forms import bundle, course_set, nbgrader, notebook, otter, solution, student, teacher

    course = course_set.read(name, secret, term)
    for form in ("student", "solution", "teacher", "otter", "nbgrader"):
        shutil.rmtree(target / form, ignore_errors=True)
        (target / form).mkdir(parents=True)
    files = {
        target / "student" / f"{name}.ipynb": notebook.dump(student.build(course)),
        target / "solution" / f"{name}.ipynb": notebook.dump(solution.build(course)),
        target / "teacher" / f"{name}.md": teacher.build(course),
    }
    for path, text in files.items():
        path.write_text(text, encoding="utf-8")
    bundle.write(course, target / "grader")
    otter.write(course, target / "otter", assign=tools)
    nbgrader.write(course, target / "nbgrader", generate=tools)
    print(f"{name}, term {term}: {target}/{{student,solution,teacher,grader,otter,nbgrader}}")
