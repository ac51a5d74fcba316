"""How VICReg begins, as it is used: near zero spread pays far more than disagreement costs."""

from __future__ import annotations

import sympy as sp
from sympy import MatMul, MatrixSymbol, Trace

from ..chain import Chain
from ..checks import deep_budgets as check
from ..equality import StepError, equal
from ..introduction import C, S, agreement, agreement_only
from ..letters import d, m
from ..linear_algebra.meaning import Meaning
from ..linear_algebra.notation import PairMean, column
from ..linear_model import Gamma, W, velocity
from ..registry import result
from ..status import Status, weakest
from ..words import Kinds, form, linear_part

v, eps = sp.Symbol("v", positive=True), sp.Symbol("varepsilon", positive=True)
a, nu = sp.Symbol("a", positive=True), sp.Symbol("nu", positive=True)
root = sp.sqrt(eps)
HINGE = ("vicreg-hinge",)

hinge_at_zero = result(
    "deep/hinge-at-zero",
    title="VICReg: what a little variance pays, near zero",
    lhs=sp.Limit((root - sp.sqrt(v + eps)) / v, v, 0, "+"),
    rhs=-1 / (2 * root),
    assumptions=HINGE,
    source="derived",
    check=check.hinge,
)


@hinge_at_zero.route("the third binomial formula")
def _():
    fall = (root - sp.sqrt(v + eps)) / v
    return (
        Chain.given(
            fall, fall, r"the hinge $1 - \sqrt{v + \varepsilon}$, less its value at $v = 0$, per variance"
        )
        .rewrite(lambda e: -1 / (sp.sqrt(v + eps) + root), "multiply above and below by the sum of the roots")
        .both(lambda e: sp.Limit(e, v, 0, "+"), "for a small variance")
        .rewrite(lambda e: hinge_at_zero.rhs, "put in $v = 0$")
    )


spread = MatrixSymbol(r"\hat{S}", d, d)  # mean of the two views' covariances, over n - 1
quadratic = sp.Symbol("L_2", real=True)

vicreg_origin = result(
    "deep/vicreg-origin",
    title="VICReg near zero: what spread pays and what disagreement costs",
    lhs=quadratic,
    rhs=2 * a / d * (Trace(S) - Trace(C)) - nu / (2 * d * root) * Trace(spread),
    assumptions=(*HINGE, "full-batch", "near-zero"),
    source="derived",
    check=check.near_zero,
)


def shared_put_in(lhs, rhs, new):
    """Agreement is twice what is there less what is shared; the traces are numbers like any other."""
    new = new or vicreg_origin.equation
    if new[0] != lhs:
        raise StepError(f"{new[0]} is not {lhs}")
    put = rhs.xreplace({agreement: agreement_only.rhs})
    kept = put.atoms(Trace, PairMean) | new[1].atoms(Trace, PairMean)
    numbers = {x: sp.Dummy(str(x), real=True) for x in kept}
    alike = equal(put.xreplace(numbers), new[1].xreplace(numbers))
    return (*new, weakest([alike, agreement_only.status]))


@vicreg_origin.route("term by term")
def _():
    return Chain.given(
        quadratic,
        a / d * agreement - nu / (2 * d * root) * Trace(spread),
        r"the part quadratic in the embeddings: agreement, and each variance times "
        r"$-1 / (2 \sqrt{\varepsilon})$, averaged over the coordinates and the two views",
        hinge_at_zero.status,
    ).step(shared_put_in, r"agreement is $2 \operatorname{tr} S - 2 \operatorname{tr} C$")


Sigma, spread_in = MatrixSymbol("Sigma", m, m), MatrixSymbol(r"\hat{\Sigma}", m, m)
change = MatrixSymbol("H", d, m)
inputs = Kinds(symmetric=frozenset({Gamma, Sigma, spread_in}))
small = sp.Symbol(r"\mathrm{d}L_2", real=True)
slope = MatrixSymbol(r"\left(\nabla_{W} L_2\right)", d, m)
HEAD = (*HINGE, "frozen-body", "full-batch", "near-zero")

vicreg_flow = result(
    "deep/vicreg-flow",
    title="VICReg near zero: how a linear head begins",
    lhs=velocity,
    rhs=MatMul(1 / d, W, nu / root * spread_in - 4 * a * (Sigma - Gamma)),
    assumptions=(*HEAD, "gradient-flow"),
    source="derived",
    kinds=inputs,
    check=check.near_zero,
)


@vicreg_flow.route("read the gradient off")
def _():
    says = Meaning({}, inputs)
    moved = W + change
    whole = 2 * a / d * Trace(moved * (Sigma - Gamma) * moved.T) - nu / (2 * d * root) * Trace(
        moved * spread_in * moved.T
    )
    gradient = MatMul(1 / d, W, 4 * a * (Sigma - Gamma) - nu / root * spread_in)
    chain = Chain.given(
        small,
        linear_part(whole, change, inputs),
        r"the part of $L_2(W + H)$ linear in $H$; $S = W \Sigma W^{\top}$, $C = W \Gamma W^{\top}$, "
        r"$\hat{S} = W \hat{\Sigma} W^{\top}$",
        vicreg_origin.status,
        kinds=inputs,
    )

    def read_off(lhs, rhs, new):
        """From dL = tr(G^T H) for every H to the gradient G."""
        new = new or (slope, gradient)
        if (lhs, new[0]) != (small, slope):
            raise StepError(f"from {lhs} nothing can be read off for {new[0]}")
        return (*new, says.alike(rhs, Trace(new[1].T * change)))

    def downhill(lhs, rhs, new):
        """Against the slope."""
        new = new or vicreg_flow.equation
        if lhs != slope:
            raise StepError(f"{lhs} is not the slope")
        return (*new, weakest([says.alike(new[0], velocity), says.alike(new[1], -rhs)]))

    return chain.step(
        read_off, r"$\mathrm{d}L_2 = \operatorname{tr}(\nabla L_2^{\top} H)$: read it off"
    ).step(downhill, "gradient flow: against the slope")


mu_j, gamma_j = sp.Symbol("mu_j", positive=True), sp.Symbol("gamma_j", real=True)
mode = column("v_j", m)
rate = (nu / root * mu_j - 4 * a * (mu_j - gamma_j)) / d

vicreg_mode = result(
    "deep/vicreg-mode",
    title="VICReg near zero: how fast a mode grows",
    lhs=velocity * mode,
    rhs=MatMul(rate, W, mode),
    assumptions=(*HEAD, "gradient-flow", "shared-modes"),
    source="derived",
    kinds=inputs,
    check=check.modes,
)


@vicreg_mode.route("multiply by an eigenvector")
def _():
    seen = {Sigma: mu_j, spread_in: mu_j, Gamma: gamma_j}

    def eigen(lhs, rhs, new):
        """Each of the three matrices, before v_j, is a number."""
        new = new or vicreg_mode.equation
        total: dict = {}
        for word, c in form(rhs, inputs).items():
            if word[-1] != (mode, False) or word[-2][0] not in seen:
                raise StepError(f"{rhs} does not end in an eigenvector")
            kept = (*word[:-2], word[-1])
            total[kept] = sp.expand(total.get(kept, 0) + c * seen[word[-2][0]])
        if new[0] != lhs or total != form(new[1], inputs):
            raise StepError(f"{new[1]} is not {rhs}")
        return (*new, Status.PROVED)

    return (
        Chain.of(vicreg_flow)
        .both(lambda e: e * mode, "multiply by $v_j$ from the right")
        .step(
            eigen,
            r"$v_j$ is an eigenvector: $\Sigma v_j = \hat{\Sigma} v_j = \mu_j v_j$, "
            r"$\Gamma v_j = \gamma_j v_j$",
        )
    )


own_rate = sp.Symbol(r"\kappa_j", real=True)
strange_rate = sp.Symbol(r"\kappa_j^{\mathrm{strangers}}", real=True)

strangers = result(
    "deep/strangers",
    title="VICReg near zero: what a mode loses if its partners are strangers",
    lhs=1 - strange_rate / own_rate,
    rhs=4 * a * root * gamma_j / (nu * mu_j - 4 * a * root * (mu_j - gamma_j)),
    assumptions=(*HEAD, "gradient-flow", "shared-modes", "strangers"),
    source="derived",
    check=check.rates,
)


@strangers.route("put in both rates")
def _():
    own = Chain.given(own_rate, rate, "its own pairs", vicreg_mode.status)
    strange = Chain.given(strange_rate, rate.subs(gamma_j, 0), "strangers", vicreg_mode.status)
    return (
        Chain.given(strangers.lhs, strangers.lhs, r"$\kappa_j$: how fast mode $j$ grows with its own pairs")
        .use(own, strange, why=r"put in both rates; for strangers $\gamma_j = 0$", side="rhs")
        .rewrite(lambda e: strangers.rhs, r"multiply above and below by $d \sqrt{\varepsilon}$")
    )
