"""The wrapper for Gradescope: the bundle alone, in a folder like its container's, gives results.json."""

import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from coursework import gradescope
from coursework.forms import bundle, notebook, solution, student

TESTS = {"score", "max_score", "name", "number", "output", "output_format", "status", "visibility"}
TOP = {"score", "output", "output_format", "execution_time", "visibility", "stdout_visibility", "tests",
       "extra_data"}  # fmt: skip
VISIBLE = {"visible", "hidden", "after_due_date", "after_published"}


@pytest.fixture
def container(toy, tmp_path):
    """A folder like /autograder, with the bundle unpacked in ``source``."""
    home = tmp_path / "autograder"
    bundle.write(toy, tmp_path / "grader")
    for name in ("source", "submission", "results"):
        (home / name).mkdir(parents=True)
    with zipfile.ZipFile(tmp_path / "grader" / "autograder.zip") as packed:
        packed.extractall(home / "source")
    return home


def grade(home):
    """What ``run_autograder`` does, with this Python in place of the container's."""
    source = home / "source"
    env = {**os.environ, "PYTHONPATH": str(source / "src"), "OMP_NUM_THREADS": "1"}
    command = [sys.executable, "-m", "coursework.gradescope", str(home)]
    done = subprocess.run(command, cwd=source, env=env, capture_output=True, text=True, check=False)
    return done, json.loads((home / "results" / "results.json").read_text("utf-8"))


def hand_in(home, book, name="toy.ipynb"):
    (home / "submission" / name).write_text(notebook.dump(book), "utf-8")


def test_the_solutions_get_full_marks(container, toy):
    hand_in(container, solution.build(toy))
    done, found = grade(container)
    assert done.returncode == 0, done.stderr
    assert set(found) == TOP and found["score"] == 5
    assert all(set(test) == TESTS and test["visibility"] in VISIBLE for test in found["tests"])
    assert [(t["number"], t["score"], t["max_score"], t["visibility"]) for t in found["tests"]] == [
        ("1a", 1, 1, "visible"), ("1b", 2, 2, "after_published"),
        ("2a", 1, 1, "visible"), ("2b", 1, 1, "after_published"),
    ]  # fmt: skip
    assert "2 points) are marked by hand" in found["output"]


def test_a_blank_gets_nothing_and_no_names_are_told(container, toy):
    hand_in(container, student.build(toy))
    done, found = grade(container)
    assert done.returncode == 0 and found["score"] == 0
    shown = json.dumps({key: value for key, value in found.items() if key != "extra_data"})
    assert "test_" not in shown and toy.secret not in json.dumps(found)
    assert all(test["status"] == "failed" for test in found["tests"])


def test_two_notebooks_are_refused_in_a_sentence(container, toy):
    hand_in(container, student.build(toy))
    hand_in(container, student.build(toy), "second.ipynb")
    _done, found = grade(container)
    assert found["score"] == 0 and "hand in one notebook (.ipynb); there are 2" in found["output"]


def test_a_broken_grader_gives_no_mark_rather_than_a_zero(container, toy):
    hand_in(container, student.build(toy))
    (container / "source" / "assignments" / "toy" / "checks.py").write_text("1 / 0", "utf-8")
    done, found = grade(container)
    assert done.returncode == 1 and "score" not in found and "no fault of yours" in found["output"]
    assert "ZeroDivisionError" in found["extra_data"]["reason"]


def test_points_add_up_to_the_marks():
    check = {"passed": True, "points": 1.5, "earned": 1.5, "message": "", "name": "test_x", "public": False}
    item = {"title": "One", "checks": [check, {**check, "passed": False, "earned": 0, "message": "Look."}]}
    marks = {"items": [item], "problem": "", "by_hand": 0, "notes": ["a cell was stopped"], "seconds": 2.4}
    found = gradescope.results(marks | {"seed": "s", "identity": "i", "version": "v"})
    (test,) = found["tests"]
    assert (test["score"], test["max_score"], found["score"], test["status"]) == (1.5, 3, 1.5, "failed")
    assert test["output"] == "1 of 2 hidden checks passed.\nLook."
    assert "a cell was stopped" in found["output"] and found["execution_time"] == 2


def in_a_container(home):
    """Run ``run_autograder`` as root of a container without bubblewrap and with few rights.

    What lies in somebody's home on this machine lies open in it, as a container's own files do.
    """
    base, venv = Path(sys.base_prefix), Path(sys.prefix)
    shown = ["/usr", "/etc", *map(str, (base, venv, home))]
    folders = sorted({str(parent) for path in shown for parent in Path(path).parents} - {"/"})
    line = ["bwrap", "--die-with-parent", "--unshare-pid", "--cap-drop", "ALL"]
    for name in ("SETUID", "SETGID", "KILL", "DAC_OVERRIDE", "CHOWN", "FOWNER", "SETPCAP", "SYS_RESOURCE"):
        line += ["--cap-add", f"CAP_{name}"]
    line += [part for folder in folders for part in ("--perms", "0755", "--dir", folder)]
    line += [part for path in shown[:-1] for part in ("--ro-bind", path, path)]
    for name in ("bin", "lib", "lib64", "sbin"):
        line += ["--symlink", f"usr/{name}", f"/{name}"] if os.path.islink(f"/{name}") else []
    line += [
        "--ro-bind",
        "/dev/null",
        "/usr/bin/bwrap",
        "--bind",
        str(home),
        str(home),
        "--proc",
        "/proc",
        "--dev",
        "/dev",
    ]
    line += ["--perms", "1777", "--tmpfs", "/tmp/inside"]
    done = subprocess.run(
        [*line, "--", "bash", str(home / "source" / "run_autograder"), str(home), sys.executable],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    return done, json.loads((home / "results" / "results.json").read_text("utf-8"))


SPY = """
import json, os
def scaled(x):
    seen = []
    for place in ("course.json", "assignments/toy/checks.py"):
        try:
            seen.append(open(os.path.join(HOME, "source", place)).read())
        except OSError as error:
            seen.append(type(error).__name__)
    try:
        open(os.path.join(HOME, "results", "results.json"), "w").write('{"score": 100}')
        seen.append("forged")
    except OSError as error:
        seen.append(type(error).__name__)
    raise ValueError(f"{os.getuid() > 60000} {seen}")
"""


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can play root of a container")
def test_without_namespaces_a_user_of_its_own_protects_secret_checks_and_results(container, toy):
    book = solution.build(toy)
    (cell,) = [c for c in book["cells"] if c["id"] == "answer-q1_double-1"]
    cell["source"] = [f"HOME = {str(container)!r}\n" + SPY]
    hand_in(container, book)
    done, found = in_a_container(container)
    assert done.returncode == 0, done.stderr
    assert found["extra_data"]["isolation"] == gradescope.USER
    assert found["score"] == 2  # the second item, which is right
    told = json.dumps(found["tests"])
    assert "True ['PermissionError', 'PermissionError', 'PermissionError']" in told
    assert toy.secret not in json.dumps(found)


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can play root of a container")
def test_without_namespaces_no_mark_is_given_where_a_user_is_not_enough(container, toy):
    path = container / "source" / "course.json"
    path.write_text(json.dumps(json.loads(path.read_text("utf-8")) | {"user_is_enough": False}), "utf-8")
    hand_in(container, solution.build(toy))
    done, found = in_a_container(container)
    assert done.returncode == 1 and "score" not in found
    assert "cannot be isolated" in found["extra_data"]["reason"]
