"""Block nodes of a resolved page, as Markdown blocks."""

from __future__ import annotations

import re
from pathlib import Path

from docutils import nodes

from bookbuild.notebooks.lower_boxes import Boxes
from bookbuild.notebooks.lower_inline import DROPPED
from bookbuild.notebooks.lower_lists import Lists
from bookbuild.notebooks.markdown import anchor, escape, one_line

ADMONITIONS = ("attention caution danger error hint important note seealso tip warning").split()
PAGE_ONLY = {"checks-footer"}  # counts what the site's build has run
THROUGH = {"section", "compound", "document", "line", "legend", "proof_node", "glossary", "definition"}


class Blocks(Lists, Boxes):
    """Lowers one page: hands each block to its method, here or in one of the parents, and lowers text.

    Args:
        addresses: where the repository and the site are.
        problem: called with (node, message) for what cannot be lowered.
        source: the book's folder, for images.
        numbers: ``toc_fignumbers`` of the page: kind -> id -> number as a tuple.
    """

    def __init__(self, addresses, problem, source: Path, numbers: dict):
        super().__init__(addresses, problem)
        self.source = Path(source)
        self.numbers = numbers
        self.level = 1
        self.quoted = 0

    def blocks(self, node: nodes.Element) -> str:
        """All children of ``node``, blank lines between them."""
        return "\n\n".join(text for child in node.children if (text := self.block(child)))

    def block(self, node: nodes.Node) -> str:
        """One node with the anchors that may lead to it; the unused ones are taken out later."""
        if isinstance(node, nodes.Text) or (isinstance(node, nodes.Inline) and node.tagname not in DROPPED):
            return self._one(node).strip()
        name = node.tagname
        anchors = [anchor(i) for i in node.get("ids", ())]
        if PAGE_ONLY & set(node["classes"]):
            return ""
        if name in DROPPED:
            return "\n\n".join(anchors)
        if name in ADMONITIONS:
            text = self.quotation(f"**{name.capitalize().replace('Seealso', 'See also')}**", node)
        elif method := getattr(self, f"block_{name}", None):
            text = method(node)
        elif name in THROUGH:
            text = self.blocks(node)
        elif name.endswith("_node") and "realtype" in node:
            text = self.statement(node)
        else:
            self.problem(node, f"no lowering for <{name}>")
            text = self.blocks(node)
        return "\n\n".join([*anchors, text]) if text else ""

    def block_paragraph(self, node) -> str:
        """A paragraph; a line that would begin a list or a heading by accident is escaped."""
        if "book-equation-note" in node["classes"]:
            return self._note(node)
        text = re.sub(r"\n+", "\n", self.inline(node)).strip()
        text = re.sub(r"^([-+#>]+)(?=\s)", r"\\\1", text, flags=re.M)
        return re.sub(r"^(\d+)([.)])(?=\s)", r"\1\\\2", text, flags=re.M)

    def _note(self, node) -> str:
        # The symbols and the status below an equation.
        self.small = True
        parts = [part for child in node.children if (part := self._one(child).strip())]
        self.small = False
        return f"<small>{' · '.join(parts)}</small>"

    def block_title(self, node) -> str:
        """A heading at the level of its section."""
        return f"{'#' * min(self.level, 6)} {self.inline(node).strip()}"

    def block_section(self, node) -> str:
        """A section inside a box (the boxes of proofs and exercises hold one); no heading of its own."""
        return self.blocks(node)

    def block_rubric(self, node) -> str:
        """A heading outside the outline."""
        return f"**{self.inline(node).strip()}**"

    def block_transition(self, node) -> str:
        """A rule across the page; the one before the footnotes included."""
        return "---"

    def block_block_quote(self, node) -> str:
        """A quotation."""
        return self.quotation("", node)

    def block_attribution(self, node) -> str:
        """Who said it."""
        return f"— {self.inline(node)}"

    def block_line_block(self, node) -> str:
        """Verse: lines that keep their breaks."""
        return "  \n".join(self.inline(line) for line in node.children)

    def block_literal_block(self, node) -> str:
        """Code that is shown, not run."""
        text = node.astext().rstrip("\n")
        fence = "`" * max(3, 1 + max((len(r) for r in re.findall(r"`+", text)), default=0))
        language = node.get("language", "")
        language = "" if language in {"none", "default", "ipython3", "ipython"} else language
        return f"{fence}{language}\n{text}\n{fence}"

    def block_math_block(self, node) -> str:
        """A displayed equation with its number; on one line in a quotation, whose marks would enter."""
        latex = node.astext().strip()
        latex = re.sub(r"\\label\{[^}]*\}", "", latex)
        number = node.get("number") if node.get("label") else None
        tag = f" \\tag{{{number}}}" if number else ""
        if self.quoted:
            return f"$${one_line(latex)}{tag}$$"
        latex = re.sub(r"\n\s*\n", "\n", latex)
        return f"$$\n{latex}{tag}\n$$"

    def block_footnote(self, node) -> str:
        """A footnote, at the place where Sphinx has gathered it."""
        label, *rest = node.children
        return f"**{label.astext()}.** " + "\n\n".join(self.block(child) for child in rest)

    def block_citation(self, node) -> str:
        """An entry of the bibliography."""
        label, *rest = node.children
        return f"**{escape('[' + label.astext() + ']')}** " + " ".join(self.block(child) for child in rest)
