"""A chapter's own cell: taken out of the page, stored with its hash, and run as soon as it is another."""

import inspect

import numpy as np
import pytest

from stepwise_ssl.experiments import chapter_cell, load, stored_or_run
from stepwise_ssl.experiments.chapter_cell import cell_of, chapter_text, code_hash
from stepwise_ssl.experiments.progress import Progress
from stepwise_ssl.experiments.store import ExperimentError, StoredRun, save
from stepwise_ssl.training import History

CODE = """
def staircase(steps=3):
    height = 2.0  # of the first record

    return [height / (k + 1) for k in range(steps)]
"""


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("  # of the first record", ""),
        ("# of", "# not of"),
        ("\n\n    return", "\n    # at last\n    return"),
        ("\n    ", "\n        "),
        ("height / (k + 1)", "(height/(k+1))"),
    ],
)
def test_what_does_not_change_the_code_does_not_change_its_hash(old, new):
    assert old in CODE
    assert code_hash(CODE.replace(old, new)) == code_hash(CODE)


@pytest.mark.parametrize(
    ("old", "new"),
    [("2.0", "2.5"), ("steps=3", "steps=4"), ("/", "*"), ("k + 1", "1 + k"), ("staircase", "stairs")],
)
def test_what_changes_the_code_changes_its_hash(old, new):
    assert old in CODE
    assert code_hash(CODE.replace(old, new)) != code_hash(CODE)


def test_the_hash_is_that_of_the_function_wherever_it_stands():
    """In the chapter's file, in a notebook, and indented."""
    inside = "if True:\n" + CODE.replace("\n", "\n    ").rstrip(" ")
    assert code_hash(inside.partition("\n")[2]) == code_hash(CODE)


def page(*cells):
    return "# A chapter\n\nText.\n\n" + "\n\n".join(
        f"```{{code-cell}} ipython3\n{cell.strip()}\n```" for cell in cells
    )


def test_a_cell_comes_with_the_imports_of_the_cells_before_it():
    chapter = page(
        "import math\nfrom random import (\n    choice,\n)\nraise ValueError('not run')",
        ":tags: [hide-input]\n:label: x\n\nimport json",
        "half = 0.5\n\ndef f(x):\n    # a comment that is printed\n    return half * math.sqrt(x)\n\nf(3)",
        "import os\n\ndef g():\n    return 1",
        "%timeit f(3)",  # what comes later is not even read
    )
    cell, function = cell_of(chapter, "f")
    assert function == "def f(x):\n    # a comment that is printed\n    return half * math.sqrt(x)"
    names = {}
    exec(cell, names)
    assert names["f"](16) == 2.0 and {"choice", "json"} <= set(names) and not {"os", "g"} & set(names)


def test_a_fence_that_is_no_cell_defines_nothing():
    text = page("def f():\n    return 1") + "\n\n```python\ndef f():\n    return 2\n```\n"
    assert cell_of(text, "f")[1] == "def f():\n    return 1"


@pytest.mark.parametrize(
    ("cells", "count"),
    [
        (["x = 1"], 0),
        (["def f(): pass", "y = 2", "def f(): return 1"], 2),
        (["def f(): pass\ndef f(): return 1"], 2),
        (["def f_other(): pass"], 0),
        (["class A:\n    def f(self): pass"], 0),
    ],
)
def test_not_exactly_one_definition_is_an_error(cells, count):
    with pytest.raises(ExperimentError, match=f"^{count} cells of the chapter define f: expected one"):
        cell_of(page(*cells), "f")


def test_a_chapter_that_is_not_there_is_named():
    with pytest.raises(ExperimentError, match=r"chapters/77_nothing\.md is not here: run this in a clone"):
        chapter_text("77_nothing")


def history_of(value):
    eigenvalues = np.array([[0.0, 0.0], [value, 0.0]])
    return History(0.5, np.array([0, 10]), np.array([2.0, 1.0]), {"cross_correlation": eigenvalues})


def small(value=0.25, name="small"):
    return history_of(value if name == "small" else 9.0)


@pytest.fixture
def stored(tmp_path):
    """A folder with what ``small`` has left; it is told from a run by its eigenvalue."""
    (tmp_path / "small.toml").write_text('title = "A cell"\nkind = "chapter-cell"\n')
    origin = {"code_sha256": code_hash(inspect.getsource(small)), "duration_s": 71.6, "date": "2026-01-02"}
    config = {"title": "A cell", "kind": "chapter-cell"}
    save(StoredRun("small", config, chapter_cell._arrays(history_of(0.75)), origin), tmp_path)
    return tmp_path


def test_the_same_function_is_not_run(stored, capsys):
    history = stored_or_run(small, "small", stored)
    assert history.embedding_eigenvalues.tolist() == [[0, 0], [0.75, 0]]
    assert history.loss.tolist() == [2, 1] and history.times.tolist() == [0, 5] and not history.stopped
    assert history.loss.dtype == history.embedding_eigenvalues.dtype == np.float64
    said = capsys.readouterr().out
    assert "took 72 seconds on a CPU on 2026-01-02" in said and "it runs" in said


def test_an_edited_function_is_run(stored, capsys):
    def small(value=0.26, name="small"):
        return history_of(value if name == "small" else 9.0)

    assert stored_or_run(small, "small", stored).embedding_eigenvalues[1, 0] == 0.26
    assert capsys.readouterr().out == ""


def test_the_function_with_an_argument_is_run(stored, capsys):
    """Also with one that has its usual value, or the name of one of ours."""
    assert stored_or_run(small, "small", stored, value=0.25).embedding_eigenvalues[1, 0] == 0.25
    assert stored_or_run(small, "small", stored, name="other").embedding_eigenvalues[1, 0] == 9
    assert capsys.readouterr().out == ""


def test_a_run_that_is_not_stored_is_an_error(stored):
    with pytest.raises(ExperimentError, match="there is no experiment 'large'; there are: small"):
        stored_or_run(small, "large", stored)


def test_the_chapter_prints_the_cell_whose_result_it_shows():
    """Fails when the cell is edited and not run again: ``experiments run deep-cell --overwrite``."""
    run = load("deep-cell")
    chapter = chapter_text(run.config["chapter"])
    _, function = cell_of(chapter, run.config["function"])
    assert code_hash(function) == run.provenance["code_sha256"]
    assert run.config["chapter"] == "12_deep_networks" and run.config["arguments"] == {}
    assert f'stored_or_run({run.config["function"]}, "deep-cell")' in chapter


def test_the_chapter_s_cell_runs(larger_data):
    """20 updates of the very cell, on 1,000 other pictures: it looks at 500 and trains on the rest."""
    run, progress = load("deep-cell"), Progress()
    config = chapter_cell.shorten(run.config | {"verify": {"steps": 20}})
    found = chapter_cell.run(config, "cpu", progress)
    count = len(found["steps"])
    assert found["steps"][-1] == 20 and 1 < count < len(run["steps"])
    assert np.array_equal(found["steps"], run["steps"][:count])
    assert found["learning_rate"] == run["learning_rate"]
    assert found["loss"].shape == (count,) and np.all(np.isfinite(found["loss"]))
    assert found["eigenvalues"].shape == (count, run["eigenvalues"].shape[1])
    assert run["steps"][-1] == 2000 and run.config["arguments"] == {}
    # What verify says of these other pictures: the same code, the same records, other numbers.
    fresh = StoredRun("deep-cell", config, found, run.provenance | progress.facts)
    code, records, loss, _ = chapter_cell.compare(run, fresh)
    assert code.holds and records.holds and loss.value > 0
    edited = StoredRun("deep-cell", config, found, {"code_sha256": "another"})
    assert not chapter_cell.compare(run, edited)[0].holds
    assert all(finding.value == 0 for finding in chapter_cell.compare(run, run))


def test_a_cell_picks_its_device_itself():
    with pytest.raises(ExperimentError, match="device is cuda: expected cpu"):
        chapter_cell.run(load("deep-cell").config, "cuda", Progress())


def test_a_history_that_stopped_is_not_stored():
    stopped = history_of(0.5)
    stopped.stopped = "stopped at step 3 of 9"
    with pytest.raises(ExperimentError, match="the cell was stopped at step 3 of 9"):
        chapter_cell._arrays(stopped)


def test_what_show_says():
    lines = chapter_cell.describe(load("deep-cell"))
    steps = chapter_cell.detect_steps(
        load("deep-cell")["steps"], load("deep-cell")["eigenvalues"].clip(0, None)
    )
    assert lines[0].startswith(f"{steps.count} steps, {steps.clear.sum()} of them clear")
    assert lines[1].count(",") == steps.count - 1
