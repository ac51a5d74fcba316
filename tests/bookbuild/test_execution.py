"""Widget ids are counted, not drawn by lot; a failing cell is found."""

import nbformat.v4 as nb

from bookbuild.execution import WIDGETS, failing_cell, with_steady_ids


def run(first, second):
    """A notebook with a widget and its layout, under the ids that one run drew."""
    view = {"data": {"application/vnd.jupyter.widget-view+json": {"model_id": first}}}
    cell = nb.new_code_cell("w", outputs=[nb.new_output("display_data", **view)])
    cell["id"] = "a"
    state = {second: {"state": {}}, first: {"state": {"layout": f"IPY_MODEL_{second}"}}}
    return nb.new_notebook(cells=[cell], metadata={"widgets": {WIDGETS: {"state": state}}})


def test_two_runs_give_the_same_ids_and_links_are_kept():
    one, other = (with_steady_ids(run(a * 32, b * 32), "page") for a, b in ("ab", "dc"))
    assert one == other
    state = one.metadata.widgets[WIDGETS].state
    shown = one.cells[0].outputs[0].data["application/vnd.jupyter.widget-view+json"]["model_id"]
    assert shown in state and state[shown]["state"]["layout"].removeprefix("IPY_MODEL_") in state
    assert set(state) != set(
        with_steady_ids(run("a" * 32, "b" * 32), "elsewhere").metadata.widgets[WIDGETS].state
    )


def test_the_cell_that_failed_is_named():
    error = nb.new_output("error", ename="ValueError", evalue="no", traceback=[])
    cells = [nb.new_markdown_cell("x"), nb.new_code_cell("1"), nb.new_code_cell("2", outputs=[error])]
    assert failing_cell(nb.new_notebook(cells=cells)) == (2, "ValueError: no")
    assert failing_cell(nb.new_notebook(cells=cells[:2])) is None
