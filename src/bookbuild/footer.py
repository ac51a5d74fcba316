"""The checks footer: what was checked on this page, counted by the build itself."""

from collections import Counter

from docutils import nodes
from sphinx.util.docutils import SphinxDirective

from . import ledger, marks, pages, tables


class Spot(nodes.General, nodes.Element):
    """Where a page wants its footer, if not at its end."""


class ChecksFooter(SphinxDirective):
    """```{checks-footer}```: the footer stands here instead of at the end of the page."""

    def run(self):
        """Mark the spot."""
        return [Spot()]


def summary(kept: dict) -> str:
    """Return the counts of a page in one sentence.

    >>> summary({"equations": [{"words": "proved"}] * 2 + [{"words": "definition"}], "outputs": [],
    ...          "steps": [{"words": "proved"}], "claims": 4, "asserts": 1})
    '3 equations: 2 proved, 1 definition; 1 derivation step: 1 proved; 4 claims; 1 assertion in cells.'
    """
    parts = [
        _counted(kept["equations"] + kept["outputs"], "equation"),
        _counted(kept["steps"], "derivation step"),
        _plural(kept["claims"], "claim"),
        _plural(kept["asserts"], "assertion") + " in cells",
    ]
    return "; ".join(part for part in parts if part) + "."


def _counted(records, noun):
    # Most frequent first; equal counts in the order of the page.
    statuses = Counter(record["words"] for record in records).most_common()
    counts = ", ".join(f"{n} {word}" for word, n in statuses)
    return f"{_plural(len(records), noun)}: {counts}" if records else ""


def _plural(count, noun):
    return f"{count} {noun}" + ("" if count == 1 else "s")


def _place(app, doctree):
    """Put the footer on every page that displays equations."""
    kept, spots = pages.page(app.env), list(doctree.findall(Spot))
    wanted = bool(kept["equations"] or kept["outputs"])
    if wanted and not spots:
        first = next(doctree.findall(nodes.section), doctree)
        spots = [Spot()]
        first += spots[0]
    for spot in spots:
        spot.replace_self(_footer(app.env.docname, kept) if wanted else [])


def _footer(docname, kept):
    line = nodes.paragraph("", "", nodes.strong("", "Checks on this page: "), nodes.Text(summary(kept) + " "))
    line += [nodes.Text("See "), _link(docname, "wall", "every equation and its status")]
    line += [nodes.Text(" and "), _link(docname, "mutants", "what the checks catch"), nodes.Text(".")]
    box = nodes.container("", line, classes=["checks-footer"], is_div=True)
    if kept["dropped"]:
        names = tables.separated(ledger.link(docname, name) for name in kept["dropped"])
        box += nodes.paragraph("", "Dropped on this page: ", *names, nodes.Text("."))
    return box


def _link(docname, target, text):
    return marks.link("wall", target, docname, nodes.inline("", text))


def setup(app):
    """Register the footer."""
    app.add_node(Spot)
    app.add_directive("checks-footer", ChecksFooter)
    app.connect("doctree-read", _place, priority=650)
