"""A small static page for any widget, and a real Chromium to open it in: no built book is needed here."""

import json
import threading
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlsplit

import pytest

from bookbuild.static_widgets import SCRIPT, tidy_state
from stepwise_ssl.explorables import OneWeight
from stepwise_ssl.palette import css

LOCAL = ("file:", "data:", "blob:", "about:", "http://127.0.0.1:")


def page_of(*widgets, between="", theme="light"):
    """Return the HTML of a page that shows the widgets, from their state alone."""
    specs = {w.model_id: {**_names(w), "state": w.get_state()} for w in widgets}
    state, ids = tidy_state({"version_major": 2, "state": _plain(specs)}, list(specs))
    refs = [json.dumps({"model_id": ids[w.model_id]}) for w in widgets]
    views = [f'<script type="application/vnd.jupyter.widget-view+json">{ref}</script>' for ref in refs]
    stored = json.dumps(state).replace("</", "<\\/")
    return f"""<!doctype html><html lang="en" data-theme="{theme}"><meta charset="utf-8">
<meta name="viewport" content="width=device-width,initial-scale=1">
<link rel="icon" href="data:,"><title>Explorables</title>
<style>{css()} body {{ font: 16px/1.5 sans-serif; margin: 0; padding: 16px; color: var(--book-ink);
background: var(--book-paper) }} main {{ max-width: 700px; margin: auto }}</style>
<main><h1>Explorables</h1>{between.join(views)}</main>
<script type="application/vnd.jupyter.widget-state+json">{stored}</script>
<script>{SCRIPT.read_text(encoding="utf-8")}</script></html>"""


def _names(widget):
    return {"model_name": widget._model_name, "model_module": widget._model_module}


def _plain(value):
    """Widget references, as ipywidgets stores them."""
    if hasattr(value, "model_id"):
        return f"IPY_MODEL_{value.model_id}"
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    return [_plain(item) for item in value] if isinstance(value, list | tuple) else value


class Visit:
    """An open page with what it asked of the network and what it said on the console."""

    def __init__(self, page):
        self.page, self.requests, self.complaints = page, [], []
        page.on("request", lambda request: self.requests.append(request.url))
        page.on("console", lambda m: m.type in ("error", "warning") and self.complaints.append(m.text))
        page.on("pageerror", lambda error: self.complaints.append(str(error)))

    @property
    def left_the_machine(self):
        return [url for url in self.requests if not url.startswith(LOCAL)]

    def assert_quiet(self):
        assert not self.left_the_machine
        assert not self.complaints


@pytest.fixture(scope="session")
def served_folder(tmp_path_factory):
    """A folder that is served on loopback, and its address."""

    class Quiet(SimpleHTTPRequestHandler):
        def log_message(self, *args):
            pass

    folder = tmp_path_factory.mktemp("pages")
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(folder)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield folder, f"http://127.0.0.1:{server.server_port}"
    server.shutdown()


@pytest.fixture
def visit(chromium, served_folder):
    """Factory: write a page, open it (from file:// or the server) and wait until it is drawn."""
    folder, address = served_folder
    contexts = []

    def open_page(
        html=None, *, width=1280, theme="light", served=False, fragment="", calm=False, javascript=True
    ):
        html = html or page_of(OneWeight(), theme=theme)
        path = folder / f"page-{len(list(folder.iterdir()))}.html"
        path.write_text(html, encoding="utf-8")
        context = chromium.new_context(
            viewport={"width": width, "height": 900},
            reduced_motion="reduce" if calm else "no-preference",
            java_script_enabled=javascript,
        )
        contexts.append(context)
        seen = Visit(context.new_page())
        url = f"{address}/{path.name}" if served else path.as_uri()
        seen.page.goto(url + fragment)
        if javascript:
            seen.page.wait_for_selector("html[data-widgets=drawn]", state="attached")
        return seen

    yield open_page
    for context in contexts:
        assert all(urlsplit(page.url).scheme in ("file", "http", "about") for page in context.pages)
        context.close()


@pytest.fixture
def make_page():
    return page_of
