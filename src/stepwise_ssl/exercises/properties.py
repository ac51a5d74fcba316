"""The property check: a function is right if what must hold of it holds; the first thing that fails is named.

``function.py`` compares values and suits answers that are unique. Here they are not: an eigenvector has no
sign of its own, so a matrix made from eigenvectors is judged by its equations, not by its entries.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from .verdict import BLANK, NOT_YET, RIGHT, UNREADABLE, Verdict, is_blank


class Broken(Exception):
    """A property does not hold; the text says what was seen."""


class _Unwritten(Exception):
    """The function returned nothing."""


@dataclass(frozen=True)
class Property:
    """Something that must hold.

    Args:
        must: the property in words, as the end of "your function must ...".
        test: called with a function ``call(*arguments, shape=...)`` that runs the reader's function safely
            and returns an array of that shape; raises ``Broken`` with what was seen if the property fails.

    Source: a failing property is reported in these words.

    >>> Property("give zero at zero", lambda call: None).must
    'give zero at zero'
    """

    must: str
    test: Callable


@dataclass(frozen=True)
class PropertyQuestion:
    """A question whose answer is a Python function that is judged by properties.

    Args:
        properties: in the order in which they are tried, simple ones first.
        praise: said with "right".

    Raises:
        ValueError: there is no property.

    Source: residuals, limits and invariances at seeded inputs, never a stored answer.

    >>> def odd(call):
    ...     if call(2.0, shape=()) != -call(-2.0, shape=()):
    ...         raise Broken("f(-2) is not -f(2)")
    >>> PropertyQuestion([Property("be odd", odd)]).check(lambda x: x * x)
    Not yet. Your function must be odd: f(-2) is not -f(2).
    """

    properties: Sequence[Property]
    praise: str = ""
    kind = "function"

    def __post_init__(self):
        if not self.properties:
            raise ValueError("properties is empty; expected at least one")

    def check(self, function: object) -> Verdict:
        """Try the properties one after the other.

        Args:
            function: the reader's function.

        Returns:
            The verdict. What the function raises is caught and named; only KeyboardInterrupt passes.

        Source: see the class.

        >>> PropertyQuestion([Property("be", lambda call: call(shape=()))]).check(lambda: None)
        Not answered yet. Write the body of the function, then check it.
        """
        if is_blank(function):
            return Verdict(BLANK, "Write the function, then check it.")
        if not callable(function):
            return Verdict(UNREADABLE, "I expected a function: pass its name, without brackets.")

        def call(*arguments, shape):
            return _call(function, arguments, shape)

        for each in self.properties:
            try:
                each.test(call)
            except _Unwritten:
                return Verdict(BLANK, "Write the body of the function, then check it.")
            except Broken as seen:
                return Verdict(NOT_YET, f"Your function must {each.must}: {seen}.")
        return Verdict(RIGHT, self.praise)


def _call(function: Callable, arguments: tuple, shape: tuple):
    """Run the function once on copies of the arguments; its warnings stay with us."""
    import numpy as np

    copies = [a.copy() if isinstance(a, np.ndarray) else a for a in arguments]
    try:
        with warnings.catch_warnings(), np.errstate(all="ignore"):
            warnings.simplefilter("ignore")
            result = function(*copies)
    except NotImplementedError:
        raise _Unwritten from None
    except (Exception, SystemExit) as error:
        text = f"{type(error).__name__} ({str(error)[:120]})" if str(error) else type(error).__name__
        raise Broken(f"it raises {text}") from None
    if is_blank(result):
        raise _Unwritten
    try:
        if np.iscomplexobj(result):
            raise TypeError  # NumPy would only warn and drop the imaginary part
        array = np.asarray(result, dtype=float)
    except Exception:  # text, a ragged list, complex numbers, an object that refuses
        raise Broken(f"it returns a {type(result).__name__}, not an array of real numbers") from None
    if array.shape != shape:
        raise Broken(f"it returns shape {array.shape}, where {shape} is wanted")
    return array
