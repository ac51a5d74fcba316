"""The bank of a set: for each item, answers whose marks are known beforehand."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from pathlib import Path

from ..variants import fill

_FIRST_LINE = re.compile(r"# fails: (?P<tests>[\w, ]+) \| hint: (?P<hint>.+)")


@dataclass(frozen=True)
class Banked:
    """One answer of the bank.

    Args:
        name: of its file, without ending.
        source: code, with the variant's constants filled in.
        fails: names of the checks that it must fail; none for a right answer.
        hint: words that must occur in what a failing check says.

    >>> Banked("book", "path = 't'", frozenset({"test_flow"}), "the book's loss").name
    'book'
    """

    name: str
    source: str
    fails: frozenset[str]
    hint: str


def read_wrong(name: str, text: str) -> Banked:
    """Read a wrong answer, whose first line says which checks it fails and with which words.

    Args:
        name: of the file.
        text: its content.

    Returns:
        The answer.

    Raises:
        ValueError: the first line does not say it.

    Source: the contract of the bank: ``# fails: test_a, test_b | hint: words``.

    >>> sorted(read_wrong("w", "# fails: test_a, test_b | hint: twice\\nx = 1").fails)
    ['test_a', 'test_b']
    """
    match = _FIRST_LINE.match(text.splitlines()[0] if text else "")
    if not match:
        raise ValueError(f"{name}: the first line must be '# fails: test_a, test_b | hint: words'")
    tests = frozenset(part.strip() for part in match["tests"].split(","))
    return Banked(name, text, tests, match["hint"].strip())


def answers(folder: Path, kind: str, words: dict[str, str]) -> list[Banked]:
    """Read the right or the wrong answers of one item.

    Args:
        folder: of the item in the bank.
        kind: "right" or "wrong".
        words: of the variant.

    Returns:
        The answers, by file name.

    Raises:
        ValueError: see ``read_wrong``.

    Source: files ``bank/ITEM/KIND/*.py``.

    >>> answers(Path("no-such-folder"), "right", {})
    []
    """
    found = []
    for path in sorted((folder / kind).glob("*.py")):
        text = fill(path.read_text(), words)
        found.append(
            read_wrong(path.stem, text) if kind == "wrong" else Banked(path.stem, text, frozenset(), "")
        )
    return found


def equivalents(folder: Path) -> dict[str, str]:
    """Read which automatic mutants may live.

    Args:
        folder: of the item in the bank.

    Returns:
        Reason by label.

    Source: ``bank/ITEM/equivalent.toml``, table ``[lives]``.

    >>> equivalents(Path("no-such-folder"))
    {}
    """
    path = folder / "equivalent.toml"
    return tomllib.loads(path.read_text()).get("lives", {}) if path.exists() else {}
