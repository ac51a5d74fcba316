"""Records of the pages: chapter numbers, front matter, and builds in several processes."""

from types import SimpleNamespace

import pytest

from bookbuild import pages


@pytest.mark.parametrize(
    ("docname", "front", "chapter"),
    [
        ("chapters/03_one_weight", {}, "3"),
        ("chapters/12_deep", {}, "12"),
        ("chapters/03_one_weight", {"chapter": "4"}, "4"),
        ("chapters/notation", {}, "N"),
        ("chapters/proofs", {"chapter": "A"}, "A"),
    ],
)
def test_what_equation_numbers_start_with(docname, front, chapter):
    assert pages.chapter(SimpleNamespace(metadata={docname: front}), docname) == chapter


@pytest.mark.parametrize("value", ['["a", "b"]', "a, b", "a b"])
def test_front_matter_lists_are_read_in_any_dress(value):
    assert pages.front_matter(SimpleNamespace(metadata={"p": {"x": value}}), "p", "x") == ["a", "b"]


def test_a_fault_does_not_pass_on_the_second_build(broken):
    from .conftest import build

    book = broken(("{num}`0.549 = width`", "{num}`0.594 = width` and {eq}`nowhere`"))
    again = build(book.folder)
    assert len(book.warnings) == 2 and again.warnings == book.warnings


def test_several_readers_agree_with_one(toy, broken):
    from .conftest import build

    folder = broken().folder
    parallel = 'extensions.append("toy_parallel")\n'
    (folder / "conf.py").write_text((folder / "conf.py").read_text("utf8") + parallel, "utf8")
    text = (
        "def setup(app):\n    for room in app.extensions.values():\n        room.parallel_read_safe = True\n"
    )
    text += "    return {'parallel_read_safe': True}\n"
    (folder / "toy_parallel.py").write_text(text, "utf8")
    # Sphinx shares the reading only of more than five pages.
    for number in range(6):
        (folder / f"more{number}.md").write_text(f"---\norphan: true\n---\n# More {number}\n", "utf8")
    together = build(folder, jobs=3)
    assert together.app.is_parallel_allowed("read") and together.warnings == []
    for page in ("chapters/03_toy", "chapters/checks", "chapters/assumptions"):
        assert _body(together.html(page)) == _body(toy.html(page))


def _body(page):
    return page[page.index("<section") : page.index("</section>")]
