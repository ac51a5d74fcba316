"""One set of one term, read: its items with their cells from the master, its variant, where it will live."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType

from bookbuild.notebooks.addresses import Addresses
from bookbuild.notebooks.markdown import details
from coursework import master, sets
from coursework.items import Item, Variant
from coursework.variants import DEMONSTRATION, fill

ROOT = Path(__file__).resolve().parents[3]
LINK = re.compile(r"\]\(book:([\w/.-]+)(?:#([\w.-]+))?\)")
DROPDOWN = re.compile(r"^:::\{dropdown\} ([^\n]*)\n(.*?)^:::[ ]*$", re.M | re.S)
DIRECTIVE = re.compile(r"^[`:~]{3,}\{[\w:-]+\}|\{[a-zA-Z][\w:-]*\}`", re.M)
MARK = re.compile(r"\s*# ?SOLUTION(?: NO PROMPT)?[ ]*$", re.M)


class SetError(ValueError):
    """What does not fit in a set, in one sentence."""


@dataclass(frozen=True)
class Question:
    """An item and its cells.

    Args:
        item: from ``checks.py``.
        cells: of the master between BEGIN and END QUESTION, boundaries left out.
        tests: public test functions by name, as source.
    """

    item: Item
    cells: tuple[master.Cell, ...]
    tests: dict[str, str]

    @property
    def hidden(self) -> int:
        """How many checks the student does not see."""
        return sum(not check.public for check in self.item.checks)


@dataclass(frozen=True)
class CourseSet:
    """A set with the constants of one term.

    Args:
        name: such as "ps1".
        folder: where its master, checks and bank are.
        secret: of the course.
        variant: drawn for this term.
        text: the master with the variant's words in it.
        parts: cells outside questions and questions, in order.
        addresses: where the book is on the web.
    """

    name: str
    folder: Path
    secret: str
    variant: Variant
    text: str
    parts: tuple[master.Cell | Question, ...]
    addresses: Addresses

    @property
    def questions(self) -> tuple[Question, ...]:
        """The questions in order."""
        return tuple(part for part in self.parts if isinstance(part, Question))

    @property
    def title(self) -> str:
        """The master's first heading."""
        return self.parts[0].source.partition("\n")[0].removeprefix("# ")

    @property
    def is_demonstration(self) -> bool:
        """Whether this is the variant that everybody may see."""
        return (self.secret, self.variant.term) == DEMONSTRATION


def read(name: str, secret: str, term: str, folder: Path | None = None, checks: ModuleType | None = None):
    """Read a set and draw its variant.

    Args:
        name: such as "ps1".
        secret: of the course.
        term: such as "2027S".
        folder: of the set; that of ``sets`` if it is not given.
        checks: the module with ITEMS and draw; likewise.

    Returns:
        A ``CourseSet``.

    Raises:
        SetError: master and checks do not agree, or the text holds what a plain notebook cannot show.

    Source: ``master.md`` for the text, ``checks.py`` for everything that counts.
    """
    folder, checks = folder or sets.folder(name), checks or sets.load(name)
    variant, addresses = checks.draw(secret, term), Addresses.of(ROOT)
    raw = (folder / "master.md").read_text(encoding="utf-8")
    try:
        text = fill(raw, variant.words)
    except KeyError as word:
        known = ", ".join(sorted(variant.words))
        raise SetError(f"{name}: the variant has no word {word}; it has {known}") from None
    text = LINK.sub(lambda m: f"]({addresses.page(m[1], m[2] or '')})", text)
    text = DROPDOWN.sub(lambda m: details(m[1].strip(), m[2].strip()), text)
    cells = master.cells(text)
    _must_be_plain(name, cells)
    parts = tuple(_parts(cells, {item.name: item for item in checks.ITEMS}, master.read(text)[1], name))
    found = CourseSet(name, folder, secret, variant, text, parts, addresses)
    _must_agree(found, checks.ITEMS)
    return found


def _parts(cells: Iterable[master.Cell], items: dict, questions: dict, name: str):
    held, current = [], ""
    for cell in [*cells, master.Cell("markdown", "", "", "")]:
        if current and (cell.question != current or _opens(cell)):
            yield Question(items[current], tuple(held), questions[current].tests)
            held, current = [], ""
        if cell.question and not current:
            current = cell.question
            if current not in items:
                raise SetError(f"{name}: the master asks {current!r}, which is no item of checks.py")
        if current and cell.kind != "raw":
            held.append(cell)
        elif not current and cell.kind != "raw" and cell.source:
            yield cell


def _opens(cell: master.Cell) -> bool:
    return cell.kind == "raw" and cell.source.startswith("# BEGIN QUESTION")


def _must_be_plain(name: str, cells: Iterable[master.Cell]) -> None:
    for cell in cells:
        if cell.kind == "markdown" and (match := DIRECTIVE.search(cell.source)):
            raise SetError(
                f"{name}: {match[0]} in the text: a student's notebook knows no directive and no role"
            )


def _must_agree(found: CourseSet, items: Iterable[Item]) -> None:
    """The master's questions are the items, and its tests their public checks."""
    asked, wanted = [q.item.name for q in found.questions], [item.name for item in items]
    if asked != wanted:
        raise SetError(f"{found.name}: the master asks {asked}; checks.py has {wanted}")
    for question in found.questions:
        item, public = question.item, [c.name for c in question.item.checks if c.public]
        if list(question.tests) != public:
            tests = ", ".join(question.tests) or "no tests"
            raise SetError(
                f"{found.name}, {item.name}: tests {tests}; public checks {', '.join(public) or 'none'}"
            )


def solved(source: str) -> str:
    """Take the marks out of a solution cell and leave the solution.

    Args:
        source: a cell inside a solution block.

    Returns:
        Code that runs.

    Source: the other half of ``master.blank``.

    >>> solved("x = 3  # SOLUTION")
    'x = 3'
    """
    lines = [
        line
        for line in source.split("\n")
        if not re.fullmatch(r"\s*# (BEGIN|END) SOLUTION( NO PROMPT)?\s*", line)
    ]
    return MARK.sub("", "\n".join(lines))
