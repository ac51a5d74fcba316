"""Each run that is stored: small, of known origin, and true to the law that it shows."""

import json
import re

import numpy as np
import pytest

from stepwise_ssl.closed_form import LinearSolution, half_rise_times, step_times
from stepwise_ssl.experiments import load, names
from stepwise_ssl.experiments.linear_checks import law_excess
from stepwise_ssl.experiments.provenance import config_hash
from stepwise_ssl.experiments.store import stored_folder


@pytest.mark.parametrize("name", names())
def test_size_and_provenance(name):
    run, file = load(name), stored_folder() / f"{name}.npz"
    assert file.stat().st_size <= 100_000
    known = run.provenance
    assert known["config_sha256"] == config_hash(run.config)
    assert re.fullmatch("[0-9a-f]{40}", known["commit"]), "stored from a commit, without changes"
    assert re.fullmatch(r"\d{4}-\d\d-\d\d", known["date"]) and known["duration_s"] > 0
    assert re.fullmatch("[0-9a-f]{64}", known["data"]["sha256"])
    assert {"python", "numpy", "stepwise-ssl"} <= set(known["versions"])
    assert not re.search(r"/\w+/\w+", json.dumps(known)), "no path of the machine it was run on"


FIG1 = "fig1-linear-cifar10"


def test_fig1_is_the_setting_of_the_paper():
    run = load(FIG1)
    data, model = run.config["data"], run.config["model"]
    assert (data["images"], data["crop"], model["embedding_dim"]) == (500, 20, 10)
    assert run["s0"].shape == (10, 10) and 190 <= len(run["times"]) <= 200
    assert "does not give" in run.config["choices"] and "are ours" in run.config["choices"]


def test_fig1_falls_from_ten_to_zero_in_ten_steps():
    run = load(FIG1)
    for loss, eigenvalues in zip(run["loss"], run["eigenvalues"], strict=True):
        assert abs(loss[0] - 10) < 1e-3 and loss[-1] < 1e-3
        assert np.all(np.diff(loss) < 1e-4)
        assert np.all(eigenvalues[-1] > 0.99) and np.all(np.diff(run["measured_half_rise"]) > 0)
        # The first steps stand apart: while mode 2 rises, mode 1 is up and mode 3 is down.
        middle = np.argmin(np.abs(eigenvalues[:, 1] - 0.5))
        assert eigenvalues[middle, 0] > 0.99 and eigenvalues[middle, 2] < 0.01


def test_fig1_obeys_the_law_and_time_reversed_does_not():
    run = load(FIG1)
    assert np.max(law_excess(run.config, run.arrays)) <= 1
    reversed_ = run.arrays | {"measured_half_rise": run["measured_half_rise"][:, ::-1]}
    assert np.max(law_excess(run.config, reversed_)) > 100


def test_fig1_predictions_are_those_of_the_closed_form():
    run = load(FIG1)
    for s0, tau, half in zip(run["s0"], run["step_times"], run["predicted_half_rise"], strict=True):
        np.testing.assert_allclose(tau, step_times(run["gamma"][:10], s0), rtol=1e-12)
        np.testing.assert_allclose(half, half_rise_times(run["gamma"][:10], s0), rtol=1e-12)


def test_fig1_curves_lie_on_the_closed_form():
    """All ten modes of all ten starts, to 0.031 at any time.

    An eigenvalue moves by at most 1/4 of what its log odds are off. The random start puts these off by
    alpha^p = 0.123 at most, and the bend at the top of descent's own clock by x = 0.025.
    """
    run = load(FIG1)
    eta = float(run["learning_rate"])
    for start in range(10):
        solution = LinearSolution.aligned(np.diag(run["gamma"][:10]), run["s0"][start])
        # In the linear phase k steps multiply by (1 + x)^k = exp(k log(1 + x)): each mode has its own clock.
        x = 4 * eta * run["gamma"][:10]
        clock = run["times"][:, None] * np.log1p(x) / x
        curves = np.stack([solution.embedding_eigenvalues(clock[:, j])[:, j] for j in range(10)], axis=1)
        off = np.abs(np.sort(curves, axis=1)[:, ::-1] - run["eigenvalues"][start])
        assert off.max() < 0.031, start
