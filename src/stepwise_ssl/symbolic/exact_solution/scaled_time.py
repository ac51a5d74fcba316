"""The staircase of a vanishing start: in the time T, with t = T log(1/alpha), steps become sudden."""

from __future__ import annotations

import sympy as sp

from ..chain import Chain
from ..checks import exact_solution as check
from ..equality import StepError, equal
from ..letters import d, eigenvalue, gamma_pos, s0, t
from ..letters import gamma as gamma_any
from ..letters import loss as L
from ..modes import ModeSum
from ..one_weight.solution import eigenvalue_solution
from ..one_weight.times import step_time
from ..registry import result
from .solution import aligned_loss, lambda_j
from .staircase import MODE

gamma = gamma_pos
alpha = sp.Symbol("alpha", positive=True)  # initialisation scale
r = sp.Symbol("r", positive=True)  # s_0 = alpha r
T = sp.Symbol("T", real=True)
clock = T * sp.log(1 / alpha)
# The step time as a function of the scale: as a mere letter it would be a constant in the limit.
tau_of = sp.Function("tau", real=True)
SCALED = (*MODE, "positive-mode", "scaled-start")
share = gamma * r**2

step_time_limit = result(
    "staircase/step-time-limit",
    title="The step time of a vanishing start",
    lhs=sp.Limit(tau_of(alpha) / sp.log(1 / alpha), alpha, 0, "+"),
    rhs=1 / (4 * gamma),
    code_form=sp.Piecewise((1 / (4 * gamma_any), gamma_any > 0), (sp.oo, True)),
    arguments=("gamma",),
    assumptions=SCALED,
    check=check.scaled,
)


@step_time_limit.route("the scale outweighs the rest")
def _():
    return (
        Chain.given(
            tau_of(alpha),
            step_time.rhs.subs(s0, alpha * r),
            r"the step time, with $s_0 = \alpha r$",
            step_time.status,
        )
        .both(
            lambda e: e / sp.log(1 / alpha),
            r"in units of $\log \frac{1}{\alpha}$",
            to=(
                tau_of(alpha) / sp.log(1 / alpha),
                1 / (4 * gamma) + sp.log(1 / share) / (8 * gamma * sp.log(1 / alpha)),
            ),
        )
        .both(lambda e: sp.Limit(e, alpha, 0, "+"), "for a vanishing start")
        .rewrite(lambda e: step_time_limit.rhs, r"$\log \frac{1}{\alpha}$ grows beyond all bounds")
    )


arrival = 1 / (4 * gamma)
before, at_once, after = T < arrival, sp.Eq(T, arrival), T > arrival
scaled_time = result(
    "staircase/scaled-time",
    title="In scaled time the step is sudden",
    lhs=sp.Limit(eigenvalue(clock), alpha, 0, "+"),
    rhs=sp.Piecewise((0, before), (share / (1 + share), at_once), (1, after)),
    assumptions=SCALED,
    source="derived",
    check=check.scaled,
)


@scaled_time.route("the sign of an exponent")
def _():
    return (
        Chain.of(eigenvalue_solution)
        .at(
            {gamma_any: gamma, s0: alpha * r, t: clock},
            r"with $s_0 = \alpha r$, $t = T \log \frac{1}{\alpha}$",
        )
        .rewrite(
            lambda e: 1 / (1 + (1 / share - alpha**2) * alpha ** (8 * gamma * T - 2)),
            r"divide above and below by $\gamma \alpha^2 r^2$",
        )
        .both(lambda e: sp.Limit(e, alpha, 0, "+"), "for a vanishing start")
        .rewrite(
            lambda e: scaled_time.rhs,
            r"the power of $\alpha$ grows, vanishes or is 1: its exponent is $8 \gamma (T - 1/(4 \gamma))$",
        )
    )


gamma_j = sp.Symbol("gamma_j", positive=True)


def unit_step(x):
    """1 for x > 0, else 0 (at 0 nothing is claimed)."""
    return sp.Heaviside(x, 0)


def limit_inside(limit: sp.Limit):
    """A rule: the limit of a finite sum of polynomials in what converges is the sum of the polynomials."""

    def rule(lhs, rhs, new):
        new = new or (lhs, ModeSum((1 - limit) ** 2, d))
        whole = rhs.args[0] if isinstance(rhs, sp.Limit) and rhs.args[1:] == limit.args[1:] else None
        sums = isinstance(whole, ModeSum) and isinstance(new[1], ModeSum) and whole.args[1] == new[1].args[1]
        term = new[1].entry.xreplace({limit: limit.args[0]}) if sums else None
        if new[0] != lhs or not sums or not term.is_polynomial(limit.args[0]):
            raise StepError(f"{new[1]} is not {rhs} with the limit taken inside")
        return (*new, equal(whole.entry, term))

    return rule


heaviside = result(
    "staircase/heaviside",
    title="In the limit the loss is a sum of sudden steps",
    lhs=sp.Limit(L(clock), alpha, 0, "+"),
    rhs=ModeSum(unit_step(1 / (4 * gamma_j) - T), d),
    assumptions=(*SCALED, "d-at-most-m", "symmetric-gamma"),
    source="derived",
    check=check.scaled_sum,
)


@heaviside.route("mode by mode")
def _():
    one = Chain.of(scaled_time, where=(sp.Ne(T, 1 / (4 * gamma)),)).rewrite(
        lambda e: 1 - unit_step(1 / (4 * gamma) - T), r"for $T \ne 1/(4 \gamma)$"
    )
    lam = lambda_j(clock)
    limit = sp.Limit(lam, alpha, 0, "+")
    of_mode = Chain.given(limit, one.rhs.subs(gamma, gamma_j), "of mode j", one.status)

    return (
        Chain.of(aligned_loss)
        .at({t: clock}, r"at $t = T \log \frac{1}{\alpha}$")
        .both(lambda e: sp.Limit(e, alpha, 0, "+"), "for a vanishing start")
        .step(limit_inside(limit), "a finite sum: the limit may be taken in every term")
        .use(of_mode, why=r"$\lambda_j$ jumps from 0 to 1 at $T = 1/(4 \gamma_j)$", side="rhs")
        .rewrite(lambda e: heaviside.rhs, "a step is 0 or 1, so it is its own square")
    )
