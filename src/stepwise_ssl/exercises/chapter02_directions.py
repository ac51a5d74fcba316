"""Exercise 2.8: Gram-Schmidt. Right angles, lengths of one and a positive diagonal leave one answer only."""

from __future__ import annotations

import numpy as np

from .properties import Broken, Property, PropertyQuestion

PAGE = np.array([[3.0, 2.0], [4.0, 1.0]])
BLUNT = np.array([[2.0, -1.0], [1.0, 1.0]])  # more than a right angle apart
THREE = np.random.default_rng(4).normal(size=(3, 3)) * [0.5, 4.0, 1.0]
TALL = np.random.default_rng(5).normal(size=(6, 4)) * [0.1, 1.0, 30.0, 3.0]
LATER = np.array([[1.0, 1.0, 1.0], [0.0, 1e-5, 1.0], [0.0, 0.0, 1.0]])  # the first two almost parallel


def _is_gram_schmidt(call, arrows: np.ndarray) -> None:
    """Q^T Q = I, and Q^T A is upper triangular with a positive diagonal; nothing else has both."""
    found = call(arrows, shape=arrows.shape)
    if not np.all(np.isfinite(found)):
        raise Broken("some entries are not finite")
    lengths = np.linalg.norm(found, axis=0)
    if not np.allclose(lengths, 1, atol=1e-7):
        raise Broken(f"its columns have lengths {_show(lengths)}. Divide each direction by its length")
    k = arrows.shape[1]
    inner = found.T @ found - np.eye(k)
    along = found.T @ (arrows / np.linalg.norm(arrows, axis=0))
    if np.abs(inner).max() > 1e-7:
        i, j = sorted(np.unravel_index(np.argmax(np.abs(inner)), inner.shape))
        raise Broken(_why_not_perpendicular(found, arrows, i, j))
    below = np.abs(np.tril(along, -1)).max()
    if below > 1e-7:
        raise Broken(_which_order(found, arrows, along))
    if np.diag(along).min() < 0:
        j = int(np.argmin(np.diag(along)))
        raise Broken(
            f"direction {j + 1} points against its arrow, R{j + 1}{j + 1} is negative. LAPACK does that; "
            "turn such a direction round"
        )


def _why_not_perpendicular(found, arrows, i: int, j: int) -> str:
    angle = np.degrees(np.arccos(np.clip(found[:, i] @ found[:, j], -1, 1)))
    words = f"directions {i + 1} and {j + 1} are at {angle:.4g} degrees"
    unit = arrows / np.linalg.norm(arrows, axis=0)
    if np.allclose(found, unit):
        return f"{words}. You scaled the arrows, but took nothing away"
    if j >= 2 and abs(found[:, 0] @ found[:, 1]) < 1e-7:
        return (
            f"{words}. From arrow {j + 1} take what lies along the directions q found so far, not along the "
            "arrows"
        )
    return f"{words}. From arrow {j + 1} take (q · a) q for every q found so far, with q of length one"


def _which_order(found, arrows, along) -> str:
    """Perpendicular directions, but not those of the arrows in their order."""
    if (
        np.abs(np.tril(along[::-1, ::-1], -1)).max() < 1e-7
        or np.abs(np.tril(along[:, ::-1], -1)).max() < 1e-7
    ):
        return "it begins with the last arrow. The first one keeps its direction"
    left, _, right = np.linalg.svd(arrows)
    k = arrows.shape[1]
    if np.allclose(found, left[:, :k] @ right):
        return "it treats all arrows alike. Gram-Schmidt does not: the first one keeps its direction"
    if np.allclose(np.abs((found * left[:, :k]).sum(axis=0)), 1):
        return "these are the singular vectors of the arrows. The first arrow must keep its direction"
    order = np.argsort(-np.linalg.norm(arrows, axis=0))
    if any(np.abs(np.tril(one, -1)).max() < 1e-7 for one in (along[:, order], along[np.ix_(order, order)])):
        return "it begins with the longest arrow. The order is that of the columns"
    if len(found) == k and np.abs(np.tril(found @ arrows.T, -1)).max() < 1e-7 * np.abs(arrows).max():
        return "it took the rows for the arrows. One arrow is one column"
    j, i = np.unravel_index(np.argmax(np.abs(np.tril(along, -1))), along.shape)
    return f"arrow {i + 1} has a part along direction {j + 1}, which comes later"


def _show(values) -> str:
    return ", ".join(f"{value + 0.0:.3g}" for value in values)


QUESTION = PropertyQuestion(
    [
        Property("make right angles of the two arrows of the page", lambda c: _is_gram_schmidt(c, PAGE)),
        Property(
            "work for arrows more than a right angle apart", lambda c: _is_gram_schmidt(c, BLUNT)
        ),
        Property("work for three arrows", lambda c: _is_gram_schmidt(c, THREE)),
        Property("work for four arrows of six numbers each", lambda c: _is_gram_schmidt(c, TALL)),
        Property("work where two arrows are almost parallel", lambda c: _is_gram_schmidt(c, LATER)),
    ],
    praise="Right angles, lengths of one, and in order: each arrow lies in the directions up to its own, and "
    "none points against its arrow.",
)  # fmt: skip
