"""``notebooks/assignments/``: the students' notebooks of the variant that everybody may see."""

from __future__ import annotations

from pathlib import Path

from coursework import sets
from coursework.variants import DEMONSTRATION

from . import course_set, notebook, student
from .course_set import ROOT

FOLDER = ROOT / "notebooks" / "assignments"


def fresh() -> dict[str, str]:
    """Make the demonstration notebooks.

    Returns:
        File name -> text, for every set.

    Source: the masters, as they are now.
    """
    found = {name: student.build(course_set.read(name, *DEMONSTRATION)) for name in sets.names()}
    return {f"{name}.ipynb": notebook.dump(book) for name, book in found.items()}


def stale(folder: Path = FOLDER) -> list[str]:
    """Say which notebooks are not what their masters now give.

    Args:
        folder: with the committed notebooks.

    Returns:
        Messages; empty when all is fresh.
    """
    made, messages = fresh(), []
    for name, text in made.items():
        path = folder / name
        if not path.exists() or path.read_text(encoding="utf-8") != text:
            messages.append(f"notebooks/assignments/{name} is stale or missing: run `make assignments`")
    old = sorted(path.name for path in folder.glob("*.ipynb"))
    return messages + [f"notebooks/assignments/{name} belongs to no set" for name in old if name not in made]


def write(folder: Path = FOLDER) -> list[Path]:
    """Write the notebooks, take away those that belong to no set, return those that changed."""
    folder.mkdir(parents=True, exist_ok=True)
    made = fresh()
    for path in folder.glob("*.ipynb"):
        if path.name not in made:
            path.unlink()
    changed = []
    for name, text in made.items():
        path = folder / name
        if not path.exists() or path.read_text(encoding="utf-8") != text:
            path.write_text(text, encoding="utf-8")
            changed.append(path)
    return changed
