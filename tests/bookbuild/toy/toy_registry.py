"""A stand-in registry with the interface of stepwise_ssl.symbolic.registry, small and quick."""

from dataclasses import dataclass, field

import sympy as sp

x, y, w = sp.symbols("x y w", positive=True)


class StepError(AssertionError):
    pass


@dataclass(frozen=True)
class Status:
    words: str

    def __str__(self):
        return self.words


PROVED, EXACT, DEFINITION = Status("proved"), Status("exact at 6 points"), Status("definition")


def check(lhs, rhs):
    if sp.simplify(lhs - rhs) != 0:
        raise StepError(f"at x = 2, y = 3 the two sides differ by {(lhs - rhs).subs({x: 2, y: 3})}")
    return PROVED


@dataclass(frozen=True)
class Step:
    why: str
    lhs: object
    rhs: object
    status: Status


@dataclass(frozen=True)
class Chain:
    steps: tuple


@dataclass(frozen=True)
class Result:
    name: str
    title: str
    equation: tuple
    make_chain: object = None
    assumptions: tuple = ()
    status: Status = PROVED
    code_form: object = None
    source: str = "derived"
    arguments: tuple = field(default=("x", "y"))

    def latex(self):
        return " = ".join(sp.latex(side) for side in self.equation)

    @property
    def chain(self):
        return self.make_chain() if self.make_chain else None

    def check(self, lhs, rhs):
        return check(lhs, rhs)


def chain(*steps):
    for _, lhs, rhs in steps:
        check(lhs, rhs)
    return Chain(tuple(Step(why, lhs, rhs, PROVED) for why, lhs, rhs in steps))


SQUARE = sp.expand((x + y) ** 2)
RESULTS = [
    Result(
        "toy/square",
        "Square of a sum",
        ((x + y) ** 2, SQUARE),
        lambda: chain(("write it as a product", (x + y) ** 2, (x + y) * (x + y)), ("multiply out $x$", (x + y) ** 2, SQUARE)),
        ("one-weight",),
        code_form=x * x + 2 * x * y + y * y,
    ),
    Result("toy/cube", "Cube", (w**3, w * w * w), None, ("one-weight", "gradient-flow"), EXACT),
    Result("toy/wrong", "A wrong square", ((x + y) ** 2, x**2 + y**2)),
    Result(
        "toy/wrong-step",
        "A chain with a wrong step",
        ((x + y) ** 2, SQUARE),
        lambda: chain(("forget a term", (x + y) ** 2, x**2 + y**2)),
    ),
]


def load():
    pass


def names():
    return [result.name for result in RESULTS]


def get(name):
    return {result.name: result for result in RESULTS}[name]
