"""Checks of item 2: the modes that grow first, held against the loss near zero."""

import numpy as np

from coursework.arrays import generator, most_seen
from coursework.items import Check


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


Q2 = (
    Check("test_growth_shape", 1, True, "One rate and one column for each mode.", growth_shape),
    Check("test_eigen", 2, False, "Each column must be an eigenvector of length one.", eigen),
    Check("test_largest", 2, False, "The modes that grow first have the largest eigenvalues.", largest),
    Check("test_order", 2, False, "The fastest comes first.", order),
    Check("test_rate", 5, False, "The rate follows from the slope of the loss near zero.", rate),
)
