"""What a page's cells produced: its claims, its printed equations, its assertions.

Read from the executed notebook that myst-nb leaves beside the output folder.
"""

import ast
from collections import namedtuple
from pathlib import Path

import nbformat
from docutils import nodes
from myst_nb.core import render

CLAIM = "application/vnd.stepwise.claim+json"
EQUATION = "application/vnd.stepwise.equation+json"

Shown = namedtuple("Shown", "cell latex record")
Shown.__doc__ = "A cell output that displays mathematics: cell index, LaTeX, equation record or None."


def notebook(app, docname: str):
    """Return the executed notebook of a page, or None for a page without cells."""
    path = Path(app.outdir).parent / "jupyter_execute" / f"{docname}.ipynb"
    if "kernelspec" not in app.env.metadata.get(docname, {}) or not path.exists():
        return None
    return nbformat.read(path, as_version=4)


def claims(book) -> dict[str, list]:
    """Return the values claimed under each name, in order."""
    found: dict[str, list] = {}
    for _, data in _outputs(book):
        if CLAIM in data:
            found.setdefault(data[CLAIM]["name"], []).append(data[CLAIM]["value"])
    return found


def displays(book) -> list[Shown]:
    """Return the outputs that show LaTeX, each with the record that vouches for it, if any."""
    return [
        Shown(cell, str(data["text/latex"]), data.get(EQUATION))
        for cell, data in _outputs(book)
        if "text/latex" in data and _displayed(book, cell)
    ]


def assertions(book) -> int:
    """Count the assert statements in a page's cells."""
    count = 0
    for cell in book.cells if book else ():
        if cell.cell_type == "code":
            lines = [line for line in cell.source.splitlines() if not line.lstrip().startswith(("%", "!"))]
            try:
                tree = ast.parse("\n".join(lines))
            except SyntaxError:  # a cell that shows a mistake on purpose
                continue
            count += sum(isinstance(node, ast.Assert) for node in ast.walk(tree))
    return count


def cell_lines(doctree) -> dict[int, int]:
    """Return the source line at which each code cell of a page starts."""
    cells = doctree.findall(lambda n: isinstance(n, nodes.container) and n.get("nb_element") == "cell_code")
    return {cell["cell_index"]: cell.line for cell in cells}


def _outputs(book):
    for index, cell in enumerate(book.cells if book else ()):
        for output in cell.get("outputs", ()):
            yield index, output.get("data", {})


def _displayed(book, index) -> bool:
    removed = {"remove-output", "remove_output", "remove-cell", "remove_cell"}
    return not removed & set(book.cells[index].metadata.get("tags", []))


class _OurMimes:
    """Tell myst-nb that the book's own mime types are known, and draw nothing."""

    @staticmethod
    def handle_mime(renderer, data, inline):
        return [] if data.mime_type.startswith("application/vnd.stepwise.") else None


def setup(app):
    """Register the book's mime types with myst-nb, which offers entry points only."""
    if not hasattr(render.load_mime_renders, "bookbuild"):
        others = render.load_mime_renders

        def load_mime_renders():
            return [_OurMimes, *others()]

        load_mime_renders.bookbuild = True
        render.load_mime_renders = load_mime_renders
