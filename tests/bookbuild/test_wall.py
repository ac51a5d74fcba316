"""The wall: nothing is displayed that nobody vouches for."""

import re

import pytest

BARE = {
    "dollars": ("Bare.\n\n$$\nq = 1\n$$\n", "q = 1"),
    "directive": ("Bare.\n\n```{math}\nq = 2\n```\n", "q = 2"),
    "amsmath": ("Bare.\n\n\\begin{align}\nq = 3\n\\end{align}\n", "q = 3"),
}


@pytest.mark.parametrize("kind", BARE)
def test_an_untagged_display_fails_and_is_quoted(broken, kind):
    text, equation = BARE[kind]
    book = broken(("The square, and its derivation.", text))
    start = book.line("Bare.") + 2
    found = [w for w in book.warnings if "is not checked" in w and equation in w]
    assert len(found) == 1
    assert int(found[0].split(":")[1]) in range(start, start + 4)


def test_a_cell_that_displays_unchecked_mathematics_fails(broken):
    book = broken(("square.chain\n", "import sympy\n\nsympy.Symbol('unchecked')\n"))
    found = [w for w in book.warnings if "which no checked object vouches for" in w]
    assert len(found) == 1 and "unchecked" in found[0]
    assert book.line("{code-cell}") <= int(found[0].split(":")[1]) <= book.line("sympy.Symbol")


def test_a_required_proof_that_is_missing_fails(broken):
    book = broken(("must-be-proved: [toy/square]", "must-be-proved: [toy/square, toy/other]"))
    assert book.says("chapters/03_toy.md", "toy/other must be proved on this page but is not printed here")


def test_a_derivation_alone_is_not_the_statement(broken):
    book = broken(("```{checked} toy/square\n```\n", ""), ("square.chain", ""))
    assert book.says("chapters/03_toy.md", "toy/square must be proved on this page but is not printed here")


def test_too_few_proofs_fail(broken):
    tag = "```{tagged} informal\na \\approx b\n```\n\n"
    book = broken(("From {eq}`cube`", tag * 3 + "From {eq}`cube`"))
    assert book.says("chapters/03_toy.md", "only 3 of 7 displayed equations are proved or exact")


def test_the_wall_lists_every_numbered_equation(toy):
    wall = toy.html("chapters/checks")
    assert wall.count('id="check-') == 3
    assert "by hand (2 steps)" in wall
    assert 'href="assumptions.html#assumption-one-weight"' in wall
    assert 'href="03_toy.html#equation-cube"' in wall


def test_the_wall_follows_a_page_that_changes(broken):
    from .conftest import build

    book = broken()
    page = book.folder / "chapters" / "03_toy.md"
    page.write_text(
        page.read_text("utf8").replace(":label: cube", ":label: cubed").replace("{eq}`cube`", "x")
    )
    again = build(book.folder)
    assert again.warnings == []
    assert 'id="check-cubed"' in again.html("chapters/checks")
    assert 'id="check-cube"' not in again.html("chapters/checks")


def test_the_status_stands_beside_the_number(toy):
    """A narrow screen shows the first two columns."""
    page = toy.html("chapters/checks")
    row = page.split('id="check-eq-toy-square"')[1].split("</tr>")[0]
    cells = [re.sub(r"<[^>]+>", "", cell).strip() for cell in re.findall(r"<td.*?</td>", row, re.S)]
    assert cells[:2] == ["(3.1)", "proved"] and "toy/square" in cells[2]
