"""Turning the basis: what a reader does with hands, keyboard, eyes or a screen reader; served and from file://."""

import re

import numpy as np
import pytest
from axe_playwright_python.sync_playwright import Axe

from stepwise_ssl.explorables import TurnTheBasis
from stepwise_ssl.explorables.contract import source

pytestmark = pytest.mark.browser
SLIDERS = tuple(control.name for control in TurnTheBasis.about.controls)
STATE = "() => document.getElementById('turn-the-basis').explorable.read()"
FRAME = "() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))"
GO = """hash => new Promise(done => {
  const there = () => { document.getElementById("turn-the-basis").explorable.draw(); done(); };
  addEventListener("hashchange", there, { once: true }); location.hash = hash; })"""


@pytest.fixture
def page(visit, make_page):
    def open_page(theme="light", **options):
        return visit(make_page(TurnTheBasis(), theme=theme), **options)

    return open_page


def go(seen, fragment):
    """Follow a link on the page and wait until everything is drawn and said."""
    seen.page.evaluate(GO, f"#turn-the-basis:{fragment}")


def state(seen):
    seen.page.evaluate(FRAME)
    return seen.page.evaluate(STATE)


def value(seen, key):
    return float(seen.page.locator(f"#turn-the-basis td[data-key={key}]").get_attribute("data-value"))


@pytest.mark.parametrize(("served", "width"), [(True, 1280), (False, 390), (False, 320)])
def test_every_slider_moves_by_mouse(page, click_at, served, width):
    seen = page(served=served, width=width)
    for name in SLIDERS:
        slider = seen.page.locator(f"#turn-the-basis-{name}")
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
    for control in TurnTheBasis.about.controls:
        seen.page.locator(f"#turn-the-basis-{control.name}").focus()
        values = []
        for key in ("Home", "ArrowRight", "PageUp", "ArrowLeft", "PageDown", "End"):
            seen.page.keyboard.press(key)
            values.append(state(seen)[control.name])
        home, right, page_up, left, page_down, end = values
        assert home == control.low and end == control.high
        assert home < right < page_up and page_down < left < page_up
    assert seen.page.evaluate("window.heard") == 0
    seen.assert_quiet()


@pytest.mark.parametrize("width", [1280, 320])
def test_an_axis_is_dragged_and_settles(page, width):
    seen = page(width=width)
    plane = seen.page.locator("#turn-the-basis [data-view=plane]")
    plane.scroll_into_view_if_needed()
    for which in (1, 2):
        handle = plane.locator(f"[data-role=handle-{which}]")
        box, frame = handle.bounding_box(), plane.bounding_box()
        assert min(box["width"], box["height"]) >= 24
        middle = (frame["x"] + frame["width"] / 2, frame["y"] + frame["height"] / 2)

        def drag(to, box=box, middle=middle, handle=handle):
            box = handle.bounding_box()
            seen.page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
            seen.page.mouse.down()
            seen.page.mouse.move(
                middle[0] + 80 * np.cos(np.deg2rad(to)), middle[1] - 80 * np.sin(np.deg2rad(to)), steps=4
            )
            seen.page.mouse.up()
            return state(seen)["theta"]

        off = 90 * (which - 1)
        assert drag(70.0 + off) == pytest.approx(70, abs=0.5)
        # Near a decoupling angle it settles on it exactly.
        assert drag(32.5 + off) == pytest.approx(value(seen, "angle_1"), abs=1e-9)
        assert drag(250.0 + off) == pytest.approx(70, abs=0.5), "an axis has no sign"
    seen.assert_quiet()


def test_the_button_shows_both_angles(page):
    seen = page()
    button = seen.page.get_by_role("button", name="Show me a decoupling angle")
    angles = []
    for _ in range(3):
        button.click()
        angles.append(state(seen)["theta"])
    one, two = value(seen, "angle_1"), value(seen, "angle_2")
    assert angles == pytest.approx([one, two, one], abs=1e-9)


def test_presets_reset_and_links(page):
    seen = page(served=True)
    start = state(seen)
    for preset in TurnTheBasis.about.presets:
        button = seen.page.get_by_role("button", name=preset.name, exact=True)
        assert button.bounding_box()["height"] >= 24
        button.click()
        now = state(seen)
        assert now == start | preset.state
        assert button.get_attribute("aria-pressed") == "true"
        assert seen.page.locator("#turn-the-basis .xp-why").inner_text() == preset.why
    seen.page.get_by_role("button", name="Reset").click()
    assert state(seen) == start
    seen.page.evaluate(
        "document.getElementById('turn-the-basis').explorable.goto({a: 3.5, b: -2, theta: 77.5})"
    )
    wanted = state(seen)
    seen.page.get_by_role("button", name="Copy link to this state").click()
    seen.page.wait_for_function("document.querySelector('.xp-said').textContent !== ''")
    assert state(page(fragment=seen.page.evaluate("location.hash"))) == wanted
    go(seen, "a=99&b=word&theta=-3&t=")
    assert state(seen) == start | {"a": 4.0, "theta": 0.0}
    seen.assert_quiet()


CASES = [
    ("theta=10", "each coordinate pulls on the other", "every arrow runs outwards"),
    ("theta=31.5", "almost decoupled", "without the coupling they would be"),
    ("theta=31.717474411461005", "the axes are eigenvectors", "every arrow runs outwards"),
    ("theta=121.717474411461", "the axes are eigenvectors", "at the rates 0.382 and 2.62"),
    ("a=1.5&b=0&c=1.5&theta=77", "at every angle", "every arrow runs outwards"),
    ("a=-1&b=0&c=-1", "at every angle", "runs back to the origin"),
    ("a=0&b=0&c=0", "at every angle", "nothing moves"),
    ("a=1&b=2&c=1&theta=45", "at the rates 3.00 and −1.00", "One eigenvalue is negative, −1.00"),
    ("a=-1&b=0.5&c=-2&theta=3", "pulls on the other", "Both eigenvalues are negative"),
    ("a=2&b=1&c=0.5&theta=3", "pulls on the other", "One eigenvalue is zero"),
    ("a=3&b=0&c=1&theta=90", "at the rates 1.00 and 3.00", "every arrow runs outwards"),
]


def test_sentence_fits_every_kind_of_state_and_its_numbers(page):
    seen = page()
    for fragment, coupling, growth in CASES:
        go(seen, fragment)
        text = seen.page.locator("#turn-the-basis .xp-sentence").inner_text()
        assert coupling in text and growth in text, (fragment, text)
        assert not re.search(r"\{|NaN|undefined|∞|–", text), text
        found = re.search(r"the coordinates are (\S+) and (\S+?)[;,]", text)
        if found:
            for j in (1, 2):
                assert float(found[j].replace("−", "-")) == pytest.approx(value(seen, f"y_{j}"), rel=5e-3)
    # What is read aloud follows when the hand rests.
    seen.page.wait_for_function("text => document.querySelector('.xp-live').textContent === text", arg=text)


PICTURE = """() => {
  const root = document.getElementById("turn-the-basis"), number = (node, name) => Number(node.getAttribute(name));
  const axis = (plot, name, at) => [...plot.querySelectorAll(`[data-${name}]`)].map(n => [Number(n.dataset[name]), number(n, name) - at]);
  const circles = plot => Object.fromEntries([...plot.querySelectorAll("[data-role]")].map(n => [n.dataset.role, [number(n, "cx"), number(n, "cy"), n.getAttribute("visibility")]]));
  const plot = name => { const node = root.querySelector(`[data-view=${name}]`); return { x: axis(node, "x", 0), y: axis(node, "y", 4), marks: circles(node) }; };
  const plane = root.querySelector("[data-view=plane]");
  return { entry: plot("entry"), coords: plot("coords"), plane: circles(plane), size: number(plane, "width"),
    cells: [...root.querySelectorAll("[data-entry]")].map(n => Number(n.textContent.replace("−", "-"))) };
}"""  # noqa: E501


def read_axis(ticks, at, log=False):
    """The value at a pixel, found from the printed ticks alone."""
    (a, pa), (b, pb) = ticks[0], ticks[-1]
    if log:
        return a * (b / a) ** ((at - pa) / (pb - pa))
    return a + (b - a) * (at - pa) / (pb - pa)


@pytest.mark.parametrize("width", [1280, 390])
def test_picture_agrees_with_the_table(page, width):
    seen = page(width=width)
    for fragment in ("theta=20", "a=-1&b=2.5&c=3&theta=150&t=0.3", "a=1&b=2&c=1&theta=45&start=130&t=1"):
        go(seen, fragment)
        drawn = seen.page.evaluate(PICTURE)
        table = {k: value(seen, k) for k in ("theta", "t", "g11", "g12", "g22", "y_1", "y_2", "across", "up")}
        x, y, _ = drawn["entry"]["marks"]["entry"]
        assert 90 * read_axis(drawn["entry"]["x"], x) == pytest.approx(table["theta"], abs=0.6)
        assert read_axis(drawn["entry"]["y"], y) == pytest.approx(table["g12"], abs=0.03)
        for j in (1, 2):
            x, y, _ = drawn["coords"]["marks"][f"y-{j}"]
            assert read_axis(drawn["coords"]["x"], x) == pytest.approx(table["t"], abs=0.01)
            assert read_axis(drawn["coords"]["y"], y, log=True) == pytest.approx(
                abs(table[f"y_{j}"]), rel=0.03
            )
            root = drawn["entry"]["marks"][f"root-{j}"]
            assert 90 * read_axis(drawn["entry"]["x"], root[0]) == pytest.approx(
                value(seen, f"angle_{j}"), abs=0.6
            )
            # The handle stands at the angle, and the ball where its coordinates say.
            dx, dy = (
                drawn["plane"][f"handle-{j}"][0] - drawn["size"] / 2,
                drawn["size"] / 2 - drawn["plane"][f"handle-{j}"][1],
            )
            assert np.rad2deg(np.arctan2(dy, dx)) % 360 == pytest.approx(
                table["theta"] + 90 * (j - 1), abs=0.1
            )
        unit = np.hypot(dx, dy) / 1.5
        x, y, seen_at = drawn["plane"]["ball"]
        if seen_at == "visible":
            at = np.array([x, -y]) / unit + np.array([-1, 1]) * drawn["size"] / 2 / unit
            assert at == pytest.approx([table["across"], table["up"]], abs=0.01)
        else:
            assert max(abs(table["across"]), abs(table["up"])) > 1.5
        beside = table["g12"] if abs(table["g12"]) > 1e-9 else 0.0
        assert drawn["cells"] == pytest.approx([table["g11"], beside, beside, table["g22"]], abs=6e-4)


def test_axes_take_the_colours_of_modes_only_where_they_are_modes(page):
    seen = page()
    look = """() => [1, 2].map(j =>
      document.querySelector(`#turn-the-basis .tb-axis.tb-axis-${j}`).className.baseVal)"""
    go(seen, "theta=20")
    assert not any("own" in name for name in seen.page.evaluate(look))
    go(seen, "a=3&b=0&c=1&theta=0")
    assert [name[-1] for name in seen.page.evaluate(look)] == ["1", "2"]
    go(seen, "a=3&b=0&c=1&theta=90")
    assert [name[-1] for name in seen.page.evaluate(look)] == ["2", "1"]
    go(seen, "a=2&b=0&c=2&theta=90")
    assert not any("own" in name for name in seen.page.evaluate(look)), "equal eigenvalues: no axis is a mode"


def test_play_and_reduced_motion(page):
    seen = page(fragment="#turn-the-basis:t=0")
    seen.page.get_by_role("button", name="Play").click()
    seen.page.wait_for_function(f"({STATE})().t > 0.1")
    seen.page.get_by_role("button", name="Pause").click()
    seen = page(fragment="#turn-the-basis:t=0", calm=True)
    times = []
    for _ in range(5):
        seen.page.get_by_role("button", name="Jump to the next event").click()
        times.append(state(seen)["t"])
    assert times == [0.5, 1.0, 1.5, 2.0, 0.0]


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1280])
def test_axe_finds_nothing_and_text_can_be_read(page, width, theme):
    seen = page(width=width, theme=theme)
    seen.page.locator("#turn-the-basis summary").click()
    found = Axe().run(seen.page)
    assert found.violations_count == 0, found.generate_report()
    small = "() => [...document.querySelectorAll('#turn-the-basis *')].filter(n => n.textContent.trim() && parseFloat(getComputedStyle(n).fontSize) < 12).map(n => n.outerHTML)"  # noqa: E501
    assert seen.page.evaluate(small) == []


def test_without_javascript_there_is_a_picture():
    data = TurnTheBasis().fallback()
    assert (
        "entry beside the diagonal is 0.00" in data["text/html"] and "needs JavaScript" in data["text/html"]
    )
    assert data["image/png"]


def test_the_drawing_holds_no_law_of_its_own():
    """Turned entries, eigenvalues, angles and growth come from formulas.js; the drawing places them."""
    code = re.sub(r"//.*", "", source(*(name for name in TurnTheBasis.drawing if name != "degrees.js")))
    assert not re.search(r"Math\.(exp|expm1|log1p|tanh|atan2|sin|cos)\b", code)
