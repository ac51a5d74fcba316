"""From one master every form: student notebooks never raise, solutions pass, the bundle is whole."""

import io
import json
import stat
import sys
import zipfile
from contextlib import redirect_stdout

import nbformat
import pytest

from coursework import sets
from coursework.forms import (
    bundle,
    course_set,
    demonstration,
    hidden,
    nbgrader,
    notebook,
    otter,
    solution,
    student,
    teacher,
)
from stepwise_ssl.exercises.public_checks import Report


def code(book):
    return ["".join(c["source"]) for c in book["cells"] if c["cell_type"] == "code"]


def run(book, names=None):
    """Run the code cells of a notebook as a kernel would; return each cell's last value."""
    names, values = {"__name__": "__main__"} if names is None else names, []
    for source in code(book):
        body, _, last = source.rstrip().rpartition("\n")
        is_value = last.startswith(("public_checks(", "overview("))
        with redirect_stdout(io.StringIO()):
            exec(compile(body if is_value else source, "<cell>", "exec"), names)
            values.append(eval(last, names) if is_value else None)
    return values


def reports(book):
    return [value for value in run(book) if isinstance(value, Report)]


def test_blanks_never_raise_and_say_so(course):
    found = reports(student.build(course))
    assert len(found) == sum(bool(q.tests) for q in course.questions) + 1
    assert all(report.blank and report.headline.startswith("Not answered yet.") for report in found)


def test_the_solutions_pass_every_public_check(course):
    found = reports(solution.build(course))
    total = sum(len(q.tests) for q in course.questions)
    assert found[-1].headline == f"{total} of {total} public checks passed; hidden checks remain."
    assert all(report.passed == len(report.lines) for report in found), found


def test_half_an_answer_is_counted(toy):
    book = student.build(toy)
    names = {"__name__": "__main__"}
    for cell in book["cells"]:
        if cell["id"] == "answer-q1_double-1":
            cell["source"] = ["def scaled(x):\n", "    return 1 + x\n"]
        if cell["id"] == "answer-q2_rate-1":
            cell["source"] = ["rate = 'gamma'\n"]
    overall = run(book, names)[-1]
    assert repr(overall) == (
        "1 of 2 public checks passed; hidden checks remain.\n○ q1_double, zero: Put x = 0."
    )


def test_an_answer_that_raises_is_told_and_not_raised(toy):
    book = student.build(toy)
    for cell in book["cells"]:
        if cell["id"] == "answer-q1_double-1":
            cell["source"] = ["def scaled(x):\n", "    raise SystemExit('boo')\n"]
    first = reports(book)[0]
    assert "SystemExit: boo" in repr(first) and first.passed == 0


def test_notebooks_are_valid_and_plain(course):
    for book in (student.build(course), solution.build(course), nbgrader.build(course), otter.build(course)):
        read = nbformat.reads(notebook.dump(book), as_version=4)
        nbformat.validate(read)
        assert all(not cell.get("outputs") for cell in read.cells)
        text = "".join(cell.source for cell in read.cells if cell.cell_type == "markdown")
        assert "{{" not in text.replace("{{}", "") or "}}" not in text  # no place is left
        assert ":::" not in text and "```{" not in text and "](book:" not in text


def test_the_set_up_cell_is_that_of_the_chapters(course):
    chapter = json.loads((course_set.ROOT / "notebooks" / "03_one_weight.ipynb").read_text("utf-8"))
    assert student.build(course)["cells"][1]["source"] == chapter["cells"][1]["source"]


def test_two_terms_are_two_sets():
    for name in sets.names():
        one, two = (course_set.read(name, "secret", term) for term in ("2027S", "2027W"))
        assert one.variant.values != two.variant.values
        assert notebook.dump(student.build(one)) != notebook.dump(student.build(two))


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("{{ factor }}x", "{{ wrong_word }}x", "no word"),
        ("Two items with", ":::{note}\nTwo\n:::\nitems with", "no directive"),
        ("Two items with", "Two {ref}`items` with", "no directive"),
        ("def test_zero", "def test_nil", "public checks"),
        ("name: q2_rate", "name: q2_other", "no item"),
    ],
)
def test_what_does_not_fit_is_named(tmp_path, old, new, said):
    checks = sys.modules["toy_checks"]
    text = (course_set.ROOT / "tests/coursework/toy/master.md").read_text("utf-8")
    assert old in text
    (tmp_path / "master.md").write_text(text.replace(old, new), "utf-8")
    with pytest.raises(course_set.SetError, match=said):
        course_set.read("toy", "s", "t", tmp_path, checks)


def test_the_notes_name_every_item_check_and_known_mistake(course):
    notes = teacher.build(course)
    for question in course.questions:
        item = question.item
        assert f"(`{item.name}`)" in notes and item.tests_what.replace("|", "\\|") in notes
        assert all(f"`{check.name}`" in notes for check in item.checks)
        assert all(text.replace("|", "\\|") in notes for _, text in item.rubric)
        for path in (course.folder / "bank" / item.name / "wrong").glob("*.py"):
            assert path.stem.replace("_", " ") in notes
    assert all(f"| `{name}` | {value} |" in notes for name, value in course.variant.values.items())


def test_the_bundle_is_whole_and_the_secret_is_the_teachers(toy, tmp_path):
    target = tmp_path / "grader"
    bundle.write(toy, target)
    asked = json.loads((target / "course.json").read_text("utf-8"))
    known = {"set": "toy", "term": toy.variant.term, "secret": toy.secret, "user_is_enough": True}
    assert asked == known
    assert stat.S_IMODE((target / "course.json").stat().st_mode) == 0o600
    with zipfile.ZipFile(target / "autograder.zip") as packed:
        held = {entry.filename: entry for entry in packed.infolist()}
        assert {"setup.sh", "run_autograder", "requirements.txt", "course.json"} <= set(held)
        assert held["run_autograder"].external_attr >> 16 & 0o111
        assert "assignments/toy/checks.py" in held and "src/coursework/student_process.py" in held
        assert not [n for n in held if n.endswith("master.md") or "bank/" in n or "coursework/forms" in n]
        assert not [n for n in held if n.endswith(".zip")]
    assert not [p for p in target.rglob("*") if "__pycache__" in p.parts]


def test_hidden_checks_run_from_the_zip_alone_and_without_the_secret(toy, tmp_path):
    packed = tmp_path / hidden.NAME
    packed.write_bytes(hidden.archive(toy))
    with zipfile.ZipFile(packed) as file:
        assert not any(toy.secret.encode() in file.read(name) for name in file.namelist())
    known = {name: sys.modules[name] for name in list(sys.modules) if name.partition(".")[0] == "coursework"}
    sys.path.insert(0, str(packed))
    try:
        for name in known:
            del sys.modules[name]
        import hidden_checks

        factor = toy.variant.values["factor"]
        hidden_checks.run("q1_double", "test_secret_points", {"scaled": lambda x: factor * x})
        with pytest.raises(AssertionError, match="Look at the factor"):
            hidden_checks.run("q1_double", "test_secret_points", {"scaled": lambda x: 2 * x})
    finally:
        sys.path.remove(str(packed))
        for name in [
            n for n in sys.modules if n.partition(".")[0] in ("coursework", "hidden_checks", "set_checks")
        ]:
            del sys.modules[name]
        sys.modules.update(known)


def test_the_demonstration_notebooks_are_fresh():
    assert demonstration.stale() == []


def test_a_stale_demonstration_notebook_is_noticed(tmp_path):
    demonstration.write(tmp_path)
    assert demonstration.stale(tmp_path) == []
    first = next(tmp_path.glob("*.ipynb"))
    first.write_text(first.read_text("utf-8") + " ", "utf-8")
    (tmp_path / "ps99.ipynb").write_text("{}", "utf-8")
    said = demonstration.stale(tmp_path)
    assert len(said) == 2 and "stale" in said[0] and "no set" in said[1]
