"""A failing cell is found."""

import nbformat.v4 as nb

from bookbuild.execution import failing_cell


def test_the_cell_that_failed_is_named():
    error = nb.new_output("error", ename="ValueError", evalue="no", traceback=[])
    cells = [nb.new_markdown_cell("x"), nb.new_code_cell("1"), nb.new_code_cell("2", outputs=[error])]
    assert failing_cell(nb.new_notebook(cells=cells)) == (2, "ValueError: no")
    assert failing_cell(nb.new_notebook(cells=cells[:2])) is None
