"""Solutions, hidden checks and secrets reach no student: not by the notebooks, the wheel or the site."""

import re
import zipfile

import pytest

from coursework import sets
from coursework.forms import course_set, notebook, otter, solution, student, teacher
from coursework.variants import DEMONSTRATION

ROOT = course_set.ROOT
MARKS = ("# SOLUTION", "BEGIN SOLUTION", "END SOLUTION", "BEGIN TESTS", "BEGIN HIDDEN", "hidden_checks")
TEXTS = {".html", ".js", ".css", ".ipynb", ".json", ".txt", ".md", ".py", ".xml", ".inv", ".toml", ".csv"}


def hidden_names(course):
    public = {c.name for q in course.questions for c in q.item.checks if c.public}
    return {c.name for q in course.questions for c in q.item.checks} - public


def distinctive(course):
    """Lines of the reference solutions that no student is given."""
    given = "".join("".join(cell["source"]) for cell in student.build(course)["cells"])
    lines = set()
    for question in course.questions:
        for cell in question.cells:
            if cell.block == "SOLUTION":
                lines |= {line.strip() for line in course_set.solved(cell.source).split("\n")}
    return {line for line in lines if len(line) >= 20 and line not in given}


def leaks(text, course, lines=True):
    """What of a set's secrets stands in a text."""
    text = text.replace("\\n", "\n").replace('\\"', '"').replace("&quot;", '"')
    words = [*MARKS, *hidden_names(course), course.secret] if course.secret != DEMONSTRATION[0] else [
        *MARKS, *hidden_names(course)]  # fmt: skip
    found = [word for word in words if re.search(rf"(?<!\w){re.escape(word)}(?!\w)", text)]
    return found + [line for line in distinctive(course) if lines and line in text]


def test_there_is_something_to_find(course):
    assert hidden_names(course) and len(distinctive(course)) >= 2


def test_the_students_notebook_holds_nothing(course):
    assert leaks(notebook.dump(student.build(course)), course) == []


def test_the_search_finds_what_the_teachers_forms_hold(course):
    """The same search over forms that are not for students must cry out: else it could not fail."""
    notes, forms = teacher.build(course), notebook.dump(otter.build(course))
    assert hidden_names(course) <= set(leaks(notes, course))
    assert {"# BEGIN SOLUTION"[2:], "hidden_checks"} <= set(leaks(forms, course))
    shown = leaks(notebook.dump(solution.build(course)), course)
    assert len(shown) >= len(distinctive(course)) / 2


def test_a_planted_line_is_found(toy):
    book = student.build(toy)
    book["cells"][3]["source"].append(sorted(distinctive(toy))[0] + "\n")
    assert leaks(notebook.dump(book), toy)


def test_the_committed_notebooks_hold_nothing(shown):
    for path in sorted((ROOT / "notebooks").rglob("*.ipynb")):
        own = path.parent.name == "assignments"
        assert leaks(path.read_text("utf-8"), shown, lines=own) == [], path


def test_the_wheel_holds_nothing(wheel):
    every = [course_set.read(name, *DEMONSTRATION) for name in sets.names()]
    with zipfile.ZipFile(wheel) as file:
        assert {name.split("/")[0] for name in file.namelist() if "dist-info" not in name} == {"stepwise_ssl"}
        texts = {
            n: file.read(n).decode() for n in file.namelist() if n.rpartition(".")[2] in ("py", "md", "toml")
        }
    assert len(texts) > 50
    for course in every:
        for name, text in texts.items():
            assert leaks(text, course, lines=False) == [], name


@pytest.mark.book
def test_the_built_site_holds_nothing(site):
    every = [course_set.read(name, *DEMONSTRATION) for name in sets.names()]
    files = [path for path in site.rglob("*") if path.is_file() and path.suffix in TEXTS]
    assert len(files) > 20
    assert not [p for p in site.rglob("*") if p.name in ("master.md", "checks.py") or "bank" in p.parts]
    for path in files:
        text = path.read_text("utf-8", errors="ignore")
        for course in every:
            # A model answer has whole sentences of its own; lines of code may well stand in a chapter too.
            assert leaks(text, course, lines=False) == [], path
            assert not [line for line in distinctive(course) if len(line) >= 80 and line in text], path
