"""Block nodes of a resolved page, as Markdown blocks."""

from __future__ import annotations

import base64
import re
from pathlib import Path

from docutils import nodes

from bookbuild.notebooks.lower_inline import DROPPED, Inline, escape, one_line, plain

DATA_URI_LIMIT = 100_000  # bytes; a larger image is fetched from the repository instead
MEDIA = {".png": "image/png", ".jpg": "image/jpeg", ".jpeg": "image/jpeg", ".gif": "image/gif"}
ADMONITIONS = ("attention caution danger error hint important note seealso tip warning").split()
PAGE_ONLY = {"checks-footer"}  # counts what the site's build has run
THROUGH = {"section", "compound", "document", "line", "legend", "proof_node", "glossary", "definition"}


def quote(text: str) -> str:
    """A block as a Markdown quotation.

    >>> quote("a\\n\\nb")
    '> a\\n>\\n> b'
    """
    return "\n".join(f"> {line}".rstrip() for line in text.split("\n"))


def indent(text: str, width: int) -> str:
    """All lines but the first moved right, blank ones left blank."""
    return text.replace("\n", "\n" + " " * width).replace("\n" + " " * width + "\n", "\n\n")


def details(title: str, body: str) -> str:
    """A block that opens on a click; the blank lines let Markdown work inside."""
    return f"<details>\n<summary>{title}</summary>\n\n{body}\n\n</details>"


class Blocks(Inline):
    """Lowers block nodes of one page.

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
            text = self._quote(f"**{name.capitalize().replace('Seealso', 'See also')}**", node)
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

    def _quote(self, title: str, node, skip: int = 0) -> str:
        self.quoted += 1
        body = "\n\n".join(text for child in node.children[skip:] if (text := self.block(child)))
        self.quoted -= 1
        return quote(f"{title}\n\n{body}" if title else body)

    # Text -----------------------------------------------------------------------------------------

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
        return self._quote("", node)

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

    # Lists and tables -----------------------------------------------------------------------------

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

    # Pictures -------------------------------------------------------------------------------------

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

    # Boxes ----------------------------------------------------------------------------------------

    def _number(self, kind: str, node) -> str:
        for name in node.get("ids", ()):
            if name in self.numbers.get(kind, {}):
                return ".".join(map(str, self.numbers[kind][name]))
        return ""

    def statement(self, node) -> str:
        """A theorem, definition, remark and their like: number and name in bold, in a quotation."""
        kind = node["realtype"]
        number = self._number(node.get("countertype", kind), node)
        return self._boxed(node, f"{kind.capitalize()} {number}".strip())

    def _boxed(self, node, name: str) -> str:
        title = node.children[0] if node.children and node.children[0].tagname == "title" else None
        extra = self.inline(title).strip() if title else ""
        return self._quote(f"**{name}** {extra}".strip(), node, skip=1 if title else 0)

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
        return self._quote(f"**{title}**", node, skip=1)

    def block_solution_node(self, node) -> str:
        """A solution, closed until the reader asks for it."""
        return details(plain(node.children[0]), "\n\n".join(self.block(child) for child in node.children[1:]))

    def block_admonition(self, node) -> str:
        """A box with its own title; one that opens on a click stays so."""
        title, *rest = node.children
        if title.tagname != "title":
            return self._quote("", node)
        if {"dropdown", "toggle"} & set(node["classes"]):
            return details(plain(title), "\n\n".join(self.block(child) for child in rest))
        return self._quote(f"**{self.inline(title).strip()}**", node, skip=1)

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

    def block_tabular_col_spec(self, node) -> str:
        """Only LaTeX reads it."""
        return ""


def anchor(name: str) -> str:
    """A place a link can lead to: JupyterLab reads the id, Colab the name."""
    return f'<a id="{name}" name="{name}"></a>'


def _rule(entry) -> str:
    classes = entry.get("classes", [])
    if "text-center" in classes:
        return ":---:"
    return "---:" if "text-right" in classes else ":---"
