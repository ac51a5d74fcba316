"""What a reader does with hands, keyboard, eyes or a screen reader; from the server and from file://."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe

from stepwise_ssl.explorables import OneWeight

pytestmark = pytest.mark.browser
SLIDERS = ("gamma", "s0", "eta", "t")
STATE = "() => document.getElementById('one-weight').explorable.read()"
FRAME = "() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))"


def state(seen):
    seen.page.evaluate(FRAME)
    return seen.page.evaluate(STATE)


def value(seen, key):
    return float(seen.page.locator(f"#one-weight td[data-key={key}]").get_attribute("data-value"))


@pytest.mark.parametrize("served", [True, False], ids=["server", "file"])
@pytest.mark.parametrize("width", [1280, 390, 320])
def test_every_slider_moves_by_mouse(visit, click_at, served, width):
    seen = visit(served=served, width=width)
    for name in SLIDERS:
        slider = seen.page.locator(f"#one-weight-{name}")
        slider.scroll_into_view_if_needed()
        before = state(seen)
        assert slider.bounding_box()["height"] >= 24
        for part in (0.2, 0.9):
            click_at(slider, part)
            after = state(seen)
            assert after[name] != before[name]
            assert {k for k in after if after[k] != before[k]} == {name}
            assert value(seen, name) == after[name]
            before = after
    seen.assert_quiet()
    assert seen.page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("name", SLIDERS)
def test_every_slider_moves_by_keyboard(visit, name):
    seen = visit()
    control = next(c for c in OneWeight.about.controls if c.name == name)
    low, high = (control.windows or {}).get("linear", (control.low, control.high))
    seen.page.locator(f"#one-weight-{name}").focus()
    values = []
    for key in ("Home", "ArrowRight", "ArrowUp", "PageUp", "ArrowLeft", "PageDown", "End"):
        seen.page.keyboard.press(key)
        values.append(state(seen)[name])
    home, right, up, page_up, left, page_down, end = values
    assert home == low and end == high
    assert home < right < up < page_up and left < page_up and page_down < left
    assert page_up - up > 3 * (up - right)
    seen.assert_quiet()


def test_keys_do_not_escape_to_the_notebook(visit):
    """JupyterLab listens for arrow keys on the document; they must not reach it."""
    seen = visit()
    seen.page.evaluate("() => { window.heard = 0; document.onkeydown = () => window.heard++; }")
    for selector in ("#one-weight-gamma", "#one-weight input[type=radio]"):
        seen.page.locator(selector).first.focus()
        seen.page.keyboard.press("ArrowRight")
    assert seen.page.evaluate("window.heard") == 0


def test_slider_says_its_value_in_words(visit):
    seen = visit(fragment="#one-weight:gamma=-0.25&s0=0.00001&eta=0.05")
    inputs = {name: seen.page.locator(f"#one-weight-{name}") for name in SLIDERS}
    words = {name: node.get_attribute("aria-valuetext") for name, node in inputs.items()}
    assert words["gamma"] == "minus 0.25, never steps"
    assert words["s0"] == "1 times ten to the minus 5"
    assert words["eta"] == "0.05, follows the flow"
    for name in SLIDERS:
        label = seen.page.locator(f"label[for=one-weight-{name}]")
        assert label.count() == 1 and label.inner_text().strip()


def test_presets_reset_and_reasons(visit):
    seen = visit()
    start = state(seen)
    for preset in OneWeight.about.presets:
        button = seen.page.get_by_role("button", name=preset.name, exact=True)
        button.click()
        now = state(seen)
        assert {k: v for k, v in now.items() if v != start[k]} == preset.state
        assert button.get_attribute("aria-pressed") == "true"
        assert seen.page.locator("#one-weight .xp-why").inner_text() == preset.why
    seen.page.get_by_role("button", name="Reset").click()
    assert state(seen) == start


def test_link_to_a_state_goes_round(visit):
    seen = visit(served=True)
    seen.page.evaluate(
        "document.getElementById('one-weight').explorable.goto({gamma: 0.37, s0: 0.00123, time_axis: 'log'})"
    )
    wanted = state(seen)
    seen.page.get_by_role("button", name="Copy link to this state").click()
    seen.page.wait_for_function("document.querySelector('.xp-said').textContent !== ''")
    fragment = seen.page.evaluate("location.hash")
    assert state(visit(fragment=fragment)) == wanted
    seen.page.evaluate("location.hash = '#one-weight:gamma=1.5'")
    assert state(seen) == {**state(visit()), "gamma": 1.5}
    seen.page.evaluate("location.hash = '#one-weight:gamma=99&s0=word&eta=&t=-3&time_axis=cubic'")
    assert state(seen) == {**state(visit()), "gamma": 2.0, "t": 0.0}
    seen.assert_quiet()


def test_two_on_a_page_do_not_collide(visit, make_page):
    seen = visit(make_page(OneWeight(), OneWeight(gamma=0.5)), fragment="#one-weight-2:gamma=0.25")
    seen.page.evaluate(FRAME)
    assert value(seen, "gamma") == 1.0
    assert seen.page.locator("#one-weight-2 td[data-key=gamma]").get_attribute("data-value") == "0.25"
    ids = seen.page.evaluate("() => [...document.querySelectorAll('[id]')].map(node => node.id)")
    assert len(ids) == len(set(ids))
    assert seen.page.evaluate("document.querySelectorAll('style').length") == 2  # the page's and one shared


STATES = [
    "",
    "gamma=0.4&s0=0.001&t=3",
    "gamma=2&s0=0.1&t=0.3",
    "gamma=-0.6&s0=1&t=0.4",
    "gamma=0&s0=0.5&t=2",
    "gamma=1&s0=1.2&t=0.05",
    "gamma=0.1&s0=0.0316&eta=0.5&t=11.5&time_axis=log",
    "gamma=1&s0=0.00001&t=2.3&value_axis=log",
    "gamma=0.8&s0=0.01&t=2&eta=0.02&time_axis=log&value_axis=log",
]
MEASURE = """() => {
  const number = (node, name) => Number(node.getAttribute(name));
  return Object.fromEntries([...document.querySelectorAll("#one-weight svg[data-view]")].map(plot => [plot.dataset.view, {
    x: [...plot.querySelectorAll("[data-x]")].map(n => [Number(n.dataset.x), number(n, "x")]),
    y: [...plot.querySelectorAll("[data-y]")].map(n => [Number(n.dataset.y), number(n, "y") - 4]),
    marks: Object.fromEntries([...plot.querySelectorAll("[data-role]")].map(n => [n.dataset.role, [number(n, "cx"), number(n, "cy")]])),
  }]));
}"""  # noqa: E501


def read_axis(ticks, at, log):
    """The value at a pixel, found from the printed ticks alone, not from the code's own scale."""
    from math import exp
    from math import log as ln

    (a, pa), (b, pb) = ticks[0], ticks[-1]
    if log:
        a, b = ln(a), ln(b)
    u = a + (b - a) * (at - pa) / (pb - pa)
    return exp(u) if log else u


@pytest.mark.parametrize("fragment", STATES)
def test_picture_agrees_with_the_table(visit, fragment):
    seen = visit(fragment="#one-weight:" + fragment)
    seen.page.evaluate(FRAME)
    plots = seen.page.evaluate(MEASURE)
    log_t, log_v = "time_axis=log" in fragment, "value_axis=log" in fragment
    marks = [("weight", "weight", "s"), ("rise", "lambda", "lam"), ("rise", "loss", "loss")]
    for view, role, key in marks:
        plot, (cx, cy) = plots[view], plots[view]["marks"][role]
        assert read_axis(plot["x"], cx, log_t) == pytest.approx(value(seen, "t"), rel=0.02, abs=0.02)
        if not (log_v and value(seen, key) == 0):
            rel = 0.15 if log_v else 0.01
            assert read_axis(plot["y"], cy, log_v) == pytest.approx(value(seen, key), rel=rel, abs=0.02)
    well = plots["well"]
    for role, s, loss in (("ball", "s", "loss"), ("descent-ball", "s_k", "descent_loss")):
        cx, cy = well["marks"][role]
        assert read_axis(well["x"], cx, False) == pytest.approx(value(seen, s), abs=0.03)
        assert read_axis(well["y"], cy, False) == pytest.approx(value(seen, loss), abs=0.03)


@pytest.mark.parametrize(
    ("fragment", "words"),
    [
        ("", "follows the flow and is half risen"),
        ("gamma=-0.5", "never steps"),
        ("gamma=0", "for ever"),
        ("gamma=1&s0=1", "nothing is left to learn"),
        ("gamma=1&s0=1.5&eta=0.001", "comes down to it"),
        ("gamma=1&s0=0.9", "only has to finish"),
        ("eta=0.2", "overshoots"),
        ("eta=0.3", "never settles"),
        ("eta=0.7", "diverges"),
        ("s0=3&eta=0.01&gamma=1.5", "jumps across"),
    ],
)
def test_sentence_fits_the_state_and_its_numbers(visit, fragment, words):
    seen = visit(fragment="#one-weight:" + fragment)
    seen.page.evaluate(FRAME)
    text = seen.page.locator("#one-weight .xp-sentence").inner_text()
    assert words in text and "{" not in text and "NaN" not in text and "undefined" not in text
    mantissa, exponent = re.search(
        r"the weight is ([\d.]+)(?:\u00a0×\u00a010([⁻⁰¹²³⁴⁵⁶⁷⁸⁹]+))?,", text
    ).groups()
    power = int((exponent or "⁰").translate(str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "-0123456789")))
    assert float(mantissa) * 10.0**power == pytest.approx(value(seen, "s"), rel=5e-3)
    seen.page.wait_for_function("document.querySelector('.xp-live').textContent.length > 0")
    assert seen.page.locator("#one-weight .xp-live").text_content() == text


def test_play_runs_and_pauses(visit):
    seen = visit(fragment="#one-weight:t=0")
    seen.page.get_by_role("button", name="Play").click()
    seen.page.wait_for_function(f"({STATE})().t > 0.2")
    seen.page.get_by_role("button", name="Pause").click()
    stopped = state(seen)["t"]
    seen.page.wait_for_timeout(150)
    assert state(seen)["t"] == stopped


def test_reduced_motion_jumps_between_events(visit):
    seen = visit(fragment="#one-weight:t=0", calm=True)
    times = []
    for _ in range(5):
        seen.page.get_by_role("button", name="Jump to the next event").click()
        times.append(state(seen)["t"])
    half, width = value(seen, "half_rise"), value(seen, "width")
    assert times == pytest.approx([half - width / 2, half, half + width / 2, 5.0, 0.0])


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1280])
def test_axe_finds_nothing(visit, width, theme):
    seen = visit(width=width, theme=theme)
    seen.page.locator("#one-weight summary").click()
    found = Axe().run(seen.page)
    assert found.violations_count == 0, found.generate_report()


def test_nothing_moves_until_asked(visit):
    seen = visit()
    before = state(seen)
    seen.page.wait_for_timeout(300)
    assert state(seen) == before
