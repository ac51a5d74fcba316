"""Builds of the toy book, whole or broken on purpose, in this process and on copies."""

import io
import re
import shutil
from dataclasses import dataclass
from pathlib import Path

import pytest
from sphinx.application import Sphinx
from sphinx.util.docutils import docutils_namespace, patch_docutils

TOY = Path(__file__).with_name("toy")
PAGE = "chapters/03_toy.md"


@dataclass
class Built:
    """A built copy of the toy book: its folder, its warnings as "page:line: message", the Sphinx app."""

    folder: Path
    warnings: list[str]
    app: Sphinx

    def html(self, page):
        return (self.folder / "_build" / "html" / f"{page}.html").read_text("utf8")

    def line(self, text, page=PAGE):
        """Return the number of the source line that holds a text."""
        lines = (self.folder / page).read_text("utf8").splitlines()
        return next(number for number, line in enumerate(lines, 1) if text in line)

    def says(self, page_and_line, *parts):
        """Say whether one warning is at that place and holds all the parts."""
        return any(w.startswith(page_and_line + ":") and all(p in w for p in parts) for w in self.warnings)


def build(folder, builder="html", jobs=1):
    warnings, out = io.StringIO(), folder / "_build"
    with patch_docutils(folder), docutils_namespace():
        places = (folder, folder, out / builder, out / "doctrees")
        app = Sphinx(*places, builder, status=None, warning=warnings, parallel=jobs)
        app.build()
    colourless = re.sub(r"\x1b\[[0-9;]*m", "", warnings.getvalue())
    found = re.findall(r"^(.+?): (?:WARNING|ERROR): (.*)$", colourless.replace(f"{folder}/", ""), re.M)
    return Built(folder, [f"{place}: {message}" for place, message in found], app)


@pytest.fixture(scope="session")
def toy(tmp_path_factory):
    """The toy book as it stands; its execution cache serves the broken copies."""
    folder = tmp_path_factory.mktemp("toy") / "book"
    shutil.copytree(TOY, folder)
    return build(folder)


@pytest.fixture
def broken(toy, tmp_path):
    """A function that builds a copy of the toy book with texts replaced, (old, new) pairs in one page."""

    def make(*changes, page=PAGE):
        folder = tmp_path / "book"
        shutil.copytree(toy.folder, folder, ignore=shutil.ignore_patterns("_build"))
        text = (folder / page).read_text("utf8")
        for old, new in changes:
            assert old in text, f"{page} no longer holds {old!r}"
            text = text.replace(old, new)
        (folder / page).write_text(text, "utf8")
        return build(folder)

    return make
