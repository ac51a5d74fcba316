"""Two clean builds give identical pages."""

import filecmp

import pytest

from bookbuild import serve

from . import toys


def differing(one, other):
    """Paths under two folders that are missing in one or differ."""
    files = {p.relative_to(f) for f in (one, other) for p in f.rglob("*") if p.is_file()}
    files = {path for path in files if path.name != ".buildinfo"}
    assert files

    def same(path):
        both = (one / path).is_file() and (other / path).is_file()
        return both and filecmp.cmp(one / path, other / path, shallow=False)

    return sorted(str(path) for path in files if not same(path))


@pytest.mark.book
def test_two_clean_builds_of_the_toy_book_are_identical(tmp_path):
    """At two places on the disk, each executed by itself."""
    sites = []
    for place in ("one", "another"):
        folder = toys.lay(tmp_path / place)
        assert toys.build(folder).returncode == 0
        sites.append(folder / "_build" / "html")
    assert not differing(*sites)


@pytest.mark.book
def test_a_second_clean_build_of_the_book_is_identical(site, tmp_path):
    assert not differing(site, serve.build(serve.ROOT, tmp_path))
