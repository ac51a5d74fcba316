"""The footer: counts that the build made itself."""

import re


def footer(page):
    found = re.search(r'<div class="checks-footer.*?</div>', page, re.S)
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", found[0])).strip() if found else None


def test_the_footer_counts_what_is_on_the_page(toy):
    assert footer(toy.html("chapters/03_toy")).startswith(
        "Checks on this page: 4 equations: 3 proved, 1 definition; "
        "2 derivation steps: 1 definition, 1 proved; 2 claims; 1 assertion in cells. "
        "See every equation and its status and what the checks catch."
    )


def test_the_footer_names_what_is_dropped(toy):
    assert "Dropped on this page: small step." in footer(toy.html("chapters/03_toy"))


def test_the_footer_follows_the_page(broken):
    book = broken(
        ("assert width > 0", "assert width > 0\nassert width < 1"),
        ("```{tagged} definition", "```{tagged} informal"),
    )
    assert "1 informal" in footer(book.html("chapters/03_toy"))
    assert "2 assertions in cells" in footer(book.html("chapters/03_toy"))


def test_a_page_without_equations_has_none(toy):
    assert footer(toy.html("chapters/notation")) is None


def test_the_footer_stands_where_the_page_wants_it(broken):
    book = broken(("The square, and its derivation.", "```{checks-footer}\n```"))
    page = book.html("chapters/03_toy")
    assert page.count("checks-footer") == 1
    assert page.index("checks-footer") < page.index("eqno")
