"""What a student gets to read: one page and one table, without what only the teacher knows.

All words of a submission are escaped. Hidden checks are told by number and hint; the names of checks and the
seed stay with the teacher.
"""

from __future__ import annotations

from html import escape
from pathlib import Path

from .results import slug, write
from .tables import table

STYLE = (
    "body{font:1rem/1.5 system-ui,sans-serif;max-width:46rem;margin:2rem auto;padding:0 1rem}"
    "table{border-collapse:collapse;width:100%}td,th{text-align:left;vertical-align:top;padding:.3rem .6rem;"
    "border-bottom:1px solid #999}pre{white-space:pre-wrap;border-left:.25rem solid #999;padding-left:.75rem}"
    ".number{text-align:right;white-space:nowrap}"
)


def rows(item: dict) -> list[tuple[str, str, float, float, str]]:
    """Return one row for each check of an item, as a student may see it.

    Args:
        item: of the marks.

    Returns:
        (check, "passed" or "not passed", earned, points, message).

    Source: hidden checks are numbered in their order.

    >>> rows({"checks": [{"public": False, "passed": True, "earned": 1, "points": 1, "message": ""}]})
    [('hidden check 1', 'passed', 1, 1, '')]
    """
    found, counts = [], {True: 0, False: 0}
    for check in item["checks"]:
        counts[check["public"]] += 1
        name = f"{'public' if check['public'] else 'hidden'} check {counts[check['public']]}"
        state = "passed" if check["passed"] else "not passed"
        found.append((name, state, check["earned"], check["points"], check["message"]))
    return found


def page(marks: dict) -> str:
    """Write the page of one submission.

    Args:
        marks: see ``marks.py``.

    Returns:
        A whole HTML document that loads nothing.

    Source: every text goes through ``html.escape``.

    >>> "<script>" in page({"submission": "<script>", "set": "ps1", "term": "demo", "problem": "",
    ...     "notes": [], "earned": 0, "points": 0, "by_hand": 0, "items": []})
    False
    """
    title = f"{escape(marks['set'])}, {escape(marks['term'])}: {escape(marks['submission'])}"
    parts = [
        f"<h1>{title}</h1>",
        f"<p>Checked by program: {marks['earned']:g} of {marks['points']:g} points.",
    ]
    if marks["by_hand"]:
        parts.append(f"By hand: up to {marks['by_hand']:g} points.")
    parts.append("</p>")
    if marks["problem"]:
        parts.append(f"<p><strong>Nothing could be marked.</strong> {escape(marks['problem'])}</p>")
    if marks["notes"]:
        parts.append("<p>When your notebook was run:</p><ul>")
        parts += [f"<li>{escape(note)}</li>" for note in marks["notes"]] + ["</ul>"]
    parts += [_section(item) for item in marks["items"]]
    head = (
        '<!doctype html><html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width">'
        '<meta http-equiv="Content-Security-Policy" '
        "content=\"default-src 'none'; style-src 'unsafe-inline'\">"
        f"<title>{title}</title><style>{STYLE}</style></head><body>"
    )
    return head + "\n".join(parts) + "</body></html>\n"


def _section(item: dict) -> str:
    head = f"<h2>{escape(item['title'])}</h2>"
    if item["kind"] == "written":
        text = f"<pre>{escape(item['text'])}</pre>" if item["text"] else "<p>No answer was found.</p>"
        return f"{head}<p>Up to {item['points']:g} points, marked by hand. Your answer:</p>{text}"
    body = "".join(
        f"<tr><td>{escape(name)}</td><td>{escape(state)}</td>"
        f'<td class="number">{earned:g} of {points:g}</td><td>{escape(message)}</td></tr>'
        for name, state, earned, points, message in rows(item)
    )
    columns = "<tr><th>Check</th><th>Result</th><th>Points</th><th>What to look at</th></tr>"
    return f"{head}<p>{item['earned']:g} of {item['points']:g} points.</p><table>{columns}{body}</table>"


def write_feedback(marks: dict, folder: Path) -> None:
    """Write page and table of one submission, unless they stand there as they should.

    Args:
        marks: see ``marks.py``.
        folder: to write into.

    Source: ``page`` and ``rows``.
    """
    head = ("item", "check", "result", "earned", "points", "message")
    lines = [head, *((item["title"], *row) for item in marks["items"] for row in rows(item))]
    for ending, text in ((".html", page(marks)), (".csv", table(lines))):
        path = folder / (slug(marks["submission"]) + ending)
        try:
            same = path.read_bytes() == text.encode()
        except OSError:
            same = False
        if not same:
            write(path, text)
