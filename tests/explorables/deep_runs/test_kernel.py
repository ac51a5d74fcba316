"""DeepRuns in a notebook: a run comes from Python when it is asked for, and what has come stays."""

import json

import pytest
import traitlets

from stepwise_ssl.explorables import DeepRuns

# A model with only what anywidget promises; `python` is the kernel, where there is one.
LIVE = """async ([source, state, alive]) => {
  const listeners = new Map(), dirty = new Set();
  const model = window.model = {
    state, asked: [],
    get: key => model.state[key],
    set: (key, value) => { dirty.add(key); model.state[key] = value; for (const f of [...(listeners.get("change:" + key) ?? [])]) f(); },
    on: (name, f) => listeners.set(name, (listeners.get(name) ?? new Set()).add(f)),
    off: (name, f) => listeners.get(name)?.delete(f),
    save_changes: async () => {
      if (!dirty.has("asked") || !model.state.asked.length) return;  // only changes travel
      dirty.clear();
      model.asked.push(model.state.asked);
      if (!alive) return;
      const answer = await window.python(model.state.asked);
      for (const key in answer) model.set(key, answer[key]);
      dirty.clear();
    },
  };
  window.heard = () => [...listeners.values()].reduce((sum, set) => sum + set.size, 0);
  const url = URL.createObjectURL(new Blob([source], { type: "text/javascript" }));
  const { default: widget } = await import(url);
  const el = document.body.appendChild(document.createElement("div"));
  window.close_view = await widget.render({ model, el });
}"""  # noqa: E501


@pytest.fixture
def notebook(chromium):
    """Factory: the widget on a page without a site, with its kernel or without."""
    contexts = []

    def show(widget, alive=True):
        context = chromium.new_context()
        contexts.append(context)
        page = context.new_page()
        page.clock.install()
        page.complaints = []
        page.on("pageerror", lambda error: page.complaints.append(str(error)))

        def python(names):
            widget.asked = names
            return json.loads(json.dumps({"sent": widget.sent, "asked": widget.asked}))

        page.expose_function("python", python)
        page.goto("about:blank")
        state = {k: v for k, v in widget.get_state().items() if not k.startswith("_") and k != "layout"}
        page.evaluate(LIVE, [widget._esm, json.loads(json.dumps(state, default=str)), alive])
        page.clock.run_for(500)
        return page

    yield show
    for context in contexts:
        context.close()


def says(page, words):
    page.clock.run_for(300)
    page.wait_for_function("w => document.querySelector('.xp-sentence').textContent.includes(w)", arg=words)


@pytest.mark.browser
def test_first_pair_comes_with_the_state_and_others_when_asked(notebook, run_folder):
    widget = DeepRuns(folder=run_folder[0])
    assert list(widget.sent) == ["deep-bt-small", "deep-bt-standard"]
    page = notebook(widget)
    says(page, "Right, Barlow Twins, standard start, training step 0: the loss is")
    assert page.evaluate("model.asked") == []
    page.get_by_label("Right run", exact=True).select_option("SimCLR, small start")
    says(page, "Right, SimCLR, small start, training step 0: the loss is")
    assert page.evaluate("model.asked") == [["deep-simclr-small"]]
    assert list(widget.sent)[-1] == "deep-simclr-small" and widget.asked == []
    assert not page.complaints


@pytest.mark.browser
def test_without_a_kernel_the_sent_ones_still_work(notebook, run_folder):
    widget = DeepRuns(folder=run_folder[0])
    widget.asked = ["deep-odd-twelve"]
    page = notebook(widget, alive=False)
    page.get_by_label("Left run", exact=True).select_option("Twelve outputs")
    says(page, "Left, Twelve outputs, training step 0: the loss is")
    page.get_by_label("Right run", exact=True).select_option("SimCLR, small start")
    says(page, "Right, SimCLR, small start: not here yet.")
    page.clock.run_for(9000)
    says(page, "Right, SimCLR, small start: opens when the notebook is run.")
    note = page.locator("[aria-label='right run'] .dr-note")
    assert "run this notebook" in note.inner_text()
    note.get_by_role("button", name="Try again").click()
    says(page, "not here yet")
    assert len(page.evaluate("model.asked")) == 2 and not page.complaints


@pytest.mark.browser
def test_a_run_that_python_cannot_read_is_said_and_can_be_asked_for_again(notebook, tmp_path, run_folder):
    folder = tmp_path
    for name in ("deep-bt-small", "deep-simclr-small"):
        for suffix in ("toml", "npz"):
            (folder / f"{name}.{suffix}").write_bytes((run_folder[0] / f"{name}.{suffix}").read_bytes())
    widget = DeepRuns(folder=folder, left="deep-bt-small", right="none")
    kept = (folder / "deep-simclr-small.npz").read_bytes()
    (folder / "deep-simclr-small.npz").unlink()
    page = notebook(widget)
    page.get_by_label("Right run", exact=True).select_option("SimCLR, small start")
    says(page, "could not be opened")
    assert "no stored result" in widget.sent["deep-simclr-small"]["error"]
    page.get_by_role("button", name="Try again").click()  # in vain
    says(page, "could not be opened")
    assert widget.sent["deep-simclr-small"]["tries"] == 2
    (folder / "deep-simclr-small.npz").write_bytes(kept)
    page.get_by_role("button", name="Try again").click()
    says(page, "Right, SimCLR, small start, training step 0")
    assert not page.complaints


@pytest.mark.browser
def test_closed_view_leaves_nothing_behind(notebook, run_folder):
    page = notebook(DeepRuns(folder=run_folder[0]))
    assert page.evaluate("heard()") > 0
    page.evaluate("close_view()")
    assert page.evaluate("heard()") == 0


def test_python_refuses_what_is_not_there(run_folder):
    widget = DeepRuns(folder=run_folder[0])
    for bad in ({"left": "deep-planned"}, {"right": "linear"}, {"t": 3001}, {"t": -1}, {"marked": "cow"}):
        with pytest.raises(traitlets.TraitError):
            DeepRuns(folder=run_folder[0], **bad)
    widget.asked = ["../../secret", "deep-planned"]
    assert list(widget.sent) == ["deep-bt-small", "deep-bt-standard"]
    with pytest.raises(traitlets.TraitError, match="deep-bt-small"):
        widget.left = "no-such"


def test_nothing_here_imports_torch(run_folder):
    import subprocess
    import sys

    code = "import sys; from stepwise_ssl.explorables import DeepRuns; w = DeepRuns(); w.fallback(); "
    done = subprocess.run([sys.executable, "-c", code + "print('torch' in sys.modules)"], capture_output=True)
    assert done.stdout.strip() == b"False", done.stderr
