"""ResNet-18 for images of 32 pixels: a 3 x 3 first convolution, no pooling before the blocks.

The paper's ResNet-18 is for images of 224 pixels and halves them twice before the first block; of 32 pixels
8 would be left there. As usual for CIFAR, the first convolution is 3 x 3 with stride 1, the pooling is gone.
Without its head it has 11,168,832 parameters.
"""

from __future__ import annotations

from collections import OrderedDict

from torch import Tensor, nn
from torch.nn.functional import relu

from stepwise_ssl.training.networks.initialisation import kaiming_start
from stepwise_ssl.training.networks.layers import make_head, require_sizes, seeded


class BasicBlock(nn.Module):
    """relu( norm(conv(relu(norm(conv(x))))) + shortcut(x) ), both convolutions 3 x 3.

    The shortcut is the identity, or a 1 x 1 convolution where the number of channels or the size changes.
    """

    def __init__(self, channels_in: int, channels: int, stride: int, batch_norm: bool):
        super().__init__()
        norm = nn.BatchNorm2d if batch_norm else nn.Identity
        self.conv1 = nn.Conv2d(channels_in, channels, 3, stride, padding=1, bias=False)
        self.norm1 = norm(channels)
        self.conv2 = nn.Conv2d(channels, channels, 3, padding=1, bias=False)
        self.norm2 = norm(channels)
        self.shortcut = nn.Identity()
        if stride != 1 or channels_in != channels:
            project = nn.Conv2d(channels_in, channels, 1, stride, bias=False)
            self.shortcut = nn.Sequential(project, norm(channels))

    def forward(self, x: Tensor) -> Tensor:
        """(n, channels_in, h, w) -> (n, channels, h / stride, w / stride)."""
        residual = self.norm2(self.conv2(relu(self.norm1(self.conv1(x)))))
        return relu(residual + self.shortcut(x))


def resnet18(
    embedding_dim: int,
    *,
    width: int = 64,
    input_channels: int = 3,
    batch_norm: bool = True,
    seed: int | None = None,
) -> nn.Sequential:
    """A first convolution (stem), four stages of two blocks, an average over the image, then the head.

    Args:
        embedding_dim: d.
        width: channels of the first stage, doubled in each later one; 64 is ResNet-18, 16 trains on a CPU.
        input_channels: 3 for colour.
        batch_norm: batch normalisation after each convolution; never at the head.
        seed: decides the start; None draws from PyTorch's own random state.

    Returns:
        A model from (n, channels, height, width) to (n, d); hidden layers stem, stage1 ... stage4.

    Raises:
        ValueError: a size is not a whole number of at least 1.

    Source: He, Zhang, Ren, Sun, "Deep Residual Learning for Image Recognition" (CVPR 2016), table 1.

    >>> model = resnet18(embedding_dim=10, seed=0)
    >>> sum(parameter.numel() for parameter in model.parameters()) - model.head.weight.numel()
    11168832
    """
    require_sizes(embedding_dim=embedding_dim, width=width, input_channels=input_channels)
    norm = nn.BatchNorm2d if batch_norm else nn.Identity
    with seeded(seed):
        first = nn.Conv2d(input_channels, width, 3, padding=1, bias=False)
        children, below = OrderedDict(stem=nn.Sequential(first, norm(width), nn.ReLU())), width
        for i in range(4):
            channels, stride = width * 2**i, 1 if i == 0 else 2
            blocks = (
                BasicBlock(below, channels, stride, batch_norm),
                BasicBlock(channels, channels, 1, batch_norm),
            )
            children[f"stage{i + 1}"], below = nn.Sequential(*blocks), channels
        children["pool"] = nn.AdaptiveAvgPool2d(1)
        children["flatten"] = nn.Flatten()
        children["head"] = make_head(below, embedding_dim)
        return kaiming_start(nn.Sequential(children))
