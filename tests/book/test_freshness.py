"""A change in src/ runs the pages that use it again, those and no others."""

import json

import pytest

from . import toys


def outputs(folder, page):
    notebook = json.loads((folder / "_build" / "jupyter_execute" / f"{page}.ipynb").read_text("utf-8"))
    return [cell["outputs"] for cell in notebook["cells"] if cell["cell_type"] == "code"]


def article(folder, page):
    text = (folder / "_build" / "html" / f"{page}.html").read_text("utf-8")
    return text[text.index("<article") : text.index("</article>")]


@pytest.mark.book
def test_a_change_in_the_package_runs_the_pages_that_use_it(tmp_path):
    folder = toys.lay(tmp_path / "book", own_source=True)
    first = toys.build(folder)
    assert first.returncode == 0, first.stdout[-3000:]
    assert toys.executed(first) == {"mode", "plain"}
    said = outputs(folder, "mode")

    assert toys.executed(toys.build(folder)) == set(), "nothing has changed"

    law = next(
        path for path in (folder / "src/stepwise_ssl/closed_form").glob("*.py") if path.stem == "one_mode"
    )
    law.write_text(law.read_text("utf-8") + "\nCHANGED = True\n", "utf-8")
    again = toys.build(folder)
    assert again.returncode == 0, again.stdout[-3000:]
    assert toys.executed(again) == {"mode"}

    init = folder / "src/stepwise_ssl/closed_form/__init__.py"
    init.write_text(init.read_text("utf-8") + "\n\ndef embedding_eigenvalue(*_):\n    return 0.5\n", "utf-8")
    assert toys.executed(toys.build(folder)) == {"mode"}
    assert outputs(folder, "mode") != said
    assert "0.5" in (folder / "_build/html/mode.html").read_text("utf-8")

    # What no page's cells use: nothing is run; the pages are read again with the cached outputs.
    ran = article(folder, "mode")
    part = folder / "src/bookbuild/footer.py"
    part.write_text(part.read_text("utf-8") + "\n# a change\n", "utf-8")
    read = toys.build(folder)
    assert toys.executed(read) == set()
    assert "4 changed" in read.stdout
    assert "0.5" in json.dumps(outputs(folder, "mode")), "outputs from the cache are handed on"
    assert article(folder, "mode") == ran, "a page from the cache is the page of a run"
