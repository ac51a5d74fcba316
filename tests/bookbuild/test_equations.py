"""Equations on the page: printed from checked objects, numbered, linked."""

import re

from docutils import nodes

SQUARE = "```{checked} toy/square\n```"


def test_the_toy_book_builds_without_a_warning(toy):
    assert toy.warnings == []


def test_equations_are_numbered_by_chapter_in_reading_order(toy):
    page = toy.html("chapters/03_toy")
    assert re.findall(r'class="eqno">\(([\d.]+)\)', page) == ["3.1", "3.2", "3.3"]
    assert 'href="#equation-cube">(3.2)' in page
    assert 'href="chapters/03_toy.html#equation-eq-toy-square">(3.1)' in toy.html("index")


def test_the_page_prints_what_the_object_says(toy):
    from toy_registry import square  # the toy's own folder is on the path once it is built

    assert rf"\[{square.latex()}\]" in toy.html("chapters/03_toy")


def test_each_equation_leads_to_its_row_on_the_wall_and_says_its_status_in_words(toy):
    page, wall = toy.html("chapters/03_toy"), toy.html("chapters/checks")
    for label in ("eq-toy-square", "cube", "origin"):
        assert f'href="checks.html#check-{label}"' in page
        assert f'id="check-{label}"' in wall
    assert '<span class="visually-hidden">Status: </span>proved' in page


def test_a_symbol_is_linked_to_the_notation_page_where_it_is_new(toy):
    page = toy.html("chapters/03_toy")
    assert page.count('href="notation.html#sym-x"') == 1
    assert '<a class="reference internal" href="notation.html#sym-w0"' in page


def test_a_derivation_has_one_step_a_line_with_reason_and_status(toy):
    listing = next(toy.app.env.get_doctree("chapters/03_toy").findall(nodes.enumerated_list))
    assert len(listing) == 2
    reason, display = listing[1]
    assert reason.astext() == "Multiply out x + y Status: proved"
    assert display.astext().startswith("= x^{2}")  # the left side is not repeated


def test_an_equation_node_is_standard_mathematics_for_other_builders(toy):
    block = next(toy.app.env.get_doctree("chapters/03_toy").findall(nodes.math_block))
    assert (block["label"], block["number"], block["ids"]) == (
        "eq-toy-square",
        "3.1",
        ["equation-eq-toy-square"],
    )


def test_code_form_is_printed_on_request(broken):
    book = broken((SQUARE, "```{checked} toy/square\n:form: code\n```"))
    assert book.warnings == []


def test_a_page_without_a_code_form_says_so(broken):
    book = broken((":label: cube", ":label: cube\n:form: code"))
    line = book.line("{checked} toy/cube")
    assert book.says(f"chapters/03_toy.md:{line}", "toy/cube has no code form")


def test_an_unknown_name_fails_and_says_where(broken):
    book = broken((SQUARE, SQUARE + "\n\n```{checked} toy/sqare\n```"))
    assert book.says(f"chapters/03_toy.md:{book.line('toy/sqare')}", "toy/sqare")


def test_a_wrong_step_fails_with_its_counterexample(broken):
    book = broken((SQUARE, SQUARE + "\n\n```{derivation} toy/wrong-step\n```"))
    place = f"chapters/03_toy.md:{book.line('wrong-step')}"
    assert book.says(place, "toy/wrong-step is not true as printed", "forget a term")
    assert any(re.search(r"[xy] ?[=:] ?-?\d", warning) for warning in book.warnings), book.warnings


def test_a_wrong_statement_fails_though_its_derivation_takes_it_for_given(broken):
    book = broken((SQUARE, SQUARE + "\n\n```{checked} toy/wrong\n```"))
    assert book.says(f"chapters/03_toy.md:{book.line('toy/wrong')}", "toy/wrong is not true as printed")


def test_a_missing_symbol_fails(broken):
    book = broken(("(sym-w0)=\n", ""), page="chapters/notation.md")
    assert any("symbol w0" in w and "(sym-w0)=" in w for w in book.warnings)


def test_the_same_equation_twice_needs_a_label_of_its_own(broken):
    book = broken((SQUARE, SQUARE + "\n\nAgain.\n\n" + SQUARE))
    assert any("eq-toy-square is already printed on this page" in w for w in book.warnings)


def test_a_broken_reference_fails(broken):
    book = broken(("{eq}`cube`", "{eq}`cub`"))
    assert book.says(f"chapters/03_toy.md:{book.line('{eq}`cub`')}", "equation not found: cub")


def test_an_unknown_route_lists_the_known_ones(broken):
    book = broken(("{derivation} toy/square\n", "{derivation} toy/square\n:route: by ear\n"))
    assert book.says(f"chapters/03_toy.md:{book.line('{derivation}')}", "'by ear'", "'by hand'")


def test_a_part_of_a_routes_name_is_enough(broken):
    book = broken(("{derivation} toy/square\n", "{derivation} toy/square\n:route: hand\n"))
    assert book.warnings == []


def test_paper_has_the_numbers_of_the_screen(broken):
    from .conftest import build

    book = build(broken().folder, "latex")
    (paper,) = (book.folder / "_build" / "latex").glob("*.tex")
    text = paper.read_text("utf8")
    assert r"\begin{equation}\tag{3.2}\label{equation:chapters/03_toy:cube}" in text
    assert r"\eqref{equation:chapters/03_toy:cube}" in text


def test_a_citation_names_its_source(broken):
    book = broken(("{tagged} definition", "{tagged} cited"))
    assert book.says(f"chapters/03_toy.md:{book.line('{tagged}')}", ":source:")
