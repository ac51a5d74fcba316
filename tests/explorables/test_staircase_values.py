"""The staircase shows what Python computes: 500 random states and the corners, every number of every view."""

import itertools
import json

import numpy as np
import pytest

from stepwise_ssl.closed_form import (
    LinearSolution,
    embedding_eigenvalue,
    embedding_gap,
    half_rise_times,
    singular_value,
    step_times,
    width_10_90,
)
from stepwise_ssl.explorables import Staircase
from stepwise_ssl.explorables.staircase import ALPHA, GAMMAS, TIME, rotation

pytestmark = pytest.mark.browser
READ = """states => JSON.stringify(states.map(state => {
  const root = document.getElementById("staircase"), { explorable } = root;
  explorable.goto(state); explorable.draw();
  const cells = key => Object.fromEntries([...root.querySelectorAll(`td[data-${key}]`)].map(td => [td.dataset[key], td.dataset.value]));
  return { row: cells("key"), mode: cells("mode"), gate: cells("gate"), weight: cells("weight"),
    bars: [...root.querySelectorAll(".xp-bar:not([hidden])")].map(bar => [bar.dataset.mode, bar.getAttribute("aria-valuenow")]),
    sentence: root.querySelector(".xp-sentence").textContent };
}))"""  # noqa: E501
TINY = 1e-300  # below this a double has lost digits to underflow in any language
ULP = 4e-15  # of the terms that cancel in a quantity


def random_states(n=500, seed=5):
    rng = np.random.default_rng(seed)
    states = []
    for _ in range(n):
        m = int(rng.integers(1, 9))
        gammas = rng.choice([rng.uniform(-1, 8, m), rng.integers(-2, 17, m) / 2, 8 * rng.random(m) ** 4])
        states.append(
            {
                "gammas": gammas.tolist(),
                "d": int(rng.integers(1, m + 1)),
                "alpha": float(10 ** rng.uniform(-6, 0)),
                "t": float(rng.choice([0.0, rng.uniform(0, 8), 10 ** rng.uniform(-2, 3)])),
                "time_axis": str(rng.choice(["linear", "log"])),
            }
        )
    return states


def corners():
    spectra = ([-1.0], [0.0], [8.0], [8.0] * 8, [-1.0] * 8, [8.0, 4.0, 1.0, 0.25, 0.01, 0.0, -0.01, -1.0])
    box = itertools.product(spectra, (ALPHA.low, 0.5, ALPHA.high), (1, 8), ("linear", "log"))
    return [
        {"gammas": g, "alpha": a, "d": min(d, len(g)), "t": t, "time_axis": axis}
        for g, a, d, axis in box
        for t in TIME.windows[axis]
    ]


def expected(state):
    """Every shown number with the size of the terms that cancel in it, from the closed form and NumPy."""
    gammas, d, alpha, t = (state[key] for key in ("gammas", "d", "alpha", "t"))
    values, m = sorted(gammas, reverse=True), len(gammas)
    solution = LinearSolution.aligned(np.diag(gammas), np.full(d, alpha), rotation(d))
    gap, u = np.asarray(embedding_gap(t, solution.gamma, solution.s0)), rotation(d)
    start = np.array(values[:d]) * alpha**2
    # Rounding gamma alpha^2 moves 1 - gamma alpha^2 by an ulp of it: so much of the gap is undefined.
    off = np.where(start == 1, 1, 1 - start)
    loose = np.where(start == 1, 1.0, abs(gap / off) * np.maximum(1, abs(start)))
    out = {}
    for j, gamma in enumerate(values):
        out["mode", f"gamma,{j}"] = (gamma, 0)
        s0, never = (alpha, False) if j < d else (0.0, True)
        steps = not never and gamma > 0 and gamma * alpha**2 < 1
        out["mode", f"s,{j}"] = (0.0 if never else singular_value(t, gamma, s0), 0)
        out["mode", f"lam,{j}"] = (0.0 if never else embedding_eigenvalue(t, gamma, s0), 0)
        rate = 1 / (8 * gamma) if gamma > 0 else 0.0
        left = abs(1 - gamma * alpha**2) or 1.0
        out["mode", f"tau,{j}"] = (step_times(gamma, s0) if steps else np.inf, rate)
        out["mode", f"half,{j}"] = (half_rise_times(gamma, s0) if steps else np.inf, rate / min(1.0, left))
        out["mode", f"width,{j}"] = (width_10_90(gamma) if steps else np.inf, 0)
        if not never:
            out["mode", f"gap,{j}"] = (gap[j], loose[j])
    for i, k in itertools.product(range(d), range(d)):
        terms = u[i] * gap * u[k]
        out["gate", f"{i},{k}"] = (terms.sum(), abs(terms).sum() + abs(u[i] * loose * u[k]).sum())
    # W V: the first d columns from the solution, the others nought.
    weights = np.zeros((d, m))
    weights[:, :d] = solution.weights(t) @ solution.eigenvectors
    size = np.append(np.asarray(solution.singular_values(t)), np.zeros(m - d))
    for i, j in itertools.product(range(d), range(m)):
        out["weight", f"{i},{j}"] = (weights[i, j], size[j])
    lam = np.asarray(solution.embedding_eigenvalues(t))
    out["row", "loss"] = (solution.loss(t), float(np.sum(2 * abs(gap) * loose)))
    out["row", "positive"] = (sum(g > 0 for g in values[:d]), 0)
    out["row", "floor"] = (d - sum(g > 0 for g in values[:d]), 0)
    out["row", "m"], out["row", "d"], out["row", "t"], out["row", "alpha"] = (
        (m, 0),
        (d, 0),
        (t, 0),
        (alpha, 0),
    )
    if np.all(abs(lam - 0.5) > 1e-9):
        out["row", "open"] = (int((lam < 0.5).sum()), 0)
        out["row", "learned"] = (int((lam > 0.5).sum()), 0)
    return out


def close(shown, value, scale):
    """Equal to 1e-12 relative; `scale` is the size of the terms that cancel, known to their last bits."""
    shown, value = float(shown), float(value)
    if not (np.isfinite(shown) and np.isfinite(value)):
        return shown == value
    return abs(shown - value) <= 1e-12 * abs(value) + ULP * float(scale) + TINY


def read(seen, states):
    return json.loads(seen.page.evaluate(READ, states))  # text travels much faster than objects


@pytest.fixture
def staircase(visit, make_page):
    return visit(make_page(Staircase()))


@pytest.mark.parametrize("states", [random_states(), corners()], ids=["random", "corners"])
def test_every_number_equals_python(staircase, states):
    wrong, compared = [], 0
    for state, shown in zip(states, read(staircase, states), strict=True):
        for (view, key), (value, scale) in expected(state).items():
            compared += 1
            if not close(shown[view][key], value, scale):
                wrong.append((state, view, key, shown[view][key], value))
        assert len(shown["gate"]) == state["d"] ** 2
        assert len(shown["weight"]) == state["d"] * len(state["gammas"])
        bars = sorted((int(mode), float(value)) for mode, value in shown["bars"])
        assert [value for _, value in bars] == sorted(state["gammas"], reverse=True)
        assert [mode for mode, _ in bars] == list(range(1, len(bars) + 1))
        assert not set(shown["sentence"]) & {"{", "}"} and "undefined" not in shown["sentence"]
        assert "NaN" not in shown["sentence"] and "∞" not in shown["sentence"], (state, shown["sentence"])
    assert not wrong, f"{len(wrong)} of {compared} numbers differ, the first: {wrong[0]}"
    assert compared > 40 * len(states)
    staircase.assert_quiet()


def test_gate_is_identity_minus_cross_correlation(staircase):
    """The same matrix by another way: I - W Gamma W^T, multiplied out and subtracted."""
    states = [s for s in random_states(60, seed=6) if max(s["gammas"]) * s["alpha"] ** 2 < 1]
    for state, shown in zip(states, read(staircase, states), strict=True):
        d, gamma = state["d"], np.diag(state["gammas"])
        w = LinearSolution.aligned(gamma, np.full(d, state["alpha"]), rotation(d)).weights(state["t"])
        gate = np.array([[float(shown["gate"][f"{i},{k}"]) for k in range(d)] for i in range(d)])
        # Subtraction from 1 leaves rounding of the size of 1; eight terms of it.
        np.testing.assert_allclose(gate, np.eye(d) - w @ gamma @ w.T, rtol=0, atol=1e-14)


def test_model_refuses_what_no_slider_can_show():
    import traitlets

    for bad in (
        {"gammas": []},
        {"gammas": [9.0]},
        {"gammas": [1.0] * 9},
        {"gammas": [1.0], "d": 2},
        {"alpha": 0},
    ):
        with pytest.raises(traitlets.TraitError):
            Staircase(**bad)
    widget = Staircase(gammas=[1.0, 2.0, 3.0])
    assert widget.d == 3
    widget.gammas = [1.0]
    assert widget.d == 1
    assert GAMMAS.allows(widget.gammas)
