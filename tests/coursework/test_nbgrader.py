"""The form for nbgrader, in the real nbgrader; its environment takes about two minutes to make, once."""

import json
import re
import shutil

import pytest

from coursework import attacks
from coursework.forms import course_set, elsewhere, environment, nbgrader, notebook

pytestmark = pytest.mark.nightly


@pytest.fixture(scope="module")
def released(course, tmp_path_factory):
    """A course folder in which ``nbgrader generate_assignment`` has written the release."""
    folder = tmp_path_factory.mktemp(course.name)
    nbgrader.write(course, folder, generate=True)
    return folder


def read(path):
    return json.loads(path.read_text("utf-8"))


def autograde(released, name, book, tmp_path):
    work = tmp_path / "course"
    shutil.copytree(released, work)
    place = work / "submitted" / "someone" / name
    place.mkdir(parents=True)
    (place / f"{name}.ipynb").write_text(json.dumps(book), "utf-8")
    environment.run("nbgrader", "autograde", name, "--student", "someone", cwd=work)
    return elsewhere._points(work / "gradebook.db")


def test_the_source_validates(course, released):
    source = released / "source" / course.name / f"{course.name}.ipynb"
    done = environment.run("nbgrader", "validate", source, cwd=released)
    assert "Success" in done.stdout + done.stderr


def test_the_release_holds_no_solution_and_no_hidden_check(course, released):
    text = (released / "release" / course.name / f"{course.name}.ipynb").read_text("utf-8")
    assert not re.search(r"SOLUTION|HIDDEN TESTS|hidden_checks|b85decode", text)
    for question in course.questions:
        for cell in question.cells:
            if cell.block == "SOLUTION":
                given = nbgrader.master.blank(cell.source)
                for line in course_set.solved(cell.source).split("\n"):
                    assert len(line) < 25 or line in given or json.dumps(line)[1:-1] not in text


def test_the_solutions_get_full_marks(course, released, tmp_path):
    book = read(released / "source" / course.name / f"{course.name}.ipynb")
    checked = sum(q.item.points for q in course.questions if q.item.checks)
    assert autograde(released, course.name, book, tmp_path) == pytest.approx(checked)


def test_a_blank_gets_nothing(course, released, tmp_path):
    book = read(released / "release" / course.name / f"{course.name}.ipynb")
    assert autograde(released, course.name, book, tmp_path) == 0


def test_every_graded_cell_has_its_points(course):
    cells = nbgrader.build(course)["cells"]
    data = [cell["metadata"]["nbgrader"] for cell in cells if "nbgrader" in cell["metadata"]]
    assert len({d["grade_id"] for d in data}) == len(data)
    assert sum(d["points"] for d in data if d["grade"]) == sum(q.item.points for q in course.questions)
    assert notebook.dump(nbgrader.build(course)) == notebook.dump(nbgrader.build(course))


def test_one_cell_gets_full_marks_here_which_is_why_the_guide_warns(course, released):
    items = [q.item for q in course.questions]
    sources = attacks.cells("emptied_cells", *attacks.names(items))
    got = elsewhere.in_nbgrader(sources, released, course.name)
    assert got == pytest.approx(sum(item.points for item in items if item.checks))
