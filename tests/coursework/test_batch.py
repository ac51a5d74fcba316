"""Many submissions: bad files, several at a time, a kill half-way, the command line, and how fast it goes."""

import csv
import json
import os
import random
import signal
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import pytest

from coursework import attacks, batch, grade, submission
from coursework.limits import Limits
from coursework.results import Busy, Results, slug

from .toy_course import BLANK, COURSE, FULL, LIMITS, PATH, RIGHT, RISE, SPECTRUM, notebook

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="bubblewrap needs Linux")
HERE = Path(__file__).parent
FORMS = {
    "path": [PATH, "path = '2*s0*exp(12*t)'", "path = ...", "path = 's0 exp(12 t'"],
    "spectrum": [SPECTRUM, SPECTRUM.replace("[::-1]", ""), "def spectrum(matrix):\n    return 1 / 0"],
    "rise": [
        f"import numpy as np\n{RISE}",
        "import numpy as np\ndef rise_time(g):\n    return 1 / np.asarray(g)",
    ],
}
POINTS = {"path": [2, 0, 0, 0], "spectrum": [3, 1, 0], "rise": [1, 0]}


def synthetic(folder, number):
    """Write submissions that mix right and wrong answers; returns name -> points that each must get."""
    chance, wanted = random.Random(8), {}
    for student in range(number):
        chosen = {item: chance.randrange(len(forms)) for item, forms in FORMS.items()}
        place = folder / f"student {student:03d}"
        place.mkdir(parents=True)
        cells = [FORMS[item][which] for item, which in chosen.items()]
        (place / "set.ipynb").write_text(notebook([*cells, f"why = 'Student {student}.'"]), "utf-8")
        wanted[f"{place.name}/set.ipynb"] = sum(POINTS[item][which] for item, which in chosen.items())
    return wanted


def earned(found):
    return {marks["submission"]: marks["earned"] for marks in found}


RUN = """
import sys
from pathlib import Path
sys.path.insert(0, {here!r})
from toy_course import COURSE, LIMITS
from coursework import batch, submission
from coursework.results import Results
with Results(Path({out!r})) as results:
    batch.run(submission.find(Path({folder!r})), COURSE, results, 2, LIMITS)
"""


def killed_half_way(folder, out, after):
    """Start a batch as a process of its own and kill it when so many marks are kept."""
    environment = {**os.environ, "PYTHONPATH": str(Path(batch.__file__).parents[1])}
    code = RUN.format(here=str(HERE), out=str(out), folder=str(folder))
    process = subprocess.Popen([sys.executable, "-c", code], env=environment)
    try:
        while len(list((out.with_suffix("") / "results").glob("*.json"))) < after:
            assert process.poll() is None, "the batch ended before it could be killed"
            time.sleep(0.02)
    finally:
        process.send_signal(signal.SIGKILL)
        process.wait()


def sweep(tmp_path, number):
    """Grade so many submissions, killed half-way and resumed; nothing lost, nothing graded twice."""
    folder, out = tmp_path / "handed in", tmp_path / "marks.csv"
    wanted = synthetic(folder, number)
    killed_half_way(folder, out, number // 2)
    kept = {p.name: p.stat().st_mtime_ns for p in (out.with_suffix("") / "results").glob("*.json")}
    assert number // 2 <= len(kept) < number
    began = time.monotonic()
    with Results(out) as results:
        found, trouble = batch.run(submission.find(folder), COURSE, results, 2, LIMITS)
        lines = results.log()
    seconds = time.monotonic() - began
    assert not trouble and earned(found) == wanted
    now = {p.name: p.stat().st_mtime_ns for p in (out.with_suffix("") / "results").glob("*.json")}
    assert len(now) == number and kept.items() <= now.items()
    assert sorted(line["submission"] for line in lines) == sorted(wanted)
    assert not list(tmp_path.rglob(".part-*"))
    new = [marks for marks in found if slug(marks["submission"]) + ".json" not in kept]
    print(f"\n{number} submissions, killed at {len(kept)}; the rest, two at a time:")
    print(grade.summary(new, len(kept), seconds))


def test_twenty_submissions_killed_and_resumed(tmp_path):
    sweep(tmp_path, 20)


@pytest.mark.nightly
def test_two_hundred_submissions_killed_and_resumed(tmp_path):
    sweep(tmp_path, 200)


def bad_files(folder):
    """Files that are no gradable notebook, with a word of the sentence that must say so."""
    good = notebook(RIGHT)
    texts = {
        "not_json.ipynb": ("{'cells': []", "not JSON"),
        "empty.ipynb": ("", "empty"),
        "blanks.ipynb": (" \n\n", "empty"),
        "a_list.ipynb": ("[]", "format 4"),
        "old.ipynb": ('{"worksheets": []}', "format 4"),
        "deep.ipynb": ("[" * 100_000, "not JSON"),
        "julia.ipynb": (notebook(RIGHT, kernelspec={"language": "julia", "name": "julia-1.9"}), "julia"),
        "r.ipynb": (notebook(RIGHT, language_info={"name": "R"}), "language is r"),
        "cells.ipynb": ('{"cells": 7}', "format 4"),
    }
    for name, (text, _) in texts.items():
        (folder / name).write_text(text, "utf-8")
    with open(folder / "huge.ipynb", "wb") as file:
        file.truncate(100 * 2**20)
    (folder / "binary.ipynb").write_bytes(bytes(range(256)))
    (folder.parent / "elsewhere.ipynb").write_text(good)
    (folder / "link.ipynb").symlink_to(folder.parent / "elsewhere.ipynb")
    (folder / "linked_folder").symlink_to(folder.parent)
    (folder / "folder.ipynb").mkdir()
    os.mkfifo(folder / "pipe.ipynb")
    words = {name: word for name, (_, word) in texts.items()}
    return words | {"huge.ipynb": "100 MB", "binary.ipynb": "not JSON", "link.ipynb": "link",
                    "linked_folder": "link", "pipe.ipynb": "plain file"}  # fmt: skip


def good_files(folder):
    """Right answers in files with names and contents that are odd but allowed; returns their names."""
    odd = [
        "='cmd'.ipynb",
        "a b\n<i>.ipynb",
        "ünïcode ✓.IPYNB",
        "-rf.ipynb",
        "x" * 200 + ".ipynb",
        "$(id).ipynb",
    ]
    for name in odd:
        (folder / name).write_text(notebook(RIGHT), "utf-8")
    with open(os.fsencode(folder) + b"/latin\xe9.ipynb", "w") as file:
        file.write(notebook(RIGHT))
    strange = json.loads(notebook(RIGHT))
    strange["cells"] += [7, None, {}, {"cell_type": 3}, {"cell_type": "code", "source": [1]}]
    strange["cells"].append({"cell_type": "code", "source": "x = '\ud800'"})
    strange["metadata"] = []
    (folder / "strange.ipynb").write_text(json.dumps(strange))
    (folder / ".ipynb_checkpoints").mkdir()
    (folder / ".ipynb_checkpoints" / "copy.ipynb").write_text(notebook(RIGHT))
    return [*odd, "latin\\udce9.ipynb", "strange.ipynb"]


def test_no_file_stops_the_batch(tmp_path):
    folder = tmp_path / "in"
    folder.mkdir()
    words, odd = bad_files(folder), good_files(folder)
    with Results(tmp_path / "marks.csv") as results:
        found, trouble = batch.run(submission.find(folder), COURSE, results, 2, LIMITS)
        again, _ = batch.run(submission.find(folder), COURSE, results, 2, LIMITS)
        assert found == again  # nothing is graded twice, bad files neither
    by_name = {marks["submission"]: marks for marks in found}
    assert not trouble and set(by_name) == {*words, *odd}
    for name, word in words.items():
        assert word in by_name[name]["problem"] and by_name[name]["earned"] == 0, name
    assert {name: by_name[name]["earned"] for name in odd} == dict.fromkeys(odd, FULL)
    assert len(list((tmp_path / "marks" / "feedback").glob("*.html"))) == len(by_name)


def test_what_changed_is_marked_again_and_nothing_else(tmp_path):
    folder = tmp_path / "in"
    folder.mkdir()
    for name in "ab":
        (folder / f"{name}.ipynb").write_text(notebook(BLANK))

    def run(course=COURSE):
        with Results(tmp_path / "marks.csv") as results:
            return batch.run(submission.find(folder), course, results, 2, LIMITS)[0]

    first = run()
    (folder / "a.ipynb").write_text(notebook(RIGHT))
    second = run()
    assert [marks["earned"] for marks in second] == [FULL, 0] and second[1] == first[1]
    third = run(replace(COURSE, version="2"))  # other checks, or another secret: all old marks are void
    assert all(now["seed"] != before["seed"] for now, before in zip(third, second, strict=True))


def test_two_graders_do_not_write_the_same_marks(tmp_path):
    with Results(tmp_path / "marks.csv"), pytest.raises(Busy, match="another grader"):
        Results(tmp_path / "marks.csv")


def test_a_log_cut_off_by_a_kill_is_completed(tmp_path):
    marks = {"submission": "a", "seed": "s1", "earned": 1}
    with Results(tmp_path / "marks.csv") as results:
        results.keep(marks)
        results.keep(marks | {"submission": "b", "seed": "s2"})
    log = tmp_path / "marks" / "log.jsonl"
    log.write_text(log.read_text()[:-20])
    with Results(tmp_path / "marks.csv") as results:
        assert sorted(line["seed"] for line in results.log()) == ["s1", "s2"]


def test_trouble_of_the_grader_is_no_zero_and_is_taken_up_again(tmp_path, monkeypatch):
    (tmp_path / "a.ipynb").write_text(notebook(BLANK))

    def full(*args, **kwargs):
        raise OSError("no process left")

    with Results(tmp_path / "marks.csv") as results:
        with monkeypatch.context() as broken:
            broken.setattr(batch, "Marking", full)
            found, trouble = batch.run(submission.find(tmp_path), COURSE, results, 1, LIMITS)
        assert not found and trouble == {"a.ipynb": "no process left"}
        found, trouble = batch.run(submission.find(tmp_path), COURSE, results, 1, LIMITS)
        assert len(found) == 1 and not trouble


@pytest.fixture
def command(tmp_path, monkeypatch, capsys):
    """Run the command on the toy course; returns exit status, what it printed and what it complained."""

    def run(*more, out="made"):
        capsys.readouterr()
        place = ["--out", str(tmp_path / out / "marks.csv")]
        status = grade.main([str(tmp_path / "in"), "--set", "toy", *place, *more])
        return (status, *capsys.readouterr())

    (tmp_path / "in").mkdir()
    (tmp_path / "secret").write_text("s\n")
    monkeypatch.setattr(grade, "load", lambda name, term, secret: replace(COURSE, secret=secret))
    return run


def test_the_command(command, tmp_path):
    (tmp_path / "in" / "=a.ipynb").write_text(notebook([*RIGHT, "why = '+1'"]))
    (tmp_path / "in" / "b.ipynb").write_text("{")
    given = ("--term", "demo", "--secret-file", str(tmp_path / "secret"))
    status, printed, shown = command(*given)
    assert (
        status == 0 and "2 marked, 0 kept" in printed and "2/2" in shown and "Nothing to mark in 1" in printed
    )
    rows = list(csv.DictReader(open(tmp_path / "made" / "marks.csv", newline="")))
    assert [(row["submission"], row["earned"], row["out of"]) for row in rows] == [
        ("'=a.ipynb", "6", "6"),
        ("b.ipynb", "0", "6"),
    ]
    assert rows[0]["q2_spectrum"] == "3" and rows[0]["q4_why"] == "" and "not JSON" in rows[1]["problem"]
    hand = tmp_path / "made" / "marks" / "written.csv"
    lines = hand.read_text().replace("'+1,2,", "'+1,2,2")
    hand.write_text(lines)
    status, printed, _ = command(*given)
    rows = list(csv.DictReader(open(tmp_path / "made" / "marks.csv", newline="")))
    assert status == 0 and "0 marked, 2 kept" in printed and rows[0]["q4_why"] == "2.0"
    before = json.loads(next((tmp_path / "made" / "marks" / "results").glob("*b.ipynb*")).read_text())["seed"]
    status, printed, _ = command(*given, "--reseed", str(tmp_path / "made" / "marks" / "log.jsonl"))
    assert status == 0 and "0 marked" in printed
    results = tmp_path / "again" / "marks" / "results"
    status, printed, _ = command(
        *given, "--reseed", str(tmp_path / "made" / "marks" / "log.jsonl"), out="again"
    )
    assert status == 0 and "2 marked" in printed
    assert json.loads(next(results.glob("*b.ipynb*")).read_text())["seed"] == before


def test_the_command_says_what_is_missing(command, monkeypatch):
    from coursework import isolate

    assert command()[0] == 2 and "--secret-file" in command()[2]
    assert "no notebook" in command("--demonstration")[2]
    monkeypatch.setattr(isolate, "missing", lambda: "bwrap cannot be found")
    status, _, said = command("--demonstration")
    assert status == 2 and "--unsafe" in said


def test_a_refused_run_can_be_forced(command, tmp_path, monkeypatch):
    from coursework import isolate

    monkeypatch.setattr(isolate, "missing", lambda: "bwrap cannot be found")
    (tmp_path / "in" / "a.ipynb").write_text(notebook(RIGHT))
    assert command("--demonstration", "--unsafe")[0] == 0


def test_limits_leave_room_for_what_students_import(tmp_path):
    """PyTorch, SciPy, SymPy and Matplotlib together, under the limits that are used in a course."""
    path = tmp_path / "a.ipynb"
    heavy = "import torch, scipy.linalg, sympy, matplotlib.pyplot as plt\ntorch.ones(9)\nplt.plot([1])"
    path.write_text(attacks.notebook([heavy, *RIGHT]))
    marks = grade.mark_one(path, COURSE, Limits())
    assert marks["earned"] == FULL and marks["notes"] == []
