"""The function check: run the reader's function on chosen inputs and name the first thing that is wrong."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from .verdict import BLANK, NOT_YET, RIGHT, UNREADABLE, Verdict, is_blank


@dataclass(frozen=True)
class Case:
    """One input and what must hold there.

    Args:
        arguments: positional arguments; arrays are copied before each call.
        must: the property in words, as the end of "your function must ...".

    Source: a failing case is reported in these words.

    >>> Case((0.0,), "give the start at t = 0").must
    'give the start at t = 0'
    """

    arguments: tuple
    must: str


@dataclass(frozen=True)
class FunctionQuestion:
    """A question whose answer is a Python function.

    Args:
        reference: the trusted function; returns a float or an array for each case.
        cases: inputs in the order in which they are tried, ordinary ones first, corners last.
        signature: names of the arguments, for the replies.
        slips: pairs (wrong function, reply): recognised when it fails exactly as the reader's does.
        praise: said with "right".
        tolerance: largest relative error.
        smallest: values below it may come out as anything below it.

    Raises:
        ValueError: a slip passes every case.

    Source: properties at seeded inputs and corners, never a comparison of source text.

    >>> FunctionQuestion(abs, [Case((-2.0,), "drop the sign")], ("x",)).check(lambda x: x)
    Not yet. Your function must drop the sign. At x = -2 it gives -2.
    """

    reference: Callable
    cases: Sequence[Case]
    signature: tuple[str, ...]
    slips: Sequence[tuple[Callable, str]] = ()
    praise: str = ""
    tolerance: float = 1e-9
    smallest: float = 0.0
    kind = "function"

    def __post_init__(self):
        wanted = [_run(self.reference, case) for case in self.cases]
        object.__setattr__(self, "wanted", wanted)
        failing = [[_run(slip, case) for case in self.cases] for slip, _ in self.slips]
        object.__setattr__(self, "failing", failing)
        for (_, reply), found in zip(self.slips, failing, strict=True):
            if all(self._equal(f, w) for f, w in zip(found, wanted, strict=True)):
                raise ValueError(f"the slip with the reply {reply!r} passes every case")

    def check(self, function: object) -> Verdict:
        """Run a function through the cases.

        Args:
            function: the reader's function.

        Returns:
            The verdict. What the function raises is caught and named; only KeyboardInterrupt passes,
            so that a loop without end can be stopped.

        Source: see the class.

        >>> FunctionQuestion(abs, [Case((-2.0,), "drop the sign")], ("x",)).check(lambda x: ...)
        Not answered yet. Write the body of the function, then check it.
        """
        if is_blank(function):
            return Verdict(BLANK, "Write the function, then check it.")
        if not callable(function):
            return Verdict(UNREADABLE, "I expected a function: pass its name, without brackets.")
        found = []
        for case in self.cases:
            found.append(_run(function, case))
            if found[-1].kind == "blank":
                return Verdict(BLANK, "Write the body of the function, then check it.")
        for (_, reply), failing in zip(self.slips, self.failing, strict=True):
            if all(self._equal(f, w) for f, w in zip(found, failing, strict=True)):
                return Verdict(NOT_YET, reply)
        for case, outcome, want in zip(self.cases, found, self.wanted, strict=True):
            if not self._equal(outcome, want):
                return Verdict(NOT_YET, self._report(case, outcome, want))
        return Verdict(RIGHT, self.praise)

    def _equal(self, outcome, want) -> bool:
        import numpy as np

        if outcome.kind != want.kind:
            return False
        if outcome.kind != "value":
            return True  # both raise: the same slip
        a, b = outcome.value, want.value
        if a.shape != b.shape:
            return False
        with np.errstate(all="ignore"):
            same = np.abs(a - b) <= self.tolerance * np.abs(b) + self.smallest
        return bool(np.all(same | (a == b) | (np.isnan(a) & np.isnan(b))))

    def _report(self, case: Case, outcome, want) -> str:
        where = ", ".join(f"{n} = {_show(v)}" for n, v in zip(self.signature, case.arguments, strict=True))
        head = f"Your function must {case.must}. At {where} it "
        if outcome.kind == "raises":
            return head + f"raises {outcome.text}."
        if outcome.kind == "odd":
            return head + f"returns {outcome.text}, not a number or an array."
        if outcome.value.shape != want.value.shape:
            return head + f"returns shape {outcome.value.shape}; the shape must be {want.value.shape}."
        return head + f"gives {_show(outcome.value)}."


@dataclass(frozen=True)
class _Outcome:
    kind: str  # "value", "raises", "blank" or "odd"
    value: object = None
    text: str = ""


def _run(function: Callable, case: Case) -> _Outcome:
    """Call a function once and say what happened; its warnings stay with us."""
    import numpy as np

    arguments = [a.copy() if isinstance(a, np.ndarray) else a for a in case.arguments]
    try:
        with warnings.catch_warnings(), np.errstate(all="ignore"):
            warnings.simplefilter("ignore")
            result = function(*arguments)
    except NotImplementedError:
        return _Outcome("blank")
    except (Exception, SystemExit) as error:
        text = f"{type(error).__name__} ({str(error)[:120]})" if str(error) else type(error).__name__
        return _Outcome("raises", text=text)
    if is_blank(result):
        return _Outcome("blank")
    try:
        if np.iscomplexobj(result):
            raise TypeError  # NumPy would only warn and drop the imaginary part
        array = np.asarray(result, dtype=float)
    except Exception:  # text, a ragged list, a complex number, an object that refuses
        return _Outcome("odd", text=f"a {type(result).__name__}")
    return _Outcome("value", array)


def _show(value: object) -> str:
    import numpy as np

    array = np.asarray(value, dtype=float)
    if array.ndim == 0:
        return f"{float(array):.6g}"
    shown = ", ".join(f"{v:.4g}" for v in array.ravel()[:6])
    return f"[{shown}{', ...' if array.size > 6 else ''}]"


def check_function(
    function: object,
    reference: Callable,
    cases: Sequence[Case],
    signature: tuple[str, ...],
    slips: Sequence[tuple[Callable, str]] = (),
    tolerance: float = 1e-9,
) -> Verdict:
    """Check one function.

    Args:
        function: the reader's function.
        reference: the trusted function.
        cases: inputs and what must hold there.
        signature: names of the arguments.
        slips: pairs (wrong function, reply).
        tolerance: largest relative error.

    Returns:
        The verdict.

    Source: ``FunctionQuestion``.

    >>> check_function(None, abs, [Case((-2.0,), "drop the sign")], ("x",))
    Not answered yet. Write the function, then check it.
    """
    return FunctionQuestion(reference, cases, signature, slips, tolerance=tolerance).check(function)
