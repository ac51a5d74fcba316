"""Every expected value of chapter 6's exercises, found again by integrating the flow of the weights.

No QR factorisation and no closed form is used where a run can tell.
"""

import numpy as np
import pytest
from scipy.integrate import quad, solve_ivp

from stepwise_ssl.exercises import exercise
from stepwise_ssl.exercises.evaluate import value
from stepwise_ssl.exercises.points import as_tree


def _flow(gammas, start, times):
    """W(t) V at these times, downhill on ||W Gamma W^T - I||^2."""
    gammas, start = np.asarray(gammas, float), np.asarray(start, float)

    def slope(_, flat):
        a = flat.reshape(start.shape)
        return (4 * (np.eye(len(a)) - (a * gammas) @ a.T) @ (a * gammas)).ravel()

    run = solve_ivp(slope, (0, times[-1]), start.ravel(), "DOP853", t_eval=times, rtol=1e-11, atol=1e-90)
    return run.y.T.reshape(-1, *start.shape)


def _rises(gammas, start, until):
    """When each eigenvalue of C passes one half, largest first."""
    times = np.linspace(0, until, 6000)
    path = _flow(gammas, start, times)
    values = np.linalg.eigvalsh((path * gammas) @ np.swapaxes(path, 1, 2))[:, ::-1]
    return [np.interp(0.5, one, times) if one[-1] > 0.5 else np.inf for one in values.T]


def _target(number, **point):
    question = exercise(number).question
    return float(value(as_tree(question.target, question.names), point))


def _option(number):
    return next(o for o in exercise(number).question.options if o.right).text


def test_the_part_across_decides_and_the_others_do_not():
    """Two starts that share only |a_1| and the part of a_2 across a_1 step at the same times."""
    gammas = np.array([1.0, 0.5])
    one = 1e-6 * np.array([[1.0, 0.0], [0.0, 0.7]])
    other = 1e-6 * np.array([[1.0, 3.0], [0.0, 0.7]])  # longer, slanted, other singular values
    assert np.allclose(_rises(gammas, one, 12), _rises(gammas, other, 12), atol=5e-3)
    halved = 1e-6 * np.array([[1.0, 3.0], [0.0, 0.35]])
    later = _rises(gammas, halved, 12)[1] - _rises(gammas, other, 12)[1]
    assert later == pytest.approx(np.log(2) / (4 * 0.5), abs=5e-3)  # as a reply says
    assert "right angle to the first" in _option("6.1")


@pytest.mark.parametrize(("g2", "r1", "r2"), [(0.5, 1.0, 0.7), (0.8, 0.4, 1.2), (0.2, 2.0, 1.0)])
def test_what_is_left_of_the_second_arrow(g2, r1, r2):
    gammas, alpha = np.array([2.0, g2]), 1e-12
    end = _flow(gammas, alpha * np.array([[r1, r2]]), [0, 60.0])[-1, 0, 1]
    assert end == pytest.approx(_target("6.2", gamma1=2.0, gamma2=g2, alpha=alpha, r1=r1, r2=r2), rel=1e-3)


@pytest.mark.parametrize("phi", [0.3, 0.8, 1.3])
def test_delay_of_a_slanted_start(phi):
    gammas = np.array([1.5, 0.6])
    slanted = 1e-7 * np.array([[1.0, np.cos(phi)], [0.0, np.sin(phi)]])
    times = [_rises(gammas, start, 14)[1] for start in (slanted, 1e-7 * np.eye(2))]
    assert times[0] - times[1] == pytest.approx(_target("6.3", gamma2=0.6, phi=phi), abs=5e-3)


@pytest.mark.parametrize("seed", [0, 1])
def test_exponent_of_the_distance_at_the_end(seed):
    """The distance to the nearest right end: W_0's first direction, and the one across it."""
    gammas, w_0 = np.array([1.0, 0.75, 0.3]), np.random.default_rng(seed).standard_normal((2, 3))
    first = w_0[:, 0] / np.linalg.norm(w_0[:, 0])
    across = w_0[:, 1] - (first @ w_0[:, 1]) * first
    goal = np.stack([first, across / np.linalg.norm(across) / np.sqrt(0.75), np.zeros(2)], axis=1)
    away = [np.linalg.norm(_flow(gammas, a * w_0, [0, 60.0])[-1] - goal) for a in (1e-10, 1e-14)]
    exponent = np.log10(away[0] / away[1]) / 4
    question = exercise("6.4").question
    assert question.check(f"{exponent:.3f}").right, exponent


def test_fraction_of_very_late_runs():
    """The delay log(10)/(4 gamma) needs a start ten times smaller; how many normal numbers are."""
    delay = np.subtract(*(_rises([0.5], [[r * 1e-5]], 20)[0] for r in (0.1, 1.0)))
    assert delay == pytest.approx(np.log(10) / (4 * 0.5), abs=1e-3)
    share = quad(lambda x: np.exp(-x * x / 2) / np.sqrt(2 * np.pi), -0.1, 0.1)[0]
    assert exercise("6.6").question.check(f"{share:.6f}").right
    two = 1 - np.exp(-0.005)  # of two numbers, Rayleigh's law: named in a reply
    assert "two normal numbers" in exercise("6.6").question.check(f"{two:.4f}").message


def test_parallel_arrows_stay_on_their_line():
    gammas = np.array([1.0, 0.5])
    start = 1e-4 * np.array([[1.0, 2.0], [0.0, 0.0]])
    end = _flow(gammas, start, [0, 40.0])[-1]
    c = (end * gammas) @ end.T
    assert np.linalg.norm(c - np.eye(2)) ** 2 == pytest.approx(1, abs=1e-9)
    pushed = start + np.diag([0, 1e-12])
    assert np.isfinite(_rises(gammas, pushed, 40)[1])
    assert _option("6.7").startswith("At 1:")


def test_last_step_scatters_and_the_first_does_not():
    gammas, first, last = np.array([1.0, 0.7, 0.5]), [], []
    for seed in range(12):
        times = _rises(gammas, 1e-6 * np.random.default_rng(seed).standard_normal((3, 3)), 30)
        first.append(times[0])
        last.append(times[2])
    assert np.std(last) * 0.5 > 2 * np.std(first) * 1.0  # each in units of its own time 1/gamma
    assert "one normal number" in _option("6.8")
