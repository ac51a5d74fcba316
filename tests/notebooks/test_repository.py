"""The notebooks that stand in this repository: fresh, complete, readable."""

import re
from pathlib import Path

import nbformat
import pytest

from bookbuild.notebooks.write import COMMAND, build, stale

ROOT = Path(__file__).resolve().parents[2]
NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))


@pytest.fixture(scope="module")
def fresh():
    return build(ROOT)


def test_there_are_notebooks():
    assert NOTEBOOKS, f"notebooks/ is empty: run `{COMMAND}`"


def test_none_is_stale(fresh):
    messages = stale(ROOT, fresh)
    assert not messages, "\n".join([*messages, f"run `{COMMAND}` and commit the result"])


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_reads_as_plain_markdown(path, myst_leftovers):
    book = nbformat.read(path, as_version=4)
    nbformat.validate(book)
    assert book.cells[0].source.startswith("# ") and "\n" not in book.cells[1].source
    for cell in book.cells:
        if cell.cell_type == "markdown":
            assert not myst_leftovers(cell.source), cell.source[:200]
        else:
            assert cell.outputs == [] and cell.execution_count is None


@pytest.mark.book
@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_links_to_the_site_lead_somewhere(path, site):
    text = path.read_text(encoding="utf-8")
    links = re.findall(r"\]\(https://[\w.-]+\.github\.io/[\w.-]+/([\w./-]+\.html)(?:#([^)]+))?\)", text)
    assert links
    for page, anchor in set(links):
        target = Path(site, page)
        assert target.is_file(), page
        if anchor:
            assert f'id="{anchor}"' in target.read_text(encoding="utf-8"), f"{page}#{anchor}"
