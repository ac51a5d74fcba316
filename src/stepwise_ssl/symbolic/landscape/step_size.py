"""Descent in finite steps from an aligned start: no mode hears of another, so one weight's limits hold."""

from __future__ import annotations

import sympy as sp
from sympy import MatMul, MatrixSymbol

from ..checks import landscape as check
from ..letters import d, eta, m
from ..linear_algebra.meaning import Meaning
from ..linear_model import MODEL, Gamma, I, N, U, V, W, gradient, rest
from ..modes import Diag
from ..registry import result
from ..words import Kinds

s_j, gamma_j = sp.Symbol("s_j", positive=True), sp.Symbol("gamma_j", real=True)
W_next, slope = MatrixSymbol("W_{k+1}", d, m), MatrixSymbol(r"\nabla_{W} L", d, m)
form = MatMul(U, Diag(s_j, d), V.T)
spectral = V * Diag(gamma_j, d) * V.T + N * rest * N.T

aligned_step = result(
    "landscape/aligned-step",
    title="A step of descent keeps an aligned start aligned",
    lhs=W_next,
    rhs=MatMul(U, Diag(s_j + 4 * eta * gamma_j * s_j * (1 - gamma_j * s_j**2), d), V.T),
    assumptions=("linear-model", *MODEL, "aligned-start", "d-at-most-m", "exact-arithmetic"),
    source="derived",
    check=check.aligned_step,
)


@aligned_step.route("one step from the aligned form")
def _():
    kinds = Kinds(symmetric=frozenset({Gamma, rest}), orthonormal=((U,), (V, N)))
    says = Meaning({W: form, slope: MatMul(4, W * Gamma * W.T - I, W, Gamma), Gamma: spectral}, kinds)
    gate = Diag(1 - gamma_j * s_j**2, d)
    return says.lines(
        (W_next, W - eta * slope, r"definition: a step of length $\eta$ against the slope"),
        (
            form + MatMul(4 * eta, U, gate, U.T, U, Diag(s_j * gamma_j, d), V.T),
            r"the gradient, with $W = U \operatorname{diag}(s_j) V^{\top}$ and "
            r"$\Gamma V = V \operatorname{diag}(\gamma_j)$",
        ),
        (aligned_step.rhs, r"$U^{\top} U = I$: add up the diagonals"),
        status=gradient.status,
    )
