"""The run of a chapter's own cell: the page shows the stored result of exactly the code that it prints.

The cell defines a function that trains something and returns a ``History``. Here the function is taken out of
the chapter and called, and its result is stored with a hash of its code; ``stored_or_run`` in the chapter
returns that result as long as the code is still the same, and calls the function as soon as it is not.
"""

from __future__ import annotations

import ast
import copy
import re
from typing import Any

import numpy as np

from stepwise_ssl.data import load_cifar10
from stepwise_ssl.experiments.progress import Progress
from stepwise_ssl.experiments.provenance import PACKAGE, array_hash
from stepwise_ssl.experiments.registry import Finding
from stepwise_ssl.experiments.store import ExperimentError, StoredRun
from stepwise_ssl.experiments.stored_cell import code_hash
from stepwise_ssl.training import History, detect_steps

QUANTISED: dict[str, tuple[float, float]] = {}
CELL = re.compile(r"^```\{code-cell\}[^\n]*\n(?P<code>.*?)^```$", re.MULTILINE | re.DOTALL)
LATE = 0.05  # of the last step: another CPU rounds differently, and a network amplifies it


def cell_of(chapter: str, function: str) -> tuple[str, str]:
    """The code that a chapter's function needs, and that of the function alone.

    What it needs is the cell that defines it, and what the cells before it import.

    Args:
        chapter: text of the chapter's file.
        function: the function's name.

    Raises:
        ExperimentError: not exactly one cell defines it.

    >>> fence = "`" * 3
    >>> text = f"{fence}{{code-cell}} ipython3\\nimport math\\ndef f():\\n    return 1\\n{fence}\\n"
    >>> cell_of(text, "f")[1]
    'def f():\\n    return 1'
    """
    found, imports = [], ""
    for match in CELL.finditer(chapter):
        code = re.sub(r"\A(:[^\n]*\n)+\n?", "", match["code"])
        if f"def {function}(" in code:
            found += [
                (imports + code, ast.get_source_segment(code, node))
                for node in ast.parse(code).body
                if isinstance(node, ast.FunctionDef) and node.name == function
            ]
        if not found:
            imports += "".join(
                ast.unparse(node) + "\n"
                for node in ast.parse(code).body
                if isinstance(node, ast.Import | ast.ImportFrom)
            )
    if len(found) != 1:
        raise ExperimentError(f"{len(found)} cells of the chapter define {function}: expected one")
    return found[0]


def chapter_text(name: str) -> str:
    """The text of a chapter's file.

    Raises:
        ExperimentError: the package does not lie in a clone of the book.
    """
    file = PACKAGE.parents[1] / "chapters" / f"{name}.md"
    try:
        return file.read_text(encoding="utf-8")
    except FileNotFoundError as error:
        raise ExperimentError(f"chapters/{name}.md is not here: run this in a clone of the book") from error


def run(config: dict[str, Any], device: str, progress: Progress) -> dict[str, np.ndarray]:
    """Call the function of a chapter's cell.

    Args:
        config: the tables of its TOML file.
        device: must be "cpu"; the cell picks its device itself.
        progress: keeps the history, the hash of the code and that of the images it loads.

    Returns:
        ``steps`` (T,), ``loss`` (T,), ``eigenvalues`` of C (T, d) and ``learning_rate`` ().

    Raises:
        ExperimentError: the chapter or its cell is not there, or another device is asked for.
    """
    if device != "cpu":
        raise ExperimentError(f"device is {device}: expected cpu, a chapter's cell picks its device itself")
    cell, function = cell_of(chapter_text(config["chapter"]), config["function"])
    names: dict[str, Any] = {}
    exec(compile(cell, f"{config['chapter']}.md", "exec"), names)  # the book's own code
    history = progress.piece(
        "history", lambda: _arrays(names[config["function"]](**config["arguments"])), tag=code_hash(function)
    )
    images = load_cifar10(split=config["data"]["split"], progress=False).images
    data = {"name": config["data"]["name"], "split": config["data"]["split"], "sha256": array_hash(images)}
    progress.note(code_sha256=code_hash(function), data=data)
    return history


def shorten(config: dict[str, Any]) -> dict[str, Any]:
    """The same cell with fewer steps."""
    short = copy.deepcopy(config)
    short["arguments"] = {"steps": config["verify"]["steps"]}
    return short


def compare(stored: StoredRun, fresh: StoredRun) -> list[Finding]:
    """Compare the stored result with that of fewer steps: same code, same records, same curves."""
    count = len(fresh["steps"])
    changed = stored.provenance["code_sha256"] != fresh.provenance["code_sha256"]
    loss = np.abs(fresh["loss"] / stored["loss"][:count] - 1)
    difference = np.abs(fresh["eigenvalues"] - stored["eigenvalues"][:count])
    return [
        Finding("the chapter's cell is the one that was run (0: yes)", float(changed), 0),
        Finding("records at other steps", float((fresh["steps"] != stored["steps"][:count]).sum()), 0),
        Finding("loss, fresh against stored (largest relative difference)", float(loss.max()), LATE),
        Finding("eigenvalues, fresh against stored (largest difference)", float(difference.max()), LATE),
    ]


def describe(run: StoredRun) -> list[str]:
    """How many steps there are, and when."""
    steps = detect_steps(run["steps"], np.clip(run["eigenvalues"], 0, None))
    halves = ", ".join(f"{half:.0f}" for half in steps.half[np.isfinite(steps.half)])
    return [
        f"{steps.count} steps, {int(steps.clear.sum())} of them clear; loss {run['loss'][0]:.4g} to "
        f"{run['loss'][-1]:.4g}",
        f"half rises at {halves}",
    ]


def _arrays(history: History) -> dict[str, np.ndarray]:
    if history.stopped:
        raise ExperimentError(f"the cell was {history.stopped}")
    return {
        "steps": history.steps,
        "loss": history.loss.astype(np.float32),
        "eigenvalues": history.tracked["cross_correlation"].astype(np.float32),
        "learning_rate": np.array(history.learning_rate),
    }
