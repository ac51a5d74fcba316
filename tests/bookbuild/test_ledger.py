"""The ledger: a page lists what its results assume."""

from bookbuild import ledger

NAMES = """one-weight gradient-flow small-step positive-mode small-start-scalar symmetric-gamma aligned-start
full-batch no-normalisation loss-weight-one distinct-eigenvalues d-at-most-m exact-arithmetic""".split()


def test_every_assumption_has_a_statement():
    assert set(ledger.ledger()) == set(NAMES)
    for entry in ledger.ledger().values():
        assert len(entry["statement"].split()) > 5 and entry["statement"].endswith(".")
        assert 1 <= entry["first"] <= 13


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
    row = {name: next(r for r in rows if f'id="assumption-{name}"' in r) for name in NAMES}
    assert 'href="03_toy.html"' in row["gradient-flow"] and "dropped" not in row["gradient-flow"]
    assert "A toy chapter (dropped)" in row["small-step"]
    assert "not yet" in row["exact-arithmetic"]


def test_a_statement_links_its_assumptions(toy):
    page = toy.html("chapters/03_toy")
    assert 'Assumes: <a class="reference internal" href="assumptions.html#assumption-gradient-flow">' in page
