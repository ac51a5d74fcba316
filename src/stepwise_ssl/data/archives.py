"""From an official archive to a folder of its files: found, downloaded or unpacked."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import tarfile
import tempfile
from pathlib import Path

from stepwise_ssl.data.cache import DataUnavailable, cache_folder, held, megabytes, require_space, told
from stepwise_ssl.data.download import Archive, fetch

SIZES = "sizes.json"  # written last, so it says that the folder is whole


def locate(archive: Archive, root: str | Path | None, download: bool, progress: bool = True) -> Path:
    """The folder that holds the files of an archive.

    Args:
        archive: which.
        root: a folder that holds ``archive.folder`` or the archive itself, or one of these two; by default
            what the environment variable ``archive.variable`` names, and without it the cache.
        download: whether it may be downloaded into the cache.
        progress: whether to draw a bar.

    Returns:
        The folder.

    Raises:
        DataUnavailable: it is not there and cannot be had.
    """
    root = root or os.environ.get(archive.variable)
    if root is not None:
        return _in_root(archive, Path(root).expanduser())
    cache = cache_folder()
    folder = cache / archive.folder
    if _is_whole(folder):
        return folder
    if not download and not (cache / archive.name).exists():
        raise DataUnavailable(
            f"{archive.title} is not in {cache}: call with download=True to get it "
            f"({megabytes(archive.bytes)}), or name a folder that holds {archive.folder} in root= or in the "
            f"environment variable {archive.variable}"
        )
    with held(cache, archive.folder):
        if not _is_whole(folder):  # another process may have been at it while this one waited
            _unpack(archive, fetch(archive, cache, progress), cache, ours=True)
    return folder


def _in_root(archive: Archive, root: Path) -> Path:
    for folder in (root / archive.folder, root):
        if folder.is_dir() and any((folder / member).exists() for member in archive.members):
            return folder
    for file in (root / archive.name, root):
        if file.is_file():
            cache = cache_folder()
            with held(cache, archive.folder):
                if not _is_whole(cache / archive.folder):
                    _unpack(archive, file, cache, ours=False)
            return cache / archive.folder
    raise DataUnavailable(
        f"root {root} holds neither {archive.folder} nor {archive.name}: name the folder that holds one of "
        f"them, or leave root out and let {archive.title} be downloaded ({megabytes(archive.bytes)})"
    )


def _unpack(archive: Archive, file: Path, cache: Path, ours: bool) -> None:
    """Check an archive and unpack the files that we read into ``cache / archive.folder``, in one step.

    The caller holds the lock. An archive that we downloaded ourselves is deleted afterwards.
    """
    for abandoned in cache.glob(f".{archive.folder}-*"):  # of a process that was killed
        shutil.rmtree(abandoned, ignore_errors=True)
    _refuse_wrong_file(archive, file, ours)
    require_space(cache, sum(size or 0 for size in archive.members.values()))
    with told(cache):
        work = Path(tempfile.mkdtemp(prefix=f".{archive.folder}-", dir=cache))
        try:
            _extract(archive, file, work)
            shutil.rmtree(cache / archive.folder, ignore_errors=True)  # there, but not whole
            os.replace(work / archive.folder, cache / archive.folder)
        finally:
            shutil.rmtree(work, ignore_errors=True)
    if ours:
        file.unlink(missing_ok=True)


def _extract(archive: Archive, file: Path, work: Path) -> None:
    """Take out the named members, nothing else: plain files only, written to places that we choose.

    (``extract(..., filter="data")`` does as much, but Python has it from 3.11.4 on.)
    """
    try:
        with tarfile.open(file) as bundle:
            for name in archive.members:
                member = bundle.getmember(f"{archive.folder}/{name}")
                if not member.isfile():
                    raise tarfile.TarError(f"{member.name} is no plain file")
                target = work / archive.folder / name
                target.parent.mkdir(parents=True, exist_ok=True)
                with bundle.extractfile(member) as source, target.open("wb") as out:
                    shutil.copyfileobj(source, out)
    except (KeyError, EOFError, tarfile.TarError) as error:
        raise DataUnavailable(f"{file} cannot be unpacked ({error}): delete it and call again") from error
    folder = work / archive.folder
    sizes = {member: (folder / member).stat().st_size for member in archive.members}
    (folder / SIZES).write_text(json.dumps(sizes), encoding="utf-8")


def _is_whole(folder: Path) -> bool:
    """Whether each file that was unpacked is there in its full length."""
    try:
        sizes = json.loads((folder / SIZES).read_text(encoding="utf-8"))
        return all((folder / member).stat().st_size == size for member, size in sizes.items())
    except (OSError, ValueError):
        return False


def _refuse_wrong_file(archive: Archive, file: Path, ours: bool) -> None:
    with told(file), open(file, "rb") as content:
        digest = hashlib.file_digest(content, "sha256").hexdigest()
    if digest == archive.sha256:
        return
    size = file.stat().st_size
    what = (
        f"truncated ({size:,} of {archive.bytes:,} bytes)"
        if size < archive.bytes
        else f"not the official file (SHA-256 {digest[:12]}..., expected {archive.sha256[:12]}...)"
    )
    if ours:  # it lies in our cache: the next call starts afresh
        file.unlink()
    advice = "it was deleted: call again" if ours else f"download it again from {archive.url}"
    raise DataUnavailable(f"{file} is {what}: {advice}")
