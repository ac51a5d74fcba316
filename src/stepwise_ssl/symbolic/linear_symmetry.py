"""What the loss of the linear model cannot see, what happens near zero, and what one order of views adds."""

from __future__ import annotations

import sympy as sp
from sympy import MatMul, MatrixSymbol, Trace

from .chain import Chain
from .checks import linear_loss as check
from .exact_solution.model import C, a, a_dot, gamma_j, v
from .letters import d, m, t
from .linear_algebra.meaning import Meaning, grows, read_off
from .linear_algebra.notation import LossAt, SlopeAt, SquaredNorm, column
from .linear_model import MODEL, Gamma, I, W, flow, gradient, slope_form, symmetric, velocity
from .registry import result
from .words import Kinds, linear_part

O = MatrixSymbol("O", d, d)
turning = Kinds(symmetric=frozenset({Gamma}), orthonormal=((O,),))


def _distance(weights):
    return weights * Gamma * weights.T - I


turned = Meaning(
    {C: W * Gamma * W.T},
    turning,
    {
        LossAt: lambda weights: SquaredNorm(_distance(weights)),
        SlopeAt: lambda weights: MatMul(4, _distance(weights), weights, Gamma),
    },
)

rotation = result(
    "linear/rotation",
    title="The loss does not see a rotation of the embedding",
    lhs=LossAt(O * W),
    rhs=LossAt(W),
    assumptions=("linear-model", *MODEL),
    source="paper, section 3",
    kinds=turning,
    check=check.turned,
)


@rotation.route("a rotation changes no norm")
def _():
    C_turned = MatMul(O, C, O.T)
    return turned.lines(
        (LossAt(O * W), SquaredNorm(C_turned - I), r"$C$ becomes $O C O^{\top}$"),
        (SquaredNorm(MatMul(O, C - I, O.T)), r"$I = O O^{\top}$"),
        (Trace(MatMul(O, (C - I) ** 2, O.T)), r"the squared norm as a trace; $O^{\top} O = I$"),
        (Trace((C - I) ** 2), r"a trace does not mind which factor comes first; $O^{\top} O = I$"),
        (LossAt(W), "definition of the loss"),
    )


rotation_gradient = result(
    "linear/rotation-gradient",
    title="The gradient turns along",
    lhs=SlopeAt(O * W),
    rhs=O * SlopeAt(W),
    assumptions=("linear-model", *MODEL),
    source="derived",
    kinds=turning,
    check=check.turned,
)


@rotation_gradient.route("put it into the gradient")
def _():
    C_turned = MatMul(O, C, O.T)
    return turned.lines(
        (
            SlopeAt(O * W),
            MatMul(4, C_turned - I, O, W, Gamma),
            r"gradient at $O W$, where $C$ is $O C O^{\top}$",
        ),
        (MatMul(4, O, C - I, O.T, O, W, Gamma), r"$I = O O^{\top}$"),
        (MatMul(4, O, C - I, W, Gamma), r"$O^{\top} O = I$"),
        (O * SlopeAt(W), "gradient at $W$"),
        status=gradient.status,
    )


slope_in_brackets = MatrixSymbol(r"\left(\nabla_{W} L\right)", d, m)
no_spin = result(
    "linear/no-spin",
    title="Descent does not spin the embedding",
    lhs=slope_in_brackets * W.T,
    rhs=MatMul(4, C - I, C),
    assumptions=("linear-model", *MODEL),
    source="derived",
    kinds=symmetric,
    check=check.any_size,
)


@no_spin.route("multiply the gradient")
def _():
    says = Meaning({slope_in_brackets: slope_form, C: W * Gamma * W.T}, symmetric)
    return says.lines(
        (no_spin.lhs, MatMul(4, C - I, W, Gamma, W.T), r"the gradient, times $W^{\top}$"),
        (no_spin.rhs, r"name $C = W \Gamma W^{\top}$; a product of $C$ with itself is symmetric"),
        status=gradient.status,
    )


linear_in_W = 4 * W * Gamma
early_flow = result(
    "linear/early-flow",
    title="The flow near zero: a linear part, and a cubic rest",
    lhs=velocity,
    rhs=linear_in_W - 4 * W * Gamma * W.T * W * Gamma,
    assumptions=("linear-model", *MODEL, "gradient-flow", "exact-arithmetic"),
    source="derived",
    kinds=symmetric,
    check=check.any_size,
)


@early_flow.route("multiply out")
def _():
    return (
        Chain.of(flow, kinds=symmetric)
        .rewrite(lambda e: MatMul(4, I - W * Gamma * W.T, W, Gamma), "minus the bracket")
        .rewrite(lambda e: early_flow.rhs, "multiply out: first power of $W$, and third")
    )


a_t, a_0 = column("a_{j}(t)", d), column("a_{j}(0)", d)
early_growth = result(
    "linear/early-growth",
    title="While all is small, every arrow grows at its own rate",
    lhs=a_t,
    rhs=MatMul(sp.exp(4 * gamma_j * t), a_0),
    assumptions=("linear-model", *MODEL, "gradient-flow", "near-zero", "exact-arithmetic"),
    source="derived",
    kinds=symmetric,
    check=check.near_zero,
)


@early_growth.route("one eigenvector at a time")
def _():
    def held(*factors):
        """A product that keeps its brackets."""
        return MatMul(*factors, evaluate=False)

    eigen = Chain.given(held(Gamma, v), gamma_j * v, r"$v_j$ is an eigenvector of $\Gamma$")
    name = Chain.given(W * v, a, "definition of $a_j$")
    moving = Chain.given(velocity * v, a_dot, "and so $\\dot{a}_j = \\dot{W} v_j$")
    chain = (
        Chain.given(velocity, linear_in_W, "the linear part of the flow", early_flow.status, kinds=symmetric)
        .both(
            lambda e: e * v,
            "multiply by the eigenvector $v_j$",
            to=(velocity * v, held(4, W, held(Gamma, v))),
        )
        .use(
            eigen, why=r"$\Gamma v_j = \gamma_j v_j$", to=(velocity * v, held(4 * gamma_j, W * v)), side="rhs"
        )
        .use(name, moving, why="name $a_j = W v_j$", to=(a_dot, MatMul(4, gamma_j, a)))
    )
    return grows(chain, (a_dot, a), (a_t, a_0), t, "what grows in proportion to itself is an exponential")


M, A, C_u = MatrixSymbol("M", m, m), MatrixSymbol("A", m, m), MatrixSymbol("C_u", d, d)
half = sp.Rational(1, 2)
one_order = Meaning({C: W * Gamma * W.T, C_u: W * M * W.T, Gamma: half * (M + M.T), A: half * (M - M.T)})
BOTH = ("linear-model", "no-normalisation", "loss-weight-one", "full-batch")
rest = W * A * W.T

unsymmetrised_loss = result(
    "linear/unsymmetrised-loss",
    title="One order only: a second term",
    lhs=SquaredNorm(C_u - I),
    rhs=SquaredNorm(C - I) + SquaredNorm(rest),
    assumptions=BOTH,
    source="derived",
    check=check.one_order,
)


@unsymmetrised_loss.route("split into symmetric and antisymmetric")
def _():
    return one_order.lines(
        (
            SquaredNorm(C_u - I),
            SquaredNorm((C - I) + rest),
            r"$M = \Gamma + A$, with $A = \frac{1}{2}(M - M^{\top})$",
        ),
        (
            SquaredNorm(C - I) + 2 * Trace((C - I) * rest.T) + SquaredNorm(rest),
            "square of a sum",
        ),
        (
            unsymmetrised_loss.rhs,
            "symmetric times antisymmetric has trace zero: it equals minus its transpose's",
        ),
    )


slope_u = MatrixSymbol(r"\nabla_{W} L_u", d, m)
unsymmetrised_gradient = result(
    "linear/unsymmetrised-gradient",
    title="Gradient with one order only",
    lhs=slope_u,
    rhs=MatMul(2, C_u - I, W, M.T) + MatMul(2, (C_u - I).T, W, M),
    assumptions=BOTH,
    source="derived",
    check=check.one_order,
)


@unsymmetrised_gradient.route("differential")
def _():
    H, small = MatrixSymbol("H", d, m), sp.Symbol(r"\mathrm{d}L_u", real=True)
    moved = (W + H) * M * (W + H).T - I
    says = Meaning({C_u: W * M * W.T})
    chain = says.lines(
        (small, linear_part(Trace(moved * moved.T), H), "the part of $L_u(W + H)$ that is linear in $H$"),
        (2 * Trace((C_u - I).T * (H * M * W.T + W * M * H.T)), "in brackets: the product rule"),
        (
            2 * Trace(M * W.T * (C_u - I).T * H) + 2 * Trace(M.T * W.T * (C_u - I) * H),
            "a trace does not mind which factor comes first, nor a transposition",
        ),
        status=gradient.status,
    )

    why = r"$\operatorname{tr}(\nabla L_u^{\top} H)$ for every $H$: read it off"
    return read_off(chain, *unsymmetrised_gradient.equation, H, says, why)
