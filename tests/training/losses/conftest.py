"""What the tests of the losses share: every loss by name, and pairs of views drawn from a seed."""

from functools import partial

import pytest
import torch

from stepwise_ssl import training

torch.set_num_threads(1)

LOSSES = {
    "Barlow Twins": training.barlow_twins_loss,
    "Barlow Twins, w": partial(training.barlow_twins_loss, off_diagonal_weight=0.3),
    "Barlow Twins, one way": partial(training.barlow_twins_loss, symmetrised=False, off_diagonal_weight=2),
    "Barlow Twins, centred": partial(training.barlow_twins_loss, centred=True),
    "Barlow Twins, normalised": partial(training.barlow_twins_loss, normalised=True, off_diagonal_weight=0.5),
    "VICReg": training.vicreg_loss,
    "VICReg, squared": partial(training.vicreg_loss, squared=True),
    "SimCLR": training.simclr_loss,
    "SimCLR, inner product": partial(training.simclr_loss, cosine=False, temperature=2.0),
    "spectral contrastive": training.spectral_contrastive_loss,
}


@pytest.fixture(scope="session")
def losses():
    """Every loss, in every form that has a formula of its own, by name."""
    return LOSSES


@pytest.fixture(scope="session", params=LOSSES)
def loss(request):
    """Each of them in turn."""
    return LOSSES[request.param]


@pytest.fixture(scope="session")
def random_pair():
    """``random_pair(n, d, seed=0, scale=1.0)``: two independent normal (n, d) tensors in float64."""

    def draw(n, d, seed=0, scale=1.0):
        generator = torch.Generator().manual_seed(seed)
        return [scale * torch.randn(n, d, dtype=torch.float64, generator=generator) for _ in range(2)]

    return draw
