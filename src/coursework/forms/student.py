"""The student's notebook: plain cells, the book's set-up line, public checks, and nothing that is secret."""

from __future__ import annotations

from coursework import master

from . import notebook
from .course_set import CourseSet, Question

HELPER = "from stepwise_ssl.exercises.public_checks import overview, public_checks"
INTRODUCTION = """*Set `{name}`, term {term}, {points:g} points, about {hours}. The first cell of code
fetches the book's package where it is missing, as on Colab. Write your answers where you see `...` (in a
cell of text, leave the line above it). A cell of public checks follows each question that a program marks,
and what is not answered yet is no error. More checks, at points that you do not see, give the marks.*"""
DEMONSTRATION = "[Open in Colab]({}). This is the demonstration variant; a course has its own constants.\n\n"
PLACE = "<!-- answer: {} -->\n..."  # the grader finds a written answer by this mark
HAND_IN = """## Before you hand in

Restart the kernel and run all cells: your notebook is marked as it runs from top to bottom, in a folder of
its own, without a network. Then download it as a notebook (in Colab: File, Download, Download .ipynb)."""


def build(course: CourseSet) -> dict:
    """Make the student's notebook.

    Args:
        course: the set.

    Returns:
        A notebook.

    Source: the master without solutions; ``public_checks`` of the book's package.
    """
    cells = opening(course)
    for part in course.parts[1:]:
        cells += question_cells(part, solved=None) if isinstance(part, Question) else [_plain(part)]
    return notebook.book([*cells, *closing(course)])


def opening(course: CourseSet, remark: str = "") -> list[dict]:
    """Return the first cells: title, introduction, set-up line, the checks' helper.

    Args:
        course: the set.
        remark: put after the title, such as "(solutions)".

    Returns:
        Cells.

    Source: the chapters' notebooks.
    """
    title, _, rest = course.parts[0].source.partition("\n")
    minutes = sum(q.item.minutes for q in course.questions)
    about = INTRODUCTION.format(
        name=course.name,
        term=course.variant.term,
        points=sum(q.item.points for q in course.questions),
        hours=f"{minutes / 60:.1f} hours" if minutes >= 90 else f"{minutes} minutes",
    ).replace("\n", " ")
    badge = ""
    if course.is_demonstration and not remark:
        address = course.addresses.colab(f"assignments/{course.name}")
        badge = DEMONSTRATION.format(address)
    first = notebook.markdown(f"{title}{remark}\n\n{badge}{about}\n\n{rest.strip()}".strip())
    return [first, notebook.set_up(course.addresses), notebook.code(HELPER, "checks-helper")]


def closing(course: CourseSet) -> list[dict]:
    """Return the last cells: all public checks together, and how to hand in.

    Args:
        course: the set.

    Returns:
        Cells.

    Source: ``overview``.
    """
    names = ", ".join(f'"{q.item.name}"' for q in course.questions if q.tests)
    return [notebook.markdown(HAND_IN, "hand-in"), notebook.code(f"overview({names})", "overview")]


def question_cells(question: Question, solved) -> list[dict]:
    """Return the cells of a question.

    Args:
        question: of the set.
        solved: what makes the solution of a solution cell; None gives the student's stub.

    Returns:
        Text, answer and public checks.

    Source: Otter's blocks.
    """
    cells, number = [], 0
    for cell in question.cells:
        if cell.block == "SOLUTION":
            number += 1
            cells += _answer(question, number, cell, solved)
        elif cell.block == "PROMPT":
            cells += [] if solved else [notebook.markdown(cell.source, f"answer-{question.item.name}")]
        elif cell.block != "TESTS":
            cells.append(_plain(cell))
    if question.item.kind == "written" and not any(cell["id"].startswith("answer-") for cell in cells):
        place = PLACE.format(question.item.name)
        cells += [] if solved else [notebook.markdown(place, f"answer-{question.item.name}")]
    return cells + _public(question)


def _answer(question: Question, number: int, cell: master.Cell, solved) -> list[dict]:
    name = question.item.name
    if cell.kind == "code":
        source = solved(cell.source) if solved else master.blank(cell.source)
        return [notebook.code(source, f"answer-{name}-{number}")]
    mark = PLACE.format(name).removesuffix("...") if question.item.kind == "written" else ""
    return [notebook.markdown(mark + cell.source, f"model-answer-{name}")] if solved else []


def _public(question: Question) -> list[dict]:
    if not question.tests:
        return []
    functions = "\n\n\n".join(question.tests.values())
    names = ", ".join([f'"{question.item.name}"', *question.tests])
    hidden = f", hidden={question.hidden}" if question.hidden else ""
    source = f"{functions}\n\n\npublic_checks({names}{hidden})"
    return [notebook.code(source, f"public-{question.item.name}")]


def _plain(cell: master.Cell) -> dict:
    make = notebook.code if cell.kind == "code" else notebook.markdown
    return make(cell.source)
