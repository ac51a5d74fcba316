"""The folder for downloaded data: where it is, one writer at a time, and failures told in a sentence."""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

CACHE_VARIABLE = "STEPWISE_SSL_CACHE"


class DataUnavailable(OSError):
    """Data could not be had; the message says in one sentence what is the matter and what to do."""


def cache_folder() -> Path:
    """The folder that downloads go to: ``STEPWISE_SSL_CACHE`` if it is set, otherwise the system's cache.

    Returns:
        The path; the folder need not exist yet.

    Source: ``pooch.os_cache`` for the system's place (on Linux ``~/.cache/stepwise-ssl``).

    >>> isinstance(cache_folder(), Path)
    True
    """
    if os.environ.get(CACHE_VARIABLE):
        return Path(os.environ[CACHE_VARIABLE]).expanduser()
    import pooch

    return Path(pooch.os_cache("stepwise-ssl"))


@contextmanager
def held(folder: Path, name: str) -> Iterator[None]:
    """Hold the one writing place for ``name`` in a folder; another process waits until it is free.

    The operating system frees the lock when its process ends, however it ends, so a killed download
    blocks nobody.

    Args:
        folder: the folder, made if it is not there.
        name: what is written there.

    Raises:
        DataUnavailable: the folder cannot be made or written to.
    """
    import filelock

    with told(folder):
        folder.mkdir(parents=True, exist_ok=True)
        lock = filelock.FileLock(folder / f".{name}.lock")
        try:
            lock.acquire(timeout=1)
        except filelock.Timeout:
            print(f"Waiting for another process that is getting {name} ...", file=sys.stderr)
            lock.acquire()
    try:
        yield
    finally:
        lock.release()


@contextmanager
def told(place: Path, needed: int | None = None) -> Iterator[None]:
    """Turn the operating system's failures while writing to ``place`` into one sentence.

    Args:
        place: the file or folder that is written.
        needed: how many bytes it takes, if that is known.

    Raises:
        DataUnavailable: in place of an ``OSError`` that says what is wrong with the disk or the folder.
    """
    try:
        yield
    except DataUnavailable:
        raise
    except OSError as error:
        sentence = _sentence(error, place, needed)
        if sentence is None:
            raise
        raise DataUnavailable(sentence) from error


def require_space(folder: Path, needed: int) -> None:
    """Refuse to begin what the disk has no room for.

    Args:
        folder: a folder that exists.
        needed: bytes.

    Raises:
        DataUnavailable: fewer bytes are free.
    """
    import shutil

    free = shutil.disk_usage(folder).free
    if free < needed:
        raise DataUnavailable(
            f"{folder} has {megabytes(free)} free and {megabytes(needed)} are needed: make room, or name "
            f"a folder on another disk in the environment variable {CACHE_VARIABLE}"
        )


def megabytes(count: int) -> str:
    """A number of bytes as a reader says it.

    >>> megabytes(170_498_071)
    '170 MB'
    """
    return f"{count / 1e6:.0f} MB" if count >= 1e6 else f"{count:,} bytes"


def _sentence(error: OSError, place: Path, needed: int | None) -> str | None:
    elsewhere = f"name another folder in the environment variable {CACHE_VARIABLE}"
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        room = f", {megabytes(needed)} in all" if needed else ""
        return f"the disk is full: {place} could not be written; make room{room}, or {elsewhere}"
    if isinstance(error, PermissionError) or error.errno == errno.EROFS:
        return f"no permission to write {place}: ask for it, or {elsewhere}"
    if isinstance(error, (NotADirectoryError, FileExistsError)):
        return f"{place} cannot be a folder, because a file of that name is in the way: {elsewhere}"
    return None
