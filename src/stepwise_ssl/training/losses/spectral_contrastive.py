"""The spectral contrastive loss: positive pairs aligned, all views spread, both terms polynomials."""

from __future__ import annotations

import torch
from torch import Tensor

from stepwise_ssl.training.losses.reading import full_precision, read_pair
from stepwise_ssl.training.losses.second_moment import second_moment


def spectral_contrastive_loss(z: Tensor, z_prime: Tensor) -> Tensor:
    """-(2 / n) sum_k z_k . z'_k + (1 / 4n^2) sum_ab (v_a . v_b)^2, where v_1 ... v_2n are all the views.

    It is ||S||_F^2 - 2 tr C, with S = (1 / 2n) sum_a v_a v_a^T and tr C = (1 / n) sum_k z_k . z'_k. Near
    z = 0 in a linear model mode j grows at rate 4 gamma_j, as under Barlow Twins.

    This is the population loss -2 E[f(x) . f(x+)] + E[(f(x) . f(x'))^2] of the paper, x and x' independent,
    taken over the 2n views as they are: the sum runs over all ordered pairs of views, each with itself and
    with its partner too. (The authors' code pairs z_k with z'_l, k != l, only: unbiased for the population.)
    In this form the squared ``vicreg_loss`` with all weights 1 equals it plus d, exactly.

    Args:
        z: embeddings of the first views, shape (n, d).
        z_prime: embeddings of the second views, shape (n, d).

    Returns:
        The loss, a tensor without axes.

    Raises:
        TypeError, ValueError: the embeddings are no pair of (n, d).

    Source: HaoChen, Wei, Gaidon, Ma, "Provable Guarantees for Self-Supervised Deep Learning with Spectral
        Contrastive Loss" (NeurIPS 2021).

    >>> z = torch.eye(2) * 2**0.5
    >>> float(spectral_contrastive_loss(z, z).round(decimals=5))
    -2.0
    """
    z, z_prime = read_pair(z, z_prime)
    with full_precision(z):
        n = z.shape[0]
        diagonal, off_diagonal_squares = second_moment(torch.cat([z, z_prime]), 2 * n)
        return diagonal.square().sum() + off_diagonal_squares - 2 / n * (z * z_prime).sum()
