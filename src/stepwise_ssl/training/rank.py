"""How many directions share a variance: the effective rank of a spectrum."""

from __future__ import annotations

import numpy as np


def effective_rank(values: np.ndarray) -> np.ndarray:
    """(sum of eigenvalues)^2 / sum of their squares: how many directions share the variance, and how evenly.

    Args:
        values: eigenvalues of covariances, at least 0 (rounding below 0 is taken for 0), shape (..., k). Of a
            wider layer a run has recorded the largest ones: the rank is then that of these.

    Returns:
        Numbers from 1 to k, shape (...); 0 where all eigenvalues are 0.

    Source: the participation ratio, usual in physics.

    >>> effective_rank(np.array([[1.0, 1.0, 0.0], [1.0, 0.0, 0.0]]))
    array([2., 1.])
    """
    values = np.clip(values, 0, None)
    squares = np.square(values).sum(axis=-1)
    return np.square(values.sum(axis=-1)) / np.where(squares > 0, squares, 1)
