"""Folders that take minutes to make: one process makes them, the others wait and find them."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import filelock


@contextmanager
def alone(folder: Path) -> Iterator[None]:
    """Hold a folder; another process that asks for it waits.

    The operating system frees the lock when its process ends, however it ends.

    Args:
        folder: need not be there yet; the lock is a file beside it.
    """
    folder.parent.mkdir(parents=True, exist_ok=True)
    with filelock.FileLock(folder.with_name(f"{folder.name}.lock")):
        yield


def made_once(folder: Path, make: Callable[[Path], None]) -> Path:
    """Make a folder unless it has been made; what an interrupted call left is thrown away first.

    Args:
        folder: where it is or will be.
        make: fills the folder that it is given; when it raises, the folder does not count as made.

    Returns:
        The folder.
    """
    complete = folder / "complete"
    with alone(folder):
        if not complete.exists():
            shutil.rmtree(folder, ignore_errors=True)
            make(folder)
            complete.touch()
    return folder
