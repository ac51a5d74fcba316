"""Checks of items 1 and 2: the cross-correlation of three frames, and the modes that grow first."""

import numpy as np

from coursework.arrays import generator, most_seen
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


def symmetric(answers, variant, rng):
    """Symmetric, and not zero."""
    got = answers.array("cross_correlation", films(generator(rng)))
    assert np.abs(got).max() > 0, "Your matrix is zero."
    assert np.allclose(got, got.T, rtol=0, atol=1e-10 * np.abs(got).max()), (
        "Your matrix is not symmetric: count every pair of frames in both orders."
    )


def pictures(answers, variant, rng):
    """An average over films: neither their order nor showing each film twice matters."""
    draw = generator(rng)
    frames = films(draw)
    once = answers.array("cross_correlation", frames)
    twice = answers.array("cross_correlation", np.concatenate([frames, frames])[draw.permutation(14)])
    assert np.abs(once).max() > 0, "Your matrix is zero."
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


def spectrum(draw, size=6):
    """Return a symmetric matrix with a strongly negative eigenvalue, its parts unknown to the student."""
    values = np.concatenate(
        [[-draw.uniform(4, 5)], draw.uniform(0.2, 3, size=size - 2), [-draw.uniform(0.1, 1)]]
    )
    turn, _ = np.linalg.qr(draw.normal(size=(size, size)))
    matrix = (turn * values) @ turn.T
    return (matrix + matrix.T) / 2


def answer(answers, matrix, count):
    """Return rates and modes, or say what is wrong with their shapes."""
    rates = answers.array("growth_rates", matrix, count)
    modes = answers.array("growing_modes", matrix, count)
    assert rates.shape == (count,), f"growth_rates must have shape ({count},); yours has {rates.shape}."
    want = (len(matrix), count)
    assert modes.shape == want, (
        f"growing_modes must have shape {want}, one mode a column; yours has {modes.shape}."
    )
    return rates, modes


def growth_shape(answers, variant, rng):
    """One rate for each mode, one column for each mode."""
    answer(answers, spectrum(generator(rng)), 2)


def eigen(answers, variant, rng):
    """The columns are orthonormal and Gamma only stretches them."""
    matrix = spectrum(generator(rng))
    _, modes = answer(answers, matrix, 3)
    assert np.allclose(modes.T @ modes, np.eye(3), atol=1e-8), "Your columns are not orthonormal."
    stretched = matrix @ modes
    assert np.allclose(stretched, modes * (modes * stretched).sum(axis=0), atol=1e-8), (
        "Gamma does more than stretch your columns: they are no eigenvectors of it. Eigenvectors are columns."
    )


def largest(answers, variant, rng):
    """No other k directions see a larger sum: found by iteration, without eigh."""
    draw = generator(rng)
    matrix = spectrum(draw)
    _, modes = answer(answers, matrix, 2)
    modes, _ = np.linalg.qr(modes)
    seen, most = np.trace(modes.T @ matrix @ modes), most_seen(matrix, 2, draw)
    assert seen > most - 1e-6, (
        "There are directions that grow faster than yours. Sort by value, not by magnitude and not upwards: "
        "a strongly negative eigenvalue shrinks its arrow."
    )


def order(answers, variant, rng):
    """The fastest first."""
    rates, _ = answer(answers, spectrum(generator(rng)), 4)
    assert np.all(np.diff(rates) < 0), "The fastest mode must come first: eigh sorts upwards."


def rate(answers, variant, rng):
    """A tiny weight along the mode grows at the rate; the slope comes from the loss alone."""
    matrix = spectrum(generator(rng))
    rates, modes = answer(answers, matrix, 3)
    modes = modes / np.linalg.norm(modes, axis=0)
    kappa, target, tiny, step = variant.number("kappa"), variant.number("target"), 1e-6, 1e-30

    def loss(size, mode):
        return kappa * (size**2 * (mode @ matrix @ mode) - target) ** 2

    grown = np.array([-loss(tiny + 1j * step, mode).imag / step / tiny for mode in modes.T])
    if np.allclose(rates, grown, rtol=1e-6):
        return
    ratio = rates / grown
    if np.allclose(ratio, ratio[0], rtol=1e-6):
        for size, words in (
            (2, "the rate of the eigenvalue, which is a square; the arrow itself grows half as fast"),
            (
                1 / (kappa * target),
                "the rate of the book's loss, 4 gamma; this loss has a weight and a target",
            ),
            (1 / (4 * kappa * target), "the eigenvalue of Gamma; the slope of the loss makes it a rate"),
            (1 / kappa, "a rate that has lost the weight of the loss"),
            (1 / target, "a rate that has lost the target of the loss"),
        ):
            if np.isclose(ratio[0], size, rtol=1e-6):
                raise AssertionError(f"This is {words}.")
    raise AssertionError(
        "A tiny weight along your mode does not grow at your rate. State the loss, then its slope."
    )


Q1 = (
    Check("test_shape", 1, True, "The result is an m x m matrix.", shape),
    Check("test_symmetric", 1, True, "Count every pair of frames in both orders.", symmetric),
    Check("test_pictures", 2, False, "It is an average over films.", pictures),
    Check("test_pair_12", 2, False, "Look at frames 1 and 2 alone.", lambda a, v, r: along(a, v, r, "w12")),
    Check("test_pair_23", 2, False, "Look at frames 2 and 3 alone.", lambda a, v, r: along(a, v, r, "w23")),
    Check("test_pair_13", 2, False, "Look at frames 1 and 3 alone.", lambda a, v, r: along(a, v, r, "w13")),
    Check("test_directions", 2, False, "Compare v'Gamma v with average products along v.", along),
)
Q2 = (
    Check("test_growth_shape", 1, True, "One rate and one column for each mode.", growth_shape),
    Check("test_eigen", 2, False, "Each column must be an eigenvector of length one.", eigen),
    Check("test_largest", 2, False, "The modes that grow first have the largest eigenvalues.", largest),
    Check("test_order", 2, False, "The fastest comes first.", order),
    Check("test_rate", 5, False, "The rate follows from the slope of the loss near zero.", rate),
)
