"""DeepRuns: what a reader does with hands, keyboard, eyes or a screen reader, from a folder on disk."""

import gzip
import json
import re

import pytest
from axe_playwright_python.sync_playwright import Axe

from stepwise_ssl.explorables import DeepRuns
from stepwise_ssl.explorables.contract import source

pytestmark = pytest.mark.browser
PRESETS = ("Small start beside standard start", "Barlow Twins beside SimCLR", "Pairs beside shuffled pairs")


def test_page_holds_the_list_and_no_run(reader, make_page, run_folder):
    """Two scripts are asked for, those of the two runs, from the folder beside the drawing script."""
    here = reader()
    assert sorted(here.scripts) == ["deep-bt-small", "deep-bt-standard"]
    assert all(url.startswith(("file:", "blob:")) for url in here.asked)
    html = (here.site / "chapters" / "page.html").read_text(encoding="utf-8")
    assert len(gzip.compress(html.encode())) < 60_000
    stored = json.loads(re.search(r'widget-state\+json">(.*?)</script>', html, re.S)[1])["state"]
    state = stored["widget-0"]["state"]
    assert "sent" not in state and len(state["runs"]) == 9
    here.goto(left="deep-simclr-small")
    here.goto(left="deep-bt-small")  # is here already
    assert here.scripts.count("deep-bt-small") == 1 and here.scripts.count("deep-simclr-small") == 1
    assert not here.complaints


def test_runs_are_opened_when_the_figure_comes_near(reader, chromium):
    here = reader()
    page = here.site / "chapters" / "page.html"
    text = page.read_text(encoding="utf-8")
    page.write_text(text.replace("<h1>", '<h1 style="margin-bottom:6000px">'), encoding="utf-8")
    here.asked.clear()
    here.page.reload()
    here.page.wait_for_selector("html[data-widgets=drawn]", state="attached")
    here.page.wait_for_timeout(300)
    assert here.scripts == [] and "not here yet" in here.page.locator(".xp-sentence").text_content()
    here.page.locator("section.xp").scroll_into_view_if_needed()
    here.settled()
    assert len(here.scripts) == 2 and "the loss is" in here.sentence()


def test_a_script_that_does_not_load_can_be_tried_again(reader):
    here = reader(right="none")
    script = here.site / "_static" / "deep-runs" / "deep-simclr-small.js"
    kept = script.read_text(encoding="utf-8")
    script.unlink()
    here.goto(right="deep-simclr-small")
    assert "Right, SimCLR, small start: could not be opened." in here.sentence()
    note = here.page.locator("[aria-label='right run'] .dr-note")
    assert "could not be opened" in note.inner_text()
    again = note.get_by_role("button", name="Try again")
    again.click()
    here.settled()
    assert again.is_visible()  # still not there
    script.write_text("window.stepwiseRuns['deep-simclr-small'] = {format: 7};", encoding="utf-8")
    again.click()
    here.settled()
    assert "could not be opened" in note.inner_text()  # a script of another make
    script.write_text(kept, encoding="utf-8")
    again.focus()
    here.page.keyboard.press("Enter")
    here.page.wait_for_function("() => document.querySelectorAll('.dr-note')[1].hidden")
    assert "Right, SimCLR, small start, training step 0: the loss is" in here.settled().sentence()
    # The browser itself says on the console that a file was not found; the figure throws nothing.
    assert all("ERR_FILE_NOT_FOUND" in text for text in here.complaints)


def test_menus_by_mouse_and_keyboard(reader):
    here = reader()
    here.page.evaluate("() => { window.heard = 0; document.onkeydown = () => window.heard++; }")
    here.page.get_by_label("Left run", exact=True).select_option("Twelve outputs")
    assert here.state()["left"] == "deep-odd-twelve"
    here.settled()
    assert here.page.locator("[data-view=left-eigen] [data-mode]").count() == 12
    assert "Twelve outputs" in here.page.locator(".dr-which").first.inner_text()
    menu = here.page.get_by_label("Right run", exact=True)
    menu.focus()
    here.page.keyboard.press("ArrowDown")
    assert here.state()["right"] != "deep-bt-standard"
    here.page.get_by_label("Images", exact=True).select_option("ship")
    assert here.state()["marked"] == "ship" and here.page.evaluate("heard") == 0
    assert here.page.locator(".dr-legend .xp-key:visible").all_inner_texts() == ["ship", "the others"]
    for label, option in (("Eigenvalue axis", "log"), ("Time axis", "log")):
        here.page.get_by_role("group", name=label).get_by_role("radio", name=option).check()
    assert {here.state()[key] for key in ("value_axis", "time_axis")} == {"log"}
    assert not here.complaints


def test_time_slider_stops_at_records_and_moves_everything(reader, click_at, run_folder):
    _, arrays = run_folder
    here = reader()
    slider = here.page.locator("#deep-runs-t")
    stops = sorted({*arrays["deep-bt-small"]["steps"], *arrays["deep-bt-standard"]["steps"]})
    slider.focus()
    here.page.keyboard.press("Home")
    seen = [here.state()["t"]]
    for _ in range(4):
        here.page.keyboard.press("ArrowRight")
        seen.append(here.state()["t"])
    assert seen == stops[:5]
    here.page.keyboard.press("End")
    assert here.state()["t"] == 2000
    here.page.keyboard.press("PageDown")
    assert 1000 < here.state()["t"] < 2000
    picture = "() => ({ cloud: document.querySelector('[data-view=left-cloud]').toDataURL(), marks: [...document.querySelectorAll('.xp-cursor')].map(n => n.getAttribute('d')) })"  # noqa: E501
    before = here.page.evaluate(picture)
    click_at(slider, 0.4)
    now = here.state()["t"]
    after = here.page.evaluate(picture)
    assert now in stops and after["cloud"] != before["cloud"]
    assert (
        all(a != b for a, b in zip(after["marks"], before["marks"], strict=True)) and len(after["marks"]) == 6
    )
    assert here.page.locator("[data-control=t] output").inner_text() == str(now)
    assert not here.complaints


@pytest.mark.parametrize("width", [1280, 390])
def test_clouds_turn_by_drag_and_by_slider(reader, width):
    here = reader(width=width)
    here.goto(t=2000)
    cloud = here.page.locator("[data-view=left-cloud]")
    cloud.scroll_into_view_if_needed()
    before, box = here.state(), cloud.bounding_box()
    other = here.page.locator("[data-view=right-cloud]").evaluate("n => n.toDataURL()")
    here.page.mouse.move(box["x"] + 100, box["y"] + 60)
    here.page.mouse.down()
    here.page.mouse.move(box["x"] + 160, box["y"] + 80, steps=4)
    here.page.mouse.up()
    after = here.state()
    assert (after["azimuth"], after["elevation"]) == (before["azimuth"] - 30, before["elevation"] + 10)
    assert here.page.locator("[data-view=right-cloud]").evaluate("n => n.toDataURL()") != other
    here.page.mouse.move(box["x"] + 10, box["y"] + 10)
    assert here.state() == after  # let go
    here.page.locator("#deep-runs-azimuth").focus()
    here.page.keyboard.press("ArrowRight")
    assert here.state()["azimuth"] > after["azimuth"]
    assert here.page.evaluate("document.documentElement.scrollWidth") <= width


def test_presets_reset_links(reader):
    here = reader()
    start, told = here.state(), set()
    for name in PRESETS:
        button = here.page.get_by_role("button", name=name, exact=True)
        button.click()
        here.settled()
        assert button.get_attribute("aria-pressed") == "true"
        here.goto(**{**here.state(), "t": 800})
        told.add(here.sentence())
    assert len(told) == 3
    here.goto(left="deep-odd-twelve", t=500, azimuth=15, marked="frog", time_axis="log")
    wanted = here.state()
    here.page.get_by_role("button", name="Copy link to this state").click()
    here.page.wait_for_function("document.querySelector('.xp-said').textContent !== ''")
    again = reader(fragment=here.page.evaluate("location.hash"))
    assert again.state() == wanted and again.sentence() == here.sentence()
    here.page.get_by_role("button", name="Reset").click()
    assert here.state() == start
    bad = "#deep-runs:t=1e9&left=deep-planned&right=no-such&marked=cow&azimuth=999"
    here.page.evaluate("hash => { location.hash = hash; }", bad)
    assert here.state() == start | {"t": 3000, "azimuth": 180}
    texts = [f"document.querySelector('.xp-{name}').textContent" for name in ("live", "sentence")]
    here.page.wait_for_function(" === ".join(texts))
    assert not here.complaints


def test_play_and_reduced_motion(reader, run_folder):
    here = reader(calm=True, right="none")
    times = []
    for _ in range(4):
        here.page.get_by_role("button", name="Jump to the next event").click()
        times.append(here.state()["t"])
    assert times == sorted(times) and times[0] > 0 and len(set(times)) == 4
    done = []
    for t in times:
        here.goto(right="none", t=t)
        done.append(here.table()["left_done"])
    assert done == [1, 2, 3, 4]  # just after each half rise
    moving = reader()
    moving.page.get_by_role("button", name="Play").click()
    moving.page.wait_for_function("() => document.querySelector('section.xp').explorable.read().t > 20")
    moving.page.get_by_role("button", name="Pause").click()
    assert not moving.complaints


def test_runs_of_one_loss_share_their_axes(reader):
    here = reader()
    ticks = "view => [...document.querySelectorAll(`[data-view=${view}] [data-y]`)].map(n => n.dataset.y + ' ' + n.getAttribute('y'))"  # noqa: E501
    same = [here.page.evaluate(ticks, f"{side}-loss") for side in ("left", "right")]
    assert same[0] == same[1]
    here.goto(right="deep-simclr-small")
    alone = [here.page.evaluate(ticks, f"{side}-eigen") for side in ("left", "right")]
    assert alone[0] != alone[1]


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1280])
def test_axe_finds_nothing_and_text_can_be_read(reader, width, theme):
    here = reader(width=width, theme=theme)
    here.goto(t=700, right="deep-odd-bare")
    here.page.locator("summary").click()
    found = Axe().run(here.page)
    assert found.violations_count == 0, found.generate_report()
    small = "() => [...document.querySelectorAll('section.xp *')].filter(n => n.textContent.trim() && parseFloat(getComputedStyle(n).fontSize) < 12).map(n => n.outerHTML)"  # noqa: E501
    assert here.page.evaluate(small) == []
    assert here.page.evaluate("document.documentElement.scrollWidth") <= width
    wide = here.page.locator(".dr-side").evaluate_all(
        "ns => ns.slice(0, 2).map(n => n.getBoundingClientRect().top)"
    )
    assert (wide[0] == wide[1]) == (width == 1280)  # beside each other, or below


def test_no_run_at_all_is_said(reader, tmp_path):
    empty = tmp_path / "empty"
    empty.mkdir()
    here = reader(folder=empty)
    assert here.sentence() == "Left: no run. Right: no run."
    assert here.scripts == [] and not here.complaints


def test_scripts_fetch_nothing_of_their_own():
    text = re.sub(r"//.*", "", source(*DeepRuns.drawing))
    assert not re.search(r"\bimport\(|\bfetch\(|XMLHttpRequest|https?:", text)
    assert not re.search(r"\bmodel\.(?!get\b|set\b|on\b|off\b|save_changes\b)\w+", text)


def test_without_javascript_there_is_a_picture(run_folder, tmp_path):
    data = DeepRuns(folder=run_folder[0]).fallback()
    assert "needs JavaScript" in data["text/html"] and data["image/png"]
    assert data["text/html"].count("<svg") >= 3 and "largest eigenvalues are" in data["text/html"]
    assert len(gzip.compress(data["text/html"].encode())) < 40_000
    assert DeepRuns(folder=tmp_path).fallback() == {}
