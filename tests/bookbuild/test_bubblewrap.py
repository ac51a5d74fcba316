"""bubblewrap is found, installed where that is possible, and else missed in one sentence."""

import subprocess

import pytest

from bookbuild import bubblewrap
from bookbuild.environment import CannotSetUp


@pytest.fixture
def machine(monkeypatch):
    """A Linux machine with these programs; what it runs is noted, and installing may bring bubblewrap."""

    def make(programs, root, works=True):
        ran = []

        def run(command, **options):
            ran.append(command)
            if works and "bubblewrap" in command:
                programs.append("bwrap")
            return subprocess.CompletedProcess(command, 0 if works else 100, "", "E: no network\n")

        monkeypatch.setattr(bubblewrap.sys, "platform", "linux")
        monkeypatch.setattr(bubblewrap.os, "geteuid", lambda: 0 if root else 1000)
        monkeypatch.setattr(bubblewrap.shutil, "which", lambda name: name if name in programs else None)
        monkeypatch.setattr(bubblewrap.subprocess, "run", run)
        return ran

    return make


def test_what_is_there_is_not_installed(machine):
    ran = machine(["bwrap", "apt-get"], root=True)
    assert bubblewrap.get_bubblewrap() == "bwrap" and not ran


def test_root_installs_the_package(machine, capsys):
    ran = machine(["apt-get"], root=True)
    assert bubblewrap.get_bubblewrap() == "bwrap"
    assert ["apt-get", "update"] == ran[0][:2] and ran[1][-1] == "bubblewrap"
    assert "installing Debian's package" in capsys.readouterr().out


@pytest.mark.parametrize("root, works, reason", [(True, False, "no network"), (False, True, "only root")])
def test_what_cannot_be_installed_is_a_sentence(machine, root, works, reason):
    machine(["apt-get"], root, works)
    with pytest.raises(CannotSetUp, match=f"apt-get install bubblewrap.*{reason}"):
        bubblewrap.get_bubblewrap()


def test_other_systems_do_without(machine, monkeypatch):
    ran = machine([], root=True)
    monkeypatch.setattr(bubblewrap.sys, "platform", "darwin")
    assert bubblewrap.get_bubblewrap() is None and not ran
