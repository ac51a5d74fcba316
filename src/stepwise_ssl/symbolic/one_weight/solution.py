"""One weight: three ways to solve the flow, and what follows for the eigenvalue, the gap and the loss."""

from __future__ import annotations

import sympy as sp
from sympy.codegen.cfunctions import expm1

from ..chain import Chain
from ..checks import one_weight as check
from ..equality import StepError
from ..letters import eigenvalue, gamma, gamma_pos, s, s0, t
from ..letters import loss as L
from ..registry import result
from .loss_and_flow import FLOW, embedding_eigenvalue, flow, loss, w
from .safe_forms import complement, singular_value, square

lambda0 = gamma * s0**2
LAW = ("gamma", "s0", "t")

logistic = result(
    "one-weight/logistic",
    title="The embedding eigenvalue grows logistically",
    lhs=sp.Derivative(eigenvalue(t), t),
    rhs=8 * gamma * eigenvalue(t) * (1 - eigenvalue(t)),
    assumptions=FLOW,
    source="derived",
    check=check.any_sign,
)


@logistic.route("chain rule")
def _():
    return (
        Chain.of(embedding_eigenvalue)
        .both(lambda e: sp.Derivative(e, t), "differentiate both sides")
        .rewrite(lambda e: 2 * gamma * s(t) * sp.Derivative(s(t), t), "chain rule")
        .use(flow, why="put in the flow")
        .use(Chain.of(embedding_eigenvalue).flip(), why=r"name it $\lambda$")
    )


solution = result(
    "one-weight/solution",
    title="Exact trajectory of one weight",
    lhs=s(t),
    rhs=sp.exp(4 * gamma * t) / sp.sqrt(s0**-2 + gamma * (sp.exp(8 * gamma * t) - 1)),
    code_form=singular_value,
    arguments=LAW,
    assumptions=FLOW,
    source="paper, Prop. 4.1",
    check=check.any_sign,
)


@solution.route("a linear equation for the inverse square")
def _():
    u = sp.Function("u", positive=True)
    name = Chain.given(s(t) ** -2, u(t), "$u = s^{-2}$")
    return (
        Chain.of(flow)
        .both(lambda e: -2 * e / s(t) ** 3, "multiply by $-2 s^{-3}$")
        .claim(sp.Derivative(s(t) ** -2, t), 8 * gamma**2 - 8 * gamma * s(t) ** -2, "chain rule backwards")
        .use(name, why="name $u = s^{-2}$: the equation is linear")
        .solve(
            u(t),
            gamma + (s0**-2 - gamma) * sp.exp(-8 * gamma * t),
            "solve it from $u(0) = s_0^{-2}$",
            {0: s0**-2},
        )
        .use(name.flip(), why="back to $s$")
        .both(lambda e: 1 / sp.sqrt(e), "take the inverse root; $s$ stays positive")
        .claim(*solution.equation, r"multiply above and below by $e^{4 \gamma t}$")
    )


@solution.route("separation of variables")
def _():
    lam = eigenvalue(t)
    y = sp.Function("y", real=True)
    odds = lambda0 / (1 - lambda0)
    name = Chain.given(sp.log(lam / (1 - lam)), y(t), "the log odds")
    rising = (
        Chain.of(logistic, where=(gamma > 0, lambda0 < 1, lam > 0, lam < 1))
        .both(
            lambda e: e / (lam * (1 - lam)),
            r"separate: divide by $\lambda (1 - \lambda)$, for $0 < \lambda < 1$",
        )
        .rewrite(lambda e: lam.diff(t) / lam + lam.diff(t) / (1 - lam), "partial fractions", side="lhs")
        .rewrite(lambda e: sp.Derivative(sp.log(lam / (1 - lam)), t), "chain rule backwards", side="lhs")
        .use(name, why=r"name $y = \log\frac{\lambda}{1 - \lambda}$, the log odds")
        .solve(
            y(t),
            sp.log(odds) + 8 * gamma * t,
            r"integrate from $\lambda_0 = \gamma s_0^2$",
            {0: sp.log(odds)},
        )
        .use(name.flip(), why=r"back to $\lambda$")
        .both(sp.exp, "exponentiate", to=(lam / (1 - lam), odds * sp.exp(8 * gamma * t)))
        .both(
            lambda e: e / (1 + e),
            "solve for it",
            to=(lam, lambda0 / (lambda0 + (1 - lambda0) * sp.exp(-8 * gamma * t))),
        )
    )
    return rising.use(embedding_eigenvalue, why=r"$\lambda = \gamma s^2$").both(
        lambda e: sp.sqrt(e / gamma), r"divide by $\gamma$, take the root", to=solution.equation
    )


@solution.route("SymPy's dsolve")
def _():
    # For one sign of gamma: dsolve is asked for a candidate only, and `solve` then checks it for every gamma.
    ode = sp.Eq(flow.lhs, flow.rhs.subs(gamma, gamma_pos))
    found = sp.dsolve(ode, s(t), hint="Bernoulli", ics={s(0): s0})
    if not isinstance(found, sp.Eq) or found.lhs != s(t):
        raise StepError(f"dsolve found no solution: it returned {found}")
    candidate = found.rhs.subs(gamma_pos, gamma)
    return (
        Chain.of(flow)
        .solve(s(t), candidate, "what dsolve returns satisfies the flow and $s(0) = s_0$", {0: s0})
        .claim(*solution.equation, r"multiply above and below by $e^{4 \gamma t}$")
    )


stable_form = result(
    "one-weight/stable-form",
    title="The same trajectory, safe to evaluate",
    lhs=s(t),
    rhs=s0 / sp.sqrt(sp.exp(-8 * gamma * t) - gamma * s0**2 * expm1(-8 * gamma * t)),
    code_form=singular_value,
    arguments=LAW,
    assumptions=FLOW,
    check=check.any_sign,
)


@stable_form.route("divide by the growth")
def _():
    inside = sp.exp(-8 * gamma * t) - gamma * s0**2 * (sp.exp(-8 * gamma * t) - 1)
    return (
        Chain.of(solution)
        .rewrite(lambda e: s0 / sp.sqrt(inside), r"multiply above and below by $s_0 e^{-4 \gamma t}$")
        .rewrite(
            lambda e: stable_form.rhs, r"$\operatorname{expm1}(x) = e^x - 1$, computed without cancellation"
        )
    )


eigenvalue_solution = result(
    "one-weight/eigenvalue-solution",
    title="Embedding eigenvalue at time t",
    lhs=eigenvalue(t),
    rhs=lambda0 / (lambda0 + (1 - lambda0) * sp.exp(-8 * gamma * t)),
    code_form=square,
    arguments=LAW,
    assumptions=FLOW,
    check=check.any_sign,
)


@eigenvalue_solution.route("square the weight")
def _():
    return (
        Chain.of(embedding_eigenvalue)
        .use(solution, why="put in the trajectory")
        .rewrite(lambda e: eigenvalue_solution.rhs, r"multiply above and below by $s_0^2 e^{-8 \gamma t}$")
    )


gap = result(
    "one-weight/gap",
    title="What the embedding eigenvalue still lacks",
    lhs=1 - eigenvalue(t),
    rhs=(1 - lambda0) * sp.exp(-8 * gamma * t) / (lambda0 + (1 - lambda0) * sp.exp(-8 * gamma * t)),
    code_form=complement(1),
    arguments=LAW,
    assumptions=FLOW,
    check=check.any_sign,
)


@gap.route("complement of the logistic")
def _():
    return (
        Chain.of(eigenvalue_solution)
        .both(lambda e: 1 - e, "subtract both sides from 1")
        .rewrite(lambda e: gap.rhs, "one fraction: nothing is left to cancel")
    )


loss_in_time = result(
    "one-weight/loss-in-time",
    title="Loss at time t",
    lhs=L(s(t)),
    rhs=((1 - lambda0) * sp.exp(-8 * gamma * t) / (lambda0 + (1 - lambda0) * sp.exp(-8 * gamma * t))) ** 2,
    code_form=complement(2),
    arguments=LAW,
    assumptions=FLOW,
    check=check.any_sign,
)


@loss_in_time.route("square the gap")
def _():
    return (
        Chain.of(loss)
        .at({w: s(t)}, "along the trajectory")
        .rewrite(lambda e: (1 - gamma * s(t) ** 2) ** 2, "a square has no sign")
        .use(solution, why="put in the trajectory", side="rhs")
        .rewrite(lambda e: loss_in_time.rhs, "one fraction, squared")
    )
