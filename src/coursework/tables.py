"""Marks as tables for a spreadsheet, in which no student's words can become a formula."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable


def defused(value: object) -> object:
    """Keep a spreadsheet from taking a text for a formula.

    Args:
        value: of a cell.

    Returns:
        Numbers as they are; a text that could begin a formula with an apostrophe before it.

    Source: OWASP, "CSV Injection": = + - @, tab and carriage return at the start of a cell.

    >>> defused("=HYPERLINK(1)"), defused(-1), defused("a")
    ("'=HYPERLINK(1)", -1, 'a')
    """
    if not isinstance(value, str):
        return value
    dangerous = value.lstrip(" \n'\"")[:1] in ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")
    return f"'{value}" if dangerous or value[:1] in ("\t", "\r") else value


def table(rows: Iterable[Iterable[object]]) -> str:
    r"""Write rows as CSV.

    Args:
        rows: the first is the head.

    Returns:
        Text.

    Source: RFC 4180; see ``defused``.

    >>> table([["a", "b"], [1, "=x"]])
    "a,b\r\n1,'=x\r\n"
    """
    out = io.StringIO()
    csv.writer(out).writerows([defused(value) for value in row] for row in rows)
    return out.getvalue()


def overview(results: list[dict]) -> str:
    r"""One row for each submission: points by item, and why nothing could be marked.

    Args:
        results: marks, as ``marks.py`` writes them.

    Returns:
        CSV. Written items are empty until the teacher has marked them by hand.

    Source: the marks.

    >>> overview([])
    'submission,earned,out of,by hand,problem\r\n'
    """
    items = results[0]["items"] if results else []
    head = ["submission", "earned", "out of", "by hand", "problem"]
    rows = [head[:1] + [item["name"] for item in items] + head[1:]]
    for found in results:
        by_item = [
            item.get("earned") if item["kind"] != "written" else item.get("hand", "")
            for item in found["items"]
        ]
        rows.append(
            [
                found["submission"],
                *by_item,
                found["earned"],
                found["points"],
                found["by_hand"],
                found["problem"],
            ]
        )
    return table(rows)


def every_check(results: list[dict]) -> str:
    r"""One row for each check of each submission, for the teacher.

    Args:
        results: marks.

    Returns:
        CSV.

    Source: the marks.

    >>> every_check([])
    'submission,item,check,public,passed,earned,points,message\r\n'
    """
    rows = [["submission", "item", "check", "public", "passed", "earned", "points", "message"]]
    for found in results:
        for item in found["items"]:
            for check in item["checks"]:
                keys = ("name", "public", "passed", "earned", "points", "message")
                rows.append([found["submission"], item["name"], *(check[key] for key in keys)])
    return table(rows)
