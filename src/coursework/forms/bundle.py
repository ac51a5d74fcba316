"""The grader as a folder that works alone, and the same as a zip for Gradescope.

It holds the grading half of ``coursework``, the checks of one set, the book's package and the secret of the
term: it is the teacher's, and nothing of it is for students.
"""

from __future__ import annotations

import json
import shutil
import tomllib
import zipfile
from importlib import metadata
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from .course_set import ROOT, CourseSet

SCRIPTS = Path(__file__).parent / "gradescope"
SKIP = shutil.ignore_patterns("__pycache__", "*.pyc")
MORE = ("tqdm", "packaging")  # what grading imports beside what the book's package does


def write(course: CourseSet, target: Path) -> None:
    """Write the folder and ``autograder.zip`` in it.

    Args:
        course: the set with the variant of the term.
        target: the folder; what was in it is replaced.

    Source: Gradescope's autograder specifications: ``setup.sh`` and ``run_autograder`` at the top.
    """
    shutil.rmtree(target, ignore_errors=True)
    target.mkdir(parents=True, mode=0o700)
    code = target / "src" / "coursework"
    code.mkdir(parents=True)
    for path in sorted((ROOT / "src" / "coursework").glob("*.py")):
        shutil.copy(path, code)
    shutil.copytree(ROOT / "src" / "stepwise_ssl", target / "src" / "stepwise_ssl", ignore=SKIP)
    for name in ("pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(ROOT / name, target)
    checks = target / "assignments" / course.name
    checks.mkdir(parents=True)
    for path in sorted(course.folder.glob("*.py")):
        shutil.copy(path, checks)
    for path in sorted(SCRIPTS.iterdir()):
        shutil.copy(path, target)
    (target / "requirements.txt").write_text("".join(f"{pin}\n" for pin in pins()), encoding="utf-8")
    secret = target / "course.json"
    secret.touch(mode=0o600)
    asked = {"set": course.name, "term": course.variant.term, "secret": course.secret}
    asked["user_is_enough"] = True  # where bubblewrap cannot work; False: then no mark is given
    secret.write_text(json.dumps(asked, indent=1) + "\n", encoding="utf-8")
    pack(target, target / "autograder.zip")


def pins() -> list[str]:
    """Return exact versions of what the grader needs: those that it was proved with.

    Returns:
        Lines for pip, sorted.

    Source: ``pyproject.toml`` for what is asked for, the installed packages for the versions.

    >>> names = [line.partition("==")[0] for line in pins()]
    >>> "scipy" in names, "pytest" in names, "torch" in names
    (True, False, False)
    """
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    wanted = [Requirement(line) for line in (*project["dependencies"], *MORE)]
    seen: dict[str, str] = {}
    while wanted:
        asked = wanted.pop()
        name = canonicalize_name(asked.name)
        if name in seen or (asked.marker and not asked.marker.evaluate({"extra": ""})):
            continue
        found = metadata.distribution(asked.name)
        seen[name] = found.version
        wanted += [Requirement(line) for line in found.requires or ()]
    return sorted(f"{name}=={version}" for name, version in seen.items())


def pack(folder: Path, target: Path) -> None:
    """Pack a folder into a zip whose bytes depend on its files only.

    Args:
        folder: to pack.
        target: the zip, which may lie in the folder.

    Source: the scripts keep their right to be executed.
    """
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as packed:
        for path in sorted(folder.rglob("*")):
            if path.is_file() and path != target:
                entry = zipfile.ZipInfo(str(path.relative_to(folder)), (2000, 1, 1, 0, 0, 0))
                entry.external_attr = (0o755 if path.suffix == ".sh" or not path.suffix else 0o644) << 16
                packed.writestr(entry, path.read_bytes(), zipfile.ZIP_DEFLATED)
