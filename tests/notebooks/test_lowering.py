"""The toy book uses every construct; its notebooks hold each as plain Markdown that Colab reads."""

import json
import re

import nbformat
import pytest


@pytest.fixture(scope="module")
def book(toy_texts):
    return nbformat.reads(toy_texts["03_one.ipynb"], as_version=4)


@pytest.fixture(scope="module")
def prose(book):
    return "\n\n".join(cell.source for cell in book.cells if cell.cell_type == "markdown")


def test_only_pages_with_code_become_notebooks(toy_texts):
    assert set(toy_texts) == {"03_one.ipynb", "04_two.ipynb"}


def test_valid_without_outputs_or_counts(toy_texts):
    for text in toy_texts.values():
        book = nbformat.reads(text, as_version=4)
        nbformat.validate(book)
        assert book.metadata.kernelspec.name == "python3"
        assert len({cell.id for cell in book.cells}) == len(book.cells)
        for cell in book.cells:
            if cell.cell_type == "code":
                assert cell.outputs == [] and cell.execution_count is None
        assert text.endswith("}\n") and json.dumps(json.loads(text), sort_keys=True)


def test_begins_with_the_title_then_the_set_up_line(book):
    title, setup = book.cells[:2]
    assert title.source.startswith("# The first page\n")
    assert setup.cell_type == "code" and "\n" not in setup.source
    assert "stepwise-ssl @ git+https://github.com/example/book" in setup.source
    compile(setup.source, "setup", "exec")


def test_nothing_of_myst_is_left(toy_texts, myst_leftovers):
    for name, text in toy_texts.items():
        for cell in nbformat.reads(text, as_version=4).cells:
            if cell.cell_type == "markdown":
                assert not myst_leftovers(cell.source), name


@pytest.mark.parametrize(
    "raw",
    [
        "see {ref}`x`",
        "```{note}\nhm\n```",
        ":::{tip}",
        "+++",
        "(here)=",
        "text[^1]",
        "> ```{math}",
        "a {num}`1`",
    ],
)
def test_the_search_for_leftovers_finds_them(myst_leftovers, raw):
    assert myst_leftovers(f"Before.\n\n{raw}\n\nafter")


def test_links_within_the_notebook_have_their_anchor(toy_texts):
    for text in toy_texts.values():
        links = set(re.findall(r"\]\(#([^)]+)\)", text))
        anchors = re.findall(r'<a id=\\"([^"\\]+)\\" name=\\"\1\\"></a>', text)
        assert links == set(anchors) and len(anchors) == len(set(anchors))


def test_links_to_other_pages_lead_to_the_site(prose):
    site = "https://example.github.io/book/chapters"
    assert f"[The second page]({site}/04_two.html)" in prose
    assert f"[A far section]({site}/04_two.html#far)" in prose
    assert f"({site}/04_two.html#equation-far-eq)" in prose
    assert f"[a page]({site}/notation.html)" in prose


def test_equations_keep_number_and_status(prose):
    assert re.search(r"\\left\(x \+ y\\right\)\^\{2\} = .*2 x y.* \\tag\{3\.1\}", prose)
    assert "· Status: proved</small>" in prose and "<small>Status: informal</small>" in prose
    assert "By [(3.1)](#equation-square) and [(3.2)](#equation-loose)." in prose
    assert "2. Multiply out $x + y$ <small>(proved)</small>\n\n   $$" in prose


def test_an_equation_in_a_quotation_stays_on_one_line(prose):
    # JupyterLab takes formulas out before it reads Markdown: a quotation's marks would enter them.
    assert r"> $$a \\ = b + c$$" in prose
    assert not re.search(r"^> *\$\$\n", prose, re.M)


def test_statements_exercises_and_boxes(prose):
    assert "> **Theorem 1.1** (Growth)\n>\n> It grows when" in prose
    assert "*Proof.* Look at [(1)](#equation-law). Done.\n\n∎" in prose
    assert "> **Exercise 1.1** (Predict)\n>\n> What is $s(\\infty)$?\n>\n> 1. zero\n> 2. one" in prose
    assert "> **Mind the factor**\n>\n> A **loss** of two." in prose
    assert "> **NumPy**\n>\n> Use `numpy`." in prose


@pytest.mark.parametrize("title", ["Hint", "Solution to Exercise 1.1 (Predict)", "With a colon fence"])
def test_what_opens_on_a_click_still_does(prose, title):
    assert f"<details>\n<summary>{title}</summary>\n\n" in prose


def test_lists_tables_and_marks(prose):
    assert "- a list\n  with a line\n\n  ```python\n  inside = 1\n  ```\n\n  - nested $x$" in prose
    assert "| symbol | meaning |\n|:---|---:|\n" in prose and r"| `s` | weight \| value |" in prose
    assert r"| $\vert x\vert$ | `c\|d` |" in prose
    assert "0.549, version 1.2, 5 \\* 3 &lt; 20 and \\$5 in a_b." in prose
    assert "\n1984\\. was a year." in prose


def test_pictures_travel_with_the_notebook(prose):
    assert "![A red square](data:image/png;base64,iVBOR" in prose
    assert "*Figure 1.1. A red square, captioned.*" in prose


def test_cited_works_close_the_notebook(book):
    last = book.cells[-1].source
    assert last.startswith("## Works cited") and "Simon" in last and "*ICML*, 2023" in last


def test_folded_code_is_folded(book):
    cell = next(c for c in book.cells if c.source.startswith("import math"))
    assert cell.metadata.jupyter.source_hidden is True and cell.metadata.cellView == "form"
    shown = next(c for c in book.cells if c.source.startswith("print(x)"))
    assert "jupyter" not in shown.metadata and shown.source.endswith("`{ref}` in code is code")
