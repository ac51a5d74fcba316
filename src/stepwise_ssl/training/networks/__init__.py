"""Four networks, written out: linear, multi-layer perceptron, small CNN, ResNet-18 for images of 32 pixels.

Each is an ``nn.Sequential`` of named children. The last, ``model.head``, is linear without bias and without
batch normalisation, as in the theory; the children below it that have weights are the hidden layers
(``hidden_layers``). Weights start as Kaiming's normal draw, the same under the same ``seed``, biases at zero;
``scale_initialisation`` then makes the start small.
"""

from stepwise_ssl.training.networks.convolutional import small_cnn
from stepwise_ssl.training.networks.initialisation import give_head_bias, scale_initialisation
from stepwise_ssl.training.networks.layers import body_of, hidden_layers
from stepwise_ssl.training.networks.perceptron import linear, mlp
from stepwise_ssl.training.networks.resnet import resnet18

__all__ = [
    "body_of",
    "give_head_bias",
    "hidden_layers",
    "linear",
    "mlp",
    "resnet18",
    "scale_initialisation",
    "small_cnn",
]
