"""The SimCLR loss (NT-Xent): among all other views, find the partner."""

from __future__ import annotations

import torch
from torch import Tensor
from torch.nn.functional import normalize

from stepwise_ssl.training.losses.reading import full_precision, read_pair, require_number


def simclr_loss(z: Tensor, z_prime: Tensor, *, temperature: float = 0.5, cosine: bool = True) -> Tensor:
    """-(1 / 2n) sum_a log( exp(v_a . v_a+ / T) / sum_{b != a} exp(v_a . v_b / T) ), v_1 ... v_2n all views.

    v_a+ is the partner of v_a. With ``cosine`` every view is divided by its length first (by 1e-12 at least):
    only directions count, and z = 0 is no fixed point. By inner product the loss is smooth there:

        loss = log(2n - 1) - (1 / T) tr C' + fourth order,   C' = C - (2n m m^T - S) / (2n - 1),

    m the mean of all the views. For many pairs C' is C centred. In a linear model mode j of C' = W Gamma' W^T
    grows at rate 2 gamma'_j / T.

    Args:
        z: embeddings of the first views, shape (n, d), n >= 2.
        z_prime: embeddings of the second views, shape (n, d).
        temperature: T, above 0.
        cosine: similarity by cosine, as in the paper; if False, by inner product.

    Returns:
        The loss, a tensor without axes, at least 0.

    Raises:
        TypeError, ValueError: the embeddings are no pair of (n, d), or the temperature is not above 0.

    Source: Chen, Kornblith, Norouzi, Hinton, "A Simple Framework for Contrastive Learning of Visual
        Representations" (ICML 2020), eq. 1.

    >>> z = torch.zeros(4, 3)
    >>> loss = simclr_loss(z, z, cosine=False)
    >>> torch.testing.assert_close(loss, torch.tensor(7.0).log())
    """
    z, z_prime = read_pair(z, z_prime, least_n=2)
    require_number("temperature", temperature, beyond=True)
    with full_precision(z):
        n = z.shape[0]
        views = torch.cat([z, z_prime])
        if cosine:
            views = normalize(views, dim=1)
        views = views / temperature**0.5
        itself = torch.eye(2 * n, dtype=torch.bool, device=views.device)
        similarities = (views @ views.T).masked_fill(itself, -torch.inf)
        partners = (views[:n] * views[n:]).sum() / n
        return similarities.logsumexp(dim=1).mean() - partners
