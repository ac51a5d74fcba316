"""The matrix that decides everything, Gamma, and its leading eigenpairs.

    Gamma = (1 / 2n) sum_i ( x_i x'_i^T + x'_i x_i^T ) = V diag(gamma_1 >= ... >= gamma_m) V^T.

Gamma is symmetric but not a covariance: it has negative eigenvalues. Hence two conventions, kept in this file
for the whole package: eigenvalues are ordered by value, largest first, never by magnitude; and each
eigenvector has the sign that makes its entry of largest magnitude positive.

Source: Simon et al., "On the Stepwise Nature of Self-Supervised Learning" (ICML 2023), Sec. 4.
"""

from __future__ import annotations

import math

from stepwise_ssl.closed_form.lanczos import leading_pairs_of_operator
from stepwise_ssl.closed_form.validation import Array, read, require_count, require_shape, require_symmetric

# Up to this side a dense solver costs milliseconds, and it cannot miss a repeated eigenvalue.
DENSE_UP_TO = 512


def cross_correlation(x: Array, x_prime: Array) -> Array:
    """The symmetrised cross-correlation Gamma of positive pairs, (1 / 2n) (x^T x' + x'^T x); no centring.

    Args:
        x: first views, shape (n, m), one row for each pair.
        x_prime: second views, shape (n, m).

    Returns:
        Gamma, shape (m, m), exactly symmetric.

    Raises:
        ValueError: the shapes differ, or a value is NaN or infinite.

    Source: Simon et al. 2023, Sec. 4.

    >>> print(cross_correlation([[1.0, 0.0]], [[1.0, 1.0]]))
    [[1.  0.5]
     [0.5 0. ]]
    """
    _, x, x_prime = read_views(x, x_prime)
    one_way = x.T @ x_prime
    return (one_way + one_way.T) / (2 * x.shape[0])


def eigenpairs(gamma_matrix: Array, count: int | None = None) -> tuple[Array, Array]:
    """The leading eigenvalues and eigenvectors of a symmetric matrix, largest value first.

    Args:
        gamma_matrix: a symmetric matrix, shape (m, m).
        count: how many pairs, at most m; all if not given.

    Returns:
        Eigenvalues, shape (count,), and eigenvectors as columns, shape (m, count).

    Raises:
        ValueError: the matrix is not square or not symmetric, or has fewer than ``count`` columns.

    Source: spectral theorem.

    >>> gamma, v = eigenpairs([[0.0, 2.0], [2.0, 0.0]])
    >>> print(gamma)
    [ 2. -2.]
    """
    xp, matrix = read(gamma_matrix=gamma_matrix)
    require_symmetric(xp, "gamma_matrix", matrix)
    count = require_count(
        "count", matrix.shape[0] if count is None else count, matrix.shape[0], "gamma_matrix"
    )
    values, vectors = xp.linalg.eigh((matrix + matrix.T) / 2)  # ascending, by value
    return xp.flip(values)[:count], fix_signs(xp, xp.flip(vectors, axis=1)[:, :count])


def view_eigenpairs(x: Array, x_prime: Array, count: int) -> tuple[Array, Array]:
    """The leading eigenpairs of the views' Gamma; the m x m matrix is formed only where that is cheaper.

    Few inputs (m <= 512) or many pairs (n >= m): form Gamma, dense solver. Otherwise Lanczos, which needs
    only ``v -> (x^T (x' v) + x'^T (x v)) / 2n``: some tens of vectors of length m beside the views.

    Args:
        x: first views, shape (n, m).
        x_prime: second views, shape (n, m).
        count: how many pairs, at most m.

    Returns:
        Eigenvalues, shape (count,), and eigenvectors as columns, shape (m, count).

    Raises:
        ValueError: the shapes differ, a value is NaN or infinite, or count is more than m.

    Source: Lanczos with implicit restarts (ARPACK, Lehoucq, Sorensen and Yang 1998).

    >>> gamma, v = view_eigenpairs([[1.0, 0.0]], [[1.0, 1.0]], count=1)
    >>> print(gamma.round(3))
    [1.207]
    """
    xp, x, x_prime = read_views(x, x_prime)
    n_pairs, input_dim = x.shape
    count = require_count("count", count, input_dim, "x")
    if input_dim <= DENSE_UP_TO or n_pairs >= input_dim or 4 * count > input_dim:
        return eigenpairs(cross_correlation(x, x_prime), count)

    def apply_gamma(v: Array) -> Array:
        return (x.T @ (x_prime @ v) + x_prime.T @ (x @ v)) / (2 * n_pairs)

    values, vectors = leading_pairs_of_operator(apply_gamma, like=x, size=input_dim, count=count)
    return values, fix_signs(xp, vectors)


def fix_signs(xp, vectors: Array) -> Array:
    """Give each column the sign that makes its entry of largest magnitude positive.

    >>> import numpy as np
    >>> fix_signs(np, np.array([[1.0, 0.0], [-2.0, 3.0]]))
    array([[-1.,  0.],
           [ 2.,  3.]])
    """
    upright = xp.max(vectors, axis=0) >= -xp.min(vectors, axis=0)
    return xp.where(upright, vectors, -vectors)


def read_views(x: Array, x_prime: Array) -> tuple:
    """Read the two views and refuse them unless both are (n, m)."""
    xp, x, x_prime = read(x=x, x_prime=x_prime)
    require_shape("x", x, ("n", "m"))
    require_shape("x_prime", x_prime, tuple(x.shape))
    return xp, x, x_prime


def tie_tolerance(xp, gamma: Array, input_dim: int) -> float:
    """The distance below which two computed eigenvalues count as equal: rounding, m eps max |gamma|."""
    return input_dim * float(xp.finfo(gamma.dtype).eps) * float(xp.max(xp.abs(gamma))) or math.ulp(0.0)
