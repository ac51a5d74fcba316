"""Problem set 2: its reference answers by other routes, and what its worked answers say."""

import numpy as np
import pytest
from scipy.integrate import solve_ivp
from scipy.optimize import minimize_scalar

from coursework.formula import Formula
from coursework.prove.proof import Proof


@pytest.fixture(scope="module")
def proof():
    return Proof("ps2", "an untried secret", "2031S")


@pytest.fixture(scope="module")
def reference(proof):
    namespace = {}
    exec(proof.setup, namespace)
    for question in proof.questions.values():
        exec(question.solution, namespace)
    return namespace


@pytest.fixture(scope="module")
def numbers(proof):
    return {name: float(value) for name, value in proof.variant.values.items()}


def loss(weights, matrix, numbers):
    gap = weights @ matrix @ weights.T - numbers["target"] * np.eye(len(weights))
    return numbers["kappa"] * (gap**2).sum() + numbers["mu"] * (weights**2).sum()


def formula(reference, name, *symbols):
    found = Formula(reference[name], symbols, name)
    return lambda **point: float(found(**point))


def test_gradient_by_differences_of_the_loss(reference, numbers):
    draw = np.random.default_rng(3)
    matrix, weights = draw.normal(size=(5, 5)), draw.normal(size=(2, 5))
    matrix = matrix + matrix.T
    got = reference["gradient"](weights, matrix)
    for place in np.ndindex(2, 5):
        push = np.zeros((2, 5))
        push[place] = 1e-5
        rise = loss(weights + push, matrix, numbers) - loss(weights - push, matrix, numbers)
        assert got[place] == pytest.approx(rise / 2e-5, rel=1e-6, abs=1e-6)


def test_drop_by_minimising_the_loss(reference, numbers):
    drop = formula(reference, "drop", "gamma")
    for gamma in (0.4, 1.7):
        one = lambda s, g=gamma: loss(np.array([[s]]), np.array([[g]]), numbers)  # noqa: E731
        least = minimize_scalar(one, bounds=(0.05, 2 * np.sqrt(numbers["target"] / gamma)), method="bounded")
        assert drop(gamma=gamma) == pytest.approx(one(0.0) - least.fun, rel=1e-8)


def test_a_mode_just_below_the_threshold_dies_and_one_just_above_lives(reference, numbers):
    edge = formula(reference, "threshold")()
    for factor, lives in ((0.9, False), (1.1, True)):
        matrix = np.array([[factor * edge]])
        run = solve_ivp(
            lambda t, w, m=matrix: -reference["gradient"](w.reshape(1, 1), m).ravel(), (0, 200), [0.01]
        )
        assert (abs(run.y[0, -1]) > 0.01) == lives


def test_weights_are_what_an_integrator_finds_for_the_whole_matrix(reference):
    draw = np.random.default_rng(4)
    turn, _ = np.linalg.qr(draw.normal(size=(5, 5)))
    matrix = (turn * [1.8, 0.9, 0.01, -0.4, -2.0]) @ turn.T
    rotation, _ = np.linalg.qr(draw.normal(size=(3, 3)))
    s0, times = np.array([0.05, 0.2, 0.1]), np.array([0.0, 0.1, 0.3])
    got = reference["weights"](times, matrix, s0, rotation)
    flow = lambda t, w: -reference["gradient"](w.reshape(3, 5), matrix).ravel()  # noqa: E731
    run = solve_ivp(flow, (0, 0.3), got[0].ravel(), t_eval=times, method="DOP853", rtol=1e-11, atol=1e-13)
    assert np.allclose(run.y.T.reshape(3, 3, 5), got, atol=1e-8)
    assert np.allclose(np.linalg.svd(got[0], compute_uv=False), [0.2, 0.1, 0.05])


def test_length_is_the_length_of_a_row_of_the_weights(reference):
    length = formula(reference, "length", "t", "gamma", "s0")
    got = reference["weights"](np.array([0.15]), np.diag([1.2, 0.5]), np.array([0.1, 0.2]), np.eye(2))
    rows = np.linalg.norm(got[0], axis=1)
    assert rows == pytest.approx(
        [length(t=0.15, gamma=g, s0=s) for g, s in ((1.2, 0.1), (0.5, 0.2))], rel=1e-10
    )


def test_formula_program_and_path_agree_on_the_half_rise(reference, numbers):
    half_rise = formula(reference, "half_rise", "j", "alpha")
    length = formula(reference, "length", "t", "gamma", "s0")
    for j in (1.0, 2.0, 3.0):
        gamma = numbers["scale"] * j ** -numbers["decay"]
        start = 1e-3 * gamma ** numbers["law"]
        time = half_rise(j=j, alpha=1e-3)
        assert reference["half_rises"](np.array([gamma]), np.array([start]))[0] == pytest.approx(
            time, rel=1e-12
        )
        end, half = (length(t=t, gamma=gamma, s0=start) ** 2 for t in (40 * time, time))
        assert half / end == pytest.approx(0.5, rel=1e-9)


def test_an_ending_without_the_first_mode_is_left_at_the_rate_that_the_worked_answer_gives(
    reference, numbers
):
    gammas = np.array([2.0, 0.8])
    rest = np.sqrt((numbers["target"] - numbers["mu"] / (2 * numbers["kappa"] * gammas[1])) / gammas[1])
    ending = np.array([[0.0, rest]])  # one output, the second mode filled, the first missing
    assert np.allclose(reference["gradient"](ending, np.diag(gammas)), 0, atol=1e-10)
    push = np.array([[1e-7, 0.0]])
    pull = -reference["gradient"](ending + push, np.diag(gammas))[0, 0]
    assert pull / 1e-7 == pytest.approx(2 * numbers["mu"] * (gammas[0] / gammas[1] - 1), rel=1e-6)


def test_without_decay_every_choice_of_modes_has_the_same_loss_and_with_it_the_leading_ones_win(numbers):
    gammas = np.array([2.0, 1.1, 0.6])

    def least(filled, mu):
        kappa, target = numbers["kappa"], numbers["target"]
        limit = target - mu / (2 * kappa * gammas[filled])
        return (kappa * (limit - target) ** 2 + mu * limit / gammas[filled]).sum()

    pairs = ([0, 1], [0, 2], [1, 2])
    assert {least(pair, 0.0) for pair in pairs} == {0.0}
    with_decay = [least(pair, numbers["mu"]) for pair in pairs]
    assert with_decay[0] < with_decay[1] < with_decay[2]
