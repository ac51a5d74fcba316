"""How far gradient descent lags behind the flow, to first order in the learning rate."""

from __future__ import annotations

import sympy as sp

from ..chain import Chain
from ..checks import delay as check
from ..equality import StepError, equal
from ..letters import eigenvalue, eta, gamma, gamma_pos, s, s0, t
from ..one_weight.loss_and_flow import embedding_eigenvalue, flow
from ..one_weight.solution import logistic
from ..registry import result
from ..status import weakest
from .staircase import MODE

half = sp.Rational(1, 2)
error = sp.Function("varepsilon", real=True)  # descent is at s(t) + eta varepsilon(t) + O(eta^2)
velocity = sp.Function("g", real=True)  # any scalar flow s' = g(s)
delay_time = sp.Function(r"\delta t", real=True)(eta)
Delta = sp.Symbol("Delta", real=True)  # delay per learning rate
speed = sp.Derivative(s(t), t)
speed_0 = sp.Subs(speed, t, 0)
acceleration = sp.Derivative(s(t), (t, 2))
_x = sp.Symbol("x", real=True)
slope_of_velocity = sp.Subs(sp.Derivative(velocity(_x), _x), _x, s(t))
FIRST_ORDER = (*MODE, "first-order")


def coefficient(e, order: int):
    """What stands at eta^order when e is expanded in eta."""
    return sp.diff(e, eta, order).subs(eta, 0).doit() / sp.factorial(order)


def compare(order: int, to: tuple):
    """A rule: the terms of lower order agree, for the flow s' = g(s); so those of this order must, too."""

    def rule(lhs, rhs, new):
        new = new or to
        for lower in range(order):
            left, right = (coefficient(e, lower).subs(velocity(s(t)), speed) for e in (lhs, rhs))
            equal(left, right)
        marks = [equal(coefficient(e, order), side) for e, side in zip((lhs, rhs), new, strict=True)]
        return (*new, weakest(marks))

    return rule


descent_error = result(
    "descent/error",
    title="Descent minus flow, per learning rate",
    lhs=error(t),
    rhs=-half * speed * sp.log(speed / speed_0),
    assumptions=FIRST_ORDER,
    source="derived",
    check=check.first_order,
)


@descent_error.route("compare powers of the learning rate")
def _():
    bend = (
        Chain.given(speed, velocity(s(t)), "the flow")
        .both(lambda e: sp.Derivative(e, t), "differentiate", to=(acceleration, slope_of_velocity * speed))
        .both(lambda e: e / speed, "divide", to=(acceleration / speed, slope_of_velocity))
    )
    return (
        Chain.given(
            s(t + eta) + eta * error(t + eta),
            s(t) + eta * error(t) + eta * velocity(s(t) + eta * error(t)),
            r"one step of descent, which is at $s + \eta \varepsilon$, for the flow $s' = g(s)$",
        )
        .step(
            compare(2, (acceleration / 2 + sp.Derivative(error(t), t), slope_of_velocity * error(t))),
            r"compare the terms with $\eta^2$ (those with $\eta$ are the flow)",
        )
        .use(bend.flip(), why=r"$s'' = g'(s) s'$", side="rhs")
        .both(
            lambda e: e - acceleration / 2,
            r"a linear equation for $\varepsilon$",
            to=(sp.Derivative(error(t), t), acceleration / speed * error(t) - acceleration / 2),
        )
        .solve(error(t), descent_error.rhs, r"solve it from $\varepsilon(0) = 0$", {0: 0})
    )


descent_delay = result(
    "descent/delay",
    title="Delay of descent behind the flow",
    lhs=sp.Limit(delay_time / eta, eta, 0, "+"),
    rhs=half * sp.log(speed / speed_0),
    assumptions=FIRST_ORDER,
    source="derived",
    check=check.first_order,
)


def _delay():
    """The delay per learning rate, as a letter."""
    return (
        Chain.given(
            s(t - eta * Delta),
            s(t) + eta * error(t),
            r"descent is where the flow was $\eta \Delta$ earlier, to first order",
        )
        .step(compare(1, (-Delta * speed, error(t))), r"compare the terms with $\eta$")
        .both(lambda e: -e / speed, "divide by the speed", to=(Delta, -error(t) / speed))
        .use(descent_error, why="put in the error", side="rhs")
    )


@descent_delay.route("from a gap to a delay")
def _():
    name = Chain.given(Delta, descent_delay.lhs, "definition")
    return _delay().use(name, why=r"$\Delta$ is the limit of $\delta t / \eta$", side="lhs")


behind = sp.Limit((eigenvalue(t) - sp.Function("lambda_eta", real=True)(t)) / eta, eta, 0, "+")

stray = result(
    "descent/stray",
    title="How far the embedding eigenvalue lags, per learning rate",
    lhs=behind,
    rhs=4 * gamma * eigenvalue(t) * (1 - eigenvalue(t)) * sp.log(speed / speed_0),
    assumptions=FIRST_ORDER,
    source="derived",
    check=check.first_order,
)


@stray.route("speed times delay")
def _():
    then = eigenvalue(t - eta * Delta)

    def quotient(lhs, rhs, new):
        """A difference quotient at a vanishing distance is the derivative."""
        new = new or (lhs, Delta * sp.Derivative(eigenvalue(t), t))
        if new[0] != lhs or rhs != sp.Limit((eigenvalue(t) - then) / eta, eta, 0, "+"):
            raise StepError(f"{rhs} is no difference quotient")
        return (*new, equal(coefficient(-then, 1), new[1]))

    return (
        Chain.given(
            behind,
            sp.Limit((eigenvalue(t) - then) / eta, eta, 0, "+"),
            r"descent is where the flow was $\eta \Delta$ earlier",
        )
        .step(quotient, "a difference quotient: speed times delay")
        .use(logistic, why="put in the logistic law", side="rhs")
        .use(Chain.of(_delay()), why=r"$\Delta = \frac{1}{2} \log \frac{s'(t)}{s'(0)}$", to=stray.equation)
    )


speed_ratio = result(
    "descent/speed-ratio",
    title="The growth of the speed",
    lhs=speed / speed_0,
    rhs=s(t) * (1 - eigenvalue(t)) / (s0 * (1 - gamma * s0**2)),
    assumptions=MODE,
    check=check.nonzero,
)


@speed_ratio.route("the flow, now and at the start")
def _():
    start = Chain.given(speed_0, 4 * gamma * s0 * (1 - gamma * s0**2), "at the start", flow.status)
    named = Chain.of(flow).use(Chain.of(embedding_eigenvalue).flip(), why="name it")
    return Chain.given(speed_ratio.lhs, speed_ratio.lhs, "speed now, over speed at the start").use(
        start, named, why=r"$s' = 4 \gamma s (1 - \lambda)$, now and at the start", side="rhs"
    )


lam, lam_0 = sp.Symbol("lambda", positive=True), sp.Symbol("lambda_0", positive=True)
late = sp.log((1 - lam_0) / (1 - lam))

tolerance = result(
    "descent/tolerance",
    title="The lag never exceeds the tolerance",
    lhs=gamma_pos / 2 * sp.log(1 / lam_0)
    - 4 * gamma_pos * lam * (1 - lam) * (sp.log(lam / lam_0) / 2 - late),
    rhs=2 * gamma_pos * (lam - half) ** 2 * sp.log(1 / lam_0)
    + 4 * gamma_pos * lam * (1 - lam) * (sp.log(1 / lam) / 2 + late),
    assumptions=(*FIRST_ORDER, "positive-mode", "small-start-scalar"),
    where=(lam < 1, lam_0 < 1),
    source="derived",
    check=check.identity,
)


@tolerance.route("split the tolerance")
def _():
    share = lam * (1 - lam)
    quarter = sp.Rational(1, 4)
    return (
        Chain.given(tolerance.lhs, tolerance.lhs, "tolerance minus lag", where=tolerance.where)
        .rewrite(
            lambda e: (
                2 * gamma_pos * (quarter - share) * sp.log(1 / lam_0)
                + 4 * gamma_pos * share * (sp.log(1 / lam_0) / 2 - sp.log(lam / lam_0) / 2 + late)
            ),
            r"split $\frac{1}{4} = \left(\frac{1}{4} - \lambda (1 - \lambda)\right) + \lambda (1 - \lambda)$",
        )
        .rewrite(
            lambda e: tolerance.rhs,
            r"complete the square; $\lambda_0$ cancels in the second bracket",
        )
    )
