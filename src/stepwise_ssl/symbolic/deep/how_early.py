"""When two weights step, in closed form, and how early that is where the head starts small."""

from __future__ import annotations

import sympy as sp

from ..chain import Chain
from ..checks import deep as check
from ..equality import StepError, equal
from ..letters import crossing, s0
from ..letters import gamma_pos as gamma
from ..registry import result
from ..status import Status, weakest
from .never_later import STEPS, half
from .two_weights import b0, multiplier_flow

lam = sp.Symbol("lambda", positive=True)
rho, rho_0, rho_half, rho_1 = sp.symbols(r"rho rho_0 \rho_{1/2} rho_1", positive=True)
delta = sp.Symbol("delta", real=True, nonzero=True)  # w_0^2 - s_0^2
top = sp.sqrt(delta**2 + 4 / gamma)


half_time = result(
    "deep/half-time",
    title="When two weights have done half of their step",
    lhs=crossing(half),
    rhs=sp.log(b0**2 * (rho_half - delta) / (s0**2 * (rho_half + delta))) / (8 * gamma * delta)
    + sp.log((rho_1 + rho_half) * (rho_1 - rho_0) / ((rho_1 - rho_half) * (rho_1 + rho_0)))
    / (8 * gamma * rho_1),
    assumptions=(*STEPS, "unlike-starts"),
    source="derived",
    check=check.times,
)


@half_time.route("integrate over the multiplier")
def _():
    left, right = (rho - delta) / (rho + delta), (rho_1 + rho) / (rho_1 - rho)
    solved = sp.log(left / left.subs(rho, rho_0)) / (8 * gamma * delta) + sp.log(
        right / right.subs(rho, rho_0)
    ) / (8 * gamma * rho_1)
    start = [Chain.given(rho_0 - delta, 2 * s0**2, "start"), Chain.given(rho_0 + delta, 2 * b0**2, "start")]
    known = (
        Chain.given(1 - lam, gamma * (rho_1**2 - rho**2) / 4, "what is left to learn"),
        Chain.given(lam, gamma * (rho**2 - delta**2) / 4, "what is learned"),
    )
    apart = 1 / (rho**2 - delta**2) + 1 / (rho_1**2 - rho**2)
    speed = sp.Derivative(crossing(rho), rho)
    return (
        Chain.given(
            speed,
            1 / (16 * lam * (1 - lam)),
            r"one over the speed of $\rho = s^2 + w^2$, which is $16 \lambda (1 - \lambda)$",
            multiplier_flow.status,
            where=[c for x in (rho, rho_0) for c in (x**2 > delta**2, x**2 < rho_1**2)],
        )
        .use(
            *known,
            why=r"$\lambda = \gamma (\rho^2 - \delta^2) / 4$ with $\delta = w_0^2 - s_0^2$, and "
            r"$1 - \lambda = \gamma (\rho_1^2 - \rho^2) / 4$",
            side="rhs",
        )
        .rewrite(lambda e: apart / (gamma**2 * (rho_1**2 - delta**2)), "partial fractions")
        .use(
            Chain.given(rho_1**2 - delta**2, 4 / gamma, r"definition of $\rho_1$"),
            why=r"$\rho_1$ is $\rho$ at the end: $\rho_1^2 = \delta^2 + 4 / \gamma$",
            side="rhs",
            to=(speed, apart / (4 * gamma)),
        )
        .solve(
            crossing(rho),
            solved,
            r"integrate from $\rho_0 = s_0^2 + w_0^2$, where the clock starts",
            {rho_0: 0},
        )
        .use(*start, why=r"$\rho_0 - \delta = 2 s_0^2$ and $\rho_0 + \delta = 2 w_0^2$", side="rhs")
        .at({rho: rho_half}, r"at $\rho_{1/2} = \sqrt{\delta^2 + 2 / \gamma}$")
        .use(
            Chain.given(crossing(rho_half), crossing(half), "name"),
            why=r"where $\lambda$ is one half",
            side="lhs",
            to=half_time.equation,
        )
    )


moved = sp.Function("t_{1/2}", real=True)(s0)
frozen = sp.Function(r"t_{1/2}^{\mathrm{frozen}}", real=True)(s0)

how_early = result(
    "deep/how-early",
    title="How early the step is that moves its body, for a vanishing head",
    lhs=sp.Limit(frozen - moved, s0, 0, "+"),
    rhs=sp.log((b0**2 + rho_half) ** 2 / (2 * b0**4)) / (8 * gamma * b0**2)
    - sp.log(2 * (rho_1 + rho_half) ** 2 / (rho_1 + b0**2) ** 2) / (8 * gamma * rho_1),
    assumptions=STEPS,
    source="derived",
    check=check.vanishing,
)
_start = {delta: b0**2 - s0**2, rho_0: b0**2 + s0**2}
_roots = {rho_half: sp.sqrt(delta**2 + 2 / gamma), rho_1: top}


def _logarithms(e) -> list:
    """(coefficient, argument) of each term of a sum of logarithms."""
    pairs = [term.as_independent(sp.log) for term in sp.Add.make_args(e)]
    if not all(isinstance(logarithm, sp.log) for _, logarithm in pairs):
        raise StepError(f"no sum of logarithms: {e}")
    return [(c, logarithm.args[0]) for c, logarithm in pairs]


def _by_coefficient(pairs) -> list:
    """c log x + c log y = c log(x y)."""
    groups: list = []
    for c, x in pairs:
        alike = [k for k, (other, _) in enumerate(groups) if sp.simplify(c - other) == 0]
        opposite = [k for k, (other, _) in enumerate(groups) if sp.simplify(c + other) == 0]
        if alike or opposite:
            k = (alike or opposite)[0]
            groups[k] = (groups[k][0], groups[k][1] * (x if alike else 1 / x))
        else:
            groups.append((c, x))
    return groups


def _limit_of_logarithms(e) -> list:
    """Limit for s_0 -> 0 of a sum of c log X, some X like 1 / s_0^2, if their coefficients cancel there."""
    kept, growing = [], sp.S.Zero
    for c, x in _logarithms(e):
        x = sp.together(x.subs(_roots).subs(_start))
        c = c.subs(_roots).subs(_start)
        _, denominator = sp.fraction(x)
        grows = denominator.subs(s0, 0) == 0
        bounded = sp.cancel(x * s0**2) if grows else x
        growing += c if grows else 0
        kept.append((c.subs(s0, 0), bounded.subs(s0, 0)))
    if sp.limit(sp.together(growing) * sp.log(1 / s0**2), s0, 0, "+") != 0:
        raise StepError("the logarithms of s_0 do not cancel")
    return _by_coefficient(kept)


@how_early.route("the logarithms of the start cancel")
def _():
    both = sp.log(1 / (gamma * s0**2 * b0**2) - 1) / (8 * gamma * b0**2) - half_time.rhs

    def vanishing(lhs, rhs, new):
        """The limit of both sides, only written: SymPy would take delta for a constant."""
        found = tuple(sp.Limit(e, s0, 0, "+") for e in (lhs, rhs))
        if new not in (None, found):
            raise StepError(f"{new} are not the limits of both sides")
        return (*found, Status.BY_CONSTRUCTION)

    def vanish(lhs, rhs, new):
        """Term by term; the letters of the new line are those of a head that starts at zero."""
        new = new or how_early.equation
        if new[0] != lhs or not isinstance(rhs, sp.Limit) or rhs.args[1:] != lhs.args[1:]:
            raise StepError(f"{rhs} is no limit of a small head")
        end = {x: root.subs(delta, b0**2) for x, root in _roots.items()}
        stated = _by_coefficient([(c.subs(end), x.subs(end)) for c, x in _logarithms(new[1])])
        found = _limit_of_logarithms(rhs.args[0])
        if len(stated) != len(found):
            raise StepError(f"{new[1]} has other terms than the limit")
        marks = []
        for c, x in found:
            others = [(y, 1) for k, y in stated if sp.simplify(k - c) == 0]
            others += [(y, -1) for k, y in stated if sp.simplify(k + c) == 0]
            if len(others) != 1:
                raise StepError(f"{new[1]} has no term with the coefficient {c}")
            marks.append(equal(others[0][0] ** others[0][1], x))
        return (*new, weakest(marks))

    return (
        Chain.given(
            frozen - moved,
            both,
            r"a frozen body by chapter 3, less the half time, with $\delta = w_0^2 - s_0^2$",
            half_time.status,
        )
        .step(
            vanishing,
            r"for a vanishing head; $\delta$, $\rho_0$, $\rho_{1/2}$ and $\rho_1$ depend on $s_0$ as well",
        )
        .step(
            vanish,
            r"$\left(\frac{1}{w_0^2} - \frac{1}{\delta}\right) \log \frac{1}{s_0^2} \to 0$; "
            r"all else is continuous, with $\delta = w_0^2$",
        )
    )
