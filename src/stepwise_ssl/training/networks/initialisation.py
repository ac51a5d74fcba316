"""The start of a network: Kaiming's draw, the factor that makes it small, and SimCLR's constant."""

from __future__ import annotations

import math

import torch
from torch import nn

from stepwise_ssl.training.networks.layers import seeded

WEIGHTED = nn.Linear | nn.Conv1d | nn.Conv2d | nn.Conv3d


@torch.no_grad()
def kaiming_start(model: nn.Module) -> nn.Module:
    """Draw each weight matrix and kernel from N(0, 2 / fan_in), set biases to 0; batch normalisation stays.

    Source: He, Zhang, Ren, Sun, "Delving Deep into Rectifiers" (ICCV 2015), eq. 10.
    """
    for layer in _weighted_layers(model):
        nn.init.kaiming_normal_(layer.weight, nonlinearity="relu")
        if layer.bias is not None:
            layer.bias.zero_()
    return model


@torch.no_grad()
def scale_initialisation(model: nn.Module, factor: float, *, head_only: bool = False) -> nn.Module:
    """Multiply the weights by ``factor``, in place, and set the biases beside them to 0: the small start.

    The factor is the knob that makes the steps visible: from Kaiming's draw a factor near 0.3 shows a clean
    staircase in small networks, 0.6 steps that overlap, 1 none. Batch normalisation undoes the scale of what
    stands before it, so with batch normalisation scale the head only (0.03 in a small ResNet).

    Args:
        model: a network; its linear and convolutional layers are scaled, batch normalisation is left alone.
        factor: above 0; with L layers without skips or batch normalisation the embedding shrinks by factor^L.
        head_only: scale the last linear layer only.

    Returns:
        The same model.

    Raises:
        ValueError: the factor is not a finite number above 0, or the model has no layer to scale.

    >>> from stepwise_ssl.training import linear
    >>> model = linear(3, embedding_dim=2, seed=0)
    >>> before = model.head.weight.clone()
    >>> bool((scale_initialisation(model, 0.5).head.weight == 0.5 * before).all())
    True
    """
    if not (math.isfinite(factor) and factor > 0):
        raise ValueError(f"factor is {factor!r}: expected a finite number > 0")
    layers = _weighted_layers(model)
    if head_only:
        layers = [layer for layer in layers if isinstance(layer, nn.Linear)][-1:]
    if not layers:
        raise ValueError(
            f"model is a {type(model).__name__} without a linear or convolutional layer to scale"
        )
    for layer in layers:
        layer.weight.mul_(factor)
        if layer.bias is not None:
            layer.bias.zero_()
    return model


@torch.no_grad()
def give_head_bias(model: nn.Sequential, norm: float, *, seed: int | None = None) -> nn.Sequential:
    """Give the head a trained bias that starts as a vector of the given norm in a random direction.

    SimCLR by cosine divides by the length of an embedding, so zero is no start for it. Its small start is a
    constant: this bias, of norm 1, and small weights. Call it after ``scale_initialisation``.

    Args:
        model: one of this package's networks; its head is replaced.
        norm: length of the bias at the start, above 0.
        seed: decides the direction; None draws from PyTorch's own random state.

    Returns:
        The same model.

    Raises:
        ValueError: the norm is not a finite number above 0.

    >>> from stepwise_ssl.training import mlp
    >>> model = give_head_bias(mlp(4, [8], embedding_dim=3), norm=1.0, seed=0)
    >>> print(f"{model.head.bias.norm():.3f}")
    1.000
    """
    if not (math.isfinite(norm) and norm > 0):
        raise ValueError(f"norm is {norm!r}: expected a finite number > 0")
    weight = model.head.weight
    with seeded(seed):
        direction = torch.randn(weight.shape[0]).to(weight)
    model.head.bias = nn.Parameter(norm * direction / direction.norm())
    return model


def _weighted_layers(model: nn.Module) -> list[nn.Module]:
    """The linear and convolutional layers, in order."""
    return [layer for layer in model.modules() if isinstance(layer, WEIGHTED)]
