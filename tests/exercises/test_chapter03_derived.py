"""Every expected value of chapter 3's exercises, found again by a route that the questions do not use."""

import numpy as np
import pytest
import sympy as sp
from scipy.integrate import solve_ivp
from scipy.optimize import brentq

from stepwise_ssl.exercises import exercise
from stepwise_ssl.exercises.evaluate import value
from stepwise_ssl.exercises.points import as_tree
from stepwise_ssl.exercises.sympy_tree import to_sympy
from stepwise_ssl.symbolic import registry
from stepwise_ssl.symbolic.equality import equal
from stepwise_ssl.symbolic.status import Status

CASES = [(0.5, 0.1), (1.0, 0.02), (1.7, 0.3)]


def _flow(gamma, s0, until, decay=0.0):
    """The flow of L + decay s^2, integrated from its gradient as SymPy gives it."""
    s, g, m = sp.symbols("s g m")
    slope = sp.lambdify((s, g, m), -sp.diff((g * s**2 - 1) ** 2 + m * s**2, s))
    run = solve_ivp(
        lambda t, y: slope(y, gamma, decay),
        (0, until),
        [s0],
        method="DOP853",
        rtol=1e-12,
        atol=1e-14,
        dense_output=True,
    )
    return lambda t: run.sol(t)[0]


def _target(number, **point):
    question = exercise(number).question
    return float(value(as_tree(question.target, question.names), point))


@pytest.mark.parametrize(("gamma", "s0"), CASES)
def test_fraction_is_the_crossing_of_the_integrated_flow(gamma, s0):
    s = _flow(gamma, s0, 6 / gamma)
    for q in (0.2, 0.5, 0.9):
        crossing = brentq(lambda t: gamma * s(t) ** 2 - q, 0, 6 / gamma, xtol=1e-13)  # noqa: B023
        assert crossing == pytest.approx(_target("3.2", gamma=gamma, s0=s0, q=q), rel=1e-8)


@pytest.mark.parametrize("gamma", [0.5, 1.0, 1.7])
def test_loss_is_half_done_before_the_half_rise(gamma):
    s = _flow(gamma, 1e-4, 4 / gamma)
    half_rise = brentq(lambda t: gamma * s(t) ** 2 - 0.5, 0, 4 / gamma, xtol=1e-13)
    half_loss = brentq(lambda t: (gamma * s(t) ** 2 - 1) ** 2 - 0.5, 0, 4 / gamma, xtol=1e-13)
    assert half_loss - half_rise == pytest.approx(_target("3.3", gamma=gamma), rel=1e-7)
    assert _target("3.3", gamma=1.0) == pytest.approx(-0.110, abs=5e-4)


def _checked(name):
    """The right side of a checked result; of an equivalence, the bound."""
    rhs = registry.get(f"one-weight/{name}").rhs
    return rhs.rhs if rhs.is_Relational else rhs


CHECKED = {
    "3.2": lambda: _checked("crossing-time"),
    "3.3": lambda: _checked("loss-half-time") - _checked("half-rise"),  # counted from the half rise
    "3.4": lambda: 2 * _checked("stability-limit"),  # the question halves the loss
}


@pytest.mark.parametrize("number", CHECKED)
def test_targets_are_the_checked_results(number):
    question, checked = exercise(number).question, CHECKED[number]()
    letters = {x.name: x for x in checked.free_symbols}
    typed = to_sympy(as_tree(question.target, question.names))
    typed = typed.subs({x: letters[x.name] for x in typed.free_symbols})
    where = registry.get("one-weight/crossing-time").where if number != "3.4" else ()
    assert equal(typed, checked, where) == Status.PROVED


def test_smaller_start_moves_the_curve_without_changing_it():
    gamma, late = 1.3, np.log(10) / (4 * 1.3)
    one, other = _flow(gamma, 1e-4, 4), _flow(gamma, 1e-5, 5)
    times = np.linspace(0.5, 3, 30)
    assert np.allclose(other(times + late), one(times), atol=1e-6)
    assert not np.allclose(other(times + late / 2), one(times), atol=1e-2)


def _descend(gamma, s0, eta, steps, half=1.0):
    track = [s0]
    for _ in range(steps):
        s = track[-1]
        track.append(s + half * eta * 4 * gamma * s * (1 - gamma * s**2))
    return np.array(track)


def test_descent_is_late_by_the_expected_factor():
    eta = 0.05
    eigenvalue = _descend(1.0, 1e-6, eta, 100) ** 2
    first = int(np.argmax(eigenvalue > 0.5))
    between = first - 1 + (0.5 - eigenvalue[first - 1]) / (eigenvalue[first] - eigenvalue[first - 1])
    s = _flow(1.0, 1e-6, 5)
    flow = brentq(lambda t: s(t) ** 2 - 0.5, 1, 5, xtol=1e-13)
    question = exercise("3.6").question
    for steps in (first, between):
        assert abs(steps * eta / flow - question.value) < 0.7 * question.tolerance
    assert first == 76
    tiny = _descend(1.0, 1e-100, eta, 3000) ** 2  # the law itself, from a start that is tiny indeed
    assert np.argmax(tiny > 0.5) * eta / (np.log(1e200) / 8) == pytest.approx(0.2 / np.log(1.2), rel=2e-3)


@pytest.mark.parametrize("gamma", [0.4, 1.0, 2.0])
def test_largest_learning_rate_of_the_halved_loss(gamma):
    limit = _target("3.4", gamma=gamma)
    near = 0.99 / np.sqrt(gamma)
    settled = _descend(gamma, near, 0.97 * limit, 4000, half=0.5)
    assert gamma * settled[-1] ** 2 == pytest.approx(1, abs=1e-9)
    restless = _descend(gamma, near, 1.03 * limit, 4000, half=0.5)
    assert np.ptp(restless[-10:]) > 0.01


def test_negative_mode_is_forgotten_and_leaves_the_loss_at_one():
    s = _flow(-0.5, 0.1, 10)
    assert abs(s(10)) < 1e-8 and (-0.5 * s(10) ** 2 - 1) ** 2 == pytest.approx(1)
    assert (-0.5 * 0.1**2 - 1) ** 2 > 1
    right = next(o for o in exercise("3.7").question.options if o.right)
    assert "decays to 0" in right.text and "falls to 1" in right.text


@pytest.mark.parametrize(("gamma", "mu"), [(0.6, 0.9), (1.0, 0.5), (2.0, 0.05)])
def test_weight_decay_rests_where_expected(gamma, mu):
    s = _flow(gamma, 0.1, 200, decay=mu)
    assert gamma * s(200) ** 2 == pytest.approx(_target("3.8", gamma=gamma, mu=mu), abs=1e-9)
    assert _flow(0.4, 0.1, 200, decay=0.9)(200) == pytest.approx(0, abs=1e-6)  # gamma < mu/2 dies
