"""What a page's cells produced: its claims, its printed equations, its assertions.

All of it is read from the doctree, where myst-nb puts each output in every format it has,
so that a page taken from the execution cache says the same as one that has just run.
"""

import ast
from collections import namedtuple

from docutils import nodes
from myst_nb.core import render

OURS = "application/vnd.stepwise."
CLAIM = OURS + "claim+json"
EQUATION = OURS + "equation+json"

Shown = namedtuple("Shown", "latex record node")
Shown.__doc__ = "A cell output that displays mathematics: LaTeX, equation record or None, its node."


def claims(doctree) -> dict[str, list]:
    """Return the values claimed under each name, in order."""
    found: dict[str, list] = {}
    for formats in _outputs(doctree):
        for record in _records(formats, CLAIM):
            found.setdefault(record["name"], []).append(record["value"])
    return found


def displays(doctree) -> list[Shown]:
    """Return the outputs that show mathematics, each with the record that vouches for it, if any."""
    shown = []
    for formats in _outputs(doctree):
        latex = [block for block in formats.findall(nodes.math_block)]
        if latex:
            record = next(iter(_records(formats, EQUATION)), None)
            shown.append(Shown(latex[0].astext(), record, _placed(formats)))
    return shown


def assertions(doctree) -> int:
    """Count the assert statements in a page's cells."""
    count = 0
    for cell in doctree.findall(lambda node: _element(node, "cell_code_source")):
        lines = [line for line in cell.astext().splitlines() if not line.lstrip().startswith(("%", "!"))]
        try:
            tree = ast.parse("\n".join(lines))
        except SyntaxError:  # a cell that shows a mistake on purpose
            continue
        count += sum(isinstance(node, ast.Assert) for node in ast.walk(tree))
    return count


def from_cell(node) -> bool:
    """Say whether a node is part of a code cell or its output."""
    while node is not None and not _element(node, "cell_code"):
        node = node.parent
    return node is not None


def _outputs(doctree):
    return list(doctree.findall(lambda node: _element(node, "mime_bundle")))


def _records(formats, mime):
    return [note["record"] for note in formats.findall(nodes.comment) if note.get("mime") == mime]


def _element(node, name):
    return isinstance(node, nodes.container) and node.get("nb_element") == name


def _placed(node):
    while node.line is None and node.parent is not None:
        node = node.parent
    return node


class _OurFormats:
    """Keep the book's own output formats as comments, which no writer ever selects."""

    @staticmethod
    def handle_mime(renderer, data, inline):
        if data.mime_type.startswith(OURS):
            return [nodes.comment("", "", mime=data.mime_type, record=dict(data.content))]
        return None


def setup(app):
    """Make the book's formats known to myst-nb, which offers installed entry points only."""
    if not hasattr(render.load_mime_renders, "bookbuild"):
        others = render.load_mime_renders

        def load_mime_renders():
            return [_OurFormats, *others()]

        load_mime_renders.bookbuild = True
        render.load_mime_renders = load_mime_renders
