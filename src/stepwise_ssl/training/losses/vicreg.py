"""The VICReg loss: views alike (invariance), coordinates spread (variance) and uncorrelated (covariance)."""

from __future__ import annotations

import torch
from torch import Tensor

from stepwise_ssl.training.losses.reading import full_precision, read_pair, require_number
from stepwise_ssl.training.losses.second_moment import second_moment


def vicreg_loss(
    z: Tensor,
    z_prime: Tensor,
    *,
    similarity_weight: float = 25.0,
    variance_weight: float = 25.0,
    covariance_weight: float = 1.0,
    eps: float = 1e-4,
    squared: bool = False,
) -> Tensor:
    """a * similarity + nu * variance + kappa * covariance, as it is used or in the squared form of theory.

    As it is used (``squared=False``), with V the covariance matrix of one view, centred, over n - 1:

        similarity   (1 / nd) sum_k ||z_k - z'_k||^2
        variance     (1 / 2d) sum_views sum_i max(0, 1 - sqrt(V_ii + eps))
        covariance   (1 / d) sum_views sum_{i != j} V_ij^2

    These are the conventions of the authors' code and of lightly. The paper's formula and solo-learn have no
    1/2 before the variance: ``variance_weight=50`` gives theirs. At z = 0 the loss is nu (1 - sqrt(eps)),
    24.75 by default, and flat: a saddle that without eps would not be one.

    In the squared form, with the uncentred S = (1 / 2n) sum_k ( z_k z_k^T + z'_k z'_k^T ) and nothing over d:

        similarity   (1 / n) sum_k ||z_k - z'_k||^2
        variance     sum_i (S_ii - 1)^2
        covariance   sum_{i != j} S_ij^2

    With nu = kappa the last two are nu ||S - I||_F^2, blind to rotations; with all weights 1 the whole is
    ``spectral_contrastive_loss`` plus d. Near z = 0 in a linear model the growth rates are four times the
    eigenvalues of (nu - a) Sigma + a Gamma, Sigma the second moment of the inputs.

    Args:
        z: embeddings of the first views, shape (n, d); n >= 2 unless ``squared``.
        z_prime: embeddings of the second views, shape (n, d).
        similarity_weight: a, at least 0.
        variance_weight: nu, at least 0.
        covariance_weight: kappa, at least 0.
        eps: what is added to a variance before its root; the squared form does not use it.
        squared: the squared form.

    Returns:
        The loss, a tensor without axes.

    Raises:
        TypeError, ValueError: the embeddings are no pair of (n, d), or a setting is negative.

    Source: Bardes, Ponce, LeCun, "VICReg" (ICLR 2022), eqs. 1-6; squared: worked out here.

    >>> z = torch.zeros(4, 3)
    >>> float(vicreg_loss(z, z)), float(vicreg_loss(z, z, squared=True))
    (24.75, 75.0)
    """
    z, z_prime = read_pair(z, z_prime, least_n=1 if squared else 2)
    require_number("similarity_weight", similarity_weight)
    require_number("variance_weight", variance_weight)
    require_number("covariance_weight", covariance_weight)
    require_number("eps", eps)
    with full_precision(z):
        terms = _squared_terms(z, z_prime) if squared else _hinge_terms(z, z_prime, eps)
        similarity, variance, covariance = terms
        return similarity_weight * similarity + variance_weight * variance + covariance_weight * covariance


def _hinge_terms(z: Tensor, z_prime: Tensor, eps: float) -> tuple[Tensor, Tensor, Tensor]:
    """Similarity, variance and covariance as they are used."""
    n, d = z.shape
    variance = covariance = 0
    for view in (z, z_prime):
        diagonal, off_diagonal_squares = second_moment(view - view.mean(dim=0), n - 1)
        variance = variance + (1 - (diagonal + eps).sqrt()).relu().mean() / 2
        covariance = covariance + off_diagonal_squares / d
    return (z - z_prime).square().mean(), variance, covariance


def _squared_terms(z: Tensor, z_prime: Tensor) -> tuple[Tensor, Tensor, Tensor]:
    """Similarity, variance and covariance of the squared form."""
    n = z.shape[0]
    diagonal, off_diagonal_squares = second_moment(torch.cat([z, z_prime]), 2 * n)
    return (z - z_prime).square().sum() / n, (diagonal - 1).square().sum(), off_diagonal_squares
