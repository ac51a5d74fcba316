"""A Chromium for the tests and the benchmarks: found, or installed; only the standard library is used."""

import os
import shutil
import subprocess
from pathlib import Path

from .environment import VENV, CannotSetUp, last_line, say

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
# It runs as root too, as in a container, and asks the network for nothing of its own accord.
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def find_browser(venv=VENV):
    """Return the path of a Chromium: CHROMIUM, one of the machine's, or Playwright's own; else None."""
    named = os.environ.get("CHROMIUM")
    if named:
        return shutil.which(named)
    for name in NAMES:
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
