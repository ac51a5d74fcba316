"""The networks: sizes and counts by hand, hidden layers by name, the modes of batch normalisation."""

import itertools

import numpy as np
import pytest
import torch
from torch import nn

from stepwise_ssl.training import (
    give_head_bias,
    hidden_layers,
    linear,
    mlp,
    resnet18,
    scale_initialisation,
    small_cnn,
)


def count(model):
    return sum(parameter.numel() for parameter in model.parameters())


def test_from_images_to_embeddings_by_a_bare_linear_head(images, build):
    model = build()
    assert model(images()).shape == (3, 5)
    last = list(model.children())[-1]
    assert last is model.head and type(last) is nn.Linear
    assert last.bias is None and last.weight.shape[0] == 5


def test_parameters_of_the_linear_model_and_the_perceptron():
    assert count(linear(7, 3)) == 7 * 3
    assert count(mlp(7, [11, 5], 3)) == (7 * 11 + 11) + (11 * 5 + 5) + 5 * 3
    assert count(mlp(7, [], 3)) == 7 * 3


@pytest.mark.parametrize("widths, channels", [((16, 32, 64), 3), ((4,), 1)])
def test_parameters_of_the_small_cnn(images, widths, channels):
    model = small_cnn(10, widths=widths, input_channels=channels)
    ends = (channels, *widths)
    kernels = sum(9 * a * b + b for a, b in itertools.pairwise(ends))
    assert count(model) == kernels + 4 * widths[-1] * 10
    assert model(images(side=32, channels=channels)).shape == (3, 10)


def test_the_small_cnn_halves_the_image_at_each_block_and_averages_a_grid_of_two(images):
    model, x = small_cnn(5, widths=(4, 6), seed=0), images(side=32)
    middle = model.block1(x)
    last = model.block2(middle)
    assert middle.shape == (3, 4, 16, 16) and last.shape == (3, 6, 8, 8)
    grid = last.reshape(3, 6, 2, 4, 2, 4).mean(dim=(3, 5))
    torch.testing.assert_close(model(x), grid.flatten(1) @ model.head.weight.T)


def resnet18_parameters(w, channels, d, batch_norm):
    """By stage: two blocks of two 3 x 3 convolutions, a 1 x 1 one where the channels double."""
    total = 9 * channels * w + 9 * w * w * 4
    for c in (2 * w, 4 * w, 8 * w):
        total += 9 * (c // 2) * c + 9 * c * c * 3 + (c // 2) * c
    normalised = w + 4 * w + 5 * (2 * w + 4 * w + 8 * w)  # channels that are normalised, two numbers each
    return total + (2 * normalised if batch_norm else 0) + 8 * w * d


@pytest.mark.parametrize("width, channels, batch_norm", [(64, 3, True), (16, 1, True), (8, 3, False)])
def test_parameters_of_resnet18(width, channels, batch_norm):
    model = resnet18(10, width=width, input_channels=channels, batch_norm=batch_norm)
    assert count(model) == resnet18_parameters(width, channels, 10, batch_norm)


def test_resnet18_is_the_one_that_is_known_for_cifar(images):
    model = resnet18(10)
    # 11,173,962 with its usual classifier of 10 classes and bias, which ours lacks.
    assert count(model) + 10 == 11_173_962
    assert sum(isinstance(layer, nn.Conv2d) for layer in model.modules()) == 17 + 3  # and 3 shortcuts
    x = images(n=2, side=32)
    with torch.no_grad():
        for name, side, channels in [
            ("stem", 32, 64),
            ("stage1", 32, 64),
            ("stage2", 16, 128),
            ("stage3", 8, 256),
            ("stage4", 4, 512),
        ]:
            x = getattr(model, name)(x)
            assert x.shape == (2, channels, side, side)


def test_a_block_of_resnet18_by_hand():
    """One pixel, so that only the middle of each 3 x 3 kernel acts: the block is two matrices and a sum."""
    block = resnet18(2, width=2, batch_norm=False, seed=1).stage2[0]
    x = torch.randn(1, 2, 1, 1, generator=torch.Generator().manual_seed(0))
    a, b = (layer.weight[:, :, 1, 1] for layer in (block.conv1, block.conv2))
    direct = block.shortcut[0].weight[:, :, 0, 0]
    v = x.flatten()
    by_hand = (b @ (a @ v).clamp(min=0) + direct @ v).clamp(min=0)
    torch.testing.assert_close(block(x).flatten(), by_hand)


def test_the_linear_model_is_w_x():
    model, x = linear(6, 4, seed=3), torch.randn(5, 6)
    torch.testing.assert_close(model(x), x @ model.head.weight.T)
    torch.testing.assert_close(model(x.reshape(5, 1, 2, 3)), model(x))


def test_hidden_layers_by_name_in_order():
    assert hidden_layers(linear(4, 2)) == {}
    assert list(hidden_layers(mlp(4, [8, 8, 8], 2))) == ["hidden1", "hidden2", "hidden3"]
    assert list(hidden_layers(small_cnn(2))) == ["block1", "block2", "block3"]
    assert list(hidden_layers(resnet18(2, width=2))) == ["stem", "stage1", "stage2", "stage3", "stage4"]
    own = nn.Sequential(nn.Linear(3, 4), nn.Tanh(), nn.Linear(4, 2))
    assert hidden_layers(own) == {"0": own[0]}


def test_a_hidden_layer_is_what_the_next_one_sees_activation_included(images, build):
    model = build(seed=0)
    seen = {}
    for name, layer in hidden_layers(model).items():
        layer.register_forward_hook(lambda _, __, out, name=name: seen.__setitem__(name, out))
    model(images())
    assert list(seen) == list(hidden_layers(model))
    for output in seen.values():
        assert output.shape[0] == 3 and output.min() == 0 < output.max()


def test_batch_normalisation_in_training_and_in_evaluation(images):
    model, x = resnet18(5, width=4, seed=0), images(n=8)
    with torch.no_grad():
        trained = model.train()(x)
        # In training one image's embedding depends on the others of its batch; in evaluation it does not.
        assert not torch.allclose(model(x[:4]), trained[:4], rtol=1e-2)
        running = [b.clone() for name, b in model.named_buffers() if "running" in name]
        evaluated = model.eval()(x)
        torch.testing.assert_close(model(x[:4]), evaluated[:4], rtol=1e-4, atol=1e-5)
        after = [b for name, b in model.named_buffers() if "running" in name]
        assert len(running) == 2 * 20 and all(torch.equal(a, b) for a, b in zip(running, after, strict=True))


def test_every_parameter_gets_a_gradient_and_weights_survive_a_state_dict(images, build):
    model, x = build(seed=0), images(n=6)
    model(x).square().sum().backward()
    for name, parameter in model.named_parameters():
        assert parameter.grad is not None and parameter.grad.isfinite().all(), name
        assert parameter.grad.any() or "norm" in name, name
    copy = build(seed=9)
    copy.load_state_dict(model.state_dict())
    torch.testing.assert_close(copy.eval()(x), model.eval()(x), rtol=0, atol=0)


@pytest.mark.parametrize(
    "build, message",
    [
        (lambda: linear(0, 3), "input_dim is 0: expected a whole number, 1 or more"),
        (lambda: linear(4, 2.0), "embedding_dim is 2.0: expected"),
        (lambda: mlp(4, [8, -1], 2), r"widths\[1\] is -1: expected"),
        (lambda: mlp(4, [True], 2), r"widths\[0\] is True: expected"),
        (lambda: small_cnn(2, widths=()), "widths is empty: expected"),
        (lambda: small_cnn(2, input_channels=0), "input_channels is 0: expected"),
        (lambda: resnet18(2, width=0), "width is 0: expected"),
        (lambda: scale_initialisation(linear(4, 2), 0), "factor is 0: expected a finite number > 0"),
        (lambda: scale_initialisation(linear(4, 2), float("nan")), "factor is nan: expected"),
        (lambda: scale_initialisation(nn.ReLU(), 0.5), "model is a ReLU without a linear or convolutional"),
        (lambda: give_head_bias(linear(4, 2), -1.0), "norm is -1.0: expected a finite number > 0"),
    ],
)
def test_sizes_and_scales_that_mean_nothing_are_refused_by_name(build, message):
    with pytest.raises(ValueError, match=message):
        build()


def test_numpy_sizes_are_sizes():
    assert linear(np.int64(4), int(np.int64(2))).head.weight.shape == (2, 4)
