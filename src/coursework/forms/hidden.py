"""The hidden checks as one zip file, for graders that run tests beside the student's code.

Otter and nbgrader run tests in the student's own process. They get the same checks as the grader of this
project, with the constants of the term and without the secret, and that is convenience, not protection:
whoever looks for the zip while his notebook is being run will find it.
"""

from __future__ import annotations

import base64
import io
import zipfile
from pathlib import Path

from .course_set import ROOT, CourseSet

NAME = "hidden_checks.zip"
PACKAGE = ROOT / "src" / "coursework"
ENTRY = '''"""Runs one hidden check on the names of a notebook."""

import os
from fractions import Fraction

import set_checks
from coursework.in_process import InProcess
from coursework.items import Variant, run_check

VARIANT = Variant({name!r}, {term!r}, {values!r}, {words!r})


def run(item, check, env):
    """Raise AssertionError, with the hint, if a check does not pass."""
    (item,) = [i for i in set_checks.ITEMS if i.name == item]
    (check,) = [c for c in item.checks if c.name == check]
    outcome = run_check(item, check, InProcess(env), VARIANT, os.urandom(8).hex())
    if not outcome.passed:
        raise AssertionError(outcome.message)
'''


def archive(course: CourseSet) -> bytes:
    """Pack the checks of a set.

    Args:
        course: the set, with the variant of the term.

    Returns:
        A zip file that Python can import from: ``hidden_checks.run(item, check, names)``.

    Source: ``checks.py``; the modules of ``coursework`` that it may import.
    """
    variant = course.variant
    entry = ENTRY.format(name=variant.set_name, term=variant.term, values=variant.values, words=variant.words)
    files = {"hidden_checks.py": entry}
    for path in sorted(course.folder.glob("*.py")):  # checks.py may be split over modules beside it
        files[f"set_checks/{'__init__.py' if path.name == 'checks.py' else path.name}"] = _text(path)
    files |= {f"coursework/{path.name}": _text(path) for path in sorted(PACKAGE.glob("*.py"))}
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as file:
        for name, text in files.items():
            file.writestr(zipfile.ZipInfo(name, (2000, 1, 1, 0, 0, 0)), text, zipfile.ZIP_DEFLATED)
    return packed.getvalue()


def otter_test(item: str, check: str) -> str:
    """Write a hidden check as a test function of Otter's.

    Args:
        item: name of the item.
        check: name of the check.

    Returns:
        Source of a function that is called with the notebook's names.

    Source: Otter's exception-based tests; ``env`` is all of the notebook's names.

    >>> "def test_start(env)" in otter_test("q1", "test_start")
    True
    """
    return f'''def {check}(env):
    """A hidden check."""
    import sys
    if "{NAME}" not in sys.path:
        sys.path.insert(0, "{NAME}")
    import hidden_checks
    hidden_checks.run("{item}", "{check}", env)'''


def inline(packed: bytes) -> str:
    """Write the archive as code that makes ``hidden_checks`` importable, for a cell of nbgrader's.

    Args:
        packed: the archive.

    Returns:
        Python source.

    Source: nbgrader copies files beside the notebook to students, but not its hidden cells.
    """
    text = base64.b85encode(packed).decode()
    return f"""import base64, os, sys, tempfile
_packed = os.path.join(tempfile.mkdtemp(), "{NAME}")
with open(_packed, "wb") as _file:
    _file.write(base64.b85decode({text!r}))
sys.path.insert(0, _packed)
import hidden_checks"""


def _text(path: Path) -> str:
    return path.read_text(encoding="utf-8")
