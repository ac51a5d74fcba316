"""The set-up line: fetches the package where it is missing, does nothing where it is there."""

import sys

import nbformat
import pytest


@pytest.fixture(scope="module")
def line(toy_texts):
    return nbformat.reads(toy_texts["03_one.ipynb"], as_version=4).cells[1].source


class Shell:
    """What IPython offers to a cell."""

    def __init__(self):
        self.commands = []

    def system(self, command):
        self.commands.append(command)


def run(line, monkeypatch, *, there):
    shell = Shell()
    monkeypatch.setattr("importlib.util.find_spec", lambda name: object() if there else None)
    exec(compile(line, "setup", "exec"), {"get_ipython": lambda: shell})
    return shell.commands


def test_installs_from_the_repository_where_the_package_is_missing(line, monkeypatch):
    wanted = f'"{sys.executable}" -m pip install -q "stepwise-ssl @ git+https://github.com/example/book"'
    assert run(line, monkeypatch, there=False) == [wanted]


def test_does_nothing_where_the_package_is_there(line, monkeypatch):
    assert run(line, monkeypatch, there=True) == []


def test_shows_no_value(line):
    # IPython prints the value of a last expression unless a semicolon ends it.
    assert line.endswith(";")
