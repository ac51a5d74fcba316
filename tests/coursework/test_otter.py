"""The form for Otter, in the real Otter; its environment takes about two minutes to make, once."""

import json
import subprocess
import sys

import pytest

from coursework import attacks, master
from coursework.forms import elsewhere, environment, notebook, otter, solution, student

pytestmark = pytest.mark.nightly

READ = """
import json, sys, jupytext
print(json.dumps([[c.cell_type, c.source] for c in jupytext.read(sys.argv[1]).cells if c.source]))
"""


@pytest.fixture(scope="module")
def assigned(course, tmp_path_factory):
    """The folder that ``otter assign`` wrote; it has run the solutions through all tests on the way."""
    folder = tmp_path_factory.mktemp(course.name)
    otter.write(course, folder, assign=True)
    return folder / "assigned"


def points(assigned, book, tmp_path):
    (grader,) = (assigned / "autograder").glob("*-autograder_*.zip")
    (tmp_path / "handed_in.ipynb").write_text(notebook.dump(book), "utf-8")
    environment.run("otter", "run", "-a", grader, "handed_in.ipynb", cwd=tmp_path)
    found = json.loads((tmp_path / "results.json").read_text("utf-8"))
    return sum(test.get("score") or 0 for test in found["tests"])


def test_our_reader_reads_as_jupytext_does(course):
    path = course.folder / "master.md"
    done = environment.run("python", "-c", READ, path, cwd=path.parent)
    theirs = [(kind, source) for kind, source in json.loads(done.stdout)]
    ours = [(c.kind, c.source) for c in master.cells(path.read_text("utf-8"))]
    assert [k for k, _ in ours] == [k for k, _ in theirs]
    assert [s.strip() for _, s in ours] == [s.strip() for _, s in theirs]


def test_otters_stubs_are_ours(course, assigned):
    theirs = json.loads((assigned / "student" / f"{course.name}.ipynb").read_text("utf-8"))["cells"]
    code = ["".join(c["source"]).strip() for c in theirs if c["cell_type"] == "code"]
    for cell in student.build(course)["cells"]:
        if cell["id"].startswith("answer-") and cell["cell_type"] == "code":
            assert "".join(cell["source"]).strip() in code


def test_the_solutions_get_full_marks_and_a_blank_none(course, assigned, tmp_path):
    checked = sum(q.item.points for q in course.questions if q.item.checks)
    assert points(assigned, solution.build(course), tmp_path) == pytest.approx(checked)
    assert points(assigned, student.build(course), tmp_path) == 0


def test_students_get_no_hidden_check(course, assigned):
    text = (assigned / "student" / f"{course.name}.ipynb").read_text("utf-8")
    assert "hidden_checks" not in text
    assert not [
        c.name for q in course.questions for c in q.item.checks if not c.public and f"{c.name}(" in text
    ]
    assert not (assigned / "student" / "hidden_checks.zip").exists()


def test_the_environment_is_separate():
    ask = "import sys; print(sys.prefix)"
    here = subprocess.run([sys.executable, "-c", ask], capture_output=True, text=True, check=True).stdout
    assert environment.run("python", "-c", ask, cwd=environment.ROOT).stdout != here


def test_one_cell_gets_full_marks_here_which_is_why_the_guide_warns(course, assigned):
    (grader,) = (assigned / "autograder").glob("*-autograder_*.zip")
    items = [q.item for q in course.questions]
    got = elsewhere.in_otter(attacks.cells("patched_otter", *attacks.names(items)), grader)
    assert got == pytest.approx(sum(item.points for item in items if item.checks))
