"""Every expected value of chapter 5's exercises, found again by a route that the questions do not use.

The flow is integrated as a matrix equation, from the gradient; no logistic law and no step time is used.
"""

import numpy as np
import pytest
import sympy as sp
from scipy.integrate import solve_ivp
from scipy.optimize import brentq, minimize_scalar

from stepwise_ssl.exercises import exercise
from stepwise_ssl.exercises.evaluate import value
from stepwise_ssl.exercises.points import as_tree
from stepwise_ssl.exercises.sympy_tree import to_sympy
from stepwise_ssl.symbolic import registry
from stepwise_ssl.symbolic.equality import equal
from stepwise_ssl.symbolic.status import Status


def _flow(gamma_matrix, start, until):
    """W(t) by the matrix flow, as a function of time."""
    gamma_matrix, start = np.asarray(gamma_matrix, dtype=float), np.asarray(start, dtype=float)
    eye = np.eye(len(start))

    def slope(_, flat):
        image = flat.reshape(start.shape) @ gamma_matrix
        return (-4 * (image @ flat.reshape(start.shape).T - eye) @ image).ravel()

    run = solve_ivp(
        slope, (0, until), start.ravel(), method="DOP853", rtol=1e-11, atol=1e-18, dense_output=True
    )
    return lambda t: run.sol(t).reshape(start.shape)


def _one(gamma, s0, until):
    w = _flow([[gamma]], [[s0]], until)
    return lambda t: gamma * w(t)[0, 0] ** 2


def _target(number, **point):
    question = exercise(number).question
    return float(value(as_tree(question.target, question.names), point))


def _option(number):
    return next(o for o in exercise(number).question.options if o.right)


def _loss(gamma_matrix, weights):
    return np.linalg.norm(weights @ gamma_matrix @ weights.T - np.eye(len(weights))) ** 2


def test_three_steps_are_equally_high_and_their_times_go_like_one_over_gamma():
    gammas, start = np.array([6.0, 3.0, 1.0]), 1e-6 * np.eye(3)
    w = _flow(np.diag(gammas), start, 6)
    times = np.geomspace(0.1, 6, 1500)
    loss = np.array([_loss(np.diag(gammas), w(t)) for t in times])
    at = [times[np.argmax(loss < level)] for level in (2.5, 1.5, 0.5)]
    assert np.allclose(np.divide(at, at[0]), [1, 2, 6], rtol=0.08)
    assert (at[2] - at[1]) / (at[1] - at[0]) == pytest.approx(4, rel=0.1)  # as a reply says
    between = np.sqrt(np.multiply(at[1:], at[:-1]))
    assert np.allclose(np.interp(between, times, loss), [2, 1], atol=0.02) and loss[-1] < 1e-3
    assert all(words in _option("5.1").text for words in ("height 1", "about twice", "six times as late"))


@pytest.mark.parametrize(("gamma", "s0"), [(0.5, 0.1), (1.0, 0.5), (1.7, 0.3)])
def test_value_at_the_step_time(gamma, s0):
    tau = -np.log(gamma * s0**2) / (8 * gamma)  # the definition, as the chapter prints it
    assert _one(gamma, s0, tau)(tau) == pytest.approx(_target("5.2", gamma=gamma, s0=s0), rel=1e-8)


@pytest.mark.parametrize(("gamma1", "gamma2", "q"), [(2.0, 0.5, 0.01), (1.3, 0.9, 0.2)])
def test_time_between_two_half_rises(gamma1, gamma2, q):
    until = 12 / gamma2
    halves = [
        brentq(lambda t, f=_one(g, np.sqrt(q / g), until): f(t) - 0.5, 0, until, xtol=1e-13)
        for g in (gamma1, gamma2)
    ]
    assert halves[1] - halves[0] == pytest.approx(
        _target("5.3", gamma1=gamma1, gamma2=gamma2, lambda0=q), rel=1e-7
    )


def _in_positive_letters(expression):
    """The registry's gamma is real, the reader's positive: one letter for each name."""
    return expression.subs({x: sp.Symbol(x.name, positive=True) for x in expression.free_symbols})


def test_targets_follow_from_the_checked_results():
    """5.2 and 5.3 by putting the registry's solution and its half rise together, proved by SymPy."""
    curve, tau, half = (
        _in_positive_letters(registry.get(f"one-weight/{name}").rhs)
        for name in ("eigenvalue-solution", "step-time", "half-rise")
    )
    typed = {n: to_sympy(as_tree(q.target, q.names)) for n, q in
             ((n, exercise(n).question) for n in ("5.2", "5.3"))}  # fmt: skip
    gamma, gamma1, gamma2, s0, t, q = sp.symbols("gamma gamma1 gamma2 s0 t lambda0", positive=True)
    assert equal(typed["5.2"], curve.subs(t, tau), ()) == Status.PROVED
    first, second = (half.subs({s0: sp.sqrt(q / g), gamma: g}, simultaneous=True) for g in (gamma1, gamma2))
    assert equal(typed["5.3"], second - first, (q < 1,)) == Status.PROVED


def _measured():
    """Descent of exercise 5.5, as a reader would run it: eigenvalues and diagonal of C at every step."""
    c, s = np.cos(np.pi / 6), np.sin(np.pi / 6)
    gamma, weights = np.diag([4.0, 1.0]), 1e-3 * np.array([[c, -s], [s, c]])
    values, entries = [], []
    for _ in range(400):
        image = weights @ gamma
        values.append(np.linalg.eigvalsh(image @ weights.T)[::-1])
        entries.append(np.diag(image @ weights.T))
        weights = weights - 0.01 * 4 * (image @ weights.T - np.eye(2)) @ image
    return np.array(values).T, np.array(entries).T


def _between(curve):
    first = int(np.argmax(curve > 0.5))
    return first - 1 + (0.5 - curve[first - 1]) / (curve[first] - curve[first - 1])


def test_two_clocks_are_measured_in_either_way():
    question = exercise("5.5").question
    values, entries = _measured()
    whole = [int(np.argmax(one > 0.5)) for one in values]
    fine = [_between(one) for one in values]
    for one, two in (whole, fine):
        assert abs(two / one - question.value) < 0.7 * question.tolerance
    slips = [wrong for wrong, _ in question.slips]
    flow = [brentq(lambda t, f=_one(g, 1e-3, 4): f(t) - 0.5, 0, 4, xtol=1e-12) for g in (4.0, 1.0)]
    assert flow[1] / flow[0] == pytest.approx(slips[0], abs=1e-3)
    for steps in ([int(np.argmax(one > 0.5)) for one in entries], [_between(one) for one in entries]):
        assert abs(steps[1] / steps[0] - slips[2]) < question.tolerance
    late, early = whole[1], whole[0]
    assert slips[-4:] == [late, early, late + 1, early + 1]  # and counted from 1
    assert slips[3] == pytest.approx((late + 1) / (early + 1)) and abs(0.01 * late - slips[5]) < 1e-9
    lag = [0.01 * steps / time - 1 for steps, time in zip(fine, flow, strict=True)]
    assert lag == pytest.approx([0.065, 0.017], abs=1e-3)  # as the praise says
    x = 0.01 * 4 * np.array([4.0, 1.0])
    assert x / np.log1p(x) - 1 == pytest.approx([0.078, 0.020], abs=5e-4)  # as it says of early growth
    assert all(f"{late} %" in question.praise for late in (7.8, "2.0", 6.5, 1.7))


def test_aligned_with_modes_one_and_three():
    gamma = np.diag([3.0, 2.0, 1.0])
    w = _flow(gamma, 1e-3 * np.array([[0.8, 0, -0.6], [0.6, 0, 0.8]]), 8)
    assert _loss(gamma, w(8)) < 1e-9
    assert all(np.abs(w(t)[:, 1]).max() == 0 for t in np.linspace(0, 8, 30))
    ends = np.linalg.norm(w(8), axis=0) ** 2
    assert ends == pytest.approx([1 / 3, 0, 1], abs=1e-6)
    assert "mode 2 never appears" in _option("5.6").text and "falls to 0" in _option("5.6").text


def test_a_negative_mode_leaves_the_plateau_for_ever():
    gamma = np.diag([3.0, 1.0, -2.0])
    w = _flow(gamma, 0.05 * np.eye(3), 30)
    assert _loss(gamma, w(30)) == pytest.approx(1, abs=1e-9) and np.abs(w(30)[2]).max() < 1e-12
    rate = np.log(w(0.2)[2, 2] / w(0.1)[2, 2]) / 0.1
    assert rate == pytest.approx(-8, rel=0.01)
    assert "ends at 1" in _option("5.7").text and "rate of 8" in _option("5.7").text


@pytest.mark.parametrize("gamma", [0.6, 1.4])
def test_loss_falls_fastest_with_five_ninths_done(gamma):
    lam = _one(gamma, 1e-4, 6 / gamma)

    def speed(t, h=1e-4):
        return ((1 - lam(t + h)) ** 2 - (1 - lam(t - h)) ** 2) / (2 * h)

    half = brentq(lambda t: lam(t) - 0.5, 0, 6 / gamma)
    best = minimize_scalar(speed, bounds=(half - 0.5 / gamma, half + 0.5 / gamma), method="bounded",
                           options={"xatol": 1e-8}).x  # fmt: skip
    assert lam(best) == pytest.approx(1 / 3, abs=1e-4)
    assert 1 - (1 - lam(best)) ** 2 == pytest.approx(exercise("5.8").question.value, abs=2e-4)
