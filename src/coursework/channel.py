"""A submission at work: the process that holds it, and the two pipes over which it is asked.

Every wait has an end and every reply a size. What comes back is text until ``values.py`` has read it.
"""

from __future__ import annotations

import json
import os
import secrets
import select
import signal
import subprocess
import sys
import time
from pathlib import Path

from . import isolate, view
from .limits import Limits
from .seccomp import program

SCRIPT = Path(__file__).with_name("student_process.py")


class Gone(Exception):
    """The process can no longer be asked; the words say why."""


class Student:
    """One started submission.

    Args:
        cells: pairs (number, source) of its code cells.
        limits: what it may use.
        unsafe: run it unprotected.

    Raises:
        Gone: it cannot be started.

    Source: ``student_process.py`` is the other end.

    >>> with Student([(1, "def f(x): return 2 * x")], Limits(), unsafe=True) as student:
    ...     _ = student.ask("boot", "", (), 30)
    ...     student.ask("array", "f", (21,), 5)["data"]
    [42.0]
    """

    def __init__(self, cells: list[tuple[int, str]], limits: Limits, unsafe: bool = False):
        self.limits, self.received = limits, b""
        theirs_in, self.out = os.pipe()
        self.inbox, theirs_out = os.pipe()
        rules = b"" if unsafe else program() or b""
        with (
            isolate.as_file(json.dumps(cells).encode()) as notebook,
            isolate.as_file(SCRIPT.read_bytes()) as script,
            isolate.as_file(rules) as filtering,
        ):
            files = {isolate.SUBMISSION: notebook.fileno(), view.SCRIPT: script.fileno()}
            line = self._line(files, filtering.fileno() if rules else None, theirs_in, theirs_out, unsafe)
            try:
                self.process = subprocess.Popen(
                    line,
                    pass_fds=(theirs_in, theirs_out, *files.values(), filtering.fileno()),
                    stdin=subprocess.DEVNULL,
                    stdout=subprocess.DEVNULL,  # what a submission prints goes nowhere, however much it is
                    stderr=subprocess.DEVNULL,
                    env=isolate.ENVIRONMENT,  # bubblewrap's own environment can be seen from inside
                    cwd="/",
                    start_new_session=True,
                )
            except OSError as error:
                raise Gone(f"it could not be started ({error})") from None
            finally:
                os.close(theirs_in)
                os.close(theirs_out)
        os.set_blocking(self.out, False)

    def _line(self, files, rules, theirs_in, theirs_out, unsafe) -> list[str]:
        python = sys.executable if unsafe else view.python()[0]
        script = str(SCRIPT) if unsafe else view.SCRIPT
        place = f"/dev/fd/{files[isolate.SUBMISSION]}" if unsafe else isolate.SUBMISSION
        folders = {str(path.parent) for path in view.packages().values()} if unsafe else {view.PACKAGES}
        argv = [python, "-I", "-S", "-B", "-X", "utf8", script, place, str(theirs_in), str(theirs_out)]
        argv += [str(self.limits.cell_seconds), str(self.limits.numbers), *sorted(folders)]
        return argv if unsafe else isolate.command(argv, self.limits, files, rules)

    def ask(self, kind: str, name: str, args: tuple, seconds: float) -> dict:
        """Send one request and wait for its reply.

        Args:
            kind: "boot", "array", "expression" or "text".
            name: what is asked for.
            args: already encoded for JSON.
            seconds: after which the student's own alarm rings; a little later the process ends.

        Returns:
            The reply, whose nonce is the request's. Nothing else about it is known.

        Raises:
            Gone: no such reply came; the process has been ended.

        Source: a reply without the nonce of this request was made for no request, or for an earlier one.

        >>> Student([], Limits(), unsafe=True).ask("boot", "", (), 30)["notes"]
        []
        """
        nonce = secrets.token_hex(16)
        request = {"nonce": nonce, "kind": kind, "name": name, "args": args, "seconds": seconds}
        try:
            end = time.monotonic() + seconds + self.limits.slack_seconds
            self._send(json.dumps(request).encode() + b"\n", end, seconds)
            return self._understood(self._line_until(end, seconds), nonce)
        except Gone:
            self.close()
            raise

    def _send(self, data: bytes, end: float, seconds: float) -> None:
        left = memoryview(data)
        while left:
            if not select.select([], [self.out], [], max(0, end - time.monotonic()))[1]:
                raise Gone(f"it did not answer within {seconds:g} seconds")
            try:
                left = left[os.write(self.out, left) :]
            except BlockingIOError:
                continue
            except OSError:
                raise Gone("its process ended") from None

    def _line_until(self, end: float, seconds: float) -> bytes:
        parts = [self.received]
        size = len(self.received)
        while b"\n" not in parts[-1]:
            if not select.select([self.inbox], [], [], max(0, end - time.monotonic()))[0]:
                raise Gone(f"it did not answer within {seconds:g} seconds")
            parts.append(os.read(self.inbox, 2**16))
            size += len(parts[-1])
            if not parts[-1]:
                raise Gone("its process ended (a crash, os._exit, or more memory than is allowed)")
            if size > self.limits.reply_bytes:
                raise Gone(f"its reply is longer than {self.limits.reply_bytes // 2**20} MB")
        line, _, self.received = b"".join(parts).partition(b"\n")
        return line

    @staticmethod
    def _understood(line: bytes, nonce: str) -> dict:
        try:
            reply = json.loads(line, parse_constant=_no_constant)
        except (ValueError, RecursionError):
            raise Gone("its reply cannot be read") from None
        if not isinstance(reply, dict) or reply.get("nonce") != nonce:
            raise Gone("it sent a reply that answers no question of ours")
        return reply

    def close(self) -> None:
        """End the process and everything that it started; safe to call again."""
        if self.process.poll() is None:
            try:
                os.killpg(self.process.pid, signal.SIGKILL)  # the kernel then ends all that live inside
            except ProcessLookupError:
                pass
            self.process.wait()
        for descriptor in (self.out, self.inbox):
            if descriptor >= 0:
                os.close(descriptor)
        self.out = self.inbox = -1

    def __enter__(self) -> Student:
        return self

    def __exit__(self, *what: object) -> None:
        self.close()

    def __del__(self):
        if hasattr(self, "process"):
            self.close()


def _no_constant(text: str):
    raise ValueError(f"{text} is not JSON")
