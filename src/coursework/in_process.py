"""Answers held in this process: for public checks in a notebook and for the proof of the grader.

It protects nobody from anything: marks that count come from the out-of-process grader.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from stepwise_ssl.exercises.verdict import is_blank

from .items import AnswerError

BLANK = "{name} is not answered yet."


def as_real_array(value: object, name: str) -> np.ndarray:
    """Turn what a student's function returned into a real array, or say why not.

    Args:
        value: anything.
        name: of the function, for the sentence.

    Returns:
        A float array.

    Raises:
        AnswerError: blank, complex, text, ragged, or an object.

    Source: the same rule on both sides of a process boundary.

    >>> as_real_array([1, 2], "f")
    array([1., 2.])
    """
    if is_blank(value):
        raise AnswerError(BLANK.format(name=name))
    if hasattr(value, "detach"):
        value = value.detach().cpu().numpy()
    try:
        array = np.asarray(value)
    except Exception:
        raise AnswerError(f"{name} must return an array of numbers.") from None
    if array.dtype.kind == "c":
        raise AnswerError(f"{name} returns complex numbers; the answer is real.")
    if array.dtype.kind not in "iuf":
        raise AnswerError(f"{name} must return an array of numbers; yours returns {type(value).__name__}.")
    return array.astype(float)


class InProcess:
    """Answers in a namespace, such as a notebook's globals.

    Args:
        namespace: names and what the student bound to them.

    Source: ``items.Answers``.

    >>> InProcess({"f": lambda x: 2 * x}).array("f", np.ones(2))
    array([2., 2.])
    """

    def __init__(self, namespace: Mapping[str, object]):
        self.namespace = namespace

    def _named(self, name: str) -> object:
        value = self.namespace.get(name)
        if is_blank(value):
            raise AnswerError(BLANK.format(name=name))
        return value

    def array(self, name: str, *args: object, seconds: float = 20) -> np.ndarray:
        """Call the student's function on copies of the arguments.

        Args:
            name: of the function.
            args: numbers, text, arrays.
            seconds: ignored here: only another process can be stopped.

        Returns:
            A float array.

        Raises:
            AnswerError: no such function, it raises, or it returns something else.

        Source: ``items.Answers``.

        >>> InProcess({}).array("f")
        Traceback (most recent call last):
        ...
        coursework.items.AnswerError: f is not answered yet.
        """
        function = self._named(name)
        if not callable(function):
            raise AnswerError(f"{name} must be a function.")
        copies = [arg.copy() if isinstance(arg, np.ndarray) else arg for arg in args]
        try:
            with np.errstate(all="ignore"):
                value = function(*copies)
        except NotImplementedError:
            raise AnswerError(BLANK.format(name=name)) from None
        except Exception as error:
            raise AnswerError(f"{name} raises {type(error).__name__}: {str(error)[:120]}") from None
        return as_real_array(value, name)

    def expression(self, name: str, symbols: tuple[str, ...] = ()) -> str:
        """Return a formula as text.

        Args:
            name: of the variable that holds it, text or a SymPy expression.
            symbols: the names that may occur; only said in the refusal.

        Returns:
            Text for the whitelist parser.

        Raises:
            AnswerError: blank, or neither text nor SymPy.

        Source: ``items.Answers``.

        >>> InProcess({"rate": "8*gamma"}).expression("rate")
        '8*gamma'
        """
        value = self._named(name)
        if isinstance(value, str):
            return value
        if isinstance(value, int | float) and not isinstance(value, bool):
            return repr(value)
        if type(value).__module__.split(".")[0] == "sympy":
            return str(value)
        raise AnswerError(f"{name} must be text such as '2*{symbols[0] if symbols else 3}', or SymPy.")

    def text(self, name: str) -> str:
        """Return a written answer.

        Args:
            name: of the variable that holds it.

        Returns:
            The text; "" if there is none.

        Source: ``items.Answers``.

        >>> InProcess({}).text("essay")
        ''
        """
        value = self.namespace.get(name)
        return value if isinstance(value, str) else ""
