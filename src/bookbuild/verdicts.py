"""What was checked and has not changed since is not checked again by the next build.

Checking the equations of one chapter takes longer than all the rest of a build in which that chapter has
changed. So each result that has passed is kept, as it is printed, beside the build, under a fingerprint
of everything that the verdict rests on: the registry and whatever it imports of the package, the code
here that checks and prints, and the versions of Python, SymPy and mpmath. If any of it changes, all is
checked again. A failure is never kept. A clean build, as in continuous integration, checks everything.
"""

import json
import platform
from dataclasses import asdict
from functools import cache
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path

from . import imports, letters, objects

PACKAGE = "stepwise_ssl"
FILE = "verdicts.json"
CHECKERS = ("mpmath", "sympy")


def printed(app, name: str) -> objects.Printed:
    """Return a checked result of the book's registry, from the last build if nothing has changed.

    Raises:
        ObjectError: as `objects.checked` does.
    """
    registry, path = app.config.bookbuild_registry, Path(app.outdir).parent / FILE
    now = fingerprint(registry)
    kept = load(path, now)
    if name not in kept:
        result = objects.checked(registry, name)
        # Read again: another process may have written meanwhile.
        save(path, now, load(path, now) | {name: result})
        return result
    return kept[name]


@cache
def fingerprint(registry: str) -> str:
    """Return the hash of all that a verdict on the registry's results rests on."""
    package = imports.Package(Path(find_spec(PACKAGE).origin).parent)
    home = Path(find_spec(registry).origin)
    used = {registry} & set(package.modules) or package.named_in(home.read_text("utf-8"))
    here = [Path(objects.__file__), Path(letters.__file__), Path(__file__)]
    parts = [imports.fingerprint(package.files(package.closure(used)), package.folder.parent)]
    parts += [imports.fingerprint([path], path.parent) for path in (home, *here)]
    return imports.fingerprint(
        [], Path(), registry, platform.python_version(), *map(version, CHECKERS), *parts
    )


def load(path: Path, now: str) -> dict[str, objects.Printed]:
    """Return the results kept in a file, by name; none if their fingerprint is not the one of now."""
    try:
        kept = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return {name: _read(fields) for name, fields in kept["results"].items()} if kept.get("of") == now else {}


def save(path: Path, now: str, results: dict[str, objects.Printed]) -> None:
    """Write the results in one step, so that a reader finds the file whole or not at all."""
    fields = {name: asdict(result) for name, result in sorted(results.items())}
    part = path.with_name(f"{path.name}.{id(results)}.part")
    part.write_text(json.dumps({"of": now, "results": fields}, indent=1) + "\n", "utf-8")
    part.replace(path)


def _read(fields: dict) -> objects.Printed:
    routes = {
        route: tuple(objects.Line(**line) for line in lines) for route, lines in fields["routes"].items()
    }
    lists = {name: tuple(fields[name]) for name in ("assumptions", "symbols")}
    return objects.Printed(**fields | lists | {"routes": routes})
