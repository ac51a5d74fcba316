"""SmallStart: starts, theories and exponent against closed_form, steps and crossing times against NumPy."""

import itertools
import re

import numpy as np
import pytest

from stepwise_ssl import closed_form
from stepwise_ssl.closed_form.start import error_exponent
from stepwise_ssl.explorables import SmallStart
from stepwise_ssl.explorables.descent import descend, random_start
from stepwise_ssl.explorables.small_start import PRESETS, SCAN, STILL, spectrum

pytestmark = pytest.mark.browser
CONTROLS = SmallStart.about.controls
DEFAULTS = {c.name: c.default for c in (*CONTROLS, *SmallStart.about.choices)}
WHOLE = ("seed", "d", "m")

# `steps`: how many more steps to take before one step is taken by itself; "all": to the end.
READ = """([states, steps]) => states.map(state => {
  const { explorable } = document.getElementById("small-start");
  explorable.goto(state); explorable.draw();
  let { task } = explorable.measured(), one = null;
  if (steps === "all") { while (!task.advance(1e6)); explorable.draw(); }
  else if (steps !== null) {
    const { run } = task;
    for (let k = 0; k < steps && !run.finished; k++) run.step();
    const before = [...run.a]; run.step(); one = { before, after: [...run.a] };
  }
  const q = explorable.measured();
  const { task: t, run } = q, list = (values) => [...values].map(v => Number.isFinite(v) ? v : null);
  const cells = document.querySelectorAll("#small-start td[data-key]");
  return { one, unit: list(t.unit), gammas: list(t.gammas), norms: list(q.starts.norms), svd: list(q.starts.svd),
    r: list(q.starts.qr), flow: list(q.flow.qr), halves: list(run.halves), due: list(run.weightHalves[0]),
    pair: q.pair, ties: q.ties, scan: q.scan.map(s => [s.alpha, s.gap]), eta: t.eta, k: run.k, loss: run.loss,
    table: Object.fromEntries([...cells].map(c => [c.dataset.key, c.dataset.value === "null" ? null : Number(c.dataset.value)])) };
})"""  # noqa: E501


@pytest.fixture
def read(visit, make_page):
    def measured(states, steps=None):
        seen = visit(make_page(SmallStart()))
        out = seen.page.evaluate(READ, [states, steps])
        seen.assert_quiet()
        return out

    return measured


def random_states(n, seed, **fixed):
    rng = np.random.default_rng(seed)
    states = []
    for _ in range(n):
        state = {}
        for c in CONTROLS:
            ends = np.log([c.low, c.high]) if c.scale == "log" else (c.low, c.high)
            value = rng.uniform(*ends)
            state[c.name] = float(np.exp(value)) if c.scale == "log" else float(value)
        state |= {name: round(state[name]) for name in WHOLE}
        state |= {c.name: str(rng.choice(list(c.options))) for c in SmallStart.about.choices[:2]}
        states.append(state | fixed)
    return states


def corners():
    ends = [[(c.name, v) for v in (c.low, c.high)] for c in CONTROLS]
    kinds = [("ratio", "falling"), ("power", "negative"), ("close", "falling")]
    return [dict(box) | {"shape": s, "tail": t} for box in itertools.product(*ends) for s, t in kinds]


def parts(state):
    """The start as it is without its scale, and the eigenvalues, in Python."""
    d, m = int(state["d"]), int(state["m"])
    return random_start(int(state["seed"]), d, m), spectrum(
        state["shape"], state["ratio"], d, m, state["tail"]
    )


def test_random_start_is_the_same_in_both(read):
    states = [
        DEFAULTS | {"seed": s, "d": d, "m": m} for s, d, m in [(1, 8, 32), (60, 8, 32), (7, 3, 9), (8, 1, 8)]
    ]
    for state, seen in zip(states, read(states), strict=True):
        wanted, _ = parts(state)
        shown = np.reshape(seen["unit"], wanted.T.shape).T
        np.testing.assert_allclose(shown, wanted, rtol=1e-12, atol=1e-14)
    with pytest.raises(ValueError, match="embedding_dim = 9"):
        random_start(1, 9, 9)


def test_random_start_is_normal():
    """Mean, spread and fourth moment over all seeds, within five standard errors; no two seeds alike."""
    all_ = np.array([random_start(seed, 8, 32) for seed in range(1, 61)]).ravel()
    n = all_.size
    assert abs(all_.mean()) < 5 / np.sqrt(n) and abs((all_**2).mean() - 1) < 5 * np.sqrt(2 / n)
    assert abs((all_**4).mean() - 3) < 5 * np.sqrt(96 / n)
    assert len(np.unique(all_)) == n


@pytest.mark.parametrize("states", [random_states(500, seed=1), corners()], ids=["random", "corners"])
def test_theories_equal_closed_form(read, states):
    for state, seen in zip(states, read(states), strict=True):
        unit, gammas = parts(state)
        d, m = unit.shape
        np.testing.assert_allclose(seen["gammas"], gammas, rtol=1e-12)
        _, r = closed_form.aligned_start(unit, np.eye(m)[:, :d])
        # LAPACK finds R to a rounding error of the whole column only.
        np.testing.assert_allclose(seen["r"], r, rtol=1e-12, atol=1e-14)
        np.testing.assert_allclose(seen["norms"], np.linalg.norm(unit[:, :d], axis=0), rtol=1e-12)
        # From the Gram matrix: the square root of its rounding error.
        sizes = np.linalg.svd(unit[:, :d], compute_uv=False)
        np.testing.assert_allclose(np.square(seen["svd"]), sizes**2, atol=1e-13 * sizes[0] ** 2)
        halves = [
            float(closed_form.half_rise_times(g, state["alpha"] * s))
            for g, s in zip(gammas, seen["r"], strict=False)
        ]
        np.testing.assert_allclose(seen["flow"], halves, rtol=1e-12)
        table, p = seen["table"], error_exponent(gammas[: d + 1], embedding_dim=d, input_dim=m)
        if p == np.inf:  # one output, one input: not in the ranges
            raise AssertionError(state)
        assert table["p"] == pytest.approx(p, rel=1e-12, abs=1e-15)
        assert table["all"] == min(1, table["p"]) and table["eta"] == pytest.approx(
            state["rate"] / 8, rel=1e-15
        )
        assert table["power"] == pytest.approx(state["alpha"] ** p, rel=1e-11)
        assert table["near"] == pytest.approx(1 - p, rel=1e-12, abs=1e-15)
        assert gammas[int(table["pair"])] / gammas[int(table["pair"]) - 1] == pytest.approx(1 - p)
        ratios = gammas[1 : d + 1] / gammas[: min(d, m - 1)]
        assert seen["pair"] == np.argmax(np.isclose(ratios, ratios.max(), rtol=1e-12, atol=0)) + 1
        assert seen["ties"] == np.isclose(ratios, ratios.max(), rtol=1e-12, atol=0).sum()


@pytest.mark.parametrize("steps", [0, 37, 2000])
def test_one_step_equals_numpy(read, steps):
    states = random_states(60, seed=2 + steps)
    for state, seen in zip(states, read(states, steps), strict=True):
        _, gammas = parts(state)
        before, after = (np.reshape(seen["one"][key], (int(state["m"]), -1)).T for key in ("before", "after"))
        wanted = descend(before, gammas, state["rate"] / 8, 1)[1]
        assert np.abs(after - wanted).max() <= 1e-12 * np.abs(wanted).max(), state
        assert np.abs(after - before).max() > 0 or seen["loss"] < 1e-12


def numpy_run(state):
    """The whole descent in NumPy: half rises of the sorted eigenvalues, and the gaps to the aligned twin."""
    unit, gammas = parts(state)
    d, m = unit.shape
    eta = state["rate"] / 8
    a = state["alpha"] * unit
    q, s = closed_form.aligned_start(a, np.eye(m)[:, :d])
    size, halves, before = np.sqrt((1 / gammas[:d]).sum()), np.full(d, np.inf), None
    gaps, t = [], 0.0
    odds = lambda v: np.log(v / (1 - v))  # noqa: E731
    while True:
        c = (a * gammas) @ a.T
        now = np.linalg.eigvalsh(c)[::-1]
        if before is not None:
            for j in np.flatnonzero((before < 0.5) & (now >= 0.5) & np.isinf(halves)):
                halves[j] = t - eta * (odds(now[j]) / (odds(now[j]) - odds(before[j])))
        twin = np.zeros_like(a)
        twin[:, :d] = q * s
        gaps.append(np.linalg.norm(a - twin) / size)
        if ((c - np.eye(d)) ** 2).sum() < 1e-14:
            return halves, gaps[-1], max(gaps)
        before = now
        a = a + 4 * eta * ((np.eye(d) - c) @ a) * gammas
        s = s + 4 * eta * gammas[:d] * s * (1 - gammas[:d] * s**2)
        t += eta


RUNS = [
    {"seed": 3},
    {"seed": 4, "d": 3, "alpha": 0.05, "ratio": 0.8, "rate": 1.0},
    {"shape": "close", "ratio": 0.95, "alpha": 1e-5, "d": 2, "m": 8},
    {"d": 8, "m": 32, "shape": "power", "ratio": 0.6, "rate": 0.8, "seed": 11},
    {"d": 7, "m": 8, "rate": 1.0, "alpha": 1e-4},
    {"d": 1, "tail": "negative", "alpha": 0.01},
    {"d": 5, "seed": 36, "ratio": 0.7, "tail": "negative", "rate": 0.5},
]


def test_crossing_times_and_gaps_equal_numpy(read):
    states = [DEFAULTS | state for state in RUNS]
    for state, seen in zip(states, read(states, "all"), strict=True):
        halves, end, most = numpy_run(state)
        np.testing.assert_allclose(seen["halves"], halves, rtol=1e-3)
        assert seen["table"]["gap_end"] == pytest.approx(end, rel=1e-3)
        # Kept rows only: the largest gap may lie between two of them.
        assert seen["table"]["gap_most"] == pytest.approx(most, rel=0.02)
        assert seen["table"]["last"] == pytest.approx(halves.max(), rel=1e-3)
        due = seen["table"]["due"]
        assert seen["table"]["off"] == pytest.approx(seen["table"]["last"] / due - 1, abs=1e-12)


def test_the_twin_is_one_weight_descent(read):
    """The theory `in the same steps`: each mode alone, closed_form.descent; the flow is ahead of it."""
    state = DEFAULTS | {"alpha": 1e-4, "rate": 1.0}
    (seen,) = read([state], "all")
    for gamma, r, due, flow in zip(seen["gammas"], seen["r"], seen["due"], seen["flow"], strict=False):
        lam = (
            gamma
            * closed_form.descent(gamma, state["alpha"] * r, seen["eta"], int(2 * due / seen["eta"])) ** 2
        )
        k = int(np.argmax(lam >= 0.5))
        times = seen["eta"] * np.array([k - 1, k])
        wanted = np.interp(0, np.log(lam[k - 1 : k + 1] / (1 - lam[k - 1 : k + 1])), times)
        assert due == pytest.approx(wanted, rel=1e-3)
        assert due > flow


def test_gap_shrinks_with_the_exponent(read):
    """alpha^p at the end; over all t alpha^min(1, p), which differs where nothing competes."""
    cases = [({"d": 2}, 0.5), ({"d": 2, "shape": "close", "ratio": 0.8}, 0.2), ({"d": 1, "ratio": 0.7}, 0.3)]
    states = [DEFAULTS | {"seed": 5} | extra for extra, _ in cases]
    for (_, p), seen in zip(cases, read(states, "all"), strict=True):
        scale, gap = np.array(seen["scan"]).T
        assert len(scale) == len(SCAN) and seen["table"]["p"] == pytest.approx(p)
        slope = np.polyfit(np.log(scale[2:]), np.log(gap[2:]), 1)[0]
        assert slope == pytest.approx(p, abs=0.03), (slope, p)
    lonely = [DEFAULTS | {"d": 1, "tail": "negative", "alpha": a, "rate": 0.05} for a in (1e-2, 1e-3, 1e-4)]
    end, most = np.array([[s["table"]["gap_end"], s["table"]["gap_most"]] for s in read(lonely, "all")]).T
    fit = lambda gap: np.polyfit(np.log([1e-2, 1e-3, 1e-4]), np.log(gap), 1)[0]  # noqa: E731
    # Modes of the tail add exponents from 1.5 to 2: the slope lies a little above the least.
    assert 1.5 < fit(end) < 1.56 and fit(most) == pytest.approx(1.0, abs=0.03)


def test_wrong_theories_are_seen_to_be_wrong(read):
    """QR is right to half a percent where columns are early by five or more and the SVD late by one."""
    states = [DEFAULTS | {"seed": s, "alpha": 1e-4, "d": 6, "ratio": 0.6, "rate": 0.5} for s in (4, 7, 8, 36)]
    for seen in read(states, "all"):
        table = seen["table"]
        assert abs(table["off"]) < 5e-3 and table["off_norms"] > 0.05 and table["off_svd"] < -0.01, table


def test_singular_values_share_out_the_same_product(read):
    """One at the top above R_11, one at the bottom below every R_jj: the last rise is never early."""
    states = [s for s in random_states(60, seed=9, shape="ratio", ratio=0.7, rate=0.8) if s["d"] > 1]
    for state, seen in zip(states, read(states, "all"), strict=True):
        svd, r, table = np.array(seen["svd"]), np.array(seen["r"]), seen["table"]
        assert np.prod(svd) == pytest.approx(np.prod(r), rel=1e-9), state
        assert svd[0] >= r[0] * (1 - 1e-12) and svd[-1] <= r.min() * (1 + 1e-9)
        # The flow's half rise is log of the start: as late as the run's own steps let it be.
        assert table["due_svd"] >= table["due"] * (1 - 1e-3), state


def test_static_picture_says_what_the_browser_finds(read):
    text = SmallStart().fallback()["text/html"]
    chosen = [PRESETS[k] for k in STILL]
    for preset, seen in zip(chosen, read([DEFAULTS | p.state for p in chosen]), strict=True):
        said = re.search(
            rf"{preset.name}: by time \S+ the loss goes from \S+ to \S+, with steps at ([\d., ]+)\d", text
        )
        steps = [float(v) for v in said[1].split(", ")][: len(seen["flow"]) - 1]
        assert steps == pytest.approx(sorted(seen["flow"])[: len(steps)], rel=5e-3), preset.name
