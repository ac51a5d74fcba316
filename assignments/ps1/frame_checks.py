"""Checks of item 1: the cross-correlation of three frames, held against what it means along a direction."""

import numpy as np

from coursework.arrays import generator
from coursework.items import Check

PAIRS = {"w12": (0, 1), "w23": (1, 2), "w13": (0, 2)}


def films(draw, count=7, pixels=4):
    """Return frames with a mean and with different variances, so that no slip can hide."""
    frames = draw.normal(size=(count, 3, pixels)) + draw.normal(size=(1, 3, pixels))
    return frames * np.array([1.0, 1.5, 0.7])[:, None]


def seen_along(frames, direction, shares):
    """Return v' Gamma v from its meaning: average product of what two frames show along v, weighted."""
    shown = frames @ direction
    products = [
        w * (shown[:, a] * shown[:, b]).mean() for w, (a, b) in zip(shares, PAIRS.values(), strict=True)
    ]
    return sum(products)


def shares_of(variant):
    """Return the weights of the three pairs of frames."""
    return [variant.number(name) for name in PAIRS]


def shape(answers, variant, rng):
    """A square matrix of the size of a frame."""
    got = answers.array("cross_correlation", films(generator(rng), 5, 3))
    assert got.shape == (3, 3), (
        f"5 films of 3 frames with 3 pixels must give shape (3, 3); yours is {got.shape}."
    )


def of_these_films(answers, draw, frames):
    """Return the answer's matrix, once it is seen that other films give another one."""
    got = answers.array("cross_correlation", frames)
    other = answers.array("cross_correlation", films(draw))
    assert not np.allclose(got, other, rtol=1e-6, atol=0), "Your matrix does not depend on the films."
    return got


def symmetric(answers, variant, rng):
    """Symmetric, and made of the films."""
    draw = generator(rng)
    got = of_these_films(answers, draw, films(draw))
    assert np.allclose(got, got.T, rtol=0, atol=1e-10 * np.abs(got).max()), (
        "Your matrix is not symmetric: count every pair of frames in both orders."
    )


def pictures(answers, variant, rng):
    """An average over films: neither their order nor showing each film twice matters."""
    draw = generator(rng)
    frames = films(draw)
    once = of_these_films(answers, draw, frames)
    twice = answers.array("cross_correlation", np.concatenate([frames, frames])[draw.permutation(14)])
    assert np.allclose(once, twice, rtol=1e-9, atol=1e-12), (
        "The same films, each shown twice, give another matrix: divide by the number of films, "
        "not by a number nearby."
    )


def along(answers, variant, rng, keep=None):
    """What the matrix says of a direction is the weighted average product along it."""
    draw = generator(rng)
    frames = films(draw)
    if keep:
        frames[:, [k for k in range(3) if k not in PAIRS[keep]]] = 0
    got = answers.array("cross_correlation", frames)
    directions = draw.normal(size=(6, 4))
    assert got.shape == (4, 4), f"expected shape (4, 4), got {got.shape}."
    found = np.array([v @ got @ v for v in directions])
    wanted = np.array([seen_along(frames, v, shares_of(variant)) for v in directions])
    if np.allclose(found, wanted, rtol=1e-9, atol=1e-12):
        return
    raise AssertionError(slip(found, wanted, frames, directions, shares_of(variant)))


def slip(found, wanted, frames, directions, shares):
    """Name what was computed instead."""

    def same(values):
        return np.allclose(found, values, rtol=1e-9, atol=1e-12)

    def with_shares(other, data=frames):
        return np.array([seen_along(data, v, other) for v in directions])

    if same(2 * wanted) or same(wanted / 2):
        return "Off by a factor of two: each order of a pair counts one half, and the average is 1/(2n)."
    if same(with_shares([1, 0, 0])):
        return "Only frames 1 and 2 count here. That is the book's matrix of two views; there are three."
    if same(with_shares([1 / 3, 1 / 3, 1 / 3])):
        return "You give the three pairs equal weights; the set says which weight belongs to which pair."
    if same(with_shares([shares[i] for i in (2, 1, 0)])) or same(with_shares([shares[i] for i in (1, 0, 2)])):
        return "The weights stand with the wrong pairs."
    if same(with_shares(shares, frames - frames.mean(axis=0))):
        return "You took the mean frame away. Gamma here is not centred."
    return "Along some direction v your v'Gamma v is not the weighted average product of two frames."


Q1 = (
    Check("test_shape", 1, True, "The result is an m x m matrix.", shape),
    Check("test_symmetric", 1, True, "Count every pair of frames in both orders.", symmetric),
    Check("test_pictures", 2, False, "It is an average over films.", pictures),
    Check("test_pair_12", 2, False, "Look at frames 1 and 2 alone.", lambda a, v, r: along(a, v, r, "w12")),
    Check("test_pair_23", 2, False, "Look at frames 2 and 3 alone.", lambda a, v, r: along(a, v, r, "w23")),
    Check("test_pair_13", 2, False, "Look at frames 1 and 3 alone.", lambda a, v, r: along(a, v, r, "w13")),
    Check("test_directions", 2, False, "Compare v'Gamma v with average products along v.", along),
)
