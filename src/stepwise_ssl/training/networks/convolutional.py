"""A small convolutional network, without batch normalisation: minutes on a CPU, and it shows the steps."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence

from torch import nn

from stepwise_ssl.training.networks.initialisation import kaiming_start
from stepwise_ssl.training.networks.layers import make_head, require_sizes, seeded


def small_cnn(
    embedding_dim: int,
    *,
    widths: Sequence[int] = (16, 32, 64),
    input_channels: int = 3,
    seed: int | None = None,
) -> nn.Sequential:
    """Blocks of one 3 x 3 convolution (stride 2) and ReLU, an average over a 2 x 2 grid, then the head.

    Args:
        embedding_dim: d.
        widths: channels of each block; hidden layers are block1, block2, ...
        input_channels: 3 for colour.
        seed: decides the start; None draws from PyTorch's own random state.

    Returns:
        A model from (n, channels, height, width), any height and width, to (n, d).

    Raises:
        ValueError: a size is not a whole number of at least 1, or there is no block.

    >>> import torch
    >>> small_cnn(embedding_dim=5)(torch.zeros(2, 3, 32, 32)).shape
    torch.Size([2, 5])
    """
    require_sizes(embedding_dim=embedding_dim, input_channels=input_channels)
    require_sizes(**{f"widths[{i}]": width for i, width in enumerate(widths)})
    if not widths:
        raise ValueError("widths is empty: expected the channels of at least one block")
    with seeded(seed):
        children, below = OrderedDict(), input_channels
        for i, width in enumerate(widths, start=1):
            convolution = nn.Conv2d(below, width, kernel_size=3, stride=2, padding=1)
            children[f"block{i}"] = nn.Sequential(convolution, nn.ReLU())
            below = width
        children["pool"] = nn.AdaptiveAvgPool2d(2)
        children["flatten"] = nn.Flatten()
        children["head"] = make_head(4 * below, embedding_dim)
        return kaiming_start(nn.Sequential(children))
