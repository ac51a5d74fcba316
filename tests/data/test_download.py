"""Downloads that are cut, stalled, wrong or refused: one sentence each, and the cache stays valid."""

import errno
import os
import socket
import subprocess
import sys
import threading
import time
from collections import namedtuple
from pathlib import Path

import filelock
import pytest
from download_server import MEMBERS, batches, packed, serving, small_archive
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from stepwise_ssl.data import DataUnavailable, archives, cifar10, load_cifar10
from stepwise_ssl.data.download import CHUNK, fetch

FILES = batches()
CONTENT = packed(FILES)


def get(url, folder, **options):
    options = {"progress": False, "pause": 0.0, "timeout": 20.0} | options
    return fetch(small_archive(CONTENT, url), folder, **options)


def visible(folder):
    return sorted(path.name for path in folder.iterdir() if not path.name.endswith(".lock"))


def one_sentence(error):
    text = str(error.value)
    assert "\n" not in text and len(text) < 600 and "Traceback" not in text
    return text


def test_the_file_comes_whole(cache):
    with serving(CONTENT) as (url, plan):
        assert get(url, cache).read_bytes() == CONTENT
        get(url, cache)  # it is there: no second request
    assert plan.ranges == [None] and visible(cache) == ["cifar-10-python.tar.gz"]


def test_a_cut_download_goes_on_where_it_was(cache):
    with serving(CONTENT, "cut", "cut", "ok") as (url, plan):
        assert get(url, cache).read_bytes() == CONTENT
    assert plan.ranges[0] is None and all(asked.startswith("bytes=") for asked in plan.ranges[1:])
    assert plan.sent < len(CONTENT) + 2 * CHUNK  # of each try, at most the last piece came twice


def test_a_stalled_download_is_taken_up_again(cache):
    with serving(CONTENT, "stall", "ok") as (url, plan):
        assert get(url, cache, timeout=1.0, attempts=20).read_bytes() == CONTENT
    assert plan.ranges[0] is None and plan.ranges[-1].startswith("bytes=")


def test_a_server_without_ranges_starts_over(cache):
    with serving(CONTENT, "cut", "full") as (url, plan):
        assert get(url, cache).read_bytes() == CONTENT
    assert plan.sent > len(CONTENT)


@pytest.mark.parametrize("answer", ["503", "429", "408"])
def test_a_busy_server_is_asked_again(cache, answer):
    with serving(CONTENT, answer, "ok") as (url, _):
        assert get(url, cache).read_bytes() == CONTENT


def test_another_call_goes_on_where_the_first_gave_up(cache):
    with serving(CONTENT, "cut", "503") as (url, plan):
        with pytest.raises(DataUnavailable) as error:
            get(url, cache, attempts=2)
    assert "the server answered 503" in one_sentence(error) and "goes on after" in str(error.value)
    assert visible(cache) == ["cifar-10-python.tar.gz.part"]
    with serving(CONTENT) as (url, plan):
        assert get(url, cache).read_bytes() == CONTENT
    assert plan.sent < len(CONTENT) and visible(cache) == ["cifar-10-python.tar.gz"]


def test_wrong_bytes_are_deleted_and_said(cache):
    with serving(CONTENT, "wrong") as (url, _), pytest.raises(DataUnavailable) as error:
        get(url, cache)
    assert "not the official" in one_sentence(error) and "try again later" in str(error.value)
    assert visible(cache) == []


def test_a_part_of_another_file_is_thrown_away(cache):
    """The part passes as a beginning; only the checksum tells. Then all is downloaded once more."""
    cache.mkdir()
    (cache / "cifar-10-python.tar.gz.part").write_bytes(b"x" * 100)
    with serving(CONTENT) as (url, plan):
        assert get(url, cache).read_bytes() == CONTENT
    assert plan.ranges == ["bytes=100-", None]


@pytest.mark.parametrize("size", [len(CONTENT), len(CONTENT) + 5])
def test_a_part_that_is_too_long_or_just_as_long(cache, size):
    cache.mkdir()
    (cache / "cifar-10-python.tar.gz.part").write_bytes(b"x" * size)
    with serving(CONTENT) as (url, _):
        assert get(url, cache).read_bytes() == CONTENT


def test_a_range_from_another_place_starts_over(cache):
    with serving(CONTENT, "cut", "elsewhere", "ok") as (url, plan):
        assert get(url, cache).read_bytes() == CONTENT
    assert plan.ranges[-1] is None


def test_a_refused_range_starts_over(cache):
    cache.mkdir()
    (cache / "cifar-10-python.tar.gz.part").write_bytes(CONTENT[:50])
    with serving(CONTENT, "416", "ok") as (url, plan):
        assert get(url, cache).read_bytes() == CONTENT
    assert plan.ranges == ["bytes=50-", None]


def test_another_file_on_the_server_is_refused_before_it_is_downloaded(cache):
    with serving(CONTENT, "short") as (url, plan), pytest.raises(DataUnavailable) as error:
        get(url, cache)
    assert "25 bytes" in one_sentence(error) and len(plan.ranges) == 1 and visible(cache) == []


def test_gone_from_the_server_is_not_asked_twice(cache):
    with serving(CONTENT, "404") as (url, plan), pytest.raises(DataUnavailable) as error:
        get(url, cache)
    assert "the server answered 404" in one_sentence(error) and len(plan.ranges) == 1


def test_no_network(cache):
    with socket.socket() as taken:  # a port on which nobody listens
        taken.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{taken.getsockname()[1]}/cifar-10-python.tar.gz"
        with pytest.raises(DataUnavailable) as error:
            get(url, cache, attempts=2)
    text = one_sentence(error)
    assert "no connection" in text and "root=" in text and "STEPWISE_CIFAR10" in text
    assert visible(cache) == []


def test_always_cut_is_given_up(cache):
    """Halves of halves: at last a try brings less than a piece, and five of these in a row are enough."""
    with serving(CONTENT, "cut") as (url, plan), pytest.raises(DataUnavailable) as error:
        get(url, cache)
    assert "cut again and again" in one_sentence(error) and 5 < len(plan.ranges) < 20
    with serving(CONTENT) as (url, _):
        assert get(url, cache).read_bytes() == CONTENT


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.sampled_from(["ok", "cut", "full", "503", "416"]), max_size=6))
def test_whatever_the_server_does_the_file_is_right_or_absent(tmp_path_factory, cache, actions):
    folder = tmp_path_factory.mktemp("cache")
    with serving(CONTENT, *actions, "ok") as (url, _):
        try:
            assert get(url, folder, attempts=2).read_bytes() == CONTENT
        except DataUnavailable:
            assert not (folder / "cifar-10-python.tar.gz").exists()
        assert get(url, folder, attempts=9).read_bytes() == CONTENT


def test_a_full_disk_found_at_the_start(cache, monkeypatch):
    usage = namedtuple("usage", "total used free")
    monkeypatch.setattr("shutil.disk_usage", lambda folder: usage(10, 5, 5))
    with serving(CONTENT) as (url, plan), pytest.raises(DataUnavailable) as error:
        get(url, cache)
    assert "5 bytes free" in one_sentence(error) and "STEPWISE_SSL_CACHE" in str(error.value)
    assert plan.ranges == [] and visible(cache) == []


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full here: a real full device not tested")
def test_a_disk_that_fills_up_meanwhile(cache):
    """The device's own error: what is written to /dev/full finds no room."""
    cache.mkdir()
    (cache / "cifar-10-python.tar.gz.part").symlink_to("/dev/full")
    with serving(CONTENT) as (url, _):
        with pytest.raises(DataUnavailable) as error:
            get(url, cache)
        assert "the disk is full" in one_sentence(error) and visible(cache) == []
        assert get(url, cache).read_bytes() == CONTENT  # once there is room


@pytest.mark.parametrize("number", [errno.EACCES, errno.EROFS])
def test_no_permission(cache, monkeypatch, number):
    """Simulated, because tests may run as root, whom nobody refuses."""

    def refuse(self, *arguments, **options):
        raise OSError(number, os.strerror(number), str(self))

    monkeypatch.setattr(Path, "mkdir", refuse)
    with serving(CONTENT) as (url, _), pytest.raises(DataUnavailable) as error:
        get(url, cache)
    assert "no permission to write" in one_sentence(error) and "STEPWISE_SSL_CACHE" in str(error.value)


def test_a_file_where_the_cache_should_be(cache):
    cache.write_text("in the way")
    with pytest.raises(DataUnavailable) as error:
        get("http://127.0.0.1:1/never-asked", cache)
    assert "in the way" in one_sentence(error)


def test_a_process_that_waits_says_so(cache, capsys):
    from stepwise_ssl.data.cache import held

    inside = threading.Event()

    def hold():
        with held(cache, "data"):
            inside.set()
            while "Waiting for another process that is getting data" not in "".join(heard):
                heard.append(capsys.readouterr().err)
                time.sleep(0.05)

    heard = []
    holder = threading.Thread(target=hold)
    holder.start()
    inside.wait()
    with held(cache, "data"):  # ends only when it has been heard
        holder.join()


def test_two_processes_share_one_download(cache):
    """Both start on an empty cache; one downloads, the other waits and finds the folder."""
    code = (
        "import sys; sys.path.insert(0, sys.argv[2])\n"
        "from download_server import packed, batches, small_archive\n"
        "from stepwise_ssl.data import cifar10\n"
        "cifar10.ARCHIVE = small_archive(packed(batches()), sys.argv[1])\n"
        "images, labels = cifar10.load_cifar10(progress=False)\n"
        "print(images.shape, int(images.sum()))\n"
    )
    with serving(CONTENT, delay=0.5) as (url, plan):
        command = [sys.executable, "-c", code, url]
        started = [
            subprocess.Popen(
                [*command, str(Path(__file__).parent)],
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                text=True,
            )
            for _ in range(2)
        ]
        said = [process.communicate(timeout=300) for process in started]
    assert [process.returncode for process in started] == [0, 0], said
    assert said[0][0] == said[1][0] and said[0][0].startswith("(200, 32, 32, 3)")
    assert len(plan.ranges) == 1
    assert visible(cache) == ["cifar-10-batches-py"]


def test_the_lock_is_held_from_download_to_folder(cache, monkeypatch):
    """Else a second process could find the archive deleted and no folder yet, and download again."""
    seen = []

    def look(archive, folder, progress):
        with pytest.raises(filelock.Timeout):
            filelock.FileLock(cache / ".cifar-10-batches-py.lock").acquire(timeout=0)
        seen.append(folder)
        return get(archive.url, folder)

    with serving(CONTENT) as (url, _):
        monkeypatch.setattr(cifar10, "ARCHIVE", small_archive(CONTENT, url))
        monkeypatch.setattr(archives, "fetch", look)
        load_cifar10(progress=False)
    assert seen == [cache]


def test_load_downloads_unpacks_and_cleans_up(cache, monkeypatch):
    with serving(CONTENT, "cut", "ok") as (url, plan):
        monkeypatch.setattr(cifar10, "ARCHIVE", small_archive(CONTENT, url))
        images, labels = load_cifar10(progress=False)
        again = load_cifar10(progress=False, split="test")
    assert images.shape == (200, 32, 32, 3) and labels.shape == (200,) and len(again.images) == 40
    assert len(plan.ranges) == 2
    assert visible(cache) == ["cifar-10-batches-py"]
    assert sorted(visible(cache / "cifar-10-batches-py")) == sorted([*MEMBERS, "sizes.json"])


def test_without_leave_nothing_is_downloaded(cache, monkeypatch):
    with serving(CONTENT) as (url, plan):
        monkeypatch.setattr(cifar10, "ARCHIVE", small_archive(CONTENT, url))
        with pytest.raises(DataUnavailable) as error:
            load_cifar10(download=False)
    assert plan.ranges == [] and "download=True" in one_sentence(error)
