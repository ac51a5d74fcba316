"""The way out of a plateau: one straight line, along which the loss is that of one weight."""

from __future__ import annotations

import sympy as sp
from sympy import MatMul, MatrixSymbol, Trace

from ..chain import Chain
from ..checks import landscape as check
from ..equality import StepError
from ..exact_solution.model import C
from ..letters import d, m
from ..linear_algebra.meaning import Meaning
from ..linear_algebra.notation import LossAt, SquaredNorm, column
from ..linear_model import MODEL, Gamma, I, W, symmetric
from ..registry import result
from ..status import Status
from ..words import Kinds, form, trace_form

WALK = ("linear-model", *MODEL, "critical-point", "escape-pair")
gamma, s = sp.symbols("gamma s", real=True)
u, v = column("u", d), column("v", m)
C_walk = MatrixSymbol("C(s)", d, d)
walked = W + s * u * v.T


walk_correlation = result(
    "landscape/walk-correlation",
    title="The cross-correlation along the way out",
    lhs=C_walk,
    rhs=C + MatMul(gamma, s**2, u, u.T),
    assumptions=WALK,
    source="derived",
    kinds=symmetric,
    check=check.escape,
)


def _with_facts(e):
    """Normal form in which W Gamma v = 0 and v^T Gamma v = gamma have been used."""
    nothing = (((W, False), (Gamma, False), (v, False)), ((v, True), (Gamma, False), (W, True)))
    number = ((v, True), (Gamma, False), (v, False))
    out: dict = {}
    for word, c in form(e.xreplace({C: W * Gamma * W.T}), symmetric).items():
        triples = [word[i : i + 3] for i in range(len(word))]
        if number in triples:
            at = triples.index(number)
            word, c = word[:at] + word[at + 3 :], c * gamma
        if not any(x in triples for x in nothing):
            out[word] = sp.expand(out.get(word, 0) + c)
    return {word: c for word, c in out.items() if c != 0}


@walk_correlation.route("multiply out")
def _():
    def use_facts(lhs, rhs, new):
        """The same, for an open direction u and a feature v that has not been learned."""
        new = new or walk_correlation.equation
        if new[0] != lhs or _with_facts(new[1]) != _with_facts(rhs):
            raise StepError(f"{new[1]} does not follow from {rhs}")
        return (*new, Status.PROVED)

    first, across = W * Gamma * W.T, MatMul(s, W, Gamma, v, u.T)
    last = MatMul(s**2, u, v.T, Gamma, v, u.T)
    return (
        Chain.given(
            C_walk,
            MatMul(walked, Gamma, walked.T),
            r"$C$ at the weights $W + s\, u v^{\top}$",
            kinds=symmetric,
        )
        .rewrite(lambda e: first + across + MatMul(s, u, v.T, Gamma, W.T) + last, "multiply out")
        .step(
            use_facts, r"name $C$; $W \Gamma v = 0$, since $v$ is not learned; $\gamma = v^{\top} \Gamma v$"
        )
    )


k = sp.Symbol("k", integer=True, positive=True)
Q, others = MatrixSymbol("Q", d, k), MatrixSymbol("N", d, d - k - 1)
frame = Kinds(symmetric=frozenset({Gamma}), orthonormal=((Q, u, others),))


def _distance(weights):
    """Loss here and along the walk."""
    known = {W: C, walked: walk_correlation.rhs}
    if weights not in known:
        raise StepError(f"nothing is known of the loss at {weights}")
    return SquaredNorm(known[weights] - I)


on_the_way = Meaning({C: Q * Q.T}, frame, {LossAt: _distance})

walk = result(
    "landscape/walk",
    title="The loss along the way out is that of one weight",
    lhs=LossAt(walked),
    rhs=LossAt(W) - 1 + (1 - gamma * s**2) ** 2,
    assumptions=WALK,
    source="derived",
    check=check.escape,
)


@walk.route("one new direction")
def _():
    return on_the_way.lines(
        (LossAt(walked), SquaredNorm(walk_correlation.rhs - I), "definition of the loss, with $C(s)$"),
        (
            SquaredNorm(C - I)
            + 2 * gamma * s**2 * Trace((C - I) * u * u.T)
            + gamma**2 * s**4 * SquaredNorm(u * u.T),
            "square of a sum",
        ),
        (LossAt(W) - 2 * gamma * s**2 + gamma**2 * s**4, r"$C u = 0$ and $u^{\top} u = 1$"),
        (walk.rhs, "complete the square"),
        status=walk_correlation.status,
    )


bend = sp.Symbol(r"\left.\frac{\mathrm{d}^2}{\mathrm{d}s^2} L(W + s\, u v^{\top})\right|_{s=0}", real=True)

escape_curvature = result(
    "landscape/escape-curvature",
    title="Curvature of the way out",
    lhs=bend,
    rhs=-4 * gamma,
    assumptions=WALK,
    source="derived",
    check=check.escape,
)


@escape_curvature.route("differentiate twice")
def _():
    level = sp.Symbol("L", real=True)  # L(W), which s does not move
    along = level - 1 + (1 - gamma * s**2) ** 2

    def twice(lhs, rhs, new):
        """Second derivative of both sides by s, at s = 0."""
        new = new or escape_curvature.equation
        value = sp.diff(along, s, 2).subs(s, 0)
        if lhs != walk.lhs or new[0] != bend or Meaning({LossAt(W): level}).written_out(rhs) != along:
            raise StepError(f"{new[0]} is not the second derivative of {lhs}")
        return (*new, Meaning().alike(value, new[1]))

    return Chain.of(walk).step(twice, "differentiate twice, at $s = 0$")


H = MatrixSymbol("H", d, m)
second = sp.Symbol(r"\mathrm{d}^2 L", real=True)


def second_order(e, direction):
    """Twice the terms of a sum of traces that hold ``direction`` exactly twice."""
    words = trace_form(e, symmetric).items()
    return sp.Add(
        *(
            2 * c * Trace(MatMul(*(x.T if flip else x for x, flip in word)))
            for word, c in words
            if sum(x == direction for x, _ in word) == 2
        )
    )


second_variation = result(
    "landscape/second-variation",
    title="Curvature of the loss in any direction",
    lhs=second,
    rhs=2 * SquaredNorm(H * Gamma * W.T + W * Gamma * H.T) - 4 * Trace((I - C) * H * Gamma * H.T),
    assumptions=("linear-model", *MODEL),
    source="derived",
    kinds=symmetric,
    check=check.anywhere,
)


@second_variation.route("collect the squares")
def _():
    says = Meaning({C: W * Gamma * W.T}, symmetric)
    moved = (W + H) * Gamma * (W + H).T - I
    change = H * Gamma * W.T + W * Gamma * H.T
    return says.lines(
        (
            second,
            second_order(Trace(moved * moved.T), H),
            r"twice the part of $L(W + H)$ that is quadratic in $H$",
        ),
        (
            2 * Trace(change * change.T) + 4 * Trace((C - I) * H * Gamma * H.T),
            r"$C$ changes by $H \Gamma W^{\top} + W \Gamma H^{\top}$ in first order, "
            r"by $H \Gamma H^{\top}$ in second",
        ),
        (second_variation.rhs, "the trace as a squared norm"),
        status=Status.DEFINITION,
    )
