"""When a Gaussian start steps: R_jj is the length of d - j + 1 independent standard normal numbers."""

from __future__ import annotations

import sympy as sp

from ..chain import Chain
from ..checks import small_start as check
from ..equality import StepError, equal
from ..letters import t
from ..registry import result
from ..status import weakest

alpha, gamma_d, gamma_j, r = sp.symbols("alpha gamma_d gamma_j r", positive=True)
k = sp.Symbol("k", positive=True, integer=True)  # d - j + 1
GAUSSIAN = ("linear-model", "gaussian-start", "distinct-eigenvalues")
bell = sp.sqrt(2 / sp.pi) * sp.exp(-(r**2) / 2)
late = sp.Symbol(r"\Pr(\tau_{d} > t)", real=True)
latest_start = sp.exp(-4 * gamma_d * t) / (alpha * sp.sqrt(gamma_d))

last_step = result(
    "small-start/last-step",
    title="How late the last step is",
    lhs=late,
    rhs=sp.erf(sp.exp(-4 * gamma_d * t) / (alpha * sp.sqrt(2 * gamma_d))),
    assumptions=GAUSSIAN,
    source="derived",
    check=check.gaussian,
)


@last_step.route("integrate the bell curve")
def _():
    edge = sp.Symbol("r_t", positive=True)
    return (
        Chain.given(
            late,
            sp.Integral(bell, (r, 0, edge)),
            r"$\tau_d > t$ if $R_{dd} < r_t$; and $R_{dd}$ is the length of one normal number",
        )
        .rewrite(lambda e: sp.erf(edge / sp.sqrt(2)), "integrate")
        .at({edge: latest_start}, r"$\tau_d = t$ at $R_{dd} = e^{-4 \gamma_d t} / (\alpha \sqrt{\gamma_d})$")
        .rewrite(lambda e: last_step.rhs, "one root")
    )


expected = sp.Symbol(r"\mathbb{E}\, \tau_j", real=True)
u, z = sp.symbols("u z", positive=True)
per_start = -(sp.log(gamma_j * alpha**2) + sp.Symbol(r"\ell_k", real=True)) / (8 * gamma_j)
mean_log = sp.Symbol(r"\ell_k", real=True)

mean_step = result(
    "small-start/mean-step",
    title="Mean step time of a Gaussian start",
    lhs=expected,
    rhs=-(sp.log(2 * gamma_j * alpha**2) + sp.digamma(k / 2)) / (8 * gamma_j),
    assumptions=GAUSSIAN,
    source="derived",
    check=check.gaussian,
)


@mean_step.route("derivative of the gamma function")
def _():
    moment = 2**z * sp.gamma(z + k / 2) / sp.gamma(k / 2)  # of R^2, to the power z

    def differentiate(lhs, rhs, new):
        """E log R^2 is the derivative of E R^(2z) at z = 0."""
        new = new or (mean_log, sp.log(2) + sp.digamma(k / 2))
        if (lhs, new[0]) != (sp.Symbol(r"\mathbb{E}\, R_{jj}^{2 z}", real=True), mean_log):
            raise StepError(f"{new[0]} is not the mean logarithm")
        slope = sp.diff(rhs, z).subs(z, 0).rewrite(sp.digamma)
        return (*new, weakest([equal(sp.simplify(slope), new[1])]))

    logarithm = Chain.given(
        sp.Symbol(r"\mathbb{E}\, R_{jj}^{2 z}", real=True),
        moment,
        r"moments of a sum of $k = d - j + 1$ squared normal numbers",
    ).step(differentiate, r"the mean of $\log R_{jj}^2$ is the derivative at $z = 0$")
    return (
        Chain.given(expected, per_start, r"the mean of $\tau_j$; call that of $\log R_{jj}^2$ $\ell_k$")
        .use(logarithm, why=r"the mean of $\log R_{jj}^2$", side="rhs")
        .rewrite(lambda e: mean_step.rhs, "sort")
    )
