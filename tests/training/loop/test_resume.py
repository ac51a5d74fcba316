"""A run that is killed goes on to the very weights that it would have reached."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest
import torch

from stepwise_ssl.training.checkpoint import CheckpointMismatch, load_checkpoint
from stepwise_ssl.training.loop import fit

ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture(scope="module")
def ask():
    """Ask the warm process for a run: ``ask(path, out, after=None, stage=None)``."""
    environment = os.environ | {"PYTHONPATH": str(ROOT / "src"), "OMP_NUM_THREADS": "1"}
    worker = subprocess.Popen(
        [sys.executable, Path(__file__).with_name("kill_worker.py")],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=environment,
    )  # fmt: skip
    assert worker.stdout.readline() == "ready\n"

    def one(path, out, after=None, stage=None):
        job = {"path": str(path), "out": str(out), "after": after, "stage": stage}
        worker.stdin.write(json.dumps(job) + "\n")
        worker.stdin.flush()
        return json.loads(worker.stdout.readline())

    yield one
    worker.stdin.close()
    worker.wait(timeout=30)


@pytest.fixture(scope="module")
def undisturbed(ask, tmp_path_factory):
    """The results of a run that nothing stops, and the seconds that it takes."""
    folder = tmp_path_factory.mktemp("undisturbed")
    start = time.monotonic()
    assert ask(folder / "run.safetensors", folder / "out.npz")["code"] == 0
    return dict(np.load(folder / "out.npz")), time.monotonic() - start


def assert_identical(path, reference):
    found = np.load(path)
    assert sorted(found) == sorted(reference)
    for name, values in reference.items():
        assert found[name].tobytes() == values.tobytes(), name


def test_twenty_kills_at_random_moments(ask, undisturbed, tmp_path):
    """The moments are spread over the run, each again from the checkpoint that the last kill left."""
    reference, seconds = undisturbed
    random, path, kills, steps = np.random.default_rng(0), tmp_path / "run.safetensors", 0, []
    while kills < 20:
        answer = ask(path, tmp_path / "out.npz", after=float(random.uniform(0, seconds / 8)))
        if not answer["killed"]:  # it was through before its time: the rest of the kills hit another run
            assert_identical(tmp_path / "out.npz", reference)
            path.unlink()
            continue
        kills += 1
        steps.append(answer["step"] or 0)
    assert ask(path, tmp_path / "out.npz")["code"] == 0
    assert_identical(tmp_path / "out.npz", reference)
    assert len(set(steps)) > 3, f"the kills did not hit different steps: {steps}"


@pytest.mark.parametrize("stage", ["half", "synced", "before", "after"])
def test_a_kill_inside_a_write_leaves_the_old_checkpoint_or_the_new(ask, undisturbed, tmp_path, stage):
    path = tmp_path / "run.safetensors"
    answer = ask(path, tmp_path / "out.npz", stage=stage)
    assert answer["killed"] and answer["step"] > 0 and answer["step"] % 3 == 0
    assert ask(path, tmp_path / "out.npz")["code"] == 0
    assert_identical(tmp_path / "out.npz", undisturbed[0])
    assert sorted(p.name for p in tmp_path.iterdir()) == ["out.npz", "run.safetensors"]


@pytest.fixture
def go(noisy_pairs, loss, small_net, tmp_path):
    """One small run with a checkpoint; keywords change its arguments."""

    def run(model=None, pairs=None, loss=loss, name="run", **changed):
        arguments = dict(steps=20, learning_rate=0.01, batch_size=8, momentum=0.9, seed=1, records=10)
        arguments |= {
            "checkpoint": tmp_path / name,
            "checkpoint_every": 5,
            "progress": False,
            "device": "cpu",
        }
        model = model or small_net()
        return model, fit(model, pairs or noisy_pairs(), loss, **arguments | changed)

    return run


def weights(model):
    return torch.cat([p.detach().flatten() for p in model.parameters()])


def test_a_finished_run_is_returned_at_once(go):
    first, history = go()
    again, same = go()
    assert torch.equal(weights(first), weights(again))
    assert same.to_dict() == history.to_dict() and not same.stopped


def doubled(views, generator):
    return 2 * views


def other_loss(z, z_prime):
    return (z * z_prime).sum(dim=1).square().mean()


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"learning_rate": 0.02}, "learning_rate was 0.01 and is now 0.02"),
        ({"batch_size": None}, "batch_size was 8 and is now 24"),
        ({"optimiser": "adam", "momentum": 0.0}, "optimiser was 'sgd' and is now 'adam'; momentum was 0.9"),
        ({"seed": 2}, "seed was 1 and is now 2"),
        ({"steps": 30}, "steps was 20 and is now 30"),
        ({"schedule": "linear"}, "schedule was"),
        ({"loss": other_loss}, "loss was"),
        ({"augment": doubled}, "augment was None"),
        ({"track": False}, "track was"),
        ({"mixed_precision": True}, "mixed_precision was False and is now True"),
    ],
)  # fmt: skip
def test_another_configuration_is_refused_by_what_differs(go, changed, words):
    go()
    with pytest.raises(CheckpointMismatch, match="belongs to another run") as stopped:
        go(**changed)
    assert words in str(stopped.value) and "delete the file" in str(stopped.value)


def test_other_pairs_and_other_starts_are_refused(go, noisy_pairs, small_net):
    go()
    with pytest.raises(CheckpointMismatch, match="pairs was"):
        go(pairs=noisy_pairs(seed=9))
    with pytest.raises(CheckpointMismatch, match="initial weights was"):
        go(model=small_net(seed=9))


def test_a_file_of_another_kind_is_refused(go, tmp_path):
    (tmp_path / "run").write_bytes(b"not a checkpoint")
    with pytest.raises(CheckpointMismatch, match="no safetensors file"):
        go()
    assert (tmp_path / "run").read_bytes() == b"not a checkpoint"


def test_floats_survive_to_the_last_bit(go, tmp_path):
    _, history = go()
    tensors, words = load_checkpoint(tmp_path / "run")
    assert words["losses"][1] == history.loss[-1]
    assert tensors["history.loss"].numpy().tobytes() == history.loss.tobytes()


def interrupting(loss, at, times=1):
    """A loss during whose ``at``-th call Ctrl-C is pressed."""
    calls = iter(range(at, -(10**6), -1))

    def pressed(z, z_prime):
        if next(calls) == 0:
            for _ in range(times):
                signal.raise_signal(signal.SIGINT)
        return loss(z, z_prime)

    return pressed


@pytest.mark.parametrize("at", [0, 7, 13])
def test_ctrl_c_saves_returns_and_goes_on(go, loss, at):
    straight, whole = go(name="straight")
    pressed = interrupting(loss, at)
    handler = signal.getsignal(signal.SIGINT)
    model, part = go(loss=Pressed(pressed))
    assert part.stopped == f"stopped at step {at + 1} of 20"
    assert signal.getsignal(signal.SIGINT) is handler
    _, rest = go(loss=Pressed(pressed), model=model)
    assert torch.equal(weights(model), weights(straight))
    np.testing.assert_array_equal(rest.loss, whole.loss)
    assert not rest.stopped


class Pressed:
    """A loss whose identity is its class, whatever it counts inside."""

    def __init__(self, function):
        self.function = function

    def __call__(self, z, z_prime):
        return self.function(z, z_prime)


def test_a_second_ctrl_c_interrupts_and_the_last_checkpoint_stands(go, loss, tmp_path):
    straight, _ = go(name="straight")
    pressed = interrupting(loss, 13, times=2)
    with pytest.raises(KeyboardInterrupt):
        go(loss=Pressed(pressed))
    assert load_checkpoint(tmp_path / "run")[1]["step"] == 10
    model, _ = go(loss=Pressed(pressed))
    assert torch.equal(weights(model), weights(straight))
