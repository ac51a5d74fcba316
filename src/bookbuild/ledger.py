"""The assumption ledger: what each page rests on, by name.

A page declares its assumptions with ``{assumptions}`` at a theorem or in its front matter
(``assumptions:``); ``dropped:`` there names those that the page does without. The build
fails on an unknown name, and on a printed result whose assumptions the page does not list.
"""

import tomllib
from functools import cache
from pathlib import Path

from docutils import nodes
from sphinx import addnodes
from sphinx.util import logging
from sphinx.util.docutils import SphinxDirective
from sphinx.util.nodes import make_refnode

from . import marks, pages, tables

logger = logging.getLogger(__name__)

FILE = Path(__file__).with_name("assumptions.toml")
HEADS = ["Assumption", "What it says", "First needed in", "Where it is used"]


@cache
def ledger() -> dict[str, dict]:
    """Return each assumption's statement and the chapter that needs it first, in the ledger's order."""
    return tomllib.loads(FILE.read_text("utf8"))


class WhereUsed(nodes.Inline, nodes.Element):
    """Where the pages that use an assumption are listed once all have been read."""


class Assumptions(SphinxDirective):
    """```{assumptions} gradient-flow positive-mode```: what the statement here assumes."""

    required_arguments = 1
    optional_arguments = 20

    def run(self):
        """Return the line "Assumes: ..." and note the names for the page."""
        names = [name.rstrip(",") for name in self.arguments]
        for name in _unknown(names):
            _warn(f"{{assumptions}} {name}: the ledger has no such assumption", self.get_location())
        pages.page(self.env)["assumptions"] += names
        line = nodes.paragraph("", "Assumes: ", classes=["book-assumes"])
        line += tables.separated(link(self.env.docname, name) for name in names)
        line += nodes.Text(".")
        self.set_source_info(line)
        return [line]


class AssumptionLedger(SphinxDirective):
    """```{assumption-ledger}```: every assumption, its statement and the pages that use it."""

    def run(self):
        """Return the table, its last column to be filled once all pages are read."""
        pages.page(self.env)["holds"].append("ledger")
        self.env.note_dependency(str(FILE))
        rows = []
        for name, entry in ledger().items():
            text = self.state.inline_text(entry["statement"], self.lineno)[0]
            cells = [words(name), text, f"chapter {entry['first']}", [WhereUsed(name=name)]]
            rows.append(tables.row(cells, anchor=f"assumption-{name}"))
        return [tables.table("Assumptions of this book", HEADS, rows, "book-ledger")]


def words(name: str) -> str:
    """Return an assumption's name as the reader sees it."""
    return name.replace("-", " ")


def link(docname: str, name: str) -> addnodes.pending_xref:
    """Return the name of an assumption, leading to its row in the ledger."""
    return marks.link("assumption", name, docname, nodes.inline("", words(name)))


def _cover(app, doctree):
    """Hold the page's printed results against the assumptions that it declares."""
    env, docname, kept = app.env, app.env.docname, pages.page(app.env)
    listed = pages.front_matter(env, docname, "assumptions")
    kept["dropped"] = pages.front_matter(env, docname, "dropped")
    for key, names in (("assumptions", listed), ("dropped", kept["dropped"])):
        for name in _unknown(names):
            _warn(f"front matter, {key}: the ledger has no assumption {name}", docname)
    kept["assumptions"] = list(dict.fromkeys(kept["assumptions"] + listed))
    printed = [node for node in doctree.findall() if _needs(node)]
    for node in printed:
        for name in _needs(node):
            if name not in kept["assumptions"]:
                equation = node["bookbuild"]["name"]
                _warn(f"page prints {equation} which assumes {name}, but the page does not list it", node)


def _needs(node) -> list[str]:
    record = node.get("bookbuild") if isinstance(node, nodes.Element) else None
    return record.get("assumptions", []) if record else []


def _unknown(names):
    return [name for name in names if name not in ledger()]


def _warn(message, location):
    logger.warning(message, location=location, type="bookbuild", subtype="assumption")


def _where(app, doctree, docname):
    """Fill the ledger's last column with links to the pages."""
    for place in list(doctree.findall(WhereUsed)):
        name, found = place["name"], []
        for page, kept in sorted(pages.records(app.env).items()):
            for key, remark in (("assumptions", ""), ("dropped", " (dropped)")):
                if name in kept[key]:
                    title = nodes.inline("", app.env.titles[page].astext() + remark)
                    found.append(make_refnode(app.builder, docname, page, "", title))
        place.replace_self(tables.separated(found) or [nodes.Text("not yet")])


def setup(app):
    """Register the directives, the cover check and the back links."""
    app.add_node(WhereUsed)
    app.add_directive("assumptions", Assumptions)
    app.add_directive("assumption-ledger", AssumptionLedger)
    app.connect("doctree-read", _cover, priority=630)
    app.connect("doctree-resolved", _where)
