import re
import shutil
import sys
from pathlib import Path

import pytest

TOY = Path(__file__).with_name("toy")

# What Colab and JupyterLab would print as it stands.
MYST = {
    "a role": r"\{[a-z][\w:+-]*\}`",
    "a directive": r"^\s*(?:>\s*)*(?:`{3,}|~{3,}|:{3,})\{",
    "a colon fence": r"^\s*(?:>\s*)*:::",
    "a block break": r"^\+\+\+",
    "a target": r"^\([\w-]+\)=\s*$",
    "a comment": r"^%( |$)",
    "a directive's option": r"^:(?:class|label|name|width|tags|alt):",
    "a footnote mark": r"\[\^",
    "a reference's key": r"(?<![\w.])@[a-z][\w-]+",
    "a build path": r"_build|jupyter_execute|/tmp/|/(?:home|root)/",
    "an unresolved address": r"\]\(book:|\]\(\)|\.md[)#]",
    "a substitution": r"\{\{",
}


@pytest.fixture(scope="session")
def myst_leftovers():
    """A function: Markdown -> what is left of MyST in it, code aside."""

    def find(text):
        prose = re.sub(r"^(\s*(?:> ?)*)(`{3,})(?!\{).*?^\1\2\s*$", "", text, flags=re.M | re.S)
        prose = re.sub(r"data:image/[^)]*", "data:", prose)
        prose = re.sub(r"(?<![`}])(`+)(?!`).+?(?<!`)\1(?!`)", "", prose)
        prose = re.sub(r"\$\$.*?\$\$|\$[^$\n]*\$", "", prose, flags=re.S)
        return [f"{name}: {m.group(0)!r}" for name, p in MYST.items() for m in re.finditer(p, prose, re.M)]

    return find


@pytest.fixture(scope="session")
def lay_toy():
    """A function: a folder -> a copy of the toy book in it."""
    sys.path.insert(0, str(TOY))

    def lay(folder):
        return Path(shutil.copytree(TOY, folder, ignore=shutil.ignore_patterns("__pycache__")))

    yield lay
    sys.path.remove(str(TOY))


@pytest.fixture(scope="session")
def toy_texts(lay_toy, tmp_path_factory):
    """File name -> text of the toy book's notebooks."""
    from bookbuild.notebooks.write import build

    return build(lay_toy(tmp_path_factory.mktemp("toy") / "book"))
