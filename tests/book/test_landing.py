"""The first page of the built book: light, at rest while it loads, alive at once, whole without scripts."""

import gzip
import re
from pathlib import Path

import pytest

from stepwise_ssl.explorables.landing import TIME

ROOT = Path(__file__).resolve().parents[2]
DRAWN = "html[data-widgets=drawn]"
STATE = "() => document.getElementById('landing').explorable.read()"
SHIFTS = """
window.shifts = [];
new PerformanceObserver(list => {
  for (const entry of list.getEntries())
    shifts.push([entry.value, ...entry.sources.map(s => s.node?.className ?? s.node?.nodeName)]);
}).observe({ type: "layout-shift", buffered: true });
"""


@pytest.fixture(scope="module")
def index(site):
    return (site / "index.html").read_text("utf-8")


@pytest.mark.book
def test_the_page_is_light_and_brings_no_mathjax(index):
    size = len(gzip.compress(index.encode(), 9))
    assert size < 60_000, f"{size} bytes, widget state included"
    assert "tex-mml-chtml" not in index
    article = index[index.index("<article") :]
    assert article.index("data-first-paint") < article.index("What this book answers")
    assert article.index("data-first-paint") < article.index("widget-state+json"), (
        "text and picture come first"
    )


@pytest.mark.book
def test_it_has_no_notebook(index):
    assert not (ROOT / "notebooks" / "index.ipynb").exists()
    assert "colab.research" not in index


def test_the_way_of_two_hours_takes_two_hours():
    """The chapters of the first card, by the minutes that each promises at its top."""
    text = (ROOT / "index.md").read_text("utf-8")
    card = re.search(r":::\{grid-item-card\} In two hours\n(.*?):::", text, re.S)[1]
    whole, in_part = card.split("minutes of reading")
    chapters = [ROOT / path for path in re.findall(r"\]\((chapters/[^)]+)\)", whole)]
    assert len(chapters) == 3 and in_part.count("](chapters/") == 2
    minutes = [int(re.search(r"Read (\d+) minutes", path.read_text("utf-8"))[1]) for path in chapters]
    said = re.search(r"(\d+) \+ (\d+) \+ (\d+) minutes of reading; the other (\d+) are for", card)
    assert [int(said[k]) for k in (1, 2, 3)] == minutes
    assert sum(minutes) + int(said[4]) == 120


def test_the_way_in_stands_before_the_figure():
    """For whom, what one must know and where to begin: right under the first sentence."""
    text = (ROOT / "index.md").read_text("utf-8").split("# One Eigenmode at a Time", 1)[1]
    top = text[: text.index("LandingStaircase")]
    assert re.search(r"\[Begin[^]]*\]\(chapters/01_what_is_learned\.md\)", top)
    assert "You need" in top


@pytest.fixture(params=["server", "file"])
def address(request, site):
    if request.param == "file":
        return (site / "index.html").as_uri()
    return f"{request.getfixturevalue('served')}/index.html"


@pytest.mark.book
@pytest.mark.browser
@pytest.mark.parametrize("motion", ["reduce", "no-preference"])
def test_it_moves_by_itself_only_where_motion_is_welcome(browser_page, address, motion):
    page = browser_page(address, reduced_motion=motion)
    page.wait_for_selector(DRAWN, state="attached")
    first = page.evaluate(STATE)["t"]
    page.wait_for_timeout(300)
    assert (page.evaluate(STATE)["t"] != first) == (motion == "no-preference")
    page.locator("#landing-t").focus()
    page.keyboard.press("End")
    page.wait_for_function(f"({STATE})().t === {TIME.high}")
    page.wait_for_function(
        "document.querySelector('#landing .xp-sentence').textContent.includes('All eight modes are learned')"
    )
    assert page.locator("[data-first-paint]").count() == 0
    assert page.log.external == [] and page.log.errors == []


@pytest.mark.book
@pytest.mark.browser
@pytest.mark.parametrize("motion", ["reduce", "no-preference"])
@pytest.mark.parametrize(("width", "height"), [(320, 640), (390, 844), (1280, 800)])
def test_nothing_jumps_when_the_live_figure_takes_over(browser_page, served, width, height, motion):
    page = browser_page(
        f"{served}/index.html", width=width, height=height, script=SHIFTS, reduced_motion=motion
    )
    page.wait_for_selector(DRAWN, state="attached")
    page.wait_for_timeout(500)
    shifts = page.evaluate("shifts")
    assert sum(shift[0] for shift in shifts) < 0.02, shifts


@pytest.mark.book
@pytest.mark.browser
@pytest.mark.parametrize(("width", "height"), [(390, 844), (1280, 800)])
@pytest.mark.parametrize("javascript", [True, False], ids=["live", "still"])
def test_the_figure_stands_on_the_first_screen(browser_page, served, width, height, javascript):
    page = browser_page(
        f"{served}/index.html", width=width, height=height, java_script_enabled=javascript,
        reduced_motion="reduce",
    )  # fmt: skip
    box = page.locator("section.xp").bounding_box()
    assert box["y"] > 0 and box["y"] + box["height"] <= height
    assert page.locator("section.xp .landing-plot").bounding_box()["height"] >= 150
    begin = page.get_by_role("link", name="Begin").bounding_box()
    assert 0 < begin["y"] < begin["y"] + begin["height"] < box["y"]
    if not javascript:
        assert page.locator("section.xp .xp-sentence").inner_text().startswith("Five of the eight")
        assert not page.locator("section.xp input").is_visible()


@pytest.mark.book
@pytest.mark.browser
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 1280])  # test_shell.py looks at 390
def test_axe_finds_nothing_and_nothing_is_too_wide(browser_page, served, axe, width, scheme):
    page = browser_page(f"{served}/index.html", width=width, scheme=scheme, reduced_motion="reduce")
    page.wait_for_selector(DRAWN, state="attached")
    page.evaluate("document.querySelectorAll('article details').forEach(node => { node.open = true })")
    [found] = axe(page)
    assert found.violations_count == 0, found.generate_report()
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.get_by_role("button", name="Copy link to this state").is_visible()
