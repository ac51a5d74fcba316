"""The commands behind the Makefile: ``python -m bookbuild serve | build | notebooks | test | ...``."""

import os
import subprocess
import sys
import tempfile

from . import chromium, environment, serve

MOST_PROCESSES = 4  # beyond that the longest file, the site under axe, decides


def main(arguments):
    """Run one command; returns the exit status."""
    command, *options = arguments or ["serve"]
    if command not in COMMANDS:
        print(f"unknown command {command!r}; there are: {', '.join(COMMANDS)}", file=sys.stderr)
        return 2
    try:
        return COMMANDS[command](options) or 0
    except (serve.BuildFailed, environment.CannotSetUp) as stop:
        print(stop, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130


def build_book(options):
    """Build into _build/html."""
    serve.build(force="--force" in options)


def serve_book(options):
    """Build, then serve until Ctrl-C."""
    serve.serve(serve.build(), int(options[0]) if options else int(os.environ.get("PORT", "8000")))


def run_tests(options):
    """Run pytest with a browser at hand; ``--nightly`` adds the long sweeps.

    Without other options everything runs, a file to a process, and the book is built once for all processes.
    """
    os.environ["CHROMIUM"] = chromium.get_browser()
    nightly = "--nightly" in options
    choice = [] if nightly else ["-m", "not nightly"]
    rest = [option for option in options if option != "--nightly"]
    command = [sys.executable, "-m", "pytest", *choice, *rest]
    processes = min(os.cpu_count() or 1, MOST_PROCESSES)
    if rest or processes == 1:
        return subprocess.run(command, cwd=serve.ROOT, check=False).returncode
    with tempfile.TemporaryDirectory(prefix="book-") as folder:
        if "BOOK_SITE" not in os.environ:
            os.environ["BOOK_SITE"] = str(serve.build(serve.ROOT, folder))
        command += ["-n", str(processes), "--dist", "loadfile", "--no-loadscope-reorder"]
        return subprocess.run(command, cwd=serve.ROOT, check=False).returncode


def write_notebooks(options):
    """Write notebooks/*.ipynb."""
    from . import notebooks

    return notebooks.main(options)


def bench(options):
    """Print what is measured and not asserted."""
    from . import bench as benches

    return benches.main(options)


def release(options):
    """Build wheel and site from nothing, unless the address is still the placeholder."""
    from . import release as releases

    return releases.main(options)


COMMANDS = {
    "serve": serve_book,
    "build": build_book,
    "notebooks": write_notebooks,
    "test": run_tests,
    "bench": bench,
    "release": release,
}

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
