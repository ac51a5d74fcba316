"""``python -m bookbuild notebooks [--check]``: write the notebooks, or say which are stale."""

from __future__ import annotations

import argparse
import io
import sys
import tempfile
from pathlib import Path

COMMAND = "python -m bookbuild notebooks"


def build(source: Path) -> dict[str, str]:
    """Lower every page with code.

    Args:
        source: the book's folder, with ``_config.yml`` and ``_toc.yml``.

    Returns:
        File name -> text of the notebook.

    Raises:
        RuntimeError: with Sphinx's warnings, when a page cannot be read or lowered completely.
    """
    from jupyter_book.config import get_final_config
    from sphinx.application import Sphinx
    from sphinx.util.console import strip_colors
    from sphinx.util.docutils import docutils_namespace, patch_docutils

    source = Path(source).resolve()
    config, _ = get_final_config(
        user_yaml=source / "_config.yml",
        cli_config={"latex_individualpages": False, "nb_execution_mode": "off"},
        sourcedir=source,
    )
    config["extensions"] = [*config["extensions"], "bookbuild.notebooks.builder"]
    # The checks of equations and numbers need the cells' outputs: they belong to the book's own build.
    config["exclude_patterns"] = [*config.get("exclude_patterns", []), ".*"]
    config["suppress_warnings"] = [*config.get("suppress_warnings", []), "myst-nb.lexer", "bookbuild"]
    warnings = io.StringIO()
    with tempfile.TemporaryDirectory() as folder, patch_docutils(), docutils_namespace():
        out = Path(folder, "out")
        app = Sphinx(
            source, None, out, Path(folder, "doctrees"), "notebooks",
            confoverrides=config, status=None, warning=warnings, freshenv=True,
        )  # fmt: skip
        app.build(force_all=True)
        if complaints := strip_colors(warnings.getvalue()).strip():
            raise RuntimeError(complaints)
        return {path.name: path.read_text(encoding="utf-8") for path in sorted(out.glob("*.ipynb"))}


def stale(source: Path, fresh: dict[str, str] | None = None) -> list[str]:
    """One line for each notebook that is not what its chapter now gives.

    Args:
        source: the book's folder.
        fresh: what ``build`` gave, if it has run already.

    Returns:
        Messages; empty when all is fresh.
    """
    folder = Path(source, "notebooks")
    fresh = build(source) if fresh is None else fresh
    messages = []
    for name, text in fresh.items():
        path = folder / name
        if not path.exists():
            messages.append(f"notebooks/{name} is missing")
        elif path.read_text(encoding="utf-8") != text:
            messages.append(f"notebooks/{name} is stale: its chapter has changed since it was made")
    old = sorted(path.name for path in folder.glob("*.ipynb"))
    return messages + [f"notebooks/{name} belongs to no chapter" for name in old if name not in fresh]


def write(source: Path) -> list[Path]:
    """Write the notebooks, remove those that belong to no chapter; return those that have changed."""
    folder, fresh = Path(source, "notebooks"), build(source)
    folder.mkdir(exist_ok=True)
    for path in folder.glob("*.ipynb"):
        if path.name not in fresh:
            path.unlink()
    changed = []
    for name, text in fresh.items():
        path = folder / name
        if not path.exists() or path.read_text(encoding="utf-8") != text:
            path.write_text(text, encoding="utf-8")
            changed.append(path)
    return changed


def main(argv: list[str] | None = None) -> int:
    """The command; returns the exit status."""
    parser = argparse.ArgumentParser(prog=COMMAND, description=__doc__.splitlines()[0])
    parser.add_argument("--check", action="store_true", help="write nothing; fail when a notebook is stale")
    parser.add_argument("--source", type=Path, default=Path.cwd(), help="the book's folder")
    options = parser.parse_args(argv)
    try:
        if options.check:
            messages = stale(options.source)
            for message in messages:
                print(message, file=sys.stderr)
            if messages:
                print(f"Run `{COMMAND}` (or `make notebooks`) and commit the result.", file=sys.stderr)
            return 1 if messages else 0
        for path in write(options.source):
            print(f"wrote notebooks/{path.name}")
        return 0
    except RuntimeError as error:
        print(f"The notebooks could not be made:\n{error}", file=sys.stderr)
        return 1
