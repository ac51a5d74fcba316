"""Exercise 2.4: the leading eigenmodes of Gamma, from pairs.

Modes are judged by Gamma v = gamma v, by their lengths and by their order; signs do not matter.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from .properties import Broken, Property, PropertyQuestion

CLOSE = 1e-8  # rounding in matrices of at most 6 x 6 stays below 1e-13


def _pairs(n: int, m: int, seed: int, shared: float) -> tuple[np.ndarray, np.ndarray]:
    """Seeded pairs with a mean, and ``shared`` times the same picture in both views."""
    rng = np.random.default_rng(seed)
    sizes = 1.3 ** -np.arange(m)
    common = shared * rng.normal(size=(n, m)) * sizes + rng.normal(size=m)
    return common + rng.normal(size=(n, m)) * sizes, common + rng.normal(size=(n, m)) * sizes


def _mixed(n: int, seed: int) -> tuple[np.ndarray, np.ndarray]:
    """Seeded pairs whose views agree in some numbers and disagree in others."""
    rng = np.random.default_rng(seed)
    x = rng.normal(size=(n, 5))
    return x, x * [0.9, -2.0, 0.5, -1.2, 0.2] + 0.1 * rng.normal(size=x.shape)


ALIKE = _pairs(40, 5, seed=1, shared=3.0)
MIXED = _mixed(30, seed=2)
FEW = _pairs(2, 6, seed=3, shared=0.5)


def gamma_of(x: np.ndarray, x_prime: np.ndarray) -> np.ndarray:
    """Gamma of the pairs.

    >>> gamma_of(np.array([[1.0, 0.0]]), np.array([[3.0, 4.0]])).tolist()
    [[3.0, 2.0], [2.0, 0.0]]
    """
    return (x.T @ x_prime + x_prime.T @ x) / (2 * len(x))


def _wrong_matrices(x, x_prime) -> list[tuple[Callable, str]]:
    """What else one may take the modes of."""
    a, b = x - x.mean(0), x_prime - x_prime.mean(0)
    n = len(x)
    return [
        (
            lambda: x.T @ x + x_prime.T @ x_prime,
            "those of the covariance: each view meets itself, not the other",
        ),
        (lambda: x.T @ x, "those of the covariance of the first views alone"),
        (lambda: gamma_of(a, b), "right for pairs whose mean is taken away. Here nothing is taken away"),
        (lambda: a.T @ a + b.T @ b, "those of the covariance: each view meets itself, not the other"),
        (lambda: (x + x_prime).T @ (x + x_prime) / n, "those of the mean of the two views; what the views do "
                                                       "not share must be subtracted"),
        (lambda: _triangle(x.T @ x_prime), "those of a matrix that is not symmetrised: eigh read only one "
                                           "half of the average of x x'^T"),
        (lambda: _triangle(x_prime.T @ x), "those of a matrix that is not symmetrised: eigh read only one "
                                           "half of the average of x' x^T"),
    ]  # fmt: skip


def _triangle(matrix: np.ndarray) -> np.ndarray:
    """What eigh sees of a matrix: its lower triangle, mirrored."""
    return np.tril(matrix) + np.tril(matrix, -1).T


def _same_lines(found: np.ndarray, modes: np.ndarray) -> bool:
    return bool(np.all(np.abs(np.abs((found * modes).sum(axis=0)) - 1) < 1e-6))


def _has_modes(call, pairs, k: int) -> None:
    """The columns have length one and are Gamma's eigenvectors, largest eigenvalue first."""
    x, x_prime = pairs
    m = x.shape[1]
    found = call(x, x_prime, k, shape=(m, k))
    if not np.all(np.isfinite(found)):
        raise Broken("some entries are not finite")
    lengths = np.linalg.norm(found, axis=0)
    if not np.allclose(lengths, 1, atol=CLOSE):
        if k == m and np.allclose(np.linalg.norm(found, axis=1), 1):
            raise Broken("its rows have length one, its columns have not")
        raise Broken(f"its columns have lengths {_show(lengths)}. Scale each to one")
    matrix = gamma_of(x, x_prime)
    values, vectors = np.linalg.eigh(matrix)
    quotients = (found * (matrix @ found)).sum(axis=0)
    if np.abs(matrix @ found - quotients * found).max() > 1e-6 * np.abs(values).max():
        _name_the_stranger(found, x, x_prime, vectors)
    if np.allclose(quotients, values[::-1][:k], atol=1e-8):
        return
    by_size = values[np.argsort(-np.abs(values))][:k]
    if np.allclose(np.sort(quotients), np.sort(values[::-1][:k])):
        raise Broken(f"it has the right modes in the order {_show(quotients)}. Mode 1 is the largest")
    if np.allclose(np.sort(quotients), values[:k]):
        raise Broken(f"their eigenvalues are {_show(quotients)}, the smallest. eigh sorts ascending")
    if np.allclose(np.sort(quotients), np.sort(by_size)):
        raise Broken(
            f"their eigenvalues are {_show(quotients)}, the largest by magnitude. Sort by value: negative "
            "ones come last"
        )
    raise Broken(f"their eigenvalues are {_show(quotients)}, where {_show(values[::-1][:k])} is wanted")


def _name_the_stranger(found, x, x_prime, vectors) -> None:
    """The columns are no eigenvectors of Gamma: say whose they are, if that can be seen."""
    k = found.shape[1]
    for rows in (vectors[::-1][:k].T, vectors[:k].T, vectors[:, ::-1][:k].T):
        if rows.shape == found.shape and _same_lines(found, rows):
            raise Broken("they are rows of the matrix that eigh returns. Its columns are the modes")
    for build, words in _wrong_matrices(x, x_prime):
        modes = np.linalg.eigh(build())[1]
        if _same_lines(found, modes[:, ::-1][:, :k]) or _same_lines(found, modes[:, :k]):
            raise Broken(f"they are {words}")
    left, _, right = np.linalg.svd(x.T @ x_prime)
    if _same_lines(found, left[:, :k]) or _same_lines(found, right[:k].T):
        raise Broken("they are singular vectors of a matrix that is not symmetrised: x and x' each have "
                     "their own")  # fmt: skip
    raise Broken("Gamma turns at least one column to another direction")


def _show(values) -> str:
    return ", ".join(f"{value + 0.0:.3g}" for value in values)


QUESTION = PropertyQuestion(
    [
        Property("give the three leading modes of 40 pairs", lambda c: _has_modes(c, ALIKE, 3)),
        Property("give one mode, as a matrix of one column", lambda c: _has_modes(c, ALIKE, 1)),
        Property("give all modes if k is m", lambda c: _has_modes(c, ALIKE, 5)),
        Property("work for views that disagree in some directions", lambda c: _has_modes(c, MIXED, 3)),
        Property("work for two pairs of six numbers", lambda c: _has_modes(c, FEW, 2)),
    ],
    praise="Right for one mode and for all, for views that agree and views that disagree. The factor 1/(2n) "
    "changes no mode; without both orders none would be right.",
)
