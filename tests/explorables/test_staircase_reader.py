"""What a reader does with the staircase: mouse, keyboard, touch, links, words, a small screen, no motion."""

import re
from itertools import pairwise

import numpy as np
import pytest
from axe_playwright_python.sync_playwright import Axe

from stepwise_ssl.explorables import Staircase
from stepwise_ssl.explorables.staircase import PHOTOGRAPHS, TIME
from stepwise_ssl.explorables.staircase_pack import photograph_modes
from stepwise_ssl.palette import MODE_COLOURS, PLUS, STRONGEST

pytestmark = pytest.mark.browser
FRAME = "() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))"
GOTO = "s => { const e = document.getElementById('staircase').explorable; e.goto(s); e.draw(); }"
READ = "() => document.getElementById('staircase').explorable.read()"
FOCUSED = """() => document.activeElement === document.body ? null
  : [document.activeElement.id, document.activeElement.textContent]"""
PRESETS = Staircase.about.presets


@pytest.fixture
def open_it(visit, make_page):
    """Factory: the staircase alone on a page."""
    return lambda theme="light", widget=None, **how: visit(
        make_page(widget or Staircase(), theme=theme), theme=theme, **how
    )


def state(seen):
    seen.page.evaluate(FRAME)
    return seen.page.evaluate(READ)


def bar(seen, number):
    return seen.page.locator(f"#staircase-gamma-{number}")


def press(seen, *keys):
    for key in keys:
        seen.page.keyboard.press(key)


def test_every_control_by_keyboard(open_it):
    """Once through the whole figure with Tab: each control is reached, named, visible and does its work."""
    seen = open_it(served=True)
    names = seen.page.evaluate("""() => [...document.querySelectorAll(
      "#staircase :is(button, input, summary, [tabindex='0'])")].filter(n => n.checkVisibility()).map(n =>
        n.getAttribute("aria-label") || n.labels?.[0]?.textContent || n.textContent)""")
    assert all(name.strip() for name in names)
    reached = []
    for _ in range(60):
        press(seen, "Tab")
        where = seen.page.evaluate(FOCUSED)
        if where is None:
            break
        reached.append(where)
    ids = [where[0] for where in reached]
    for control in ("t", "alpha", "d", "file", *(f"gamma-{k}" for k in range(1, 6))):
        assert f"staircase-{control}" in ids, control
    texts = " ".join(where[1] for where in reached)
    for words in (
        "Flat",
        "Reset",
        "Copy link",
        "Add a mode",
        "Remove the last",
        "Next step",
        "Guess the staircase",
        "as a table",
    ):
        assert words in texts, words


@pytest.mark.parametrize(
    ("name", "ends"), [("t", TIME.windows["linear"]), ("alpha", (1e-6, 1.0)), ("d", (1, 5))]
)
def test_sliders_by_keyboard(open_it, name, ends):
    seen = open_it()
    seen.page.locator(f"#staircase-{name}").focus()
    press(seen, "Home")
    low = state(seen)[name]
    press(seen, "ArrowRight")
    assert state(seen)[name] > low
    press(seen, "End")
    assert (low, state(seen)[name]) == ends


def test_a_bar_by_keyboard(open_it):
    seen = open_it()
    seen.page.evaluate("() => { window.heard = 0; document.onkeydown = () => window.heard++; }")
    bar(seen, 1).focus()
    values = {}
    for key in ("ArrowUp", "ArrowRight", "PageDown", "ArrowDown", "ArrowLeft", "PageUp", "End", "Home"):
        press(seen, key)
        values[key] = state(seen)["gammas"][0]
    assert values["ArrowUp"] == 4.1 and values["ArrowRight"] == 4.2 and values["PageDown"] == 3.2
    assert (
        values["ArrowLeft"] == 3.0
        and values["PageUp"] == 4.0
        and values["End"] == 8.0
        and values["Home"] == -1.0
    )
    assert seen.page.evaluate("window.heard") == 0  # JupyterLab would take the keys
    # At rest the bars stand in order of value, and the focus has gone with the bar.
    seen.page.wait_for_function("document.activeElement.id === 'staircase-gamma-5'")
    assert state(seen)["gammas"] == [1.41, 0.77, 0.5, 0.358, -1.0]
    focused = bar(seen, 5)
    assert focused.get_attribute("aria-valuenow") == "-1" and "minus 1, never steps" in focused.get_attribute(
        "aria-valuetext"
    )
    assert focused.get_attribute("aria-label") == "mode 5 of 5, eigenvalue"
    press(seen, "Delete")
    assert state(seen)["gammas"] == [1.41, 0.77, 0.5, 0.358]
    assert state(seen)["d"] == 4
    assert seen.page.evaluate("document.activeElement.id") == "staircase-gamma-4"


@pytest.mark.parametrize("width", [1280, 320])
def test_a_bar_by_mouse_keeps_its_place_until_it_is_let_go(open_it, width):
    seen = open_it(width=width)
    box = bar(seen, 3).bounding_box()
    assert box["width"] >= 24
    x, zero = box["x"] + box["width"] / 2, box["y"]
    seen.page.mouse.move(x, zero + 100)
    seen.page.mouse.down()
    seen.page.mouse.move(x, zero + 60, steps=5)
    seen.page.mouse.move(x, zero + 2, steps=5)
    held = state(seen)
    assert held["gammas"] == [4.0, 1.41, 8.0, 0.5, 0.358]  # still in its place
    assert bar(seen, 3).get_attribute("data-mode") == "1"  # but it is mode 1 already, in mode 1's colour
    colour = bar(seen, 3).locator(".xp-bar-fill").evaluate("n => getComputedStyle(n).backgroundColor")
    assert colour == "rgb({}, {}, {})".format(*(int(MODE_COLOURS[0][k : k + 2], 16) for k in (1, 3, 5)))
    seen.page.mouse.up()
    assert state(seen)["gammas"] == [8.0, 4.0, 1.41, 0.5, 0.358]
    assert seen.page.evaluate("document.activeElement.id") == "staircase-gamma-1"
    seen.assert_quiet()


def test_a_bar_by_touch(chromium, make_page, tmp_path):
    context = chromium.new_context(has_touch=True, is_mobile=True, viewport={"width": 390, "height": 844})
    page = context.new_page()
    (tmp_path / "page.html").write_text(make_page(Staircase()), encoding="utf-8")
    page.goto((tmp_path / "page.html").as_uri())
    page.wait_for_selector("html[data-widgets=drawn]", state="attached")
    handle = page.locator("#staircase-gamma-2")
    handle.scroll_into_view_if_needed()
    box = handle.bounding_box()
    page.touchscreen.tap(box["x"] + box["width"] / 2, box["y"] + 40)
    page.evaluate(FRAME)
    assert page.evaluate(READ)["gammas"][0] != 4.0 or page.evaluate(READ)["gammas"][1] != 1.41
    context.close()


def test_modes_are_added_and_removed(open_it):
    seen = open_it()
    for number in (6, 7, 8):
        seen.page.get_by_role("button", name="Add a mode").click()
        assert len(state(seen)["gammas"]) == number == state(seen)["d"]
    assert seen.page.get_by_role("button", name="Add a mode").is_disabled()
    assert state(seen)["gammas"] == sorted(state(seen)["gammas"], reverse=True)
    seen.page.evaluate("document.getElementById('staircase').explorable.goto({ d: 2 })")
    seen.page.get_by_role("button", name="Add a mode").click()
    assert state(seen)["d"] == 2  # a dimension that was smaller stays as it was set
    for number in (5, 4, 3, 2, 1):
        seen.page.get_by_role("button", name="Remove the last").click()
        assert len(state(seen)["gammas"]) == number
    assert state(seen)["d"] == 1
    assert seen.page.get_by_role("button", name="Remove the last").is_disabled()


def test_presets_reset_and_link(open_it):
    seen = open_it(served=True)
    start = state(seen)
    for preset in PRESETS:
        seen.page.get_by_role("button", name=preset.name, exact=True).click()
        assert state(seen) == {**start, **preset.state}
        assert seen.page.locator("#staircase .xp-why").inner_text() == preset.why
    seen.page.get_by_role("button", name="Copy link to this state").click()
    seen.page.wait_for_function("document.querySelector('.xp-said').textContent !== ''")
    fragment = seen.page.evaluate("location.hash")
    assert "gammas=1,1,1,1" in fragment
    assert state(open_it(fragment=fragment)) == {**start, **PRESETS[-1].state}
    seen.page.get_by_role("button", name="Reset").click()
    assert state(seen) == start
    for hash_, wanted in {
        "gammas=3,2&d=7": {"gammas": [3, 2], "d": 2},
        "gammas=99,-99&alpha=0.5": {"gammas": [8, -1], "d": 2, "alpha": 0.5},
        "gammas=&d=2.6": {"d": 3},
        "gammas=1,word": {},
        "gammas=1,1,1,1,1,1,1,1,1,1&d=8": {"gammas": [1] * 8, "d": 8},
    }.items():
        seen.page.evaluate(f"location.hash = '#staircase:{hash_}'")
        assert state(seen) == {**start, **wanted}, hash_
    seen.assert_quiet()


SENTENCES = {
    "": ["steps alone", "mode 3 is rising"],
    "t=0": ["nothing is learned yet", "mode 1 steps next, near 0.388"],
    "t=8": ["everything that can be learned is learned"],
    "t=0.7": ["4 of 5 directions are open", "mode 2 steps next"],
    "d=2&t=5": ["Modes 3, 4 and 5 are never learned: all 2 directions are taken"],
    "gammas=4,1.1,1&d=3&t=1.5": [
        "by the rule of this chapter their steps overlap",
        "modes 2 and 3 are rising",
    ],
    "gammas=1,1,1&d=3&t=0.1": ["All 3 modes have the same eigenvalue", "the loss falls by 3"],
    "gammas=2,-0.5&d=2&t=7": ["Mode 2 never steps", "stays at 1 for ever"],
    "gammas=2,0,-1&d=3&t=7": ["Modes 2 and 3 never step", "stays at 2 for ever"],
    "gammas=0,-1&d=2": ["No eigenvalue is positive", "the loss ends at 2"],
    "gammas=8,1&d=2&alpha=0.5&t=0.01": ["Mode 1 starts at or above its limit"],
    "gammas=8,4&d=2&alpha=1&t=0.001": ["Modes 1 and 2 start at or above their limits"],
    "gammas=1,0.2&d=2&alpha=0.8&t=0.01": ["Mode 1 starts beyond the half rise"],
    "gammas=3&d=1&t=2": ["One mode steps", "everything that can be learned"],
}


def test_two_steps_part_where_the_chapter_s_rule_says(open_it):
    """staircase/visible: 1 and 0.8 part once alpha^2 is below exp(-(log 81 + log 0.8) / 0.2)."""
    limit = np.exp(-(np.log(81) + np.log(0.8)) / 0.4)
    seen = open_it()
    for alpha, words in ((1.02 * limit, "Modes 1 and 2 step close together"), (0.98 * limit, "steps alone")):
        seen.page.evaluate(GOTO, {"gammas": [1.0, 0.8], "d": 2, "alpha": alpha})
        assert words in seen.page.locator("#staircase .xp-sentence").inner_text()


# The gate in words: a direction that is closing counts neither as open nor as closed.
GATES = {
    "t=0": "All 5 directions are open: nothing is learned yet.",
    "t=0.7": "4 of 5 directions are open: through what is open, the modes still to come grow.",
    "t=8": "All 5 directions are closed: none is left for another mode.",
    "gammas=4,1.5,0.7,-0.5&d=4&t=1.3": "2 of 4 directions are open, 1 is closing: through what is open, "
    "the modes still to come grow. 1 will stay open.",
    "gammas=4,1.5,0.7,-0.5&d=4&t=8": "1 of 4 directions is open, and no positive mode is left to fill it.",
    "gammas=4,0,-0.5&d=3&t=8": "2 of 3 directions are open, and no positive mode is left to fill them.",
    "gammas=0,-1&d=2&t=3": "All 2 directions are open, and no positive mode is there to fill them.",
    "gammas=1,1,1,1&d=4&t=1.727": "No direction is open, 4 are closing",
    "gammas=8,1&d=2&alpha=0.5&t=0.001": "No direction is open, 1 is closing, 1 is overfilled",
    "gammas=3&d=1&t=2": "The one direction is closed: none is left for another mode.",
}


def test_the_gate_is_said_by_case(open_it):
    seen = open_it()
    for fragment, words in GATES.items():
        seen.page.evaluate("hash => { location.hash = '#staircase:' + hash; }", fragment)
        seen.page.evaluate(FRAME)
        seen.page.evaluate("document.getElementById('staircase').explorable.draw()")
        text = seen.page.locator("#staircase .xp-maps .xp-small").first.inner_text()
        assert text.startswith(words), (fragment, text)


def test_at_a_half_rise_nothing_is_counted_twice(open_it):
    """At the half rise of the last mode the loss is a quarter, and its direction is closing, not closed."""
    seen = open_it()
    half = seen.page.evaluate("document.getElementById('staircase').explorable.measured().steps[4].half")
    seen.page.evaluate(GOTO, {"t": half})
    text = seen.page.locator("#staircase .xp-sentence").inner_text()
    assert "the loss is 0.250, no direction is open, 1 is closing." in text.replace("0.251", "0.250")


def test_the_maps_have_a_key_and_the_colours_of_the_chapter_s_figure(open_it):
    seen = open_it(fragment="#staircase:t=0")
    keys = seen.page.locator("#staircase .xp-tones")
    assert [key.inner_text().split() for key in keys.all()] == [
        ["−1", "−", "0", "+", "1"], ["−1.67", "−", "0", "+", "1.67"],
    ]  # fmt: skip
    # At the start the gate is the identity: full orange on the diagonal, paper beside it.
    full, beside = seen.page.evaluate("""() => [2, 60].map(x => [...document.querySelector(".xp-map")
      .getContext("2d").getImageData(x, 4, 1, 1).data].slice(0, 3))""")
    plus = [int(PLUS[k : k + 2], 16) for k in (1, 3, 5)]
    wanted = [255 + STRONGEST * (p - 255) for p in plus]
    assert full == pytest.approx(wanted, abs=1) and beside == [255, 255, 255]


@pytest.mark.parametrize("width", [320, 390, 700, 1280])
def test_the_numbers_of_eight_bars_stay_apart(open_it, width):
    seen = open_it(width=600)
    seen.page.add_style_tag(
        content="body { font-family: 'DejaVu Sans', Verdana, sans-serif }"
    )  # wide figures
    seen.page.set_viewport_size({"width": width, "height": 900})
    seen.page.get_by_role("button", name=PRESETS[3].name, exact=True).click()
    seen.page.evaluate(FRAME)
    boxes = seen.page.evaluate("""() => [...document.querySelectorAll(".xp-bar-value")].map(node => {
      const range = document.createRange(); range.selectNodeContents(node);
      const { left, right } = range.getBoundingClientRect(); return [left, right]; })""")
    gaps = [b[0] - a[1] for a, b in pairwise(boxes)]
    assert len(boxes) == 8 and min(gaps) >= 3, gaps


def test_sentence_fits_every_kind_of_state(open_it):
    seen = open_it()
    for fragment, words in SENTENCES.items():
        seen.page.evaluate("hash => { location.hash = '#staircase:' + hash; }", fragment or "t=2.5")
        seen.page.evaluate(FRAME)
        seen.page.evaluate("document.getElementById('staircase').explorable.draw()")
        text = seen.page.locator("#staircase .xp-sentence").inner_text()
        for part in words:
            assert part in text, (fragment, text)
        loss = float(seen.page.locator("#staircase td[data-key=loss]").get_attribute("data-value"))
        said = re.search(r"loss is ([\d.]+)(\u00a0×|[,;. ])", text)
        if said and not said[2].startswith("\u00a0"):
            assert float(said[1].rstrip(".")) == pytest.approx(loss, rel=6e-3)
    assert seen.page.locator("#staircase .xp-live").get_attribute("aria-live") == "polite"


PIXELS = """() => {
  const svg = document.querySelector("svg[data-view=eigenvalues]"), canvas = document.querySelector("canvas[data-view=eigenvalues-now]");
  const ratio = canvas.width / canvas.clientWidth, cursor = Number(canvas.parentNode.dataset.cursor);
  const ticks = (axis) => [...svg.querySelectorAll(`[data-${axis}]`)].map(n => [Number(n.dataset[axis]), Number(n.getAttribute(axis))]);
  const data = canvas.getContext("2d").getImageData(Math.round(cursor * ratio) - 1, 0, 3, canvas.height).data, rows = {};
  for (let y = 0; y < canvas.height; y++) for (let x = 0; x < 3; x++) {
    const at = 4 * (3 * y + x), key = [...data.slice(at, at + 4)].join(); if (data[at + 3] === 255) (rows[key] ??= []).push(y / ratio);
  }
  return { cursor, x: ticks("x"), y: ticks("y").map(([v, at]) => [v, at - 4]), rows };
}"""  # noqa: E501


@pytest.mark.parametrize(
    "hash_", ["t=2.4", "t=5.2", "gammas=2,1,-0.5&d=3&t=1.7", "t=4.1&time_axis=log&alpha=0.01"]
)
def test_picture_agrees_with_the_table(open_it, hash_):
    """Dots are looked for in the canvas, by colour; their heights are read with the printed ticks alone."""
    seen = open_it(fragment="#staircase:" + hash_)
    seen.page.evaluate("document.getElementById('staircase').explorable.draw()")
    drawn = seen.page.evaluate(PIXELS)
    (v0, y0), (v1, y1) = drawn["y"][0], drawn["y"][-1]
    found = 0
    for j, colour in enumerate(MODE_COLOURS[: len(state(seen)["gammas"])]):
        rgb = ",".join(str(int(colour[k : k + 2], 16)) for k in (1, 3, 5))
        rows = drawn["rows"].get(f"{rgb},255")
        if not rows:  # behind the dot of an earlier mode
            continue
        found += 1
        middle = (min(rows) + max(rows) + 1 / 2) / 2
        lam = float(seen.page.locator(f"#staircase td[data-mode='lam,{j}']").get_attribute("data-value"))
        if max(rows) - min(rows) >= 4:  # most of the dot is seen
            assert v0 + (v1 - v0) * (middle - y0) / (y1 - y0) == pytest.approx(lam, abs=0.03)
    assert found >= 2
    if "log" not in hash_:
        (t0, x0), (t1, x1) = drawn["x"][0], drawn["x"][-1]
        assert t0 + (t1 - t0) * (drawn["cursor"] - x0) / (x1 - x0) == pytest.approx(
            state(seen)["t"], abs=0.02
        )


def test_play_pause_and_next_step(open_it):
    seen = open_it(fragment="#staircase:t=0")
    seen.page.get_by_role("button", name="Play").click()
    seen.page.wait_for_function(f"({READ})().t > 0.2")
    seen.page.get_by_role("button", name="Pause").click()
    stopped = state(seen)["t"]
    seen.page.wait_for_timeout(120)
    assert state(seen)["t"] == stopped
    tau = float(seen.page.locator("#staircase td[data-key=next]").get_attribute("data-value"))
    seen.page.get_by_role("button", name="Next step").click()
    seen.page.wait_for_function(f"Math.abs(({READ})().t - {tau}) < 1e-9")


def test_time_never_runs_backwards(open_it):
    """From the end the button goes to the start at once, where motion is welcome, too."""
    seen = open_it(fragment="#staircase:t=8")
    seen.page.get_by_role("button", name="From the start").click()
    assert state(seen)["t"] == 0
    seen.page.wait_for_timeout(120)
    assert state(seen)["t"] == 0


def test_the_photographs_preset_tells_its_scale():
    """Its eigenvalues are the photographs' over the factor that its sentence names."""
    factor = photograph_modes()[0][0] / PHOTOGRAPHS[0]
    assert f"divided by {factor:.1f}" in PRESETS[3].why and "times are longer" in PRESETS[3].why


def test_reduced_motion_jumps_and_nothing_starts_by_itself(open_it):
    seen = open_it(fragment="#staircase:t=0", calm=True)
    taus = seen.page.evaluate(
        "document.getElementById('staircase').explorable.measured().steps.map(s => s.tau)"
    )
    for tau in taus:
        seen.page.get_by_role("button", name="Next step").click()
        assert state(seen)["t"] == tau
    seen.page.get_by_role("button", name="To the end").click()
    assert state(seen)["t"] == TIME.windows["linear"][1]
    seen.page.get_by_role("button", name="From the start").click()
    assert state(seen)["t"] == 0
    assert seen.page.get_by_role("button", name="Next step").is_visible()
    seen.page.get_by_role("button", name="Guess the staircase").click()
    seen.page.get_by_role("button", name="Play it").click()
    seen.page.wait_for_function("document.querySelector('.xp-guess').dataset.phase === 'scored'")
    still = open_it()
    before = state(still)
    still.page.wait_for_timeout(250)
    assert state(still) == before


def test_a_press_into_the_curves_moves_time(open_it):
    seen = open_it()
    box = seen.page.locator(".xp-pane").first.bounding_box()
    seen.page.mouse.click(box["x"] + box["width"] - 18, box["y"] + 60)
    assert state(seen)["t"] == 8.0


def test_guess_by_mouse_and_keyboard(open_it):
    seen = open_it(calm=True)
    seen.page.get_by_role("button", name="Guess the staircase").click()
    assert state(seen)["t"] == 0
    for hidden in ("#staircase-t", "svg[data-view=eigenvalues]", "#staircase summary"):
        assert not seen.page.locator(hidden).first.is_visible()  # nothing gives the answer away
    assert "near" not in seen.page.locator("#staircase .xp-sentence").inner_text()
    flags = [seen.page.locator(f"#staircase-flag-{j}") for j in range(1, 6)]
    assert all(flag.get_attribute("aria-valuetext") == "not in this window" for flag in flags)
    assert seen.page.get_by_role("button", name="Stop guessing").is_visible()
    # Flags are made in one frame and hung up in the next.
    seen.page.wait_for_function("document.querySelector('#staircase-flag-5').style.transform !== ''")
    seen.page.locator("#staircase-flag-1").scroll_into_view_if_needed()
    seen.page.evaluate(FRAME)
    pane = seen.page.locator(".xp-pane").nth(1).bounding_box()
    box = flags[0].bounding_box()
    assert min(box["width"], box["height"]) >= 24
    # They wait left of the axis, each in sight and none over another: no spacing is suggested.
    waiting = [flag.bounding_box() for flag in flags]
    assert len({each["x"] for each in waiting}) == 1 and pane["x"] <= box["x"] < pane["x"] + 34 - 14
    assert all(b["y"] - a["y"] >= 24 for a, b in pairwise(waiting))
    seen.page.mouse.move(box["x"] + 14, box["y"] + 14)
    seen.page.mouse.down()
    seen.page.mouse.move(pane["x"] + 34 + 0.05 * (pane["width"] - 52), box["y"] + 14, steps=3)
    seen.page.mouse.up()
    assert flags[0].get_attribute("aria-valuetext").startswith("time 0.4")
    flags[1].focus()
    press(seen, "Home", "PageUp", "PageUp", "PageUp", "ArrowLeft")
    assert flags[1].get_attribute("aria-valuetext") == "time 1.16"
    press(seen, "ArrowUp")
    assert flags[1].get_attribute("aria-valuetext") == "time 1.2"
    seen.page.get_by_role("button", name="Play it").click()
    seen.page.wait_for_function("document.querySelector('.xp-guess').dataset.phase === 'scored'")
    words = seen.page.locator(".xp-guess-words").inner_text()
    assert words.startswith("Close: modes 1 and 2.") and "You left out modes 3, 4 and 5" in words
    assert seen.page.locator("svg[data-view=eigenvalues]").is_visible()
    assert seen.page.locator("button", has_text="Done").is_visible()
    seen.page.get_by_role("button", name="Guess again").click()
    seen.page.wait_for_selector("#staircase-flag-1[aria-valuetext='not in this window']")  # in the next frame
    seen.page.get_by_role("button", name="Stop guessing").click()
    seen.page.wait_for_selector("#staircase-t", state="visible")
    seen.assert_quiet()


def test_guess_follows_the_spectrum_and_the_axis(open_it):
    seen = open_it(calm=True)
    seen.page.get_by_role("button", name="Guess the staircase").click()
    seen.page.get_by_role("button", name="One negative").click()
    seen.page.evaluate(FRAME)
    assert seen.page.locator(".xp-flag").count() == 4
    assert state(seen)["t"] == 0 or not seen.page.locator("#staircase-t").is_visible()
    seen.page.get_by_role("radio", name="log").check()
    seen.page.evaluate(FRAME)
    seen.page.locator("#staircase-flag-1").focus()
    press(seen, "Home")
    assert seen.page.locator("#staircase-flag-1").get_attribute("aria-valuetext") == "time 0.01"
    seen.assert_quiet()


SMALL = """() => [...document.querySelectorAll("#staircase *")].filter(n => n.checkVisibility()
  && [...n.childNodes].some(c => c.nodeType === 3 && c.data.trim())
  && parseFloat(getComputedStyle(n).fontSize) < 12).length"""
TARGETS = """() => [...document.querySelectorAll(
    "#staircase :is(button, input[type=range], summary, [role=slider], label.xp-drop)")]
  .filter(n => n.checkVisibility()).map(n => [n.id || n.textContent, n.getBoundingClientRect()])
  .filter(([, box]) => Math.min(box.width, box.height) < 24).map(([name]) => name)"""


@pytest.mark.parametrize("served", [True, False], ids=["server", "file"])
@pytest.mark.parametrize("width", [320, 390, 1280])
def test_fits_the_screen_and_leaves_no_request(open_it, width, served):
    seen = open_it(width=width, served=served)
    for preset in (PRESETS[3], PRESETS[2]):
        seen.page.get_by_role("button", name=preset.name, exact=True).click()
        seen.page.evaluate(FRAME)
        assert seen.page.evaluate("document.documentElement.scrollWidth") <= width
    seen.page.locator("#staircase summary").click()
    seen.page.get_by_role("button", name="Guess the staircase").click()
    seen.page.evaluate(FRAME)
    assert seen.page.evaluate("document.documentElement.scrollWidth") <= width
    small, targets = seen.page.evaluate(SMALL), seen.page.evaluate(TARGETS)
    assert (small, targets) == (0, [])
    seen.assert_quiet()


OUTSIDE = """() => {
  const root = document.getElementById("staircase").getBoundingClientRect();
  return [...document.querySelectorAll("#staircase :is(.xp-top, .xp-mid, .xp-maps) *")]
    .filter(n => n.checkVisibility()).filter(n => n.getBoundingClientRect().right > root.right + 1)
    .map(n => n.textContent.slice(0, 40));
}"""


def test_the_maps_and_their_keys_stay_inside_the_column_of_a_page(open_it):
    """A chapter's column is 672 pixels wide; where it clips, what sticks out cannot be read."""
    seen = open_it(width=704)
    seen.page.add_style_tag(content="#staircase { max-width: 672px }")
    seen.page.evaluate(FRAME)
    seen.page.wait_for_function(f"({OUTSIDE})().length === 0", timeout=5000)


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1280])
def test_axe_finds_nothing(open_it, width, theme):
    seen = open_it(theme=theme, width=width)
    seen.page.get_by_role("button", name=PRESETS[3].name, exact=True).click()
    seen.page.locator("#staircase summary").click()
    found = Axe().run(seen.page)
    assert found.violations_count == 0, found.generate_report()
    if width == 1280:
        return
    seen.page.get_by_role("button", name="Guess the staircase").click()
    seen.page.evaluate(FRAME)
    found = Axe().run(seen.page)
    assert found.violations_count == 0, found.generate_report()


def test_theme_is_followed_without_a_move(open_it):
    seen = open_it()
    read = "() => [...document.querySelector('.xp-map').getContext('2d').getImageData(2, 2, 1, 1).data]"
    light = seen.page.evaluate(read)
    seen.page.evaluate("document.documentElement.dataset.theme = 'dark'")
    seen.page.evaluate(FRAME)
    assert seen.page.evaluate(read) != light


def test_static_picture_and_fallback_colours():
    data = Staircase().fallback()
    assert data["text/html"].count("<svg") >= 3 and "image/png" in data
    for colour in MODE_COLOURS[:8]:
        assert colour in Staircase._css  # the fallback where the book's variables are missing
