"""What a submission can see and use, tried from inside; each refusal has a control outside that succeeds."""

import os
import socket
import subprocess
import sys

import pytest

from coursework import isolate, view
from coursework.limits import Limits
from coursework.seccomp import program

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="bubblewrap needs Linux")
FOUND = {**os.environ, "PYTHONPATH": os.path.dirname(os.path.dirname(isolate.__file__))}
FORMS = ["as nobody"] + (["as another user"] if os.geteuid() == 0 else [])


@pytest.fixture(params=FORMS)
def inside(request, monkeypatch):
    """Run Python code in the sandbox, in each form that this machine can make; returns what it printed."""
    if request.param == "as nobody":
        monkeypatch.setattr(os, "geteuid", lambda: 1000)

    def run(code, filtered=True, **limits):
        start = f"import sys; sys.path.insert(0, {view.PACKAGES!r})\n"
        argv = [view.python()[0], "-I", "-S", "-c", start + code]
        with isolate.as_file(program()) as rules:
            line = isolate.command(argv, Limits(**limits), {}, rules.fileno() if filtered else None)
            done = subprocess.run(
                line,
                capture_output=True,
                text=True,
                timeout=60,
                pass_fds=[rules.fileno()],
                env={"SECRET": "x"},
            )
        return (done.stdout + done.stderr).strip()

    return run


def test_sees_python_and_nothing_of_this_machine(inside, tmp_path):
    planted = tmp_path / "hidden.txt"
    planted.write_text("the teacher's")
    code = f"""
import os
print(sorted(os.listdir("/")))
here = ("/root", "/home", "/etc/passwd", "/srv", "/var", {str(planted)!r}, {str(view.__file__)!r})
print([name for name in here if os.path.exists(name)])
print(os.listdir("/tmp"), "SECRET" in os.environ, b"SECRET" in open("/proc/self/environ", "rb").read())
print(len([name for name in os.listdir("/proc") if name.isdigit()]))
"""
    folders, seen, left, processes = inside(code).splitlines()
    assert folders == "['dev', 'etc', 'lib', 'lib64', 'packages', 'proc', 'python', 'tmp', 'tools', 'usr']"
    assert seen == "[]" and left == "[] False False"
    assert int(processes) <= 3  # bubblewrap's first process, perhaps its helper, and this one


def test_packages_of_the_book_and_no_others(inside):
    code = """
import numpy, sympy, stepwise_ssl, importlib.util as u
print([name for name in ("coursework", "bookbuild", "pytest", "tqdm", "pip") if u.find_spec(name)])
"""
    assert inside(code) in ("[]", "['tqdm']")  # tqdm belongs to the book's training extra


def test_writes_nowhere_but_its_own_folder(inside):
    code = """
import os
written = []
for folder in ("/", "/tmp", "/dev", "/dev/shm", "/packages", "/packages/numpy", "/python/lib", "/tools",
               "/usr/lib", "/etc", "/proc/sys/kernel"):
    try:
        open(folder + "/new", "w").write("x")
        written.append(folder)
    except OSError:
        pass
print(written)
"""
    assert inside(code) == "['/tmp']"


def test_files_are_bounded_one_by_one_and_together(inside):
    code = """
import signal
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
total = 0
for number in range(5):
    try:
        with open(f"/tmp/{number}", "wb", buffering=0) as file:
            while True:
                total += file.write(b"x" * 100_000)
    except OSError:
        pass
print(total)
"""
    assert int(inside(code, file_bytes=1_000_000)) <= 1_000_000 + 2**14  # the folder's size in whole pages


def test_no_network(inside):
    with socket.create_server(("127.0.0.1", 0)) as server:
        code = f"import socket; print(socket.create_connection({server.getsockname()!r}, 2))"
        assert "Address family not supported" in inside(code)  # by the filter
        assert "Connection refused" in inside(code, filtered=False)  # a network in which nobody is
        control = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=30)
        assert "raddr" in control.stdout


def test_kernel_calls_that_namespaces_leave_open_are_closed(inside):
    code = """
import ctypes
libc = ctypes.CDLL(None)
print([libc.unshare(0x10000000), libc.memfd_create(b"x", 0), libc.shmget(0, 4096, 0o1600),
       libc.ptrace(0, 0, 0, 0), libc.socket(40, 1, 0), libc.socket(16, 3, 0)])
"""
    assert inside(code) == str([-1] * 6)


def test_is_nobody_and_may_nothing(inside):
    code = """
wanted = ("Uid", "CapInh", "CapPrm", "CapEff", "CapAmb", "NoNewPrivs")
print(*[line.split()[1] for line in open("/proc/self/status") if line.startswith(wanted)])
"""
    uid, *capabilities, locked = inside(code).split()
    assert int(uid) >= 65534 and set(capabilities) == {"0" * 16} and locked == "1"


def test_limits_of_a_process_hold_and_cannot_be_raised(inside):
    code = """
import resource
print([resource.getrlimit(getattr(resource, "RLIMIT_" + name))
       for name in ("CPU", "AS", "FSIZE", "NPROC", "NOFILE", "CORE")])
try:
    resource.setrlimit(resource.RLIMIT_AS, (2**40, 2**40))
except ValueError:
    print("refused")
"""
    amounts = [(7, 7), (2**30, 2**30), (2**20, 2**20), (20, 20), (50, 50), (0, 0)]
    limits = Limits(cpu_seconds=7, memory=2**30, file_bytes=2**20, processes=20, descriptors=50)
    assert inside(code, **vars(limits)).splitlines() == [str(amounts), "refused"]


# The last form only: outside, a user namespace made by root is root, whose processes nobody counts.
@pytest.mark.parametrize("inside", FORMS[-1:], indirect=True)
def test_processes_are_counted(inside):
    code = """
import os, time
made = 0
for _ in range(100):
    try:
        if os.fork() == 0:
            time.sleep(5)
            os._exit(0)
        made += 1
    except OSError:
        break
print(made)
"""
    assert int(inside(code, processes=10)) < 10


def test_two_submissions_are_two_users():
    with open("/proc/self/uid_map", encoding="ascii") as file:
        all_numbers = int(file.read().split()[2]) > 2**31
    ask = [sys.executable, "-c", "from coursework.isolate import stranger; print(stranger())"]
    there = int(subprocess.run(ask, capture_output=True, text=True, env=FOUND).stdout)
    assert (there != isolate.stranger() > 65534) if all_numbers else there == 65534


def test_a_machine_that_cannot_isolate_is_refused(monkeypatch):
    monkeypatch.setattr(isolate.shutil, "which", lambda tool: None)
    isolate.missing.cache_clear()
    try:
        with pytest.raises(isolate.CannotIsolate, match=r"bwrap.*cannot be found.*apt-get.*--unsafe"):
            isolate.require()
        isolate.require(unsafe=True)
    finally:
        isolate.missing.cache_clear()


@pytest.mark.parametrize("platform, word", [("darwin", "Linux"), ("win32", "Linux")])
def test_other_systems_are_refused(monkeypatch, platform, word):
    monkeypatch.setattr(sys, "platform", platform)
    isolate.missing.cache_clear()
    try:
        assert word in isolate.missing()
    finally:
        isolate.missing.cache_clear()


def test_a_bubblewrap_that_does_not_work_is_refused(monkeypatch):
    monkeypatch.setattr(isolate, "command", lambda *args: ["sh", "-c", "echo No permissions >&2; exit 1"])
    isolate.missing.cache_clear()
    try:
        assert "No permissions" in isolate.missing()
    finally:
        isolate.missing.cache_clear()


def test_the_filter_knows_each_call_by_both_numbers():
    from coursework.seccomp import MACHINES, NAMES

    for audit, *_, refused in MACHINES.values():
        assert audit >> 31 and len(refused) == len(NAMES) == len(set(refused))
