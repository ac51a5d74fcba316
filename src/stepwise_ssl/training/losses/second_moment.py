"""The second moment M = X^T X / count of a stack of embeddings, by whichever of two routes is shorter.

``||X^T X||_F^2 = ||X X^T||_F^2``: with fewer rows than columns the small matrix of inner products gives the
same number as the large one of features. It is the duality that makes kernels work, here used for speed.
"""

from __future__ import annotations

import torch
from torch import Tensor


def second_moment(x: Tensor, count: int) -> tuple[Tensor, Tensor]:
    """The diagonal of M = X^T X / count and the sum of the squares off it.

    Args:
        x: rows, shape (k, d).
        count: what the sum over rows is divided by.

    Returns:
        M_ii, shape (d,), and sum_{i != j} M_ij^2, a number.

    >>> diagonal, off_diagonal_squares = second_moment(torch.tensor([[1.0, 2.0], [3.0, 0.0]]), count=2)
    >>> diagonal, off_diagonal_squares
    (tensor([5., 2.]), tensor(2.))
    """
    rows, d = x.shape
    return _by_inner_products(x, count) if d > rows else _by_features(x, count)


def _by_features(x: Tensor, count: int) -> tuple[Tensor, Tensor]:
    """Through M itself, (d, d)."""
    moment = x.T @ (x / count)
    diagonal = moment.diagonal()
    return diagonal, (moment - torch.diag(diagonal)).square().sum()


def _by_inner_products(x: Tensor, count: int) -> tuple[Tensor, Tensor]:
    """Through the (k, k) inner products of the rows; exact up to rounding of ``||M||^2``."""
    diagonal = x.square().sum(dim=0) / count
    products = x @ (x / count).T
    return diagonal, products.square().sum() - diagonal.square().sum()
