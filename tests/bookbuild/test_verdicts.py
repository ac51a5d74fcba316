"""What has passed is kept between builds; any change to what it rests on has it checked again."""

import json

import pytest

from bookbuild import objects, verdicts

from .conftest import build


@pytest.fixture
def again(monkeypatch):
    """A function: a book -> the names that a further build of it checks, its page being read again."""
    names = []
    check = objects.checked.__wrapped__
    monkeypatch.setattr(
        objects, "checked", lambda registry, name: names.append(name) or check(registry, name)
    )

    def rebuild(book):
        names.clear()
        page = book.folder / "chapters" / "03_toy.md"
        page.write_text(page.read_text("utf8") + "\n", "utf8")
        assert build(book.folder).warnings == book.warnings
        return sorted(names)

    return rebuild


ALL = ["toy/cube", "toy/square"]


def test_an_unchanged_registry_is_not_checked_again_and_prints_the_same(broken, again):
    book = broken()
    page = _body(book)
    assert again(book) == []
    assert _body(book) == page and "eqno" in page


def _body(book):
    page = book.html("chapters/03_toy")
    return page[page.index("<section") :]


def test_without_the_file_all_is_checked(broken, again):
    book = broken()
    (book.folder / "_build" / verdicts.FILE).unlink()
    assert again(book) == ALL


def test_a_change_in_what_a_verdict_rests_on_has_all_checked_again(broken, again, monkeypatch):
    book = broken()
    monkeypatch.setattr(verdicts, "fingerprint", lambda registry: "another")
    assert again(book) == ALL


def test_a_failure_is_never_kept(broken, again):
    square = "```{checked} toy/square\n```"
    book = broken((square, square + "\n\n```{checked} toy/wrong\n```"))
    assert any("toy/wrong is not true as printed" in warning for warning in book.warnings)
    kept = json.loads((book.folder / "_build" / verdicts.FILE).read_text("utf8"))
    assert sorted(kept["results"]) == ALL
    assert again(book) == ["toy/wrong"]


@pytest.mark.parametrize(
    "part", ["registry.py", "checks/one_weight.py", "one_weight/solution.py", "equality.py"]
)
def test_the_fingerprint_follows_the_symbolic_package(part, monkeypatch):
    seen, real = [], verdicts.imports.Package.files
    monkeypatch.setattr(verdicts.imports.Package, "files", lambda *a: seen.extend(real(*a)) or real(*a))
    verdicts.fingerprint.__wrapped__("stepwise_ssl.symbolic.registry")
    assert any(path.as_posix().endswith(f"stepwise_ssl/symbolic/{part}") for path in seen)


def test_the_fingerprint_follows_sympys_version_and_the_code_that_prints(monkeypatch, tmp_path):
    def now():
        return verdicts.fingerprint.__wrapped__("stepwise_ssl.symbolic.registry")

    before = now()
    assert now() == before
    with monkeypatch.context() as other:
        other.setattr(verdicts, "version", lambda name: "0")
        assert now() != before
    changed = tmp_path / "objects.py"
    changed.write_text("changed")
    monkeypatch.setattr(objects, "__file__", str(changed))
    assert now() != before


def test_a_result_survives_being_written_and_read(tmp_path):
    result = objects.checked("stepwise_ssl.symbolic.registry", "one-weight/half-rise")
    verdicts.save(tmp_path / "v.json", "now", {result.name: result})
    assert verdicts.load(tmp_path / "v.json", "now") == {result.name: result}
    assert verdicts.load(tmp_path / "v.json", "later") == {}
    (tmp_path / "v.json").write_text("{")
    assert verdicts.load(tmp_path / "v.json", "now") == {}
