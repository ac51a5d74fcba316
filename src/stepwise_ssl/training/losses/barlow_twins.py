"""The Barlow Twins loss: the views' cross-correlation is to be the identity.

The book's form is the default, because it has the closed solution: no normalisation, the cross-correlation
symmetrised, every entry weighing the same. Arguments lead from it to the form of the original paper.
"""

from __future__ import annotations

import torch
from torch import Tensor
from torch.nn.functional import batch_norm

from stepwise_ssl.training.losses.reading import full_precision, read_pair, require_number


def barlow_twins_loss(
    z: Tensor,
    z_prime: Tensor,
    *,
    off_diagonal_weight: float = 1.0,
    centred: bool = False,
    normalised: bool = False,
    symmetrised: bool = True,
    eps: float = 1e-5,
) -> Tensor:
    """sum_i (C_ii - 1)^2 + w sum_{i != j} C_ij^2, C = (1 / 2n) sum_k ( z_k z'_k^T + z'_k z_k^T ).

    With w = 1 it is ||C - I||_F^2, blind to rotations of the embedding; no other w is. Near z = 0 it is
    d - 2 tr C: in a linear model mode j grows at rate 4 gamma_j, whatever w.

    ``normalised=True, symmetrised=False, off_diagonal_weight=0.005`` is the loss of the original paper and
    its code: each coordinate of each view less its batch mean, over sqrt(variance + eps), the variance taken
    over n (not n - 1), and C = (1 / n) sum_k z_k z'_k^T. It is blind to the size of the embeddings (while
    their variance is far above eps), so it has no staircase from a small start.

    Args:
        z: embeddings of the first views, shape (n, d).
        z_prime: embeddings of the second views, shape (n, d).
        off_diagonal_weight: w, at least 0.
        centred: subtract each view's batch mean first (``normalised`` does so anyway).
        normalised: standardise each coordinate of each view over the batch, as above; needs n >= 2.
        symmetrised: C as in the first line; if False, C = (1 / n) sum_k z_k z'_k^T.
        eps: what is added to the variance when ``normalised``, above 0.

    Returns:
        The loss, a tensor without axes.

    Raises:
        TypeError, ValueError: the embeddings are no pair of (n, d), or a setting is negative.

    Source: Zbontar et al., "Barlow Twins" (ICML 2021), eqs. 1-2; the default: Simon et al. 2023, Sec. 4.

    >>> z = torch.eye(2) * 2**0.5
    >>> float(barlow_twins_loss(z, z).round(decimals=6)), float(barlow_twins_loss(z, 0 * z))
    (0.0, 2.0)
    """
    z, z_prime = read_pair(z, z_prime, least_n=2 if normalised else 1)
    require_number("off_diagonal_weight", off_diagonal_weight)
    require_number("eps", eps, beyond=True)
    with full_precision(z):
        if normalised:
            z, z_prime = (batch_norm(view, None, None, training=True, eps=eps) for view in (z, z_prime))
        elif centred:
            z, z_prime = z - z.mean(dim=0), z_prime - z_prime.mean(dim=0)
        n, d = z.shape
        route = _by_pairs if d > 2 * n else _by_features
        distance, diagonal = route(z, z_prime, symmetrised)
        # With R = C - I: w ||R||^2 + (1 - w) sum_i R_ii^2, in which nothing cancels as C comes close to I.
        if off_diagonal_weight == 1:
            return distance
        return off_diagonal_weight * distance + (1 - off_diagonal_weight) * (diagonal - 1).square().sum()


def _by_features(z: Tensor, z_prime: Tensor, symmetrised: bool) -> tuple[Tensor, Tensor]:
    """||C - I||_F^2 and the diagonal of C, through the (d, d) matrix C."""
    n, d = z.shape
    c = z.T @ (z_prime / n)
    if symmetrised:
        c = (c + c.T) / 2
    return (c - torch.eye(d, dtype=c.dtype, device=c.device)).square().sum(), c.diagonal()


def _by_pairs(z: Tensor, z_prime: Tensor, symmetrised: bool) -> tuple[Tensor, Tensor]:
    """The same through (n, n) inner products: shorter for d > 2n.

    With A = z^T z' / n:  ||A||^2 = <z z^T, z' z'^T> / n^2  and  tr(A A) = sum_kl (z_k z'_l)(z_l z'_k) / n^2.
    There C has rank at most 2n < d, so ||C - I||^2 >= d - 2n: the subtraction below loses no digits.
    """
    n, d = z.shape
    diagonal = (z * z_prime).sum(dim=0) / n
    squares = ((z @ z.T / n) * (z_prime @ z_prime.T / n)).sum()
    if symmetrised:
        crossed = z @ z_prime.T / n
        squares = (squares + (crossed * crossed.T).sum()) / 2
    return squares - 2 * diagonal.sum() + d, diagonal
