"""The losses' precision, what they survive, and what they refuse."""

import math

import numpy as np
import pytest
import torch

from stepwise_ssl.training import barlow_twins_loss, simclr_loss, vicreg_loss


@pytest.mark.parametrize("dtype", [torch.float16, torch.bfloat16])
def test_half_precision_is_computed_in_float32(random_pair, loss, dtype):
    halves = [view.to(dtype).requires_grad_() for view in random_pair(8, 5, seed=4)]
    wide = [view.detach().float().requires_grad_() for view in halves]
    value, reference = loss(*halves), loss(*wide)
    assert value.dtype == torch.float32 and torch.equal(value, reference)
    for half, single in zip(
        torch.autograd.grad(value, halves), torch.autograd.grad(reference, wide), strict=True
    ):
        assert half.dtype == dtype and torch.equal(half, single.to(dtype))


def test_autocast_and_mixed_types_lose_no_digits(random_pair, loss):
    z, z_prime = random_pair(8, 5, seed=4)
    for views in ((z.float(), z_prime.float()), (z, z_prime)):
        with torch.autocast("cpu", dtype=torch.bfloat16):
            inside = loss(*views)
        assert torch.equal(inside, loss(*views))
    assert loss(z.float(), z_prime).dtype == torch.float64


def test_float32_is_float64_to_single_precision(random_pair, loss):
    z, z_prime = random_pair(64, 16, seed=5)
    single = loss(z.float(), z_prime.float())
    assert single.dtype == torch.float32
    # 64 x 16 products rounded to 6e-8 each, added at random: some 1e-6 relative.
    torch.testing.assert_close(single.double(), loss(z, z_prime), rtol=1e-5, atol=1e-5)


@pytest.mark.parametrize("w", [1.0, 0.3])
def test_barlow_twins_close_to_its_minimum_keeps_its_digits(random_pair, w):
    n, d, delta = 6, 3, 1e-9
    basis = torch.linalg.qr(random_pair(n, d)[0])[0]
    q = basis * n**0.5  # orthonormal columns: C = I to rounding
    step = torch.tensor([[0.0, 1, 0], [0, 0, 0], [0, 0, 2]], dtype=torch.float64)
    # z' = q (I + delta step): C = I + delta (step + step^T) / 2.
    value = barlow_twins_loss(q, q + delta * q @ step, off_diagonal_weight=w)
    assert float(value) == pytest.approx(delta**2 * (4 + w * 0.5), rel=1e-5, abs=0)


@pytest.mark.parametrize("dtype", [torch.float32, torch.float64])
def test_extreme_logits_neither_overflow_nor_vanish(random_pair, dtype):
    z = [view.to(dtype).requires_grad_() for view in random_pair(6, 4, scale=100.0)]
    value = simclr_loss(*z, cosine=False, temperature=1e-3)  # logits of 1e7
    gradients = torch.autograd.grad(value, z)
    assert value.isfinite() and all(gradient.isfinite().all() for gradient in gradients)
    same = z[0].detach()
    assert float(simclr_loss(same, same, temperature=1e-3)) < 1e-6  # each partner is found


def test_zero_embeddings_give_finite_gradients(loss):
    z = [torch.zeros(4, 3, requires_grad=True) for _ in range(2)]
    value = loss(*z)
    assert value.isfinite() and all(gradient.isfinite().all() for gradient in torch.autograd.grad(value, z))


def test_nan_passes_through(random_pair, loss):
    z, z_prime = random_pair(4, 3)
    z[1, 2] = math.nan
    assert loss(z, z_prime).isnan()


four = torch.ones(4, 3)


@pytest.mark.parametrize(
    "z, z_prime, kind, message",
    [
        (four, torch.ones(5, 3), ValueError, r"z_prime has shape \(5, 3\): expected \(4, 3\), that of z"),
        (four, torch.ones(3, 4), ValueError, r"z_prime has shape \(3, 4\): expected \(4, 3\)"),
        (torch.ones(4), torch.ones(4), ValueError, r"z has shape \(4,\): expected \(n, d\)"),
        (torch.ones(4, 0), torch.ones(4, 0), ValueError, r"z has shape \(4, 0\): expected \(n, d\)"),
        (
            torch.ones(0, 3),
            torch.ones(0, 3),
            ValueError,
            r"z has shape \(0, 3\): expected \(n, d\) with n >= ",
        ),
        (four.int(), four.int(), TypeError, r"z is torch.int32: expected a floating-point tensor"),
        (four, np.ones((4, 3)), TypeError, r"z_prime is ndarray: expected a floating-point tensor"),
        (four, four.to("meta"), ValueError, r"z_prime is on meta: expected cpu, the device of z"),
    ],
)
def test_what_is_no_pair_is_refused_by_name(loss, z, z_prime, kind, message):
    with pytest.raises(kind, match=message):
        loss(z, z_prime)


@pytest.mark.parametrize("name", ["Barlow Twins, normalised", "VICReg", "SimCLR", "SimCLR, inner product"])
def test_one_pair_is_refused_where_it_says_nothing(losses, name):
    with pytest.raises(ValueError, match=r"z has shape \(1, 3\): expected \(n, d\) with n >= 2 pairs"):
        losses[name](torch.ones(1, 3), torch.ones(1, 3))


@pytest.mark.parametrize("name", ["Barlow Twins", "VICReg, squared", "spectral contrastive"])
def test_one_pair_is_enough_elsewhere(losses, name):
    assert losses[name](torch.ones(1, 3), torch.ones(1, 3)).isfinite()


@pytest.mark.parametrize(
    "loss, setting, value",
    [
        (simclr_loss, "temperature", 0.0),
        (simclr_loss, "temperature", -1),
        (simclr_loss, "temperature", math.nan),
        (barlow_twins_loss, "off_diagonal_weight", -0.1),
        (barlow_twins_loss, "eps", -1e-5),
        (vicreg_loss, "similarity_weight", -1.0),
        (vicreg_loss, "variance_weight", math.inf),
        (vicreg_loss, "covariance_weight", -1.0),
        (vicreg_loss, "eps", -1e-4),
    ],
)
def test_settings_that_mean_nothing_are_refused_by_name(loss, setting, value):
    with pytest.raises(ValueError, match=f"{setting} is {value!r}: expected a finite number >"):
        loss(four, four, **{setting: value})
