"""The teacher's notes of a set: what each item costs and tests, what goes wrong, rubrics, constants.

They are Markdown, made from the same sources as the grader, so that they cannot tell another story.
"""

from __future__ import annotations

import re
from pathlib import Path

from coursework import master
from coursework.items import Item

from .course_set import CourseSet, Question, solved

DIFFICULTY = {1: "easy", 2: "medium", 3: "hard"}
FIRST = re.compile(r"#\s*fails:\s*(?P<fails>.*?)\s*(\|\s*hint:\s*(?P<hint>.*))?$")


def build(course: CourseSet) -> str:
    """Write the notes.

    Args:
        course: the set with the variant of the term.

    Returns:
        Markdown.

    Source: ``checks.py``, the master's solutions, the bank's wrong answers.
    """
    variant = course.variant
    parts = [
        f"# {course.title}: teacher's notes",
        f"Set `{course.name}`, term {variant.term}. Not for students: the solutions are in here.",
        "## At a glance",
        at_a_glance([question.item for question in course.questions]),
        "## This term's constants",
        "Drawn from the course secret and the term. Another term has others, so that last year's "
        "solutions are wrong answers.",
        table(("constant", "value"), [(f"`{n}`", v) for n, v in variant.values.items()]),
    ]
    for number, question in enumerate(course.questions, 1):
        parts += _item(course, number, question)
    return "\n\n".join(filter(None, parts)) + "\n"


def at_a_glance(items: list[Item]) -> str:
    """Return the table of all items, and how the points are shared out.

    Args:
        items: of the set.

    Returns:
        Markdown.

    Source: ``checks.py``.

    >>> item = Item("q1", "Why", "written", 2, 5, 1, "care", rubric=((2, "says why"),))
    >>> "| Why | written | 2 | 5 | easy | care |" in at_a_glance([item])
    True
    """
    rows = [
        (i.title, i.kind, f"{i.points:g}", i.minutes, DIFFICULTY[i.difficulty], i.tests_what) for i in items
    ]
    points, minutes = sum(i.points for i in items), sum(i.minutes for i in items)
    rows.append(("**all**", "", f"{points:g}", minutes, "", ""))
    shares = [
        f"{kind} {100 * sum(i.points for i in items if i.kind == kind) / points:.0f} %"
        for kind in ("derive", "code", "written")
    ]
    head = ("item", "kind", "points", "minutes", "difficulty", "a full mark shows")
    return f"{table(head, rows)}\n\nShares of the points: {', '.join(shares)}."


def _item(course: CourseSet, number: int, question: Question) -> list[str]:
    item = question.item
    parts = [f"## {number}. {item.title} (`{item.name}`)"]
    if item.checks:
        rows = [
            (f"`{c.name}`", f"{c.points:g}", "public" if c.public else "hidden", c.hint) for c in item.checks
        ]
        parts += ["**Checks**", table(("check", "points", "seen", "hint when it fails"), rows)]
    if item.rubric:
        parts += ["**Rubric**", table(("points", "for"), [(f"{p:g}", text) for p, text in item.rubric])]
    if pitfalls := known_mistakes(course.folder / "bank" / item.name):
        head = ("mistake", "fails", "what the student is told")
        parts += [
            "**Pitfalls** (each is in the bank, and the grader is proved to name it)",
            table(head, pitfalls),
        ]
    code = "\n\n".join(solved(c.source) for c in question.cells if _is_solution(c, "code"))
    words = "\n\n".join(c.source for c in question.cells if _is_solution(c, "markdown"))
    if words or code:
        parts += ["**Solution**", words, f"```python\n{code}\n```" if code else ""]
    return parts


def _is_solution(cell: master.Cell, kind: str) -> bool:
    return cell.block == "SOLUTION" and cell.kind == kind


def known_mistakes(folder: Path) -> list[tuple[str, str, str]]:
    """List the wrong answers of an item's bank.

    Args:
        folder: of the item in the bank.

    Returns:
        Triples (the mistake in words, the checks that it fails, words of the hint).

    Source: the file's name and its first line.

    >>> known_mistakes(Path("nowhere"))
    []
    """
    found = []
    for path in sorted((folder / "wrong").glob("*.py")):
        match = FIRST.match(path.read_text(encoding="utf-8").partition("\n")[0])
        said = match.groupdict() if match else {"fails": "", "hint": ""}
        found.append((path.stem.replace("_", " "), said["fails"] or "", said["hint"] or ""))
    return found


def table(head: tuple, rows: list[tuple]) -> str:
    """Write a Markdown table.

    Args:
        head: titles of the columns.
        rows: as many cells each.

    Returns:
        Markdown; "" without rows.

    Source: plain Markdown.

    >>> print(table(("a",), [("x|y",)]))
    | a |
    |---|
    | x\\|y |
    """
    if not rows:
        return ""
    lines = [head, *rows]
    text = [
        "| " + " | ".join(str(c).replace("|", "\\|").replace("\n", " ") for c in line) + " |"
        for line in lines
    ]
    return "\n".join([text[0], "|" + "---|" * len(head), *text[1:]])
