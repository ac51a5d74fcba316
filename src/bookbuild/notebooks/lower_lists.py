"""Lists and tables of a resolved page, as Markdown."""

from __future__ import annotations

import re

from docutils import nodes

from bookbuild.notebooks.lower_inline import Inline
from bookbuild.notebooks.markdown import indent


class Lists(Inline):
    """Lowers lists and tables; ``blocks`` and ``block`` come with `lower_blocks.Blocks`."""

    def block_bullet_list(self, node) -> str:
        """A list."""
        return self._list(node, lambda i: "- ")

    def block_enumerated_list(self, node) -> str:
        """A numbered list."""
        start = node.get("start", 1)
        return self._list(node, lambda i: f"{start + i}. ")

    def _list(self, node, mark) -> str:
        items = [self.blocks(item) for item in node.children]
        loose = any("\n\n" in item for item in items)
        lines = [mark(i) + indent(item, len(mark(i))) for i, item in enumerate(items)]
        return ("\n\n" if loose else "\n").join(lines)

    def block_definition_list(self, node) -> str:
        """Terms with their definitions: a list, for plain Markdown has none of these."""
        items = []
        for item in node.children:
            terms = [f"**{self.inline(c)}**" for c in item.children if c.tagname == "term"]
            body = "\n\n".join(self.blocks(c) for c in item.children if c.tagname == "definition")
            items.append("- " + indent(f"{', '.join(terms)}: {body}", 2))
        return "\n".join(items)

    def block_field_list(self, node) -> str:
        """Names with their values."""
        return "\n".join(
            "- " + indent(f"**{self.inline(name)}**: {self.blocks(body)}", 2)
            for name, body in (field.children for field in node.children)
        )

    def block_table(self, node) -> str:
        """A table; its title, if it has one, in bold above it."""
        title = "".join(f"**{self.inline(t)}**\n\n" for t in node.children if t.tagname == "title")
        rows = [[self._cell(entry) for entry in row.children] for row in node.findall(nodes.row)]
        aligns = [_rule(entry) for entry in next(node.findall(nodes.row)).children]
        if not list(node.findall(nodes.thead)):
            rows.insert(0, [""] * len(aligns))
        lines = [f"| {' | '.join(row)} |" for row in rows]
        lines.insert(1, f"|{'|'.join(aligns)}|")
        return title + "\n".join(lines)

    def _cell(self, entry) -> str:
        for math in entry.findall(nodes.math):
            math[:] = [nodes.Text(math.astext().replace(r"\|", r"\Vert ").replace("|", r"\vert "))]
        parts = [self.inline(c) if c.tagname == "paragraph" else self.block(c) for c in entry.children]
        text = "<br>".join(part.strip().replace("\n", " ") for part in parts)
        return re.sub(r"(?<!\\)\|", r"\\|", text)

    def block_tabular_col_spec(self, node) -> str:
        """Only LaTeX reads it."""
        return ""


def _rule(entry) -> str:
    classes = entry.get("classes", [])
    if "text-center" in classes:
        return ":---:"
    return "---:" if "text-right" in classes else ":---"
