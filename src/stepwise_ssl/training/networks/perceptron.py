"""The linear model, which the theory solves, and the multi-layer perceptron."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence

from torch import nn

from stepwise_ssl.training.networks.initialisation import kaiming_start
from stepwise_ssl.training.networks.layers import make_head, require_sizes, seeded


def linear(input_dim: int, embedding_dim: int, *, seed: int | None = None) -> nn.Sequential:
    """f(x) = W x, the model of the theory; ``model.head.weight`` is W.

    Args:
        input_dim: m, the number of inputs; inputs of more axes are flattened.
        embedding_dim: d.
        seed: decides the start; None draws from PyTorch's own random state.

    Returns:
        A model from (n, m) or (n, channels, height, width) to (n, d), with d m parameters.

    Raises:
        ValueError: a size is not a whole number of at least 1.

    Source: Simon et al. 2023, Sec. 4.

    >>> linear(5, embedding_dim=3).head.weight.shape
    torch.Size([3, 5])
    """
    require_sizes(input_dim=input_dim, embedding_dim=embedding_dim)
    with seeded(seed):
        children = OrderedDict(flatten=nn.Flatten(), head=make_head(input_dim, embedding_dim))
        return kaiming_start(nn.Sequential(children))


def mlp(
    input_dim: int, widths: Sequence[int], embedding_dim: int, *, seed: int | None = None
) -> nn.Sequential:
    """A multi-layer perceptron with ReLU: hidden1, hidden2, ... of the given widths, then the head.

    Args:
        input_dim: m, the number of inputs; inputs of more axes are flattened.
        widths: the number of units of each hidden layer.
        embedding_dim: d.
        seed: decides the start; None draws from PyTorch's own random state.

    Returns:
        A model from (n, m) or (n, channels, height, width) to (n, d).

    Raises:
        ValueError: a size is not a whole number of at least 1.

    >>> mlp(5, [16, 8], embedding_dim=3).head.weight.shape
    torch.Size([3, 8])
    """
    require_sizes(input_dim=input_dim, embedding_dim=embedding_dim)
    require_sizes(**{f"widths[{i}]": width for i, width in enumerate(widths)})
    with seeded(seed):
        children, below = OrderedDict(flatten=nn.Flatten()), input_dim
        for i, width in enumerate(widths, start=1):
            children[f"hidden{i}"] = nn.Sequential(nn.Linear(below, width), nn.ReLU())
            below = width
        children["head"] = make_head(below, embedding_dim)
        return kaiming_start(nn.Sequential(children))
