"""What a chapter calls: the stored result of its own cell, as long as the cell is the one that was run.

How the result is made stands in ``chapter_cell``; a page needs none of it.
"""

from __future__ import annotations

import ast
import hashlib
import inspect
import textwrap
from collections.abc import Callable
from pathlib import Path
from typing import Any

from stepwise_ssl.experiments.store import load
from stepwise_ssl.training.history import History


def stored_or_run(
    function: Callable[..., History], name: str, folder: Path | None = None, /, **arguments: Any
) -> History:
    """The stored result of a cell's function if it is still that function, else a run of it.

    Args:
        function: defined in a cell of a notebook; returns what ``fit`` returns.
        name: of the stored run.
        folder: where it lies; by default inside the package.
        **arguments: for the function; with any of them it is run.

    Returns:
        The history, with ``steps``, ``loss`` and ``tracked["cross_correlation"]``.

    Raises:
        ExperimentError: there is no such stored run.
    """
    run = load(name, folder)
    if arguments or code_hash(inspect.getsource(function)) != run.provenance["code_sha256"]:
        return function(**arguments)
    seconds, date = run.provenance["duration_s"], run.provenance["date"]
    print(
        f"This cell took {seconds:.0f} seconds on a CPU on {date}; this is its stored result. "
        f"Change the function, or give it an argument, and it runs."
    )
    tracked = {"cross_correlation": run["eigenvalues"].astype(float)}
    return History(float(run["learning_rate"]), run["steps"], run["loss"].astype(float), tracked, "", {})


def code_hash(source: str) -> str:
    """SHA-256 of a function's code; comments, blank lines and quotes do not count.

    >>> code_hash("def f(): return 'a'") == code_hash("def f():  # why\\n    return \\"a\\"")
    True
    """
    return hashlib.sha256(ast.unparse(ast.parse(textwrap.dedent(source))).encode()).hexdigest()
