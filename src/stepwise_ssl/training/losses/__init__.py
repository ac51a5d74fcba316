"""Four losses of self-supervised learning, each one function of the embeddings of two views.

They share their arguments: ``z`` and ``z_prime`` are the embeddings of the first and of the second views,
shape (n, d), row k of both belonging to one pair; the result is one number. They share their letters, too:

    C = (1 / 2n) sum_k ( z_k z'_k^T + z'_k z_k^T )       cross-correlation of the views, shape (d, d)
    S = (1 / 2n) sum_k ( z_k z_k^T + z'_k z'_k^T )       second moment of the views, shape (d, d)

Each is even in the embeddings, so that z = 0 is a fixed point (not of SimCLR by cosine), and near it the
gradient is linear. What grows there, and how fast, is said with each; they part in what stops the growth.
All compute in float32 at least, whatever comes in and whatever autocast says, on the embeddings' own device.
"""

from stepwise_ssl.training.losses.barlow_twins import barlow_twins_loss
from stepwise_ssl.training.losses.simclr import simclr_loss
from stepwise_ssl.training.losses.spectral_contrastive import spectral_contrastive_loss
from stepwise_ssl.training.losses.vicreg import vicreg_loss

__all__ = ["barlow_twins_loss", "simclr_loss", "spectral_contrastive_loss", "vicreg_loss"]
