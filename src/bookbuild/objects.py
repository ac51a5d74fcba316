"""Registry objects as the book prints them: plain text, made only once every check has passed."""

from dataclasses import dataclass
from functools import cache
from importlib import import_module
from pathlib import Path

from stepwise_ssl.symbolic.chain import repeats_left_side
from stepwise_ssl.symbolic.printing import latex

from .letters import visible

GRADES = ("proved", "exact", "numeric", "construction", "definition", "cited", "informal")
SOLID = ("proved", "exact")


class ObjectError(Exception):
    """A registry name that the book cannot print, with the reason in words."""


@dataclass(frozen=True)
class Line:
    """One step of a derivation, ready for the page."""

    why: str
    latex: str
    grade: str
    words: str


@dataclass(frozen=True)
class Printed:
    """One checked result as plain text, ready for the page."""

    name: str
    title: str
    latex: str  # display form
    code: str | None  # code form
    grade: str  # one of GRADES
    words: str  # the status as the reader sees it, such as "exact at 6 points"
    assumptions: tuple[str, ...]
    source: str
    symbols: tuple[str, ...]  # the letters that are printed, in reading order
    routes: dict[str, tuple[Line, ...]]  # its derivations, by name

    @property
    def route(self) -> str:
        """Its derivations and their lengths, in words."""
        return "; ".join(f"{route} ({_steps(lines)})" for route, lines in self.routes.items())


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
def checked(registry: str, name: str) -> Printed:
    """Check a registry's result, every step of its chains and its own statement, and print it.

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
        found.status, found.code_status  # noqa: B018 (a status is computed, and may fail, on first use)
    except AssertionError as error:
        raise ObjectError(f"{name} is not true as printed: {error}") from error
    except Exception as error:  # whatever SymPy raises: the page has to say which equation it was
        raise ObjectError(f"{name} cannot be checked: {type(error).__name__}: {error}") from error
    return _printed(name, found)


def _printed(name, found) -> Printed:
    code = found.code_form
    grade, words = describe(found.status)
    return Printed(
        name=name,
        title=found.title,
        latex=found.latex(),
        code=None if code is None else f"{latex(found.lhs)} {found.relation} {latex(code)}",
        grade=grade,
        words=words,
        assumptions=tuple(found.assumptions),
        source=found.source,
        symbols=visible(found.latex()),
        routes={route: tuple(_lines(chain)) for route, chain in found.chains.items()},
    )


def _lines(chain):
    previous = None
    for step in chain.steps:
        whole = previous is None or repeats_left_side(previous, step)
        text = step.latex() if whole else f"{step.relation} {latex(step.rhs)}"
        yield Line(step.why, text, *describe(step.status))
        previous = step


def _steps(lines) -> str:
    return f"{len(lines)} step" + ("" if len(lines) == 1 else "s")


def sources(registry: str) -> list[str]:
    """Return the files that a registry is made of: pages are read again when one of them changes."""
    home = Path(import_module(registry).__file__)
    packaged = (home.parent / "__init__.py").exists()
    return [str(path) for path in (sorted(home.parent.rglob("*.py")) if packaged else [home])]
