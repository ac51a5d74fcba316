"""The three commands of ``python -m coursework`` are found, and imported only when they are asked for."""

import subprocess
import sys

import pytest

from coursework import __main__ as front


def test_each_command_exists():
    import importlib

    for module, _ in front.COMMANDS.values():
        assert callable(importlib.import_module(module).main)


@pytest.mark.parametrize("argv, status", [([], 2), (["mark"], 2), (["--help"], 0)])
def test_anything_else_lists_them(argv, status, capsys):
    assert front.main(argv) == status
    said = capsys.readouterr().err
    assert all(name in said for name in front.COMMANDS)


def test_windows_is_told_what_to_use(monkeypatch, capsys):
    monkeypatch.setattr(sys, "platform", "win32")
    assert front.main(["grade", "."]) == 2 and "WSL" in capsys.readouterr().err


def test_nothing_is_imported_before_a_command_is_chosen():
    code = "import sys, coursework.__main__; print({'numpy', 'coursework.grade'} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"
