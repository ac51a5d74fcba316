"""Named results: each equation of the book once, with what it rests on and how it was checked."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import cached_property

import sympy as sp
from sympy.core.function import AppliedUndef

from . import javascript as js
from .chain import Chain, same
from .equality import StepError
from .printing import latex, mime
from .status import Status
from .words import Kinds

#: The modules that declare results, in the order of the book.
MODULES = (
    "introduction",
    "linear_algebra.pairs",
    "linear_algebra.turning",
    "linear_algebra.norms",
    "linear_algebra.growth",
    "one_weight.loss_and_flow",
    "one_weight.solution",
    "one_weight.times",
    "one_weight.limits",
    "one_weight.descent",
    "linear_model",
    "exact_solution.model",
    "linear_loss",
    "linear_symmetry",
    "gate",
    "gate_left_behind",
    "two_arrows",
    "exact_solution.solution",
    "exact_solution.staircase",
    "exact_solution.scaled_time",
    "exact_solution.plateau",
    "exact_solution.order",
    "exact_solution.delay",
    "small_start.for_ever",
    "small_start.one_output",
    "small_start.moving_axes",
    "small_start.errors",
    "small_start.last_step",
    "landscape.critical",
    "landscape.walk",
    "landscape.curvature",
    "landscape.minimal_norm",
    "landscape.step_size",
    "deep.frozen_body",
    "deep.two_weights",
    "deep.never_later",
    "deep.how_early",
    "deep.both_small",
    "deep.budgets",
    "deep.vicreg_start",
)

_results: dict[str, Result] = {}


@dataclass
class Result:
    """A named equation (or equivalence) with its derivations and its independent check.

    Args:
        name: registry name, such as "one-weight/solution".
        title: what it is, in words.
        lhs: left side, display form.
        rhs: right side, display form.
        independent_check: function (lhs, rhs) -> Status that knows only first principles.
        code_form: numerically safe form of the right side, or None.
        arguments: names of the code form's letters, in order.
        assumptions: names in the assumption ledger.
        source: where it comes from.
        where: conditions of the display form; the code form equals it there.
        relation: LaTeX between the sides.
        kinds: what is known about the matrices in it.
        definition: True if the equation is a definition, so that nothing has to be derived.
        module: name of the module that declares it.
    """

    name: str
    title: str
    lhs: sp.Basic
    rhs: sp.Basic
    independent_check: Callable
    code_form: sp.Basic | None = None
    arguments: tuple[str, ...] = ()
    assumptions: tuple[str, ...] = ()
    source: str = "derived"
    where: tuple = ()
    relation: str = "="
    definition: bool = False
    module: str = ""
    kinds: Kinds | None = None
    routes: dict[str, Callable] = field(default_factory=dict)
    _chains: dict[str, Chain] = field(default_factory=dict, repr=False)

    @property
    def equation(self) -> tuple[sp.Basic, sp.Basic]:
        """(lhs, rhs) in display form."""
        return self.lhs, self.rhs

    def route(self, name: str) -> Callable:
        """Decorator: register a function that builds a chain ending in this equation."""

        def add(build):
            self.routes[name] = build
            return build

        return add

    def derivation(self, route: str | None = None) -> Chain:
        """The chain of a route (the first one by default), built once and checked to end in this equation.

        Raises:
            StepError: if a step is wrong or the chain ends elsewhere.
        """
        route = route or next(iter(self.routes))
        if route not in self._chains:
            chain = self.routes[route]()
            if (chain.lhs, chain.rhs) != (self.lhs, self.rhs):
                try:
                    same(chain.lhs, self.lhs, self.where, self.kinds)
                    same(chain.rhs, self.rhs, self.where, self.kinds)
                except StepError as error:
                    raise StepError(f"{self.name}, route {route!r}, ends elsewhere: {error}") from error
                chain = chain.claim(self.lhs, self.rhs, "the form to remember")
            self._chains[route] = replace(chain, name=self.name)
        return self._chains[route]

    @property
    def chain(self) -> Chain | None:
        """The first derivation, or None for a definition."""
        return self.derivation() if self.routes else None

    @property
    def chains(self) -> dict[str, Chain]:
        """All derivations by route name."""
        return {route: self.derivation(route) for route in self.routes}

    @cached_property
    def status(self) -> Status:
        """DEFINITION, or the strongest of the routes; without a route, what the independent check gives."""
        if self.definition:
            return Status.DEFINITION
        if not self.routes:
            return self.check(self.lhs, self.rhs)
        return max(chain.status for chain in self.chains.values())

    @cached_property
    def code_status(self) -> Status | None:
        """How the code form was shown equal to the display form."""
        return None if self.code_form is None else _code_equals_display(self)

    def check(self, lhs, rhs) -> Status:
        """Check an equation of this name from first principles; knows nothing of the stored object.

        Raises:
            StepError: with a counterexample.
        """
        return self.independent_check(lhs, rhs)

    def latex(self) -> str:
        """Display LaTeX, no delimiters."""
        return f"{latex(self.lhs)} {self.relation} {latex(self.rhs)}"

    def javascript(self) -> str:
        """An arrow function of the arguments, printed from the code form."""
        if self.code_form is None:
            raise ValueError(f"{self.name}: no code form, so nothing to print as JavaScript")
        return js.arrow(self.code_form, self.arguments)

    def _repr_mimebundle_(self, include=None, exclude=None):
        return mime(self.latex(), name=self.name, status=str(self.status), kind="result")


def _code_equals_display(result: Result) -> Status:
    """Prove code form == display form, on the domain of the display form."""
    display = result.rhs.rhs if result.rhs.is_Relational else result.rhs  # of a bound, the bound
    own = {x.name.removesuffix("_k"): x for x in display.free_symbols}
    own |= {f.func.__name__: f for f in display.atoms(AppliedUndef)}  # s(t) is passed as s
    code = result.code_form.subs({x: own[x.name] for x in result.code_form.free_symbols if x.name in own})
    return same(display, code, result.where)


def result(name: str, **fields) -> Result:
    """Declare a result and register it under its name.

    Raises:
        ValueError: if the name is taken.
    """
    if name in _results:
        raise ValueError(f"name: {name!r} is registered twice")
    fields["independent_check"] = fields.pop("check")
    _results[name] = Result(name, module=sys._getframe(1).f_globals["__name__"], **fields)
    return _results[name]


def load() -> dict[str, Result]:
    """Import every module of results and return them by name, in the order of the book."""
    order = [f"{__package__}.{module}" for module in MODULES]
    for module in order:
        importlib.import_module(module)

    def place(result: Result) -> int:
        """In the book, whatever was imported first."""
        return order.index(result.module) if result.module in order else len(order)

    return {result.name: result for result in sorted(_results.values(), key=place)}


def names() -> list[str]:
    """All registered names, in the order of the book."""
    return list(load())


def get(name: str) -> Result:
    """The result of this name.

    Raises:
        KeyError: naming the nearest names, if there is none.

    Example:
        >>> get("one-weight/flow").arguments
        ('gamma', 's')
    """
    found = load()
    if name not in found:
        import difflib

        near = difflib.get_close_matches(name, found, 3, 0.4)
        raise KeyError(f"no result named {name!r}; did you mean {', '.join(near) or 'one of names()'}?")
    return found[name]
