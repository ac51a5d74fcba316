"""Each notebook runs under Colab's versions, and its explorable outlives the kernel."""

import json
import re
from html import escape
from pathlib import Path

import nbformat
import pytest

ROOT = Path(__file__).resolve().parents[2]
NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))
STATE = "application/vnd.jupyter.widget-state+json"
VIEW = "application/vnd.jupyter.widget-view+json"
PLAYER = ROOT / "src" / "bookbuild" / "assets" / "static-widgets.js"


@pytest.fixture(scope="module", params=NOTEBOOKS, ids=lambda path: path.stem)
def saved(request, shell, tmp_path_factory):
    """A notebook, run top to bottom in an empty folder and saved with its outputs."""
    colab = request.getfixturevalue("colab_with_torch" if uses_torch(request.param) else "colab")
    folder = tmp_path_factory.mktemp("run")
    target = tmp_path_factory.mktemp("saved") / request.param.name
    shell(colab, Path(__file__).with_name("run_notebook.py"), request.param, target, cwd=folder)
    assert not list(folder.iterdir()), "the notebook leaves files behind"
    return nbformat.read(target, as_version=4)


def uses_torch(path):
    """Whether a cell of a notebook imports PyTorch, itself or through the package's loop."""
    cells = nbformat.read(path, as_version=4).cells
    return any(
        re.search(r"^\s*(import|from) torch\b|^from stepwise_ssl.training import .*\bfit\b", c.source, re.M)
        for c in cells
        if c.cell_type == "code"
    )


def models(book):
    """Widget id -> model, for the models of ours that are stored with the notebook."""
    stored = book.metadata.widgets[STATE]["state"]
    return {key: model for key, model in stored.items() if "_esm" in model["state"]}


def explorables(book):
    """The models that an output shows and that have a slider; answer boxes have none."""
    shown = {o.data[VIEW]["model_id"] for o in outputs(book) if VIEW in o.get("data", {})}
    ours = {key: model for key, model in models(book).items() if key in shown}
    return {key: model for key, model in ours.items() if 'type: "range"' in model["state"]["_esm"]}


def outputs(book):
    return [output for cell in book.cells if cell.cell_type == "code" for output in cell.outputs]


def test_there_are_notebooks():
    assert NOTEBOOKS, "notebooks/ is empty: run `python -m bookbuild notebooks`"


def test_runs_without_an_error_or_a_warning(saved):
    kinds = [(o.output_type, o.get("name")) for o in outputs(saved)]
    assert ("error", None) not in kinds
    said = "".join(o.text for o in outputs(saved) if o.get("name") == "stderr")
    assert not said, said
    assert all(c.execution_count for c in saved.cells if c.cell_type == "code" and c.source.strip())


def test_the_set_up_line_does_nothing_where_the_package_is(saved):
    assert saved.cells[1].metadata.tags == ["setup"] and saved.cells[1].outputs == []


def test_the_explorables_model_is_made(saved):
    found = explorables(saved)
    assert found
    for model in found.values():
        assert model["model_module"] == "anywidget" and "render" in model["state"]["_esm"]


@pytest.mark.browser
def test_works_after_the_kernel_is_gone(saved, browser_page, tmp_path):
    page_file = tmp_path / "saved.html"
    page_file.write_text(static_page(saved), encoding="utf-8")
    page = browser_page(page_file.as_uri())
    slider = page.locator("input[type=range]").first
    slider.wait_for(state="visible")
    sentence = page.locator(".xp-sentence").first
    before, value = sentence.inner_text(), slider.input_value()
    slider.focus()
    towards = "ArrowLeft" if value == slider.get_attribute("max") else "ArrowRight"
    for _ in range(12):
        page.keyboard.press(towards)
    page.wait_for_function("old => document.querySelector('.xp-sentence').textContent !== old", arg=before)
    assert slider.input_value() != value
    assert page.log.external == [] and page.log.errors == []


def static_page(book):
    """What a viewer without a kernel has: the saved outputs, the widgets' state, a player."""
    body = []
    for output in outputs(book):
        data = output.get("data", {})
        if VIEW in data:
            body.append(script(VIEW, data[VIEW]))
        elif "text/html" in data:
            body.append(data["text/html"])
        elif "text/plain" in data:
            body.append(f"<pre>{escape(data['text/plain'])}</pre>")
    state = script(STATE, book.metadata.widgets[STATE])
    player = f"<script>{PLAYER.read_text(encoding='utf-8')}</script>"
    title = '<meta charset="utf-8"><title>saved</title><link rel="icon" href="data:,">'
    return f'<!doctype html><html lang="en">{title}<body>{"".join(body)}{state}{player}</body></html>'


def script(kind, data):
    text = json.dumps(data).replace("</", r"<\/")  # else the first "</script" inside would end it
    return f'<script type="{kind}">{text}</script>'
