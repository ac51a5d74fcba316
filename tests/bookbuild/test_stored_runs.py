"""A book with the browser of deep runs: scripts beside the pages, none of a run in them, from a folder."""

import gzip
import json
import re
import shutil
import subprocess
import sys

import pytest

from bookbuild.static_widgets import tidy_state
from bookbuild.stored_runs import write_scripts

PAGE = """---
file_format: mystnb
kernelspec: {name: python3, display_name: Python 3, language: python}
---
# Deep networks
```{code-cell}
from stepwise_ssl.explorables import DeepRuns
DeepRuns(folder="RUNS")
```
"""
INDEX = """# Toy
```{toctree}
chapters/deep
```
"""
CONF = """
from bookbuild import static_widgets, stored_runs
extensions = ["myst_nb"]
nb_execution_mode = "force"
html_theme = "basic"
stored_runs_folder = "RUNS"
def setup(app):
    static_widgets.setup(app)
    stored_runs.setup(app)
"""
RUN = """
title = "Made up"
label = "Made up, NUMBER"
kind = "deep-network"
[loss]
name = "barlow-twins"
"""


@pytest.fixture(scope="module")
def runs(tmp_path_factory):
    """Two small runs of a few records."""
    import numpy as np

    from stepwise_ssl.experiments.store import StoredRun, save

    folder = tmp_path_factory.mktemp("runs")
    steps = np.arange(0, 50, 5)
    for number, name in enumerate(("deep-a", "deep-b")):
        rise = 1 / (1 + np.exp(-(steps[:, None] - np.array([10, 25]) - 3 * number)))
        arrays = {"steps": steps, "loss": 2 - rise.sum(axis=1), "eigenvalues": rise.astype(np.float32)}
        (folder / f"{name}.toml").write_text(RUN.replace("NUMBER", str(number)), encoding="utf-8")
        save(StoredRun(name, {}, arrays, {}), folder)
    return folder


@pytest.fixture(scope="module")
def toy(tmp_path_factory, runs):
    """The built toy, moved to another place as the offline bundle is."""
    folder = tmp_path_factory.mktemp("toy")
    (folder / "chapters").mkdir()
    for name, text in (("chapters/deep.md", PAGE), ("index.md", INDEX), ("conf.py", CONF)):
        (folder / name).write_text(text.replace("RUNS", str(runs)), encoding="utf-8")
    command = [sys.executable, "-m", "sphinx", "-q", "-b", "html", folder, folder / "built" / "html"]
    subprocess.run(command, check=True, timeout=300)
    moved = tmp_path_factory.mktemp("elsewhere") / "a folder with blanks"
    shutil.copytree(folder / "built" / "html", moved)
    return moved


def test_scripts_hold_the_runs(runs, tmp_path):
    paths = write_scripts(tmp_path, runs)
    assert [path.name for path in paths] == ["deep-a.js", "deep-b.js"]
    text = paths[0].read_text(encoding="utf-8")
    assert json.loads(text.split("] = ", 1)[1].rstrip(";\n"))["steps"] == list(range(0, 50, 5))
    assert paths[0].read_bytes() == write_scripts(tmp_path / "again", runs)[0].read_bytes()


def test_state_leaves_out_what_has_scripts():
    spec = {"model_module": "anywidget", "state": {"in_scripts": ["sent"], "sent": {"a": 1}, "left": "a"}}
    state, _ = tidy_state({"state": {"x": spec}}, ["x"])
    assert state["state"]["widget-0"]["state"] == {"in_scripts": ["sent"], "left": "a"}
    assert spec["state"]["sent"] == {"a": 1}  # the notebook's own state is left as it is


def test_page_holds_the_list_only(toy):
    text = (toy / "chapters" / "deep.html").read_text(encoding="utf-8")
    state = json.loads(re.search(r'widget-state\+json"[^>]*>(.*?)</script>', text, re.S)[1])
    widget = state["state"]["widget-0"]["state"]
    assert "sent" not in widget and [run["name"] for run in widget["runs"]] == ["deep-a", "deep-b"]
    assert len(gzip.compress(text.encode())) < 60_000
    assert not re.search(r'<script[^>]*src="[^"]*deep-runs', text)  # asked for by the figure, by no page


@pytest.mark.browser
def test_runs_open_from_a_folder_on_disk(toy, browser_page):
    page = browser_page((toy / "chapters" / "deep.html").as_uri())
    page.wait_for_function("() => document.querySelectorAll('.dr-note[hidden]').length === 2")
    assert "Right, Made up, 1, training step 0: the loss is" in page.locator(".xp-sentence").inner_text()
    asked = [url for url in page.log.requests if "deep-runs/" in url]
    assert [url.rsplit("/", 3)[1:] for url in sorted(asked)] == [
        ["_static", "deep-runs", "deep-a.js"],
        ["_static", "deep-runs", "deep-b.js"],
    ]
    assert page.log.external == [] and page.log.errors == []


@pytest.mark.browser
def test_picture_without_javascript(toy, browser_page):
    page = browser_page((toy / "chapters" / "deep.html").as_uri(), java_script_enabled=False)
    assert page.locator("figure.book-figure", has_text="which needs JavaScript").is_visible()
