"""A file that was handed in: found, opened with care, and cut into code cells and written answers."""

from __future__ import annotations

import hashlib
import json
import os
import re
import stat
from dataclasses import dataclass
from pathlib import Path

from .limits import Limits

MARKER = re.compile(r"<!--\s*answer:\s*([A-Za-z0-9_-]{1,40})\s*-->")


class BadNotebook(Exception):
    """A file that cannot be graded, with the sentence that says why."""


@dataclass(frozen=True)
class Notebook:
    """What grading needs of a notebook.

    Args:
        cells: pairs (number, source) of the code cells; the number counts all cells from 1.
        texts: written answers: text cells that hold ``<!-- answer: NAME -->``, without the mark.

    >>> Notebook([(1, "x = 1")], {}).cells[0][1]
    'x = 1'
    """

    cells: list[tuple[int, str]]
    texts: dict[str, str]


def find(folder: Path) -> dict[str, Path]:
    """Find the notebooks below a folder, however the course's platform nests them.

    Args:
        folder: of submissions, or one notebook.

    Returns:
        Name (path relative to the folder) -> path, sorted by name. Links are listed, never followed.

    Raises:
        ValueError: there is no such folder.

    Source: names ending in .ipynb; Jupyter's own copies are left out.

    >>> find(Path("nowhere"))
    Traceback (most recent call last):
    ...
    ValueError: there is no folder nowhere
    """
    if folder.is_file() or folder.is_symlink():
        return {folder.name: folder}
    if not folder.is_dir():
        raise ValueError(f"there is no folder {folder}")
    found = {}
    for place, folders, files in os.walk(folder):
        folders[:] = [name for name in folders if name != ".ipynb_checkpoints"]
        linked = [name for name in folders if os.path.islink(os.path.join(place, name))]
        for name in [*(n for n in files if n.lower().endswith(".ipynb")), *linked]:
            path = Path(place, name)
            shown = str(path.relative_to(folder)).encode("utf-8", "backslashreplace").decode()
            found[shown] = path
    return dict(sorted(found.items()))


def contents(path: Path, limits: Limits) -> bytes:
    """Read a file that may be anything.

    Args:
        path: of the file.
        limits: how large it may be.

    Returns:
        Its bytes.

    Raises:
        BadNotebook: a link, no plain file, too large, empty, or unreadable.

    Source: open(2): O_NOFOLLOW for links, O_NONBLOCK for pipes that nobody writes to.

    >>> contents(Path("nothing.ipynb"), Limits())
    Traceback (most recent call last):
    ...
    coursework.submission.BadNotebook: The file cannot be opened (No such file or directory).
    """
    if os.path.islink(path):
        raise BadNotebook("This is a link, not a file; links are not followed.")
    try:
        flags = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
        descriptor = os.open(path, flags)
    except OSError as error:
        raise BadNotebook(f"The file cannot be opened ({error.strerror}).") from None
    with os.fdopen(descriptor, "rb") as file:
        known = os.fstat(descriptor)
        if not stat.S_ISREG(known.st_mode):
            raise BadNotebook("This is not a plain file.")
        if known.st_size > limits.notebook_bytes:
            most = limits.notebook_bytes / 2**20
            raise BadNotebook(f"The file has {known.st_size / 2**20:.0f} MB; {most:.3g} MB are allowed.")
        data = file.read(limits.notebook_bytes + 1)
    if not data.strip():
        raise BadNotebook("The file is empty.")
    return data


def identity(path: Path, limits: Limits) -> str:
    """Say which contents a file has, so that a changed one is graded again.

    Args:
        path: of the file.
        limits: see ``contents``.

    Returns:
        The SHA-256 of its bytes, or the reason why there are none.

    Source: hashlib.

    >>> identity(Path("nothing.ipynb"), Limits())
    'The file cannot be opened (No such file or directory).'
    """
    try:
        return hashlib.sha256(contents(path, limits)).hexdigest()
    except BadNotebook as reason:
        return str(reason)


def parse(data: bytes) -> Notebook:
    """Read a notebook's JSON; every field may be anything.

    Args:
        data: of the file.

    Returns:
        The notebook.

    Raises:
        BadNotebook: not JSON, not a notebook, or one in another language than Python.

    Source: nbformat 4.

    >>> parse(b'{"cells": [{"cell_type": "code", "source": ["x = 1"]}]}').cells
    [(1, 'x = 1')]
    """
    try:
        known = json.loads(data)
    except (ValueError, RecursionError, MemoryError):
        raise BadNotebook("The file is not a notebook: it is not JSON.") from None
    cells = known.get("cells") if isinstance(known, dict) else None
    if not isinstance(cells, list):
        raise BadNotebook("The file is not a notebook of format 4: it has no list of cells.")
    language = _language(known.get("metadata"))
    if language not in ("", "python"):
        raise BadNotebook(f"The notebook's language is {language}; it must be Python.")
    code, texts = [], {}
    for number, cell in enumerate(cells, 1):
        kind, source = _cell(cell)
        mark = MARKER.search(source) if kind == "markdown" else None
        if kind == "code" and source.strip():
            code.append((number, source))
        elif mark:
            texts[mark[1]] = MARKER.sub("", source).strip()
    return Notebook(code, texts)


def _language(metadata: object) -> str:
    for block, key in (("kernelspec", "language"), ("language_info", "name")):
        inner = metadata.get(block) if isinstance(metadata, dict) else None
        name = inner.get(key) if isinstance(inner, dict) else None
        if isinstance(name, str) and name:
            shown = "".join(c for c in name if c.isprintable())[:30].lower()
            return "python" if shown in ("python", "python3", "ipython") else shown
    return ""


def _cell(cell: object) -> tuple[str, str]:
    """Kind and source of a cell; a source may be one text or a list of lines."""
    if not isinstance(cell, dict):
        return "", ""
    kind, source = cell.get("cell_type"), cell.get("source", "")
    if isinstance(source, list) and all(isinstance(line, str) for line in source):
        source = "".join(source)
    if not isinstance(kind, str) or not isinstance(source, str):
        return "", ""
    return kind, source.encode("utf-8", "replace").decode()  # half of a surrogate pair cannot be sent
