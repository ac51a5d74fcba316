"""What checks of functions share: seeded arrays, slopes by a complex step, the most that modes can see."""

from __future__ import annotations

import random
from collections.abc import Callable

import numpy as np

_STEP = 1e-30  # nothing is subtracted, so that it may be this small: the slope is exact to rounding


def generator(rng: random.Random) -> np.random.Generator:
    """Return a NumPy generator seeded by a check's own generator.

    Args:
        rng: the check's.

    Returns:
        A generator.

    Source: 64 bits of the check's generator.

    >>> generator(random.Random(0)).random() == generator(random.Random(0)).random()
    True
    """
    return np.random.default_rng(rng.getrandbits(64))


def slope_along(loss: Callable, at: np.ndarray, direction: np.ndarray) -> float:
    """Differentiate a loss along a direction, by a step into the complex plane.

    Args:
        loss: real-analytic: written with plain transposes and squares, without abs or conjugation.
        at: where.
        direction: of the same shape.

    Returns:
        The derivative, to rounding.

    Source: Squire and Trapp, "Using complex variables to estimate derivatives of real functions" (1998).

    >>> slope_along(lambda x: (x**2).sum(), np.array([1.0, 2.0]), np.array([0.0, 1.0]))
    4.0
    """
    return float(np.imag(loss(at + 1j * _STEP * direction)) / _STEP)


def most_seen(matrix: np.ndarray, count: int, draw: np.random.Generator) -> float:
    """Return the largest trace of V' matrix V over orthonormal V, by iteration and without an eigensolver.

    Args:
        matrix: symmetric.
        count: columns of V.
        draw: for the first guess.

    Returns:
        The sum of the ``count`` largest eigenvalues.

    Source: orthogonal iteration on the matrix, lifted so that value and magnitude have one order.

    >>> round(most_seen(np.diag([3.0, -5.0, 1.0]), 2, np.random.default_rng(0)), 9)
    4.0
    """
    lift = np.abs(matrix).sum(axis=1).max()
    lifted = np.linalg.matrix_power(np.eye(len(matrix)) + matrix / lift, 64)
    best = draw.normal(size=(len(matrix), count))
    for _ in range(60):
        best, _ = np.linalg.qr(lifted @ best)
    return float(np.trace(best.T @ matrix @ best))
