"""The site as a reader meets it: links that lead somewhere, nothing from outside, nothing out of reach."""

import re
from html.parser import HTMLParser
from itertools import pairwise
from urllib.parse import unquote, urldefrag, urlsplit

import pytest

WIDTHS = (390, 1280)
TELEPHONES = (320, 390)
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


# A change of size is observed in the frame that lays it out, and followed in the next; by time alone, a busy
# machine may not have come so far.
FRAMES = """() => new Promise(done => {
  let left = 4;
  const next = () => { if (left--) requestAnimationFrame(next); else done(); };
  next();
})"""


def visit(page, address):
    """Load a page into an open window (what pages share is loaded once) and wait for its mathematics."""
    page.log.clear()
    page.goto(address, wait_until="load")
    page.evaluate("() => window.MathJax && MathJax.startup && MathJax.startup.promise")
    page.wait_for_timeout(150)
    page.evaluate(FRAMES)


def widen(page, width):
    """Give a window another width, and its page the time to follow."""
    page.set_viewport_size({"width": width, "height": 900})
    page.wait_for_timeout(100)
    assert page.evaluate("innerWidth") == width
    page.evaluate(FRAMES)


def unfold(page):
    """Open every fold of the article."""
    page.evaluate("document.querySelectorAll('article details').forEach(d => { d.open = true })")
    page.wait_for_timeout(100)
    page.evaluate(FRAMES)


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
    page = browser_page("about:blank")
    for name in pages:
        visit(page, f"{served if by == 'server' else site.resolve().as_uri()}/{name}")
        page.mouse.wheel(0, 20000)
        page.wait_for_timeout(100)
        assert len(page.log.requests) > 5
        assert not page.log.external, (name, page.log.external)
        assert not page.log.errors, (name, page.log.errors)


@pytest.fixture(scope="module")
def faults(served, pages, shared_page, axe):
    """What axe finds with every fold open: {(width, scheme): {page: faults}}.

    A page is loaded once for each colour scheme, as on a telephone, and then widened.
    """
    opened = {
        scheme: shared_page("about:blank", width=WIDTHS[0], scheme=scheme, reduced_motion="reduce")
        for scheme in SCHEMES
    }
    found = {(width, scheme): {} for width in WIDTHS for scheme in SCHEMES}
    for name in pages:
        for page in opened.values():
            widen(page, WIDTHS[0])
            visit(page, f"{served}/{name}")
            unfold(page)
        for width in WIDTHS:
            for scheme, page in opened.items():
                widen(page, width)
                assert page.evaluate("document.documentElement.dataset.theme") == scheme
            for scheme, result in zip(opened, axe(*opened.values()), strict=True):
                found[width, scheme][name] = described(result)
    return found


def described(result):
    """Each fault that axe found in a page: the rule, the place, the reasons."""
    lines = []
    for violation in result.response["violations"]:
        for node in violation["nodes"]:
            why = " ".join(reason["message"] for reason in node["any"] + node["all"] + node["none"])[:200]
            lines.append(f"{violation['id']}: {node['target']}: {why}")
    return lines


@pytest.mark.browser
@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("width", WIDTHS)
def test_axe_finds_nothing(faults, pages, width, scheme):
    looked_at = faults[width, scheme]
    assert looked_at.keys() == pages.keys()
    told = [f"{name}: {fault}" for name, found in looked_at.items() for fault in found]
    assert not told, f"{len(told)} faults\n" + "\n".join(told[:40])


TOO_WIDE = """() => [document.documentElement.scrollWidth - innerWidth,
    [...document.querySelectorAll('article *')]
      .filter(e => e.getBoundingClientRect().right > innerWidth + 1)
      .filter(e => !e.closest('[data-scrolls], pre, .pst-scrollable-table-container, svg'))
      .map(e => e.tagName + '.' + e.className).slice(0, 5)]"""
BOXES = """() => [...document.querySelectorAll(
      'mjx-container[display="true"], .pst-scrollable-table-container')]
    .filter(e => e.offsetParent && e.scrollWidth > e.clientWidth)
    .map(e => [e.tabIndex, e.getAttribute('role'), e.getAttribute('aria-label')])"""


@pytest.fixture(scope="module")
def telephones(served, pages, shared_page):
    """How each page fits on telephones: {(width, page): what is too wide}, and the boxes that scroll.

    The widths are measured as the page opens, the boxes with every fold open.
    """
    wide, boxes = {}, {}
    page = shared_page("about:blank", width=TELEPHONES[0])
    for name in pages:
        widen(page, TELEPHONES[0])
        visit(page, f"{served}/{name}")
        for width in TELEPHONES:
            widen(page, width)
            wide[width, name] = page.evaluate(TOO_WIDE)
        unfold(page)
        for width in reversed(TELEPHONES):
            widen(page, width)
            boxes[width, name] = page.evaluate(BOXES)
    return wide, boxes


@pytest.mark.browser
@pytest.mark.parametrize("width", TELEPHONES)
def test_no_page_is_wider_than_a_telephone(telephones, pages, width):
    wide, _ = telephones
    for name in pages:
        assert wide[width, name][0] <= 0, (name, wide[width, name])


@pytest.mark.browser
@pytest.mark.parametrize("width", TELEPHONES)
def test_a_wide_formula_scrolls_in_a_named_box_that_the_keyboard_reaches(telephones, pages, width):
    """Inside an opened fold too, and if it is too wide by one pixel only."""
    _, boxes = telephones
    for name in pages:
        for tab, role, label in boxes[width, name]:
            assert (tab, role) == (0, "region") and label, (name, tab, role, label)
        names = [label for _, _, label in boxes[width, name]]
        assert len(set(names)) == len(names), names
    assert any(boxes[width, name] for name in pages), "no formula of the book is wide enough to try this on"


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
