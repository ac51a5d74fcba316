"""The set for nbgrader: a course folder whose source notebook ``nbgrader generate_assignment`` reads."""

from __future__ import annotations

import re
from pathlib import Path

from coursework import master

from . import environment, hidden, notebook
from .course_set import CourseSet, Question, solved
from .student import HAND_IN, PLACE

CONFIG = '''"""Settings of nbgrader for this set; copy the folder source/ into your own course folder."""

c = get_config()
c.CourseDirectory.course_id = "one-eigenmode"
c.ClearSolutions.code_stub = {"python": "..."}
c.ExecutePreprocessor.timeout = 120
'''
LINE = re.compile(r"\S.*# SOLUTION", re.M)
LOADER = "# This cell is used when your notebook is marked; it does nothing before."


def build(course: CourseSet) -> dict:
    """Make the source notebook.

    Args:
        course: the set.

    Returns:
        A notebook whose cells carry nbgrader's metadata; hidden checks stand between its own marks.

    Source: nbgrader's documentation, "Creating and grading assignments"; metadata of version 3.
    """
    cells = [notebook.set_up(course.addresses)]
    for part in course.parts:
        cells += _question(part) if isinstance(part, Question) else [_plain(part)]
    cells.insert(1, _loader(course))
    cells.insert(0, cells.pop(2))  # the title first
    return notebook.book([*cells, notebook.markdown(HAND_IN, "hand-in")])


def write(course: CourseSet, target: Path, generate: bool) -> None:
    """Write a course folder for nbgrader.

    Args:
        course: the set.
        target: the folder.
        generate: run ``nbgrader generate_assignment``, which writes the students' version into release/.

    Raises:
        RuntimeError: with nbgrader's words, when it refuses.
    """
    source = target / "source" / course.name
    source.mkdir(parents=True, exist_ok=True)
    (target / "nbgrader_config.py").write_text(CONFIG, encoding="utf-8")
    (source / f"{course.name}.ipynb").write_text(notebook.dump(build(course)), encoding="utf-8")
    if generate:
        environment.run("nbgrader", "generate_assignment", course.name, "--force", cwd=target)


def _question(question: Question) -> list[dict]:
    name, number, cells = question.item.name, 0, []
    for cell in question.cells:
        if cell.block == "SOLUTION" and cell.kind == "code":
            number += 1
            cells.append(_answer(question, number, cell))
        elif cell.block == "SOLUTION" and question.item.kind == "written":
            cells.append(_written(question, cell))
        elif cell.block == "SOLUTION":
            continue  # why the code is right: for the solution notebook
        elif cell.block not in ("TESTS", "PROMPT"):
            cells.append(_plain(cell))
    return cells + [_test(question, check, f"{name}-{check.name}") for check in question.item.checks]


def _answer(question: Question, number: int, cell: master.Cell) -> dict:
    """A cell with nbgrader's marks; a single line is kept as a stub, with the solution after it."""
    if "# BEGIN SOLUTION" in cell.source and not LINE.search(cell.source):
        source = re.sub(r"# (BEGIN|END) SOLUTION.*", r"### \1 SOLUTION", cell.source)
    else:
        stub, answer = master.blank(cell.source), solved(cell.source)
        source = f"{stub}\n### BEGIN SOLUTION\n{answer}\n### END SOLUTION"
    manual = question.item.kind == "written" and number == 1
    points = {"points": question.item.points} if manual else {}
    data = _data(f"{question.item.name}-answer-{number}", solution=True, grade=manual, **points)
    return notebook.code(source, f"answer-{question.item.name}-{number}", nbgrader=data)


def _written(question: Question, cell: master.Cell) -> dict:
    data = _data(f"{question.item.name}-answer", solution=True, grade=True, points=question.item.points)
    place = PLACE.format(question.item.name).partition("\n")[0]
    source = f"{place}\n### BEGIN SOLUTION\n{cell.source}\n### END SOLUTION"
    return notebook.markdown(source) | {"metadata": {"nbgrader": data}}


def _test(question: Question, check, grade_id: str) -> dict:
    if check.public:
        source = question.tests[check.name]
        arguments = source.partition("(")[2].partition(")")[0]
        source = f"{source}\n\n\n{check.name}({arguments})"
    else:
        call = f'hidden_checks.run("{question.item.name}", "{check.name}", globals())'
        source = f"# A hidden check.\n### BEGIN HIDDEN TESTS\n{call}\n### END HIDDEN TESTS"
    data = _data(grade_id, grade=True, locked=True, points=check.points)
    return notebook.code(source, nbgrader=data)


def _loader(course: CourseSet) -> dict:
    """The hidden checks themselves, in a cell of no points: only cells with a mark may hide anything."""
    code = hidden.inline(hidden.archive(course))
    source = f"{LOADER}\n### BEGIN HIDDEN TESTS\n{code}\n### END HIDDEN TESTS"
    return notebook.code(source, "loader", nbgrader=_data("loader", grade=True, locked=True, points=0))


def _data(grade_id: str, **choices) -> dict:
    plain = {"grade": False, "solution": False, "locked": False, "task": False, "schema_version": 3}
    return plain | choices | {"grade_id": grade_id}


def _plain(cell: master.Cell) -> dict:
    if cell.kind == "markdown":
        return notebook.markdown(cell.source)
    return notebook.code(cell.source)
