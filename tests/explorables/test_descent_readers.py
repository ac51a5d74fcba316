"""SmallStart and SaddleWalk: what a reader does with hands, keyboard, eyes or a screen reader."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe

from stepwise_ssl.explorables import SaddleWalk, SmallStart
from stepwise_ssl.explorables.contract import source

pytestmark = pytest.mark.browser
BOTH = pytest.mark.parametrize("kind", [SmallStart, SaddleWalk])
FRAME = "() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))"
GO = """hash => new Promise(done => {
  const there = () => { document.querySelector("section.xp").explorable.draw(); done(); };
  if (location.hash === hash) { there(); return; }
  addEventListener("hashchange", there, { once: true }); location.hash = hash; })"""
DONE = "() => document.querySelector('section.xp').explorable.measured().task.finished"


class Reader:
    """An open page with one explorable."""

    def __init__(self, kind, seen):
        self.kind, self.seen, self.page, self.name = kind, seen, seen.page, kind.about.name

    def state(self):
        self.page.evaluate(FRAME)
        return self.page.evaluate("() => document.querySelector('section.xp').explorable.read()")

    def wait(self):
        """Until the descent has come to its end and that has been drawn and said."""
        self.page.wait_for_function(DONE)
        self.page.evaluate("() => document.querySelector('section.xp').explorable.draw()")

    def go(self, fragment):
        self.page.evaluate(GO, f"#{self.name}:{fragment}")
        self.wait()

    def value(self, key):
        shown = self.page.locator(f"#{self.name} td[data-key='{key}']").get_attribute("data-value")
        return None if shown == "null" else float(shown)

    def sentence(self):
        self.page.evaluate(FRAME)
        return self.page.locator(f"#{self.name} .xp-sentence").inner_text()


@pytest.fixture
def reader(visit, make_page):
    def open_page(kind, theme="light", **options):
        return Reader(kind, visit(make_page(kind(), theme=theme), **options))

    return open_page


@BOTH
@pytest.mark.parametrize(("served", "width"), [(True, 1280), (False, 390), (False, 320)])
def test_every_slider_moves_by_mouse(reader, click_at, kind, served, width):
    here = reader(kind, served=served, width=width)
    for control in kind.about.controls:
        slider = here.page.locator(f"#{here.name}-{control.name}")
        slider.scroll_into_view_if_needed()
        before = here.state()
        assert slider.bounding_box()["height"] >= 24
        for part in (0.3, 0.9):
            click_at(slider, part)
            after = here.state()
            # The first place may be where the slider was.
            assert {k for k in after if after[k] != before[k]} <= {control.name}
            assert here.value(control.name) == after[control.name]
        assert after[control.name] != before[control.name]
    here.seen.assert_quiet()
    assert here.page.evaluate("document.documentElement.scrollWidth") <= width


@BOTH
def test_every_slider_moves_by_keyboard_and_keeps_its_keys(reader, kind):
    here = reader(kind)
    here.page.evaluate("() => { window.heard = 0; document.onkeydown = () => window.heard++; }")
    for control in kind.about.controls:
        low, high = (control.windows or {}).get("linear", (control.low, control.high))
        here.page.locator(f"#{here.name}-{control.name}").focus()
        values = []
        for key in ("Home", "ArrowRight", "PageUp", "ArrowLeft", "PageDown", "End"):
            here.page.keyboard.press(key)
            values.append(here.state()[control.name])
        home, right, page_up, left, page_down, end = values
        assert home == low and end == high
        assert home < right < page_up and page_down < left < page_up
    assert here.page.evaluate("window.heard") == 0
    here.seen.assert_quiet()


@BOTH
def test_presets_reset_links_and_sentences(reader, kind):
    here = reader(kind, served=True)
    start, told = here.state(), set()
    for preset in kind.about.presets:
        button = here.page.get_by_role("button", name=preset.name, exact=True)
        assert button.bounding_box()["height"] >= 24
        button.click()
        here.wait()
        now = here.state()
        assert {k: v for k, v in now.items() if v != start[k]} == preset.state
        assert button.get_attribute("aria-pressed") == "true"
        assert here.page.locator(".xp-why").inner_text() == preset.why
        assert not re.search(r"\{\w{2,}\}|NaN|undefined|null|∞|–", here.sentence()), here.sentence()
        told.add(here.sentence())
    assert len(told) == len(kind.about.presets)
    texts = [f"document.querySelector('.xp-{name}').textContent" for name in ("live", "sentence")]
    here.page.wait_for_function(" === ".join(texts))
    wanted = here.state()
    here.page.get_by_role("button", name="Copy link to this state").click()
    here.page.wait_for_function("document.querySelector('.xp-said').textContent !== ''")
    again = reader(kind, fragment=here.page.evaluate("location.hash"))
    assert again.state() == wanted
    here.page.get_by_role("button", name="Reset").click()
    assert here.state() == start
    bad = "&".join(f"{c.name}=1e9" for c in kind.about.controls) + "&start=odd&shape=odd"
    here.page.evaluate(f"location.hash = '#{here.name}:{bad}'")
    # Time is brought inside its whole range.
    assert here.state() == start | {c.name: c.high for c in kind.about.controls}
    here.seen.assert_quiet()


@BOTH
def test_every_choice_is_a_radio_button(reader, kind):
    here = reader(kind)
    for choice in kind.about.choices:
        for option, words in choice.options.items():
            if choice.name == "near":
                here.page.evaluate(
                    "() => document.querySelector('section.xp').explorable.goto({start: 'saddle'})"
                )
                here.state()
            group = here.page.get_by_role("group", name=choice.label, exact=True)
            group.get_by_role("radio", name=words, exact=True).check()
            assert here.state()[choice.name] == option
    here.seen.assert_quiet()


SMALL_CASES = [
    ("alpha=0.001", "rise in turn", r"at t = ([\d.]+); the descent has it at ([\d.]+)", ("due", "last")),
    ("alpha=0.001", "", r"([\d.]+) at the end, ([\d.]+) at most", ("gap_end", "gap_most")),
    ("d=1", "The one eigenvalue rises", r"p = 1 − ([\d.]+) = ([\d.]+) and", ("near", "p")),
    ("d=1&tail=negative&alpha=0.01", "No eigenvalue competes: p = 1.50", r"αᵖ = ([\d.]+)", ("power",)),
    (
        "alpha=0.001",
        "From mode 1 to mode 5 all neighbours tie",
        r"p = 1 − ([\d.]+) = ([\d.]+) and",
        ("near", "p"),
    ),
    ("tail=negative", "From mode 1 to mode 4 all neighbours tie", r"αᵖ = ([\d.]+)", ("power",)),
    ("shape=close&ratio=0.9", "modes 1 and 2, with", r"αᵖ = ([\d.]+)", ("power",)),
    ("ratio=0.98&shape=close", "So little is said", r"αᵖ = ([\d.]+)", ("power",)),
    ("theory=norms", "too early", r"columns would put it at ([\d.]+)", ("due_norms",)),
    ("theory=norms&d=1", "no earlier mode", r"αᵖ = ([\d.]+)", ("power",)),
    ("theory=svd", "too late", r"leading columns would put it at ([\d.]+)", ("due_svd",)),
    ("theory=svd&d=1", "no earlier mode", r"αᵖ = ([\d.]+)", ("power",)),
    ("clock=flow&rate=1", "limit of small steps", r"at t = ([\d.]+)", ("due",)),
]
WALK_CASES = [
    ("t=0", "near the origin", r"the distance is ([\d.]+), the loss ([\d.]+)", ("distance", "loss")),
    ("t=0.52", "near the saddle {1}", r"(\d) directions lead down", ("index",)),
    ("t=0.35", "on its way", r"the loss is ([\d.]+)", ("loss",)),
    ("t=0.8", "near none of them", r"at the distance ([\d.]+)", ("distance",)),
    ("t=2", "has arrived at {1, 2}", r"has come near (\d)", ("passed",)),
    ("start=saddle&near=inner&t=1", "as low as with the top modes", r"Of the (\d+) flat places", ("count",)),
    ("start=saddle&near=three&gamma_3=-0.5&t=0", "is left out", r"Of the (\d+) flat places", ("count",)),
    ("outputs=three&gamma_3=-0.5&gamma_4=-1&t=3", "can fall no further", r"loss at ([\d.]+)", ("floor",)),
    ("gamma_1=-1&gamma_2=-1&gamma_3=-1&gamma_4=0", "No eigenvalue is", r"tends to (\d)", ("floor",)),
    ("start=random&seed=7&t=4&gamma_2=3.8&gamma_3=3.6", "whole surf", r"distance ([\d.]+);", ("distance",)),
    ("t=0.6&gamma_1=1&gamma_2=4", "near the saddle {2}", r"rate 4γ = ([\d.]+)", ("rate",)),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "cases"), [(SmallStart, SMALL_CASES), (SaddleWalk, WALK_CASES)])
def test_sentence_fits_every_kind_of_state_and_its_numbers(reader, kind, cases):
    here = reader(kind)
    for fragment, words, pattern, keys in cases:
        here.go(fragment)
        text = here.sentence()
        assert words in text, (fragment, text)
        assert not re.search(r"\{\w{2,}\}|NaN|undefined|null|∞|–", text), text
        found = re.search(pattern, text)
        for shown, key in zip(found.groups(), keys, strict=True):
            assert float(shown.rstrip(".")) == pytest.approx(here.value(key), rel=5e-3, abs=1e-9), (text, key)


AXES = """view => {
  const plot = document.querySelector(`[data-view=${view}]`), number = (node, name) => Number(node.getAttribute(name));
  const axis = (name, shift) => [...plot.querySelectorAll(`[data-${name}]`)].map(n => [Number(n.dataset[name]), number(n, name) - shift]);
  const curve = role => (plot.querySelector(`[data-role="${role}"]`)?.getAttribute("d") ?? "").slice(1).split("L").map(p => p.split(" ").map(Number));
  return { x: axis("x", 0), y: axis("y", 4),
    marks: Object.fromEntries([...plot.querySelectorAll("circle[data-role]")].map(n => [n.dataset.role, [number(n, "cx"), number(n, "cy")]])),
    curves: Object.fromEntries([...plot.querySelectorAll("path[data-role]")].filter(n => n.getAttribute("d")).map(n => [n.dataset.role, curve(n.dataset.role)])) };
}"""  # noqa: E501


def read_axis(ticks, at, log=False):
    """The value at a pixel, found from the printed ticks alone."""
    (a, pa), (b, pb) = ticks[0], ticks[-1]
    part = (at - pa) / (pb - pa)
    return a * (b / a) ** part if log else a + (b - a) * part


@pytest.mark.parametrize("time_axis", ["linear", "log"])
def test_small_start_s_picture_agrees_with_its_table(reader, time_axis):
    here = reader(SmallStart)
    here.go(f"time_axis={time_axis}&alpha=0.01&d=3&seed=4")
    drawn = here.page.evaluate(AXES, "rise")
    log = time_axis == "log"
    for j in (1, 2, 3):
        for role, key in ((f"lambda-{j}", f"run_{j}"), (f"theory-{j}", f"due_{j}")):
            curve = drawn["curves"][role]
            middle = read_axis([(y, v) for v, y in drawn["y"]], 0.5)  # the pixel of one half
            k = next(k for k in range(1, len(curve)) if curve[k - 1][1] > middle >= curve[k][1])
            time = read_axis(drawn["x"], (curve[k - 1][0] + curve[k][0]) / 2, log)
            assert time == pytest.approx(here.value(key), rel=0.03)
        mark = float(re.match(r"[\d.]+", str(drawn["curves"][f"due-{j}"][0][0]))[0])
        assert read_axis(drawn["x"], mark, log) == pytest.approx(here.value(f"due_{j}"), rel=0.02)
    gaps = here.page.evaluate(AXES, "gaps")
    x, y = gaps["marks"]["gap"]
    assert read_axis(gaps["x"], x, True) == pytest.approx(0.01, rel=0.05)
    assert read_axis(gaps["y"], y, True) == pytest.approx(here.value("gap_end"), rel=0.05)


@pytest.mark.parametrize("start", ["aligned", "random"])
def test_saddle_walk_s_picture_agrees_with_its_table(reader, start):
    here = reader(SaddleWalk)
    for t in (0.1, 0.5, 0.8, 1.5):
        here.go(f"start={start}&t={t}&alpha=0.0001")
        for view, role, key, log in (("loss", "loss", "loss", False), ("far", "distance", "distance", True)):
            drawn = here.page.evaluate(AXES, view)
            x, y = drawn["marks"][role]
            assert read_axis(drawn["x"], x) == pytest.approx(t, abs=0.01)
            shown = read_axis(drawn["y"], y, log)
            assert shown == pytest.approx(
                here.value(key), rel=0.05 if log else 0.02, abs=1e-7 if log else 0.01
            )
        node = here.page.locator("[data-view=lattice] [data-at=y]")
        held = [j for j in (1, 2, 3, 4) if here.value(f"in_{j}")]
        assert node.get_attribute("data-set") == "{" + (", ".join(map(str, held)) or " ") + "}"
        assert here.page.locator("[data-view=lattice] [data-seen=y]").count() == here.value("passed")
        assert here.page.locator("[data-view=lattice] [data-set]").count() == here.value("count")
        if start == "aligned":
            tip = here.page.locator("[data-role=arrow-1]")
            length = float(tip.get_attribute("data-x") or 0) * 2**0.5  # it points along the diagonal
            rim = float(here.page.locator("circle.sw-rim").get_attribute("r"))
            assert length == pytest.approx(rim * here.value("share_1") ** 0.5, abs=1.5)


def test_a_run_stops_when_another_is_asked_for(reader):
    """Slices: the longest run is not finished at once, the page draws meanwhile, and a new state ends it."""
    here = reader(SmallStart)
    page = here.page
    page.evaluate(
        """() => { const { explorable } = document.querySelector("section.xp"); window.xp = explorable;
        explorable.goto({ d: 8, m: 32, alpha: 1e-6, rate: 0.05 }); explorable.draw();
        window.first = explorable.measured().run; }"""
    )
    assert not page.evaluate("first.finished")
    assert "goes on" in here.sentence()
    page.wait_for_function(f"first.k > {page.evaluate('first.k')}")
    page.evaluate("() => { xp.goto({ d: 2 }); xp.draw(); }")
    here.wait()
    stopped = page.evaluate("first.k")
    for _ in range(5):
        here.state()
    assert page.evaluate("first.k") == stopped and not page.evaluate("first.finished")
    # Back again: it goes on from where it was.
    page.evaluate("() => { xp.goto({ d: 8, m: 32, alpha: 1e-6, rate: 0.05 }); xp.draw(); }")
    assert page.evaluate("xp.measured().run === first && first.k >= " + str(stopped))
    here.seen.assert_quiet()


def test_two_on_one_page_do_not_stop_each_other(visit, make_page):
    seen = visit(make_page(SmallStart(alpha=1e-6, d=6, rate=0.1), SmallStart(alpha=1e-5, d=5, seed=2)))
    done = (
        "() => [...document.querySelectorAll('section.xp')].every(n => n.explorable.measured().task.finished)"
    )
    seen.page.wait_for_function(done)
    seen.assert_quiet()


@BOTH
def test_play_and_reduced_motion(reader, kind):
    here = reader(kind, calm=True)
    here.wait()
    if kind is SmallStart:  # nothing to play: while it descends nothing is drawn, then the end
        here.go("d=8&m=32&alpha=0.000001&rate=0.1")
        assert "rise in turn" in here.sentence()
        return
    here.go("t=0")
    times = []
    for _ in range(6):
        here.page.get_by_role("button", name="Jump to the next event").click()
        times.append(here.state()["t"])
    assert times[:4] == sorted(times[:4]) and times[3] > times[0] > 0
    moving = reader(kind, fragment="#saddle-walk:t=0")
    moving.page.get_by_role("button", name="Play").click()
    moving.page.wait_for_function("() => document.querySelector('section.xp').explorable.read().t > 0.2")
    moving.page.get_by_role("button", name="Pause").click()


@BOTH
@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1280])
def test_axe_finds_nothing_and_text_can_be_read(reader, kind, width, theme):
    here = reader(kind, width=width, theme=theme)
    here.page.locator("summary").click()
    here.wait()
    found = Axe().run(here.page)
    assert found.violations_count == 0, found.generate_report()
    small = "() => [...document.querySelectorAll('section.xp *')].filter(n => n.textContent.trim() && parseFloat(getComputedStyle(n).fontSize) < 12).map(n => n.outerHTML)"  # noqa: E501
    assert here.page.evaluate(small) == []
    assert here.page.evaluate("document.documentElement.scrollWidth") <= width


@BOTH
def test_the_drawing_holds_no_law_of_its_own(kind):
    """Growth and logistic curves live in formulas.js; the step of descent is the only other law."""
    own = [name for name in kind.drawing if name not in ("chance.js", "symmetric.js", "descent_js/start.js")]
    code = re.sub(r"//.*", "", source(*own))
    assert not re.search(r"Math\.(expm1|log1p|tanh)\b", code)
    # One exponential: between two kept rows a distance is drawn as a straight line in logarithms.
    assert code.count("Math.exp(") == (1 if kind is SaddleWalk else code.count("Math.exp(u)"))


@BOTH
def test_without_javascript_there_is_a_picture(kind):
    data = kind().fallback()
    assert "needs JavaScript" in data["text/html"] and data["image/png"]
