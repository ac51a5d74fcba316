"""A small deep run: stored, interrupted, resumed, shortened, stopped by a fault, shown without PyTorch."""

import subprocess
import sys
import tomllib

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stepwise_ssl.experiments import deep_networks as kind
from stepwise_ssl.experiments import deep_training, load, progress, provenance
from stepwise_ssl.experiments.__main__ import main
from stepwise_ssl.experiments.progress import Progress
from stepwise_ssl.experiments.runner import run
from stepwise_ssl.experiments.store import ExperimentError
from stepwise_ssl.training.run import Run


def go(folder, **options):
    return run("deep", **{"folder": folder, "out": folder, "bar": False} | options)


def config_of(folder, **tables):
    config = tomllib.loads((folder / "deep.toml").read_text())
    return {
        name: value | tables.get(name, {}) if isinstance(value, dict) else value
        for name, value in config.items()
    }


def change(folder, old, new):
    text = (folder / "deep.toml").read_text()
    assert old in text
    (folder / "deep.toml").write_text(text.replace(old, new))


def same(one, other):
    return one.keys() == other.keys() and all(np.array_equal(one[name], other[name]) for name in one)


@settings(deadline=None)
@given(st.integers(1, 3000), st.integers(3, 200))
def test_a_schedule_goes_from_the_start_to_the_end_and_has_the_asked_number(steps, records):
    schedule = kind.spread_schedule(steps, records)
    assert schedule[0] == 0 and schedule[-1] == steps and schedule.dtype == np.int64
    assert np.all(np.diff(schedule) > 0) and len(schedule) == min(records, steps + 1)


@settings(deadline=None)
@given(st.integers(100, 3000), st.integers(30, 160))
def test_a_schedule_is_fine_at_the_start_and_even_after(steps, records):
    schedule = kind.spread_schedule(steps, records)
    assert list(schedule[:2]) == [0, 1]
    # Two thirds of the records are evenly spaced, so no gap is wider than theirs, rounded up.
    assert np.diff(schedule).max() <= np.ceil(steps / (records - records // 3 - 1))


def test_what_is_stored(deep):
    file = go(deep)
    stored, T = load("deep", deep), 30
    assert file.stat().st_size < 100_000 and stored["steps"][-1] == 60
    shapes = {
        "steps": (T,),
        "loss": (T,),
        "eigenvalues": (T, 4),
        "covariance": (T, 4),
        "ranks": (T, 1),
        "layers": (1,),
        "cloud": (10, 8, 3),
        "cloud_scale": (),
        "cloud_steps": (10,),
        "cloud_labels": (8,),
        "probe_steps": (4,),
        "probe": (4, 2),
    }
    assert {name: array.shape for name, array in stored.arrays.items()} == shapes
    assert stored["layers"].tolist() == ["hidden1"] and stored["cloud"].dtype == np.int8
    assert np.all(np.diff(stored["eigenvalues"], axis=1) <= 0)
    assert set(stored["cloud_steps"]) <= set(stored["steps"]) and stored["probe_steps"][-1] == 60
    assert {"torch", "numpy", "python"} <= set(stored.provenance["versions"])
    assert stored.provenance["threads"] >= 1 and stored.provenance["duration_s"] > 0
    assert not list((deep.parent / "cache" / "experiments").glob("*"))


def test_a_shortened_run_is_the_beginning_of_the_whole(deep):
    config = config_of(deep)
    whole, short = (kind.run(c, "cpu", Progress()) for c in (config, kind.shorten(config)))
    count = len(short["steps"])
    assert 0 < count < len(whole["steps"]) and short["steps"][-1] <= 40
    for name in ("steps", "loss", "eigenvalues", "covariance", "ranks"):
        assert np.array_equal(short[name], whole[name][:count]), name
    shared = whole["probe_steps"] <= short["steps"][-1]
    assert np.array_equal(short["probe"][: shared.sum()], whole["probe"][shared])
    assert "until" not in config["records"]


def stop_update(number):
    """An update that is interrupted the ``number``-th time, and the count of updates."""
    real, calls = Run._update, []

    def update(self):
        calls.append(self.step)
        if len(calls) == number:
            raise KeyboardInterrupt
        real(self)

    return update, calls


@pytest.mark.parametrize("network", ["mlp", "resnet18"])
def test_an_interrupted_run_goes_on_from_its_last_piece_and_ends_the_same(
    deep, tmp_path, monkeypatch, network
):
    """With batch normalisation too, whose running means are part of the state."""
    tables = (
        {"descent": {"steps": 24}} if network == "mlp" else {"descent": {"steps": 12, "learning_rate": 1e-3}}
    )
    tables["network"] = {"name": network, "width": 2}
    config = config_of(deep, **tables)
    whole = kind.run(config, "cpu", Progress())
    steps = config["descent"]["steps"]
    update, calls = stop_update(steps // 2 + 2)
    monkeypatch.setattr(Run, "_update", update)
    work = tmp_path / "work"
    with pytest.raises(KeyboardInterrupt):
        kind.run(config, "cpu", Progress(work))
    resumed = kind.run(config, "cpu", Progress(work))
    assert steps < len(calls) <= steps + 1 + np.ceil(steps / deep_training.PIECES)
    assert same(whole, resumed)


def test_a_kill_between_checkpoint_and_piece_changes_nothing(deep, tmp_path, monkeypatch):
    config, real = config_of(deep, descent={"steps": 20}), progress.write_npz
    whole = kind.run(config, "cpu", Progress())
    for label in ("until-9", "probe-20", "until-20"):
        work = tmp_path / label

        def killed(file, arrays, label=label):
            if file.stem == label:
                raise KeyboardInterrupt
            return real(file, arrays)

        monkeypatch.setattr(progress, "write_npz", killed)
        with pytest.raises(KeyboardInterrupt):
            kind.run(config, "cpu", Progress(work))
        monkeypatch.setattr(progress, "write_npz", real)
        assert not (work / f"{label}.npz").exists() and (work / "run.safetensors").exists()
        assert same(whole, kind.run(config, "cpu", Progress(work))), label


@pytest.mark.parametrize("trouble", ["gone", "cut", "of other pixels", "of other threads"])
def test_pieces_without_their_checkpoint_are_not_used(deep, tmp_path, other_data, monkeypatch, trouble):
    """Otherwise the probes of weights that are lost would stand beside records that start again."""
    config, work = config_of(deep, descent={"steps": 20}), tmp_path / "work"
    if trouble == "of other pixels":
        monkeypatch.setenv("STEPWISE_CIFAR10", str(other_data))
    if trouble == "of other threads":
        monkeypatch.setattr(deep_training.torch, "get_num_threads", lambda: 77)
    with monkeypatch.context() as patch:
        patch.setattr(Run, "_update", stop_update(15)[0])
        with pytest.raises(KeyboardInterrupt):
            kind.run(config, "cpu", Progress(work))
    monkeypatch.undo() if trouble == "of other threads" else None
    monkeypatch.setenv("STEPWISE_CIFAR10", str(tmp_path / "data"))
    checkpoint = work / "run.safetensors"
    if trouble == "gone":
        checkpoint.unlink()
    if trouble == "cut":
        checkpoint.write_bytes(checkpoint.read_bytes()[:1000])
    assert len(list(work.glob("*.npz"))) >= 10
    update, calls = stop_update(0)
    monkeypatch.setattr(Run, "_update", update)
    found = kind.run(config, "cpu", Progress(work))
    assert len(calls) == 20  # all of them once more
    assert same(kind.run(config, "cpu", Progress()), found)


def test_all_pieces_without_their_checkpoint_are_no_run(deep, tmp_path):
    """Killed after the last piece, and the checkpoint lost: there are probes, but nothing to store."""
    config, work = config_of(deep, descent={"steps": 8}), tmp_path / "work"
    whole = kind.run(config, "cpu", Progress(work))
    (work / "run.safetensors").unlink()
    assert same(whole, kind.run(config, "cpu", Progress(work)))


def test_pieces_of_other_code_are_not_used(deep, monkeypatch):
    with monkeypatch.context() as patch:
        patch.setattr(Run, "_update", stop_update(50)[0])
        with pytest.raises(KeyboardInterrupt):
            go(deep)
    monkeypatch.setattr("stepwise_ssl.experiments.runner.code_hash", lambda: "another")
    update, calls = stop_update(0)
    monkeypatch.setattr(Run, "_update", update)
    go(deep)
    assert len(calls) == 60


def test_the_codes_hash_sees_every_module_that_a_run_is_made_of(tmp_path, monkeypatch):
    monkeypatch.setattr(provenance, "PACKAGE", tmp_path)
    files = [
        tmp_path / part / "deeper" / "module.py"
        for part in ("data", "training", "experiments", "closed_form")
    ]
    for file in (*files, tmp_path / "figures" / "module.py"):
        file.parent.mkdir(parents=True)
        file.write_text("a = 1")
    before = provenance.code_hash()
    (tmp_path / "figures" / "module.py").write_text("a = 2")
    assert provenance.code_hash() == before
    for file in files:
        file.write_text("a = 2")
        assert provenance.code_hash() != before, file
        file.write_text("a = 1")
    files[0].rename(files[0].with_name("other.py"))
    assert provenance.code_hash() != before


def test_a_loss_that_is_no_number_ends_the_run_and_what_was_recorded_is_stored(deep, capsys):
    change(deep, 'name = "barlow-twins"\ncentred = true', 'name = "barlow-twins"')
    change(deep, "learning_rate = 0.01", "learning_rate = 1e4")
    command = ["--folder", str(deep)]
    assert main([*command, "run", "deep", "--quiet", "--out", str(deep)]) == 1
    said = capsys.readouterr()
    assert "bytes" in said.out and "ended before its end" in said.err and "learning rate 10000" in said.err
    stored = load("deep", deep)
    last = stored["steps"][-1]
    assert 1 <= last < 60 and np.all(np.isfinite(stored["loss"]))
    assert len(stored["loss"]) == len(stored["eigenvalues"]) == len(stored["steps"])
    assert len(stored["probe"]) == len(stored["probe_steps"]) and np.all(stored["probe_steps"] <= last + 1)
    assert stored.provenance["stopped"].startswith("Step ")
    assert main([*command, "show", "deep"]) == 0
    assert "stopped early: Step " in capsys.readouterr().out
    assert not list((deep.parent / "cache" / "experiments").glob("*"))


def test_a_run_that_fails_at_once_says_so(deep, capsys):
    change(deep, "factor = 0.03\nhead_only = true", "factor = 1e30\nhead_only = true")
    assert main(["--folder", str(deep), "run", "deep", "--quiet", "--out", str(deep)]) == 2
    said = capsys.readouterr().err
    assert "ended before its second record. Step 0: The loss is " in said and said.count("\n") == 1
    assert not (deep / "deep.npz").exists()


def test_the_bar_counts_the_updates(deep, capsys):
    change(deep, "steps = 60", "steps = 7")
    go(deep, bar=True)
    assert "A small deep run: 100%" in (said := capsys.readouterr().err) and "7/7" in said


def test_a_stored_run_is_shown_where_there_is_no_pytorch(deep):
    go(deep)
    code = (
        "import sys; sys.modules['torch'] = None\n"
        "from stepwise_ssl.experiments.__main__ import main\n"
        f"for word in ('show', 'verify'): main(['--folder', {str(deep)!r}, word, 'deep'])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60)
    assert "effective ranks of hidden1" in done.stdout, done.stderr
    assert "needs torch: pip install" in done.stderr and "Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ('name = "CIFAR-10"', 'name = "STL-10"', "data.name is 'STL-10': expected CIFAR-10"),
        (
            'name = "mlp"',
            'name = "transformer"',
            "network is 'transformer': expected resnet18, small-cnn or mlp",
        ),
        (
            'name = "barlow-twins"',
            'name = "byol"',
            "loss is 'byol': expected one of barlow-twins, vicreg, simclr",
        ),
        ("centred = true", "temperature = 1", "loss.temperature is no setting of barlow-twins"),
        ("head_bias = 0.0", "head_bias = 1.0", "only simclr has a use for it"),
        ("embedding_dim = 4", "embedding_dim = 2", "embedding_dim is 2: expected at least 3"),
        ("size = 8", "size = 7", "data.size is 7: expected a divisor of 32"),
        ("images = 160", "images = 201", "data.images is 201: expected 1 to 200"),
        ("probed = 16", "probed = 17", "data.probed is 17: expected 1 to 16"),
        ("cloud_images = 8", "cloud_images = 25", "cloud_images is 25: expected 1 to 24"),
        ("batch_size = 40", "batch_size = 1", "batch_size is 1: expected 2 to 160"),
        ("count = 30", "count = 2", "expected steps of at least 1, and 3 records or more"),
        ("momentum = 0.5", "", "lacks 'momentum'"),
    ],
)
def test_a_wrong_config_is_named(deep, old, new, words, capsys):
    change(deep, old, new)
    assert main(["--folder", str(deep), "run", "deep", "--quiet", "--out", str(deep)]) == 2
    said = capsys.readouterr().err
    assert words in said and said.count("\n") == 1


def test_a_config_that_ends_before_it_starts_is_refused(deep):
    with pytest.raises(ExperimentError, match="ends after step 0"):
        kind.run(config_of(deep, records={"until": 0}), "cpu", Progress())


@pytest.mark.gpu
def test_on_a_gpu(deep):
    import torch

    if not torch.cuda.is_available():
        pytest.skip("no CUDA device: a deep run on a GPU not tested")
    for name in ("mlp", "resnet18"):
        config = config_of(
            deep, network={"name": name, "width": 2}, descent={"steps": 10, "learning_rate": 1e-3}
        )
        there, here = (kind.run(config, device, Progress()) for device in ("cuda", "cpu"))
        # The same images, crops and start; float32 in another order, over ten small steps.
        np.testing.assert_allclose(there["eigenvalues"][:, 0], here["eigenvalues"][:, 0], rtol=1e-3)
        np.testing.assert_allclose(there["loss"], here["loss"], rtol=1e-3)
