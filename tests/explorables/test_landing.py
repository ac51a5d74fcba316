"""The first page's staircase: equal to Python, calm where motion is not wanted, never in the way."""

import json
import re

import numpy as np
import pytest

from stepwise_ssl import closed_form
from stepwise_ssl.explorables import LandingStaircase, landing, landing_modes, landing_picture, landing_print
from stepwise_ssl.explorables.contract import source
from stepwise_ssl.explorables.landing import GAMMAS, PHOTOGRAPHS, START, TIME

STATE = "() => document.getElementById('landing').explorable.read()"
PLAYING = "() => document.querySelector('#landing .xp-play').dataset.playing === 'yes'"
FRAME = "() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))"
READ = """states => states.map(state => {
  const { explorable } = document.getElementById("landing");
  explorable.goto(state); explorable.draw();
  const cells = document.querySelectorAll("#landing td[data-key]");
  return Object.fromEntries([...cells].map(cell => [cell.dataset.key, Number(cell.dataset.value)]));
})"""


@pytest.fixture(scope="module")
def photographs():
    """Eigenvalues and eigenvectors of the crops that the first page speaks of."""
    return landing_modes.modes()


@pytest.fixture
def staircase(make_page):
    """The HTML of a page with the staircase, and with its still picture before it if asked."""

    def html(still=False, **options):
        page = make_page(LandingStaircase(), **options)
        view = '<script type="application/vnd.jupyter.widget-view+json"'
        return page.replace(view, landing_picture.still(LandingStaircase()) + view) if still else page

    return html


def t(seen):
    seen.page.evaluate(FRAME)
    return seen.page.evaluate(STATE)["t"]


# --- numbers ---------------------------------------------------------------------------------------


def test_the_stored_modes_are_the_photographs(photographs):
    gammas, modes = photographs
    assert np.array(PHOTOGRAPHS) == pytest.approx(gammas, rel=5e-4)  # four digits are stored
    stored = landing_print.pictures()  # (8, 10, 10, 3)
    for picture, mode in zip(stored, modes.T, strict=True):
        wanted = 127.5 * (1 + mode / np.abs(mode).max())
        # Half a step of rounding, and one more where another machine's solver rounds to the other side.
        assert np.abs(picture.reshape(-1) - wanted).max() <= 1.5
        unit = picture.reshape(-1) - 127.5
        assert abs(unit @ mode) / np.linalg.norm(unit) > 0.999


def test_the_style_sheet_is_small_and_fetches_nothing():
    text = source("landing.css", "landing_modes.css")
    assert len(text) < 8000
    assert all(url.startswith('"data:') for url in re.findall(r"url\(([^)]*)", text))


def test_the_drawing_holds_no_law_of_its_own():
    """Logarithms and powers place times on the axis; exponentials of the law live in formulas.js only."""
    code = re.sub(r"//.*", "", source("landing.js"))
    assert not re.search(r"Math\.(exp|expm1|log1p|log2|hypot|tanh)\b", code)
    assert set(re.findall(r"oneWeight\w+", code)) == {
        "oneWeightEigenvalueSolution",
        "oneWeightGap",
        "oneWeightHalfRise",
    }


def test_python_and_javascript_start_from_the_same_weight():
    assert float(re.search(r"const START = ([\de.-]+);", source("landing.js"))[1]) == START
    assert float(re.search(r"const CEILING = ([\d.]+);", source("landing.js"))[1]) == landing_picture.CEILING
    assert float(re.search(r"const BEND = ([\d.]+);", source("landing.js"))[1]) == landing_picture.BEND


def states():
    rng = np.random.default_rng(5)
    times = np.exp(rng.uniform(np.log(TIME.low), np.log(TIME.high), 250))
    spectra = np.exp(rng.uniform(np.log(GAMMAS.low), np.log(GAMMAS.high), (250, 8)))
    own = [{"t": float(time)} for time in times]
    other = [
        {"t": float(time), "gammas": sorted(map(float, row), reverse=True)}
        for time, row in zip(times, spectra, strict=True)
    ]
    ends = (TIME.low, 1.0, TIME.high)
    flat = [{"t": time, "gammas": [g] * 8} for time in ends for g in (GAMMAS.low, 1.0, GAMMAS.high)]
    halves = closed_form.half_rise_times(np.array(PHOTOGRAPHS), np.full(8, START))
    return own + other + flat + [{"t": float(half)} for half in halves]


@pytest.mark.browser
def test_every_number_equals_python(visit, staircase):
    wanted, wrong = states(), []
    seen = visit(staircase(), calm=True)
    for state, table in zip(wanted, seen.page.evaluate(READ, wanted), strict=True):
        time, gammas = state["t"], np.array(state.get("gammas", PHOTOGRAPHS))
        start = np.full(8, START)
        gaps = closed_form.embedding_gap(time, gammas, start)
        expected = {"t": time, "loss": np.sum(gaps**2)}
        for name, values in (
            ("lambda", closed_form.embedding_eigenvalue(time, gammas, start)),
            ("half", closed_form.half_rise_times(gammas, start)),
        ):
            expected |= {f"{name}_{j}": value for j, value in enumerate(values, start=1)}
        assert set(expected) == set(table)
        for key, value in expected.items():
            if not abs(table[key] - value) <= 1e-12 * abs(value) + 1e-300:
                wrong.append((state, key, table[key], value))
    assert not wrong, f"{len(wrong)} numbers differ, the first: {wrong[0]}"
    seen.assert_quiet()


@pytest.mark.browser
def test_the_sentence_counts_the_modes_that_are_learned(visit, staircase):
    seen = visit(staircase(), calm=True)
    halves = closed_form.half_rise_times(np.array(PHOTOGRAPHS), np.full(8, START))
    bounds = landing_picture.edges(halves)
    told = []
    for time in [*bounds, *halves]:
        seen.page.evaluate(
            "t => { const { explorable } = document.getElementById('landing');"
            "explorable.goto({ t }); explorable.draw(); }",
            float(time),
        )
        told.append(seen.page.locator("#landing .xp-sentence").inner_text())
    assert (
        "Nothing is learned yet at t\u00a0=\u00a00.006" in told[0]
        and "All eight modes are learned" in told[8]
    )
    assert "next to nothing is left of the loss" in told[8]
    for count, word in enumerate(landing.CARDINALS[:7], start=1):
        assert f"{word.capitalize()} of the eight modes" in told[count]
        # On a landing the loss counts what is missing. The last one is too narrow to be flat: the eigenvalues
        # of modes 7 and 8 differ by a sixth, and mode 8 has begun when mode 7 is done.
        said = float(re.search(r"the loss is ([\d.]+)\.$", told[count])[1])
        assert said == pytest.approx(8 - count, abs=0.06 if count == 7 else 0.02)
    for word, text in zip(landing.ORDINALS, told[9:], strict=True):
        assert f"The {word} mode is being learned at t\u00a0=\u00a0" in text


# --- the still picture -----------------------------------------------------------------------------

COORDINATES = """root => Object.fromEntries(["future", "step", "fill", "thread"].map(name => [name,
  [...document.querySelectorAll(`${root} .landing-${name}`)].map(path => path.getAttribute("d"))]))"""
PARTS = [".landing-modes", ".landing-plot", ".landing", ".xp-sentence", "summary", ""]
BOXES = """([root, parts]) => Object.fromEntries(parts.map(part => {
  const box = document.querySelector(`${root} ${part}`).getBoundingClientRect();
  return [part, [box.width, box.height]]; }))"""


@pytest.mark.browser
@pytest.mark.parametrize("width", [320, 390, 1280])
def test_the_still_picture_is_the_live_one(visit, staircase, width):
    """Two hands drew it, Python and JavaScript: the same curves in the same boxes."""
    still = landing_picture.still(LandingStaircase())
    shell = staircase().split("<main>")[0].replace("<html ", '<html data-widgets="drawn" ')
    first = visit(f"{shell}<main>{still}</main></html>", width=width)
    live = visit(staircase(), width=width, calm=True)
    one = first.page.evaluate(COORDINATES, ".landing-first")
    two = live.page.evaluate(COORDINATES, "#landing")
    for name in one:
        assert len(one[name]) == len(two[name]) == (1 if name == "future" else 8)
        for mine, theirs in zip(one[name], two[name], strict=True):
            a, b = (np.array(re.findall(r"-?[\d.]+", text), dtype=float) for text in (mine, theirs))
            assert a.shape == b.shape
            assert np.abs(a - b).max() <= 0.1 + 1e-9  # both are rounded to tenths of a thousandth
    boxes = [
        seen.page.evaluate(BOXES, [root, PARTS])
        for seen, root in ((first, ".landing-first"), (live, "#landing"))
    ]
    for part, size in boxes[0].items():
        assert boxes[1][part] == pytest.approx(size, abs=0.5), part
    first.assert_quiet()


@pytest.mark.browser
def test_the_still_picture_goes_when_the_live_one_stands(visit, staircase):
    seen = visit(staircase(still=True), calm=True)
    assert seen.page.locator("[data-first-paint]").count() == 0
    assert seen.page.locator("#landing").count() == 1
    broken = staircase(still=True).replace("export default contract(", "export default nothing(")
    seen = visit(broken, calm=True)
    assert seen.page.locator("[data-first-paint]").is_visible(), "what cannot be drawn leaves the picture"
    assert "could not be drawn" in seen.page.locator("main").inner_text()


def test_the_still_picture_says_its_state():
    page = LandingStaircase().fallback()
    assert "Five of the eight modes are learned at t\u00a0=\u00a03.5; the loss is 3.00" in page["text/html"]
    assert page["text/html"].startswith("<div data-first-paint")
    assert page["image/png"][:4] == b"\x89PNG"
    other = LandingStaircase(t=0.3).fallback()["text/html"]
    assert "Two of the eight modes are learned at t\u00a0=\u00a00.3; the loss is 6.00" in other


# --- motion ----------------------------------------------------------------------------------------


@pytest.mark.browser
def test_it_runs_once_and_stays_at_the_end(visit, staircase):
    seen = visit(staircase(still=True))
    assert t(seen) < 0.05, "it begins at the beginning"
    assert seen.page.evaluate(PLAYING)
    seen.page.wait_for_function(f"({STATE})().t === {TIME.high}", timeout=20_000)
    seen.page.evaluate(FRAME)
    assert not seen.page.evaluate(PLAYING)
    for _ in range(2):  # out of sight and back: it does not begin again
        seen.page.evaluate("document.body.style.paddingTop = '3000px'")
        seen.page.wait_for_timeout(120)
        seen.page.evaluate("document.body.style.paddingTop = ''")
        seen.page.wait_for_timeout(120)
        assert t(seen) == TIME.high and not seen.page.evaluate(PLAYING)
    seen.assert_quiet()


@pytest.mark.browser
def test_where_motion_is_not_wanted_nothing_moves(visit, staircase):
    seen = visit(staircase(still=True), calm=True)
    seen.page.wait_for_timeout(300)
    assert t(seen) == TIME.default and not seen.page.evaluate(PLAYING)
    times = []
    for _ in range(9):
        seen.page.get_by_role("button", name="Jump to the next event").click()
        times.append(t(seen))
    assert len(set(times)) == 9 and TIME.high in times and TIME.low in times


@pytest.mark.browser
@pytest.mark.parametrize("by", ["key", "slider key", "press", "press on the slider", "play button", "link"])
def test_a_hand_on_anything_ends_the_run(visit, click_at, staircase, by):
    seen = visit(staircase())
    seen.page.wait_for_function(PLAYING)
    slider = seen.page.locator("#landing-t")
    if by == "key":
        seen.page.keyboard.press("Tab")
    elif by == "slider key":
        slider.focus()
        seen.page.keyboard.press("ArrowRight")
    elif by == "press":
        seen.page.locator("h1").click()
    elif by == "press on the slider":
        click_at(slider, 0.5)
        assert 0.4 < t(seen) < 0.6  # the middle of the logarithmic axis is 0.49
    elif by == "play button":
        seen.page.get_by_role("button", name="Pause").click()
    else:
        seen.page.evaluate("location.hash = '#landing:t=2'")
        seen.page.wait_for_function(f"({STATE})().t === 2")
    stopped = t(seen)
    assert not seen.page.evaluate(PLAYING)
    seen.page.evaluate("document.body.style.paddingTop = '3000px'")
    seen.page.wait_for_timeout(120)
    seen.page.evaluate("document.body.style.paddingTop = ''")
    seen.page.wait_for_timeout(150)
    assert t(seen) == stopped and not seen.page.evaluate(PLAYING)
    seen.page.get_by_role("button", name="Play").click()  # the reader may let it go on
    seen.page.wait_for_function(PLAYING)
    seen.page.keyboard.press("Shift")
    assert seen.page.evaluate(PLAYING), "the reader's own run is ended by its button alone"


@pytest.mark.browser
def test_it_pauses_out_of_sight_and_goes_on(visit, staircase):
    seen = visit(staircase())
    seen.page.wait_for_function(PLAYING)
    seen.page.evaluate("document.body.style.paddingTop = '3000px'")
    seen.page.wait_for_function(f"!({PLAYING})()")
    paused = t(seen)
    seen.page.wait_for_timeout(200)
    assert t(seen) == paused < 1
    seen.page.evaluate("document.body.style.paddingTop = ''")
    seen.page.wait_for_function(f"({PLAYING})() && ({STATE})().t > {paused}")
    assert t(seen) < 1, "it goes on where it was"


@pytest.mark.browser
def test_a_linked_state_is_shown_and_stays(visit, staircase):
    seen = visit(staircase(), fragment="#landing:t=0.3")
    seen.page.wait_for_timeout(200)
    assert t(seen) == 0.3 and not seen.page.evaluate(PLAYING)
    assert "Two of the eight modes" in seen.page.locator("#landing .xp-sentence").inner_text()


@pytest.mark.browser
def test_in_a_notebook_it_waits_for_its_reader(visit, staircase):
    seen = visit(staircase(), calm=False)
    text = json.dumps({**LandingStaircase().get_state(), "layout": None})
    seen.page.evaluate(
        """async text => {
          document.querySelectorAll('script[type*="widget-view"]').forEach(node => node.remove());
          document.getElementById("landing").parentElement.remove();
          const state = JSON.parse(text), told = {};
          const model = {
            get: key => state[key], on: (key, f) => (told[key] = f), off() {}, save_changes() {},
            set: (key, value) => { state[key] = value; told["change:" + key]?.(); } };
          const address = URL.createObjectURL(new Blob([state._esm], { type: "text/javascript" }));
          const el = document.querySelector("main").appendChild(document.createElement("div"));
          (await import(address)).default.render({ model, el });
        }""",
        text,
    )
    seen.page.wait_for_timeout(300)
    assert t(seen) == TIME.default and not seen.page.evaluate(PLAYING)


@pytest.mark.browser
def test_while_time_runs_the_sentence_names_no_time(visit, staircase):
    """Ten sentences a second lag behind the number over the slider, so the time is said at rest only."""
    seen = visit(staircase())
    seen.page.wait_for_function(f"({PLAYING})() && ({STATE})().t > 0.01")
    sentence = seen.page.locator("#landing .xp-sentence")
    assert "=" not in sentence.inner_text()
    seen.page.get_by_role("button", name="Pause").click()
    seen.page.wait_for_function("document.querySelector('#landing .xp-sentence').textContent.includes('=')")
    said = float(re.search(r" t\s=\s([\d.]+)[:;]", sentence.inner_text())[1])
    assert said == pytest.approx(t(seen), rel=6e-3)  # three digits are said


# --- hands and eyes --------------------------------------------------------------------------------


@pytest.mark.browser
@pytest.mark.parametrize("width", [390, 1280])
def test_a_pull_in_the_plot_moves_time(visit, staircase, width):
    seen = visit(staircase(), calm=True, width=width)
    box = seen.page.locator(".landing-plot").bounding_box()
    y = box["y"] + box["height"] / 2

    def at(share):
        return TIME.low * (TIME.high / TIME.low) ** share

    dot = seen.page.locator(".landing-dot").bounding_box()
    seen.page.mouse.move(dot["x"] + dot["width"] / 2, dot["y"] + dot["height"] / 2)
    seen.page.mouse.down()
    assert t(seen) == pytest.approx(TIME.default, rel=0.05)  # a pixel of the narrow plot is 3 %
    for share in (0.25, 0.75):
        seen.page.mouse.move(box["x"] + share * box["width"], y, steps=3)
        assert t(seen) == pytest.approx(at(share), rel=0.05)
    seen.page.mouse.move(box["x"] + 2 * box["width"], y)
    assert t(seen) == TIME.high
    seen.page.mouse.up()
    seen.page.mouse.move(box["x"] + 0.5 * box["width"], y)
    assert t(seen) == TIME.high
    seen.assert_quiet()


@pytest.mark.browser
def test_no_line_to_a_picture_crosses_the_curve(visit, staircase):
    """Every thread, sampled: it stays above the loss until it meets it at the half rise of its own mode."""
    seen = visit(staircase(), calm=True)
    drawn = seen.page.evaluate(COORDINATES, "#landing")
    x, y = np.array(re.findall(r"[\d.]+", drawn["future"][0]), dtype=float).reshape(-1, 2).T
    for path in drawn["thread"]:
        x0, y0, x1, y1, end = map(
            float, re.fullmatch(r"M([\d.]+) ([\d.]+)L([\d.]+) ([\d.]+)V([\d.]+)", path).groups()
        )
        across = np.linspace(x0, x1, 200)
        slanted = np.interp(across, [x0, x1] if x0 < x1 else [x1, x0], [y0, y1] if x0 < x1 else [y1, y0])
        assert (slanted < np.interp(across, x, y)).all() and y0 == 0
        # Down to the curve; its samples lie two thousandths apart, and a step is steep.
        near = abs(x - x1) <= 2.1
        assert y[near].min() - 0.2 <= end <= y[near].max() + 0.2


@pytest.mark.browser
def test_every_key_of_a_slider(visit, staircase):
    seen = visit(staircase(), calm=True)
    seen.page.locator("#landing-t").focus()
    times = []
    for key in ("Home", "ArrowRight", "PageUp", "End", "ArrowLeft", "PageDown"):
        seen.page.keyboard.press(key)
        times.append(t(seen))
    home, right, up, end, left, down = times
    assert home == TIME.low < right < up and end == TIME.high > left > down
    assert seen.page.locator("label[for=landing-t]").inner_text().split() == ["time", "t"]
    words = seen.page.locator("#landing-t").get_attribute("aria-valuetext")
    assert re.fullmatch(r"[\d.]+, 8 of 8 modes learned", words)


@pytest.mark.browser
def test_the_pictures_light_up_with_their_modes(visit, staircase):
    seen = visit(staircase(), calm=True)
    seen.page.evaluate(READ, [{"t": 3.5}])
    light = seen.page.evaluate(
        "() => [...document.querySelectorAll('.landing-mode i')].map(i => +getComputedStyle(i).opacity)"
    )
    assert min(light[:5]) > 0.95 and max(light[5:]) < 0.4
    assert min(light[5:]) >= 0.3  # on a dark page, too, a picture that waits can be seen
    # What lies beyond the present time is not drawn in colour.
    clip = seen.page.evaluate("getComputedStyle(document.querySelector('.landing-past')).clipPath")
    share = np.log(3.5 / TIME.low) / np.log(TIME.high / TIME.low)
    assert f"{100 * share:.2f}" in re.sub(r"calc\(100% - ([\d.]+)%\)", r"\1", clip) or (
        float(re.search(r"([\d.]+)%", clip)[1]) == pytest.approx(100 * (1 - share), abs=0.02)
    )
