"""The set for Otter: a master of its own form, and from it, with Otter at hand, the zip for its grader."""

from __future__ import annotations

import ast
import shutil
from pathlib import Path

import yaml

from coursework import master

from . import environment, hidden, notebook
from .course_set import CourseSet, Question

CONFIG = {
    "init_cell": False,
    "export_cell": False,
    "tests": {"ok_format": False},
    "generate": {"show_hidden": False},
    "requirements": "requirements.txt",
    "autograder_files": [hidden.NAME],
}
TEST = '""" # BEGIN TEST CONFIG\n{config}""" # END TEST CONFIG\n{source}'


def build(course: CourseSet) -> dict:
    """Make the notebook that ``otter assign`` reads.

    Args:
        course: the set.

    Returns:
        A notebook with raw cells; all checks stand in it as tests, the hidden ones as calls.

    Source: Otter Assign's notebook format, with exception-based tests and no assignment name.
    """
    cells = [_raw("# ASSIGNMENT CONFIG\n" + yaml.safe_dump(CONFIG, sort_keys=False))]
    for part in course.parts:
        cells += _question(part) if isinstance(part, Question) else [_cell(part)]
    return notebook.book(cells)


def write(course: CourseSet, target: Path, assign: bool) -> None:
    """Write the form for Otter into a folder.

    Args:
        course: the set.
        target: the folder.
        assign: run ``otter assign``, which also runs the solutions through all tests.

    Raises:
        RuntimeError: with Otter's words, when it refuses.
    """
    target.mkdir(parents=True, exist_ok=True)
    (target / f"{course.name}.ipynb").write_text(notebook.dump(build(course)), encoding="utf-8")
    (target / hidden.NAME).write_bytes(hidden.archive(course))
    (target / "requirements.txt").write_text(course.addresses.requirement() + "\n", encoding="utf-8")
    if assign:
        out = target / "assigned"
        shutil.rmtree(out, ignore_errors=True)
        environment.run("otter", "assign", f"{course.name}.ipynb", "assigned", cwd=target)


def _question(question: Question) -> list[dict]:
    item = question.item
    config = {"name": item.name, "points": item.points}
    if item.kind == "written":
        config["manual"] = True
    cells, open_block = [_raw("# BEGIN QUESTION\n" + yaml.safe_dump(config, sort_keys=False))], ""
    for cell in question.cells:
        block = cell.block if cell.block in ("SOLUTION", "PROMPT") else ""
        if cell.block == "TESTS":
            continue
        if block != open_block:
            cells += [_raw(f"# END {open_block}")] if open_block else []
            cells += [_raw(f"# BEGIN {block}")] if block else []
            open_block = block
        cells.append(_cell(cell))
    cells += [_raw(f"# END {open_block}")] if open_block else []
    if item.checks:
        cells += [_raw("# BEGIN TESTS"), *(_test(question, check) for check in item.checks)]
        cells.append(_raw("# END TESTS"))
    return [*cells, _raw("# END QUESTION")]


def _test(question: Question, check) -> dict:
    name = question.item.name
    source = alone(question.tests[check.name]) if check.public else hidden.otter_test(name, check.name)
    config = yaml.safe_dump({"points": check.points, "hidden": not check.public}, sort_keys=False)
    return notebook.code(TEST.format(config=config, source=source))


def alone(source: str) -> str:
    """Let a test function stand alone: Otter runs it without the notebook's imports.

    Args:
        source: of the function.

    Returns:
        The same, importing NumPy inside if it uses ``np``.

    Source: Otter's exception-based test files.

    >>> print(alone("def test_one(f):\\n    assert np.ones(1) == f(1)"))
    def test_one(f):
        import numpy as np
        assert np.ones(1) == f(1)
    """
    tree = ast.parse(source)
    names = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
    if "np" in names and "import numpy as np" not in source:
        tree.body[0].body.insert(0, ast.parse("import numpy as np").body[0])
    return ast.unparse(tree)


def _cell(cell: master.Cell) -> dict:
    return notebook.code(cell.source) if cell.kind == "code" else notebook.markdown(cell.source)


def _raw(source: str) -> dict:
    return {"cell_type": "raw", "id": "", "metadata": {}, "source": source.strip()}
