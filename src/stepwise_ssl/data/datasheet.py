"""The datasheet of the shipped data, and the way to the files."""

from __future__ import annotations

import tomllib
from importlib.resources import files
from io import BytesIO

_FOLDER = files("stepwise_ssl.data.files")


def datasheet() -> dict[str, dict]:
    """What is shipped: for each name its file, title, author, source, licence, shape and SHA-256.

    Returns:
        The tables of ``datasheet.toml``.

    Source: ``src/stepwise_ssl/data/files/datasheet.toml``.

    >>> datasheet()["cat"]["licence"]
    'CC0-1.0'
    """
    return tomllib.loads((_FOLDER / "datasheet.toml").read_text(encoding="utf-8"))


def open_file(name: str) -> BytesIO:
    """The bytes of a shipped file, by its name in this folder."""
    return BytesIO((_FOLDER / name).read_bytes())
