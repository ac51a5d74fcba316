"""The ledger: a page lists what its results assume."""

import re
from pathlib import Path

import pytest
import yaml

from bookbuild import ledger
from stepwise_ssl.symbolic import registry

CHAPTERS = Path(__file__).parents[2] / "chapters"


@pytest.fixture(scope="module")
def listed():
    """For each numbered chapter that stands: the assumptions in its front matter and at its statements."""
    found = {}
    for path in CHAPTERS.glob("[0-9][0-9]_*.md"):
        text = path.read_text("utf8")
        head = yaml.safe_load(text.split("---")[1])
        stated = " ".join(re.findall(r"^`{3,}\{assumptions\}(.*)$", text, re.M)).replace(",", " ").split()
        found[int(path.name[:2])] = {*head.get("assumptions", ()), *head.get("dropped", ()), *stated}
    assert any(found.values())
    return found


@pytest.fixture(scope="module")
def by_results():
    """The assumptions of all results of the registry."""
    return {name for result in map(registry.get, registry.names()) for name in result.assumptions}


def test_every_statement_is_a_sentence_with_its_chapter():
    for name, entry in ledger.ledger().items():
        assert re.fullmatch(r"[a-z]+(-[a-z]+)*", name)
        assert len(entry["statement"].split()) > 5 and entry["statement"].endswith("."), name
        assert 1 <= entry["first"] <= 13, name


def test_every_assumption_that_is_used_has_a_statement(listed, by_results):
    assert by_results and not by_results - set(ledger.ledger())
    for chapter, names in listed.items():
        assert not names - set(ledger.ledger()), chapter


def test_every_statement_is_used_or_waits_for_its_chapter(listed, by_results):
    used = by_results.union(*listed.values())
    unused = [name for name, entry in ledger.ledger().items()
              if name not in used and entry["first"] <= max(listed)]  # fmt: skip
    assert not unused, "no result and no chapter that stands rests on them"


def test_no_chapter_uses_an_assumption_before_its_first(listed):
    early = [(name, chapter) for name, entry in ledger.ledger().items()
             for chapter, names in listed.items() if name in names and chapter < entry["first"]]  # fmt: skip
    assert not early, early
    order = [entry["first"] for entry in ledger.ledger().values()]
    assert order == sorted(order), "the ledger stands in the order in which the book meets them"


def test_a_result_whose_assumption_is_not_listed_fails(broken):
    book = broken(("```{assumptions} gradient-flow\n```\n", ""))
    line = book.line("{checked} toy/cube")
    message = "page prints toy/cube which assumes gradient-flow, but the page does not list it"
    assert book.says(f"chapters/03_toy.md:{line}", message)


def test_an_unknown_assumption_fails_in_the_text_and_in_the_front_matter(broken):
    book = broken(
        ("{assumptions} gradient-flow", "{assumptions} gradient-flow luck"),
        ("assumptions: [one-weight]", "assumptions: [one-weight, hope]"),
        ("dropped: [small-step]", "dropped: [patience]"),
    )
    assert book.says(f"chapters/03_toy.md:{book.line('luck')}", "luck: the ledger has no such assumption")
    assert book.says("chapters/03_toy.md", "the ledger has no assumption hope")
    assert book.says("chapters/03_toy.md", "dropped: the ledger has no assumption patience")


def test_the_ledger_says_where_each_is_used_and_dropped(toy):
    rows = toy.html("chapters/assumptions").split("<tr")
    row = {name: next(r for r in rows if f'id="assumption-{name}"' in r) for name in ledger.ledger()}
    assert 'href="03_toy.html"' in row["gradient-flow"] and "dropped" not in row["gradient-flow"]
    assert "A toy chapter (dropped)" in row["small-step"]
    assert "not yet" in row["exact-arithmetic"]


def test_a_statement_links_its_assumptions(toy):
    page = toy.html("chapters/03_toy")
    assert 'Assumes: <a class="reference internal" href="assumptions.html#assumption-gradient-flow">' in page
