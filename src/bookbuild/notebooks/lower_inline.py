"""Inline nodes of a resolved page, as Markdown text that Colab and JupyterLab read alike."""

from __future__ import annotations

import re

from docutils import nodes

from bookbuild.notebooks.addresses import Addresses
from bookbuild.notebooks.markdown import code_span, escape, marked, one_line

# How the builder writes an address inside the book; see Builder.get_relative_uri.
BOOK_SCHEME = "book:"
PLAIN = {"abbreviation", "title_reference", "generated", "pending_xref", "glue_inline"}
DROPPED = {"raw", "comment", "index", "target", "substitution_definition", "meta", "pending"}


def plain(node: nodes.Node) -> str:
    """The text of a title that stands inside HTML, where Markdown does not reach but formulas do."""
    if isinstance(node, nodes.Text):
        return re.sub(r"\s+", " ", node.astext()).replace("&", "&amp;").replace("<", "&lt;")
    if isinstance(node, nodes.math):
        return f"${one_line(node.astext())}$"
    return "".join(plain(child) for child in node.children)


class Inline:
    """Lowers inline nodes; ``wanted`` fills with the anchors that links of this page lead to.

    Args:
        addresses: where the repository and the site are.
        problem: called with (node, message) for what cannot be lowered.
    """

    def __init__(self, addresses: Addresses, problem):
        self.addresses = addresses
        self.problem = problem
        self.small = False
        self.wanted: set[str] = set()
        self.cited: dict[str, str] = {}
        self.citation_keys: dict[str, str] = {}

    def inline(self, node: nodes.Element) -> str:
        """The children of ``node`` as one string of inline Markdown."""
        return "".join(self._one(child) for child in node.children)

    def _one(self, node: nodes.Node) -> str:
        if isinstance(node, nodes.Text):
            return escape(node.astext())
        name = node.tagname
        if name in DROPPED:
            return ""
        if name in PLAIN:
            return self.inline(node)
        method = getattr(self, f"inline_{name}", None)
        if method is None:
            self.problem(node, f"no inline lowering for <{name}>")
            return self.inline(node)
        return method(node)

    def inline_inline(self, node) -> str:
        """Text with a class; only the status of an equation is worth a mark of its own."""
        if "check-badge" in node["classes"] and not self.small:
            return f"<small>({self.inline(node).removeprefix('Status: ')})</small>"
        return self.inline(node)

    def inline_emphasis(self, node) -> str:
        """Slanted text."""
        return marked("*", self.inline(node))

    def inline_strong(self, node) -> str:
        """Bold text."""
        return marked("**", self.inline(node))

    def inline_literal(self, node) -> str:
        """Code; a literal that only carries other marks (a reference's text) gives those."""
        if any(not isinstance(child, nodes.Text) for child in node.children):
            return self.inline(node)
        return code_span(node.astext())

    def inline_math(self, node) -> str:
        """An inline formula, kept on one line."""
        return f"${one_line(node.astext())}$"

    def inline_math_block(self, node) -> str:
        """A display inside a line of text (a table's cell)."""
        return self.inline_math(node)

    def inline_subscript(self, node) -> str:
        """Lowered text."""
        return f"<sub>{self.inline(node)}</sub>"

    def inline_superscript(self, node) -> str:
        """Raised text."""
        return f"<sup>{self.inline(node)}</sup>"

    def inline_small(self, node) -> str:
        """Small text."""
        return f"<small>{self.inline(node)}</small>"

    def inline_footnote_reference(self, node) -> str:
        """A raised number that leads to the footnote."""
        self.wanted.add(node["refid"])
        return f"<sup>[{self.inline(node)}](#{node['refid']})</sup>"

    def inline_image(self, node) -> str:
        """An image in a line; blocks know how."""
        return self.image(node)

    def inline_problematic(self, node) -> str:
        """What Sphinx could not read."""
        self.problem(node, f"unresolved: {node.astext()}")
        return self.inline(node)

    def inline_download_reference(self, node) -> str:
        """A file to fetch, from the repository."""
        return f"[{self.inline(node)}]({self.addresses.raw(node.get('filename', node['reftarget']))})"

    def inline_number_reference(self, node) -> str:
        """A reference by number: as any other."""
        return self.inline_reference(node)

    def inline_reference(self, node) -> str:
        """A link: within this notebook, to another page of the book, or to the web."""
        text = self.inline(node).strip()
        return f"[{text}]({self._target(node)})"

    def _target(self, node) -> str:
        address = node.get("refuri", "")
        if "refid" in node or address.startswith("#"):
            anchor = node.get("refid") or address[1:]
            self.wanted.add(anchor)
            return f"#{anchor}"
        if not address.startswith(BOOK_SCHEME):
            return address.replace(" ", "%20").replace("(", "%28").replace(")", "%29")
        docname, _, anchor = address.removeprefix(BOOK_SCHEME).partition("#")
        if anchor in self.citation_keys:
            key = self.citation_keys[anchor]
            self.cited[key] = self.addresses.page(docname, anchor)
            self.wanted.add(f"cite-{key}")
            return f"#cite-{key}"
        return self.addresses.page(docname, anchor)
