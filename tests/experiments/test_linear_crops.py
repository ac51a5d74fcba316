"""Descent against automatic differentiation, half rises against the logistic, the law against breaks."""

import functools

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from stepwise_ssl.closed_form import LinearSolution, half_rise_times
from stepwise_ssl.experiments.linear_checks import law_excess
from stepwise_ssl.experiments.linear_crops import descend, half_rises, record_steps, shorten


def problem(seed=0, m=8, d=3):
    generator = np.random.default_rng(seed)
    basis, _ = np.linalg.qr(generator.standard_normal((m, m)))
    gamma = np.concatenate([[3.0, 1.5, 0.9, 0.3], -0.2 * generator.random(m - 4)])
    return (basis * gamma) @ basis.T, 0.1 * generator.standard_normal((d, m))


@functools.cache
def law_run():
    """A run of one small start on a known spectrum, as ``linear_crops.run`` reports it."""
    gamma = np.array([3.0, 1.5, 0.6, 0.1])
    config = {"model": {"embedding_dim": 3, "initial_scale": 1e-8}}
    w0 = 1e-8 * np.random.default_rng(2).standard_normal((3, 4))
    solution = LinearSolution.small_start(np.diag(gamma), w0)
    eta = 0.05 / (8 * gamma[0])
    predicted = half_rise_times(solution.gamma, solution.s0)
    watch = np.arange(0, int(1.3 * predicted.max() / eta))
    arrays = {
        "times": eta * watch,
        "gamma": gamma,
        "s0": solution.s0[None],
        "predicted_half_rise": predicted[None],
        "measured_half_rise": half_rises(eta * watch, descend(np.diag(gamma), w0[None], eta, watch)[0])[None],
        "error_exponents": np.minimum.accumulate(1 - gamma[1:] / gamma[:-1]),
        "learning_rate": np.array(eta),
    }
    return config, arrays


def test_descent_is_what_autograd_does():
    """The loss written out, differentiated by PyTorch, 60 steps of SGD: the same eigenvalues."""
    gamma_matrix, w0 = problem()
    weights = torch.nn.Parameter(torch.tensor(w0))
    optimiser = torch.optim.SGD([weights], lr=0.01)
    expected = []
    for _ in range(61):
        c = weights @ torch.from_numpy(gamma_matrix) @ weights.T
        expected.append(torch.linalg.eigvalsh(c.detach()).flip(0).numpy())
        optimiser.zero_grad()
        ((c - torch.eye(3)) ** 2).sum().backward()
        optimiser.step()
    (seen,) = descend(gamma_matrix, w0[None], 0.01, np.arange(61))
    assert seen[-1, 0] > 0.9  # it went somewhere
    np.testing.assert_allclose(seen, expected, atol=1e-13)


def test_tensors_give_what_arrays_give():
    """The code path of a GPU, on the CPU."""
    gamma_matrix, w0 = problem()
    watch = np.array([0, 3, 50, 400])
    starts = np.stack([w0, 2 * w0])
    tensors = descend(torch.from_numpy(gamma_matrix), torch.from_numpy(starts), 0.01, watch)
    np.testing.assert_allclose(tensors, descend(gamma_matrix, starts, 0.01, watch), atol=1e-13)
    assert isinstance(tensors, np.ndarray) and tensors.shape == (2, 4, 3)


@settings(max_examples=50, deadline=None)
@given(st.floats(0.2, 5), st.floats(-12, -2), st.floats(0.001, 0.05))
def test_half_rises_of_a_logistic_are_exact(gamma, log_s0, spacing):
    """Log odds are straight, so the interpolation is exact up to rounding."""
    solution = LinearSolution.aligned([[gamma]], [10**log_s0 * gamma**-0.5])
    times = np.arange(0, 1.5 * float(half_rise_times(gamma, solution.s0)[0]), spacing)
    found = half_rises(times, solution.embedding_eigenvalues(times))
    np.testing.assert_allclose(found, half_rise_times(gamma, solution.s0), rtol=1e-9)


def test_a_mode_that_does_not_rise_has_no_time():
    times = np.arange(4.0)
    assert half_rises(times, np.array([[0.1, 0.0], [0.2, 0.0], [0.7, 0.1], [0.9, 0.4]]))[1] == np.inf


def test_a_shortened_run_has_the_first_records_of_the_whole():
    config = {
        "starts": 10,
        "model": {"initial_scale": 1e-6},
        "records": {"count": 50, "first": 0.1, "last": 1.3},
        "verify": {"starts": 2, "modes": 1},
    }
    gamma = np.array([2.0, 1.0, 0.5])
    whole, short = record_steps(config, gamma, 1e-3), record_steps(shorten(config), gamma, 1e-3)
    assert 0 < len(short) < len(whole) and np.array_equal(short, whole[: len(short)])
    assert whole[-1] == round(1.3 * half_rise_times(gamma, 1e-6)[-1] / 1e-3)
    assert shorten(config)["starts"] == 2 and "until_mode" not in config["records"]


def test_the_law_holds_and_fails_when_it_is_broken():
    """Each break is one that a wrong theory or a wrong run would make; each must leave the band."""
    config, arrays = law_run()
    assert np.nanmax(law_excess(config, arrays)) < 1
    measured, s0, gamma = arrays["measured_half_rise"], arrays["s0"], arrays["gamma"]
    column_norms = 1.3 * s0  # not the QR start
    breaks = {
        "2 % late": {"measured_half_rise": 1.02 * measured},
        "1 % early": {"measured_half_rise": 0.99 * measured},
        "modes exchanged": {"measured_half_rise": measured[:, ::-1]},
        "a factor 2 in the rate": {"predicted_half_rise": 2 * arrays["predicted_half_rise"]},
        "the paper's tau for another start": {
            "s0": column_norms,
            "predicted_half_rise": half_rise_times(gamma[:-1], s0[0] * 1.3)[None],
        },
        "the flow without its lag": {"learning_rate": np.array(0.0)},
        "one that never rose": {"measured_half_rise": np.where(measured == measured.max(), np.inf, measured)},
    }
    for name, broken in breaks.items():
        assert not np.nanmax(law_excess(config, arrays | broken)) <= 1, name


def test_a_run_that_ended_before_says_nothing_of_late_modes():
    config, arrays = law_run()
    measured = arrays["measured_half_rise"]
    cut = arrays | {
        "times": arrays["times"][arrays["times"] < 0.9 * measured.max()],
        "measured_half_rise": np.where(measured == measured.max(), np.inf, measured),
    }
    excess = law_excess(config, cut)
    assert np.isnan(excess[0, -1]) and np.all(excess[0, :-1] < 1)


@pytest.mark.skipif(not torch.cuda.is_available(), reason="no CUDA device: descent on a GPU not tested")
def test_a_gpu_gives_what_the_cpu_gives():
    gamma_matrix, w0 = problem()
    watch = np.arange(0, 400, 40)
    there = descend(torch.from_numpy(gamma_matrix).cuda(), torch.from_numpy(w0[None]).cuda(), 0.01, watch)
    np.testing.assert_allclose(there, descend(gamma_matrix, w0[None], 0.01, watch), atol=1e-9)
