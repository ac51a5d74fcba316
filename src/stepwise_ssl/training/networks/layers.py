"""What the networks are made of and called: sizes that are checked, a head, hidden layers by name."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from numbers import Integral

import torch
from torch import nn


def hidden_layers(model: nn.Module) -> dict[str, nn.Module]:
    """The hidden layers of a network by name: its children with weights in order, but for the last, the head.

    A hidden layer's representation is the output of its module, activation included: (n, width), or
    (n, channels, height, width) for images. ``Track(layers=tuple(hidden_layers(model)))`` records them all.

    Args:
        model: one of this package's networks, or any module whose children run in order and end in the head.

    Returns:
        Name -> module; empty for a linear model.

    >>> from stepwise_ssl.training import mlp
    >>> list(hidden_layers(mlp(4, [8, 8], embedding_dim=2)))
    ['hidden1', 'hidden2']
    """
    weighted = [
        (name, child) for name, child in model.named_children() if any(True for _ in child.parameters())
    ]
    return dict(weighted[:-1])


def body_of(model: nn.Sequential) -> nn.Sequential:
    """What stands below the head of a network: it turns a view into the features that the head sees.

    Args:
        model: one of this package's networks.

    Returns:
        The same modules, not copies.

    >>> from stepwise_ssl.training import mlp
    >>> body_of(mlp(4, [8], embedding_dim=2))(torch.zeros(3, 4)).shape
    torch.Size([3, 8])
    """
    names = [name for name, _ in model.named_children()]
    return nn.Sequential(*list(model.children())[: names.index("head")])


def make_head(width: int, embedding_dim: int) -> nn.Linear:
    """The last layer of every network: linear, no bias, nothing after it."""
    return nn.Linear(width, embedding_dim, bias=False)


@contextmanager
def seeded(seed: int | None) -> Iterator[None]:
    """Draw from ``seed`` inside the block and leave PyTorch's random state as it was; None changes nothing.

    >>> with seeded(3):
    ...     first = torch.rand(1)
    >>> with seeded(3):
    ...     print(bool(torch.rand(1) == first))
    True
    """
    with torch.random.fork_rng(devices=[], enabled=seed is not None):
        if seed is not None:
            torch.default_generator.manual_seed(seed)  # torch.manual_seed would reseed the GPUs, too
        yield


def require_sizes(**sizes: int) -> None:
    """Refuse a number of units that is not a whole number of at least 1, by its name.

    >>> require_sizes(embedding_dim=0)
    Traceback (most recent call last):
    ValueError: embedding_dim is 0: expected a whole number, 1 or more
    """
    for name, size in sizes.items():
        if not isinstance(size, Integral) or isinstance(size, bool) or size < 1:
            raise ValueError(f"{name} is {size!r}: expected a whole number, 1 or more")
