"""Every expected value of chapter 4's exercises, found again by a route that the questions do not use.

Slopes by SymPy's own differentiation, times and arrows by integrating the matrix flow, minima by a search.
"""

import numpy as np
import pytest
import sympy as sp
from scipy.integrate import solve_ivp
from scipy.optimize import brentq, minimize_scalar

from stepwise_ssl.data import crop_pairs, load_photographs, standardise
from stepwise_ssl.exercises import exercise
from stepwise_ssl.exercises.evaluate import value
from stepwise_ssl.exercises.points import as_tree
from stepwise_ssl.exercises.sympy_tree import to_sympy

GAMMAS = np.array([4.0, 1.0])
START = np.array([[0.6, 0.75], [0.8, 0.66]])


def _arrows(start, gammas, until):
    """Both arrows, the columns of W for a diagonal Gamma, by the matrix flow; as a function of time."""
    start, gamma_matrix = np.asarray(start, dtype=float), np.diag(gammas)
    eye = np.eye(2)

    def slope(_, flat):
        w = flat.reshape(2, 2)
        return (-4 * (w @ gamma_matrix @ w.T - eye) @ w @ gamma_matrix).ravel()

    run = solve_ivp(
        slope, (0, until), start.ravel(), method="DOP853", rtol=1e-10, atol=1e-16, dense_output=True
    )
    return lambda t: run.sol(t).reshape(2, 2)


def _target(number, **point):
    question = exercise(number).question
    return float(value(as_tree(question.target, question.names), point))


def _option(number):
    return next(o for o in exercise(number).question.options if o.right)


def _angle(a, b):
    return np.degrees(np.arccos(a @ b / np.linalg.norm(a) / np.linalg.norm(b)))


def _eigenvalues(arrows, gammas=GAMMAS):
    return np.linalg.eigvalsh((arrows * gammas) @ arrows.T)[::-1]


def test_the_second_follows_stands_still_and_grows_at_a_right_angle():
    at = _arrows(1e-4 * START, GAMMAS, 6)
    assert _angle(*at(0).T) == pytest.approx(11.8, abs=0.05)
    early = at(0.3)  # gate open: directions kept, rates 16 and 4
    assert _angle(early[:, 0], START[:, 0]) < 0.1 and _angle(early[:, 1], START[:, 1]) < 0.5
    growth = np.log(np.linalg.norm(early, axis=0) / np.linalg.norm(at(0.1), axis=0)) / 0.2
    assert growth == pytest.approx([16, 4], rel=0.01)
    u = np.array([0.6, 0.8])
    along = [at(t)[:, 1] @ u for t in (0.8, 1.2, 1.6)]
    assert along == pytest.approx([along[0]] * 3, rel=0.02)
    assert _angle(*at(6).T) == pytest.approx(90, abs=1e-3)
    right = _option("4.1")
    assert "stops" in right.text and "right angle" in right.text


@pytest.mark.parametrize("scale", [0.2, 1e-2, 1e-5])
def test_the_scale_does_not_order_the_steps(scale):
    """What 4.1 replies to who thinks it does; and the wait between the steps grows as the scale falls."""
    at = _arrows(scale * START, GAMMAS, 8)
    first = brentq(lambda t: _eigenvalues(at(t))[0] - 0.5, 0, 8)
    u = at(first)[:, 0] / np.linalg.norm(at(first)[:, 0])
    assert 4 * np.linalg.norm(at(first)[:, 0]) ** 2 > 0.4 > 0.1 > (at(first)[:, 1] @ u) ** 2


def test_slope_by_hand():
    g11, g12, g22, w1, w2 = letters = sp.symbols("g11 g12 g22 w1 w2")
    w, g = sp.Matrix([[w1, w2]]), sp.Matrix([[g11, g12], [g12, g22]])
    question = exercise("4.2").question
    typed = to_sympy(as_tree(question.target, question.names))
    typed = typed.subs({s: next(x for x in letters if x.name == s.name) for s in typed.free_symbols})
    assert sp.expand(typed - sp.diff(((w * g * w.T)[0] - 1) ** 2, w1)) == 0
    page = _target("4.2", g11=2.5, g12=1.5, g22=2.5, w1=0.2, w2=0.0)
    assert 0.2 - 0.05 * page == pytest.approx(0.29)  # as the page computes


@pytest.mark.parametrize("kappa", [0.005, 0.3, 0.9])
def test_lowest_loss_of_one_direction(kappa):
    def loss(c, u):
        gap = c * np.outer(u, u) - np.eye(2)
        return (gap**2 * np.where(np.eye(2) == 1, 1, kappa)).sum()

    best = [
        minimize_scalar(loss, bounds=(0, 4), args=(np.array(u),), method="bounded", options={"xatol": 1e-9})
        for u in ((np.sqrt(0.5), np.sqrt(0.5)), (1.0, 0.0))
    ]
    assert best[0].fun == pytest.approx(_target("4.3", kappa=kappa), abs=1e-7)
    assert best[1].fun == pytest.approx(1, abs=1e-7)  # along an axis, as the praise says
    assert _target("4.3", kappa=0.005) == pytest.approx(0.01, rel=0.01)


@pytest.mark.parametrize(("gammas", "r0", "r"), [((4.0, 1.0), 0.7, 12.0), ((2.0, 1.5), 1.3, 3.0)])
def test_when_the_ratio_is_reached(gammas, r0, r):
    start = 1e-9 * np.array([[0.6 * r0, 0.8], [0.8 * r0, -0.6]]) + 1e-10 * np.eye(2)
    lengths = np.linalg.norm(start, axis=0)
    start *= np.array([r0 * lengths[1] / lengths[0], 1])
    until = 2 * np.log(r / r0) / (4 * (gammas[0] - gammas[1]))
    at = _arrows(start, gammas, until)

    def ratio(t):
        return np.linalg.norm(at(t)[:, 0]) / np.linalg.norm(at(t)[:, 1])

    found = brentq(lambda t: ratio(t) - r, 0, until)
    wanted = _target("4.4", gamma1=gammas[0], gamma2=gammas[1], r0=r0, r=r)
    assert found == pytest.approx(wanted, rel=1e-5)


def _left(scale, gammas):
    """The second arrow's part along the first, just when the first has grown to 99 % of its length."""
    at = _arrows(scale * START, gammas, np.log(10 / scale) / (2 * gammas[0]))
    end = 0.99 / np.sqrt(gammas[0])
    grown = brentq(lambda t: np.linalg.norm(at(t)[:, 0]) - end, 0, np.log(10 / scale) / (2 * gammas[0]))
    first = at(grown)[:, 0] / np.linalg.norm(at(grown)[:, 0])
    return first @ at(grown)[:, 1]


@pytest.mark.parametrize("gammas", [(4.0, 1.0), (2.0, 1.2)])
def test_how_much_smaller_for_half_of_it(gammas):
    factor = _target("4.5", gamma1=gammas[0], gamma2=gammas[1])
    # From 1e-7 the corrections, of the order of what is left over the first arrow, squared, stay below 1e-4.
    assert _left(1e-7, gammas) / _left(1e-7 / factor, gammas) == pytest.approx(2, rel=1e-3)


def test_claims_about_close_eigenvalues():
    assert _target("4.5", gamma1=4, gamma2=1) == pytest.approx(2.5, abs=0.03)
    assert _target("4.5", gamma1=1, gamma2=0.95) == pytest.approx(2**20, rel=1e-6) and 2**20 > 10**6


def test_how_far_the_second_arrow_turns():
    question = exercise("4.6").question
    arrows, path = 1e-2 * START, []
    for _ in range(12_000):  # descent as the page runs it
        path.append(arrows)
        arrows = arrows + 0.004 * (np.eye(2) - (arrows * GAMMAS) @ arrows.T) @ arrows * GAMMAS
    turned = [_angle(path[0][:, j], path[-1][:, j]) for j in (0, 1)]
    assert abs(turned[1] - question.value) < 0.2 * question.tolerance
    flow = _arrows(1e-2 * START, GAMMAS, 12)  # and without steps
    assert abs(_angle(flow(0)[:, 1], flow(12)[:, 1]) - question.value) < 0.8 * question.tolerance
    apart = _angle(*path[0].T)
    assert sum(turned) + apart == pytest.approx(90, abs=1e-6)
    small = _arrows(1e-3 * START, GAMMAS, 12)
    end = np.degrees(np.arctan2(*path[-1][::-1, 1]))
    expected = [90 - apart, _angle(small(0)[:, 1], small(12)[:, 1]), 90, apart, turned[0], 90 + apart, -end,
                180 - turned[1], np.radians(turned[1]), -turned[1]]  # fmt: skip
    assert [wrong for wrong, _ in question.slips] == pytest.approx(expected, abs=0.5 * question.tolerance)


def test_a_cross_correlation_may_be_negative():
    pairs = crop_pairs(load_photographs(), n_pairs=1000, size=10, seed=3)
    x, x_prime = (view[:60] for view in standardise(*pairs, remove_colour=True))
    one_order = x.T @ x_prime / 60
    values, modes = np.linalg.eigh((one_order + one_order.T) / 2)
    assert f"{values[-1]:.1f}" in exercise("4.7").ask and f"{values[0]:.1f}" in exercise("4.7").ask
    assert values[-3] < -values[0] < values[-2] and -values[0] / values[-1] > 0.25  # "third"; "a quarter"
    v = modes[:, 0]
    assert ((x @ v) * (x_prime @ v)).mean() == pytest.approx(values[0], rel=1e-9)
    assert v @ one_order @ v == pytest.approx(values[0], rel=1e-9)  # symmetrising changes nothing there
    assert "on average" in _option("4.7").text
