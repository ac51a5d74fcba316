"""What the tests share: the built book, its address, and pages opened in a real browser.

The book is built once for a test run, into a temporary folder; ``BOOK_SITE`` names a built site to
use in its place. ``CHROMIUM`` names the browser (``make test`` sets it); without one the browser
tests fail, they are never skipped.
"""

import os
import sys
import threading
from contextlib import contextmanager
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
os.environ.setdefault("OMP_NUM_THREADS", "1")

AT_HOME = ("file:", "http://127.0.0.1", "data:", "blob:", "about:")


@pytest.fixture(scope="session")
def site(tmp_path_factory):
    """The folder of the built book's pages."""
    if os.environ.get("BOOK_SITE"):
        return Path(os.environ["BOOK_SITE"]).resolve()
    from bookbuild import serve

    return serve.build(ROOT, tmp_path_factory.mktemp("book"))


@pytest.fixture(scope="session")
def served(site):
    """The address of the built book on loopback, without a slash at its end."""
    from bookbuild import serve

    with serve.server(site, 0) as listening:
        threading.Thread(target=listening.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{listening.server_port}"
        listening.shutdown()


@pytest.fixture(scope="session")
def chromium():
    """One running Chromium for the whole test run."""
    from playwright.sync_api import sync_playwright

    from bookbuild.chromium import FLAGS, find_browser

    path = find_browser(Path(sys.prefix))
    if path is None:
        pytest.fail("no Chromium was found: run the tests by `make test`, which gets one")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, headless=True, args=FLAGS)
        yield browser
        browser.close()


class Log:
    """What a page asked for and what it said, from its first request on."""

    def __init__(self, page):
        self.clear()
        page.on("request", lambda request: self.requests.append(request.url))
        page.on("requestfailed", lambda request: self.errors.append(f"failed: {request.url}"))
        page.on("pageerror", lambda error: self.errors.append(f"page error: {error}"))
        page.on("console", self._hear)

    def clear(self):
        """Forget what was heard so far."""
        self.requests, self.console, self.errors = [], [], []

    def _hear(self, message):
        self.console.append(f"{message.type}: {message.text}")
        if message.type in ("error", "warning"):
            self.errors.append(f"console {message.type}: {message.text}")

    @property
    def external(self):
        """Requests that left the machine."""
        return [url for url in self.requests if not url.startswith(AT_HOME)]


@contextmanager
def windows(chromium):
    """Yield a factory of loaded pages, each in a window of its own; close them all at the end."""
    contexts = []

    def open_page(url, width=1280, height=900, scheme="light", script=None, **options):
        context = chromium.new_context(
            viewport={"width": width, "height": height}, color_scheme=scheme, **options
        )
        contexts.append(context)
        page = context.new_page()
        page.log = Log(page)
        if script:
            page.add_init_script(script)
        page.goto(url, wait_until="load")
        page.wait_for_load_state("networkidle")
        return page

    try:
        yield open_page
    finally:
        for context in contexts:
            context.close()


@pytest.fixture(scope="session")
def click_at():
    """A function: click on a slider at a part of its width.

    The browser looks where the slider is at that moment: a sentence above may take another line meanwhile.
    """

    def click(slider, part):
        box = slider.bounding_box()
        slider.click(position={"x": part * box["width"], "y": box["height"] / 2})

    return click


@pytest.fixture
def browser_page(chromium):
    """A factory: ``browser_page(url, width=1280, height=900, scheme="light", script=None, **context)``.

    The page is loaded and idle; ``page.log`` is its :class:`Log`. ``script`` runs before the page's own.
    """
    with windows(chromium) as open_page:
        yield open_page


@pytest.fixture(scope="module")
def shared_page(chromium):
    """The same factory, for windows that the tests of a module look at together."""
    with windows(chromium) as open_page:
        yield open_page


# Four tenths of axe's time on a long page go into reading the same dozen colours from their texts, once
# for each ancestor of each word. What a text means depends on nothing else, so it is read only once.
REMEMBER_COLOURS = """() => {
  const { prototype } = axe.commons.color.Color, { parseString } = prototype, known = new Map();
  prototype.parseString = function (text) {
    if (!known.has(text)) {
      parseString.call(this, text);
      known.set(text, [this.r, this.g, this.b, this.alpha]);
    }
    [this.r, this.g, this.b, this.alpha] = known.get(text);
    return this;
  };
}"""


@pytest.fixture(scope="session")
def axe():
    """A function: ``axe(*pages, context=None)`` looks at open pages, all at the same time.

    It returns axe's results for each: ``[found] = axe(page)``, then ``found.violations_count``.
    """
    from axe_playwright_python.base import AxeResults
    from axe_playwright_python.sync_playwright import Axe

    script = Axe().axe_script

    def look(*pages, context=None):
        for page in pages:
            if not page.evaluate("'axe' in window"):
                page.evaluate(script)
                page.evaluate(REMEMBER_COLOURS)
            page.evaluate(
                "place => { window.looked = axe.run(place ?? document, { resultTypes: ['violations'] }) }",
                context,
            )
        return [AxeResults(page.evaluate("() => window.looked")) for page in pages]

    return look
