"""Downloads that arrive whole or not at all: resumed, retried, checked.

An unfinished download waits in ``NAME.part`` for the next try. The name itself appears in one step, and
only for a file whose SHA-256 is right.
"""

from __future__ import annotations

import os
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from stepwise_ssl.data.cache import DataUnavailable, held, megabytes, require_space, told

CHUNK = 1 << 16
MOST_TRIES = 100  # a server that cuts again and again, but each time after some progress


@dataclass(frozen=True)
class Archive:
    """An official archive, and what lies in it.

    Args:
        title: the data set's name for readers.
        name: file name.
        url: where it is published.
        sha256: checksum, in hexadecimal.
        bytes: size of the file.
        folder: the folder in it that holds the data.
        members: the files of that folder that we read, and how many bytes each has (None: not fixed).
        variable: the environment variable that may name a folder that is already there.
    """

    title: str
    name: str
    url: str
    sha256: str
    bytes: int
    folder: str
    members: Mapping[str, int | None]
    variable: str


def fetch(
    archive: Archive,
    folder: Path,
    progress: bool = True,
    attempts: int = 5,
    pause: float = 1.0,
    timeout: float = 30.0,
) -> Path:
    """Download an archive into a folder, unless it is there; one process at a time.

    Args:
        archive: what to download.
        folder: where to, made if needed.
        progress: whether to draw a bar.
        attempts: how many tries in a row may fail without one byte of progress.
        pause: seconds before the first new try; doubled after each further failure.
        timeout: seconds without an answer after which a try counts as failed.

    Returns:
        The path of the checked file.

    Raises:
        DataUnavailable: no network, another file on the server, a wrong checksum, no permission, disk full.

    Source: pooch.retrieve for checksum and the last step; HTTP ranges (RFC 9110, section 14) for resuming.
    """
    target = folder / archive.name
    with held(folder, archive.name):
        if not target.exists():
            part = folder / f"{archive.name}.part"
            resumed = part.exists()
            download = _Resuming(archive, part, progress, attempts, pause, timeout)
            try:
                _retrieve(archive, folder, download)
            except _WrongChecksum:
                # The part that lay there may have been the start of another file: once more, from nothing.
                if not resumed:
                    raise
                _retrieve(archive, folder, download)
    return target


class _WrongChecksum(DataUnavailable):
    """The file came whole, and is another one."""


def _retrieve(archive: Archive, folder: Path, download: _Resuming) -> None:
    import pooch

    require_space(folder, archive.bytes)
    pooch.get_logger().setLevel("WARNING")  # the bar says what is going on
    with told(folder / archive.name, archive.bytes):
        try:
            pooch.retrieve(archive.url, f"sha256:{archive.sha256}", archive.name, folder, downloader=download)
        except ValueError as error:
            raise _WrongChecksum(
                f"what {archive.url} sent is not the official {archive.name} (its SHA-256 differs), and was "
                f"deleted: try again later, or put the official file into {folder}"
            ) from error


class _Resuming:
    """A downloader for pooch that goes on where the last try stopped."""

    def __init__(self, archive: Archive, part: Path, progress, attempts: int, pause: float, timeout: float):
        self.archive, self.part, self.progress = archive, part, progress
        self.attempts, self.pause, self.timeout = attempts, pause, timeout

    def __call__(self, url: str, output_file: str, pooch: Any = None, check_only: bool = False) -> None:
        import requests

        failures = 0
        for _ in range(MOST_TRIES):
            before = self._size()
            if before == self.archive.bytes:
                break
            try:
                self._once(url, before)
            except requests.RequestException as error:
                failures = 1 if self._size() > before else failures + 1
                if failures >= self.attempts or _is_final(error):
                    raise DataUnavailable(self._gave_up(url, error)) from error
                time.sleep(self.pause * 2 ** (failures - 1))
            except OSError:
                self.part.unlink(missing_ok=True)  # a full disk is not kept full
                raise
        os.replace(self.part, output_file)

    def _once(self, url: str, have: int) -> None:
        """One request: append what comes, from byte ``have`` on if the server can do that."""
        import requests

        # Without "identity" a server may compress, and the bytes that are counted are not those of the file.
        headers = {"Accept-Encoding": "identity"} | ({"Range": f"bytes={have}-"} if have else {})
        with requests.get(url, headers=headers, stream=True, timeout=self.timeout) as answer:
            goes_on = answer.headers.get("Content-Range", "").startswith(f"bytes {have}-")
            if answer.status_code == 416 or (answer.status_code == 206 and not goes_on):
                self.part.unlink(missing_ok=True)  # it may be the part of another file
                raise requests.ConnectionError("the server cannot go on where the download stopped")
            answer.raise_for_status()
            have = have if answer.status_code == 206 else 0  # 200: it ignores ranges and sends all
            self._refuse_other_file(url, have, answer.headers.get("Content-Length"))
            with open(self.part, "ab" if have else "wb") as file, self._bar(have) as bar:
                for chunk in answer.iter_content(CHUNK):
                    file.write(chunk)
                    bar.update(len(chunk))
        if self._size() < self.archive.bytes:
            raise requests.ConnectionError("the connection was cut")

    def _refuse_other_file(self, url: str, have: int, length: str | None) -> None:
        if length is not None and have + int(length) != self.archive.bytes:
            self.part.unlink(missing_ok=True)
            raise DataUnavailable(
                f"{url} now holds a file of {have + int(length):,} bytes, and the official "
                f"{self.archive.name} has {self.archive.bytes:,}: get that file from elsewhere and name its "
                f"folder in root="
            )

    def _gave_up(self, url: str, error: Exception) -> str:
        kept = f", which goes on after the {megabytes(self._size())} that are here" if self._size() else ""
        return (
            f"{self.archive.title} could not be downloaded from {url} ({_cause(error)}): call again "
            f"later{kept}, or name a folder that holds {self.archive.folder} in root= or in the environment "
            f"variable {self.archive.variable}"
        )

    def _size(self) -> int:
        try:
            size = self.part.stat().st_size
        except FileNotFoundError:
            return 0
        if size > self.archive.bytes:
            self.part.unlink()
            return 0
        return size

    def _bar(self, have: int):
        from tqdm.auto import tqdm

        return tqdm(
            desc=self.archive.name,
            total=self.archive.bytes,
            initial=have,
            unit="B",
            unit_scale=True,
            disable=not self.progress,
        )


def _is_final(error: Exception) -> bool:
    """Whether another try is pointless: the server has answered, and the answer is no."""
    answer = getattr(error, "response", None)
    return (
        answer is not None and 400 <= answer.status_code < 500 and answer.status_code not in (408, 416, 429)
    )


def _cause(error: Exception) -> str:
    import requests

    answer = getattr(error, "response", None)
    if answer is not None:
        return f"the server answered {answer.status_code}"
    if isinstance(error, requests.Timeout) or "timed out" in str(error):
        return "the server does not answer"
    if isinstance(error, requests.exceptions.ChunkedEncodingError) or "cut" in str(error):
        return "the connection is cut again and again"
    return "no connection"
