"""A book broken on purpose does not build, and the message says where."""

import pytest

from . import toys

BREAKS = {
    "a failing cell": (
        "plain.md",
        "math.log(81) / 8",
        "math.log(-81) / 8",
        "plain.md:19: ERROR: this cell failed: ValueError",
    ),
    "a broken reference": ("mode.md", "{prf:ref}`thm-small`", "{prf:ref}`thm-gone`", "mode.md:28: WARNING"),
    "a link to no page": ("index.md", "(plain.md)", "(plane.md)", "index.md:3: WARNING"),
    "a warning in a cell": (
        "plain.md",
        "math.log(81) / 8",
        "__import__('warnings').warn('look')",
        "stderr was found in the cell outputs",
    ),
    "an unknown citation": ("mode.md", "simon2023stepwise", "simon1923stepwise", "mode.md:14: WARNING"),
}


@pytest.fixture(scope="module")
def book(tmp_path_factory):
    """A toy book that has been built, to be broken in one place at a time."""
    folder = toys.lay(tmp_path_factory.mktemp("book"))
    done = toys.build(folder)
    assert done.returncode == 0, done.stdout[-3000:]
    return folder


@pytest.mark.book
@pytest.mark.parametrize("fault", BREAKS)
def test_a_fault_stops_the_build_and_is_named_with_its_line(book, fault):
    name, old, new, message = BREAKS[fault]
    sound = (book / name).read_text("utf-8")
    toys.edit(book / name, old, new)
    done = toys.build(book)
    (book / name).write_text(sound, "utf-8")
    assert done.returncode != 0
    assert message in done.stdout, done.stdout[-3000:]


@pytest.mark.book
def test_a_fault_is_named_again_by_the_next_build(book):
    """Sphinx alone would find nothing to do the second time, and report success."""
    toys.edit(book / "index.md", "(plain.md)", "(plane.md)")
    for _ in range(2):
        done = toys.build(book)
        assert done.returncode != 0
        assert "index.md:3: WARNING" in done.stdout
    toys.edit(book / "index.md", "(plane.md)", "(plain.md)")
    assert toys.build(book).returncode == 0
