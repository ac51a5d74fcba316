"""Set up what the two commands need: a virtual environment with the pinned requirements, and a Chromium.

Run by the machine's own Python, before anything is installed, so only the standard library is used:

    python3 src/bookbuild/bootstrap.py book     # what building and serving needs
    python3 src/bookbuild/bootstrap.py test     # that, what the tests need, and a browser

A stamp, written last, says what was installed; when it holds nothing is done, and a set-up that was
interrupted has none and is taken up again. What stops the set-up is said in one sentence.
"""

import hashlib
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
VENV = ROOT / ".venv"
STAMP = "set-up.json"
SUITABLE = ((3, 11), (3, 12), (3, 13))
REQUIREMENTS = {"book": "requirements.txt", "test": "requirements-test.txt"}
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
PROBE = """
import sys, venv, importlib.util as u
print(*sys.version_info[:2], int(u.find_spec('ensurepip') is not None))
"""


class CannotSetUp(Exception):
    """What is missing and how to get it, in one sentence."""


def say(text):
    """Print one line of progress, at once."""
    print(f"[set-up] {text}", flush=True)


def probe(python):
    """Return ((major, minor), whether it can make a virtual environment), or None if it is not a Python."""
    try:
        done = subprocess.run([python, "-c", PROBE], capture_output=True, text=True, timeout=60, check=False)
        major, minor, pip = map(int, done.stdout.split())
    except (OSError, ValueError, subprocess.TimeoutExpired):
        return None
    return (major, minor), bool(pip)


def choose_python(candidates=None, probe=probe):
    """Return the first suitable Python; raise ``CannotSetUp`` with what to install if there is none."""
    if candidates is None:
        candidates = [sys.executable, *(f"python{major}.{minor}" for major, minor in reversed(SUITABLE))]
    seen = {}
    for python in candidates:
        found = probe(python)
        if found:
            seen.setdefault(*found)
            if found[0] in SUITABLE and found[1]:
                return python
    without_venv = [version for version in seen if version in SUITABLE]
    if without_venv:
        major, minor = without_venv[0]
        raise CannotSetUp(
            f"Python {major}.{minor} is here but cannot make virtual environments: "
            f"install python{major}.{minor}-venv "
            "(on Debian or Ubuntu: sudo apt-get install python3-venv), then try again."
        )
    have = ", ".join(f"{major}.{minor}" for major, minor in seen) or "none"
    raise CannotSetUp(
        f"This book needs Python 3.11, 3.12 or 3.13 and found {have}: "
        "install one (on Debian or Ubuntu: sudo apt-get install python3 python3-venv), then try again."
    )


def wanted(level, root=ROOT):
    """Return the hash of what a level installs: its pins and the package's own metadata."""
    names = ["requirements.txt", "pyproject.toml"] + (["requirements-test.txt"] if level == "test" else [])
    return hashlib.sha256(b"\0".join((root / name).read_bytes() for name in names)).hexdigest()


def installed(venv=VENV):
    """Return what the stamp says: a hash for each level that is set up."""
    try:
        return json.loads((venv / STAMP).read_text("utf-8"))
    except (OSError, ValueError):
        return {}


def stamp(levels, venv=VENV):
    """Write the stamp in one step, so that it is there whole or not at all."""
    part = venv / (STAMP + ".part")
    part.write_text(json.dumps(levels), "utf-8")
    part.replace(venv / STAMP)


def make_environment(venv=VENV):
    """Make the virtual environment unless a working one is there."""
    python = venv / "bin" / "python"
    works = f"import sys, pip; raise SystemExit(sys.version_info[:2] not in {SUITABLE!r})"
    if (
        python.exists()
        and subprocess.run([python, "-c", works], capture_output=True, check=False).returncode == 0
    ):
        return
    chosen = choose_python()
    version = ".".join(map(str, probe(chosen)[0]))
    say(f"making a virtual environment in {venv.name} with Python {version}")
    done = subprocess.run(
        [chosen, "-m", "venv", "--clear", venv], capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise CannotSetUp(f"Python {version} could not make a virtual environment: {last_line(done)}")


def last_line(done):
    """Return the last line that a finished process printed."""
    lines = (done.stdout + done.stderr).strip().splitlines()
    return lines[-1].strip() if lines else "it gave no reason"


def install(level, venv=VENV, root=ROOT):
    """Install the pins of a level and the package itself, counting packages on one line."""
    pip = [venv / "bin" / "python", "-m", "pip", "--disable-pip-version-check", "--no-input"]
    total = sum(
        "==" in line for name in {"requirements.txt", REQUIREMENTS[level]} for line in open(root / name)
    )
    say(f"installing {total} pinned packages ({REQUIREMENTS[level]}); the first time takes minutes")
    count_packages([*pip, "install", "--progress-bar", "off", "-r", root / REQUIREMENTS[level]], total)
    say("installing the package itself, editable")
    count_packages([*pip, "install", "--no-deps", "--no-build-isolation", "-e", root], 0)


def count_packages(command, total):
    """Run pip and print how far it is; raise ``CannotSetUp`` with its own reason if it fails."""
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    names, tail = set(), []
    for line in process.stdout:
        tail = [*tail[-5:], line.strip()[:300]]
        if line.startswith(("Collecting", "Requirement already satisfied: ")):
            names.add(
                line.removeprefix("Requirement already satisfied: ").removeprefix("Collecting ").split()[0]
            )
            if total and len(names) % 40 == 0:
                say(f"  {min(len(names), total)} of {total} found")
        elif line.startswith("Installing collected packages") and total:
            say("  all downloaded; unpacking")
    if process.wait():
        errors = [line for line in tail if line.startswith("ERROR") and "Ignored" not in line]
        reason = (errors or tail or ["no reason given"])[-1]
        raise CannotSetUp(
            f"pip could not install the packages ({reason}): check the network, then try again."
        )


def find_browser(venv=VENV):
    """Return the path of a Chromium: CHROMIUM, one of the machine's, or Playwright's own; else None."""
    named = os.environ.get("CHROMIUM")
    if named:
        return shutil.which(named)
    for name in BROWSERS:
        if shutil.which(name):
            return shutil.which(name)
    ask = "from playwright.sync_api import sync_playwright as s\n"
    ask += "with s() as p: print(p.chromium.executable_path)"
    done = subprocess.run([venv / "bin" / "python", "-c", ask], capture_output=True, text=True, check=False)
    path = done.stdout.strip()
    return path if path and Path(path).exists() else None


def get_browser(venv=VENV):
    """Return a Chromium that is there or can be installed; raise ``CannotSetUp`` otherwise."""
    found = find_browser(venv)
    if found:
        return found
    playwright = [venv / "bin" / "python", "-m", "playwright", "install", "chromium"]
    if os.geteuid() == 0 and shutil.which("apt-get"):
        say("no Chromium found: installing Debian's package")
        quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        subprocess.run(["apt-get", "update", "-qq"], capture_output=True, env=quiet, check=False)
        apt = ["apt-get", "install", "-y", "-qq", "--no-install-recommends"]
        for package in ("chromium", "chromium-browser"):
            done = subprocess.run([*apt, package], capture_output=True, text=True, env=quiet, check=False)
            found = find_browser(venv)
            if done.returncode == 0 and found:
                return found
        playwright.append("--with-deps")
    say("no Chromium found: installing Playwright's")
    done = subprocess.run(playwright, capture_output=True, text=True, check=False)
    found = find_browser(venv)
    if found:
        return found
    raise CannotSetUp(
        "The tests need a Chromium and none could be installed: "
        "install one (on Debian: sudo apt-get install chromium) "
        f"or name one in the variable CHROMIUM, then try again. ({last_line(done)})"
    )


def set_up(level):
    """Bring the environment to a level, doing nothing that is already done."""
    levels = installed()
    if levels.get(level) != wanted(level):
        make_environment()
        (VENV / STAMP).unlink(missing_ok=True)
        install(level)
        # The tests' pins include the book's.
        stamp({name: wanted(name) for name in (["book", "test"] if level == "test" else ["book"])})
        say("done")
    if level == "test":
        get_browser()


def main(arguments):
    """Run from the Makefile; returns the exit status."""
    try:
        if sys.version_info[:2] not in SUITABLE:
            # A suitable Python elsewhere takes over: the rest of this file may use what an old one lacks.
            python = choose_python()
            os.execvp(python, [python, __file__, *arguments])
        set_up(arguments[0] if arguments else "book")
    except CannotSetUp as stop:
        print(stop, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("\n[set-up] interrupted; the next call takes it up again", file=sys.stderr)
        return 130
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
