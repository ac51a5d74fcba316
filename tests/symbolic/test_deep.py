"""Two weights, one above the other: closed forms against an integrator that knows only the loss."""

import numpy as np
import pytest
import sympy as sp
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.integrate import solve_ivp

from stepwise_ssl.symbolic import Status, StepError, registry

PROVED = """deep/frozen-body deep/frozen-flow deep/two-weights-loss deep/head-flow deep/body-flow
deep/conserved deep/multiplier deep/two-weights-step deep/step-alone deep/head-start deep/multiplier-flow
deep/never-later deep/half-time deep/how-early deep/both-small-time deep/both-small""".split()
positive = st.floats(0.3, 3.0)


def time_of_half(gamma, s0, w0, frozen=False):
    """When lambda = gamma s^2 w^2 passes one half; the slope of the loss is written here once more."""

    def flow(_, y):
        s, w = y
        push = 4 * gamma * s * w * (1 - gamma * s**2 * w**2)
        return [push * w, 0 if frozen else push * s]

    def half(_, y):
        return gamma * (y[0] * y[1]) ** 2 - 0.5

    half.terminal = True
    done = solve_ivp(flow, (0, 1e7), [s0, w0], events=half, method="DOP853", rtol=1e-12, atol=1e-14)
    return done.t_events[0][0]


def value(name, **numbers):
    """The right side of a result, in numbers."""
    rhs = registry.get(name).rhs
    return float(rhs.subs({x: numbers[x.name] for x in rhs.free_symbols}))


def letters(gamma, s0, w0):
    """The letters of the half time, from the start."""
    delta = w0**2 - s0**2
    names = {"gamma": gamma, "s0": s0, "w0": w0, "delta": delta, "rho_0": w0**2 + s0**2}
    return names | {"rho_1": np.sqrt(delta**2 + 4 / gamma), r"\rho_{1/2}": np.sqrt(delta**2 + 2 / gamma)}


@pytest.mark.parametrize("name", PROVED)
def test_proved(name):
    assert registry.get(name).status == Status.PROVED


@settings(max_examples=15, deadline=None)
@given(positive, positive, st.floats(0.01, 0.2))
def test_half_time_and_never_later(gamma, w0, share):
    s0 = share / w0 / np.sqrt(gamma)
    if abs(w0 - s0) < 1e-2:  # the closed form divides by the difference of the squares
        return
    seen = time_of_half(gamma, s0, w0)
    # Integrated to 1e-12; the logarithms of a near-difference cost some digits.
    assert value("deep/half-time", **letters(gamma, s0, w0)) == pytest.approx(seen, rel=1e-6)
    bound = value("deep/never-later", gamma=gamma, w0=w0, lambda_0=gamma * s0**2 * w0**2)
    assert seen < bound == pytest.approx(time_of_half(gamma, s0, w0, frozen=True), rel=1e-7)


def test_how_early_is_approached():
    gamma, w0 = 0.8, 0.9
    gaps = []
    for s0 in (1e-2, 1e-4, 1e-6):
        gaps.append(time_of_half(gamma, s0, w0, frozen=True) - time_of_half(gamma, s0, w0))
    at_zero = letters(gamma, 0.0, w0)
    # What is left vanishes like s0^2 log(1/s0); at s0 = 1e-6 the integrator's 1e-12 a step is more.
    assert gaps[-1] == pytest.approx(value("deep/how-early", **at_zero), abs=1e-7)
    assert gaps[0] > 0 and abs(gaps[1] - gaps[2]) < abs(gaps[0] - gaps[2])


@settings(max_examples=10, deadline=None)
@given(positive, st.floats(0.01, 0.3))
def test_two_small_weights_wait_for_a_power(gamma, share):
    alpha = share / gamma**0.25
    seen = time_of_half(gamma, alpha, alpha)
    assert value("deep/both-small-time", gamma=gamma, alpha=alpha) == pytest.approx(seen, rel=1e-7)
    if share < 0.05:  # the next term is of the order alpha^2 log alpha
        assert alpha**2 * seen == pytest.approx(value("deep/both-small", gamma=gamma), rel=0.05)


def test_a_wrong_limit_stops():
    """A letter that depends on the start is no constant in a limit."""
    chain = registry.get("deep/how-early").derivation()
    swapped = chain.rhs.subs(sp.Symbol("w0", positive=True), 2 * sp.Symbol("w0", positive=True))
    with pytest.raises(StepError):
        chain.with_step(2, chain.lhs, swapped).verify()
    early = registry.get("deep/never-later").derivation()
    with pytest.raises(StepError):
        early.with_step(2, early.lhs, early.rhs / 2).verify()
