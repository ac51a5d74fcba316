"""Two modes: the browser's simulation against Runge-Kutta and DOP853, its theory against closed_form."""

import itertools
import re

import numpy as np
import pytest
from scipy.integrate import solve_ivp

from stepwise_ssl import closed_form
from stepwise_ssl.closed_form.start import error_exponent
from stepwise_ssl.explorables import TwoModes
from stepwise_ssl.explorables.two_modes import ALPHA, ANGLE, DIRECTION, GAMMA_1, PRESETS, STILLS, flow
from stepwise_ssl.figures.two_modes_states import three_runs

pytestmark = pytest.mark.browser
READ = """states => states.map(state => {
  const { explorable } = document.getElementById("two-modes");
  explorable.goto(state); explorable.draw();
  const cells = document.querySelectorAll("#two-modes td[data-key]");
  return Object.fromEntries([...cells].map(cell => [cell.dataset.key,
    cell.dataset.value === "null" ? null : cell.dataset.value]));
})"""
TINY = 1e-300


@pytest.fixture
def read(visit, make_page):
    def tables(states):
        seen = visit(make_page(TwoModes()))
        out = seen.page.evaluate(READ, states)
        seen.assert_quiet()
        return [{k: None if v is None else float(v) for k, v in table.items()} for table in out]

    return tables


def random_states(n=500, seed=3, window=(0.0, 5.0)):
    rng = np.random.default_rng(seed)
    gammas = rng.uniform(GAMMA_1.low, GAMMA_1.high, (n, 2))
    alpha = np.exp(rng.uniform(np.log(ALPHA.low), np.log(ALPHA.high), n))
    angle, direction = rng.uniform(0, 180, n), rng.uniform(0, 360, n)
    t = rng.uniform(*window, n)
    # Half of them inside the first step, where Python takes the same one.
    t[::2] = 0.04 / np.abs(gammas[::2]).max(axis=1) * rng.uniform(0, 1, len(t[::2]))
    names = ("gamma_1", "gamma_2", "alpha", "angle", "direction", "t")
    rows = np.column_stack([gammas, alpha, angle, direction, t])
    return [dict(zip(names, map(float, row), strict=True)) for row in rows]


def corners():
    ends = (GAMMA_1.low, 0.0, 0.05, GAMMA_1.high)
    box = itertools.product(
        ends, ends, (ALPHA.low, ALPHA.high), (0.0, 1.0, 90.0, 180.0), ((0.0, 0.0), (360.0, 100.0))
    )
    return [
        {
            "gamma_1": g1,
            "gamma_2": g2,
            "alpha": a,
            "angle": psi,
            "direction": phi,
            "t": t,
            "time_axis": "log" if t else "linear",
        }
        for g1, g2, a, psi, (phi, t) in box
    ]


def close(shown, expected, scale=0.0):
    """Equal to 1e-12 relative; `scale` is the size of the terms that cancel in the quantity."""
    if not np.isfinite(expected) or not np.isfinite(shown):
        return shown == expected
    return abs(shown - expected) <= 1e-12 * abs(expected) + 1e-14 * scale + TINY


def start_of(state):
    """W(0) with the two arrows as columns, exact at right angles and on a line."""
    phi, psi = np.deg2rad(state["direction"]), np.deg2rad(state["angle"])
    turn = np.array([[np.cos(phi), -np.sin(phi)], [np.sin(phi), np.cos(phi)]])
    across = 0.0 if state["angle"] in (0, 180) else np.sin(psi)
    along = 0.0 if state["angle"] == 90 else np.cos(psi)
    return state["alpha"] * turn @ np.array([[1.0, along], [0.0, across]])


def theory(state):
    """The theory's starts and gammas by LAPACK: QR in the order of the eigenvalues, the SVD in a tie."""
    gammas, w0 = np.array([state["gamma_1"], state["gamma_2"]]), start_of(state)
    if gammas[0] == gammas[1]:
        return gammas, np.linalg.svd(w0, compute_uv=False)
    order = np.argsort(-gammas)
    return gammas[order], closed_form.aligned_start(w0, np.eye(2)[:, order])[1]


@pytest.mark.parametrize("states", [random_states(), corners()], ids=["random", "corners"])
def test_theory_equals_closed_form(read, states):
    wrong = []
    for state, table in zip(states, read(states), strict=True):
        gammas, starts = theory(state)
        shown = np.array([table["start_1"], table["start_2"]])
        # LAPACK finds R to a rounding error of the whole arrow only.
        assert shown == pytest.approx(starts, rel=1e-12, abs=1e-15 * state["alpha"]), state
        halves = [
            float(closed_form.half_rise_times(g, s)) if s > 0 else np.inf
            for g, s in zip(gammas, shown, strict=True)
        ]
        values = [
            float(closed_form.embedding_eigenvalue(state["t"], g, s)) if s > 0 else 0.0
            for g, s in zip(gammas, shown, strict=True)
        ]
        exact = gammas[0] == gammas[1] or state["angle"] == 90
        expected = {
            "half_1": halves[0], "half_2": halves[1], "theory_1": max(values), "theory_2": min(values),
            "exponent": None if exact or gammas[0] <= 0 else 1 - gammas[1] / gammas[0],
        }  # fmt: skip
        if expected["exponent"] is not None and gammas[1] > 0:
            assert expected["exponent"] == pytest.approx(error_exponent(gammas, 2, 2))
        for key, value in expected.items():
            if not (table[key] is None if value is None else close(table[key], value)):
                wrong.append((state, key, table[key], value))
    assert not wrong, f"{len(wrong)} numbers differ, the first: {wrong[0]}"


@pytest.mark.parametrize("states", [random_states(seed=4), corners()], ids=["random", "corners"])
def test_state_follows_from_its_arrows(read, states):
    """Eigenvalues, gate, loss and angles by LAPACK from the arrows that the table shows."""
    for state, table in zip(states, read(states), strict=True):
        gammas = np.array([state["gamma_1"], state["gamma_2"]])
        arrows = np.array([[table["a_1x"], table["a_2x"]], [table["a_1y"], table["a_2y"]]])
        values = np.linalg.eigvalsh((arrows * gammas) @ arrows.T)[::-1]
        scale = np.sum(np.abs(gammas) * np.sum(arrows**2, axis=0))
        for key, value in (
            ("lambda_1", values[0]), ("lambda_2", values[1]),
            ("gate_1", 1 - values[0]), ("gate_2", 1 - values[1]),
        ):  # fmt: skip
            assert abs(table[key] - value) <= 1e-14 * max(scale, 1 if "gate" in key else 0) + TINY, (
                state,
                key,
            )
        assert table["loss"] == pytest.approx(np.sum((1 - values) ** 2), rel=1e-12, abs=1e-14)
        if np.abs(arrows).max(axis=0).min() < 1e-100:
            continue  # squares of what has shrunk so far are zero in doubles
        first, second = arrows.T
        sizes = np.linalg.norm(first) * np.linalg.norm(second)
        cross, dot = first[0] * second[1] - first[1] * second[0], first @ second
        between = np.deg2rad(table["between"])
        assert dot == pytest.approx(sizes * np.cos(between), abs=1e-13 * sizes)
        assert abs(cross) == pytest.approx(sizes * np.sin(between), abs=1e-13 * sizes)
        lead, late = (first, second) if gammas[0] >= gammas[1] else (second, first)
        along = lead @ late / np.linalg.norm(lead)
        assert table["along"] == pytest.approx(along, rel=1e-12, abs=1e-14 * np.linalg.norm(late))
        assert np.hypot(table["along"], table["across"]) == pytest.approx(np.linalg.norm(late), rel=1e-12)


def test_one_step_equals_python(read):
    """In Python the embedding is turned before the step, in the browser after it: that changes nothing."""
    states, steps = random_states(seed=5), 0
    for state, table in zip(states, read(states), strict=True):
        if state["t"] > table["step"]:
            continue
        steps += 1
        wanted = flow(np.array([0.0, state["t"]]), state)[-1]
        shown = np.array([[table["a_1x"], table["a_2x"]], [table["a_1y"], table["a_2y"]]])
        assert np.abs(shown - wanted).max() <= 1e-12 * state["alpha"] * 2, (state, shown, wanted)
    assert steps >= 250


def integrate(state, until):
    """The flow by DOP853, and the times at which the eigenvalues of C pass one half (or inf)."""
    gammas, w0 = np.array([state["gamma_1"], state["gamma_2"]]), start_of(state)

    def slope(t, flat):
        arrows = flat.reshape(2, 2)
        return (4 * ((np.eye(2) - (arrows * gammas) @ arrows.T) @ arrows) * gammas).ravel()

    def risen(which):
        def event(t, flat):
            arrows = flat.reshape(2, 2)
            return np.linalg.eigvalsh((arrows * gammas) @ arrows.T)[which] - 0.5

        event.direction = 1
        return event

    run = solve_ivp(
        slope, (0, until), w0.ravel(), "DOP853", rtol=1e-9, atol=1e-13, events=[risen(1), risen(0)]
    )
    return run.y[:, -1].reshape(2, 2), [float(times[0]) if len(times) else np.inf for times in run.t_events]


def test_crossing_times_and_ends_equal_dop853(read):
    states = [s for s in random_states(90, seed=6) if max(s["gamma_1"], s["gamma_2"]) > 0.3][:50]
    for state in states:
        state |= {"t": 3.0}
    states += [
        {c.name: c.default for c in TwoModes.about.controls} | p.state | {"t": 3.0}
        for p in PRESETS
        if p.name != "Exactly parallel"
    ]
    crossed = 0
    for state, table in zip(states, read(states), strict=True):
        state = {"direction": DIRECTION.default, "angle": ANGLE.default} | state
        arrows, times = integrate(state, 3.0)
        for key, time in zip(("run_1", "run_2"), times, strict=True):
            if time < 2.9:
                crossed += 1
                assert table[key] == pytest.approx(time, rel=1e-3), (state, key)
            else:
                assert table[key] > 2.9
        shown = np.array([[table["a_1x"], table["a_2x"]], [table["a_1y"], table["a_2y"]]])
        assert np.abs(shown - arrows).max() < 1e-4, state
    assert crossed > 60


def test_exact_cases_are_exact_and_others_err_as_a_power(read):
    """A right angle and a tie: the simulation has the theory's half rises. Else it turns by alpha^p."""
    exact = [
        {"angle": 90.0},
        {"gamma_1": 2.0, "gamma_2": 2.0, "angle": 20.0},
        {"gamma_2": 3.9, "angle": 90.0},
    ]
    for table in read(exact):
        for j in (1, 2):
            assert table[f"run_{j}"] == pytest.approx(table[f"half_{j}"], rel=2e-5)
        assert table["turned"] == 0 and table["exponent"] is None
    scales = [1e-3, 1e-4, 1e-5]
    for gamma_2 in (1.0, 2.0):
        turns = [
            t["turned"] for t in read([{"gamma_2": gamma_2, "alpha": a, "time_axis": "log"} for a in scales])
        ]
        slope = np.polyfit(np.log(scales), np.log(turns), 1)[0]
        assert slope == pytest.approx(1 - gamma_2 / 4, abs=0.02)


def test_parallel_arrows_never_part(read):
    far = {"t": 100.0, "time_axis": "log"}
    lines = [far | {"angle": a, "direction": phi} for a in (0.0, 180.0) for phi in (0.0, 40.0, 123.0)]
    behind = 179.999999  # next to the line an angle keeps all its digits
    *parallel, nearly, opposite = read([*lines, far | {"angle": 1.0}, {"angle": behind}])
    for table in parallel:
        assert table["lambda_2"] == 0 and table["run_2"] == np.inf and table["half_2"] == np.inf
        assert table["loss"] == pytest.approx(1.0, abs=1e-12) and table["across"] == 0
    assert nearly["loss"] < 1e-20 and nearly["run_2"] < 4
    assert opposite["start_2"] == pytest.approx(1e-3 * np.sin(np.deg2rad(180 - behind)), rel=1e-12, abs=0)


def test_turning_everything_leaves_the_eigenvalues(read):
    tables = read([{"direction": float(phi), "t": 1.4} for phi in range(0, 361, 30)])
    for key in ("lambda_1", "lambda_2", "loss", "between", "run_2"):
        assert len({table[key] for table in tables}) == 1
    assert len({table["a_1x"] for table in tables}) > 6


def test_static_picture_says_what_dop853_finds():
    """Without JavaScript: the sentence under the three pictures, and the arrows in their table."""
    text = TwoModes().fallback()["text/html"]
    start = {c.name: c.default for c in TwoModes.about.controls}
    for preset in STILLS:
        state = start | preset.state
        arrows, _ = integrate(state, state["t"])
        gammas = np.array([state["gamma_1"], state["gamma_2"]])
        two, one = np.linalg.eigvalsh((arrows * gammas) @ arrows.T)
        apart = np.degrees(np.arccos(arrows[:, 0] @ arrows[:, 1] / np.prod(np.linalg.norm(arrows, axis=0))))
        said = re.search(
            rf"{preset.name}: at time (\S+) .*? are (\S+) and (\S+), the arrows (\d+) degrees", text
        )
        assert float(said[1]) == state["t"] and int(said[4]) == round(apart)
        assert [float(said[2]), float(said[3])] == pytest.approx([one, abs(two)], rel=0.06)


def test_static_picture_refuses_what_it_cannot_draw():
    good = {"label": "one", "times": [0, 1], "gammas": [4, 1], "arrows": [np.eye(2), np.eye(2)]}
    for wrong, words in (
        ([], "states is empty"),
        ([{"label": "one"}], "has no times"),
        ([good | {"arrows": np.eye(2)}], "arrows.*shape"),
        ([good | {"times": [1, 0]}], "times"),
    ):
        with pytest.raises(ValueError, match=words):
            three_runs(wrong)
