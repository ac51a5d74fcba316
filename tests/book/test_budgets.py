"""Each chapter keeps its budget: words, cells, lines, figures, exercises, and what the page weighs.

Exercises, hints and solutions are not counted, nor is the plotting and checking code that is folded away.
"""

import gzip
import re
import statistics
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
CHAPTERS = sorted(ROOT.glob("chapters/[0-9][0-9]_*.md"))
OUR_CELL = re.compile(r"```\{code-cell\} ipython3\n(.*?)```", re.S)
EXERCISE = re.compile(r"^(:{3,})\{(?:exercise|solution|dropdown)\}.*?^\1$", re.S | re.M)
FIGURE = re.compile(r"^(?:draw|show)\.\w+\(", re.M)


def visible(cell: str) -> bool:
    return "hide-input" not in cell


def lines(cell: str) -> int:
    return sum(bool(line.strip()) and not line.startswith(":") for line in cell.splitlines())


@pytest.fixture(params=CHAPTERS, ids=lambda path: path.stem)
def chapter(request):
    return request.param.read_text("utf-8").split("\n---\n", 1)[1]


def test_words(chapter):
    prose = EXERCISE.sub("", chapter)
    prose = re.sub(r"```.*?```", "", prose, flags=re.S)
    prose = re.sub(r"\$[^$]*\$|\{\w+\}`[^`]*`", "x", prose)  # a formula or a quoted number is one word
    prose = re.sub(r"^:.*$|^:::.*$", "", prose, flags=re.M)
    assert 1500 <= len(prose.split()) <= 2200, f"{len(prose.split())} words"


def test_cells(chapter):
    cells = [lines(cell) for cell in OUR_CELL.findall(chapter) if visible(cell)]
    assert 15 <= len(cells) <= 25, f"{len(cells)} cells with visible code"
    assert statistics.median(cells) <= 5, cells
    assert max(lines(cell) for cell in OUR_CELL.findall(chapter)) <= 20


def test_figures_and_explorables(chapter):
    cells = OUR_CELL.findall(chapter)
    assert 6 <= sum(bool(FIGURE.search(cell)) for cell in cells) <= 10
    assert 1 <= sum("stepwise_ssl.explorables import" in cell for cell in cells) <= 2


def test_exercises(chapter):
    assert 6 <= len(re.findall(r"^:{3,}\{exercise\}", chapter, re.M)) <= 8


@pytest.mark.book
@pytest.mark.parametrize("path", CHAPTERS, ids=lambda path: path.stem)
def test_own_content_under_250_kb(site, path):
    """The page's own content, widget state included, gzipped."""
    page = (site / "chapters" / f"{path.stem}.html").read_bytes()
    assert len(gzip.compress(page, 9)) < 250_000
