"""Each loss against lightly's where they are the same thing: value and both gradients, float64.

Tolerance 1e-6 relative to the largest entry is the promise; 1e-10 is asserted, because both are the same sums
in another order. lightly's files are fetched by hash on the first run (bookbuild/comparison.py).
"""

from functools import partial

import pytest
import torch

from bookbuild.comparison import fetch, lightly_losses
from bookbuild.environment import CannotSetUp
from stepwise_ssl.training import barlow_twins_loss, simclr_loss, vicreg_loss

as_published = partial(barlow_twins_loss, normalised=True, symmetrised=False, off_diagonal_weight=0.005)


@pytest.fixture(scope="module")
def lightly():
    return lightly_losses()


def embeddings(n, d, scale=1.0):
    generator = torch.Generator().manual_seed(n + 1000 * d)
    z = torch.randn(n, d, dtype=torch.float64, generator=generator)
    noise = torch.randn(n, d, dtype=torch.float64, generator=generator)
    offset = torch.randn(d, dtype=torch.float64, generator=generator)
    return [(scale * view).requires_grad_() for view in (z + offset, z - 0.5 * noise + offset)]


def assert_same(ours, theirs, z, tolerance=1e-10):
    values = ours(*z), theirs(*z)
    torch.testing.assert_close(values[0], values[1], rtol=tolerance, atol=0)
    for mine, other in zip(*(torch.autograd.grad(value, z) for value in values), strict=True):
        assert mine.abs().max() > 0
        assert (mine - other).abs().max() <= tolerance * other.abs().max()


# Wide ones (d > n, d > 2n) take the other route through the formula.
shapes = pytest.mark.parametrize("n, d", [(2, 1), (7, 3), (32, 16), (8, 12), (6, 20), (3, 50)])


@shapes
def test_barlow_twins_as_published(lightly, n, d):
    assert_same(as_published, lightly.BarlowTwinsLoss(), embeddings(n, d))
    heavier = partial(as_published, off_diagonal_weight=1.7)
    assert_same(heavier, lightly.BarlowTwinsLoss(lambda_param=1.7), embeddings(n, d, scale=0.01))


@shapes
def test_vicreg_as_it_is_used(lightly, n, d):
    for scale in (0.01, 0.5, 3.0):  # below the hinge everywhere, on both sides of it, above it
        assert_same(vicreg_loss, lightly.VICRegLoss(), embeddings(n, d, scale))
    ours = partial(vicreg_loss, similarity_weight=2, variance_weight=3, covariance_weight=5, eps=1e-2)
    assert_same(ours, lightly.VICRegLoss(2, 3, 5, eps=1e-2), embeddings(n, d))


@pytest.mark.parametrize("temperature", [0.05, 0.5, 10.0])
@pytest.mark.parametrize("n, d", [(2, 2), (7, 3), (32, 16), (6, 20)])
def test_simclr_by_cosine(lightly, n, d, temperature):
    ours = partial(simclr_loss, temperature=temperature)
    # At a low temperature the loss itself is a small difference of large logits: rounding counts for more.
    assert_same(ours, lightly.NTXentLoss(temperature), embeddings(n, d), tolerance=1e-8)


def test_the_defaults_are_lightlys(lightly):
    z = embeddings(9, 4)
    torch.testing.assert_close(simclr_loss(*z), lightly.NTXentLoss()(*z))
    torch.testing.assert_close(vicreg_loss(*z), lightly.VICRegLoss()(*z))


def test_the_comparison_can_fail(lightly):
    z = embeddings(9, 4)
    for wrong in (barlow_twins_loss, partial(as_published, symmetrised=True)):
        with pytest.raises(AssertionError):
            assert_same(wrong, lightly.BarlowTwinsLoss(), z, tolerance=1e-3)


def test_a_download_that_fails_says_so_in_one_sentence_and_leaves_nothing(tmp_path):
    pins = tmp_path / "pins.txt"
    pins.write_text(f"--no-index\nlightly==1.6.0 --hash=sha256:{'0' * 64}\n")
    with pytest.raises(CannotSetUp, match=r"could not fetch lightly .*check the network"):
        fetch(pins, tmp_path / "cache")
    assert not list(tmp_path.glob("cache/*"))
