"""Written answers: collected for the teacher, whose points are read back from the same table."""

from __future__ import annotations

import csv
import io
from pathlib import Path

from .results import write
from .tables import defused, table

HEAD = ("submission", "item", "answer", "out of", "points")


def read_points(path: Path) -> dict[tuple[str, str], float]:
    """Read the points that the teacher wrote into the table.

    Args:
        path: of ``written.csv``.

    Returns:
        (submission, item) -> points; {} if there is no table yet.

    Raises:
        ValueError: points that are no number; the message names the line.

    Source: ``collect`` writes the table; spreadsheets may save it with semicolons.

    >>> read_points(Path("nowhere.csv"))
    {}
    """
    if not path.exists():
        return {}
    text = path.read_text("utf-8-sig")
    first = text.partition("\n")[0]
    lines = csv.DictReader(io.StringIO(text), delimiter=";" if first.count(";") > first.count(",") else ",")
    found = {}
    for line in lines:
        points = (line.get("points") or "").strip().replace(",", ".")
        if not points:
            continue
        try:
            found[line["submission"], line["item"]] = float(points)
        except (ValueError, KeyError):
            raise ValueError(
                f"{path}, line {lines.line_num}: points must be a number, not {points!r}"
            ) from None
    return found


def collect(results: list[dict], path: Path) -> None:
    """Write all written answers into one table, keeping the points that stand there.

    Args:
        results: marks; the points by hand are added to their written items as "hand".
        path: of ``written.csv``.

    Raises:
        ValueError: see ``read_points``; the table is then left as it is.

    Source: the marks.
    """
    known, rows = read_points(path), [HEAD]
    for found in results:
        for item in found["items"]:
            if item["kind"] == "written":
                points = known.get((str(defused(found["submission"])), item["name"]), "")
                item["hand"] = points
                rows.append((found["submission"], item["name"], item["text"], item["points"], points))
    if len(rows) > 1:
        write(path, table(rows))
