"""The teachers' page: its commands exist, and what it says of the attacks is what was measured."""

import re
import shlex
import tomllib
from pathlib import Path

import pytest

from coursework import attacks, grade, sets
from coursework.forms import elsewhere

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "chapters/for_teachers.md"
TEXT = PAGE.read_text("utf-8")
COMMANDS = [
    line for block in re.findall(r"^```sh\n(.*?)^```", TEXT, re.M | re.S) for line in block.splitlines()
]


def test_the_makefile_has_every_target_and_its_variables():
    makefile = (ROOT / "Makefile").read_text("utf-8")
    found = [shlex.split(line) for line in COMMANDS if line.startswith("make ")]
    assert len(found) >= 4
    for _, target, *settings in found:
        assert re.search(rf"^{target}:", makefile, re.M), target
        assert all(f"$({pair.partition('=')[0]})" in makefile for pair in settings), settings


def test_the_grader_understands_the_commands():
    found = [line.partition("coursework grade ")[2] for line in COMMANDS if "coursework grade" in line]
    assert found
    for line in found:
        asked = grade.parser().parse_args(shlex.split(line))
        assert asked.set in sets.names() and asked.term and asked.secret_file and not asked.unsafe


def test_files_that_the_page_names_are_there():
    named = re.findall(r"`((?:src|tests|docs|assignments)/[\w/.-]*|requirements[\w-]*\.txt)`", TEXT)
    assert len(named) >= 5
    assert not [name for name in named if not (ROOT / name).exists()]


def test_the_table_of_attacks_is_what_was_measured():
    assert elsewhere.markdown() in TEXT


def test_every_attack_was_measured():
    known = tomllib.loads(elsewhere.TABLE.read_text("utf-8"))
    assert set(attacks.bank()) | {"_reference", "_blank"} == set(known)
    assert known["_reference"] == {"here": 80, "otter": 80, "nbgrader": 80}
    assert known["_blank"] == {"here": 0, "otter": 0, "nbgrader": 0}


@pytest.mark.parametrize("program", ["otter", "nbgrader"])
def test_no_attack_gets_more_here_and_some_get_everything_there(program):
    known = tomllib.loads(elsewhere.TABLE.read_text("utf-8"))
    tried = [got for name, got in known.items() if name in attacks.bank()]
    assert max(got["here"] for got in tried) < 5  # what a constant happens to satisfy
    assert 80 in [got[program] for got in tried]
