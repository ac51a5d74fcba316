"""How far a learned subspace is from a predicted one: principal angles."""

from __future__ import annotations

from typing import Any

import numpy as np


def principal_angles(a: Any, b: Any) -> np.ndarray:
    """The angles between the spans of the columns of two matrices, smallest first.

    Small angles come from sines and large ones from cosines: the cosine of an angle below 1e-8 is 1 in
    double precision, and would lose it.

    Args:
        a: columns that span the first subspace, shape (m, k), NumPy array or tensor, of full rank.
        b: columns that span the second, shape (m, l), l <= k, of full rank.

    Returns:
        Angles in radians from 0 to pi/2, shape (l,).

    Raises:
        ValueError: shapes do not fit, a value is not finite, or the columns are not independent.

    Source: Björck and Golub, "Numerical Methods for Computing Angles Between Linear Subspaces" (1973).

    >>> print(principal_angles(np.eye(3)[:, :2], [[1.0], [0.0], [1.0]]).round(4))  # 45 degrees
    [0.7854]
    """
    qa, qb = _basis("a", a), _basis("b", b)
    if qa.shape[0] != qb.shape[0] or qb.shape[1] > qa.shape[1]:
        raise ValueError(
            f"a has shape {qa.shape}, b {qb.shape}: expected (m, k) and (m, l) with one m and l <= k"
        )
    inner = qa.T @ qb
    cosines = np.clip(np.linalg.svd(inner, compute_uv=False), 0, 1)
    sines = np.clip(np.linalg.svd(qb - qa @ inner, compute_uv=False)[::-1], 0, 1)
    return np.where(cosines**2 > 0.5, np.arcsin(sines), np.arccos(cosines))


def subspace_overlap(a: Any, b: Any) -> float:
    """The mean squared cosine of the principal angles: 1 if b lies in a, 0 if it is orthogonal to it.

    Args:
        a: columns that span the first subspace, shape (m, k).
        b: columns that span the second, shape (m, l), l <= k.

    Returns:
        A number from 0 to 1; about k/m for a random b.

    Raises:
        ValueError: as in ``principal_angles``.

    Source: Björck and Golub 1973.

    >>> round(subspace_overlap(np.eye(3)[:, :2], [[1.0], [0.0], [1.0]]), 12)
    0.5
    """
    return float(np.mean(np.cos(principal_angles(a, b)) ** 2))


def _basis(name: str, columns: Any) -> np.ndarray:
    """An orthonormal basis of the span."""
    if hasattr(columns, "detach"):
        columns = columns.detach().cpu().numpy()
    matrix = np.asarray(columns, float)
    if matrix.ndim != 2 or 0 in matrix.shape or not np.isfinite(matrix).all():
        raise ValueError(f"{name} has shape {matrix.shape}: expected finite numbers of shape (m, k)")
    u, s, _ = np.linalg.svd(matrix, full_matrices=False)
    if matrix.shape[1] > matrix.shape[0] or s[-1] <= s[0] * max(matrix.shape) * np.finfo(float).eps:
        raise ValueError(f"{name} of shape {matrix.shape} has dependent columns: they span fewer dimensions")
    return u
