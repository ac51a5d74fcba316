"""The number of an exercise comes first, in its title, its solution's and in references; links survive."""

import io
import re

import pytest
from sphinx.application import Sphinx
from sphinx.util.docutils import docutils_namespace, patch_docutils

PAGE = """# Toy

See {ref}`sol-rise`.

:::{exercise} 3.2 Any fraction of *the* rise
:label: ex-rise
:nonumber:
Rise.
:::

:::{solution} ex-rise
:label: sol-rise
Risen.
:::

:::{exercise} Without a number
:label: ex-plain
:nonumber:
Stay.
:::
"""
# The suffix is named, because Sphinx writes those of extensions into its one shared default: a book that was
# built earlier in this process would leave its parsers' names there.
CONF = """
source_suffix = {".md": "markdown"}
extensions = ["myst_parser", "sphinx_exercise", "bookbuild.exercise_titles"]
myst_enable_extensions = ["colon_fence"]
html_theme = "basic"
"""


@pytest.fixture(scope="module")
def page(tmp_path_factory):
    folder = tmp_path_factory.mktemp("toy")
    (folder / "index.md").write_text(PAGE, "utf-8")
    (folder / "conf.py").write_text(CONF, "utf-8")
    with patch_docutils(folder), docutils_namespace():
        places = (folder, folder, folder / "html", folder / "doctrees")
        Sphinx(*places, "html", status=None, warning=io.StringIO()).build()
    return (folder / "html" / "index.html").read_text("utf-8")


def titles(page):
    found = re.findall(r'<p class="admonition-title">(.*?)</p>', page)
    return [re.sub(r"<(?!/?(?:em|a)\b)[^>]+>", "", title) for title in found]


def test_the_number_comes_first_and_emphasis_stays(page):
    exercise, _, plain = titles(page)
    assert exercise == "Exercise 3.2 (Any fraction of <em>the</em> rise)"
    assert plain == "Exercise (Without a number)"


def test_a_solution_leads_back_to_its_exercise(page):
    solution = titles(page)[1]
    link = re.fullmatch(r'Solution to <a [^>]*href="([^"]*)"[^>]*>(.*)</a>', solution)
    assert link, solution
    assert link[1] == "#ex-rise" and 'id="ex-rise"' in page
    assert link[2] == "Exercise 3.2 (Any fraction of <em>the</em> rise)"


def test_a_reference_reads_like_the_title(page):
    paragraph = re.search(r"<p>See (.*?)\.</p>", page)[1]
    assert re.sub(r"<[^>]+>", "", paragraph) == "Solution to Exercise 3.2 (Any fraction of the rise)"
    assert 'href="#sol-rise"' in paragraph
