"""Boxes of a resolved page: statements, exercises, admonitions, what opens on a click, figures."""

from __future__ import annotations

import base64
import re

from docutils import nodes

from bookbuild.notebooks.lower_inline import Inline, plain
from bookbuild.notebooks.markdown import details, quote

DATA_URI_LIMIT = 100_000  # bytes; a larger image is fetched from the repository instead
MEDIA = {".png": "image/png", ".jpg": "image/jpeg", ".jpeg": "image/jpeg", ".gif": "image/gif"}


class Boxes(Inline):
    """Lowers boxes and pictures; ``blocks`` and ``block`` come with `lower_blocks.Blocks`."""

    def quotation(self, title: str, node, skip: int = 0) -> str:
        """A title and the children of ``node``, but for the first ``skip``, as a quotation."""
        self.quoted += 1
        body = "\n\n".join(text for child in node.children[skip:] if (text := self.block(child)))
        self.quoted -= 1
        return quote(f"{title}\n\n{body}" if title else body)

    def _number(self, kind: str, node) -> str:
        for name in node.get("ids", ()):
            if name in self.numbers.get(kind, {}):
                return ".".join(map(str, self.numbers[kind][name]))
        return ""

    def image(self, node) -> str:
        """An image that travels with the notebook, or is fetched from the repository when large."""
        uri = node["uri"]
        path = self.source / uri
        if "://" not in uri and not uri.startswith("data:"):
            if not path.is_file():
                self.problem(node, f"image not found: {uri}")
            elif path.suffix in MEDIA and path.stat().st_size <= DATA_URI_LIMIT:
                uri = f"data:{MEDIA[path.suffix]};base64,{base64.b64encode(path.read_bytes()).decode()}"
            else:
                uri = self.addresses.raw(uri)
        alt = re.sub(r"([\[\]])", r"\\\1", " ".join(node.get("alt", "").split()))
        return f"![{alt}]({uri})"

    def block_image(self, node) -> str:
        """An image that stands alone."""
        return self.image(node)

    def block_figure(self, node) -> str:
        """An image, then its number and caption."""
        return self.blocks(node)

    def block_caption(self, node) -> str:
        """The caption below a figure, or the name above a listing."""
        number = self._number("figure", node.parent)
        return f"*{f'Figure {number}. ' if number else ''}{self.inline(node)}*"

    def statement(self, node) -> str:
        """A theorem, definition, remark and their like: number and name in bold, in a quotation."""
        kind = node["realtype"]
        number = self._number(node.get("countertype", kind), node)
        return self._boxed(node, f"{kind.capitalize()} {number}".strip())

    def _boxed(self, node, name: str) -> str:
        title = node.children[0] if node.children and node.children[0].tagname == "title" else None
        extra = self.inline(title).strip() if title else ""
        return self.quotation(f"**{name}** {extra}".strip(), node, skip=1 if title else 0)

    def block_proof_node(self, node) -> str:
        """A proof; the extension has put the word itself into the first paragraph."""
        first = next(node.findall(nodes.paragraph), None)
        if first and isinstance(first.children[0], nodes.Text):
            text = first.children[0].astext().removeprefix("Proof. ")
            first[:1] = [nodes.emphasis("", "Proof."), nodes.Text(f" {text}")]
        body = "\n\n".join(
            self.blocks(c) if c.tagname == "admonition" else self.block(c) for c in node.children
        )
        return f"{body}\n\n∎"

    def block_exercise_enumerable_node(self, node) -> str:
        """A numbered exercise."""
        return self._boxed(node, f"Exercise {self._number('exercise', node)}".strip())

    def block_exercise_node(self, node) -> str:
        """An exercise without a number; its title says what it is."""
        title = self.inline(node.children[0]).strip()
        return self.quotation(f"**{title}**", node, skip=1)

    def block_solution_node(self, node) -> str:
        """A solution, closed until the reader asks for it."""
        return details(plain(node.children[0]), "\n\n".join(self.block(child) for child in node.children[1:]))

    def block_admonition(self, node) -> str:
        """A box with its own title; one that opens on a click stays so."""
        title, *rest = node.children
        if title.tagname != "title":
            return self.quotation("", node)
        if {"dropdown", "toggle"} & set(node["classes"]):
            return details(plain(title), "\n\n".join(self.block(child) for child in rest))
        return self.quotation(f"**{self.inline(title).strip()}**", node, skip=1)

    def block_topic(self, node) -> str:
        """A box beside the text."""
        return self.block_admonition(node)

    def block_sidebar(self, node) -> str:
        """A box beside the text."""
        return self.block_admonition(node)

    def block_container(self, node) -> str:
        """The parts of sphinx-design: dropdowns, tabs, cards, grids; any other container is its content."""
        part = node.get("design_component", "")
        if part == "dropdown":
            title, rest = "Details", node.children
            if node.get("has_title"):
                title, rest = plain(node.children[0]), node.children[1:]
            return details(title, "\n\n".join(self.block(child) for child in rest))
        if part == "tab-item":
            label, *rest = node.children
            self.quoted += 1
            body = "\n\n".join(self.block(child) for child in rest)
            self.quoted -= 1
            return quote(f"**{self.inline(label)}**\n\n{body}")
        if "toggle" in node["classes"]:
            return details("Details", self.blocks(node))
        return self.blocks(node)
