"""The marks of one submission, as plain data: what is kept, logged, shown and handed to other systems.

    {"submission": name, "set": ..., "term": ..., "identity": SHA-256 of the file, "version": of the checks,
     "seed": fresh text of the log, "problem": "" or why nothing could be marked, "notes": [sentences],
     "seconds": wall time, "earned": points by checks, "points": of all checks,
     "by_hand": points of written items,
     "items": [{"name", "title", "kind", "points", "earned",
                "checks": [{"name", "public", "passed", "points", "earned", "message"}],
                "text": written answer}]}

``seed`` and the names of hidden checks are for the teacher; ``feedback.py`` leaves them out.
"""

from __future__ import annotations

from .course import Course
from .items import Outcome
from .values import plain


def marks(
    course: Course,
    name: str,
    identity: str,
    fresh: str,
    outcomes: list[Outcome],
    texts: dict[str, str],
    problem: str = "",
    notes: list[str] | None = None,
    seconds: float = 0.0,
) -> dict:
    """Put the outcomes of a submission together.

    Args:
        course: that it was marked by.
        name: of the submission.
        identity: of its contents.
        fresh: the seed's fresh part.
        outcomes: one for each check; a check without one earns nothing.
        texts: written answers by item.
        problem: why nothing could be marked; "" if it was.
        notes: sentences about the run, such as a cell that was stopped.
        seconds: wall time.

    Returns:
        Plain data; see the module.

    Source: points add up over checks that passed; nothing is taken away.

    >>> from .items import Variant
    >>> marks(Course(Variant("ps1", "demo", {}), (), "s"), "a", "", "", [], {})["earned"]
    0
    """
    known = {(outcome.item, outcome.check): outcome for outcome in outcomes}
    items = [_item(item, known, texts, problem) for item in course.items]
    checked = [item for item in items if item["kind"] != "written"]
    return {
        "submission": name,
        "set": course.variant.set_name,
        "term": course.variant.term,
        "identity": identity,
        "version": course.version,
        "seed": fresh,
        "problem": problem,
        "notes": notes or [],
        "seconds": round(seconds, 3),
        "earned": _sum(item["earned"] for item in checked),
        "points": _sum(item["points"] for item in checked),
        "by_hand": _sum(item["points"] for item in items if item["kind"] == "written"),
        "items": items,
    }


def _item(item, known: dict, texts: dict[str, str], problem: str) -> dict:
    checks = []
    for check in item.checks:
        outcome = known.get((item.name, check.name))
        passed = outcome is not None and outcome.passed
        said = outcome.message if outcome else problem or "This check was not reached."
        checks.append(
            {
                "name": check.name,
                "public": check.public,
                "passed": passed,
                "points": check.points,
                "earned": check.points if passed else 0,
                "message": "" if passed else plain(said, 600),
            }
        )
    return {
        "name": item.name,
        "title": item.title,
        "kind": item.kind,
        "points": item.points,
        "earned": _sum(check["earned"] for check in checks),
        "checks": checks,
        "text": texts.get(item.name, ""),
    }


def _sum(numbers) -> float:
    """Add points without the dust of binary fractions."""
    total = round(sum(numbers), 6)
    return int(total) if total == int(total) else total
