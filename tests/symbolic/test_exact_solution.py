"""Chapter 5's results: what they say in numbers, the code forms, and chains that are broken on purpose."""

import itertools
import math

import mpmath as mp
import numpy as np
import pytest
import sympy as sp

from stepwise_ssl.symbolic import Chain, Status, StepError, logic, registry
from stepwise_ssl.symbolic.equality import equal
from stepwise_ssl.symbolic.printing import latex

NEEDED = """linear/gamma linear/cross-correlation linear/columns linear/solution
linear/aligned-cross-correlation
linear/gate linear/aligned-loss linear/plateau staircase/limit-eigenvalue staircase/eigenvalue-at-step-time
staircase/loss-at-step-time staircase/steepest-rise staircase/loss-speed staircase/steepest-loss
staircase/order staircase/order-half-rise staircase/relative-width staircase/step-time-limit
staircase/scaled-time staircase/heaviside staircase/separation staircase/visible descent/error
descent/delay descent/stray descent/speed-ratio descent/tolerance""".split()


def test_the_names_that_chapter_5_uses():
    assert set(NEEDED) <= set(registry.names())


def function(name, module="numpy"):
    """The code form as a function of its arguments."""
    result = registry.get(name)
    letters = {x.name: x for x in result.code_form.free_symbols}
    return sp.lambdify([letters.get(x, sp.Symbol(x)) for x in result.arguments], result.code_form, module)


GAMMAS, STARTS = (1e-6, 0.3, 1.0, 4.0, 250.0), (1e-150, 1e-12, 1e-3, 0.2)


def by_hand(name, *a):
    """The same in 50 digits and more, written out anew."""
    if name == "separation":
        g1, g2, s0 = map(mp.mpf, a)

        def cross(g, odds):
            return mp.log(odds * (1 / (g * s0**2) - 1)) / (8 * g)

        return cross(g2, mp.mpf(1) / 9) - cross(g1, 9)
    g, s0 = mp.mpf(a[0]), mp.mpf(a[1])
    now = 1 / (1 + (1 / (g * s0**2) - 1) * g * s0**2)  # lambda where e^(8 gamma t) = 1 / (gamma s0^2)
    return {
        "eigenvalue-at-step-time": now,
        "loss-at-step-time": (1 - now) ** 2,
        "relative-width": 2 * mp.log(9) / -mp.log(g * s0**2),
    }[name]


@pytest.mark.parametrize("name", ["eigenvalue-at-step-time", "loss-at-step-time", "relative-width"])
def test_code_forms_of_one_mode(name):
    f = function(f"staircase/{name}")
    with np.errstate(all="ignore"), mp.workdps(400):
        for g, s0 in itertools.product(GAMMAS, STARTS):
            if g * s0**2 < 0.99:
                want = by_hand(name, g, s0)
                assert abs(mp.mpf(float(f(g, s0))) - want) <= mp.mpf("1e-12") * abs(want), (g, s0)
        assert math.isnan(f(np.float64(-1.0), 0.1)) and math.isnan(f(np.float64(0.0), 0.1))
        assert math.isnan(f(4.0, 0.6))  # starts above the limit: no step


def test_code_form_of_the_separation():
    f = function("staircase/separation")
    with mp.workdps(400):
        for g1, g2, s0 in itertools.product(GAMMAS, GAMMAS, STARTS):
            if max(g1, g2) * s0**2 < 0.99:
                want, scale = by_hand("separation", g1, g2, s0), abs(mp.log(s0)) / min(g1, g2)
                assert abs(mp.mpf(f(g1, g2, s0)) - want) <= mp.mpf("1e-12") * scale, (g1, g2, s0)


def test_code_forms_of_limits():
    assert function("staircase/step-time-limit")(2.0) == 0.125
    assert function("staircase/step-time-limit")(-1.0) == math.inf
    assert [float(function("staircase/limit-eigenvalue")(g)) for g in (-1.0, 0.0, 0.3)] == [0, 0, 1]


BREAKS = [  # result, route, line, what is put in the place of what
    ("linear/solution", "put it into the flow", 1, lambda e: e.xreplace({sp.Integer(8): sp.Integer(4)})),
    ("linear/solution", "mode by mode", 2, lambda e: e.xreplace({sp.Integer(-1): sp.Integer(1)})),
    ("linear/gate", "subtract from the identity", 2, lambda e: turned(e)),
    ("linear/aligned-loss", "trace of the gate, squared", 3, lambda e: 2 * e),
    ("linear/columns", "multiply the flow by an eigenvector", 3, lambda e: -e),
    ("descent/error", "compare powers of the learning rate", 1, lambda e: 2 * e),
    (
        "staircase/scaled-time",
        "the sign of an exponent",
        2,
        lambda e: e.subs(sp.Symbol("r", positive=True), 1),
    ),
]


def turned(e):
    """U D U^T as U^T D U: the rotation transposed."""
    U, D, _ = e.args
    return U.T * D * U


@pytest.mark.parametrize(("name", "route", "number", "change"), BREAKS)
def test_a_broken_chain_stops_with_numbers(name, route, number, change):
    result = registry.get(name)
    chain = result.derivation(route)
    step = chain.steps[number]
    with pytest.raises(StepError):
        chain.with_step(number, step.lhs, change(step.rhs)).verify(around=number)


def test_the_lag_of_descent_in_numbers():
    """Run it: the delay, and the tolerance to both sides, for starts up to a tenth."""
    worst_late = worst_early = 0
    for lam_0 in (1e-8, 1e-4, 0.01, 0.1):
        lam = np.linspace(lam_0, 1, 20_001)[:-1]
        lag = 4 * lam * (1 - lam) * (np.log(lam / lam_0) / 2 - np.log((1 - lam_0) / (1 - lam)))
        tolerance = np.log(1 / lam_0) / 2
        worst_late, worst_early = (
            max(worst_late, lag.max() / tolerance),
            max(worst_early, -lag.min() / tolerance),
        )
    assert 0.5 < worst_late <= 1 and worst_early < 0.6
    g, s0, eta = 1.0, 0.01, 1e-4
    s = s0
    for _ in range(round(1.2 / eta)):
        s += eta * 4 * g * s * (1 - g * s * s)
    flow = 1 / (1 + (1 / s0**2 - 1) * math.exp(-8 * 1.2))
    speed = math.sqrt(flow) * (1 - flow) / (s0 * (1 - s0**2))
    assert abs((flow - s * s) / eta - 4 * flow * (1 - flow) * math.log(speed)) < 0.02


def test_always():
    u = sp.Symbol("u", positive=True)
    assert logic.always(sp.log(u) >= 1 - 1 / u, u) == Status.PROVED
    assert logic.always(u + 1 / u > 1, u) == Status.PROVED
    for wrong in (sp.log(u) >= 1 - 1 / (2 * u), u + 1 / u > 2, sp.log(u) <= u - 2, 1 / u >= 1):
        with pytest.raises(StepError, match="fails near"):
            logic.always(wrong, u)
    with pytest.raises(StepError, match="no rational function"):
        logic.always(sp.exp(u) >= sp.sin(u), u)


def test_an_inequality_is_not_turned_round():
    x, y = sp.symbols("x y", positive=True)
    chain = Chain.given(x, y, "known", relation=r"\leq")
    assert chain.both(lambda e: 2 * e + 1, "grows").rhs == 2 * y + 1
    with pytest.raises(StepError, match="grows"):
        chain.both(lambda e: -e, "turns it round")
    for wrong in (lambda: chain.swap("swap"), chain.flip):
        with pytest.raises(StepError, match="exchanged"):
            wrong()


def test_cases_about_a_bound_are_settled():
    T, g = sp.Symbol("T", real=True), sp.Symbol("gamma", positive=True)
    bound = 1 / (4 * g)
    cases = sp.Piecewise((0, bound > T), (5, sp.Eq(T, bound)), (1, bound < T))
    step = sp.Heaviside(T - bound, 0)
    assert equal(cases, step, where=(sp.Ne(T, bound),)) == Status.PROVED
    assert equal(step**2, step) == Status.PROVED
    with pytest.raises(StepError):
        equal(cases, step)
    with pytest.raises(StepError):
        equal(sp.Piecewise((0, bound / 2 > T), (1, True)), step)


def test_latex_reads_as_one_says_it():
    text = {name: registry.get(name).latex() for name in NEEDED}
    assert text["linear/gate"] == (
        r"I - C(t) = U \operatorname{diag}\left(1 - \lambda_{j}(t)\right) U^{\top}"
    )
    assert text["linear/aligned-loss"] == r"L(t) = \sum_{j=1}^{d} \left(1 - \lambda_{j}(t)\right)^{2}"
    assert text["linear/columns"] == r"\dot{a}_j = 4 \gamma_{j} \left(I - C\right) a_{j}"
    assert text["linear/plateau"] == r"\lim_{t \to \infty} L(t) = d - p"
    assert text["staircase/limit-eigenvalue"] == r"\lim_{t \to \infty} \lambda(t) = \left[\gamma > 0\right]"
    assert text["staircase/order"] == r"\tau'(\gamma) < 0 \iff \gamma s_{0}^{2} < e"
    s = sp.Function("s")
    t = sp.Symbol("t")
    assert latex(-s(t).diff(t, 2)) == "- s''(t)"
