"""The virtual environment: a Python that can make one, and pip's work inside it, told as it happens.

Run before anything is installed, so only the standard library is used. What stops the set-up is said in
one sentence, a ``CannotSetUp``.
"""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
VENV = ROOT / ".venv"
SUITABLE = ((3, 11), (3, 12), (3, 13))
REQUIREMENTS = {"book": "requirements.txt", "test": "requirements-test.txt"}
PROBE = """
import sys, venv, importlib.util as u
print(*sys.version_info[:2], int(u.find_spec('ensurepip') is not None))
"""


class CannotSetUp(Exception):
    """What is missing and how to get it, in one sentence."""


def say(text):
    """Print one line of progress, at once."""
    print(f"[set-up] {text}", flush=True)


def last_line(done):
    """Return the last line that a finished process printed."""
    lines = (done.stdout + done.stderr).strip().splitlines()
    return lines[-1].strip() if lines else "it gave no reason"


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
