"""SaddleWalk: closed form and distances, descent against NumPy, saddles by their Hessian."""

import itertools
import math
import re

import numpy as np
import pytest
from scipy.integrate import solve_ivp

from stepwise_ssl import closed_form
from stepwise_ssl.closed_form import LinearSolution
from stepwise_ssl.explorables import SaddleWalk
from stepwise_ssl.explorables.descent import descend, random_start
from stepwise_ssl.explorables.saddle_walk import ALPHA, GAMMAS, HEAD, PRESETS, STILL, TIME
from stepwise_ssl.explorables.staircase import rotation

pytestmark = pytest.mark.browser
DEFAULTS = {c.name: c.default for c in (*SaddleWalk.about.controls, *SaddleWalk.about.choices)}
READ = """([states, stepping]) => states.map(state => {
  const { explorable } = document.getElementById("saddle-walk");
  explorable.goto(state); explorable.draw();
  let { task } = explorable.measured(), one = null;
  if (stepping !== null && task.run) {
    for (let k = 0; k < stepping && !task.run.finished; k++) task.run.step();
    const before = [...task.run.a]; task.run.step(); one = { before, after: [...task.run.a] };
  }
  while (!task.finished) task.advance(1e6);
  explorable.draw();
  const q = explorable.measured(), cells = document.querySelectorAll("#saddle-walk td[data-key]");
  return { one, a: [...q.a], distances: q.distances, halves: task.run?.halves.map(v => Number.isFinite(v) ? v : null),
    eta: task.run?.eta, reach: q.reach,
    saddles: q.saddles.map((s, k) => ({ ...s, closest: q.tour.closest[k].distance, came: q.seen[k] })), path: q.tour.path.map(s => q.saddles[s.at].name),
    sentence: document.querySelector("#saddle-walk .xp-sentence").textContent,
    table: Object.fromEntries([...cells].map(c => [c.dataset.key, c.dataset.value === "null" ? null : Number(c.dataset.value)])) };
})"""  # noqa: E501


@pytest.fixture
def read(visit, make_page):
    def measured(states, stepping=None):
        seen = visit(make_page(SaddleWalk()))
        out = seen.page.evaluate(READ, [[DEFAULTS | s for s in states], stepping])
        seen.assert_quiet()
        return out

    return measured


def random_states(n, seed, **fixed):
    rng = np.random.default_rng(seed)
    states = []
    for _ in range(n):
        state = {c.name: float(rng.uniform(c.low, c.high)) for c in GAMMAS}
        for c in (ALPHA, HEAD):
            state[c.name] = float(np.exp(rng.uniform(*np.log([c.low, c.high]))))
        state |= {
            "t": float(rng.uniform(*TIME.windows["linear"])),
            "outputs": str(rng.choice(["two", "three"])),
        }
        states.append(state | {"seed": int(rng.integers(1, 61))} | fixed)
    return states


def corners():
    values = [(-1.0, 4.0)] * 4 + [(ALPHA.low, ALPHA.high), (HEAD.low, HEAD.high), ("two", "three")]
    names = [c.name for c in GAMMAS] + ["alpha", "head", "outputs"]
    box = [dict(zip(names, corner, strict=True)) for corner in itertools.product(*values)]
    box += [
        {"gamma_1": g, "gamma_2": 0.0, "gamma_3": h, "gamma_4": 0.05}
        for g in (-1.0, 0.0, 4.0)
        for h in (0.0, 4.0)
    ]
    ends = [{"t": 0.0}, {"t": 1000.0, "time_axis": "log"}]
    return [c | end for c in box for end in ends]


def setting(state):
    state = DEFAULTS | state
    gammas = np.array([state[c.name] for c in GAMMAS])
    d = 3 if state["outputs"] == "three" else 2
    order = np.argsort(-gammas, kind="stable")
    starts = np.minimum(0.5, state["alpha"] * state["head"] ** np.minimum(1, np.arange(4) / (d - 1)))
    return state, gammas, d, order, starts


def subsets(gammas, d):
    positive = [j for j in range(4) if gammas[j] > 0]
    return [s for k in range(d + 1) for s in itertools.combinations(positive, k)]


def lacks(gammas, s0, t):
    """What each weight lacks of 1/sqrt(gamma), by the gap, which does not cancel."""
    lam = closed_form.embedding_eigenvalue(t, gammas, s0)
    return closed_form.embedding_gap(t, gammas, s0) / (1 + np.sqrt(lam)) / np.sqrt(gammas)


@pytest.mark.parametrize("states", [random_states(500, seed=1), corners()], ids=["random", "corners"])
def test_aligned_walk_equals_closed_form(read, states):
    for state, seen in zip(states, read(states), strict=True):
        state, gammas, d, order, starts = setting(state)
        table, t = seen["table"], state["t"]
        solution = LinearSolution.aligned(np.diag(gammas), starts[:d])
        assert table["loss"] == pytest.approx(float(solution.loss(t)), rel=1e-12, abs=1e-300), state
        shares, s = np.zeros(4), np.zeros(4)
        shares[order[:d]], s[order[:d]] = solution.embedding_eigenvalues(t), solution.singular_values(t)
        np.testing.assert_allclose(
            [table[f"share_{j}"] for j in (1, 2, 3, 4)], shares, rtol=1e-12, atol=1e-300
        )
        away = np.where(gammas > 0, 1 / np.sqrt(np.maximum(gammas, 1e-9)), 0)
        inside = [r for r, j in enumerate(order[:d]) if gammas[j] > 0]
        chosen = order[inside]
        if inside:
            away[chosen] = lacks(gammas[chosen], starts[inside], t)
        wanted = [math.hypot(*np.where(np.isin(np.arange(4), s_), away, s)) for s_ in subsets(gammas, d)]
        assert table["distance"] == pytest.approx(min(wanted), rel=1e-12, abs=1e-300), state
        assert sorted(seen["distances"]) == pytest.approx(sorted(wanted), rel=1e-12, abs=1e-300)
        check_saddle(table, gammas, d)


def check_saddle(table, gammas, d):
    """What the table says of the nearest saddle follows from the modes that it holds."""
    held = [j for j in range(4) if table[f"in_{j + 1}"]]
    p, k = int((gammas > 0).sum()), len(held)
    assert (table["p"], table["k"], table["index"]) == (p, k, (d - k) * (p - k))
    left = [j for j in range(4) if gammas[j] > 0 and j not in held]
    if k < min(d, p):
        best = max(left, key=lambda j: gammas[j])
        assert gammas[int(table["next"]) - 1] == gammas[best] and table["rate"] == 4 * gammas[best]
        assert table["tenfold"] == pytest.approx(np.log(10) / table["rate"])
    else:
        assert table["next"] is table["rate"] is table["e_1"] is None
    assert table["floor"] == max(0, d - p) and table["count"] == len(subsets(gammas, d))


def hessian(a, gammas):
    """Second derivatives of |C - I|^2 at A, exact: the loss is a polynomial of degree four."""
    d, m = a.shape
    gate, out = np.eye(d) - (a * gammas) @ a.T, np.empty((d * m, d * m))
    for n in range(d * m):
        v = np.zeros(d * m)
        v[n] = 1
        v = v.reshape(d, m)
        change = (v * gammas) @ a.T + (a * gammas) @ v.T
        out[n] = (-4 * (gate @ v - change @ a) * gammas).ravel()
    return out


@pytest.mark.parametrize(
    "state", [{}, {"outputs": "three", "gamma_3": -0.5, "gamma_2": 3.0}, {"outputs": "three"}]
)
def test_every_saddle_of_the_map_is_one(read, state):
    """Gradient, loss, directions down and the steepest of them, at each subset with a random frame."""
    (seen,) = read([state])
    _, gammas, d, _, _ = setting(state)
    assert {tuple(s["set"]) for s in seen["saddles"]} == set(subsets(gammas, d))
    rng = np.random.default_rng(3)
    for saddle in seen["saddles"]:
        held, k = saddle["set"], saddle["k"]
        a = np.zeros((d, 4))
        a[:, held] = np.linalg.qr(rng.standard_normal((d, d)))[0][:, :k] / np.sqrt(gammas[held])
        gate = np.eye(d) - (a * gammas) @ a.T
        np.testing.assert_allclose((gate @ a) * gammas, 0, atol=1e-14)
        assert (gate**2).sum() == pytest.approx(saddle["loss"], abs=1e-13) and saddle["loss"] == d - k
        curves = np.linalg.eigvalsh(hessian(a, gammas))
        assert (curves < -1e-10).sum() == saddle["index"], saddle
        # The flow leaves at minus the lowest curvature.
        assert max(0, -curves[0]) == pytest.approx(saddle["rate"], abs=1e-12)


def slope(a, gammas):
    """The flow, -gradient."""
    return 4 * ((np.eye(len(a)) - (a * gammas) @ a.T) @ a) * gammas


def start_of(state):
    state, gammas, d, order, starts = setting(state)
    a = np.zeros((d, 4))
    a[:, order] = random_start(state["seed"], d, 4)[:, order] * starts
    if state["start"] == "saddle":
        held = [
            j
            for j in {"two": [1], "three": [2], "outer": [0, 2], "inner": [1, 2]}[state["near"]]
            if gammas[j] > 0
        ]
        a[:, held] += rotation(d)[:, : len(held)] / np.sqrt(gammas[held])
    return a, gammas, d


@pytest.mark.parametrize("stepping", [0, 200, 3000])
@pytest.mark.parametrize("start", ["random", "saddle"])
def test_one_step_equals_numpy(read, start, stepping):
    states = random_states(30, seed=7 + stepping, start=start, near="inner")
    for state, seen in zip(states, read(states, stepping), strict=True):
        _, gammas, d, _, _ = setting(state)
        before, after = (np.reshape(seen["one"][key], (4, d)).T for key in ("before", "after"))
        wanted = descend(before, gammas, seen["eta"], 1)[1]
        assert np.abs(after - wanted).max() <= 1e-12 * np.abs(wanted).max()
        if stepping == 0 and start == "random":
            assert seen["eta"] == pytest.approx(0.02 / (8 * np.abs(gammas).max()), rel=1e-15)


WALKS = [
    {"start": "random", "alpha": 1e-3, "t": 1.0},
    {"start": "random", "outputs": "three", "seed": 4, "alpha": 0.01, "t": 2.0},
    {"start": "saddle", "near": "three", "t": 0.6},
    {"start": "saddle", "near": "inner", "outputs": "three", "gamma_4": -1.0, "t": 1.0},
    {"start": "random", "head": 30.0, "alpha": 1e-5, "gamma_2": 3.0, "t": 0.9},
]


def test_descent_equals_numpy_and_nears_the_flow(read):
    """Half rises to 1e-3 of NumPy's descent and to one percent of the flow (DOP853); the state too."""
    for state, seen in zip(WALKS, read(WALKS), strict=True):
        a, gammas, d = start_of(state)
        eta, t = seen["eta"], state["t"]
        path = descend(a, gammas, eta, round(TIME.windows["linear"][1] / eta))
        values = np.linalg.eigvalsh(np.einsum("tij,j,tkj->tik", path, gammas, path))[:, ::-1]
        for j in range(d):
            rises = np.flatnonzero((values[:-1, j] < 0.5) & (values[1:, j] >= 0.5))
            if not len(rises):
                assert seen["halves"][j] is None
                continue
            k = rises[0]
            half = eta * (k + (0.5 - values[k, j]) / (values[k + 1, j] - values[k, j]))
            assert seen["halves"][j] == pytest.approx(half, rel=1e-3)
        k = int(t / eta + 1e-9)
        now = descend(path[k], gammas, t - k * eta, 1)[1]
        shown = np.reshape(seen["a"], (4, d)).T
        np.testing.assert_allclose(shown, now, atol=1e-9)  # rounding grows with the modes themselves
        gate = np.eye(d) - (shown * gammas) @ shown.T
        assert seen["table"]["loss"] == pytest.approx((gate**2).sum(), rel=1e-12)
        flow = solve_ivp(
            lambda _, w, d=d, gammas=gammas: slope(w.reshape(d, 4), gammas).ravel(),
            (0, 4),
            a.ravel(),
            "DOP853",
            rtol=1e-9,
            atol=1e-13,
            dense_output=True,
        )
        grid = np.linspace(0, 4, 4001)
        w = flow.sol(grid).T.reshape(-1, d, 4)
        rising = np.linalg.eigvalsh(np.einsum("tij,j,tkj->tik", w, gammas, w))[:, ::-1]
        for j in range(d):
            if seen["halves"][j] is not None and rising[0, j] < 0.5:
                assert seen["halves"][j] == pytest.approx(
                    grid[np.argmax(rising[:, j] >= 0.5)], rel=0.01, abs=2e-3
                )


def test_distances_are_the_nearest_point_s(read):
    """By orthogonal Procrustes (SVD), to what a straight line in logarithms between two kept rows leaves."""
    for state, seen in zip(WALKS, read(WALKS), strict=True):
        _, gammas, d, _, _ = setting(state)
        a = np.reshape(seen["a"], (4, d)).T
        for saddle, shown in zip(seen["saddles"], seen["distances"], strict=True):
            held = saddle["set"]
            target = a[:, held] / np.sqrt(gammas[held])
            u, _, vt = np.linalg.svd(target, full_matrices=False)
            nearest = np.zeros_like(a)
            nearest[:, held] = (u @ vt) / np.sqrt(gammas[held])
            assert shown == pytest.approx(np.linalg.norm(a - nearest), rel=0.02), (state, saddle)


def test_the_walk_visits_the_top_ones_only(read):
    small = {"alpha": 1e-6}
    aligned, three, random, wrong, ahead, later = read(
        [small, small | {"outputs": "three"}, small | {"start": "random"},
         small | {"start": "saddle", "near": "three"},
         PRESETS[4].state, PRESETS[4].state | {"head": 10.0}]
    )  # fmt: skip
    assert aligned["path"] == random["path"] == ["{ }", "{1}", "{1, 2}"]
    assert three["path"] == ["{ }", "{1}", "{1, 2}", "{1, 2, 3}"]
    assert wrong["path"] == ["{3}", "{1, 3}"]
    assert ahead["path"] == ["{ }", "{2}", "{1, 2}"] and later["path"] == ["{ }", "{1}", "{1, 2}"]
    for seen in (aligned, three, random, wrong, ahead):
        for saddle in seen["saddles"]:
            assert (saddle["closest"] < seen["reach"]) == (saddle["name"] in seen["path"]), saddle
    # Nearer from a smaller start, and never there.
    closest = [
        next(s["closest"] for s in seen["saddles"] if s["name"] == "{1}")
        for seen in read([{"start": "random", "alpha": a} for a in (1e-2, 1e-4, 1e-6)])
    ]
    assert closest[0] > 3 * closest[1] > 9 * closest[2] > 0


def named(text):
    """The flat place that a sentence says the walk is near or at, or None."""
    found = re.search(r"near the saddle (\{[^}]*\})|(?:arrived at|walk is at) (\{[^}]*\})", text)
    return "{ }" if "near the origin" in text else found and (found[1] or found[2])


@pytest.mark.parametrize(
    "state",
    [{}, {"outputs": "three"}, PRESETS[5].state, {"start": "random"}, {"start": "saddle", "near": "outer"},
     {"start": "random", "outputs": "three", "seed": 4, "alpha": 0.01}],
)  # fmt: skip
def test_marks_and_count_are_the_ones_that_the_words_name(read, state):
    """A place counts from the moment at which the sentence first says near it or at it, and for ever."""
    said = set()
    moments = np.linspace(0, 4, 81)
    for seen in read([state | {"t": float(t)} for t in moments]):
        if name := named(seen["sentence"]):
            said.add(name)
        marked = {s["name"] for s in seen["saddles"] if s["came"]}
        assert said <= marked, (seen["sentence"], marked)
        assert seen["table"]["passed"] == len(marked)
        # Nothing else is marked: how near the walk came by then, from its whole course.
        assert all(s["closest"] < seen["reach"] for s in seen["saddles"] if s["came"])
    assert len(said) > 1 or state.get("near") == "outer"
    assert marked == {s["name"] for s in seen["saddles"] if s["closest"] < seen["reach"]}


def test_three_outputs_come_near_four_places_and_arrive_early(read):
    """{1, 2} on the way counts when it is near; {1, 2, 3} counts when it arrives, not at the last moment."""
    walk = read([{"outputs": "three", "t": t} for t in (0.0, 0.5, 0.95, 2.5)])
    assert [seen["table"]["passed"] for seen in walk] == [1, 2, 3, 4]
    assert named(walk[2]["sentence"]) == "{1, 2}"


def test_a_short_visit_between_two_looks_is_found(read):
    """The logarithmic axis looks seldom at late times, and finds the same closest approach all the same."""
    fast = {"start": "random", "alpha": 0.01, "time_axis": "log", "t": 1000.0}
    for seed in range(1, 13):
        (log,) = read([fast | {"seed": seed}])
        (linear,) = read([fast | {"seed": seed, "time_axis": "linear", "t": 4.0}])
        both = [{s["name"]: s["closest"] for s in seen["saddles"]} for seen in (log, linear)]
        for name, closest in both[1].items():
            # The origin is left before that axis begins.
            if closest < 2 * log["reach"] and name != "{ }":
                assert both[0][name] == pytest.approx(closest, rel=1e-4)


@pytest.mark.parametrize("outputs", ["two", "three"])
@pytest.mark.parametrize("near", ["two", "three", "outer", "inner"])
def test_saddle_is_said_only_where_a_way_leads_down(read, outputs, near):
    states = [{"start": "saddle", "near": near, "outputs": outputs, "t": t, "gamma_3": g}
              for t in (0.0, 0.3, 1.0, 4.0) for g in (1.0, -0.5)]  # fmt: skip
    for seen in read(states):
        text, table = seen["sentence"], seen["table"]
        if "saddle" in text:
            assert table["index"] > 0 and f"{table['index']:.0f} directions lead down" in text
        if "arrived" in text or "walk is at" in text:
            assert table["next"] is None and "saddle" not in text
    if outputs == "two" and near in ("outer", "inner"):
        first = read(states[:1])[0]
        assert first["table"]["passed"] == 1 and "saddle" not in first["sentence"]


def test_it_leaves_along_the_direction_and_at_the_rate_shown(read):
    """Beside {3} and beside {1}: what is open grows at 4 gamma along e, measured from two moments."""
    for state, times in (({"start": "saddle", "near": "three", "alpha": 1e-5}, (0.15, 0.25)),
                         ({"start": "random", "alpha": 1e-5}, (1.05, 1.2))):  # fmt: skip
        one, two = read([state | {"t": t} for t in times])
        table, d = one["table"], 2
        mode, e = int(table["next"]) - 1, np.array([table["e_1"], table["e_2"]])
        assert table["k"] == 1 and np.linalg.norm(e) == pytest.approx(1)
        parts = [np.reshape(seen["a"], (4, d)).T[:, mode] @ e for seen in (one, two)]
        assert np.log(parts[1] / parts[0]) / (times[1] - times[0]) == pytest.approx(table["rate"], rel=0.02)
        moved = np.reshape(two["a"], (4, d)).T[:, mode] - np.reshape(one["a"], (4, d)).T[:, mode]
        assert abs(moved @ e) / np.linalg.norm(moved) > 0.999


def test_static_picture_says_what_closed_form_finds():
    text = SaddleWalk().fallback()["text/html"]
    for preset in (PRESETS[k] for k in STILL):
        _, gammas, d, _, _ = setting(preset.state)
        tau = closed_form.step_times(np.sort(gammas)[::-1][:d], np.full(d, ALPHA.default))
        steps = ", ".join(f"{v:.3g}" for v in tau if v < TIME.windows["linear"][1])
        assert f"with steps at {steps}." in text.split(f"{preset.name}: by time")[1]
