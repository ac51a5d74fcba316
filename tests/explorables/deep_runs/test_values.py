"""DeepRuns: what the browser shows of a run is what lies in its npz; step counter and words as Python's."""

import base64
import json
import re

import numpy as np
import pytest

from stepwise_ssl.experiments.store import load
from stepwise_ssl.explorables import DeepRuns
from stepwise_ssl.explorables.contract import source
from stepwise_ssl.explorables.deep_runs_pack import pack, pack_of, script, stored_runs
from stepwise_ssl.training import detect_steps, embedding_steps

RUNS = ["deep-bt-small", "deep-bt-standard", "deep-bt-shuffled", "deep-simclr-small", "deep-odd-broken",
        "deep-odd-short", "deep-odd-twelve", "deep-odd-two", "deep-odd-bare"]  # fmt: skip


def all_runs(run_folder):
    """The made-up runs, and whatever runs the package holds."""
    return [(name, run_folder[0]) for name in RUNS] + [(entry.name, None) for entry in stored_runs()]


def test_runs_are_those_with_a_result(run_folder):
    entries = stored_runs(run_folder[0])
    assert [entry.name for entry in entries] == sorted(RUNS)
    by_name = {entry.name: entry for entry in entries}
    assert by_name["deep-odd-short"].last == 700 and by_name["deep-simclr-small"].loss == "simclr"
    assert by_name["deep-bt-small"].label == "Barlow Twins, small start"
    assert by_name["deep-odd-bare"].label == "Made up: deep-odd-bare"  # no label: the title
    assert "pairs shuffled" in by_name["deep-bt-shuffled"].facts


def test_pack_loses_nothing(run_folder):
    for name, folder in all_runs(run_folder):
        run = load(name, folder)
        told = json.loads(script(name, folder).split("] = ", 1)[1].rstrip(";\n"))
        assert told == pack(run)
        for key in ("loss", "eigenvalues", "ranks"):
            if key not in run.arrays:
                assert told[key] is None
                continue
            found = np.frombuffer(base64.b64decode(told[key]["data"]), "<f4")
            np.testing.assert_array_equal(found.reshape(run[key].shape), run[key].astype(np.float32))
        assert len(script(name, folder)) < 110_000


PARTS = ("unpack", "steps", "model", "curves")
JS = ("plot.js", "symmetric.js", *(f"deep_runs_js/{part}.js" for part in PARTS))


@pytest.fixture(scope="module")
def engine(chromium):
    """The pure functions of the figure, in a page of their own."""
    context = chromium.new_context()
    page = context.new_page()
    page.set_content(f"<script>{source(*JS)}</script>")
    yield page
    context.close()


@pytest.mark.browser
def test_browser_reads_the_stored_numbers(engine, run_folder):
    for name, folder in all_runs(run_folder):
        run = load(name, folder)
        told = engine.evaluate(
            """pack => { const run = unpackRun(pack), plain = v => Array.from(v, x => Number.isFinite(x) ? x : null);
            return { steps: run.steps, loss: run.loss && plain(run.loss), eigenvalues: run.eigenvalues.map(plain), ranks: run.ranks.map(plain),
              cloud: run.cloud && run.cloud.records.map(r => Array.from(r)) } }""",  # noqa: E501
            pack_of(name, folder),
        )
        assert told["steps"] == run["steps"].tolist()
        for key in ("loss", "eigenvalues", "ranks"):
            if key in run.arrays:
                found = np.array(told[key], float)
                found = found if key == "loss" else found.T
                np.testing.assert_array_equal(found, run[key].astype(np.float32))
        if "cloud" in run.arrays:
            np.testing.assert_array_equal(np.reshape(told["cloud"], run["cloud"].shape), run["cloud"])


def curves(rng):
    """A staircase with noise, dips and flat columns, of any height."""
    many, columns = int(rng.integers(2, 60)), int(rng.integers(1, 9))
    times = np.cumsum(rng.integers(1, 9, many))
    at, width = rng.uniform(0, times[-1], columns), rng.uniform(0.01, 0.3) * times[-1]
    values = rng.uniform(0, 2, columns) / (1 + np.exp(-(times[:, None] - at) / width))
    values += rng.choice([0, 0.02, 0.3]) * rng.standard_normal(values.shape)
    values[:, rng.random(columns) < 0.1] = 0.25
    return times, np.clip(values, 0, None)


@pytest.mark.browser
def test_step_counter_equals_python(engine, run_folder):
    """On 500 random staircases, and on every run: the same times to rounding, the same clear steps."""
    rng = np.random.default_rng(5)
    cases = [curves(rng) for _ in range(500)]
    for name, folder in all_runs(run_folder):
        run = load(name, folder)
        whole = np.isfinite(run["eigenvalues"]).all(axis=1)
        many = len(whole) if whole.all() else int(whole.argmin())
        cases.append((run["steps"][:many], np.clip(run["eigenvalues"][:many], 0, None).astype(float)))
    told = engine.evaluate(
        """cases => cases.map(([times, columns]) => { const d = detectSteps(times, columns);
        const plain = list => list.map(v => Number.isFinite(v) ? v : null);
        return [plain(d.start), plain(d.half), plain(d.end), d.clear, d.count, d.clearCount]; })""",
        [[times.tolist(), values.T.tolist()] for times, values in cases],
    )
    stepped = 0
    for (times, values), (start, half, end, clear, count, clear_count) in zip(cases, told, strict=True):
        wanted = detect_steps(times, values)
        for mine, theirs in ((start, wanted.start), (half, wanted.half), (end, wanted.end)):
            # The same operations in the same order: a unit in the last place for the division.
            mine = np.array([np.inf if v is None else v for v in mine])
            np.testing.assert_allclose(mine, theirs, rtol=1e-14)
        assert clear == wanted.clear.tolist()
        assert (count, clear_count) == (wanted.count, int(wanted.clear.sum()))
        stepped += count
    assert stepped > 500


def edge_of(run):
    """Half an edge of a run's own box."""
    if "cloud" not in run.arrays:
        return 0.0
    points = np.abs(run["cloud"].astype(float)).reshape(len(run["cloud"]), -1)
    usual = np.quantile(points[len(points) // 2 :], 0.98, axis=1, method="lower")
    return 1.25 * np.quantile(usual, 0.5, method="lower") * float(run["cloud_scale"])


def twin(run, t, edge=None):
    """The table of one side, by NumPy from the arrays."""
    arrays, steps = run.arrays, run["steps"]
    k = int(np.searchsorted(steps, t, side="right")) - 1
    values = run["eigenvalues"].astype(float)
    whole = np.isfinite(values).all(axis=1)
    many = len(whole) if whole.all() else int(whole.argmin())
    found = embedding_steps(steps[:many], values[:many], run.config["loss"]["name"])
    out = {"step": steps[k], "loss": float(run["loss"][k]), "done": int((found.half <= steps[k]).sum())}
    out |= {"steps": found.count, "clear": int(found.clear.sum())}
    out |= {f"lambda_{j}": values[k, j - 1] if j <= values.shape[1] else None for j in (1, 2, 3, 4)}
    out["rank"] = float(arrays["ranks"][k, -1]) if "ranks" in arrays else None
    names = [f"spread_{i}" for i in (1, 2, 3)]
    out |= dict.fromkeys([*names, "dims", "probe_step", "hidden", "embedding"])
    if "cloud" in arrays:
        points, at = arrays["cloud"].astype(float), arrays["cloud_steps"]
        flat = points.reshape(len(at), -1)
        now = np.array([np.interp(min(t, steps[-1]), at, column) for column in flat.T]).reshape(-1, 3)

        def spread(cloud):
            return np.sqrt(np.clip(np.linalg.eigvalsh(np.cov(cloud.T, bias=True))[::-1], 0, None))

        spreads = spread(now) * float(arrays["cloud_scale"])
        out |= dict(zip(names, spreads, strict=True))
        out["edge"] = edge_of(run) if edge is None else edge
        out["dims"] = int((spreads > out["edge"] / 20).sum())
    if "probe" in arrays and arrays["probe_steps"][0] <= t:
        p = int(np.searchsorted(arrays["probe_steps"], t, side="right")) - 1
        out["probe_step"] = arrays["probe_steps"][p]
        out["hidden"], out["embedding"] = arrays["probe"][p].tolist()
    return {key: None if value is None or not np.isfinite(value) else value for key, value in out.items()}


def assert_side(table, side, run, t, edge):
    for key, wanted in twin(run, t, edge).items():
        found = table[f"{side}_{key}"]
        if wanted is None or found is None:
            assert found is wanted, (run.name, t, key, found, wanted)
        else:
            # Stored numbers are exact; a spread is a root, which near 0 loses half of the digits.
            scale = 1e-7 * float(run.arrays.get("cloud_scale", 0)) * 127 if "spread" in key else 0
            assert found == pytest.approx(float(wanted), rel=1e-12, abs=scale), (run.name, t, key)


@pytest.mark.browser
def test_table_and_sentence_equal_the_npz(reader, run_folder):
    folder, _ = run_folder
    here = reader()
    for i, name in enumerate(RUNS):
        other, run = load(RUNS[i - 1], folder), load(name, folder)
        edges = [edge_of(run), edge_of(other)]
        if run.config["loss"] == other.config["loss"]:  # one loss, one box
            edges = [max(edges)] * 2
        here.goto(left=name, right=other.name)
        times = (0, 1, 333, 901, int(run["steps"][-1]), 3000)
        for t, told in zip(
            times, here.told([{"left": name, "right": other.name, "t": t} for t in times]), strict=True
        ):
            table, text = told["table"], told["sentence"]
            assert table["t"] == t
            assert_side(table, "left", run, t, edges[0])
            assert_side(table, "right", other, t, edges[1])
            assert not re.search(r"\{\w{2,}\}|NaN|undefined|null|∞|–", text), text
            assert ("ended at" in text.split("Right,")[0]) == (t > run["steps"][-1])
            wanted = twin(run, t, edges[0])
            if wanted["loss"] is not None:
                shown = re.search(r"training step (\d+): the loss is ([\d.]+[\d])", text)
                assert int(shown[1]) == wanted["step"]
                assert float(shown[2]) == pytest.approx(wanted["loss"], rel=5e-3)
            else:
                assert "no number any more" in text and name == "deep-odd-broken"
            if wanted["steps"] and wanted["lambda_1"] is not None:
                shown = re.search(r"Steps done: (\d+) of (\d+), clear in all: (\d+);", text)
                assert [int(v) for v in shown.groups()] == [wanted["done"], wanted["steps"], wanted["clear"]]
            if wanted["dims"] is not None:
                assert f"looks like a {['point', 'line', 'plane', 'volume'][wanted['dims']]}" in text
    assert not here.complaints


@pytest.mark.browser
def test_point_line_plane_volume(reader, run_folder):
    """The made-up cloud has sqrt(lambda_j) as its extents, so it becomes what the eigenvalues say."""
    here = reader(left="deep-bt-small", right="none")
    told = here.told([{"left": "deep-bt-small", "right": "none", "t": t} for t in range(0, 2001, 40)])
    seen = [re.search(r"looks like a (\w+)", one["sentence"])[1] for one in told]
    assert list(dict.fromkeys(seen)) == ["point", "line", "plane", "volume"]
    assert "Right: no run." in here.sentence()


@pytest.mark.browser
def test_table_of_all_records(reader, run_folder):
    folder, _ = run_folder
    here = reader()
    here.page.locator("summary").click()
    here.goto(left="deep-bt-small", right="deep-odd-twelve", t=500)
    left, right = (load(name, folder) for name in ("deep-bt-small", "deep-odd-twelve"))
    k = int(np.searchsorted(left["steps"], 500, side="right")) - 1
    cells = here.page.locator(".dr-records td").evaluate_all(
        "cs => cs.map(c => [c.dataset.side, c.dataset.value])"
    )
    one, two = ([v for side, v in cells if side == name] for name in ("left", "right"))
    np.testing.assert_array_equal(np.array(one[:32], float), left["eigenvalues"][k].astype(float))
    np.testing.assert_array_equal(np.array(two[:12], float), right["eigenvalues"][k].astype(float))
    assert two[12:32] == ["null"] * 20
    np.testing.assert_array_equal(np.array(one[32:37], float), left["ranks"][k].astype(float))
    probed = np.stack([left["probe"], left["probe"]])[0].astype(float).ravel()
    np.testing.assert_array_equal(np.array(one[37:57], float), probed)


def axis(page, view, name):
    shift = 4 if name == "y" else 0
    ticks = page.locator(f"[data-view={view}] [data-{name}]").evaluate_all(
        f"ns => ns.map(n => [Number(n.dataset.{name}), Number(n.getAttribute('{name}'))])"
    )
    return [(value, at - shift) for value, at in ticks]


def at_pixel(ticks, value, log):
    (a, pa), (b, pb) = ticks[0], ticks[-1]
    part = np.log(value / a) / np.log(b / a) if log else (value - a) / (b - a)
    return pa + part * (pb - pa)


@pytest.mark.browser
@pytest.mark.parametrize("value_axis", ["linear", "log"])
def test_curves_are_right_to_the_pixel(reader, run_folder, value_axis):
    """Every point of the first five eigenvalues, on both axes; the logarithmic one from 1e-6 on."""
    run = load("deep-bt-small", run_folder[0])
    here = reader(left="deep-bt-small", right="deep-odd-twelve", value_axis=value_axis)
    log = value_axis == "log"
    x, y = (axis(here.page, "left-eigen", name) for name in "xy")
    if log:
        assert min(v for v, _ in y) <= 1e-5
    for j in (1, 2, 5):
        d = here.page.locator(f"[data-view=left-eigen] [data-mode='{j}']").get_attribute("d")
        points = np.array([p.split(" ") for p in re.split("[ML]", d)[1:]], float)
        values = run["eigenvalues"][:, j - 1].astype(float)
        assert len(points) == len(values)
        shown = values > 1e-6 if log else np.full(len(values), True)
        np.testing.assert_allclose(points[:, 0], at_pixel(x, run["steps"].astype(float), False), atol=0.6)
        np.testing.assert_allclose(points[shown, 1], at_pixel(y, values[shown], log), atol=0.6)
        assert shown.sum() > 20


@pytest.mark.browser
def test_a_loss_that_breaks_leaves_a_gap(reader, run_folder):
    run = load("deep-odd-broken", run_folder[0])
    here = reader(left="deep-odd-broken", right="none")
    d = here.page.locator("[data-view=left-loss] path.dr-loss").get_attribute("d")
    assert "NaN" not in d and len(re.findall("[ML]", d)) == np.isfinite(run["loss"]).sum()


def test_classes_are_named_once_in_each_language():
    from stepwise_ssl.data.cifar10 import CIFAR10_CLASSES as official  # the order of the labels

    mine = list(DeepRuns.about.choices[2].options)[1:]
    assert [name.replace("automobile", "car") for name in official] == mine
    listed = re.search(r"const CLASSES = (\[.*?\]);", source("deep_runs_js/deep_runs.js"))[1]
    assert json.loads(listed) == mine
