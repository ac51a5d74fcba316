"""A lowered page as a notebook: cells, their names and the set-up line."""

from __future__ import annotations

import hashlib
import json
import re

from docutils import nodes

from bookbuild.notebooks.addresses import Addresses
from bookbuild.notebooks.lower_blocks import Blocks
from bookbuild.notebooks.markdown import anchor

SETUP = (
    'import sys; from importlib.util import find_spec; find_spec("stepwise_ssl") or '
    'get_ipython().system(f\'"{{sys.executable}}" -m pip install -q "{requirement}"\');'
)
SETUP_NOTE = (
    "*The next cell fetches the book's package where it is missing, as on Colab. "
    "This notebook is made from [its page in the book]({page}).*"
)
COLLAPSED = {"hide-input", "hide-cell", "remove-input", "remove-cell"}
ANCHOR = re.compile(r'^[> ]*<a id="([^"]+)" name="[^"]+"></a>\n(?:[> ]*\n)?', re.M)


def is_code_cell(node: nodes.Node) -> bool:
    """Whether a node is a cell that runs."""
    return isinstance(node, nodes.container) and node.get("nb_element") == "cell_code"


def has_code(doctree: nodes.document) -> bool:
    """Whether a page has any cell that runs; only such pages become notebooks."""
    return any(is_code_cell(node) for node in doctree.findall(nodes.container))


def page_cells(doctree: nodes.document, lower: Blocks) -> list[dict]:
    """The cells of a page: a new one at each heading and at each piece of code."""
    cells: list[dict] = []
    pending: list[str] = []

    def flush() -> None:
        if any(pending):
            cells.append(_cell("markdown", "\n\n".join(filter(None, pending))))
        pending.clear()

    def walk(node: nodes.Element, level: int) -> None:
        for child in node.children:
            if is_code_cell(child):
                flush()
                cells.append(_code_cell(child))
            elif isinstance(child, nodes.section) and not child["classes"].count("proof-content"):
                flush()
                pending.extend(anchor(name) for name in child["ids"])
                walk(child, level + 1)
            elif isinstance(child, nodes.container) and any(
                map(is_code_cell, child.findall(nodes.container))
            ):
                walk(child, level)
            else:
                lower.level = level
                pending.append(lower.block(child))

    walk(doctree, 0)
    flush()
    return cells


def _code_cell(node: nodes.container) -> dict:
    source = next(node.findall(nodes.literal_block)).astext().rstrip("\n")
    tags = list(node.get("cell_metadata", {}).get("tags", []))
    metadata: dict = {"tags": tags} if tags else {}
    if COLLAPSED & set(tags):
        metadata |= {"jupyter": {"source_hidden": True}, "cellView": "form"}
    return _cell("code", source, metadata)


def _cell(kind: str, source: str, metadata: dict | None = None) -> dict:
    cell = {"cell_type": kind, "metadata": metadata or {}, "source": source}
    return cell | ({"execution_count": None, "outputs": []} if kind == "code" else {})


def notebook(cells: list[dict], addresses: Addresses, docname: str, wanted: set[str]) -> dict:
    """A whole notebook: title, set-up line, the page; anchors that nothing leads to are taken out."""
    for cell in cells:
        if cell["cell_type"] == "markdown":
            text = ANCHOR.sub(lambda m: m.group(0) if m.group(1) in wanted else "", cell["source"] + "\n")
            cell["source"] = re.sub(r"\n{3,}", "\n\n", text).strip()
    title, rest = _split_title(cells)
    note = SETUP_NOTE.format(page=addresses.page(docname))
    setup = _cell("code", SETUP.format(requirement=addresses.requirement()), {"tags": ["setup"]})
    cells = [_cell("markdown", f"{title}\n\n{note}"), setup, *rest]
    return {
        "cells": [_finish(cell) for cell in _named(c for c in cells if c["source"])],
        "metadata": {
            "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
            "language_info": {"name": "python"},
        },
        "nbformat": 4,
        "nbformat_minor": 5,
    }


def _split_title(cells: list[dict]) -> tuple[str, list[dict]]:
    first = cells[0]["source"]
    match = re.search(r"^# .*$", first, re.M)
    if match is None:
        raise ValueError("the page does not begin with a title")
    before, after = first[: match.start()].strip(), first[match.end() :].strip()
    title = f"{match.group(0)}\n\n{before}".strip()
    return title, [_cell("markdown", after), *cells[1:]]


def _named(cells) -> list[dict]:
    # Names come from the content, so that a new cell leaves the names of all others alone.
    seen: dict[str, int] = {}
    named = []
    for cell in cells:
        digest = hashlib.sha256(f"{cell['cell_type']}\n{cell['source']}".encode()).hexdigest()[:12]
        seen[digest] = seen.get(digest, 0) + 1
        named.append({"id": digest if seen[digest] == 1 else f"{digest}-{seen[digest]}", **cell})
    return named


def _finish(cell: dict) -> dict:
    return cell | {"source": cell["source"].splitlines(keepends=True)}


def dump(book: dict) -> str:
    """The text of a notebook file: keys in order, one trailing newline."""
    return json.dumps(book, indent=1, ensure_ascii=False, sort_keys=True) + "\n"
