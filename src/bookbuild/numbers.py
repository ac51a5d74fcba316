"""{num}: numbers in the prose, each held against what the page's cells computed.

``{num}`0.549 = width``` prints 0.549 and fails the build unless the claim ``width``
rounds to it; ``{num}`1e-12 > error``` prints the bound and fails unless the claim lies
below it (``<``: above it). A decimal or percentage typed any other way fails too, unless
``{lit}`` marks it as no result: a version, a section of a paper.
"""

import re
from decimal import Decimal
from pathlib import Path

from docutils import nodes
from sphinx import addnodes
from sphinx.util import logging
from sphinx.util.docutils import SphinxRole

from . import executed, numerals, pages

logger = logging.getLogger(__name__)

TYPED = re.compile(r"(.+?)\s*([=<>])\s*([a-z][a-z0-9_-]*)\s*")
LOOSE = re.compile(r"(?<![\w.])\d[\d,]*\.\d+(?!\d|\.\d)|(?<![\w.])\d[\d,]*\s?%")
# Where a number is no statement of the prose, or is checked by another room.
ELSEWHERE = (
    nodes.math, nodes.math_block, nodes.literal, nodes.literal_block, nodes.raw, nodes.comment,
    nodes.reference, nodes.caption, nodes.citation, nodes.docinfo, addnodes.pending_xref,
    nodes.title, nodes.subtitle,
)  # fmt: skip
# "exercise 3.2" names a place; it states nothing.
PLACE = re.compile(r"\b([Cc]hapter|[Ss]ection|[Ee]xercise|[Tt]heorem|[Ff]igure|[Tt]able)s?\s$")
OURS = {"num", "lit", "book-equation-note", "book-derivation", "checks-footer", "book-list"}


class Num(SphinxRole):
    """A number that a cell has claimed."""

    def run(self):
        """Return the number as printed; it is compared when the page has been read."""
        found = TYPED.fullmatch(self.text)
        if not found or numerals.read(found[1]) is None:
            message = f"{{num}}`{self.text}`: expected a number, then = (or < or >), then the name of a claim"
            logger.warning(message, location=self.get_location(), type="bookbuild", subtype="number")
            return [nodes.Text(self.text)], []
        typed, sign, claim = found.groups()
        node = nodes.inline("", "", classes=["num"], num=(typed, sign, claim))
        for text, above in numerals.pretty(typed):
            node += [nodes.Text(text), nodes.superscript("", above)] if above else nodes.Text(text)
        self.set_source_info(node)
        return [node], []


class Lit(SphinxRole):
    """A number that is not a result, such as a version."""

    def run(self):
        """Return the text, marked as exempt."""
        return [nodes.inline("", self.text, classes=["lit"])], []


def _check(app, doctree):
    """Hold every typed number of the page against its claim, and find those without one."""
    claims = executed.claims(doctree)
    for node in doctree.findall(nodes.inline):
        if "num" in node:
            for fault in _faults(*node["num"], claims):
                _warn(app.env, node, node["num"][0], fault)
    pages.page(app.env)["claims"] = len(claims)
    pages.page(app.env)["asserts"] = executed.assertions(doctree)
    if "off" not in pages.front_matter(app.env, app.env.docname, "number-lint"):
        _lint(app.env, doctree)


def _faults(typed, sign, name, claims):
    if name not in claims:
        known = ", ".join(sorted(claims)) or "none"
        yield f"typed number {typed} {sign} {name}: no cell here claims {name} (claimed: {known})"
    number = numerals.read(typed)
    for value in claims.get(name, ()):
        computed = Decimal(repr(value))
        holds = {"=": number.agrees(value), ">": number.value > computed, "<": number.value < computed}[sign]
        if not holds:
            yield f"typed number {typed} {sign} {name}, but the cell computed {name} = {value!r}"


def _lint(env, doctree):
    for text in list(doctree.findall(nodes.Text)):
        loose = next((hit for hit in LOOSE.finditer(text) if not PLACE.search(text[: hit.start()])), None)
        if loose and not _elsewhere(text):
            hint = "claim it in a cell and write {num}`...`, or mark a version or section with {lit}`...`"
            _warn(env, text.parent, loose[0], f"typed number {loose[0]} is not claimed: {hint}")


def _elsewhere(node) -> bool:
    while (node := node.parent) is not None:
        ours = OURS & set(node["classes"]) or node.get("nb_element") == "cell_code"
        if ours or isinstance(node, ELSEWHERE):
            return True
    return False


def _warn(env, node, typed, message):
    """Warn at the line where the number stands: blocks know only the line at which they start."""
    while not node.line and node.parent is not None:
        node = node.parent
    start, lines = node.line or 1, Path(env.doc2path(env.docname)).read_text("utf8").splitlines()
    place = next((n for n, line in enumerate(lines, 1) if n >= start and typed in line), start)
    logger.warning(message, location=(env.docname, place), type="bookbuild", subtype="number")


def setup(app):
    """Register the two roles and the comparison."""
    app.add_role("num", Num())
    app.add_role("lit", Lit())
    app.connect("doctree-read", _check, priority=610)
