"""What the simulating explorables have in Python too: the random start, and descent step by step.

The browser's twins are ``descent_js/start.js`` and ``descent_js/descent.js``. Both sides work in the
eigenbasis of Gamma, A = W V, where Gamma is diagonal: descent of A under diag(gamma) is descent of W under
Gamma, turned.
"""

from __future__ import annotations

import numpy as np

from .augmentation_views import uniforms

ROWS, COLUMNS = 8, 32


def random_start(seed: int, embedding_dim: int, input_dim: int) -> np.ndarray:
    """Standard normal numbers that are the same in every browser and in Python.

    Numbers of the generator mulberry32, turned normal in pairs, fill 8 rows and 32 columns, column by
    column; the first d and m are taken. So a row more or a column more leaves the others as they are.

    Args:
        seed: where the generator starts, a whole number from 0.
        embedding_dim: d, 1 to 8.
        input_dim: m, 1 to 32.

    Returns:
        (d, m).

    Raises:
        ValueError: d or m is out of range.

    Source: mulberry32 by Tommy Ettinger, 2017, public domain; Box and Muller, "A note on the generation of
    random normal deviates", Ann. Math. Stat. 29 (1958).

    >>> random_start(1, 2, 2).round(3)
    array([[ 1.404,  1.053],
           [ 0.024, -0.034]])
    """
    if not (1 <= embedding_dim <= ROWS and 1 <= input_dim <= COLUMNS):
        raise ValueError(
            f"embedding_dim = {embedding_dim}, input_dim = {input_dim}: "
            f"expected 1 to {ROWS} and 1 to {COLUMNS}"
        )
    u = uniforms(ROWS * COLUMNS, seed).reshape(-1, 2)
    radius, angle = np.sqrt(-2 * np.log(1 - u[:, 0])), 2 * np.pi * u[:, 1]
    normal = np.stack([radius * np.cos(angle), radius * np.sin(angle)], axis=1)
    return normal.reshape(COLUMNS, ROWS).T[:embedding_dim, :input_dim]


def descend(start: np.ndarray, gammas: np.ndarray, eta: float, steps: int) -> np.ndarray:
    """Gradient descent of ``|A diag(gamma) A^T - I|^2`` in A, the start included.

    Args:
        start: A at the start, (d, m).
        gammas: eigenvalues of Gamma, (m,).
        eta: learning rate.
        steps: how many steps.

    Returns:
        (steps + 1, d, m).

    Source: the gradient of chapter 4, -4 (I - C) W Gamma, in the eigenbasis of Gamma.

    >>> descend(np.array([[0.5]]), np.array([1.0]), 0.1, 1).ravel()
    array([0.5 , 0.65])
    """
    path = [np.asarray(start, dtype=float)]
    for _ in range(steps):
        a = path[-1]
        gate = np.eye(len(a)) - (a * gammas) @ a.T
        path.append(a + 4 * eta * (gate @ a) * gammas)
    return np.array(path)
