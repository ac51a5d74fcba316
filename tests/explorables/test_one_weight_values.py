"""What the browser shows is what Python computes: 500 random states, every corner, 50 digits."""

import itertools

import mpmath
import numpy as np
import pytest

from stepwise_ssl.closed_form import (
    embedding_eigenvalue,
    embedding_gap,
    half_rise_times,
    singular_value,
    step_times,
)
from stepwise_ssl.explorables import OneWeight
from stepwise_ssl.explorables.contract import source
from stepwise_ssl.explorables.one_weight import ETA, GAMMA, S0, TIME

pytestmark = pytest.mark.browser
READ = """states => states.map(state => {
  const { explorable } = document.getElementById("one-weight");
  explorable.goto(state); explorable.draw();
  const cells = document.querySelectorAll("#one-weight td[data-key]");
  return Object.fromEntries([...cells].map(cell => [cell.dataset.key, cell.dataset.value]));
})"""
TINY = 1e-300  # below this a double has lost digits to underflow in any language


def corners():
    """Every corner of every slider on both time axes, and gamma = 0, gamma s0^2 = 1/2 and 1."""
    states = []
    for axis, (first, last) in TIME.windows.items():
        box = itertools.product(
            (GAMMA.low, -0.01, 0.0, 0.01, 1.0, GAMMA.high),
            (S0.low, 1.0, S0.high),
            (ETA.low, ETA.high),
            (first, last),
        )
        states += [{"gamma": g, "s0": s, "eta": e, "t": t, "time_axis": axis} for g, s, e, t in box]
    return [*states, {"gamma": 0.5, "s0": 1.0}, {"gamma": 0.25, "s0": 2.0}]


def random_states(n=500, seed=3):
    rng = np.random.default_rng(seed)
    gamma, t = rng.uniform(GAMMA.low, GAMMA.high, n), rng.uniform(0, 8, n)
    s0, eta = (np.exp(rng.uniform(np.log(c.low), np.log(c.high), n)) for c in (S0, ETA))
    rows = zip(gamma, s0, eta, t, strict=True)
    return [dict(zip(("gamma", "s0", "eta", "t"), map(float, row), strict=True)) for row in rows]


def close(shown, expected, scale=0.0):
    """Equal to 1e-12 relative; `scale` is the size of the terms that cancel in the quantity."""
    shown, expected = float(shown), float(expected)
    if not np.isfinite(expected) or not np.isfinite(shown):
        return shown == expected
    return abs(shown - expected) <= 1e-12 * abs(expected) + 4e-15 * scale + TINY


def read(visit, states):
    seen = visit()
    tables = seen.page.evaluate(READ, states)
    seen.assert_quiet()
    return tables


@pytest.mark.parametrize("states", [random_states(), corners()], ids=["random", "corners"])
def test_table_equals_closed_form(visit, states):
    wrong = []
    for state, table in zip(states, read(visit, states), strict=True):
        state = {"t": TIME.default, "eta": ETA.default} | state
        gamma, s0, t, eta = (state[key] for key in ("gamma", "s0", "t", "eta"))
        start, rate = gamma * s0**2, 1 / (8 * abs(gamma)) if gamma else 0.0
        gap = float(embedding_gap(t, gamma, s0))
        # Rounding gamma s0^2 moves 1 - gamma s0^2 by an ulp of it: so much of the gap is undefined.
        loose = abs(gap / (1 - start)) * max(1.0, abs(start)) if start != 1 else 1.0
        half = float(half_rise_times(gamma, s0))
        expected = {
            "gamma": (gamma, 0), "s0": (s0, 0), "eta": (eta, 0), "t": (t, 0),
            "s": (singular_value(t, gamma, s0), 0),
            "lam": (embedding_eigenvalue(t, gamma, s0), 0),
            "gap": (gap, loose),
            "loss": (gap**2, 2 * abs(gap) * loose),
            "tau": (step_times(gamma, s0), rate),
            "half_rise": (half, rate / min(1.0, abs(1 - start) or 1.0)),
            "width": (np.log(81) / (8 * gamma) if half < np.inf else np.inf, 0),
            "limit": (gamma**-0.5 if gamma > 0 else (s0 if gamma == 0 else 0.0), 0),
            "stability_limit": (1 / (4 * gamma) if gamma > 0 else np.inf, 0),
            "overshoot_limit": (1 / (8 * gamma) if gamma > 0 else np.inf, 0),
        }  # fmt: skip
        wrong += [
            (state, key, table[key], value)
            for key, (value, scale) in expected.items()
            if not close(table[key], value, scale)
        ]
    assert not wrong, f"{len(wrong)} quantities differ, the first: {wrong[0]}"


@pytest.mark.parametrize("states", [random_states(), corners()], ids=["random", "corners"])
def test_one_descent_step_equals_python(visit, states):
    for state, table in zip(states, read(visit, states), strict=True):
        gamma, eta = state["gamma"], state.get("eta", ETA.default)
        s = float(table["s_k"])
        if not np.isfinite(s):
            assert table["s_next"] == "Infinity"
            continue
        step = eta * 4 * gamma * s * (1 - gamma * s**2)
        scale = abs(s) + 4 * eta * abs(gamma * s) * (1 + abs(gamma) * s**2)
        assert close(table["s_next"], s + step, scale), (state, table["s_next"], s + step)


def test_descent_crosses_where_python_crosses(visit):
    states = [s for s in random_states(200, seed=4) if s["gamma"] > 0.3 and s["eta"] < 1 / (8 * s["gamma"])]
    crossings = 0
    for state, table in zip(states, read(visit, states), strict=True):
        s, gamma, eta = state["s0"], state["gamma"], state["eta"]
        lam, k = gamma * s**2, 0
        if lam >= 0.5:
            continue
        while lam < 0.5 and (k + 1) * eta <= 5:
            before, s = lam, s + eta * 4 * gamma * s * (1 - gamma * s**2)
            lam, k = gamma * s**2, k + 1
        if lam < 0.5:
            continue
        crossings += 1
        assert float(table["descent_half"]) == pytest.approx(
            eta * (k - 1 + (0.5 - before) / (lam - before)), rel=1e-3
        )
    assert crossings > 20


def test_formulas_against_fifty_digits(visit):
    """The generated JavaScript itself, beyond the sliders' corners, against an independent evaluation."""
    cases = [
        (g, s, t)
        for g in (-1.0, -1e-3, 0.0, 1e-3, 0.7, 1.0, 2.0)
        for s in (1e-150, 1e-6, 0.3, 1.5, 3.0)
        for t in (0.0, 1e-9, 0.5, 5.0, 80.0)
    ]
    body = source("formulas.js") + (
        "; return cases.map(([g, s, t]) => [formulas.oneWeightSolution(g, s, t),"
        " formulas.oneWeightEigenvalueSolution(g, s, t), formulas.oneWeightGap(g, s, t)]);"
    )
    values = visit().page.evaluate("([body, cases]) => new Function('cases', body)(cases)", [body, cases])
    with mpmath.workdps(60):
        for (g, s, t), shown in zip(cases, values, strict=True):
            gamma, s0, time = mpmath.mpf(g), mpmath.mpf(s), mpmath.mpf(t)
            weight = mpmath.exp(4 * gamma * time) / mpmath.sqrt(
                s0**-2 + (mpmath.exp(8 * gamma * time) - 1) * gamma
            )
            lam = gamma * weight**2
            exact = (
                weight,
                lam,
                (1 - gamma * s0**2) * (lam / (gamma * s0**2)) * mpmath.exp(-8 * gamma * time) if g else 1,
            )
            for name, value, reference in zip(("s", "lambda", "gap"), shown, exact, strict=True):
                error = abs(mpmath.mpf(value) - reference)
                assert error <= mpmath.mpf(1e-12) * abs(reference) + TINY, (name, g, s, t, value, reference)


def test_model_state_opens_as_given(visit, make_page):
    seen = visit(make_page(OneWeight(gamma=0.25, s0=0.3, eta=0.02, t=3.5)))
    cell = seen.page.locator("#one-weight td[data-key=gamma]")
    assert cell.get_attribute("data-value") == "0.25"
