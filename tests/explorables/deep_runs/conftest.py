"""Plausible made-up runs, and a small site that shows them: its page lies in a folder below its scripts."""

import json
import re

import numpy as np
import pytest

from bookbuild.static_widgets import SCRIPT
from bookbuild.stored_runs import write_scripts
from stepwise_ssl.experiments.store import StoredRun, save
from stepwise_ssl.explorables import DeepRuns

BARE = ("cloud", "cloud_scale", "cloud_steps", "cloud_labels", "probe", "probe_steps", "ranks", "layers")
LAYERS = ("stem", "stage1", "stage2", "stage3", "stage4")


def made_up(last=2000, records=160, columns=32, seed=0, loss="barlow-twins", rises=9, waits=1.0, fails=None):
    """Arrays of a run; the first ``rises`` eigenvalues rise one after the other, ``waits`` apart."""
    rng = np.random.default_rng(seed)
    early, late = np.geomspace(1, last, records // 3), np.linspace(0, last, records - records // 3)
    steps = np.unique(np.rint(np.concatenate([early, late]))).astype(np.int64)
    j = np.arange(columns)
    at = last * 0.08 * (1 + waits * j) * np.where(j < rises, 1, 1e9)
    top = np.where(j < rises, 1.0, 0) * (0.97**j if loss == "barlow-twins" else 0.7**j)
    with np.errstate(over="ignore"):
        values = 1e-7 * 0.8**j + top / (1 + np.exp(-(steps[:, None] - at) / (0.008 * last)))
    values *= np.exp(0.01 * rng.standard_normal(values.shape))
    values[:, -1] -= 1e-4  # a cross-correlation has negative ones too
    at_clouds = np.unique(np.linspace(0, len(steps) - 1, min(40, len(steps))).round().astype(int))
    labels = rng.integers(0, 10, 300).astype(np.int8)
    places = rng.standard_normal((300, 3)) * 0.5 + rng.standard_normal((10, 3))[labels]
    heights = np.zeros((len(at_clouds), 3))
    heights[:, : min(3, columns)] = values[at_clouds, :3]
    cloud = places / np.abs(places).max() * np.sqrt(np.clip(heights, 0, 1))[:, None]
    probes = np.unique(np.geomspace(1, last, 10).round().astype(np.int64))
    part = np.linspace(0, 1, len(probes))
    losses = (columns - values.sum(axis=1)).astype(np.float32)
    values = values.astype(np.float32)
    if fails is not None:
        losses[steps >= fails] = np.nan
        values[steps >= fails] = np.nan
    return {
        "steps": steps,
        "loss": losses,
        "eigenvalues": values,
        "covariance": np.abs(values),
        "ranks": (1 + np.linspace(0, 1, len(steps))[:, None] * np.arange(1, 6) ** 2).astype(np.float32),
        "layers": np.array(LAYERS),
        "cloud": np.rint(cloud * 127).astype(np.int8),
        "cloud_scale": np.array(0.0173),
        "cloud_steps": steps[at_clouds],
        "cloud_labels": labels,
        "probe_steps": probes,
        "probe": np.stack([0.2 + 0.3 * part, 0.15 + 0.2 * part], axis=1).astype(np.float32),
    }


def put_run(folder, name, label=None, loss="barlow-twins", without=(), shuffled=False, **making):
    """Write config and result of a made-up run; return its arrays."""
    arrays = {k: v for k, v in made_up(loss=loss, **making).items() if k not in without}
    lines = [f"title = {json.dumps('Made up: ' + name)}", 'kind = "deep-network"']
    lines += [f"label = {json.dumps(label)}"] if label else []
    lines += ["[network]", 'name = "resnet18"', "embedding_dim = 32", "[start]", "factor = 1e-3"]
    lines += ["[data]", f"shuffled = {str(shuffled).lower()}", "[loss]", f"name = {json.dumps(loss)}"]
    (folder / f"{name}.toml").write_text("\n".join(lines) + "\n", encoding="utf-8")
    save(StoredRun(name, {}, arrays, {}), folder)
    return arrays


@pytest.fixture(scope="package")
def run_folder(tmp_path_factory):
    """The runs that the presets name, and odd ones; ``folder.arrays`` has what is in them."""
    folder = tmp_path_factory.mktemp("runs")
    make = {
        "deep-bt-small": {"label": "Barlow Twins, small start"},
        "deep-bt-standard": {"label": "Barlow Twins, standard start", "waits": 0.02, "seed": 1},
        "deep-bt-shuffled": {"label": "Barlow Twins, strangers", "rises": 0, "shuffled": True, "seed": 2},
        "deep-simclr-small": {"label": "SimCLR, small start", "loss": "simclr", "last": 3000, "seed": 3},
        "deep-odd-broken": {"label": "The loss breaks", "fails": 900, "seed": 4},
        "deep-odd-short": {"label": "Stopped early", "last": 700, "records": 50, "seed": 5},
        "deep-odd-twelve": {"label": "Twelve outputs", "columns": 12, "rises": 12, "seed": 6},
        "deep-odd-two": {"label": "Two outputs", "columns": 2, "rises": 2, "seed": 7},
        "deep-odd-bare": {"without": BARE},
    }  # fmt: skip
    arrays = {name: put_run(folder, name, **making) for name, making in make.items()}
    (folder / "deep-planned.toml").write_text('kind = "deep-network"\n', encoding="utf-8")  # no result yet
    (folder / "deep-spoilt.toml").write_text('kind = "deep-network"\n', encoding="utf-8")
    (folder / "deep-spoilt.npz").write_bytes(b"no archive")
    (folder / "linear.toml").write_text('kind = "linear-crops"\n', encoding="utf-8")
    return folder, arrays


@pytest.fixture(scope="package")
def make_site():
    """Factory: a folder with ``chapters/page.html`` for some widgets and ``_static/deep-runs/NAME.js``."""

    def make(target, runs, html):
        static = target / "_static"
        (target / "chapters").mkdir(parents=True)
        write_scripts(static, runs)
        (static / SCRIPT.name).write_text(SCRIPT.read_text(encoding="utf-8"), encoding="utf-8")
        inline = html.rindex("<script>")
        html = html[:inline] + f'<script defer src="../_static/{SCRIPT.name}?v=1"></script></html>'
        page = target / "chapters" / "page.html"
        page.write_text(html, encoding="utf-8")
        return page

    return make


TOLD = """states => states.map(state => {
  const { explorable } = document.querySelector("section.xp");
  explorable.goto(state); explorable.draw();
  const cells = [...document.querySelectorAll("section.xp td[data-key]")];
  return { sentence: document.querySelector(".xp-sentence").textContent,
    table: Object.fromEntries(cells.map(c => [c.dataset.key, c.dataset.value === "null" ? null : Number(c.dataset.value)])) };
})"""  # noqa: E501


class Reader:
    """The open page of a made-up site; ``asked`` is every address it asked for."""

    def __init__(self, page, address):
        self.page, self.asked, self.complaints = page, [], []
        page.on("request", lambda request: self.asked.append(request.url))
        page.on("console", lambda m: m.type in ("error", "warning") and self.complaints.append(m.text))
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.goto(address)
        page.wait_for_selector("html[data-widgets=drawn]", state="attached")

    def settled(self):
        """Until both runs are here, or are known not to come."""
        said = "node => node.hidden || node.textContent && !node.textContent.includes('being opened')"
        self.page.wait_for_function(f"() => [...document.querySelectorAll('.dr-note')].every({said})")
        self.page.evaluate("() => { const x = document.querySelector('section.xp'); x.explorable.draw(); }")
        return self

    def goto(self, **state):
        self.page.evaluate("state => document.querySelector('section.xp').explorable.goto(state)", state)
        self.page.evaluate("() => document.querySelector('section.xp').explorable.draw()")
        return self.settled()

    def told(self, states):
        """Table and sentence of states whose runs are here already, in one go."""
        return self.page.evaluate(TOLD, states)

    def state(self):
        self.page.evaluate("() => new Promise(d => requestAnimationFrame(() => requestAnimationFrame(d)))")
        return self.page.evaluate("() => document.querySelector('section.xp').explorable.read()")

    def table(self):
        cells = (
            "cs => cs.map(c => [c.dataset.key, c.dataset.value === 'null' ? null : Number(c.dataset.value)])"
        )
        return dict(self.page.locator("section.xp td[data-key]").evaluate_all(cells))

    def sentence(self):
        return self.page.locator(".xp-sentence").inner_text()

    @property
    def scripts(self):
        return [re.search(r"deep-runs/([\w-]+)\.js", url)[1] for url in self.asked if "deep-runs/" in url]


@pytest.fixture
def reader(chromium, make_page, make_site, run_folder, tmp_path):
    """Factory: open the made-up site from disk (``file://``) and wait for both runs."""
    contexts, made = [], []

    def open_page(width=1280, theme="light", calm=False, fragment="", folder=None, settle=True, **state):
        site = tmp_path / f"site{len(made)}"
        html = make_page(DeepRuns(folder=folder or run_folder[0], **state), theme=theme)
        made.append(make_site(site, folder or run_folder[0], html))
        context = chromium.new_context(
            viewport={"width": width, "height": 900}, reduced_motion="reduce" if calm else "no-preference"
        )
        contexts.append(context)
        here = Reader(context.new_page(), made[-1].as_uri() + fragment)
        here.site = site
        return here.settled() if settle else here

    yield open_page
    for context in contexts:
        context.close()
