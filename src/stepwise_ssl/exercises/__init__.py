"""Answer checks that answer at once: in notebooks, on the static page, and inside graders.

``check("3.2", answer)`` checks an answer to an exercise of the book; ``answer_box("3.2")`` is the box in
which a reader types it. ``check_expression``, ``check_number``, ``check_choice`` and ``check_function``
are the checks themselves; a ``PropertyQuestion`` judges a function whose values are not unique.
"""

from .choice import ChoiceQuestion, Option, check_choice
from .declaration import Exercise, chapter, check, exercise
from .expression import ExpressionQuestion, check_expression
from .function import Case, FunctionQuestion, check_function
from .number import NumberQuestion, check_number
from .properties import Broken, Property, PropertyQuestion
from .verdict import Verdict

__all__ = [
    "Broken",
    "Case",
    "ChoiceQuestion",
    "Exercise",
    "ExpressionQuestion",
    "FunctionQuestion",
    "NumberQuestion",
    "Option",
    "Property",
    "PropertyQuestion",
    "Verdict",
    "answer_box",
    "chapter",
    "check",
    "check_choice",
    "check_expression",
    "check_function",
    "check_number",
    "exercise",
]


def answer_box(number: str):
    """Return the answer box of an exercise: it checks in the browser, with or without Python.

    Args:
        number: such as "3.1".

    Returns:
        A widget; show it as the last line of a cell.

    Raises:
        ValueError: the exercise asks for a function, which only Python can check.

    Source: ``widget.py``; the widget library is imported only here.

    >>> answer_box("3.1").kind
    'choice'
    """
    from .widget import AnswerBox

    return AnswerBox.of(number)
