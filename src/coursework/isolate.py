"""The command that starts a submission apart from everything: bubblewrap and prlimit, told what to do.

No line of ours isolates; the kernel does, asked by two programs of the distribution. As root the student's
code becomes a user that nobody is (``setpriv``), otherwise it lives in a user namespace. Inside there is no
network, no other process, no file but those of ``view.py``, read-only, and an empty /tmp of bounded size.
"""

from __future__ import annotations

import functools
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Mapping

from . import view
from .limits import Limits
from .seccomp import program

SUBMISSION = "/submission.json"
HOW = "Install it (on Debian or Ubuntu: sudo apt-get install bubblewrap), or grade on a Linux machine"
UNSAFE = (
    "or accept with --unsafe that the students' code runs as yourself, with your files and your network "
    "(never for submissions that you have not read)."
)
ENVIRONMENT = {
    **{"HOME": "/tmp", "PATH": "/usr/bin", "LANG": "C.UTF-8", "MPLBACKEND": "Agg", "MPLCONFIGDIR": "/tmp"},
    "LD_LIBRARY_PATH": f"{view.HOME}/lib",
    **{"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "MKL_NUM_THREADS": "1"},
}


TRY = f"import sys; sys.path.insert(0, {view.PACKAGES!r}); import numpy, stepwise_ssl"


class CannotIsolate(Exception):
    """What is missing on this machine, and what can be done about it."""


def as_file(data: bytes):
    """Return an unnamed file that holds the data, to be handed to a program by its descriptor."""
    file = tempfile.TemporaryFile()
    file.write(data)
    file.flush()
    file.seek(0)
    return file


def stranger() -> int:
    """Return a user number that nobody on this machine has, another for each process that asks.

    Returns:
        The number; 65534 ("nobody") where this root rules over a few numbers only, as in some containers.

    Source: user_namespaces(7).

    >>> stranger() > 60000
    True
    """
    with open("/proc/self/uid_map", encoding="ascii") as file:
        ruled = sum(int(line.split()[2]) for line in file)
    return 900_000_000 + os.getpid() if ruled > 2**31 else 65534


def command(argv: list[str], limits: Limits, files: Mapping[str, int], rules: int | None) -> list[str]:
    """Write the command line that runs a program apart.

    Args:
        argv: the program, as it is seen from inside.
        limits: what it may use.
        files: path inside -> descriptor whose contents become that file.
        rules: descriptor of the system-call filter; None for none.

    Returns:
        Arguments for ``subprocess``.

    Source: bwrap(1), prlimit(1), setpriv(1).

    >>> line = command(["true"], Limits(), {}, None)
    >>> "--unshare-net" in line, "--fsize=33554432" in line
    (True, True)
    """
    root = os.geteuid() == 0
    who = [] if root else ["--unshare-user", "--disable-userns", "--uid", "65534", "--gid", "65534"]
    line = ["bwrap", "--die-with-parent", "--new-session", "--unshare-pid", "--unshare-net", "--unshare-ipc"]
    line += ["--unshare-uts", "--unshare-cgroup-try", *who, "--hostname", "apart", "--clearenv"]
    for name, value in ENVIRONMENT.items():
        line += ["--setenv", name, value]
    line += [*_shown(), "--proc", "/proc", "--dev", "/dev", "--remount-ro", "/dev"]
    line += ["--perms", "1777", "--size", str(limits.file_bytes), "--tmpfs", "/tmp", "--chdir", "/tmp"]
    for place, descriptor in files.items():
        line += ["--perms", "0444", "--ro-bind-data", str(descriptor), place]
    line += ["--remount-ro", "/"] + (["--seccomp", str(rules)] if rules is not None else []) + ["--"]
    if root:
        number = stranger()
        line += [f"{view.TOOLS}/setpriv", f"--reuid={number}", f"--regid={number}", "--clear-groups"]
        line += ["--inh-caps=-all", "--bounding-set=-all", "--no-new-privs", "--"]
    return line + _prlimit(limits) + ["--", *argv]


def _shown() -> list[str]:
    """Options that show what a submission may see, and nothing else."""
    _, shown, covered = view.python()
    places = [*shown]
    places += [(str(source), f"{view.PACKAGES}/{name}") for name, source in view.packages().items()]
    places += [(shutil.which(tool) or tool, f"{view.TOOLS}/{tool}") for tool in ("prlimit", "setpriv")]
    # A folder that bubblewrap makes by itself is closed to all but its maker.
    folders = (view.HOME, f"{view.HOME}/bin", view.PACKAGES, view.TOOLS, "/usr", "/etc")
    options = [part for folder in folders for part in ("--perms", "0755", "--dir", folder)]
    options += [part for source, place in places for part in ("--ro-bind", source, place)]
    for place in covered:
        options += ["--tmpfs", place, "--remount-ro", place]
    return options


def _prlimit(limits: Limits) -> list[str]:
    amounts = {
        **{"cpu": limits.cpu_seconds, "as": limits.memory, "fsize": limits.file_bytes},
        **{"nproc": limits.processes, "nofile": limits.descriptors, "core": 0, "msgqueue": 0, "memlock": 0},
    }
    return [f"{view.TOOLS}/prlimit", *(f"--{name}={amount}" for name, amount in amounts.items())]


@functools.cache
def missing() -> str:
    """Say why this machine cannot keep a submission apart.

    Returns:
        A sentence; "" if it can, which is found by trying.

    Source: a program that only imports, started as a submission would be.

    >>> isinstance(missing(), str)
    True
    """
    if not sys.platform.startswith("linux"):
        return f"bubblewrap needs Linux; this is {sys.platform}"
    tools = ["bwrap", "prlimit"] + (["setpriv"] if os.geteuid() == 0 else [])
    absent = [tool for tool in tools if not shutil.which(tool)]
    if absent:
        return f"{' and '.join(absent)} cannot be found"
    rules = program()
    with as_file(rules or b"") as file:
        file_number = file.fileno() if rules else None
        line = command([view.python()[0], "-I", "-S", "-c", TRY], Limits(), {}, file_number)
        try:
            done = subprocess.run(line, capture_output=True, text=True, pass_fds=[file.fileno()], timeout=60)
        except (OSError, subprocess.TimeoutExpired) as error:
            return f"bubblewrap does not start ({error})"
    if done.returncode == 0:
        return ""
    reason = (done.stderr.strip().splitlines() or ["no reason given"])[-1]
    return (
        f"bubblewrap is here but does not work ({reason}); version 0.8 is needed, and the right to "
        "make namespaces (in Docker: --privileged; on Ubuntu 24.04: sysctl "
        "kernel.apparmor_restrict_unprivileged_userns=0)"
    )


def require(unsafe: bool = False) -> None:
    """Refuse to go on where submissions cannot be kept apart, unless that is wanted.

    Args:
        unsafe: run them unprotected where nothing else is possible.

    Raises:
        CannotIsolate: they cannot, and ``unsafe`` is False.

    Source: ``missing``.

    >>> require(unsafe=True)
    """
    if not unsafe and missing():
        raise CannotIsolate(f"Submissions cannot be isolated here: {missing()}. {HOW}, {UNSAFE}")
