"""The start of a network: its draw, its seed, its scale."""

import pytest
import torch
from torch import nn

from stepwise_ssl.training import (
    give_head_bias,
    linear,
    mlp,
    resnet18,
    scale_initialisation,
    small_cnn,
)


def test_the_seed_decides_the_start_and_leaves_pytorchs_state_alone(build):
    first, again, other = build(seed=1), build(seed=1), build(seed=2)
    for a, b in zip(first.parameters(), again.parameters(), strict=True):
        assert torch.equal(a, b)
    assert not torch.equal(first.head.weight, other.head.weight)
    before = torch.get_rng_state()
    build(seed=1)
    assert torch.equal(before, torch.get_rng_state())
    torch.manual_seed(5)
    unseeded = build()
    torch.manual_seed(5)
    assert torch.equal(unseeded.head.weight, build().head.weight)
    assert not torch.equal(unseeded.head.weight, build().head.weight)


def test_the_start_is_kaimings_draw_and_biases_are_zero():
    # 4 standard errors of a deviation from k draws, 1 / sqrt(2k), are below 3 % for each of these.
    model = nn.ModuleList([mlp(300, [200], 100, seed=0), small_cnn(64, widths=(64, 64), seed=0)])
    checked = 0
    for layer in model.modules():
        if isinstance(layer, nn.Linear | nn.Conv2d):
            fan_in = layer.weight[0].numel()
            if layer.weight.numel() > 1e4:
                assert layer.weight.std().item() == pytest.approx((2 / fan_in) ** 0.5, rel=0.03)
                assert abs(layer.weight.mean().item()) < 4 * (2 / fan_in / layer.weight.numel()) ** 0.5
                checked += 1
            assert layer.bias is None or not layer.bias.any()
    assert checked == 4


@pytest.mark.parametrize(
    "make, layers",
    [
        (lambda: linear(192, 5, seed=0), 1),
        (lambda: mlp(192, [16, 7], 5, seed=0), 3),
        (lambda: mlp(192, [9] * 5, 5, seed=0), 6),
        (lambda: small_cnn(5, widths=(4, 6), seed=0), 3),
    ],
)
@pytest.mark.parametrize("factor", [0.03, 0.5, 2.0])
def test_scaling_a_network_of_l_layers_scales_its_embedding_by_the_lth_power(images, make, layers, factor):
    model, x = make(), images()
    before = model(x)
    assert scale_initialisation(model, factor) is model
    torch.testing.assert_close(model(x), factor**layers * before, rtol=1e-5, atol=0)
    head = scale_initialisation(make(), factor, head_only=True)
    torch.testing.assert_close(head(x), factor * before, rtol=1e-5, atol=0)


def test_batch_normalisation_undoes_the_scale_below_it_so_scale_the_head(images):
    x = 3 * images(n=16, side=16)
    scales = {}
    for head_only in (True, False):
        model = resnet18(5, width=8, seed=0)
        before = model(x)
        scale_initialisation(model, 0.1, head_only=head_only)
        scales[head_only] = (model(x).norm() / before.norm()).item()
    assert scales[True] == pytest.approx(0.1, rel=1e-5)
    # 21 scaled layers, and yet about the same: only the eps of the normalisation is felt.
    assert scales[False] == pytest.approx(0.1, rel=0.05)


def test_scaling_leaves_batch_normalisation_and_zeroes_biases():
    model = nn.Sequential(nn.Conv2d(3, 4, 3), nn.BatchNorm2d(4), nn.Flatten(), nn.Linear(4, 2))
    nn.init.constant_(model[1].weight, 1.5)
    nn.init.constant_(model[1].bias, -0.5)
    weights = [model[i].weight.detach().clone() for i in (0, 3)]
    scale_initialisation(model, 0.5)
    assert torch.equal(model[0].weight, 0.5 * weights[0]) and torch.equal(model[3].weight, 0.5 * weights[1])
    assert not model[0].bias.any() and not model[3].bias.any()
    assert (model[1].weight == 1.5).all() and (model[1].bias == -0.5).all()
    assert all(parameter.requires_grad and parameter.grad_fn is None for parameter in model.parameters())


def test_without_batch_normalisation_resnet18_shrinks_with_its_start(images):
    model, x = resnet18(5, width=4, batch_norm=False, seed=0), images()
    before = model(x).norm()
    # Shortcuts carry the signal past the blocks: less than the 21st power, more than the first.
    assert 0.5**18 < (scale_initialisation(model, 0.5)(x).norm() / before).item() < 0.5


def test_the_head_bias_of_simclrs_small_start():
    model = scale_initialisation(mlp(8, [6], 4, seed=0), 0.1)
    weight = model.head.weight.detach().clone()
    assert give_head_bias(model, 1.0, seed=1) is model
    assert torch.equal(model.head.weight, weight)
    assert model.head.bias.norm().item() == pytest.approx(1, rel=1e-6) and model.head.bias.requires_grad
    torch.testing.assert_close(model(torch.zeros(2, 8)), model.head.bias.expand(2, 4))
    again = give_head_bias(mlp(8, [6], 4), 2.0, seed=1)
    torch.testing.assert_close(again.head.bias, 2 * model.head.bias)
