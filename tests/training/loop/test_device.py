"""Devices: picked, named, refused; and the loop on a GPU where there is one."""

import numpy as np
import pytest
import torch

from stepwise_ssl.training import device as devices
from stepwise_ssl.training.device import pick_device, require_dtype
from stepwise_ssl.training.loop import fit


@pytest.fixture
def machine(monkeypatch):
    """A machine with so many GPUs, and an Apple GPU or not, as far as PyTorch says."""

    def has(gpus=0, mps=False, built=True):
        monkeypatch.setattr(torch.cuda, "is_available", lambda: gpus > 0)
        monkeypatch.setattr(torch.cuda, "device_count", lambda: gpus)
        monkeypatch.setattr(torch.cuda, "current_device", lambda: 0)
        monkeypatch.setattr(torch.version, "cuda", "12.8" if built else None)
        monkeypatch.setattr(devices, "has_mps", lambda: mps)

    return has


def test_the_fastest_is_picked(machine):
    machine(gpus=2, mps=True)
    assert pick_device() == torch.device("cuda", 0)
    machine(mps=True)
    assert pick_device() == torch.device("mps")
    machine()
    assert pick_device() == torch.device("cpu")


def test_a_named_one_is_taken(machine):
    machine(gpus=2, mps=True)
    assert pick_device("cpu").type == "cpu" and pick_device("mps").type == "mps"
    assert pick_device("cuda:1") == pick_device(torch.device("cuda", 1)) == torch.device("cuda", 1)


@pytest.mark.parametrize(
    ("has", "name", "words"),
    [
        ({"built": False}, "cuda", "device is 'cuda': the PyTorch of this machine is built without CUDA"),
        ({}, "cuda:0", "device is 'cuda:0': the PyTorch of this machine finds no GPU"),
        ({"gpus": 1}, "cuda:1", r"this machine has 1 GPU\(s\), counted from cuda:0"),
        ({}, "mps", r"this machine has no MPS .*take device='cpu'"),
        ({}, "gpu", "device is 'gpu': expected 'cuda'"),
        ({}, "meta", "device is 'meta': expected 'cuda'"),
        ({}, 3.5, "device is 3.5: expected"),
    ],
)
def test_one_that_is_not_there_is_refused_in_a_sentence(machine, has, name, words):
    machine(**has)
    with pytest.raises(ValueError, match=words):
        pick_device(name)


def test_apple_s_gpu_has_no_double_precision():
    with pytest.raises(ValueError, match="has no float64: take device='cpu'"):
        require_dtype(torch.device("mps"), torch.nn.Linear(1, 1).double())


def test_fit_refuses_before_it_moves_anything(noisy_pairs, loss, small_net, machine):
    machine()
    with pytest.raises(ValueError, match="device is 'cuda'"):
        fit(small_net(), noisy_pairs(), loss, steps=1, learning_rate=0.1, device="cuda")


@pytest.mark.gpu
def test_the_same_run_on_cuda_and_cpu(noisy_pairs, loss, linear_model):
    """Double precision: eigenvalue curves within 1e-9, the sums' order apart."""
    w0 = 1e-2 * np.random.default_rng(0).normal(size=(3, 6))
    curves = [
        fit(linear_model(w0), noisy_pairs(), loss, steps=300, learning_rate=0.02, device=d, progress=False)
        for d in ("cpu", "cuda")
    ]
    np.testing.assert_allclose(*(h.embedding_eigenvalues for h in curves), atol=1e-9)


@pytest.mark.gpu
def test_mixed_precision_minibatches_and_resume_on_cuda(noisy_pairs, loss, small_net, tmp_path):
    arguments = dict(steps=40, learning_rate=0.01, batch_size=8, device="cuda", progress=False)
    arguments |= dict(mixed_precision=True, checkpoint=tmp_path / "run", checkpoint_every=10)
    model = small_net().float()
    history = fit(model, noisy_pairs(), loss, **arguments)
    assert next(model.parameters()).is_cuda and np.isfinite(history.loss).all()
    again = fit(small_net().float(), noisy_pairs(), loss, **arguments)
    np.testing.assert_array_equal(history.loss, again.loss)
