"""Derivation chains: an equation that is changed step by step, each step checked when it is taken."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace

import sympy as sp

from . import logic, matrices
from .equality import StepError, equal, settle
from .printing import latex, mime
from .status import Status, weakest
from .words import Kinds


def same(a, b, where=(), kinds=None) -> Status:
    """Equality of whatever the two sides are: scalars, matrices of symbolic size, or statements.

    Raises:
        StepError: if they differ, or if SymPy cannot tell: what is not decided is not accepted.
    """
    try:
        return _same(a, b, where, kinds)
    except (
        NotImplementedError,
        TypeError,
        ValueError,
        AttributeError,
        RecursionError,
        sp.PolynomialError,
    ) as error:
        raise StepError(f"cannot decide whether {a} is {b}: {type(error).__name__} {error}") from error


def _same(a, b, where, kinds) -> Status:
    if matrices.is_matrix(a) or matrices.is_matrix(b):
        return matrices.equal(a, b, kinds)
    if logic.is_statement(a) or logic.is_statement(b):
        return logic.equivalent(a, b, where)
    return equal(a, b, where)


@dataclass(frozen=True)
class Step:
    """One line of a derivation.

    Args:
        why: the reason, in words.
        lhs: left side after the step.
        rhs: right side after the step.
        status: how the step was checked.
        rule: what the step did to the line before (None for the first line); used to check it again.
    """

    why: str
    lhs: sp.Basic
    rhs: sp.Basic
    status: Status
    rule: Callable | None = field(default=None, repr=False, compare=False)
    relation: str = "="

    def latex(self) -> str:
        """LaTeX of the line, without delimiters."""
        return f"{latex(self.lhs)} {self.relation} {latex(self.rhs)}"


INEQUALITIES = ("<", r"\leq", ">", r"\geq")


def repeats_left_side(before: Step, step: Step) -> bool:
    """Whether a line is written with its left side again.

    It is if that has changed, and in an inequality always: in "a < b, < c" the second line would say b < c,
    where only b was written in another form.
    """
    return step.lhs != before.lhs or step.relation in INEQUALITIES


def _must_grow(f: Callable) -> None:
    """An inequality survives a function that grows, and no other."""
    x = sp.Dummy("x", real=True)
    if not sp.simplify(sp.diff(f(x), x)).is_positive:
        raise StepError("an inequality keeps its direction only under a function that grows")


def _one_function(f: Callable, lhs, rhs):
    """Apply f to both sides, and make sure that it is one function: that it does not look at its argument."""
    if getattr(lhs, "shape", ()):
        hole = sp.MatrixSymbol("hole", *lhs.shape)
        out = f(lhs), f(rhs)
        for side, direct in zip((lhs, rhs), out, strict=True):
            matrices.equal(f(hole).xreplace({hole: side}), direct)
        return out
    letters = sorted(lhs.free_symbols | rhs.free_symbols, key=str)
    hole = (
        sp.Function("hole", positive=True if lhs.is_positive else None)(*letters) if letters else sp.Dummy()
    )
    template = f(hole)
    out = []
    for side in (lhs, rhs):
        filled, direct = template.xreplace({hole: side}), f(side)
        if filled != direct:
            equal(filled, direct)
        out.append(direct)
    return tuple(out)


@dataclass(frozen=True)
class Chain:
    """An equation with the checked steps that led to it. Build one with `Chain.given`.

    Args:
        steps: the lines so far.
        where: conditions under which the chain is claimed; samples honour them.
        kinds: what is known about the matrices (symmetric, diagonal, orthonormal).
        name: registry name, for the page's bookkeeping.

    Example:
        >>> x = sp.Symbol("x", positive=True)
        >>> c = Chain.given(sp.Symbol("y"), (x + 1) ** 2, "definition").rewrite(sp.expand, "expand")
        >>> str(c.status), c.rhs
        ('proved', x**2 + 2*x + 1)
    """

    steps: tuple[Step, ...]
    where: tuple = ()
    kinds: Kinds | None = None
    name: str = ""

    @classmethod
    def given(
        cls, lhs, rhs, why: str, status=Status.DEFINITION, where: Iterable = (), relation="=", kinds=None
    ):
        """Start from a definition, or from a fact with the status that the fact has."""
        first = Step(why, sp.sympify(lhs), sp.sympify(rhs), status, relation=relation)
        return cls((first,), tuple(where), kinds)

    @classmethod
    def of(cls, fact, why: str | None = None, where: Iterable = (), kinds=None):
        """Start from a Result or Chain; the first line carries its status."""
        why = why or f"known: {getattr(fact, 'title', '') or fact.name}"
        return cls.given(fact.lhs, fact.rhs, why, fact.status, where, fact.relation, kinds or fact.kinds)

    @property
    def lhs(self):
        """Left side of the last line."""
        return self.steps[-1].lhs

    @property
    def rhs(self):
        """Right side of the last line."""
        return self.steps[-1].rhs

    @property
    def relation(self) -> str:
        """LaTeX of the relation between the sides."""
        return self.steps[-1].relation

    @property
    def status(self) -> Status:
        """The weakest of the steps."""
        return weakest(step.status for step in self.steps)

    def _take(self, why: str, rule: Callable, to: tuple | None = None) -> Chain:
        """Append a step: ``rule(lhs, rhs, new)`` checks the new line, or makes it if ``new`` is None."""
        try:
            lhs, rhs, status = rule(self.lhs, self.rhs, to)
        except StepError as error:
            place = f" of {self.name}" if self.name else ""
            raise StepError(
                f"step {len(self.steps)}{place} ({why}): {error}", error.counterexample
            ) from error
        step = Step(why, sp.sympify(lhs), sp.sympify(rhs), status, rule, self.relation)
        return replace(self, steps=(*self.steps, step))

    def _printed(self, lhs, rhs, new: tuple | None, status: Status):
        """Take (lhs, rhs) as it comes, or in the form ``new`` that is to be printed, if that is the same."""
        if new is None or new == (lhs, rhs):
            return lhs, rhs, status
        marks = [same(a, b, self.where, self.kinds) for a, b in zip((lhs, rhs), new, strict=True)]
        return (*new, weakest([*marks, status]))

    def both(self, f: Callable, why: str, to: tuple | None = None) -> Chain:
        """Apply one function to both sides; ``to`` is the form to print, checked equal to what f gives."""

        def rule(lhs, rhs, new):
            if self.relation in INEQUALITIES:
                _must_grow(f)
            lhs, rhs = _one_function(f, lhs, rhs)
            return self._printed(lhs, rhs, new, Status.BY_CONSTRUCTION)

        return self._take(why, rule, to)

    def rewrite(self, f: Callable, why: str, side: str = "rhs") -> Chain:
        """Rewrite one side; the new form must equal the old one."""
        new = (self.lhs, f(self.rhs)) if side == "rhs" else (f(self.lhs), self.rhs)
        return self.claim(*new, why)

    def claim(self, lhs, rhs, why: str) -> Chain:
        """State the line in the form that the text prints: each side must equal the side before."""

        def rule(old_lhs, old_rhs, new):
            marks = [same(a, b, self.where, self.kinds) for a, b in zip((old_lhs, old_rhs), new, strict=True)]
            return (*new, weakest(marks))

        return self._take(why, rule, (lhs, rhs))

    def use(self, *facts, why: str, to: tuple | None = None, side: str = "both") -> Chain:
        """Substitute known equations (lhs -> rhs); the step is as strong as the weakest fact."""
        pairs = [(fact.lhs, fact.rhs) for fact in facts]
        strength = [fact.status for fact in facts]

        def put(e):
            return e.xreplace(dict(pairs)) if e.atoms(sp.MatrixSymbol) else settle(e.subs(pairs))

        def rule(lhs, rhs, new):
            lhs = lhs if side == "rhs" else put(lhs)
            rhs = rhs if side == "lhs" else put(rhs)
            return self._printed(lhs, rhs, new, weakest([Status.PROVED, *strength]))

        return self._take(why, rule, to)

    def at(self, values: dict, why: str, to: tuple | None = None) -> Chain:
        """Put values into the letters: what holds for all letters holds for these."""
        for letter, value in values.items():
            if getattr(letter, "is_positive", None) and sp.sympify(value).is_positive is False:
                raise StepError(f"{letter} is positive, {value} is not")

        def rule(lhs, rhs, new):
            lhs, rhs = (
                e.subs(values) if not e.atoms(sp.MatrixSymbol) else e.xreplace(values) for e in (lhs, rhs)
            )
            return self._printed(lhs, rhs, new, Status.BY_CONSTRUCTION)

        return self._take(why, rule, to)

    def solve(self, unknown, solution, why: str, at: dict) -> Chain:
        """Solve a differential equation: the candidate must satisfy it and its values ``at`` some arguments.

        Uniqueness is the Picard-Lindeloef theorem (the right sides in this book are smooth).
        """

        def rule(lhs, rhs, new):
            new_lhs, candidate = new
            if new_lhs != unknown:
                raise StepError(f"the unknown is {unknown}, not {new_lhs}")
            marks = [
                equal(settle(lhs.subs(unknown, candidate)), settle(rhs.subs(unknown, candidate)), self.where)
            ]
            for point, value in at.items():
                marks.append(equal(candidate.subs(unknown.args[0], point), value, self.where))
            return (*new, weakest(marks))

        return self._take(why, rule, (unknown, solution))

    def step(self, rule: Callable, why: str) -> Chain:
        """A step with a rule of its own: ``rule(lhs, rhs, new or None) -> (lhs, rhs, status)``."""
        return self._take(why, rule)

    def swap(self, why: str) -> Chain:
        """Exchange the sides, as a step."""
        self._must_be_equal()
        return self._take(why, lambda lhs, rhs, new: self._printed(rhs, lhs, new, Status.BY_CONSTRUCTION))

    def _must_be_equal(self) -> None:
        if self.relation in INEQUALITIES:
            raise StepError("the sides of an inequality cannot be exchanged")

    def flip(self) -> Chain:
        """Read the last line from right to left."""
        self._must_be_equal()
        return Chain.given(
            self.rhs, self.lhs, "from right to left", self.status, self.where, kinds=self.kinds
        )

    def verify(self, around: int | None = None) -> Status:
        """Check every step again from the line before it.

        Args:
            around: number of a line; then only the steps into it and out of it are checked.
        """
        marks = [self.steps[0].status]
        for number in range(1, len(self.steps)):
            if around is not None and number not in (around, around + 1):
                continue
            before, step = self.steps[number - 1], self.steps[number]
            try:
                marks.append(step.rule(before.lhs, before.rhs, (step.lhs, step.rhs))[2])
            except StepError as error:
                raise StepError(f"step {number} ({step.why}): {error}", error.counterexample) from error
        return weakest(marks)

    def with_step(self, number: int, lhs, rhs) -> Chain:
        """The same chain with one line replaced, unchecked: for tests that break it on purpose."""
        steps = list(self.steps)
        steps[number] = replace(steps[number], lhs=lhs, rhs=rhs)
        return replace(self, steps=tuple(steps))

    def latex(self) -> str:
        """An aligned environment, one line per step, with reason and status."""
        lines, previous = [], None
        for step in self.steps:
            left = "" if previous and not repeats_left_side(previous, step) else latex(step.lhs)
            previous = step
            note = rf"\text{{{step.why}}}\;[\text{{{step.status}}}]"
            lines.append(rf"{left} &{step.relation} {latex(step.rhs)} && {note}")
        return "\\begin{aligned}\n" + " \\\\\n".join(lines) + "\n\\end{aligned}"

    def _repr_mimebundle_(self, include=None, exclude=None):
        steps = [{"why": x.why, "latex": x.latex(), "status": str(x.status)} for x in self.steps]
        return mime(self.latex(), name=self.name, status=str(self.status), kind="chain", steps=steps)
