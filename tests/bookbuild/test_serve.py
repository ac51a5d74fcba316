"""The server, the release's refusal, and what a command that fails prints."""

import threading
import urllib.request

import pytest

from bookbuild import __main__ as commands
from bookbuild import release, serve


def test_the_server_is_on_loopback_and_takes_another_port_if_the_first_is_taken(tmp_path):
    (tmp_path / "index.html").write_text("here")
    with serve.server(tmp_path, 0) as first, serve.server(tmp_path, first.server_port) as second:
        assert first.server_address[0] == second.server_address[0] == "127.0.0.1"
        assert first.server_port != second.server_port
        threading.Thread(target=second.serve_forever, daemon=True).start()
        with urllib.request.urlopen(f"http://127.0.0.1:{second.server_port}/") as answer:
            assert answer.read() == b"here"
        second.shutdown()


def test_the_placeholder_address_is_refused_and_a_real_one_is_not(tmp_path):
    def address(repository):
        (tmp_path / "_config.yml").write_text(f"title: x\nrepository: {repository}\n")
        return release.address(tmp_path)

    for refused in ("{url: https://github.com/OWNER/book}", "{branch: main}", ""):
        with pytest.raises(serve.BuildFailed, match=r"Nothing was released: _config\.yml"):
            address(refused)
    assert address("{url: https://github.com/someone/book}") == "https://github.com/someone/book"


def test_the_address_stands_once():
    text = (serve.ROOT / "_config.yml").read_text("utf-8")
    assert text.count("one-eigenmode-at-a-time") == 1


def test_a_failing_command_prints_a_sentence_and_no_traceback(monkeypatch, capsys):
    def fail(*_, **__):
        raise serve.BuildFailed("The book did not build.")

    monkeypatch.setattr(serve, "build", fail)
    assert commands.main(["build"]) == 1
    assert capsys.readouterr().err == "The book did not build.\n"
    assert commands.main(["nonsense"]) == 2
