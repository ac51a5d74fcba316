"""The command: the same book gives the same bytes; a changed chapter makes its notebook stale."""

import pytest

from bookbuild.notebooks import main
from bookbuild.notebooks.write import build


@pytest.fixture
def book(lay_toy, toy_texts, tmp_path):
    folder = lay_toy(tmp_path / "book")
    (folder / "notebooks").mkdir()
    for name, text in toy_texts.items():
        (folder / "notebooks" / name).write_text(text, encoding="utf-8")
    return folder


def run(folder, *words):
    return main([*words, "--source", str(folder)])


def test_without_a_change_nothing_is_written(book, toy_texts, capsys):
    before = {path.name: path.stat().st_mtime_ns for path in (book / "notebooks").iterdir()}
    assert run(book) == 0 and capsys.readouterr().out == ""
    assert {path.name: path.stat().st_mtime_ns for path in (book / "notebooks").iterdir()} == before
    assert build(book) == toy_texts


def test_a_changed_chapter_makes_its_notebook_stale_and_no_other(book, capsys):
    chapter = book / "chapters" / "04_two.md"
    chapter.write_text(chapter.read_text().replace("1 + 1", "1 + 2"))
    assert run(book, "--check") == 1
    said = capsys.readouterr().err
    assert "notebooks/04_two.ipynb is stale" in said and "03_one" not in said
    assert "python -m bookbuild notebooks" in said
    assert run(book) == 0 and capsys.readouterr().out == "wrote notebooks/04_two.ipynb\n"


def test_missing_and_left_over_notebooks_are_named(book, capsys):
    (book / "notebooks" / "03_one.ipynb").rename(book / "notebooks" / "02_old.ipynb")
    assert run(book, "--check") == 1
    said = capsys.readouterr().err
    assert "notebooks/03_one.ipynb is missing" in said
    assert "notebooks/02_old.ipynb belongs to no chapter" in said
    assert run(book) == 0 and not (book / "notebooks" / "02_old.ipynb").exists()


def test_a_broken_reference_is_named_and_nothing_is_written(book, capsys):
    chapter = book / "chapters" / "04_two.md"
    chapter.write_text(chapter.read_text() + "\nSee {ref}`nowhere`.\n")
    before = (book / "notebooks" / "04_two.ipynb").read_text()
    assert run(book) == 1
    said = capsys.readouterr().err
    assert "04_two.md" in said and "nowhere" in said
    assert (book / "notebooks" / "04_two.ipynb").read_text() == before


def test_a_page_may_do_without_a_notebook(book):
    chapter = book / "chapters" / "04_two.md"
    chapter.write_text(chapter.read_text().replace("---\n", "---\nnotebook: none\n", 1))
    assert set(build(book)) == {path.name for path in (book / "notebooks").iterdir()} - {"04_two.ipynb"}
