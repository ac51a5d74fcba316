"""The students' notebooks under Colab's versions, from the built wheel."""

import json
import re
from pathlib import Path

import nbformat
import pytest

from coursework.forms import notebook, solution, student

RUNNER = Path(__file__).parents[1] / "wheel" / "run_notebook.py"


@pytest.fixture
def run(colab, shell, tmp_path):
    """Run a notebook in an empty folder, in a real kernel under Colab's versions; return it with outputs."""

    def run(book):
        source, target, folder = tmp_path / "from.ipynb", tmp_path / "to.ipynb", tmp_path / "work"
        folder.mkdir()
        source.write_text(notebook.dump(book), "utf-8")
        shell(colab, RUNNER, source, target, cwd=folder)
        assert not list(folder.iterdir()), "the notebook leaves files behind"
        return nbformat.read(target, as_version=4)

    return run


def said(book):
    """What the public checks of each cell say, and everything that went wrong."""
    outputs = [o for c in book.cells if c.cell_type == "code" for o in c.outputs]
    errors = [o for o in outputs if o.output_type == "error" or o.get("name") == "stderr"]
    return [o.data["text/plain"] for o in outputs if "text/plain" in o.get("data", {})], errors


def test_blanks_never_raise(shown, run):
    texts, errors = said(run(student.build(shown)))
    assert not errors, errors
    assert len(texts) == 1 + sum(bool(q.tests) for q in shown.questions)
    assert all(text.startswith("Not answered yet.") for text in texts)


def test_with_the_solutions_every_public_check_passes(shown, run):
    texts, errors = said(run(solution.build(shown)))
    assert not errors, errors
    for text in texts:
        passed, of = re.match(r"(\d+) of (\d+) public checks passed; hidden checks remain\.", text).groups()
        assert passed == of, text


def test_the_committed_notebook_is_what_was_run_here(shown):
    path = Path(__file__).parents[2] / "notebooks" / "assignments" / f"{shown.name}.ipynb"
    assert json.loads(path.read_text("utf-8")) == json.loads(notebook.dump(student.build(shown)))
