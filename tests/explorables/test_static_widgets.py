"""The static page: any anywidget is drawn from its state, steady ids, shared modules, never a blank place."""

import copy
import json
import subprocess
import sys

import anywidget
import ipywidgets
import pytest
import traitlets

from bookbuild.static_widgets import tidy_state
from stepwise_ssl.explorables import OneWeight


class Counter(anywidget.AnyWidget):
    """The ways a module may be written: a factory with initialize, its own CSS, on and off."""

    _esm = """
    export default () => ({
      initialize({ model }) { model.set("started", model.get("started") + 1); },
      render({ model, el }) {
        const button = document.createElement("button");
        const show = () => {
          button.textContent = `${model.get("count")} (started ${model.get("started")})`;
        };
        button.className = "counter";
        button.onclick = () => { model.set({ count: model.get("count") + 1 }); };
        model.on("change:count change:started", show); show(); el.append(button);
      },
    });
    """
    _css = ".counter { color: rgb(1, 2, 3); }"
    count = traitlets.Int(0).tag(sync=True)
    started = traitlets.Int(0).tag(sync=True)


@pytest.mark.browser
def test_any_anywidget_is_drawn_and_works(visit, make_page):
    widget = Counter(count=3)
    seen = visit(make_page(widget))
    button = seen.page.locator(".counter")
    assert button.inner_text() == "3 (started 1)"
    button.click()
    assert button.inner_text() == "4 (started 1)"
    assert button.evaluate("node => getComputedStyle(node).color") == "rgb(1, 2, 3)"
    seen.assert_quiet()


@pytest.mark.browser
def test_what_cannot_be_drawn_says_so_and_the_rest_is_drawn(visit, make_page):
    class Broken(anywidget.AnyWidget):
        _esm = "export default { render() { throw new Error('on purpose'); } };"

    seen = visit(make_page(ipywidgets.IntSlider(), Broken(), Counter()))
    text = seen.page.locator("main").inner_text()
    assert "IntSliderModel) needs a live kernel" in text
    assert "could not be drawn: Error: on purpose" in text
    assert seen.page.locator(".counter").count() == 1
    assert not seen.left_the_machine


def models(*names):
    module = {"model_module": "anywidget", "model_name": "AnyModel"}
    layout = {"model_module": "@jupyter-widgets/base", "model_name": "LayoutModel", "state": {}}
    out = {f"layout-{n}": copy.deepcopy(layout) for n in names}
    for n in names:
        state = {"_esm": "code", "_css": "look", "own": n, "layout": f"IPY_MODEL_layout-{n}"}
        out[n] = {**module, "state": state}
    return {"version_major": 2, "state": out}


def test_ids_are_steady_and_in_order_of_appearance():
    one, ids = tidy_state(models("fa3", "0c1"), ["0c1", "fa3"])
    two, _ = tidy_state(models("777", "123"), ["123", "777"])
    assert ids == {"0c1": "widget-0", "fa3": "widget-1"}
    for state, (first, second) in ((one, ("0c1", "fa3")), (two, ("123", "777"))):
        assert [state["state"][k]["state"]["own"] for k in ("widget-0", "widget-1")] == [first, second]


def test_shared_texts_are_stored_once_and_layouts_are_dropped():
    state, _ = tidy_state(models("a", "b"), ["a", "b"])
    assert json.dumps(state).count('"code"') == 1 and json.dumps(state).count('"look"') == 1
    assert set(state["state"]) == {"widget-0", "widget-1"}
    assert "layout" not in state["state"]["widget-0"]["state"]
    alone, _ = tidy_state(models("a", "b"), ["a"])
    assert alone["state"]["widget-0"]["state"]["_esm"] == "code" and "shared" not in alone


def test_models_that_a_view_refers_to_are_kept():
    given = models("a", "b")
    given["state"]["a"]["state"]["children"] = ["IPY_MODEL_b"]
    state, ids = tidy_state(given, ["a"])
    assert state["state"][ids["a"]]["state"]["children"] == [f"IPY_MODEL_{ids['b']}"]


TOY = """---
file_format: mystnb
kernelspec: {name: python3, display_name: Python 3, language: python}
---
# Toy
```{code-cell}
from stepwise_ssl.explorables import OneWeight
OneWeight()
```
```{code-cell}
OneWeight(gamma=0.5)
```
"""
CONF = """
extensions = ["myst_nb"]
nb_execution_mode = "force"
html_theme = "basic"
def setup(app):
    from bookbuild import static_widgets
    static_widgets.setup(app)
"""


@pytest.fixture(scope="module")
def toy_pages(tmp_path_factory):
    """The same page built twice from nothing."""
    pages = []
    for number in (1, 2):
        folder = tmp_path_factory.mktemp(f"toy{number}")
        (folder / "index.md").write_text(TOY, encoding="utf-8")
        (folder / "conf.py").write_text(CONF, encoding="utf-8")
        subprocess.run(
            [sys.executable, "-m", "sphinx", "-q", "-b", "html", folder, folder / "html"],
            check=True,
            timeout=300,
        )
        pages.append(folder / "html" / "index.html")
    return pages


def test_two_builds_are_identical(toy_pages):
    first, second = (page.read_text(encoding="utf-8") for page in toy_pages)
    assert first == second
    assert first.count("export default contract") == 1  # two widgets, one module
    assert "https://cdn" not in first and "require.js" not in first


@pytest.mark.browser
@pytest.mark.parametrize("javascript", [True, False], ids=["javascript", "none"])
def test_static_picture_shows_exactly_when_nothing_can_run(chromium, toy_pages, javascript):
    context = chromium.new_context(java_script_enabled=javascript)
    page = context.new_page()
    page.goto(toy_pages[0].as_uri())
    if javascript:
        page.wait_for_selector("html[data-widgets=drawn]", state="attached")
    assert page.locator("figure.book-figure").count() == (0 if javascript else 2)
    assert page.locator("section.xp").count() == (2 if javascript else 0)
    if not javascript:
        assert page.locator("figure.book-figure").first.is_visible()
        assert OneWeight().about.presets[0].name not in page.locator("body").inner_text()
    context.close()
