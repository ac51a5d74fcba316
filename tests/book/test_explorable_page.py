"""Chapter 3's explorable in the built book: quiet on the network, usable, equal to Python, clean for axe."""

import json
import re

import pytest

from stepwise_ssl.closed_form import embedding_gap, singular_value

pytestmark = [pytest.mark.book, pytest.mark.browser]
PAGE = "chapters/03_one_weight.html"
DRAWN = "html[data-widgets=drawn]"
READ = """state => {
  const { explorable } = document.querySelector("section.xp");
  explorable.goto(state); explorable.draw();
  const cell = key => Number(document.querySelector(`section.xp td[data-key=${key}]`).dataset.value);
  return [cell("s"), cell("gap")];
}"""


@pytest.fixture(params=["server", "file"])
def address(request, site):
    """The chapter's address on loopback and on disk."""
    if request.param == "file":
        return (site / PAGE).as_uri()
    return f"{request.getfixturevalue('served')}/{PAGE}"


def test_quiet_through_load_and_use(browser_page, click_at, address):
    page = browser_page(address)
    page.wait_for_selector(DRAWN, state="attached")
    for name in ("gamma", "s0", "eta", "t"):
        slider = page.locator(f"#one-weight-{name}")
        slider.focus()
        before = slider.input_value()
        page.keyboard.press("ArrowRight")
        assert slider.input_value() != before
        click_at(slider, 0.25)
        assert slider.input_value() != before
    for preset in page.locator("section.xp .xp-presets button").all()[:4]:
        preset.click()
    assert page.log.external == [] and page.log.errors == []


def test_values_in_the_book_equal_python(browser_page, address):
    page = browser_page(address)
    page.wait_for_selector(DRAWN, state="attached")
    for gamma, s0, t in ((1.0, 0.01, 1.2), (-0.7, 0.5, 3.0), (0.0, 0.2, 4.0), (2.0, 1e-6, 5.0)):
        s, gap = page.evaluate(READ, {"gamma": gamma, "s0": s0, "t": t})
        assert s == pytest.approx(float(singular_value(t, gamma, s0)), rel=1e-12)
        assert gap == pytest.approx(float(embedding_gap(t, gamma, s0)), rel=1e-12)


def test_a_link_opens_its_state(browser_page, served):
    page = browser_page(f"{served}/{PAGE}#one-weight:gamma=0.37&s0=0.002")
    page.wait_for_selector(DRAWN, state="attached")
    assert page.locator("section.xp td[data-key=gamma]").get_attribute("data-value") == "0.37"
    assert page.log.errors == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1280])
def test_axe_finds_nothing_in_the_explorable(browser_page, served, axe, width, scheme):
    page = browser_page(f"{served}/{PAGE}", width=width, scheme=scheme)
    page.wait_for_selector(DRAWN, state="attached")
    page.locator("section.xp summary").first.click()
    [found] = axe(page, context="section.xp")
    assert found.violations_count == 0, found.generate_report()
    assert page.locator("section.xp").evaluate("node => node.scrollWidth <= node.clientWidth + 1")


def test_static_picture_without_javascript(browser_page, served):
    page = browser_page(f"{served}/{PAGE}", java_script_enabled=False)
    figure = page.locator("figure.book-figure", has_text="which needs JavaScript")
    assert figure.count() == 1 and figure.is_visible()


def test_page_stores_one_module_and_steady_ids(site):
    text = (site / PAGE).read_text(encoding="utf-8")
    stored = re.search(r'<script[^>]*widget-state\+json"[^>]*>(.*?)</script>', text, re.S)[1]
    state = json.loads(stored)
    assert list(state["state"]) == [f"widget-{n}" for n in range(len(state["state"]))]
    assert stored.count("export default contract") == 1
    assert "_static/static-widgets.js" in text
    assert not [source for source in re.findall(r'<script[^>]*src="([^"]*)"', text) if "//" in source]
