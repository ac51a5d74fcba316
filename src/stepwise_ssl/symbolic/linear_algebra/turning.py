"""Two pixels: turn the axes, find the angle at which nothing is beside the diagonal, read the eigenvalues."""

from __future__ import annotations

import sympy as sp
from sympy import ImmutableMatrix, MatMul
from sympy.codegen.cfunctions import hypot

from ..chain import Chain
from ..checks import turning as check
from ..equality import StepError, equal
from ..registry import result
from ..status import weakest
from .meaning import Meaning

a, b, c, theta = sp.symbols("a b c theta", real=True)
matrix = ImmutableMatrix([[a, b], [b, c]])
v_1, v_2 = ImmutableMatrix([sp.cos(theta), sp.sin(theta)]), ImmutableMatrix([-sp.sin(theta), sp.cos(theta)])
half = sp.Rational(1, 2)
turned = {(i, j): sp.Function(f"Gamma_{i}{j}", real=True)(theta) for i, j in ((1, 1), (1, 2), (2, 2))}
C2, S2 = sp.cos(2 * theta), sp.sin(2 * theta)
middle = sp.Mul(half, a + c, evaluate=False)  # printed as one fraction
FACTS = ("symmetric-gamma",)


def _entry(name: str, title: str, at: tuple, rhs, squares, products: str):
    """One entry of the matrix in the turned axes."""
    left, right = (v_1 if k == 1 else v_2 for k in at)
    found = result(
        name,
        title=title,
        lhs=turned[at],
        rhs=rhs,
        code_form=sp.sympify(rhs).doit(),
        arguments=("a", "b", "c", "theta"),
        assumptions=FACTS,
        source="derived",
        check=check.any_angle,
    )

    @found.route("multiply out")
    def _():
        row = ImmutableMatrix([list(left)])
        return Meaning({turned[at]: rhs}).lines(
            (
                turned[at],
                MatMul(row, matrix, right),
                rf"$v_{at[0]}^{{\top}} \Gamma v_{at[1]}$ with $v_1 = (\cos \theta, \sin \theta)$"
                r", $v_2 = (-\sin \theta, \cos \theta)$",
            ),
            (squares, "multiply out"),
            (rhs, products),
        )

    return found


cos, sin = sp.cos(theta), sp.sin(theta)
turned_entry = _entry(
    "algebra/turned-entry",
    "Beside the diagonal, in turned axes",
    (1, 2),
    b * C2 - (a - c) * S2 / 2,
    b * (cos**2 - sin**2) - (a - c) * sin * cos,
    r"$\cos^2 \theta - \sin^2 \theta = \cos 2 \theta$, $2 \sin \theta \cos \theta = \sin 2 \theta$",
)
squared = (
    r"$\cos^2 \theta = \frac{1}{2}(1 + \cos 2 \theta)$, $\sin^2 \theta = \frac{1}{2}(1 - \cos 2 \theta)$"
)
turned_first = _entry(
    "algebra/turned-first",
    "First diagonal entry, in turned axes",
    (1, 1),
    middle + (a - c) * C2 / 2 + b * S2,
    a * cos**2 + 2 * b * sin * cos + c * sin**2,
    squared,
)
turned_second = _entry(
    "algebra/turned-second",
    "Second diagonal entry, in turned axes",
    (2, 2),
    middle - (a - c) * C2 / 2 - b * S2,
    a * sin**2 - 2 * b * sin * cos + c * cos**2,
    squared,
)

decoupling_angle = result(
    "algebra/decoupling-angle",
    title="The angle at which nothing is beside the diagonal",
    lhs=(a - c) * S2,
    rhs=2 * b * C2,
    assumptions=FACTS,
    source="derived",
    check=check.decoupled,
)


@decoupling_angle.route("set the entry to zero")
def _():
    return (
        Chain.given(turned[1, 2], 0, "asked for: nothing beside the diagonal")
        .use(turned_entry, why="put in the entry", side="lhs")
        .both(lambda e: 2 * e, "twice", to=(2 * b * C2 - (a - c) * S2, sp.S.Zero))
        .both(lambda e: e + (a - c) * S2, "add the second term", to=(2 * b * C2, (a - c) * S2))
        .swap("exchange the sides")
    )


root = sp.sqrt((a - c) ** 2 + 4 * b**2)

angle = result(
    "algebra/angle",
    title="The angle of the larger eigenvalue",
    lhs=theta,
    rhs=sp.atan2(2 * b, a - c) / 2,
    code_form=sp.atan2(2 * b, a - c) / 2,
    arguments=("a", "b", "c"),
    assumptions=FACTS,
    source="derived",
    check=check.decoupled,
)


@angle.route("solve for the angle")
def _():
    def solves(lhs, rhs, new):
        """The candidate satisfies the equation, and of its four solutions it is one with the larger entry."""
        new = new or angle.equation
        if new[0] != theta:
            raise StepError(f"the unknown is {theta}, not {new[0]}")
        found = new[1]
        marks = [equal(*(e.subs(theta, found) for e in (lhs, rhs)))]
        difference = (turned_first.rhs - turned_second.rhs).subs(theta, found)
        marks.append(equal(difference, root))  # never negative: the first entry is the larger one
        return (*new, weakest(marks))

    return Chain.of(decoupling_angle).step(
        solves, r"the point $(a - c, 2b)$ lies at the angle $2\theta$; then $\Gamma_{11} \geq \Gamma_{22}$"
    )


def _eigenvalue(name: str, title: str, k: int, sign: int):
    found = result(
        f"algebra/{name}",
        title=title,
        lhs=sp.Symbol(f"gamma_{k}", real=True),
        rhs=sp.Mul(half, a + c + sign * root, evaluate=False),
        code_form=(a + c) / 2 + sign * hypot((a - c) / 2, b),
        arguments=("a", "b", "c"),
        assumptions=FACTS,
        source="derived",
        check=check.decoupled,
    )
    entry = turned_first if k == 1 else turned_second

    @found.route("put in the angle")
    def _():
        there = {C2: (a - c) / root, S2: 2 * b / root}

        def put(lhs, rhs, new):
            """The diagonal entry at the angle of the larger eigenvalue."""
            new = new or (found.lhs, middle + sign * (a - c) ** 2 / (2 * root) + sign * 2 * b**2 / root)
            if (lhs, new[0]) != (entry.lhs, found.lhs):
                raise StepError(f"from {entry.lhs} to {found.lhs}, not from {lhs} to {new[0]}")
            marks = [equal(e.subs(theta, angle.rhs), value) for e, value in there.items()]
            return (*new, weakest([*marks, equal(rhs.subs(theta, angle.rhs), new[1])]))

        return (
            Chain.of(entry)
            .step(
                put,
                r"at the angle, where $\cos 2 \theta$ and $\sin 2 \theta$ are $a - c$ and $2b$ over "
                r"$\sqrt{(a - c)^2 + 4 b^2}$",
            )
            .rewrite(lambda e: found.rhs, "a square, over its root")
        )

    return found


larger = _eigenvalue("larger-eigenvalue", "The larger eigenvalue of a matrix of two by two", 1, 1)
smaller = _eigenvalue("smaller-eigenvalue", "The smaller eigenvalue of a matrix of two by two", 2, -1)
