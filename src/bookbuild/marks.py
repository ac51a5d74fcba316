"""The small marks beside an equation: its status, its symbols, and where they lead."""

import re
from pathlib import Path

from docutils import nodes
from sphinx import addnodes
from sphinx.util import logging
from sphinx.util.fileutil import copy_asset_file
from sphinx.util.nodes import make_refnode

from . import pages
from .letters import GREEK

logger = logging.getLogger(__name__)

STYLE = Path(__file__).parent / "assets" / "checks.css"
SIGNS = {r"\perp": "⊥", r"\leq ": "≤"}


def badge(docname: str, record: dict, label: str) -> nodes.Node:
    """Return the status of an equation, leading to its row on the wall."""
    return link("row", label, docname, plain_badge(record))


def plain_badge(record: dict) -> nodes.inline:
    """Return a status in words; colour is never its only sign."""
    mark = nodes.inline("", "", classes=["check-badge", f"check-{record['grade']}"])
    mark += nodes.inline("", "Status: ", classes=["visually-hidden"])
    mark += nodes.Text(record["words"])
    return mark


def symbol_links(docname: str, letters) -> list[nodes.Node]:
    """Return "Symbols: γ, s₀" with each letter leading to the notation page."""
    out: list[nodes.Node] = [nodes.Text("Symbols: ")] if letters else []
    for letter in letters:
        # A letter with an index (s_k) may be explained with its plain letter.
        places = f"{anchor(letter)} {anchor(_split(letter)[0])}"
        out += [link("symbol", places, docname, _letter(letter)), nodes.Text(", ")]
    return [nodes.inline("", "", *out[:-1], classes=["equation-symbols"]), nodes.Text(" ")] if out else []


def anchor(letter: str) -> str:
    """Return the notation page's anchor of a letter.

    Labels know no case, so a capital is spelled out: Gamma is ``sym-capital-gamma``.

    >>> anchor("s_0"), anchor("s0"), anchor("Gamma"), anchor("lamda")
    ('sym-s0', 'sym-s0', 'sym-capital-gamma', 'sym-lambda')
    """
    plain = re.sub(r"[^A-Za-z0-9]", "", letter).replace("lamda", "lambda")
    return "sym-" + ("capital-" if plain[:1].isupper() else "") + plain.lower()


def _letter(letter: str) -> nodes.inline:
    base, low = _split(letter)
    if base.startswith("bar"):
        base = base.removeprefix("bar") + "\N{COMBINING MACRON}"
    for name, sign in SIGNS.items():
        low = low.replace(name, sign)
    low = "" if "\\" in low or "=" in low else low  # a formula says more on the notation page
    parts = [nodes.emphasis("", GREEK.get(base, base)), *([nodes.subscript("", low)] if low else [])]
    return nodes.inline("", "", *parts, classes=["book-symbol"])


def _split(letter: str) -> tuple[str, str]:
    """Split a letter's name into the letter and its index: s_{k+1} into s and k+1."""
    letter = re.sub(r"\([^()]*\)$", "", letter)  # a_j(0) is a_j
    found = re.fullmatch(r"([A-Za-z]+)_?(?:\{(.*)\}|([^{}]*))", letter)
    return (found[1], found[2] or found[3] or "") if found else (letter, "")


def link(kind: str, target: str, docname: str, content: nodes.Node) -> addnodes.pending_xref:
    """Return a link that is resolved once all pages are read; kind: row, symbol, assumption or wall."""
    kind = "bookbuild-" + kind
    return addnodes.pending_xref(
        "", content, refdomain="", reftype=kind, reftarget=target, refdoc=docname, refwarn=False
    )


def _resolve(app, env, node, contnode):
    """Lead marks to the wall, to the ledger and to the notation page."""
    kind, target, content = node["reftype"], node["reftarget"], node.children[0]
    labels = env.get_domain("std").anonlabels
    if kind == "bookbuild-symbol":
        own, plain = target.split()
        docname, place = labels.get(own) or labels.get(plain) or (None, "")
        if docname is None:
            message = f"symbol {content.astext()} has no entry on the notation page: write ({own})= there"
            logger.warning(message, location=node, type="bookbuild", subtype="symbol")
    elif kind in ("bookbuild-row", "bookbuild-assumption"):
        what, prefix = ("wall", "check") if kind == "bookbuild-row" else ("ledger", "assumption")
        docname, place = pages.holder(env, what), nodes.make_id(f"{prefix}-{target}")
    elif kind == "bookbuild-wall":
        # The mutants' numbers stand where a page says (mutants)=, else on the wall's page.
        docname, place = labels.get(target) or (pages.holder(env, "wall"), "")
    else:
        return None
    if docname is None:
        return content
    return make_refnode(app.builder, node["refdoc"], docname, place, [content])


def _style(app):
    # Copied before pages are written, so that Sphinx can add the file's checksum to its address.
    if app.builder.format == "html":
        folder = Path(app.outdir) / "_static"
        folder.mkdir(parents=True, exist_ok=True)
        copy_asset_file(str(STYLE), str(folder))


def setup(app):
    """Resolve the marks' links and ship their style."""
    app.connect("missing-reference", _resolve)
    app.add_css_file("checks.css")
    app.connect("builder-inited", _style)
