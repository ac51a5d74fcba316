"""Run a page again when the package code it uses has changed.

jupyter-cache keys a page's outputs by its cells alone, and Sphinx re-reads a page when its text
changes; neither looks into src/. This room keeps two fingerprints of each page beside the build:

``run``   what its cells import of ``stepwise_ssl``, followed to the end, with package data and pins;
``read``  what turns the page into HTML: ``bookbuild`` itself and the registry of equations.

A page whose ``run`` has changed loses its cached outputs and is read again, one whose ``read`` has
changed is read again. A build that ended with warnings forgets ``read``, so that the next one, which
would otherwise find nothing to do and report success, repeats them.
"""

import json
import sys
from importlib.util import find_spec
from pathlib import Path

from sphinx.util import logging

from .imports import Package, code_cells, fingerprint

logger = logging.getLogger(__name__)
PACKAGE = "stepwise_ssl"
READ_BY_EVERY_PAGE = ("stepwise_ssl.symbolic", "stepwise_ssl.palette")


class Freshness:
    """The fingerprints of one build folder."""

    def __init__(self, app):
        self.path = Path(app.outdir).parent / "fingerprints.json"
        self.root = str(app.srcdir)
        self.pages = self._load()
        self.now = {}

    def _load(self):
        try:
            kept = json.loads(self.path.read_text("utf-8"))
        except (OSError, ValueError):
            return {}
        return kept["pages"] if kept.get("root") == self.root else {}

    def save(self):
        """Write the fingerprints that hold."""
        self.path.parent.mkdir(parents=True, exist_ok=True)
        text = json.dumps({"root": self.root, "pages": self.pages}, indent=1, sort_keys=True)
        self.path.write_text(text + "\n", "utf-8")

    def measure(self, app, env):
        """Fingerprint every page as it stands now."""
        package = Package(Path(find_spec(PACKAGE).origin).parent)
        base = package.folder.parent
        machinery = [
            path for path in Path(__file__).parent.rglob("*") if path.is_file() and path.suffix != ".pyc"
        ]
        common = package.files(
            package.closure(name for name in READ_BY_EVERY_PAGE if name in package.modules)
        )
        read = fingerprint(machinery, Path(__file__).parent) + fingerprint(common, base)
        pins = Path(app.srcdir) / "requirements.txt"
        setting = [sys.version.split()[0], pins.read_text("utf-8") if pins.exists() else ""]
        for page in env.found_docs:
            cells = list(code_cells(Path(env.doc2path(page)).read_text("utf-8")))
            used = package.closure(set().union(*(package.named_in(cell) for cell in cells)))
            self.now[page] = {"read": read, "run": fingerprint(package.files(used), base, *setting)}

    def stale(self, page, part):
        """Whether what was kept for a page is not what is there now."""
        return self.pages.get(page, {}).get(part) != self.now[page][part]


def find_outdated(app, env, added, changed, removed):
    """Name the pages to read again, having dropped the outputs that no longer hold."""
    state = app.bookbuild_freshness = Freshness(app)
    state.measure(app, env)
    to_run = {page for page in state.now if state.stale(page, "run")}
    to_read = {page for page in state.now if state.stale(page, "read")}
    if to_run:
        _drop_outputs(app, env, to_run)
    state.pages = {
        page: kept for page, kept in state.pages.items() if page in state.now and page not in to_run
    }
    for page in to_read & set(state.pages):
        state.pages[page]["read"] = None
    state.save()
    return sorted((to_run | to_read) - set(added))


def _drop_outputs(app, env, pages):
    folder = env.mystnb_config.execution_cache_path
    if not folder or not Path(folder).is_dir():
        return
    from jupyter_cache import get_cache

    paths = {Path(env.doc2path(page)).resolve() for page in pages}
    cache = get_cache(folder)
    for record in cache.list_cache_records():
        # A record of no page here is an old one: the folder was moved or the page renamed.
        if Path(record.uri).resolve() in paths or not Path(record.uri).exists():
            cache.remove_cache(record.pk)


def remember_run(app, doctree):
    """A page that was read to its end holds the outputs of the code as it is now."""
    state, page = getattr(app, "bookbuild_freshness", None), app.env.docname
    if state and page in state.now:
        state.pages[page] = {"run": state.now[page]["run"], "read": state.pages.get(page, {}).get("read")}
        state.save()


def remember_read(app, error):
    """A build without warnings need not be repeated."""
    state = getattr(app, "bookbuild_freshness", None)
    if state is None or error:
        return
    for page, now in state.now.items():
        kept = state.pages.setdefault(page, {"run": now["run"]})
        kept["read"] = None if app._warncount else now["read"]
    state.save()


def setup(app):
    """Watch the package for the pages that use it."""
    app.connect("env-get-outdated", find_outdated)
    app.connect("doctree-read", remember_run)
    app.connect("build-finished", remember_read)
