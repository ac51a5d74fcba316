"""Two modes: what a reader does with hands, keyboard, eyes or a screen reader; served and from file://."""

import re

import numpy as np
import pytest
from axe_playwright_python.sync_playwright import Axe

from stepwise_ssl.explorables import TwoModes
from stepwise_ssl.explorables.contract import source

pytestmark = pytest.mark.browser
SLIDERS = tuple(control.name for control in TwoModes.about.controls)
STATE = "() => document.getElementById('two-modes').explorable.read()"
FRAME = "() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))"


@pytest.fixture
def page(visit, make_page):
    def open_page(theme="light", **options):
        return visit(make_page(TwoModes(), theme=theme), **options)

    return open_page


def state(seen):
    seen.page.evaluate(FRAME)
    return seen.page.evaluate(STATE)


def value(seen, key):
    return float(seen.page.locator(f"#two-modes td[data-key={key}]").get_attribute("data-value"))


GO = """hash => new Promise(done => {
  const there = () => { document.getElementById("two-modes").explorable.draw(); done(); };
  addEventListener("hashchange", there, { once: true }); location.hash = hash; })"""


def go(seen, fragment):
    """Follow a link on the page and wait until everything is drawn and said."""
    seen.page.evaluate(GO, f"#two-modes:{fragment}")


def sentence(seen):
    seen.page.evaluate(FRAME)
    return seen.page.locator("#two-modes .xp-sentence").inner_text()


@pytest.mark.parametrize(("served", "width"), [(True, 1280), (False, 390), (False, 320)])
def test_every_slider_moves_by_mouse(page, click_at, served, width):
    seen = page(served=served, width=width)
    for name in SLIDERS:
        slider = seen.page.locator(f"#two-modes-{name}")
        slider.scroll_into_view_if_needed()
        before = state(seen)
        assert slider.bounding_box()["height"] >= 24
        for part in (0.2, 0.9):
            click_at(slider, part)
            after = state(seen)
            assert {k for k in after if after[k] != before[k]} == {name}
            assert value(seen, name) == after[name]
            before = after
    seen.assert_quiet()
    assert seen.page.evaluate("document.documentElement.scrollWidth") <= width


def test_every_slider_moves_by_keyboard_and_keeps_its_keys(page):
    seen = page()
    seen.page.evaluate("() => { window.heard = 0; document.onkeydown = () => window.heard++; }")
    for control in TwoModes.about.controls:
        low, high = (control.windows or {}).get("linear", (control.low, control.high))
        seen.page.locator(f"#two-modes-{control.name}").focus()
        values = []
        for key in ("Home", "ArrowRight", "PageUp", "ArrowLeft", "PageDown", "End"):
            seen.page.keyboard.press(key)
            values.append(state(seen)[control.name])
        home, right, page_up, left, page_down, end = values
        assert home == low and end == high
        assert home < right < page_up and page_down < left < page_up
    assert seen.page.evaluate("window.heard") == 0
    seen.assert_quiet()


def test_presets_reset_and_links(page):
    seen = page(served=True)
    start = state(seen)
    for preset in TwoModes.about.presets:
        button = seen.page.get_by_role("button", name=preset.name, exact=True)
        assert button.bounding_box()["height"] >= 24
        button.click()
        now = state(seen)
        assert {k: v for k, v in now.items() if v != start[k]} == preset.state
        assert button.get_attribute("aria-pressed") == "true"
        assert seen.page.locator("#two-modes .xp-why").inner_text() == preset.why
        text = sentence(seen)
        assert "{" not in text and "NaN" not in text and "undefined" not in text and "∞" not in text
    seen.page.get_by_role("button", name="Reset").click()
    assert state(seen) == start
    wanted = {
        "gamma_1": 3.5,
        "gamma_2": -0.25,
        "alpha": 0.02,
        "angle": 77.0,
        "direction": 300.0,
        "lengths": "true",
    }
    seen.page.evaluate("s => document.getElementById('two-modes').explorable.goto(s)", wanted)
    wanted = state(seen)
    seen.page.get_by_role("button", name="Copy link to this state").click()
    seen.page.wait_for_function("document.querySelector('.xp-said').textContent !== ''")
    assert state(page(fragment=seen.page.evaluate("location.hash"))) == wanted
    seen.page.evaluate("location.hash = '#two-modes:gamma_1=99&alpha=0&angle=word&t=-3&lengths=odd'")
    assert state(seen) == start | {"gamma_1": 4.0, "alpha": 1e-6, "t": 0.0}
    seen.assert_quiet()


CASES = [
    ("t=0", "gate is open in every direction", "half rises at t = 0.388 and 2.12"),
    ("t=0.39", "the arrow of mode 1 is rising", "0.750"),
    ("t=1.4", "is stopped; what it has across", "p = 1 − 1/4 = 0.750"),
    ("t=2.1", "the arrow of mode 2 is rising across the first", "°"),
    ("t=5", "nothing moves any more", "90.0° apart"),
    ("gamma_1=1&gamma_2=4&t=0.39", "the arrow of mode 2 is rising", "p = 1 − 1/4"),
    ("gamma_2=3.9&t=0.6", "", "a smaller start hardly helps"),
    ("angle=90&t=1", "grows on as if it were alone", "theory is exact"),
    ("angle=0&t=0", "lie on one line", "the one half rise"),
    ("angle=180&t=0.39", "along their one line", "the one half rise"),
    ("angle=0&t=5", "smallest push to the side would end it", "for ever"),
    ("gamma_1=2&gamma_2=2&angle=30&t=0.8", "no arrow comes first", "theory is exact"),
    ("gamma_1=2&gamma_2=2&angle=90&t=0.8", "the two rise together", "theory is exact"),
    ("gamma_2=-0.5&t=2", "negative for mode 2", "for ever"),
    ("gamma_2=0&t=2", "zero for mode 2", "for ever"),
    ("gamma_1=-1&gamma_2=-0.5", "nothing has risen and nothing will", "ends at 2"),
    ("gamma_1=0&gamma_2=0", "do not move", ""),
    ("gamma_2=0.05&alpha=0.000001&angle=0.001&t=2", "", "ends at t = 100"),
]  # fmt: skip


def test_sentence_fits_every_kind_of_state_and_its_numbers(page):
    seen = page()
    told = set()
    for fragment, words, theory in CASES:
        go(seen, fragment)
        text = sentence(seen)
        assert words in text, (fragment, text)
        assert theory in text, (fragment, text)
        assert not re.search(r"\{|NaN|undefined|∞|–", text), text
        told.add(text)
        found = re.search(r"half rises at t = (\d[\d.]*) and (\d[\d.]*\d)", text)
        if found:
            for j in (1, 2):
                assert float(found[j]) == pytest.approx(value(seen, f"half_{j}"), rel=5e-3)
        found = re.search(r"The loss is (\d[\d.]*\d)\.(?: |$)", text)
        if found:
            assert float(found[1]) == pytest.approx(value(seen, "loss"), rel=5e-3)
    assert len(told) == len(CASES)
    # What is read aloud follows when the hand rests.
    seen.page.wait_for_function("text => document.querySelector('.xp-live').textContent === text", arg=text)


PICTURE = """() => {
  const root = document.getElementById("two-modes"), plane = root.querySelector("[data-view=plane]");
  const number = (node, name) => Number(node.getAttribute(name));
  const axis = (plot, name, at) => [...plot.querySelectorAll(`[data-${name}]`)].map(n => [Number(n.dataset[name]), number(n, name) - at]);
  const plots = Object.fromEntries(["rise", "turn"].map(name => {
    const plot = root.querySelector(`[data-view=${name}]`);
    return [name, { x: axis(plot, "x", 0), y: axis(plot, "y", 4), marks: Object.fromEntries(
      [...plot.querySelectorAll("[data-role]")].map(n => [n.dataset.role, [number(n, "cx"), number(n, "cy")]])) }];
  }));
  const gate = plane.querySelector("[data-role=gate]"), rim = number(plane.querySelector(".tm-rim"), "r");
  return { plots, rim, gate: [number(gate, "rx"), number(gate, "ry"), Number(/rotate\\((\\S+)/.exec(gate.getAttribute("transform"))[1])],
    tips: [1, 2].map(j => plane.querySelector(`[data-role=arrow-${j}]`)).map(n => [Number(n.dataset.x), Number(n.dataset.y)]),
    rings: [...plane.querySelectorAll("[data-ring]")].map(n => [Number(n.dataset.ring), Number(n.dataset.r)]) };
}"""  # noqa: E501


MARKS = (
    ("rise", "lambda-1", "lambda_1", 1),
    ("rise", "lambda-2", "lambda_2", 1),
    ("rise", "loss", "loss", 1),
    ("turn", "between", "between", 90),
)


def read_axis(ticks, at, log=False):
    """The value at a pixel, found from the printed ticks alone."""
    (a, pa), (b, pb) = ticks[0], ticks[-1]
    if log:
        return a * (b / a) ** ((at - pa) / (pb - pa))
    return a + (b - a) * (at - pa) / (pb - pa)


@pytest.mark.parametrize("lengths", ["log", "true"])
def test_picture_agrees_with_the_table(page, lengths):
    seen = page()
    for more in ("", "&gamma_1=1.5&angle=120&direction=200&alpha=0.05&t=0.7", "&t=0.4&time_axis=log", "&t=3"):
        go(seen, f"lengths={lengths}{more}")
        drawn = seen.page.evaluate(PICTURE)
        table = {
            k: value(seen, k)
            for k in ("t", "a_1x", "a_1y", "a_2x", "a_2y", "lambda_1", "lambda_2", "loss", "between")
        }
        for plot, role, key, unit in MARKS:
            here = drawn["plots"][plot]
            x, y = here["marks"][role]
            assert read_axis(here["x"], x, "log" in more) == pytest.approx(table["t"], rel=0.02, abs=0.02)
            assert unit * read_axis(here["y"], y) == pytest.approx(table[key], abs=0.02 * unit)
        for j, (x, y) in enumerate(drawn["tips"], start=1):
            arrow = np.array([table[f"a_{j}x"], table[f"a_{j}y"]])
            length, size = np.linalg.norm(arrow), np.hypot(x, y)
            if size > 5:  # tenths of pixels
                assert np.array([x, y]) / size == pytest.approx(arrow / length, abs=0.03)
            if lengths == "true":
                assert size == pytest.approx(length * drawn["rings"][-1][1] / drawn["rings"][-1][0], abs=0.2)
            elif size > 0:
                (r1, p1), (r2, p2) = drawn["rings"][0], drawn["rings"][-1]
                assert r1 * (r2 / r1) ** ((size - p1) / (p2 - p1)) == pytest.approx(length, rel=0.03)
        # The gate is what I - C makes of a circle that reaches the rim.
        gammas = np.array([state(seen)["gamma_1"], state(seen)["gamma_2"]])
        arrows = np.array([[table["a_1x"], table["a_2x"]], [table["a_1y"], table["a_2y"]]])
        values, axes = np.linalg.eigh(np.eye(2) - (arrows * gammas) @ arrows.T)
        rx, ry, turn = drawn["gate"]
        assert np.array([rx, ry]) / drawn["rim"] == pytest.approx(np.abs(values), abs=0.01)
        along = np.array([np.cos(np.deg2rad(turn)), -np.sin(np.deg2rad(turn))])
        if abs(values[1] - values[0]) > 0.05:
            assert abs(along @ axes[:, 0]) == pytest.approx(1, abs=1e-3)


def test_play_and_reduced_motion(page):
    seen = page(fragment="#two-modes:t=0")
    seen.page.get_by_role("button", name="Play").click()
    seen.page.wait_for_function(f"({STATE})().t > 0.2")
    seen.page.get_by_role("button", name="Pause").click()
    seen = page(fragment="#two-modes:t=0", calm=True)
    times = []
    for _ in range(5):
        seen.page.get_by_role("button", name="Jump to the next event").click()
        times.append(state(seen)["t"])
    one, two = value(seen, "run_1"), value(seen, "run_2")
    assert times == pytest.approx([one, (one + two) / 2, two, 5.0, 0.0])


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1280])
def test_axe_finds_nothing_and_text_can_be_read(page, width, theme):
    seen = page(width=width, theme=theme)
    seen.page.locator("#two-modes summary").click()
    found = Axe().run(seen.page)
    assert found.violations_count == 0, found.generate_report()
    small = "() => [...document.querySelectorAll('#two-modes *')].filter(n => n.textContent.trim() && parseFloat(getComputedStyle(n).fontSize) < 12).map(n => n.outerHTML)"  # noqa: E501
    assert seen.page.evaluate(small) == []


def test_without_javascript_there_is_a_picture():
    data = TwoModes().fallback()
    assert "Nearly parallel" in data["text/html"] and "needs JavaScript" in data["text/html"]
    assert data["image/png"]


def test_the_drawing_holds_no_law_of_its_own():
    """Exponentials and logistic curves live in formulas.js; the simulation's step is the only other law."""
    code = re.sub(r"//.*", "", source(*TwoModes.drawing))
    assert not re.search(r"Math\.(exp|expm1|log1p|tanh)\b", code)
