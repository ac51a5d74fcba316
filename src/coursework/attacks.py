"""The attack bank as notebooks: each attack aimed at the names that a set asks for."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterable
from pathlib import Path

from . import sets
from .items import Item

AIM = """
for _name in {functions!r}:
    globals()[_name] = globals().get("answer", ...)
for _name in {formulas!r}:
    globals()[_name] = globals().get("formula", ...)
"""


def bank() -> dict[str, str]:
    """List the attacks.

    Returns:
        Name -> what it tries, in one line.

    Source: ``assignments/attacks/attacks.toml``.

    >>> bank()["os_exit"]
    'ends the process without a word'
    """
    known = tomllib.loads((folder() / "attacks.toml").read_text("utf-8"))
    return {name: entry["tries"] for name, entry in known.items()}


def folder() -> Path:
    """Return the folder of the bank."""
    return sets.ASSIGNMENTS / "attacks"


def names(items: Iterable[Item]) -> tuple[list[str], list[str]]:
    """Say which names a set asks for.

    Args:
        items: of the set.

    Returns:
        Functions, formulas.

    Source: ``Item.answers`` of items marked by program; formulas are what items of kind "derive" ask for.

    >>> names([Item("q", "Q", "code", 0, 1, 1, "nothing", answers=("f",))])
    (['f'], [])
    """
    functions = [name for item in items if item.kind == "code" for name in item.answers]
    formulas = [name for item in items if item.kind == "derive" for name in item.answers]
    return functions, formulas


def cells(attack: str, functions: Iterable[str], formulas: Iterable[str]) -> list[str]:
    """Cut an attack into code cells and aim it.

    Args:
        attack: its name.
        functions: names that become its ``answer``.
        formulas: names that become its ``formula``.

    Returns:
        Sources, in order.

    Source: lines ``# %%`` of ``assignments/attacks/NAME.py``.

    >>> len(cells("os_exit", ["f"], []))
    2
    """
    text = (folder() / f"{attack}.py").read_text("utf-8")
    parts = [part.strip() for part in re.split(r"(?m)^# %%.*$", text)]
    return [*filter(None, parts), AIM.format(functions=list(functions), formulas=list(formulas)).strip()]


def notebook(sources: Iterable[str]) -> str:
    """Write code cells as a notebook.

    Args:
        sources: of the cells.

    Returns:
        JSON of format 4.

    Source: nbformat.

    >>> json.loads(notebook(["x = 1"]))["cells"][0]["cell_type"]
    'code'
    """
    made = [
        {
            "cell_type": "code",
            "execution_count": None,
            "id": f"cell-{number}",
            "metadata": {},
            "outputs": [],
            "source": source.splitlines(True),
        }
        for number, source in enumerate(sources)
    ]
    kernel = {"display_name": "Python 3", "language": "python", "name": "python3"}
    return json.dumps(
        {"cells": made, "metadata": {"kernelspec": kernel}, "nbformat": 4, "nbformat_minor": 5}, indent=1
    )
