"""Exercise 6.5: from the start W(0) V to the start on the rails, by Gram-Schmidt in the eigenvalues' order.

The answer is one array, and what must hold of it leaves one only: columns of modes that are not learned are
zero, and that of the j-th largest eigenvalue is its arrow less a part along those before it, at a right angle
to them.
"""

from __future__ import annotations

import numpy as np

from .properties import Broken, Property, PropertyQuestion

_RNG = np.random.default_rng(6)
SORTED = np.array([3.0, 2.0, 1.0]), 1e-3 * _RNG.normal(size=(2, 3))
SHUFFLED = np.array([0.5, 3.0, 0.2, 1.5, 2.0]), 1e-6 * _RNG.normal(size=(3, 5))
NEGATIVE = np.array([-4.0, 1.0, 0.3, 2.0, -0.5]), 1e-4 * _RNG.normal(size=(2, 5))
SQUARE = np.array([1.0, 2.0, 4.0]), 0.1 * _RNG.normal(size=(3, 3))
ONE = np.array([0.2, 0.9, -2.0]), np.array([[0.3, -0.1, 0.2]])
CLOSE = 1e-9  # relative to the longest arrow


def _read(call, world) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """The answer, the arrows and the columns of the leading modes, all in units of the longest arrow."""
    gammas, arrows = world
    found = call(gammas, arrows, shape=arrows.shape)
    if not np.all(np.isfinite(found)):
        raise Broken("some entries are not finite")
    size = np.linalg.norm(arrows, axis=0).max()
    return found / size, arrows / size, np.argsort(-gammas)[: len(arrows)]


def _only_leading(call, world) -> None:
    found, _, lead = _read(call, world)
    gammas, d = world[0], len(found)
    filled = np.flatnonzero(np.linalg.norm(found, axis=0) > CLOSE)
    if set(filled) == set(lead):
        return
    chosen = f"it fills the columns of the eigenvalues {_show(gammas[filled])}"
    wrong_choices = {
        "the largest by magnitude. Sort by value: negative modes are never learned": np.argsort(-abs(gammas)),
        "the smallest. argsort sorts upwards": np.argsort(gammas),
        "the first ones. The order of the columns means nothing; sort by eigenvalue": np.arange(len(gammas)),
    }
    for words, order in wrong_choices.items():
        if set(filled) == set(order[:d]):
            raise Broken(f"{chosen}, {words}")
    if len(filled) > d:
        raise Broken(f"{chosen}. Only {d} modes can be learned: put the others to zero")
    raise Broken(f"{chosen}, where {_show(gammas[lead])} are learned")


def _first_stays(call, world) -> None:
    found, arrows, lead = _read(call, world)
    if np.allclose(found[:, lead[0]], arrows[:, lead[0]], atol=CLOSE):
        return
    left, values, _ = np.linalg.svd(arrows[:, lead])
    if np.allclose(np.abs(found[:, lead]), np.abs(left[:, : len(lead)] * values), atol=1e-7):
        raise Broken(
            "its columns are singular vectors times singular values. The fastest arrow keeps its own"
        )
    if np.allclose(found[:, lead[0]], -arrows[:, lead[0]], atol=CLOSE):
        raise Broken(
            "the arrow of the largest eigenvalue points backwards. LAPACK's R may have a negative diagonal: "
            "take Q and R with their signs, or turn both"
        )
    unit = arrows[:, lead[0]] / np.linalg.norm(arrows[:, lead[0]])
    if np.allclose(np.abs(found[:, lead[0]] @ unit), 1 / _size(world), rtol=1e-7):
        raise Broken("its columns have length one. Multiply each direction by its R_jj")
    raise Broken("the arrow of the largest eigenvalue has changed. Nothing comes before it")


def _size(world) -> float:
    return float(np.linalg.norm(world[1], axis=0).max())


def _perpendicular(call, world) -> None:
    found, arrows, lead = _read(call, world)
    lengths = np.linalg.norm(found[:, lead], axis=0)
    if lengths.min() < CLOSE:
        raise Broken(f"the column of the eigenvalue {world[0][lead[lengths.argmin()]]:g} is zero")
    unit = found[:, lead] / lengths
    inner = np.abs(unit.T @ unit - np.eye(len(lead)))
    if inner.max() < 1e-7:
        return
    if np.allclose(found[:, lead], arrows[:, lead]):
        raise Broken("two arrows are not at a right angle. You kept them as they are")
    i, j = sorted(np.unravel_index(np.argmax(inner), inner.shape))
    raise Broken(f"the columns of eigenvalues {_show(world[0][lead[[i, j]]])} are not at a right angle")


def _part_across(call, world) -> None:
    """a_j less its column must lie along the columns before it."""
    found, arrows, lead = _read(call, world)
    for j in range(1, len(lead)):
        column, arrow = found[:, lead[j]], arrows[:, lead[j]]
        unit = column / np.linalg.norm(column)
        part = unit @ arrow
        where = f"the column of the eigenvalue {world[0][lead[j]]:g}"
        if np.isclose(unit @ column, part, rtol=1e-6, atol=1e-12):
            continue
        if np.isclose(unit @ column, -part, rtol=1e-6):
            raise Broken(f"{where} points against its arrow. LAPACK's R may have a negative diagonal")
        if np.isclose(unit @ column, np.linalg.norm(arrow), rtol=1e-6):
            raise Broken(
                f"{where} is as long as its whole arrow. Only the part across the earlier ones counts"
            )
        if np.isclose(np.linalg.norm(column), 1 / _size(world), rtol=1e-6):
            raise Broken(f"{where} has length one. Multiply each direction by its R_jj")
        raise Broken(f"{where} is not its arrow less a part along the earlier ones")


def _all(call, world) -> None:
    for test in (_only_leading, _first_stays, _perpendicular, _part_across):
        test(call, world)


def _show(values) -> str:
    return ", ".join(f"{value + 0.0:.3g}" for value in values)


QUESTION = PropertyQuestion(
    [
        Property("put all modes but the d leading ones to zero", lambda call: _only_leading(call, SORTED)),
        Property("leave the arrow of the largest eigenvalue as it is", lambda c: _first_stays(c, SORTED)),
        Property("return columns at right angles", lambda call: _perpendicular(call, SORTED)),
        Property("keep of each arrow the part across the earlier ones", lambda c: _part_across(c, SORTED)),
        Property("work for eigenvalues in any order", lambda call: _all(call, SHUFFLED)),
        Property("work with negative eigenvalues", lambda call: _all(call, NEGATIVE)),
        Property("work for d = m", lambda call: _all(call, SQUARE)),
        Property("work for one output", lambda call: _all(call, ONE)),
    ],
    praise="Gram-Schmidt in the order of the eigenvalues. A sign that LAPACK puts into R_jj is in Q as well, "
    "so in the product of the two it is gone.",
)
