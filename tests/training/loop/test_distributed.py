"""Two processes on gloo give what one process gives."""

import importlib.util
import os
import socket
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
import torch

WORKER = Path(__file__).with_name("distributed_worker.py")
SOURCE = Path(__file__).resolve().parents[3] / "src"


@pytest.fixture(scope="module")
def together(tmp_path_factory):
    """What each of the two processes has computed."""
    folder = tmp_path_factory.mktemp("together")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = str(free.getsockname()[1])
    started = [
        subprocess.Popen(
            [sys.executable, WORKER, folder],
            env=os.environ
            | {"RANK": str(rank), "WORLD_SIZE": "2", "MASTER_ADDR": "127.0.0.1", "MASTER_PORT": port}
            | {"PYTHONPATH": str(SOURCE), "OMP_NUM_THREADS": "1"},
        )
        for rank in range(2)
    ]
    try:
        assert [process.wait(timeout=180) for process in started] == [0, 0]
    finally:
        for process in started:
            process.kill()
    return [dict(np.load(folder / f"{rank}.npz")) for rank in range(2)]


@pytest.fixture(scope="module")
def alone():
    """The worker's functions, in this process."""
    spec = importlib.util.spec_from_file_location("distributed_worker", WORKER)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_gradients_are_those_of_the_whole_batch(together, alone):
    for i, gradient in enumerate(alone.gradients()):
        for found in together:
            np.testing.assert_allclose(found[f"g{i}"], gradient, rtol=1e-6, atol=1e-12)


def test_averaged_gradients_of_parts_are_others(alone):
    """What PyTorch does by itself: the test above would notice."""
    model, pairs = alone.model_and_pairs()
    parts = [alone.squared_loss(*(model(torch.tensor(v[k::2])) for v in pairs)) for k in range(2)]
    (sum(parts) / 2).backward()
    gradients = [p.grad.numpy() for p in model.parameters()]
    off = [np.abs(a - b).max() / np.abs(b).max() for a, b in zip(gradients, alone.gradients(), strict=True)]
    assert min(off) > 1e-3


def test_fit_is_the_single_process_s_run(together, alone):
    weights, history = alone.trained()
    for found in together:
        np.testing.assert_allclose(found["loss"], history.loss, rtol=1e-9)
        np.testing.assert_allclose(found["eig"], history.embedding_eigenvalues, rtol=1e-9, atol=1e-12)
        for i, weight in enumerate(weights):
            np.testing.assert_allclose(found[f"w{i}"], weight, rtol=1e-9, atol=1e-12)
