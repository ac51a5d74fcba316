"""With a kernel: the reader's move reaches Python, Python's the picture; a closed view is deaf."""

import json

import pytest

from stepwise_ssl.explorables import OneWeight, Staircase

pytestmark = pytest.mark.browser

# A model with only what anywidget promises; anything else that the module asked for would throw.
LIVE = """async ([source, state]) => {
  const listeners = new Map();
  const model = window.model = {
    state, saves: 0,
    get: key => model.state[key],
    set: (key, value) => {
      model.state[key] = value;
      for (const f of listeners.get("change:" + key) ?? []) f();
    },
    on: (name, f) => listeners.set(name, (listeners.get(name) ?? new Set()).add(f)),
    off: (name, f) => listeners.get(name).delete(f),
    save_changes: () => { model.saves++; },
  };
  window.heard = () => [...listeners.values()].reduce((sum, set) => sum + set.size, 0);
  const url = URL.createObjectURL(new Blob([source], { type: "text/javascript" }));
  const { default: widget } = await import(url);
  const el = document.body.appendChild(document.createElement("div"));
  window.close_view = await widget.render({ model, el });
}"""


@pytest.fixture(params=[OneWeight])
def live(chromium, request):
    context = chromium.new_context()
    page = context.new_page()
    page.goto("about:blank")
    widget = request.param()
    state = {k: v for k, v in widget.get_state().items() if not k.startswith("_") and k != "layout"}
    page.evaluate(LIVE, [widget._esm, json.loads(json.dumps(state, default=str))])
    yield page
    context.close()


def test_python_moves_the_picture(live):
    before = live.locator("svg[data-view=weight] path.xp-mode").get_attribute("d")
    live.evaluate("model.set('gamma', 0.25)")
    live.wait_for_function("document.querySelector('td[data-key=gamma]').dataset.value === '0.25'")
    assert live.locator("svg[data-view=weight] path.xp-mode").get_attribute("d") != before
    assert live.locator("#one-weight-gamma").input_value() == "0.25"
    assert live.evaluate("model.saves") == 0  # what came from Python is not sent back


def test_reader_moves_python(live):
    slider = live.locator("#one-weight-s0")
    slider.focus()
    for _ in range(20):
        live.keyboard.press("ArrowRight")
    live.wait_for_function("model.saves > 0")
    live.wait_for_timeout(250)
    assert live.evaluate("model.get('s0')") > 0.01
    assert live.evaluate("model.saves") < 20  # a drag does not flood the kernel
    assert float(live.locator("td[data-key=s0]").get_attribute("data-value")) == live.evaluate(
        "model.get('s0')"
    )


@pytest.mark.parametrize("live", [Staircase], indirect=True)
def test_a_spectrum_goes_both_ways(live):
    live.evaluate("model.set('gammas', [2.0, 3.0])")  # in any order; d = 5 is more than there are modes
    live.wait_for_function("document.querySelector('td[data-key=m]').dataset.value === '2'")
    assert live.locator(".xp-bar:visible").count() == 2
    assert live.locator(".xp-bar").nth(1).get_attribute("data-mode") == "1"
    assert live.evaluate("model.saves") == 0
    live.locator(".xp-bar").nth(1).focus()
    live.keyboard.press("ArrowUp")
    live.wait_for_function("model.saves > 0")
    assert live.evaluate("model.get('gammas')") == [2.0, 3.1]
    live.wait_for_function("document.activeElement.dataset.slot === '0'")  # in order when the keys rest
    assert live.evaluate("model.get('gammas')") == [3.1, 2.0]


def test_no_link_is_offered_where_there_is_no_page(live):
    assert not live.get_by_role("button", name="Copy link to this state").is_visible()


@pytest.mark.parametrize("live", [OneWeight, Staircase], indirect=True)
def test_closed_view_leaves_nothing_behind(live):
    assert live.evaluate("heard()") > 0
    live.evaluate("close_view()")
    assert live.evaluate("heard()") == 0
