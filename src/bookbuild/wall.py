"""The equation wall: the build fails on a displayed equation that nobody vouches for.

A display is vouched for when {checked} or {derivation} printed it, when {tagged} says
what it is instead, or when the cell output that shows it carries the record of a checked
object. ``{equation-wall}`` prints the table of all numbered equations of the book.
"""

from docutils import nodes
from sphinx.util import logging
from sphinx.util.docutils import SphinxDirective
from sphinx.util.nodes import make_refnode

from . import executed, objects, pages, tables

logger = logging.getLogger(__name__)

ENOUGH = 0.6  # share of a chapter's displayed equations that must be proved or exact


class Placeholder(nodes.General, nodes.Element):
    """Where the wall's table goes once every page has been read."""


class EquationWall(SphinxDirective):
    """```{equation-wall}```: every numbered equation of the book and how it was checked."""

    def run(self):
        """Mark the spot."""
        pages.page(self.env)["holds"].append("wall")
        return [Placeholder()]


def _judge(app, doctree):
    """Fail on bare displays, on missing proofs, and on a chapter with too few of them."""
    env, docname, kept = app.env, app.env.docname, pages.page(app.env)
    for block in doctree.findall(nodes.math_block):
        if "bookbuild" not in block and not executed.from_cell(block):
            _warn(f"displayed equation {_short(block.astext())} is not checked: {ADVICE}", block)
    kept["outputs"] = _outputs(doctree)
    shown = kept["equations"] + kept["outputs"]
    solid = {record["name"] for record in shown if record["grade"] in objects.SOLID}
    for name in pages.front_matter(env, docname, "must-be-proved"):
        if name not in solid:
            weaker = [record["words"] for record in shown if record["name"] == name]
            state = f"is only {weaker[0]}" if weaker else "is not printed"
            _warn(f"{name} must be proved on this page but {state} here", docname)
    good = sum(record["grade"] in objects.SOLID for record in shown)
    if pages.is_chapter(env, docname) and good < ENOUGH * len(shown):
        _warn(f"only {good} of {len(shown)} displayed equations are proved or exact; 60 % must be", docname)


ADVICE = "print it with {checked} or {derivation}, or tag it with {tagged} definition, cited or informal"

SHOW = "display a result or a chain of the registry, or print() it as text"


def _outputs(doctree) -> list[dict]:
    """Return the records of the equations that cells display; fail on those without one."""
    records = []
    for shown in executed.displays(doctree):
        if shown.record is None:
            message = (
                f"cell output displays {_short(shown.latex)}, which no checked object vouches for: {SHOW}"
            )
            _warn(message, shown.node)
            continue
        grade, words = objects.describe(shown.record["status"])
        records.append({"name": shown.record.get("name") or "", "grade": grade, "words": words})
    return records


def _short(latex: str) -> str:
    text = " ".join(latex.split())
    return f"`{text[:60]}{'…' if len(text) > 60 else ''}`"


def _warn(message, location):
    logger.warning(message, location=location, type="bookbuild", subtype="wall")


def _draw(app, doctree, docname):
    """Put the table where {equation-wall} stands."""
    for place in list(doctree.findall(Placeholder)):
        rows = [_row(app, docname, page, record) for page, record in _all(app.env)]
        place.replace_self(tables.table("Equations of this book", HEADS, rows, "book-wall") if rows else [])


# The status stands beside the number, where a narrow screen shows it without scrolling.
HEADS = ["Number", "Status", "Equation", "Derivation", "Assumes", "Source"]


def _all(env):
    """Return (page, record) of all numbered equations, in the order of their numbers."""
    found = [(name, record) for name, kept in pages.records(env).items() for record in kept["equations"]]
    return sorted(found, key=lambda pair: _order(pair[1]["number"]))


def _order(number: str):
    chapter, _, count = number.rpartition(".")
    return (not chapter.isdigit(), int(chapter) if chapter.isdigit() else chapter, int(count))


def _row(app, docname, page, record):
    text = nodes.inline("", f"({record['number']})")
    link = make_refnode(app.builder, docname, page, nodes.make_id(f"equation-{record['label']}"), text)
    name = [nodes.Text(record["title"] or record["label"]), *_code(record["name"])]
    holder = pages.holder(app.env, "ledger")
    assumes = [
        make_refnode(app.builder, docname, holder, nodes.make_id(f"assumption-{one}"), nodes.inline("", one))
        if holder
        else nodes.inline("", one)
        for one in record["assumptions"]
    ]
    cells = [[link], record["words"], name, record["route"], tables.separated(assumes), record["source"]]
    return tables.row(cells, anchor=f"check-{record['label']}")


def _code(name):
    return [nodes.Text(" "), nodes.literal("", name)] if name else []


def setup(app):
    """Register the judgement of each page and the table of all."""
    app.add_node(Placeholder)
    app.add_directive("equation-wall", EquationWall)
    app.connect("doctree-read", _judge, priority=620)
    app.connect("doctree-resolved", _draw)
