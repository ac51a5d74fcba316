"""The losses' symmetries, and their gradients against finite differences."""

from functools import partial

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from stepwise_ssl.training import barlow_twins_loss, simclr_loss, vicreg_loss

reproducible = settings(derandomize=True, deadline=None, database=None)


@pytest.mark.parametrize("n, d", [(4, 3), (3, 8)])
def test_gradients_against_finite_differences(random_pair, loss, n, d):
    z = [view.requires_grad_() for view in random_pair(n, d, seed=1)]
    assert torch.autograd.gradcheck(loss, z)
    assert torch.autograd.gradgradcheck(loss, z)


def test_inputs_stay_as_they_are_and_a_second_backward_agrees(random_pair, loss):
    z = [view.requires_grad_() for view in random_pair(5, 4)]
    before = [view.detach().clone() for view in z]
    value = loss(*z)
    first = torch.autograd.grad(value, z, retain_graph=True)
    second = torch.autograd.grad(value, z)
    assert value.shape == () and value.dtype == torch.float64
    assert all(torch.equal(a, b) for a, b in zip(before, z, strict=True))
    assert all(torch.equal(a, b) for a, b in zip(first, second, strict=True))


@settings(reproducible, max_examples=10)
@given(seed=st.integers(0, 10**6), n=st.integers(2, 6), d=st.integers(1, 14))
def test_order_of_pairs_order_of_views_and_sign_do_not_matter(random_pair, loss, seed, n, d):
    z, z_prime = random_pair(n, d, seed)
    order = torch.randperm(n, generator=torch.Generator().manual_seed(seed))
    value = loss(z, z_prime)
    for same in ((z[order], z_prime[order]), (z_prime, z), (-z, -z_prime)):
        torch.testing.assert_close(loss(*same), value, rtol=1e-11, atol=1e-12)
    torch.testing.assert_close(loss(z.flip(1), z_prime.flip(1)), value, rtol=1e-11, atol=1e-12)


def turned(seed, d):
    generator = torch.Generator().manual_seed(seed)
    return torch.linalg.qr(torch.randn(d, d, dtype=torch.float64, generator=generator))[0]


ROTATES = {
    "Barlow Twins": True,
    "Barlow Twins, w": False,
    "Barlow Twins, one way": False,
    "Barlow Twins, centred": True,
    "Barlow Twins, normalised": False,
    "VICReg": False,
    "VICReg, squared": False,
    "SimCLR": True,
    "SimCLR, inner product": True,
    "spectral contrastive": True,
}


@pytest.mark.parametrize("name", ROTATES)
@pytest.mark.parametrize("n, d", [(8, 3), (3, 8)])
def test_which_losses_are_blind_to_rotations(losses, random_pair, name, n, d):
    z, z_prime = random_pair(n, d, seed=2)
    q = turned(3, d)
    value, after = float(losses[name](z, z_prime)), float(losses[name](z @ q, z_prime @ q))
    assert (abs(after - value) <= 1e-10 * abs(value)) == ROTATES[name]
    if not ROTATES[name]:
        assert abs(after - value) > 1e-4 * abs(value)


def test_with_equal_weights_squared_vicreg_is_blind_to_rotations_too(random_pair):
    z, z_prime = random_pair(8, 3)
    loss = partial(vicreg_loss, squared=True, covariance_weight=25)
    torch.testing.assert_close(loss(z @ turned(1, 3), z_prime @ turned(1, 3)), loss(z, z_prime))


def test_which_losses_are_blind_to_size(random_pair):
    z, z_prime = random_pair(8, 3)
    as_published = partial(barlow_twins_loss, normalised=True, eps=1e-20)
    for loss in (simclr_loss, as_published):
        torch.testing.assert_close(loss(1e-3 * z, 1e-3 * z_prime), loss(z, z_prime), rtol=1e-10, atol=0)
    blurred = float(barlow_twins_loss(1e-3 * z, 1e-3 * z_prime, normalised=True))  # eps is felt at 1e-3
    assert abs(blurred - float(as_published(z, z_prime))) > 1e-2
