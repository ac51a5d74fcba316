"""What the tests of training share: one thread, tiny pairs, one loss that is written out."""

import numpy as np
import pytest
import torch

torch.set_num_threads(1)


def pytest_collection_modifyitems(items):
    """Tests for a GPU are listed as not run, with the reason, where there is none."""
    if torch.cuda.is_available():
        return
    for item in items:
        if item.get_closest_marker("gpu"):
            item.add_marker(pytest.mark.skip(reason="not run: needs a CUDA GPU, and PyTorch sees none here"))


def squared_loss(z, z_prime):
    """||C - I||_F^2 with C symmetrised: the loss of the theory, in the plainest words."""
    c = (z.T @ z_prime + z_prime.T @ z) / (2 * len(z))
    return ((c - torch.eye(c.shape[0], dtype=c.dtype, device=c.device)) ** 2).sum()


@pytest.fixture
def loss():
    return squared_loss


@pytest.fixture
def pairs_of():
    """Identical views whose Gamma has the eigenvalues that are given, and eigenvectors from a seed."""

    def make(gamma, seed=0):
        m = len(gamma)
        v = np.linalg.qr(np.random.default_rng(seed).normal(size=(m, m)))[0]
        x = (v * np.sqrt(m * np.asarray(gamma, float))).T
        return x, x

    return make


@pytest.fixture
def noisy_pairs():
    """(n, m) pairs with a common part."""

    def make(n=24, m=6, seed=0):
        draw = np.random.default_rng(seed).normal(size=(3, n, m))
        return draw[0] + 0.3 * draw[1], draw[0] + 0.3 * draw[2]

    return make


@pytest.fixture
def linear_model():
    """A linear model with the weights that are given, in double precision."""

    def make(weights):
        weights = torch.as_tensor(weights).double()
        model = torch.nn.Linear(weights.shape[1], weights.shape[0], bias=False).double()
        with torch.no_grad():
            model.weight.copy_(weights)
        return model

    return make


@pytest.fixture
def small_net():
    """A small network with dropout: it draws random numbers at each step."""

    def make(seed=0, inputs=6, outputs=3):
        with torch.random.fork_rng():
            torch.manual_seed(seed)
            return torch.nn.Sequential(
                torch.nn.Linear(inputs, 8),
                torch.nn.Tanh(),
                torch.nn.Dropout(0.2),
                torch.nn.Linear(8, outputs, bias=False),
            ).double()

    return make
