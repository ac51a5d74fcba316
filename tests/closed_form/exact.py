"""Exact arithmetic for tests of the landscape: fractions in arrays, signs of a spectrum by counting."""

from fractions import Fraction
from itertools import pairwise

import numpy as np


def whole(values) -> np.ndarray:
    """An array of fractions."""
    return np.vectorize(Fraction, otypes=[object])(np.asarray(values, dtype=object))


def eye(n: int) -> np.ndarray:
    """Identity, in fractions."""
    return whole(np.eye(n, dtype=int).tolist())


def characteristic(matrix: np.ndarray) -> list:
    """Coefficients of det(x - A), highest first, by Faddeev and LeVerrier."""
    n = len(matrix)
    power, coefficients = eye(n), [Fraction(1)]
    for k in range(1, n + 1):
        power = matrix @ power if k > 1 else matrix
        coefficients.append(-Fraction(np.trace(power)) / k)
        power = power + coefficients[-1] * eye(n)
    return coefficients


def signs(matrix: np.ndarray) -> tuple[int, int, int]:
    """(positive, negative, zero) eigenvalues of a symmetric matrix, exactly.

    All roots are real, so by Descartes' rule the changes of sign in the coefficients count the positive ones.
    """
    coefficients = characteristic(matrix)
    n = len(coefficients) - 1
    zero = next(k for k in range(n + 1) if coefficients[n - k] != 0)
    kept = [x for x in coefficients if x != 0]
    positive = sum(a * b < 0 for a, b in pairwise(kept))
    return positive, n - zero - positive, zero


def rank(matrix: np.ndarray) -> int:
    """Rank, by elimination."""
    rows, found = [list(x) for x in matrix], 0
    for column in range(matrix.shape[1]):
        pivot = next((r for r in range(found, len(rows)) if rows[r][column] != 0), None)
        if pivot is None:
            continue
        rows[found], rows[pivot] = rows[pivot], rows[found]
        for r in range(found + 1, len(rows)):
            factor = rows[r][column] / rows[found][column]
            rows[r] = [a - factor * b for a, b in zip(rows[r], rows[found], strict=True)]
        found += 1
    return found


def loss(w, gamma):
    """||W Gamma W^T - I||_F^2."""
    return ((w @ gamma @ w.T - eye(len(w))) ** 2).sum()


def slope(w, gamma):
    """Gradient by a five-point stencil in each entry: exact, the loss being quartic."""
    out = np.empty(w.shape, dtype=object)
    for at in np.ndindex(w.shape):

        def moved(by, at=at):
            other = w.copy()
            other[at] += by
            return loss(other, gamma)

        out[at] = (moved(-2) - 8 * moved(-1) + 8 * moved(1) - moved(2)) / 12
    return out


def curvature(w, gamma, along):
    """Second derivative of the loss along a direction, exactly."""
    f = [loss(w + x * along, gamma) for x in (-2, -1, 0, 1, 2)]
    return (-f[0] + 16 * f[1] - 30 * f[2] + 16 * f[3] - f[4]) / 12


def hessian(w, gamma):
    """All second derivatives, from the loss alone."""
    units = whole(np.eye(w.size, dtype=int).tolist()).reshape(w.size, *w.shape)
    own = [curvature(w, gamma, e) for e in units]
    out = np.empty((w.size, w.size), dtype=object)
    for i in range(w.size):
        out[i, i] = own[i]
        for j in range(i):
            both = curvature(w, gamma, units[i] + units[j])
            out[i, j] = out[j, i] = (both - own[i] - own[j]) / 2
    return out


def _sheared(m: int, rng) -> tuple[np.ndarray, np.ndarray]:
    """An integer matrix of determinant 1, and its inverse."""
    forward, back = eye(m), eye(m)
    for _ in range(2 * m if m > 1 else 0):
        i, j = rng.choice(m, 2, replace=False)
        step = eye(m)
        step[i, j] = Fraction(int(rng.integers(-1, 2)))
        undo = eye(m)
        undo[i, j] = -step[i, j]
        forward, back = forward @ step, undo @ back
    return forward, back


def turn(d: int, rng) -> np.ndarray:
    """A rational rotation: turns by (3/5, 4/5) in some planes."""
    out = eye(d)
    for _ in range(d if d > 1 else 0):
        i, j = rng.choice(d, 2, replace=False)
        plane = eye(d)
        plane[i, i] = plane[j, j] = Fraction(3, 5)
        plane[i, j], plane[j, i] = Fraction(-4, 5), Fraction(4, 5)
        out = out @ plane
    return out


def critical_point(embedding_dim, learned, positive, negative, zero, rng):
    """(W, Gamma, u, v): a critical point with so many learned directions; u and v are a way out, or None.

    Gamma = B^-T D B^-1 with D of +1, -1, 0: columns of B are Gamma-orthonormal, up to sign.
    """
    signature = [1] * positive + [-1] * negative + [0] * zero
    basis, back = _sheared(len(signature), rng)
    gamma = back.T @ whole(np.diag(signature).tolist()) @ back
    rows = [basis[:, j] for j in range(learned)]
    for _ in range(embedding_dim - learned):
        idle = [int(rng.integers(-2, 3)) * basis[:, positive + negative + j] for j in range(zero)]
        rows.append(sum(idle, whole([0] * len(signature))))
    frame = turn(embedding_dim, rng)
    u = frame[:, learned] if learned < embedding_dim else None
    v = basis[:, learned] if learned < positive else None
    return frame @ np.array(rows), gamma, u, v
