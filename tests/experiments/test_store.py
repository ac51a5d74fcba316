"""The format of a stored run: small, whole or absent, readable by NumPy alone."""

import json
import os
import subprocess
import sys

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays

from stepwise_ssl.experiments import StoredRun, load, names
from stepwise_ssl.experiments.store import ExperimentError, save


def a_run(**values):
    return StoredRun("one", {}, values, {"seed": 3, "data": {"sha256": "abc"}})


def write(folder, run, quantised=None):
    (folder / f"{run.name}.toml").write_text('title = "One"\nkind = "linear-crops"\n')
    return save(run, folder, quantised)


@settings(max_examples=50, deadline=None)
@given(arrays(np.float64, array_shapes(max_dims=3, max_side=6), elements=st.floats(-0.25, 1.5)))
def test_what_is_saved_is_loaded(tmp_path_factory, values):
    folder = tmp_path_factory.mktemp("runs")
    counts = np.arange(5)
    write(folder, a_run(exact=values, coarse=values, counts=counts), {"coarse": (-0.25, 1.5)})
    read = load("one", folder)
    assert read["exact"].tobytes() == values.tobytes() and read["exact"].shape == values.shape
    assert np.array_equal(read["counts"], counts) and read["counts"].dtype == counts.dtype
    # half of one of 65,535 levels, and the rounding of the way back
    assert np.max(np.abs(read["coarse"] - values)) <= 1.75 / 65_535 / 2 + 1e-15
    assert read["coarse"].dtype == np.float64
    assert read.provenance == {"seed": 3, "data": {"sha256": "abc"}} and read.config["title"] == "One"


def test_numpy_and_json_are_enough(tmp_path):
    """In an interpreter without this package, as a reader who has only the file."""
    file = write(tmp_path, a_run(curve=np.linspace(0, 1, 5)), {"curve": (0.0, 2.0)})
    code = (
        "import json, sys, numpy as np\n"
        f"archive = np.load({str(file)!r})\n"
        "about = json.loads(str(archive['about']))\n"
        "low, high = about['quantised']['curve']\n"
        "print(about['name'], (low + archive['curve'] * (high - low) / 65535).round(4).tolist())\n"
    )
    said = subprocess.run([sys.executable, "-I", "-c", code], capture_output=True, text=True, check=True)
    assert said.stdout.strip() == "one [0.0, 0.25, 0.5, 0.75, 1.0]"


def test_reading_needs_no_torch():
    code = "import sys; sys.modules['torch'] = None\n"
    code += "from stepwise_ssl.experiments import names\nprint(names())"
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)}
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, env=environment)
    assert said.returncode == 0 and "fig1-linear-cifar10" in said.stdout, said.stderr


def test_a_failed_save_leaves_the_old_result(tmp_path, monkeypatch):
    write(tmp_path, a_run(value=np.ones(2)))

    def full(*arguments, **options):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(np, "savez_compressed", full)
    with pytest.raises(OSError, match="No space left"):
        save(a_run(value=np.zeros(2)), tmp_path)
    assert load("one", tmp_path)["value"].tolist() == [1, 1]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["one.npz", "one.toml"]


def test_more_than_100_kb_is_refused(tmp_path):
    with pytest.raises(ExperimentError, match="may have 100,000"):
        write(tmp_path, a_run(noise=np.random.default_rng(0).standard_normal(20_000)))
    assert [path.name for path in tmp_path.iterdir()] == ["one.toml"]


@pytest.mark.parametrize("value", [-0.1, 1.1, np.nan])
def test_a_value_outside_its_range_is_refused(tmp_path, value):
    with pytest.raises(ExperimentError, match="is stored on 0 to 1"):
        write(tmp_path, a_run(curve=np.array([0.5, value])), {"curve": (0, 1)})


def test_messages_name_what_is_wrong(tmp_path):
    with pytest.raises(ExperimentError, match="no experiment 'two'; there are: none"):
        load("two", tmp_path)
    (tmp_path / "two.toml").write_text("title = ")
    with pytest.raises(ExperimentError, match="no valid TOML"):
        load("two", tmp_path)
    (tmp_path / "two.toml").write_text('title = "Two"')
    with pytest.raises(ExperimentError, match="no stored result yet"):
        load("two", tmp_path)
    for content in (b"", b"no archive"):
        (tmp_path / "two.npz").write_bytes(content)
        with pytest.raises(ExperimentError, match=r"two\.npz is broken"):
            load("two", tmp_path)
    file = write(tmp_path, a_run(value=np.arange(1000.0)))
    file.write_bytes(file.read_bytes()[:-40])
    with pytest.raises(ExperimentError, match=r"one\.npz is broken"):
        load("one", tmp_path)
    write(tmp_path, a_run(value=np.ones(2)))
    with pytest.raises(KeyError, match="it has value"):
        load("one", tmp_path)["values"]
    assert names(tmp_path) == ["one", "two"]


def test_nothing_is_pickled(tmp_path):
    with pytest.raises(ValueError, match="allow_pickle"):
        file = write(tmp_path, a_run(value=np.array([{}], dtype=object)))
        np.load(file)["value"]
    assert json.dumps(a_run().provenance)
