"""Build the book strictly, and serve it on this machine only."""

import functools
import os
import re
import shutil
import subprocess
import sys
import time
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
JUPYTER_BOOK = "import sys; from jupyter_book.cli.main import main; sys.exit(main())"
TROUBLE = re.compile(r"\b(WARNING|ERROR|CRITICAL): |^(Extension|Sphinx|Theme|Configuration) error")
PROGRESS = re.compile(r": (Executing|Executed) notebook (?!failed)")
COLOUR = re.compile(r"\x1b\[[0-9;]*m")


class BuildFailed(Exception):
    """The book did not build; what was wrong has been printed."""


def build(source=ROOT, output=None, *, force=False):
    """Execute and build the book, warnings as errors; return the folder of its pages.

    What matters is printed as it happens; everything goes into ``_build/build.log``. With ``force``
    nothing of the last build is used: every page is executed, checked and written anew.
    """
    source, output = Path(source).resolve(), Path(output or source).resolve()
    folder = output / "_build"
    if force:
        shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True, exist_ok=True)
    command = [sys.executable, "-c", JUPYTER_BOOK, "build", str(source)]
    command += ["--path-output", str(output), "-W", "--keep-going"]
    environment = {"OMP_NUM_THREADS": "1", **os.environ, "NO_COLOR": "1", "PYTHONUNBUFFERED": "1"}
    environment["PYTHONPATH"] = os.pathsep.join(
        filter(None, [str(source / "src"), os.environ.get("PYTHONPATH")])
    )
    say(f"building (everything that is said goes to {_near(folder / 'build.log')})")
    start = time.monotonic()
    process = subprocess.Popen(
        command, cwd=source, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )
    told = False
    with (folder / "build.log").open("w", encoding="utf-8") as log:
        for line in process.stdout:
            line = COLOUR.sub("", line)
            log.write(line)
            told |= _show(line, source)
    if process.wait():
        if not told:
            say("  " + "\n  ".join((folder / "build.log").read_text("utf-8").strip().splitlines()[-12:]))
        raise BuildFailed(f"The book did not build: see the lines above, or {_near(folder / 'build.log')}.")
    say(f"built in {time.monotonic() - start:.0f} s: {_near(folder / 'html' / 'index.html')}")
    return folder / "html"


def _show(line, source):
    """Print a line that a reader of the terminal wants; return whether it names trouble."""
    trouble = bool(TROUBLE.search(line))
    if trouble or PROGRESS.search(line):
        say("  " + line.strip().replace(f"{source}/", "").replace(" [mystnb]", ""))
    return trouble


def _near(path):
    try:
        return Path(path).relative_to(Path.cwd())
    except ValueError:
        return path


def say(text):
    """Print one line of progress, at once."""
    print(f"[book] {text}", flush=True)


class _Quiet(SimpleHTTPRequestHandler):
    """Files of one folder, without a line printed for each request, and never a stale page."""

    extensions_map = SimpleHTTPRequestHandler.extensions_map | {".js": "text/javascript"}

    def log_message(self, *_):
        """Say nothing."""

    def end_headers(self):
        """Let the browser ask again after a rebuild."""
        self.send_header("Cache-Control", "no-cache")
        super().end_headers()


def server(folder, port=8000):
    """Return a server of ``folder`` on loopback, at ``port`` if it is free, else at any free one."""
    handler = functools.partial(_Quiet, directory=str(folder))
    ThreadingHTTPServer.daemon_threads = True
    try:
        return ThreadingHTTPServer(("127.0.0.1", port), handler)
    except OSError:
        return ThreadingHTTPServer(("127.0.0.1", 0), handler)


def serve(folder, port=8000):
    """Serve ``folder`` until Ctrl-C, having printed the address."""
    with server(folder, port) as listening:
        say(f"reading at http://127.0.0.1:{listening.server_port}/  (Ctrl-C ends)")
        try:
            listening.serve_forever()
        except KeyboardInterrupt:
            print()
            say("ended")
