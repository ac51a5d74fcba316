"""The quantities that the proof follows: what is left behind, what trails, how far off, how it lands."""

from __future__ import annotations

import sympy as sp
from sympy import MatMul, MatrixSymbol

from ..chain import Chain
from ..checks import small_start as check
from ..letters import d, m
from ..linear_algebra.meaning import Meaning
from ..linear_model import Gamma, W, flow, velocity
from ..registry import result
from ..words import Kinds
from .for_ever import FLOW, E, M, gate_flow
from .moving_axes import C_11, C_12, C_22, TWO, across, along, gamma_1, gamma_j, x_j, x_j_dot, y_j, y_j_dot

phi, phi_dot, psi, psi_dot = (
    sp.Symbol(name, real=True) for name in ("phi_j", r"\dot{\phi}_j", "psi_j", r"\dot{\psi}_j")
)
weight = gamma_j / (gamma_1 + gamma_j)

left_along = result(
    "small-start/energy-along",
    title="What is left along the first arrow",
    lhs=phi_dot,
    rhs=8 * gamma_j * (1 - C_11) * phi - 8 * gamma_j * C_12 * x_j * y_j,
    assumptions=TWO,
    source="derived",
    check=check.axes,
)


@left_along.route("product rule")
def _():
    return (
        Chain.given(
            phi_dot,
            2 * weight * x_j * x_j_dot,
            r"product rule in $\phi_j = \gamma_j x_j^2 / (\gamma_1 + \gamma_j)$",
        )
        .use(along, why="put in the velocity", side="rhs")
        .rewrite(
            lambda e: 8 * gamma_j * (1 - C_11) * (weight * x_j**2) - 8 * gamma_j * C_12 * x_j * y_j,
            r"the factor $\gamma_1 + \gamma_j$ cancels: that is what the weight is for",
        )
        .use(
            Chain.given(weight * x_j**2, phi, "definition"),
            why=r"name $\phi_j$",
            side="rhs",
            to=left_along.equation,
        )
    )


trailing = result(
    "small-start/energy-across",
    title="What trails along the second axis",
    lhs=psi_dot,
    rhs=8 * gamma_j * (1 - C_22) * psi + 8 * gamma_j * (gamma_1 - gamma_j) * C_12 * x_j * y_j,
    assumptions=TWO,
    source="derived",
    check=check.axes,
)


@trailing.route("product rule")
def _():
    return (
        Chain.given(psi_dot, 2 * gamma_j * y_j * y_j_dot, r"product rule in $\psi_j = \gamma_j y_j^2$")
        .use(across, why="put in the velocity", side="rhs")
        .rewrite(
            lambda e: (
                8 * gamma_j * (1 - C_22) * (gamma_j * y_j**2)
                + 8 * gamma_j * (gamma_1 - gamma_j) * C_12 * x_j * y_j
            ),
            "sort",
        )
        .use(
            Chain.given(gamma_j * y_j**2, psi, "definition"),
            why=r"name $\psi_j$",
            side="rhs",
            to=trailing.equation,
        )
    )


x, s = sp.symbols("x s", positive=True)
gamma, delta, lam = sp.symbols("gamma delta lambda", real=True)
off, off_dot = sp.Symbol("q", real=True), sp.Symbol(r"\dot{q}", real=True)
x_dot, s_dot = sp.Symbol(r"\dot{x}", real=True), sp.Symbol(r"\dot{s}", real=True)

log_error = result(
    "small-start/log-error",
    title="A growing weight does not magnify its relative error",
    lhs=off_dot,
    rhs=4 * gamma * (lam * (1 - sp.exp(2 * off)) - delta),
    assumptions=FLOW,
    source="derived",
    check=check.relative,
)


@log_error.route("two logarithms")
def _():
    disturbed = Chain.given(
        x_dot, 4 * gamma * (1 - gamma * x**2 - delta) * x, r"disturbed by $\delta$", flow.status
    )
    alone = Chain.given(s_dot, 4 * gamma * (1 - gamma * s**2) * s, "one weight", flow.status)
    return (
        Chain.given(off_dot, x_dot / x - s_dot / s, r"derivative of $q = \log x - \log s$")
        .use(disturbed, alone, why="put in both laws", side="rhs")
        .use(
            Chain.given(x, s * sp.exp(off), r"definition of $q$"),
            why=r"$x = s e^q$",
            side="rhs",
            to=(off_dot, 4 * gamma * (gamma * s**2 * (1 - sp.exp(2 * off)) - delta)),
        )
        .use(
            Chain.given(gamma * s**2, lam, "definition"),
            why=r"name $\lambda = \gamma s^2$",
            side="rhs",
            to=log_error.equation,
        )
    )


W_star, Gap = MatrixSymbol("W^*", d, m), MatrixSymbol("H", d, m)
E_star, M_star, D = (MatrixSymbol(name, d, d) for name in ("E^*", "M^*", "D"))
E_star_dot, D_dot = MatrixSymbol(r"\dot{E}^*", d, d), MatrixSymbol(r"\dot{D}", d, d)
E_dot = MatrixSymbol(r"\dot{E}", d, d)
Gap_dot, star_velocity = MatrixSymbol(r"\dot{H}", d, m), MatrixSymbol(r"\dot{W}^*", d, m)
both = Kinds(symmetric=frozenset({Gamma, E, M, E_star, M_star}))

landing_gate = result(
    "small-start/landing-gate",
    title="Two runs land: their gates",
    lhs=D_dot,
    rhs=MatMul(-4, D * M + M * D) - MatMul(4, E_star * (M - M_star) + (M - M_star) * E_star),
    assumptions=FLOW,
    source="derived",
    kinds=both,
    check=check.two_runs,
)


@landing_gate.route("subtract the two equations")
def _():
    says = Meaning(
        {
            D: E - E_star,
            D_dot: E_dot - E_star_dot,
            E_dot: MatMul(-4, E * M + M * E),
            E_star_dot: MatMul(-4, E_star * M_star + M_star * E_star),
        },
        both,
    )
    return says.lines(
        (D_dot, E_dot - E_star_dot, r"$D = E - E^*$"),
        (
            MatMul(4, E_star * M_star + M_star * E_star) - MatMul(4, E * M + M * E),
            "how a gate closes, for both runs",
        ),
        (landing_gate.rhs, r"$E = E^* + D$: sort"),
        status=gate_flow.status,
    )


landing = result(
    "small-start/landing",
    title="Two runs land: their weights",
    lhs=Gap_dot,
    rhs=MatMul(4, D * W * Gamma + E_star * Gap * Gamma),
    assumptions=FLOW,
    source="derived",
    kinds=both,
    check=check.two_runs,
)


@landing.route("subtract the two equations")
def _():
    says = Meaning(
        {
            D: E - E_star,
            Gap: W - W_star,
            Gap_dot: velocity - star_velocity,
            velocity: MatMul(4, E, W, Gamma),
            star_velocity: MatMul(4, E_star, W_star, Gamma),
        },
        both,
    )
    return says.lines(
        (Gap_dot, velocity - star_velocity, r"$H = W - W^*$"),
        (MatMul(4, E * W * Gamma - E_star * W_star * Gamma), "the flow, for both runs"),
        (landing.rhs, r"$E = E^* + D$ and $W^* = W - H$: sort"),
        status=flow.status,
    )
