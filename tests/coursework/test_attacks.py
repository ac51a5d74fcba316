"""The attack bank in one batch with honest submissions: nothing gained, nothing stopped, nothing left."""

import os
import subprocess
import sys

import pytest

from coursework import attacks, batch, feedback
from coursework.grade import mark_one
from coursework.memory import below
from coursework.results import Results
from coursework.tables import every_check

from .toy_course import COURSE, FULL, LIMITS, RIGHT, by_item, notebook

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="bubblewrap needs Linux")
BANK = attacks.bank()
SECRET = "SEC" + "RET-4711"
HONEST = ("a_honest", "m_honest", "z_honest")


@pytest.fixture(scope="module")
def graded(tmp_path_factory):
    """Marks by name, and the folder of the batch; secrets are planted where a grader might have them."""
    folder = tmp_path_factory.mktemp("attacked")
    (folder / "checks_and_secret.txt").write_text(SECRET)
    handed_in = {}
    for name in [*BANK, *HONEST]:
        cells = attacks.cells(name, *attacks.names(COURSE.items)) if name in BANK else RIGHT
        handed_in[name] = folder / f"{name}.ipynb"
        handed_in[name].write_text(attacks.notebook(cells) if name in BANK else notebook(cells), "utf-8")
    os.environ["TEACHERS_TOKEN"] = SECRET
    try:
        with Results(folder / "marks.csv") as results:
            found, trouble = batch.run(dict(sorted(handed_in.items())), COURSE, results, 4, LIMITS)
    finally:
        del os.environ["TEACHERS_TOKEN"]
    assert not trouble
    return {marks["submission"]: marks for marks in found}, folder


def test_files_and_descriptions_agree():
    assert set(BANK) == {path.stem for path in attacks.folder().glob("*.py")} and len(BANK) >= 40


@pytest.mark.parametrize("name", BANK)
def test_gains_nothing_within_its_limits(graded, name):
    marks = graded[0][name]
    assert by_item(marks) == [0, 0, 0], BANK[name]
    assert marks["seconds"] < LIMITS.wall_seconds + LIMITS.slack_seconds + 5


def test_the_others_are_marked_all_the_same(graded):
    assert [graded[0][name]["earned"] for name in HONEST] == [FULL] * 3


def test_no_secret_comes_back(graded):
    """Attacks that find something they should not say so with the word SECRET."""
    told = {name: str(marks) for name, marks in graded[0].items() if SECRET[:6] in str(marks)}
    assert not told


LOOK = """
import glob
found = "nothing"
for path in glob.glob("/proc/*/environ"):
    try:
        found = open(path, "rb").read().decode("latin-1").split("TEACHERS_TOKEN=")[1][:20]
    except (OSError, IndexError):
        pass
def spectrum(matrix):
    raise ValueError(found)
"""


@pytest.mark.parametrize("unsafe", [False, True])
def test_a_secret_that_is_there_is_found_without_isolation_only(tmp_path, unsafe):
    path = tmp_path / "a.ipynb"
    path.write_text(notebook([LOOK]))
    environment = {**os.environ, "TEACHERS_TOKEN": SECRET}
    with subprocess.Popen(
        [sys.executable, "-c", "input()"], stdin=subprocess.PIPE, env=environment
    ) as holder:
        marks = mark_one(path, COURSE, LIMITS, unsafe=unsafe)
        holder.communicate(b"\n")
    assert (SECRET in str(marks)) == unsafe


def test_nothing_is_left_behind(graded):
    folder = graded[1]
    forged = {"results.json", "forged.json", "sitecustomize.py", "forged.pth"}
    left = {path.name for top in (folder, folder.parent) for path in top.rglob("*")}
    assert not left & forged
    commands = [open(f"/proc/{pid}/cmdline", "rb").read() for pid in below(os.getpid())]
    assert not [command for command in commands if b"bwrap" in command]


def test_markup_reaches_neither_page_nor_spreadsheet(graded):
    marks = graded[0]["markup"]
    page = feedback.page(marks)
    assert "HYPERLINK" in page and "<script" not in page and "<img" not in page
    cells = [cell.lstrip('"') for line in every_check([marks]).splitlines() for cell in line.split(",")]
    assert not [cell for cell in cells if cell[:1] in ("=", "+", "@")]
