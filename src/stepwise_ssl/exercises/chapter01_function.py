"""Exercise 1.4: the Barlow Twins loss of two tables of embeddings, and the slips that are known by name."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from .function import Case, FunctionQuestion


def loss(z: np.ndarray, z_prime: np.ndarray) -> float:
    """||C - I||_F^2 with C = (1/2n) sum_k (z_k z'_k^T + z'_k z_k^T), entry by entry as it is written.

    >>> loss(np.zeros((4, 3)), np.zeros((4, 3)))
    3.0
    """
    n, d = z.shape
    total = 0.0
    for i in range(d):
        for j in range(d):
            c = sum(z[k, i] * z_prime[k, j] + z_prime[k, i] * z[k, j] for k in range(n)) / (2 * n)
            total += (c - (i == j)) ** 2
    return float(total)


def _from(correlation: Callable, identity: float = 1.0) -> Callable:
    """The loss with another C in it."""

    def wrong(z, z_prime):
        c = correlation(z, z_prime)
        return ((c - identity * np.eye(len(c))) ** 2).sum()

    return wrong


def _both(z, w) -> np.ndarray:
    return (z.T @ w + w.T @ z) / (2 * len(z))


def _weighted(diagonal: float, rest: float, lower: float | None = None) -> Callable:
    """The loss with other weights for the diagonal, for what is above it and for what is below."""

    def wrong(z, w):
        error = _both(z, w) - np.eye(z.shape[1])
        squares = error**2
        below = rest if lower is None else lower
        return (
            diagonal * np.trace(squares)
            + rest * np.triu(squares, 1).sum()
            + below * np.tril(squares, -1).sum()
        )

    return wrong


def _centred(z):
    return z - z.mean(axis=0)


def _normalised(z):
    return _centred(z) / z.std(axis=0)


def _tables(n: int, d: int, seed: int) -> tuple[np.ndarray, np.ndarray]:
    """Embeddings of two views that agree in part; their mean is not zero, their n is not d."""
    rng = np.random.default_rng(seed)
    common = rng.normal(size=(n, d)) + 0.5
    return common + 0.4 * rng.normal(size=(n, d)), common + 0.4 * rng.normal(size=(n, d))


COPY = np.array([[1.0, 1.0], [1.0, 1.0], [-1.0, -1.0], [-1.0, -1.0]])
TWO = np.array([[1.0, 1.0], [1.0, -1.0], [-1.0, 1.0], [-1.0, -1.0]])

_CASES = [
    Case((COPY, COPY), "give 2 for the copy"),
    Case((TWO, TWO), "give 0 for two stories"),
    Case(_tables(5, 3, seed=1), "hold for views that differ"),
    Case(_tables(3, 5, seed=2), "hold for more coordinates than pairs"),
    Case(_tables(1, 2, seed=3), "hold for one pair"),
    Case(_tables(5, 3, seed=1)[::-1], "stay the same when the views change places"),
    Case((np.zeros((4, 3)), np.zeros((4, 3))), "give d for a collapse"),
]

_SLIPS = [
    (
        _from(lambda z, w: 2 * _both(z, w)),
        "Your C is twice as large: you count both orders of the views, so divide by 2n, not by n.",
    ),
    (
        _from(lambda z, w: z.T @ w / len(z)),
        "You multiply view one by view two in one order only. C counts both orders, z.T @ z_prime and its "
        "transpose, and divides by 2n.",
    ),
    (
        _from(lambda z, w: z.T @ w / (2 * len(z))),
        "One order of the views only, and still divided by 2n. Add z_prime.T @ z.",
    ),
    (_from(_both, identity=0.0), "This is the squared length of C. Subtract the identity first."),
    (
        _from(lambda z, w: z.T @ w + w.T @ z),
        "C is an average over the pairs: divide by 2n.",
    ),
    (
        lambda z, w: np.sqrt(_from(_both)(z, w)),
        "This is the norm. The loss is its square.",
    ),
    (
        lambda z, w: _from(_both)(z, w) / z.shape[1] ** 2,
        "You take the mean over the entries of C - I. The loss is their sum.",
    ),
    (
        _weighted(1, 1, lower=0),
        "You count each pair of coordinates once. C holds it twice, above and below the diagonal, and so "
        "does the norm.",
    ),
    (_weighted(1, 0), "This is the diagonal's part. What forbids one coordinate to copy another?"),
    (_weighted(0, 1), "This is the part beside the diagonal. What forbids the collapse to zero?"),
    (
        _weighted(1, 0.005),
        "You weigh the second term by 0.005, as in the method that is used in practice. Here both terms "
        "weigh the same.",
    ),
    (
        _from(lambda z, w: _both(_centred(z), _centred(w))),
        "You take the mean away from the embeddings. In practice that is done; this loss does not.",
    ),
    (
        _from(lambda z, w: _both(_normalised(z), _normalised(w))),
        "You normalise each coordinate, as batch normalisation does. This loss does not, and with it a "
        "collapse would be hidden.",
    ),
    (
        _from(lambda z, w: z.T @ z / len(z)),
        "You use one view only: this is the second moment of z. C multiplies the two views.",
    ),
    (
        _from(lambda z, w: (z @ w.T + w @ z.T) / (2 * len(z))),
        "Your C is n by n: you multiply pairs with pairs. Coordinates are columns: z.T @ z_prime is d by d.",
    ),
    (
        lambda z, w: np.abs(_both(z, w) - np.eye(z.shape[1])).sum(),
        "You add absolute values. The norm adds squares.",
    ),
    (
        lambda z, w: ((z - w) ** 2).sum() / len(z),
        "This is agreement alone, the mean of |z - z'|². It is zero for a collapse.",
    ),
    (
        lambda z, w: ((_both(z, w) - 1) ** 2).sum(),
        "You subtract 1 from every entry. The identity has ones on its diagonal only: np.eye(d).",
    ),
]

QUESTION = FunctionQuestion(
    loss,
    _CASES,
    ("z", "z_prime"),
    slips=_SLIPS,
    praise="It gives 2 for the copy, 0 for two stories, d for a collapse, and does not mind which view is "
    "called the first.",
    smallest=1e-12,  # zero comes out as rounding
)
