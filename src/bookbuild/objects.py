"""Registry objects as the book prints them, each checked once in every build."""

from dataclasses import dataclass
from functools import cache
from importlib import import_module

import sympy

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
    route: str
    symbols: tuple  # SymPy symbols and functions, in reading order


def describe(status) -> tuple[str, str]:
    """Return the grade and the reader's words of a status, an object or its text."""
    words = str(status).removeprefix("Status.").replace("_", " ").lower()
    grade = next((grade for grade in GRADES if grade in words), None)
    if grade is None:
        raise ObjectError(f"unknown status {status!s}")
    return grade, words


@cache
def result(registry: str, name: str):
    """Return a registry's result, or raise ObjectError that says why there is none."""
    room = import_module(registry)
    try:
        room.load()
        return room.get(name)
    except KeyError as error:
        raise ObjectError(f"no equation is called {name!r}") from error
    except AssertionError as error:  # StepError: a chain is checked while it is built
        raise ObjectError(f"{name}: a derivation in the registry is wrong: {error}") from error


@cache
def verify(registry: str, name: str) -> None:
    """Run a result's own checks, its chains and its statement; ObjectError has the counterexample."""
    found = result(registry, name)
    try:
        chains(found)
        found.check(*sides(found))
    except AssertionError as error:
        raise ObjectError(f"{name} is not true as printed: {error}") from error


def sides(found) -> tuple:
    """Return left and right side of a result's display form."""
    equation = found.equation
    return (equation.lhs, equation.rhs) if hasattr(equation, "lhs") else tuple(equation)


def chains(found) -> dict:
    """Return a result's derivations by route; the first is the one printed by default."""
    several = getattr(found, "chains", None)
    if several:
        return dict(several) if hasattr(several, "items") else {str(i + 1): c for i, c in enumerate(several)}
    return {"": found.chain} if found.chain is not None else {}


def printed(registry: str, name: str, form: str = "display") -> Printed:
    """Return a registry entry ready for the page; ObjectError if unknown or wrong."""
    verify(registry, name)
    found = result(registry, name)
    left, right = sides(found)
    if form == "display":
        text = found.latex()
    elif found.code_form is None:
        raise ObjectError(f"{name} has no code form")
    else:
        text = f"{sympy.latex(left)} = {sympy.latex(found.code_form)}"
    grade, words = describe(found.status)
    routes = ", ".join(route for route in chains(found) if route)
    return Printed(
        name, found.title, text, grade, words, tuple(found.assumptions), found.source, routes, symbols(left, right)
    )


def symbols(*expressions) -> tuple:
    """Return the letters of some expressions, in reading order, each once."""
    seen: dict = {}
    for expression in map(sympy.sympify, expressions):
        for part in sympy.preorder_traversal(expression):
            letter = part.func if isinstance(part, sympy.core.function.AppliedUndef) else part
            if isinstance(part, (sympy.Symbol, sympy.MatrixSymbol, sympy.core.function.AppliedUndef)):
                seen.setdefault(str(letter), letter)
    return tuple(seen)


def step_latex(step, previous) -> str:
    """Return a step's LaTeX; a left side that has not changed is not repeated."""
    goes_on = previous is not None and step.lhs == previous.lhs
    return ("" if goes_on else sympy.latex(step.lhs)) + " = " + sympy.latex(step.rhs)
