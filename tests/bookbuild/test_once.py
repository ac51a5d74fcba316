"""A folder that takes long to make is made by one process; the others wait for it."""

import subprocess
import sys

import pytest

from bookbuild.once import made_once

MAKE = """
import sys, time
from pathlib import Path
from bookbuild.once import made_once

def make(folder):
    with open(sys.argv[2], "a") as log:
        log.write("made\\n")
    folder.mkdir()
    time.sleep(0.5)
    (folder / "content").write_text("whole")

print((made_once(Path(sys.argv[1]), make) / "content").read_text())
"""


def test_of_four_processes_one_makes_it_and_each_finds_it_whole(tmp_path):
    log = tmp_path / "log"
    command = [sys.executable, "-c", MAKE, tmp_path / "inner" / "folder", log]
    started = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _ in range(4)]
    assert [process.communicate(timeout=60)[0] for process in started] == ["whole\n"] * 4
    assert log.read_text() == "made\n"


def test_what_was_left_half_made_is_made_anew(tmp_path):
    folder, calls = tmp_path / "folder", []

    def fails(folder):
        folder.mkdir()
        (folder / "half").touch()
        raise RuntimeError("no network")

    def makes(folder):
        folder.mkdir()
        calls.append(folder)

    with pytest.raises(RuntimeError, match="no network"):
        made_once(folder, fails)
    for _ in range(2):
        made_once(folder, makes)
    assert calls == [folder] and not (folder / "half").exists()
