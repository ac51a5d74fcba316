"""What the build remembers about each page: its equations, claims and assumptions.

One plain dictionary a page, kept on Sphinx's environment, so that an unchanged page
keeps its record between builds and parallel readers can merge theirs.
"""

import json
import re
from pathlib import Path, PurePosixPath

LISTS = ("equations", "outputs", "steps", "assumptions", "dropped", "holds")


def page(env, docname=None) -> dict:
    """Return the record of a page (the one being read, by default), made empty on first use."""
    book = records(env)
    return book.setdefault(docname or env.docname, {name: [] for name in LISTS} | {"claims": 0, "asserts": 0})


def records(env) -> dict:
    """Return every page's record, by document name."""
    if not hasattr(env, "bookbuild_pages"):
        env.bookbuild_pages = {}
        env.bookbuild_stale = False
    return env.bookbuild_pages


def holder(env, what: str) -> str | None:
    """Return the page that holds a book-wide list ('wall', 'ledger'), or None."""
    return next((name for name, kept in sorted(records(env).items()) if what in kept["holds"]), None)


def front_matter(env, docname: str, key: str) -> list[str]:
    """Return a front-matter entry as a list of names; an absent one is empty."""
    value = env.metadata.get(docname, {}).get(key, "")
    if isinstance(value, str) and value.startswith(("[", "{")):
        value = json.loads(value)  # MyST stores lists and mappings as JSON text
    if isinstance(value, str):
        return value.replace(",", " ").split()
    return [str(item) for item in value]


def chapter(env, docname: str) -> str:
    """Return what a page's equation numbers start with.

    The page's ``chapter:`` front matter, else the leading digits of its file name
    (``03_one_weight`` gives 3), else the first letter of its name, as in an appendix.
    """
    given = str(env.metadata.get(docname, {}).get("chapter", "")).strip()
    stem = PurePosixPath(docname).name
    digits = re.match(r"\d+", stem)
    return given or (str(int(digits[0])) if digits else stem[:1].upper())


def is_chapter(env, docname: str) -> bool:
    """Say whether a page is one of the numbered chapters."""
    return chapter(env, docname)[:1].isdigit()


def _purge(app, env, docname):
    if records(env).pop(docname, None) is not None:
        env.bookbuild_stale = True


def _merge(app, env, docnames, other):
    for docname in docnames:
        if docname in records(other):
            records(env)[docname] = records(other)[docname]
            env.bookbuild_stale = True


def _changed(app, doctree):
    page(app.env)
    app.env.bookbuild_stale = True


def _rewrite(app, env):
    """Write the book-wide lists again when any page has changed."""
    records(env)
    stale, env.bookbuild_stale = env.bookbuild_stale, False
    return [name for name, kept in records(env).items() if kept["holds"]] if stale else []


def _forget(app, exception):
    """Read every page again after a build that complained.

    Sphinx reports a page's faults only when it reads or writes that page: without this, a
    second build of an unchanged, faulty book would pass. Cells are not run again.
    """
    if exception is not None or app._warncount:
        (Path(app.doctreedir) / "environment.pickle").unlink(missing_ok=True)


def setup(app):
    """Keep the records in step with the pages."""
    app.connect("env-purge-doc", _purge)
    app.connect("env-merge-info", _merge)
    app.connect("doctree-read", _changed)
    app.connect("env-updated", _rewrite)
    app.connect("build-finished", _forget)
