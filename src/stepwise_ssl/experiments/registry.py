"""The kinds of experiment, each a module, imported when it is asked for.

A kind's module has four functions and one table:

``run(config, device, progress) -> arrays``     do it; ``progress`` keeps finished pieces and draws the bar
``shorten(config) -> config``                   a run of a minute that ``verify`` can afford
``compare(stored, fresh) -> list[Finding]``     whether a fresh, shortened run bears the stored one out
``describe(run) -> list[str]``                  what ``show`` prints of the result
``QUANTISED``                                   arrays to store in 16 bits: name -> (low, high)
"""

from __future__ import annotations

import importlib
from dataclasses import dataclass
from types import ModuleType
from typing import Any

from stepwise_ssl.experiments.store import ExperimentError

_KINDS = {
    "linear-crops": "stepwise_ssl.experiments.linear_crops",
    "small-start": "stepwise_ssl.experiments.small_start",
    "deep-network": "stepwise_ssl.experiments.deep_networks",
    "chapter-cell": "stepwise_ssl.experiments.chapter_cell",
}


@dataclass(frozen=True)
class Finding:
    """One thing that was compared.

    Args:
        what: in words.
        value: how far off it is.
        band: how far off it may be.
    """

    what: str
    value: float
    band: float

    @property
    def holds(self) -> bool:
        """Whether the value lies within the band; a NaN does not."""
        return bool(self.value <= self.band)


def register(kind: str, module: str) -> None:
    """Make a kind of experiment known.

    Args:
        kind: its name, as ``kind`` in a config.
        module: the module that runs it, by its full name.

    Raises:
        ValueError: the name is taken by another module.

    >>> register("linear-crops", "stepwise_ssl.experiments.linear_crops")
    """
    if _KINDS.setdefault(kind, module) != module:
        raise ValueError(f"kind {kind!r} is {_KINDS[kind]} already; {module} needs another name")


def kind_of(config: dict[str, Any]) -> ModuleType:
    """The module that runs a config.

    Raises:
        ExperimentError: the config names no known kind.
    """
    kind = config.get("kind")
    if kind not in _KINDS:
        raise ExperimentError(f"kind is {kind!r}: expected one of {', '.join(sorted(_KINDS))}")
    return importlib.import_module(_KINDS[kind])
