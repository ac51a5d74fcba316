"""A body that moves is always early: two weights against the same head on a frozen body."""

from __future__ import annotations

import sympy as sp

from ..chain import Chain
from ..checks import deep as check
from ..equality import StepError, equal
from ..letters import crossing, eigenvalue, s0
from ..letters import gamma_pos as gamma
from ..registry import result
from ..status import Status, weakest
from .two_weights import FLOW, alone, b0

half = sp.Rational(1, 2)
STEPS = (*FLOW, "positive-mode", "starts-below-half")
y = sp.Symbol("y", positive=True)  # runs through the levels of lambda
lambda_0 = sp.Symbol("lambda_0", positive=True)
still = 1 / (8 * gamma * b0**2 * y * (1 - y))


def _faster(moving, frozen) -> Status:
    """The moving body's rate is the greater at every level from lambda_0 on: the difference of squares."""
    beyond = sp.Symbol("x", positive=True)  # how far above lambda_0 = gamma s_0^2 w_0^2
    ratio = sp.simplify((frozen / moving) ** 2 * b0**4 - b0**4).subs(y, gamma * s0**2 * b0**2 + beyond)
    if not sp.expand(sp.simplify(ratio)).is_positive:
        raise StepError(f"{moving} is not below {frozen}")
    return Status.PROVED


never_later = result(
    "deep/never-later",
    title="A body that moves is always early",
    lhs=crossing(half),
    rhs=sp.log(1 / lambda_0 - 1) / (8 * gamma * b0**2),
    relation="<",
    assumptions=STEPS,
    source="derived",
    check=check.earlier,
)


@never_later.route("compare the rates, level by level")
def _():
    speed = alone.rhs.subs(eigenvalue(sp.Symbol("t", nonnegative=True)), y)
    moving = 1 / speed.subs({x: gamma for x in speed.free_symbols if x.name == "gamma"})
    whole, slower = (sp.Integral(e, (y, lambda_0, half)) for e in (moving, still))

    def name(lhs, rhs, new):
        """The time to cross a level is the sum of 1 / speed; nothing is integrated here."""
        new = new or (crossing(half), rhs)
        if lhs != whole or new != (crossing(half), rhs):
            raise StepError(f"{new[0]} is not the time that {lhs} sums")
        return (*new, weakest([Status.PROVED, alone.status]))

    def integrate(lhs, rhs, new):
        """Main theorem of calculus, for y / (1 - y) > 0."""
        new = new or (lhs, never_later.rhs)
        inside = sp.log(y / (1 - y)) / (8 * gamma * b0**2)
        if new[0] != lhs or not isinstance(rhs, sp.Integral) or rhs.args[1:] != slower.args[1:]:
            raise StepError(f"{new[0]} is not what was integrated")
        marks = [equal(sp.diff(inside, y), rhs.args[0], (y < 1,))]
        marks.append(equal(inside.subs(y, half) - inside.subs(y, lambda_0), new[1], (lambda_0 < half,)))
        return (*new, weakest(marks))

    return (
        Chain.given(
            whole,
            slower,
            r"$(w_0^2 - s_0^2)^2 + 4 y / \gamma > w_0^4$ for every $y \geq \lambda_0 = \gamma s_0^2 w_0^2$",
            weakest([_faster(moving, still), alone.status]),
            relation="<",
        )
        .step(
            name,
            r"the left side is the time of the two weights, $\int \mathrm{d}\lambda / \lambda'$",
        )
        .step(integrate, r"the right side is that of a frozen body, chapter 3 with $\gamma w_0^2$")
    )
