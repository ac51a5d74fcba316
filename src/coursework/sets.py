"""Finding a set on disk: its checks, its master, its bank."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

ASSIGNMENTS = Path(__file__).resolve().parents[2] / "assignments"


def names() -> list[str]:
    """List the sets.

    Returns:
        Names such as "ps1", sorted.

    Source: the folders of ``assignments/`` that hold a ``checks.py``.

    >>> all(name.startswith("ps") for name in names())
    True
    """
    return sorted(path.parent.name for path in ASSIGNMENTS.glob("*/checks.py"))


def folder(set_name: str) -> Path:
    """Return the folder of a set.

    Args:
        set_name: such as "ps1".

    Returns:
        Its path.

    Raises:
        ValueError: no such set; the message lists the others.

    Source: ``assignments/``.

    >>> folder("ps0")  # doctest: +ELLIPSIS
    Traceback (most recent call last):
    ...
    ValueError: no set 'ps0'; ...
    """
    if set_name not in names():
        raise ValueError(f"no set {set_name!r}; there are {', '.join(names()) or 'none'}")
    return ASSIGNMENTS / set_name


def load(set_name: str) -> ModuleType:
    """Import the checks of a set.

    Args:
        set_name: such as "ps1".

    Returns:
        A module with ``ITEMS`` (tuple of Item) and ``draw(course_secret, term)`` (Variant).

    Raises:
        ValueError: no such set.

    Source: ``assignments/NAME/checks.py``.

    >>> load("ps0")  # doctest: +ELLIPSIS
    Traceback (most recent call last):
    ...
    ValueError: no set 'ps0'; ...
    """
    path = folder(set_name) / "checks.py"
    known = sys.modules.get(f"assignments_{set_name}")
    if known:
        return known
    spec = importlib.util.spec_from_file_location(
        f"assignments_{set_name}", path, submodule_search_locations=[str(path.parent)]
    )  # as a package, so that checks.py can be split over modules beside it
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    try:
        spec.loader.exec_module(module)
    except BaseException:
        del sys.modules[spec.name]
        raise
    return module
