"""Run, interrupt, resume, verify: in this process and by the command line."""

import os
import shutil
import signal
import subprocess
import sys

import numpy as np
import pytest

from stepwise_ssl.experiments import linear_crops as kind
from stepwise_ssl.experiments import load, register
from stepwise_ssl.experiments.__main__ import main
from stepwise_ssl.experiments.registry import Finding, kind_of
from stepwise_ssl.experiments.runner import run, verify
from stepwise_ssl.experiments.store import ExperimentError, save


def go(folder, **options):
    return run("small", **{"folder": folder, "out": folder, "bar": False} | options)


def test_a_run_is_stored_and_borne_out(small):
    file = go(small, note="made up")
    stored = load("small", small)
    assert file.stat().st_size < 100_000 and stored.provenance["note"] == "made up"
    assert stored["loss"].shape == (3, len(stored["times"])) and stored["eigenvalues"].shape[2] == 3
    assert np.all(np.diff(stored["times"]) > 0)
    # The loss is that of the eigenvalues; 16 bits of an eigenvalue move each term by less than 4e-5.
    np.testing.assert_allclose(stored["loss"], ((1 - stored["eigenvalues"]) ** 2).sum(axis=2), atol=2e-4)
    assert np.all(np.isfinite(stored["measured_half_rise"]))
    for key in ("seed", "config_sha256", "commit", "date", "device", "versions", "data", "duration_s"):
        assert key in stored.provenance
    assert all(finding.holds for finding in verify("small", bar=False, folder=small))
    assert not (small.parent / "cache" / "experiments").exists() or not list(
        (small.parent / "cache" / "experiments").iterdir()
    )


def test_an_interrupted_run_goes_on_and_ends_the_same(small, monkeypatch):
    go(small, out=small / "whole")
    real, calls = kind._group, []

    def interrupted(*arguments):
        calls.append(arguments)
        if len(calls) == 3:
            raise KeyboardInterrupt
        return real(*arguments)

    monkeypatch.setattr(kind, "_group", interrupted)
    with pytest.raises(KeyboardInterrupt):
        go(small)
    assert not (small / "small.npz").exists()
    go(small)
    assert len(calls) == 4  # two starts, one interrupted, and that one again
    one, other = load("small", small / "whole"), load("small", small)
    for name in one.arrays:
        assert np.array_equal(one[name], other[name]), name


def test_pieces_of_other_data_or_another_config_are_not_used(small, other_data, monkeypatch):
    calls, real = [], kind._group

    def counted(*arguments):
        calls.append(1)
        if len(calls) in (3, 6):
            raise KeyboardInterrupt
        return real(*arguments)

    monkeypatch.setattr(kind, "_group", counted)
    with pytest.raises(KeyboardInterrupt):
        go(small)
    text = (small / "small.toml").read_text()
    (small / "small.toml").write_text(text.replace("initial_scale = 1e-6", "initial_scale = 1e-5"))
    with pytest.raises(KeyboardInterrupt):
        go(small)
    assert len(calls) == 6
    monkeypatch.setenv("STEPWISE_CIFAR10", str(other_data))
    go(small)
    assert len(calls) == 9


def test_starts_that_run_side_by_side_do_not_touch_each_other(small):
    """Two and one in place of three single ones: the same up to the rounding of another order of sums."""
    go(small)
    alone = load("small", small)
    text = (small / "small.toml").read_text()
    (small / "small.toml").write_text(text.replace("together = 1", "together = 2"))
    go(small, overwrite=True)
    beside = load("small", small)
    for name in ("s0", "step_times", "predicted_half_rise", "measured_half_rise"):
        np.testing.assert_allclose(beside[name], alone[name], rtol=1e-7)
    assert np.abs(beside["eigenvalues"] - alone["eigenvalues"]).max() < 5e-5


def test_a_broken_piece_is_computed_again(small, monkeypatch):
    calls, real = [], kind._group

    def counted(*arguments):
        calls.append(1)
        if len(calls) == 2:
            raise KeyboardInterrupt
        return real(*arguments)

    monkeypatch.setattr(kind, "_group", counted)
    with pytest.raises(KeyboardInterrupt):
        go(small)
    (piece,) = (small.parent / "cache" / "experiments").glob("*/starts-0.npz")
    piece.write_bytes(piece.read_bytes()[:100])
    go(small)
    assert len(calls) == 5


def test_a_stored_result_is_not_overwritten(small):
    go(small)
    before = (small / "small.npz").read_bytes()
    with pytest.raises(ExperimentError, match="--overwrite"):
        go(small)
    assert (small / "small.npz").read_bytes() == before
    go(small, overwrite=True)


BREAKS = {
    "times 2 % late": lambda a: a | {"measured_half_rise": 1.02 * a["measured_half_rise"]},
    "modes exchanged": lambda a: a | {"measured_half_rise": a["measured_half_rise"][:, ::-1]},
    "starts exchanged": lambda a: a | {"measured_half_rise": a["measured_half_rise"][::-1]},
    "curves reversed in time": lambda a: a | {"eigenvalues": a["eigenvalues"][:, ::-1]},
    "another spectrum": lambda a: a | {"gamma": a["gamma"] * 1.001},
}


@pytest.mark.parametrize("name", BREAKS)
def test_verify_fails_when_the_stored_run_is_not_what_happens(small, name, capsys):
    go(small)
    stored = load("small", small)
    broken = type(stored)("small", stored.config, BREAKS[name](stored.arrays), stored.provenance)
    save(broken, small, kind.QUANTISED)
    assert main(["--folder", str(small), "verify", "small", "--quiet"]) == 1
    said = capsys.readouterr().out
    assert "FAILS" in said and "NOT borne out" in said


def test_verify_fails_when_the_config_was_changed_afterwards(small):
    go(small)
    text = (small / "small.toml").read_text()
    (small / "small.toml").write_text(text.replace('"A small run"', '"Another title"'))
    first, *others = verify("small", bar=False, folder=small)
    assert not first.holds and all(finding.holds for finding in others)


def test_verify_with_other_pixels_compares_what_can_be_compared(small, tmp_path, monkeypatch):
    """Images of the same law, other pixels: the law is still tested, the spectrum within a wide band."""
    import pickle

    go(small)
    other = tmp_path / "other" / "cifar-10-batches-py"
    shutil.copytree(tmp_path / "data" / "cifar-10-batches-py", other)
    for file in other.iterdir():  # as if the images had been encoded with a loss
        batch = pickle.loads(file.read_bytes())
        batch[b"data"] = batch[b"data"] // 4 * 4
        file.write_bytes(pickle.dumps(batch))
    monkeypatch.setenv("STEPWISE_CIFAR10", str(other.parent))
    findings = verify("small", bar=False, folder=small)
    assert all(finding.holds for finding in findings)
    assert any("not those of the stored run" in finding.what for finding in findings)


def test_the_command_line(small, capsys, monkeypatch):
    command = ["--folder", str(small)]
    assert main([*command, "list"]) == 0
    assert "small  (not run yet)\n    A small run" in capsys.readouterr().out
    assert main([*command, "show", "small"]) == 2
    assert "no stored result yet" in capsys.readouterr().err
    assert main([*command, "run", "small", "--quiet", "--out", str(small)]) == 0
    assert "bytes" in capsys.readouterr().out
    assert main([*command, "show", "small"]) == 0
    said = capsys.readouterr().out
    assert "title: A small run" in said and "half rise" in said and "sha256" in said
    assert main([*command, "verify", "small", "--quiet"]) == 0
    assert "the stored run is borne out" in capsys.readouterr().out
    assert main([*command, "run", "small", "--out", str(small)]) == 2
    assert "is there already" in capsys.readouterr().err
    monkeypatch.delenv("STEPWISE_CIFAR10")
    monkeypatch.setenv("STEPWISE_CIFAR10", str(small))
    assert main([*command, "verify", "small"]) == 2
    said = capsys.readouterr().err
    assert "holds neither cifar-10-batches-py nor" in said and said.count("\n") == 1


@pytest.mark.parametrize("device", ["cuda", "mps", "tpu"])
def test_a_device_that_is_not_there(small, device, capsys):
    import torch

    there = {"cuda": torch.cuda.is_available(), "mps": torch.backends.mps.is_available()}.get(device)
    if there:
        pytest.skip(f"{device} is there: its absence cannot be tested")
    assert main(["--folder", str(small), "run", "small", "--device", device]) == 2
    assert device in capsys.readouterr().err


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (("kind = ", "sort = "), "kind is None"),
        (('"linear-crops"', '"cubic-crops"'), "kind is 'cubic-crops': expected one of"),
        (("crop = 6", "cut = 6"), "lacks 'crop'"),
    ],
)
def test_a_wrong_config_is_named(small, change, words, capsys):
    text = (small / "small.toml").read_text()
    (small / "small.toml").write_text(text.replace(*change))
    assert main(["--folder", str(small), "run", "small", "--quiet", "--out", str(small)]) == 2
    assert words in capsys.readouterr().err


def test_an_interrupt_from_the_keyboard(small):
    """A real process and a real signal: status 130, a sentence, finished starts kept."""
    text = (small / "small.toml").read_text()
    (small / "small.toml").write_text(text.replace("step_fraction = 0.1", "step_fraction = 0.0005"))
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)}
    command = [sys.executable, "-m", "stepwise_ssl.experiments", "--folder", str(small), "run", "small"]
    process = subprocess.Popen(
        [*command, "--out", str(small)],
        stderr=subprocess.PIPE,
        env=environment,
        # A job in the background starts with the signal switched off, and so would its children.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler),
    )
    heard = b""
    while b"starts 1 to 1 of 3" not in heard:
        heard += (new := os.read(process.stderr.fileno(), 4096))
        assert new, f"ended before the signal: {heard}"
    process.send_signal(signal.SIGINT)
    _, said = process.communicate(timeout=30)
    assert process.returncode == 130 and b"Interrupted. What was finished is kept" in said
    assert not (small / "small.npz").exists()


def test_kinds_are_open(tmp_path, monkeypatch):
    """A kind that somebody else registers is found by its module's name."""
    from stepwise_ssl.experiments import registry

    monkeypatch.setattr(registry, "_KINDS", dict(registry._KINDS))
    register("another", "stepwise_ssl.experiments.linear_checks")
    assert kind_of({"kind": "another"}).__name__ == "stepwise_ssl.experiments.linear_checks"
    with pytest.raises(ValueError, match=r"is .*linear_crops already"):
        register("linear-crops", "another.module")


def test_a_finding_holds_within_its_band_and_nan_nowhere():
    assert Finding("", 1.0, 1.0).holds and not Finding("", 1.01, 1.0).holds
    assert not Finding("", float("nan"), 1.0).holds
