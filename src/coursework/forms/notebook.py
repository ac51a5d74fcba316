"""Notebook files: cells with steady names, the set-up line of the book, one way of writing."""

from __future__ import annotations

import hashlib
import re

from bookbuild.notebooks.cells import SETUP, dump

KERNEL = {"display_name": "Python 3", "language": "python", "name": "python3"}

__all__ = ["book", "code", "dump", "markdown", "set_up"]


def markdown(source: str, name: str = "") -> dict:
    """Return a cell of text; ``name`` becomes its id.

    >>> markdown("Hello.")["cell_type"]
    'markdown'
    """
    return {"cell_type": "markdown", "id": name, "metadata": {}, "source": source}


def code(source: str, name: str = "", **metadata) -> dict:
    """Return a cell of code without output.

    >>> code("x = 1", tags=["setup"])["metadata"]
    {'tags': ['setup']}
    """
    cell = {"cell_type": "code", "id": name, "metadata": metadata, "source": source}
    return cell | {"execution_count": None, "outputs": []}


def set_up(addresses) -> dict:
    """Return the cell that fetches the book's package where it is missing.

    Args:
        addresses: the book's ``Addresses``.

    Returns:
        A code cell, the same as in the chapters' notebooks.

    Source: ``bookbuild.notebooks.cells``.
    """
    return code(SETUP.format(requirement=addresses.requirement()), tags=["setup"])


def book(cells: list[dict]) -> dict:
    """Put cells together into a notebook.

    Args:
        cells: of ``markdown`` and ``code``; those without a name are named after their content.

    Returns:
        A notebook of format 4.5.

    Source: nbformat.

    >>> book([markdown("Hello.", "hello")])["cells"][0]["id"]
    'hello'
    """
    seen: set[str] = set()
    finished = []
    for cell in cells:
        name = re.sub(r"[^\w-]", "-", cell["id"])[:60]
        name = name or hashlib.sha256(f"{cell['cell_type']}\n{cell['source']}".encode()).hexdigest()[:12]
        base, number = name, 1
        while name in seen:
            number += 1
            name = f"{base}-{number}"
        seen.add(name)
        finished.append(cell | {"id": name, "source": cell["source"].splitlines(keepends=True)})
    metadata = {"kernelspec": KERNEL, "language_info": {"name": "python"}}
    return {"cells": finished, "metadata": metadata, "nbformat": 4, "nbformat_minor": 5}
