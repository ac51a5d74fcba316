"""The site as a reader meets it: links that lead somewhere, nothing from outside, nothing out of reach."""

import re
from html.parser import HTMLParser
from itertools import pairwise
from urllib.parse import unquote, urldefrag, urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe

WIDTHS = (390, 1280)
SCHEMES = ("light", "dark")


class Anatomy(HTMLParser):
    """The ids of a page and the addresses it points to."""

    def __init__(self, text):
        super().__init__()
        self.ids, self.addresses, self.tags = set(), [], []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        attrs = dict(attrs)
        self.tags.append((tag, attrs))
        self.ids |= {attrs[key] for key in ("id", "name") if attrs.get(key)}
        self.addresses += [attrs[key] for key in ("href", "src") if attrs.get(key) is not None]


@pytest.fixture(scope="module")
def pages(site):
    """The anatomy of every page, by its path inside the site."""
    found = {
        path.relative_to(site).as_posix(): Anatomy(path.read_text("utf-8"))
        for path in sorted(site.rglob("*.html"))
        if "_static" not in path.parts
    }
    assert len(found) >= 4
    return found


def walk(browser_page, base, pages, **options):
    """Open every page in turn in one window, so that what they share is loaded once; yield (name, page)."""
    page = browser_page("about:blank", **options)
    for name in pages:
        page.log.clear()
        page.goto(f"{base}/{name}", wait_until="load")
        page.evaluate("() => window.MathJax && MathJax.startup && MathJax.startup.promise")
        page.wait_for_timeout(150)
        yield name, page


@pytest.mark.book
def test_every_link_inside_the_site_leads_somewhere(site, pages):
    broken = []
    for name, page in pages.items():
        for address in page.addresses:
            path, fragment = urldefrag(address)
            if urlsplit(address).scheme or address.startswith("//"):
                continue
            target = (
                (site / name).parent / unquote(urlsplit(path).path) if urlsplit(path).path else site / name
            )
            target = target.resolve()
            if not target.is_file():
                broken.append(f"{name}: {address}")
            elif fragment and target.suffix == ".html":
                known = pages[target.relative_to(site.resolve()).as_posix()]
                if unquote(fragment) not in known.ids:
                    broken.append(f"{name}: {address} (no such place)")
    assert not broken, "\n".join(broken)


@pytest.mark.book
def test_nothing_hidden_is_published(site):
    """No cache, environment or report that stands in the checkout finds its way into the site."""
    hidden = [path.relative_to(site).as_posix() for path in site.rglob(".*")]
    assert hidden == [".buildinfo"]


@pytest.mark.book
def test_every_page_has_one_title_a_language_and_no_script_from_outside(pages):
    for name, page in pages.items():
        tags = page.tags
        assert dict(tags)["html"].get("lang") == "en", name
        assert sum(tag == "h1" for tag, _ in tags) == 1, f"{name} has {sum(t == 'h1' for t, _ in tags)} h1"
        levels = [int(tag[1]) for tag, _ in tags if re.fullmatch(r"h[1-6]", tag)]
        assert all(after <= before + 1 for before, after in pairwise(levels)), (
            name,
            levels,
        )
        loaded = [
            a.get("src") or a.get("href") for tag, a in tags if tag in ("script", "link", "img", "iframe")
        ]
        outside = [url for url in loaded if url and re.match(r"(https?:)?//", url)]
        assert not outside, f"{name}: {outside}"


@pytest.mark.book
def test_a_page_without_mathematics_loads_no_mathjax(site, pages):
    search = (site / "search.html").read_text("utf-8")
    assert "mathjax" not in search.lower()
    assert any("mathjax" in address for page in pages.values() for address in page.addresses)


@pytest.mark.browser
@pytest.mark.parametrize("by", ["server", "file"])
def test_nothing_leaves_the_machine_and_nothing_complains(site, served, pages, browser_page, by):
    for name, page in walk(browser_page, served if by == "server" else site.resolve().as_uri(), pages):
        page.mouse.wheel(0, 20000)
        page.wait_for_timeout(100)
        assert len(page.log.requests) > 5
        assert not page.log.external, (name, page.log.external)
        assert not page.log.errors, (name, page.log.errors)


@pytest.mark.browser
@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("width", WIDTHS)
def test_axe_finds_nothing(served, pages, browser_page, width, scheme):
    faults = []
    for name, page in walk(browser_page, served, pages, width=width, scheme=scheme, reduced_motion="reduce"):
        assert page.evaluate("document.documentElement.dataset.theme") == scheme
        page.evaluate("document.querySelectorAll('article details').forEach(d => { d.open = true })")
        page.wait_for_timeout(100)
        for violation in Axe().run(page).response["violations"]:
            for node in violation["nodes"]:
                why = " ".join(reason["message"] for reason in node["any"] + node["all"] + node["none"])[:200]
                faults.append(f"{name}: {violation['id']}: {node['target']}: {why}")
    assert not faults, f"{len(faults)} faults\n" + "\n".join(faults[:40])


@pytest.mark.browser
@pytest.mark.parametrize("width", [320, 390])
def test_no_page_is_wider_than_a_telephone(served, pages, browser_page, width):
    for name, page in walk(browser_page, served, pages, width=width):
        wide = page.evaluate(
            """() => [document.documentElement.scrollWidth - innerWidth,
                 [...document.querySelectorAll('article *')]
                   .filter(e => e.getBoundingClientRect().right > innerWidth + 1)
                   .filter(e => !e.closest('[data-scrolls], pre, .pst-scrollable-table-container, svg'))
                   .map(e => e.tagName + '.' + e.className).slice(0, 5)]"""
        )
        assert wide[0] <= 0, (name, wide)


@pytest.mark.browser
@pytest.mark.parametrize("width", [320, 390])
def test_a_wide_formula_scrolls_in_a_named_box_that_the_keyboard_reaches(served, pages, browser_page, width):
    """Inside an opened fold too, and if it is too wide by one pixel only."""
    seen = 0
    for name, page in walk(browser_page, served, pages, width=width):
        page.evaluate("document.querySelectorAll('article details').forEach(d => { d.open = true })")
        page.wait_for_timeout(100)
        boxes = page.evaluate(
            """() => [...document.querySelectorAll(
                   'mjx-container[display="true"], .pst-scrollable-table-container')]
                 .filter(e => e.offsetParent && e.scrollWidth > e.clientWidth)
                 .map(e => [e.tabIndex, e.getAttribute('role'), e.getAttribute('aria-label')])"""
        )
        seen += len(boxes)
        for tab, role, label in boxes:
            assert (tab, role) == (0, "region") and label, (name, tab, role, label)
        names = [label for _, _, label in boxes]
        assert len(set(names)) == len(names), names
    assert seen, "no formula of the book is wide enough to try this on"


@pytest.mark.browser
def test_the_first_tab_leads_past_the_shell(served, browser_page):
    page = browser_page(f"{served}/index.html")
    page.keyboard.press("Tab")
    assert "Skip to main content" in page.evaluate("document.activeElement.textContent")
    page.keyboard.press("Enter")
    page.wait_for_timeout(100)
    page.keyboard.press("Tab")
    assert page.evaluate("document.getElementById('main-content').contains(document.activeElement)")


@pytest.mark.browser
@pytest.mark.parametrize("by", ["server", "file"])
def test_the_search_finds_a_word(site, served, pages, browser_page, by):
    title = re.search(r"<h1>(.*?)<a", (site / "index.html").read_text("utf-8"))[1]
    word = max(title.split(), key=len)
    base = served if by == "server" else site.resolve().as_uri()
    page = browser_page(f"{base}/search.html?q={word}")
    page.wait_for_selector("#search-results li a", timeout=10000)
    assert not page.log.external and not page.log.errors


@pytest.mark.browser
def test_the_colour_button_turns_the_page_dark_and_icons_are_drawn(served, browser_page):
    page = browser_page(f"{served}/index.html")
    paper = "getComputedStyle(document.body).backgroundColor"
    light = page.evaluate(paper)
    for _ in range(3):
        page.locator(".bd-header-article .theme-switch-button").click()
        if page.evaluate("document.documentElement.dataset.mode") == "dark":
            break
    assert page.evaluate("document.documentElement.dataset.theme") == "dark"
    assert page.evaluate(paper) != light
    assert page.evaluate("document.fonts.check('900 16px \"Font Awesome 7 Free\"', '\\uf0c9')")
    assert any("fa-solid-900" in url for url in page.log.requests)
