"""What a run leaves behind, written and read."""

import json
import subprocess
import sys

import numpy as np
import pytest

from stepwise_ssl.training.files import write_whole
from stepwise_ssl.training.history import History


@pytest.fixture
def history():
    steps = np.array([0, 1, 10])
    values = np.array([[0.1, 0.0], [0.9, 0.1], [1.0, 0.7]])
    tracked = {"cross_correlation": values, "layer body.1": values[:, :1]}
    return History(0.1, steps, np.array([2.0, 1.0, 0.5]), tracked, "stopped at step 10", {"seed": 3})


def test_saved_is_loaded(history, tmp_path):
    path = history.save(tmp_path / "deep" / "run")
    assert path.name == "run.npz"
    again = History.load(path)
    assert again.to_dict() == history.to_dict() and list(again.tracked) == list(history.tracked)
    json.dumps(again.to_dict())


def test_can_be_read_without_pytorch(history, tmp_path):
    """A stored run is for readers who have no PyTorch."""
    path = history.save(tmp_path / "run.npz")
    code = (
        "import sys; sys.modules['torch'] = None\n"
        "from stepwise_ssl.training.history import History\n"
        f"assert History.load({str(path)!r}).detect_steps().count == 1"
    )
    subprocess.run([sys.executable, "-c", code], check=True, env={"PYTHONPATH": ":".join(sys.path)})


def test_times_rank_and_names(history):
    np.testing.assert_allclose(history.times, [0, 0.1, 1.0])
    assert history.rank.tolist() == [1, 1, 2]
    with pytest.raises(ValueError, match="nothing tracked is called 'layer 9': there are cross_correlation"):
        history.detect_steps("layer 9")
    with pytest.raises(ValueError, match="did not track its cross-correlation"):
        History(0.1).rank  # noqa: B018 - reading it is the test


def test_another_file_is_refused(tmp_path):
    np.savez(tmp_path / "other.npz", a=1)
    with pytest.raises(ValueError, match=r"other\.npz holds a: expected a file written by History\.save"):
        History.load(tmp_path / "other.npz")


def test_a_write_that_fails_leaves_what_was_there(tmp_path):
    path = tmp_path / "file"
    path.write_bytes(b"old")
    with pytest.raises(OSError, match="No space left"), write_whole(path) as file:
        file.write(b"half")
        raise OSError(28, "No space left on device")
    assert path.read_bytes() == b"old" and [p.name for p in tmp_path.iterdir()] == ["file"]
    with write_whole(path) as file:
        file.write(b"new")
        assert path.read_bytes() == b"old"
    assert path.read_bytes() == b"new"
