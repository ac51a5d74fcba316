"""A bubblewrap for the tests of the grader: found, or installed; only the standard library is used."""

import os
import shutil
import subprocess
import sys

from .environment import CannotSetUp, last_line, say


def get_bubblewrap():
    """Return the path of bubblewrap, installing Debian's package if need be; None where there can be none.

    Raises ``CannotSetUp`` on a Linux machine on which it is missing and cannot be installed from here.
    """
    found = shutil.which("bwrap")
    if found or not sys.platform.startswith("linux"):
        return found
    reason = "only root may install packages"
    if os.geteuid() == 0 and shutil.which("apt-get"):
        say("no bubblewrap found: installing Debian's package")
        quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        subprocess.run(["apt-get", "update", "-qq"], capture_output=True, env=quiet, check=False)
        apt = ["apt-get", "install", "-y", "-qq", "--no-install-recommends", "bubblewrap"]
        done = subprocess.run(apt, capture_output=True, text=True, env=quiet, check=False)
        found = shutil.which("bwrap")
        if found:
            return found
        reason = last_line(done)
    raise CannotSetUp(
        "The tests of the grader need bubblewrap, which keeps submissions apart, and it could not be "
        "installed: install it (on Debian or Ubuntu: sudo apt-get install bubblewrap), "
        f"then try again. ({reason})"
    )
