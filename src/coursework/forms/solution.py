"""The solution notebook: the student's, with the reference answers in it; for the day after the deadline."""

from __future__ import annotations

from . import notebook
from .course_set import CourseSet, Question, solved
from .student import closing, opening, question_cells


def build(course: CourseSet) -> dict:
    """Make the solution notebook.

    Args:
        course: the set.

    Returns:
        A notebook whose public checks all pass when it is run; hidden checks are not in it either.

    Source: the master's solutions.
    """
    cells = opening(course, " (solutions)")
    for part in course.parts[1:]:
        if isinstance(part, Question):
            cells += question_cells(part, solved)
        else:
            make = notebook.code if part.kind == "code" else notebook.markdown
            cells.append(make(part.source))
    return notebook.book([*cells, *closing(course)])
