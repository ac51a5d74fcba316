"""What the tests of networks share: a small one of each kind, and images to feed them."""

import pytest
import torch

from stepwise_ssl.training import linear, mlp, resnet18, small_cnn

torch.set_num_threads(1)

BUILDERS = {
    "linear": lambda **seed: linear(3 * 8 * 8, 5, **seed),
    "perceptron": lambda **seed: mlp(3 * 8 * 8, [16, 7], 5, **seed),
    "small CNN": lambda **seed: small_cnn(5, widths=(4, 6), **seed),
    "ResNet-18": lambda **seed: resnet18(5, width=4, **seed),
}


@pytest.fixture(scope="session", params=BUILDERS)
def build(request):
    """``build(seed=None)``: each network in turn, from images of 3 x 8 x 8 to 5 dimensions."""
    return BUILDERS[request.param]


@pytest.fixture(scope="session")
def images():
    """``images(n=3, side=8, seed=0, channels=3)``: a batch of noise."""

    def draw(n=3, side=8, seed=0, channels=3):
        return torch.randn(n, channels, side, side, generator=torch.Generator().manual_seed(seed))

    return draw
