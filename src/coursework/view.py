"""What a submission may see of this machine: a Python, its shared libraries, the packages of the book."""

from __future__ import annotations

import functools
import os
import sys
import sysconfig
from importlib import metadata
from pathlib import Path

PACKAGES = "/packages"
TOOLS = "/tools"
SCRIPT = "/tools/student_process.py"
HOME = "/python"
STANDARD = ("stdlib", "platstdlib")
LIBRARIES = ("/usr/lib", "/usr/lib32", "/usr/lib64", "/lib", "/lib32", "/lib64", "/etc/ld.so.cache")


@functools.cache
def packages(roots: tuple[str, ...] = ("stepwise-ssl[torch]",)) -> dict[str, Path]:
    """Find the packages that a notebook of the book may import, and nothing else that is installed.

    Args:
        roots: requirements; what they require is followed.

    Returns:
        Name in the sandbox's package folder -> folder or file on this machine. What is not installed is
        left out.

    Source: the installed packages' own metadata.

    >>> found = packages()
    >>> "numpy" in found, "stepwise_ssl" in found, "pytest" in found, "coursework" in found
    (True, True, False, False)
    """
    from packaging.requirements import Requirement

    found, todo, seen = {"stepwise_ssl": _book()}, [Requirement(root) for root in roots], set()
    while todo:
        wanted = todo.pop()
        try:
            distribution = metadata.distribution(wanted.name)
        except metadata.PackageNotFoundError:
            continue
        if distribution.metadata["Name"] in seen:
            continue
        seen.add(distribution.metadata["Name"])
        found.update(_contents(distribution))
        extras = wanted.extras or {""}
        for line in distribution.requires or ():
            below = Requirement(line)
            if below.marker is None or any(below.marker.evaluate({"extra": extra}) for extra in extras):
                todo.append(below)
    return found


def _book() -> Path:
    import stepwise_ssl

    return Path(stepwise_ssl.__file__).parent


def _contents(distribution) -> dict[str, Path]:
    """What a distribution put directly into the package folder; an editable one's links are left out."""
    tops = {file.parts[0] for file in distribution.files or ()} - {"..", "__pycache__", "stepwise_ssl"}
    places = {top: Path(distribution.locate_file(top)) for top in tops if not top.endswith(".pth")}
    return {top: place.resolve() for top, place in places.items() if place.exists()}


@functools.cache
def python() -> tuple[str, list[tuple[str, str]], list[str]]:
    """Find the interpreter behind this one, and what it needs to start.

    It stands at a place of its own inside, since its own place may be in somebody's home.

    Returns:
        Its path inside; pairs (path here, path inside) of what it needs; folders inside that hold further
        packages of this machine, to be covered by empty ones.

    Source: ``sysconfig``.

    >>> path, shown, covered = python()
    >>> path.startswith(HOME), len(shown) > 2
    (True, True)
    """
    base = sys.base_prefix
    here = os.path.realpath(sys.executable)
    path = f"{HOME}/bin/{os.path.basename(here)}"
    shown = [(place, place) for place in LIBRARIES] + [(here, path)]
    # Its own shared libraries lie beside its standard library, but for the system's Python.
    own = [] if base == "/usr" else [sysconfig.get_config_var("LIBDIR")]
    own += [sysconfig.get_path(name, vars={"base": base, "platbase": base}) for name in STANDARD]
    shown += [(place, place.replace(base, HOME, 1)) for place in dict.fromkeys(own) if place]
    shown = [(place, inside) for place, inside in shown if os.path.exists(place)]
    covered = [
        f"{inside}/{name}"
        for place, inside in shown
        for name in ("site-packages", "dist-packages")
        if inside.startswith(HOME) and os.path.isdir(f"{place}/{name}")
    ]
    if os.path.isdir("/usr/lib/python3/dist-packages"):
        covered.append("/usr/lib/python3/dist-packages")
    return path, shown, covered
