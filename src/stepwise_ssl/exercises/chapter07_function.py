"""Exercise 7.5: the way out of a saddle, as the matrix u v^T with C u = 0 and W Gamma v = 0.

Saddles are made from vectors with w_i^T Gamma w_j = [i = j], so most are not aligned with eigenvectors of
Gamma. What is judged is the matrix itself: its length, its rank, what C and W Gamma make of it, how the loss
bends along it. Neither u nor v has a sign, and u may be any empty direction.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from .properties import Broken, Property, PropertyQuestion

CLOSE = 1e-7  # absolute, beside entries of order one


@dataclass(frozen=True)
class Saddle:
    """One input of ``my_way_out``.

    Args:
        weights: W, (d, m), a critical point.
        matrix: Gamma, (m, m), symmetric.
        best: the largest v^T Gamma v of all unit v with W Gamma v = 0.

    Source: chapter 7.

    >>> TURNED.weights.shape
    (3, 5)
    """

    weights: np.ndarray
    matrix: np.ndarray
    best: float

    def way(self, call) -> np.ndarray:
        """The reader's matrix, finite."""
        way = call(self.weights, self.matrix, shape=self.weights.shape)
        if not np.all(np.isfinite(way)):
            raise Broken("some entries are NaN or infinite")
        return way


def _best(weights: np.ndarray, matrix: np.ndarray) -> float:
    """Largest eigenvalue of P Gamma P, with the projector P onto the kernel of W Gamma."""
    image = weights @ matrix
    kept = np.eye(len(matrix)) - np.linalg.pinv(image) @ image
    return float(np.linalg.eigvalsh(kept @ matrix @ kept)[-1])


def saddle(signs, learned: int, d: int, seed: int, aligned: bool = False) -> Saddle:
    """A seeded saddle: Gamma has eigenvalues of these signs, W has learned so many directions.

    >>> s = saddle([1, 1, -1], 1, 2, seed=0)
    >>> c = s.weights @ s.matrix @ s.weights.T
    >>> bool(np.allclose(c @ c, c)), round(float(np.trace(c)), 6)
    (True, 1.0)
    """
    rng = np.random.default_rng(seed)
    m, signs = len(signs), np.asarray(signs, dtype=float)
    basis = np.linalg.qr(rng.normal(size=(m, m)))[0] * rng.uniform(0.6, 1.6, size=m)
    if not aligned:
        basis = basis @ (np.eye(m) + 0.3 * rng.normal(size=(m, m)))
    back = np.linalg.inv(basis)
    matrix = back.T @ np.diag(signs) @ back
    rows = np.vstack([basis[:, :learned].T, np.zeros((d - learned, m))])
    turn = np.linalg.qr(rng.normal(size=(d, d)))[0]
    weights, matrix = turn @ rows, (matrix + matrix.T) / 2
    return Saddle(weights, matrix, _best(weights, matrix))


ALIGNED = saddle([1, 1, 1, -1], 1, 2, seed=3, aligned=True)
TURNED = saddle([1, 1, 1, 1, -1], 2, 3, seed=4)
INDEFINITE = saddle([1, 1, -1, -1, -1], 1, 2, seed=5)
TWO_OPEN = saddle([1, 1, 1, -1, 0], 1, 3, seed=6)
NOTHING_LEARNED = saddle([1, 1, -1], 0, 2, seed=7)
ALL = (ALIGNED, TURNED, INDEFINITE, TWO_OPEN, NOTHING_LEARNED)


def _is_one_by_one(call) -> None:
    for at in ALL:
        sizes = np.linalg.svd(at.way(call), compute_uv=False)
        if sizes[0] < CLOSE:
            raise Broken("it returns zeros only")
        if sizes[1] > CLOSE * sizes[0]:
            raise Broken("its rank is above one. It should be np.outer(u, v)")
        if abs(sizes[0] - 1) > CLOSE:
            raise Broken(f"its length is {sizes[0]:.3g}. Take unit vectors u and v")


def _is_open(call) -> None:
    for at in ALL:
        way, embedding = at.way(call), at.weights @ at.matrix @ at.weights.T
        if np.abs(embedding @ way).max() > CLOSE:
            along = np.linalg.norm(embedding @ way)
            learned = "C u = u: this direction is full. Take an eigenvector of C with eigenvalue 0"
            raise Broken(learned if along > 1 - CLOSE else f"|C u| is {along:.3g}, and should be 0")


def _is_new(call, saddles=(ALIGNED,)) -> None:
    for at in saddles:
        left = at.weights @ at.matrix @ at.way(call).T
        if np.abs(left).max() > CLOSE:
            raise Broken(
                f"|W Gamma v| is {np.linalg.norm(left):.3g}: this v is correlated with what is learned"
            )


def _is_new_everywhere(call) -> None:
    try:
        _is_new(call, ALL)
    except Broken as seen:
        raise Broken(
            f"{seen}. There the rows of W are no eigenvectors: look for v in the space W Gamma v = 0, not "
            "among the eigenvectors of Gamma"
        ) from None


def _goes_down(call) -> None:
    for at in ALL:
        way = at.way(call)
        strength = np.trace(way @ at.matrix @ way.T)
        if strength < -CLOSE:
            raise Broken(
                f"v^T Gamma v is {strength:.3g}. A negative one leads uphill: sort by value, not by "
                "magnitude, and remember that eigh sorts upwards"
            )
        if strength < at.best * (1 - 1e-6):
            raise Broken(f"v^T Gamma v is {strength:.3g}, and {at.best:.3g} can be had")


QUESTION = PropertyQuestion(
    [
        Property("return u v^T with unit vectors u and v", _is_one_by_one),
        Property("choose an empty direction of the embedding, C u = 0", _is_open),
        Property("choose a feature that is not learned, W Gamma v = 0", _is_new),
        Property("do so at saddles that are not aligned", _is_new_everywhere),
        Property("take the steepest such way", _goes_down),
    ],
    praise="Along it the loss is that of one weight, at aligned saddles and at others, with negative and "
    "zero eigenvalues. Which empty u you took does not matter: they are all equally steep.",
)
