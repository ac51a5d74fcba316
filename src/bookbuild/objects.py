"""Registry objects as the book prints them, each checked in every build that reads its page."""

from dataclasses import dataclass
from functools import cache
from importlib import import_module
from pathlib import Path

import sympy
from sympy.core.function import AppliedUndef

from stepwise_ssl.symbolic.printing import latex

GRADES = ("proved", "exact", "numeric", "construction", "definition", "cited", "informal")
SOLID = ("proved", "exact")


class ObjectError(Exception):
    """A registry name that the book cannot print, with the reason in words."""


@dataclass(frozen=True)
class Printed:
    """One equation, ready for the page."""

    name: str
    title: str
    latex: str
    grade: str  # one of GRADES
    words: str  # the status as the reader sees it, such as "exact at 6 points"
    assumptions: tuple[str, ...]
    source: str
    route: str  # its derivations and their lengths
    symbols: tuple[str, ...]  # its letters, in reading order


def describe(status) -> tuple[str, str]:
    """Return the grade and the reader's words of a status, an object or its text.

    >>> describe("exact at 6 points")
    ('exact', 'exact at 6 points')
    """
    words = str(status)
    grade = next((grade for grade in GRADES if grade in words), None)
    if grade is None:
        raise ObjectError(f"unknown status {words}")
    return grade, words


@cache
def result(registry: str, name: str):
    """Return a registry's result with every step of its chains and its own statement checked.

    Raises:
        ObjectError: if there is none of that name, or one of the checks fails; with the counterexample.
    """
    try:
        found = import_module(registry).get(name)
    except KeyError as error:
        raise ObjectError(error.args[0]) from error
    except AssertionError as error:  # StepError: a module may build a chain while it is imported
        raise ObjectError(f"the registry holds a wrong step: {error}") from error
    try:
        for chain in found.chains.values():
            chain.verify()
        found.check(*found.equation)
        found.status  # noqa: B018 (a status may be computed, and fail, on first use)
    except AssertionError as error:
        raise ObjectError(f"{name} is not true as printed: {error}") from error
    except Exception as error:  # whatever SymPy raises: the page has to say which equation it was
        raise ObjectError(f"{name} cannot be checked: {type(error).__name__}: {error}") from error
    return found


def printed(registry: str, name: str, form: str = "display") -> Printed:
    """Return a checked registry entry ready for the page, in display or in code form."""
    found = result(registry, name)
    text = found.latex()
    if form == "code":
        if found.code_form is None:
            raise ObjectError(f"{name} has no code form")
        text = f"{latex(found.lhs)} {found.relation} {latex(found.code_form)}"
    grade, words = describe(found.status)
    return Printed(
        name=name,
        title=found.title,
        latex=text,
        grade=grade,
        words=words,
        assumptions=tuple(found.assumptions),
        source=found.source,
        route="; ".join(f"{route} ({_steps(chain)})" for route, chain in found.chains.items()),
        symbols=letters(*found.equation),
    )


def _steps(chain) -> str:
    return f"{len(chain.steps)} step" + ("" if len(chain.steps) == 1 else "s")


def step_latex(step, previous) -> str:
    """Return a step's LaTeX; a left side that has not changed is not repeated."""
    if previous is None or step.lhs != previous.lhs:
        return step.latex()
    return f"{step.relation} {latex(step.rhs)}"


def letters(*sides) -> tuple[str, ...]:
    """Return the names of the letters in some expressions, in reading order, each once.

    >>> x, f = sympy.Symbol("x"), sympy.Function("f")
    >>> letters(f(x), x**2)
    ('f', 'x')
    """
    seen = {}
    for side in sides:
        for part in sympy.preorder_traversal(side):
            if isinstance(part, AppliedUndef):
                seen[part.func.__name__] = True
            elif isinstance(part, sympy.Symbol | sympy.MatrixSymbol) and not isinstance(part, sympy.Dummy):
                seen[part.name] = True
    return tuple(name for name in seen if name[0].isalpha())  # a one-sided limit holds the "letter" +


def sources(registry: str) -> list[str]:
    """Return the files that a registry is made of: pages are read again when one of them changes."""
    home = Path(import_module(registry).__file__)
    packaged = (home.parent / "__init__.py").exists()
    return [str(path) for path in (sorted(home.parent.rglob("*.py")) if packaged else [home])]
