"""The set-up says in one sentence what is missing, and does nothing twice."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from bookbuild import bootstrap, chromium, environment
from bookbuild.environment import CannotSetUp


def machine(**pythons):
    """A machine with these Pythons: name -> (version, whether it can make environments)."""
    return list(pythons), lambda name: pythons.get(name)


def test_the_first_suitable_python_is_taken():
    assert environment.choose_python(*machine(a=((3, 10), True), b=((3, 14), True), c=((3, 12), True))) == "c"
    assert environment.choose_python(*machine(a=((3, 11), False), b=((3, 13), True))) == "b"


@pytest.mark.parametrize(
    ("pythons", "words"),
    [
        ({"a": ((3, 11), False)}, ["Python 3.11", "python3.11-venv", "apt-get install"]),
        ({"a": ((3, 9), True)}, ["3.11, 3.12 or 3.13", "found 3.9", "apt-get install"]),
        ({"a": ((3, 14), True)}, ["3.11, 3.12 or 3.13", "found 3.14"]),
        ({}, ["3.11, 3.12 or 3.13", "found none"]),
    ],
)
def test_what_is_missing_is_said_in_one_sentence(pythons, words):
    with pytest.raises(CannotSetUp) as stop:
        environment.choose_python(*machine(**pythons))
    said = str(stop.value)
    assert all(word in said for word in words), said
    assert "\n" not in said and said.endswith(".") and ". " not in said


def test_this_python_is_found_suitable_and_a_program_that_is_none_is_not():
    assert environment.probe(sys.executable) == (sys.version_info[:2], True)
    assert environment.probe("/bin/false") is None
    assert environment.probe("no-such-program") is None


def pretend_python(folder, version, pip):
    """A program that answers the probe as a Python of another version would."""
    program = folder / "python3"
    program.write_text(f"#!/bin/sh\necho {version} {int(pip)}\n")
    program.chmod(0o755)
    return program


def test_a_machine_without_venv_gets_the_sentence_and_no_traceback(tmp_path):
    """The real script, run as the Makefile runs it, in a copy without an environment."""
    copy = tmp_path / "src" / "bookbuild"
    shutil.copytree(Path(bootstrap.__file__).parent, copy, ignore=shutil.ignore_patterns("__pycache__"))
    text = (copy / "environment.py").read_text("utf-8")
    assert "u.find_spec('ensurepip') is not None" in text
    text = text.replace("u.find_spec('ensurepip') is not None", "False")
    (copy / "environment.py").write_text("import sys\nsys.modules['ensurepip'] = None\n" + text)
    for name in ("requirements.txt", "requirements-test.txt", "pyproject.toml"):
        (tmp_path / name).write_text("")
    done = subprocess.run(
        [sys.executable, "-m", "bookbuild.bootstrap", "book"],
        env=os.environ | {"PYTHONPATH": str(tmp_path / "src")},
        cwd=tmp_path, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 1
    assert "-venv" in done.stderr and "Traceback" not in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1
    assert not (tmp_path / ".venv" / bootstrap.STAMP).exists()


@pytest.fixture
def project(tmp_path):
    for name in ("requirements.txt", "requirements-test.txt", "pyproject.toml"):
        (tmp_path / name).write_text(name)
    (tmp_path / ".venv").mkdir()
    return tmp_path


def test_the_stamp_follows_the_pins_and_the_package(project):
    book, test = (bootstrap.wanted(level, project) for level in ("book", "test"))
    (project / "requirements-test.txt").write_text("other")
    assert bootstrap.wanted("book", project) == book
    assert bootstrap.wanted("test", project) != test
    (project / "pyproject.toml").write_text("other")
    assert bootstrap.wanted("book", project) != book


def test_a_set_up_that_was_interrupted_is_taken_up_again(project, monkeypatch):
    """The stamp is taken away first and written last."""
    calls = []
    monkeypatch.setattr(bootstrap, "VENV", project / ".venv")
    monkeypatch.setattr(bootstrap, "wanted", lambda level: f"hash of {level}")
    monkeypatch.setattr(bootstrap, "installed", lambda: _read(project / ".venv"))
    monkeypatch.setattr(bootstrap, "stamp", lambda levels: _stamp(levels, project / ".venv"))
    monkeypatch.setattr(bootstrap, "make_environment", lambda: None)

    def interrupted(level):
        calls.append(level)
        raise KeyboardInterrupt

    _stamp({"book": "an older hash"}, project / ".venv")
    monkeypatch.setattr(bootstrap, "install", interrupted)
    assert bootstrap.main(["book"]) == 130
    assert _read(project / ".venv") == {}
    monkeypatch.setattr(bootstrap, "install", calls.append)
    assert bootstrap.main(["book"]) == 0
    assert bootstrap.main(["book"]) == 0
    assert calls == ["book", "book"], "the third call has nothing to do"


_read, _stamp = bootstrap.installed, bootstrap.stamp


def test_pip_that_fails_gives_its_reason(capfd):
    talk = (
        "print('Collecting a'); print('ERROR: No matching distribution found for a==0'); raise SystemExit(1)"
    )
    with pytest.raises(CannotSetUp, match=r"No matching distribution found for a==0.*try again\.$"):
        environment.count_packages([sys.executable, "-c", talk], 3)


def test_no_browser_is_a_sentence(monkeypatch, tmp_path):
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.delenv("CHROMIUM", raising=False)
    monkeypatch.setattr(chromium, "find_browser", lambda venv: None)
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    monkeypatch.setattr(
        chromium.subprocess, "run", lambda *_, **__: subprocess.CompletedProcess([], 1, "", "no network\n")
    )
    with pytest.raises(
        CannotSetUp, match=r"The tests need a Chromium .* apt-get install chromium.*no network"
    ):
        chromium.get_browser(tmp_path)


def test_the_named_browser_comes_first(monkeypatch, tmp_path):
    program = pretend_python(tmp_path, "x", True)
    monkeypatch.setenv("CHROMIUM", str(program))
    assert chromium.find_browser(tmp_path) == str(program)
