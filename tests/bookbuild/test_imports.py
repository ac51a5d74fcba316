"""What a page rests on: imports followed to the end, data files included."""

import pytest

from bookbuild.imports import Package, code_cells, fingerprint

FILES = {
    "__init__.py": "",
    "law.py": "from . import timing\n",
    "timing.py": "",
    "alone.py": "",
    "late.py": "def f():\n    from pack.sub import one\n    return one\n",
    "sub/__init__.py": "",
    "sub/one.py": "from ..timing import x\n",
    "sub/two.py": "",
    "sub/look.js": "1",
    "all/__init__.py": "from importlib import import_module\n",
    "all/deep.py": "import pack.alone\n",
    "data/__init__.py": "",
    "data/files/a.csv": "1",
}


@pytest.fixture
def package(tmp_path):
    for name, text in FILES.items():
        path = tmp_path / "pack" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return Package(tmp_path / "pack")


@pytest.mark.parametrize(
    ("source", "used"),
    [
        ("import numpy", set()),
        ("from pack import law", {"pack", "pack.law", "pack.timing"}),
        ("import pack.alone as a", {"pack", "pack.alone"}),
        (
            "def g():\n    from pack.late import f",
            {"pack", "pack.late", "pack.sub", "pack.sub.one", "pack.timing"},
        ),
        ("import pack.all", {"pack", "pack.all", "pack.all.deep", "pack.alone"}),
        ("from pack.timing import x", {"pack", "pack.timing"}),
    ],
)
def test_imports_are_followed_to_the_end(package, source, used):
    assert package.closure(package.named_in(source)) == used


def test_a_cell_that_cannot_be_parsed_rests_on_everything(package):
    assert package.named_in("x = = 1") == set(package.modules)


def test_data_files_count_with_the_package_that_holds_them(package):
    def names(source):
        return {path.name for path in package.files(package.closure(package.named_in(source)))}

    assert "look.js" in names("import pack.sub.two")
    assert "a.csv" in names("import pack.data")
    assert not {"look.js", "a.csv"} & names("import pack.law")


def test_the_fingerprint_follows_names_contents_and_settings(package, tmp_path):
    files = package.files({"pack", "pack.law"})
    before = fingerprint(files, tmp_path, "3.11")
    assert before == fingerprint(files[::-1], tmp_path, "3.11")
    assert before != fingerprint(files, tmp_path, "3.12")
    package.modules["pack.law"].write_text("changed")
    assert before != fingerprint(files, tmp_path, "3.11")


def test_cells_are_found_without_their_options_and_magics():
    page = (
        "# T\n\n```{code-cell} ipython3\n:tags: [hide-input]\n%matplotlib inline\nimport a\n```\n\n"
        "```python\nimport shown\n```\n\n````{code-cell}\n---\ntags: [x]\n---\nimport b\n````\n"
    )
    assert [cell.split() for cell in code_cells(page)] == [["import", "a"], ["import", "b"]]
