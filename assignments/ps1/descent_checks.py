"""Checks of item 6: descent on the steep loss, and the time at which a curve passes a level."""

import numpy as np

from coursework.arrays import generator
from coursework.items import Check


def slope(variant, gamma, s):
    """Return the slope of the steep loss by a step into the complex plane: exact, no formula."""
    rho, target, power = variant.number("rho"), variant.number("target"), variant.values["power"]
    return (rho * (gamma * (s + 1e-30j) ** 2 - target) ** power).imag / 1e-30


def problem(variant, rng, modes=3):
    """Return gammas, starts below the limit, and a learning rate at which nothing explodes."""
    draw = generator(rng)
    gamma = np.sort(draw.uniform(0.3, 2, modes))[::-1]
    target, power = variant.number("target"), variant.values["power"]
    s0 = np.sqrt(draw.uniform(0.05, 0.6, modes) * target / gamma)
    return gamma, s0, 0.05 / (variant.number("rho") * power * target ** (power - 1) * gamma.max())


def shape(answers, variant, rng):
    """One row for the start and one for each step; one column for each mode."""
    gamma, s0, rate = problem(variant, rng)
    for steps in (4, 0):
        got = answers.array("descend", gamma, s0, rate, steps)
        want = (steps + 1, 3)
        assert got.shape == want, f"{steps} steps of 3 modes must give shape {want}; yours is {got.shape}."


def start(answers, variant, rng):
    """The first row is the start, and the next one is not."""
    gamma, s0, rate = problem(variant, rng)
    got = answers.array("descend", gamma, s0, rate, 2)
    assert np.allclose(got[0], s0, rtol=1e-12), "The first row must be the start, before any step."
    assert not np.allclose(got[1], s0, rtol=1e-12), "Nothing moves."


def steps(answers, variant, rng):
    """Each step goes learning rate times slope downhill."""
    gamma, s0, rate = problem(variant, rng)
    got = answers.array("descend", gamma, s0, rate, 25)
    assert got.ndim == 2 and got.shape[1] == 3 and len(got) > 2, f"expected shape (26, 3), got {got.shape}."
    moved, downhill = np.diff(got, axis=0), -rate * slope(variant, gamma, got[:-1])
    if np.allclose(moved, downhill, rtol=1e-8, atol=1e-13):
        return
    ratio, power = moved[0] / downhill[0], variant.values["power"]
    book = rate * 4 * gamma * got[:-1] * (1 - gamma * got[:-1] ** 2)
    if np.allclose(moved, book, rtol=1e-8):
        raise AssertionError(
            "These are steps on the book's loss. Yours has an exponent, a weight and a target."
        )
    if np.allclose(ratio, ratio[0], rtol=1e-8):
        for size, words in (
            (-1, "uphill"),
            (0.5, "half as long as they should be: the inner derivative of gamma s^2 is 2 gamma s"),
            (1 / power, "too short by the exponent: it comes down when you differentiate"),
            (1 / variant.number("rho"), "wrong by the weight of the loss"),
        ):
            if np.isclose(ratio[0], size, rtol=1e-8):
                raise AssertionError(f"Your steps are {words}.")
    if np.allclose(ratio * gamma, (ratio * gamma)[0], rtol=1e-8):
        raise AssertionError("Your steps have lost a gamma: the inner derivative of gamma s^2 is 2 gamma s.")
    if np.allclose(moved[0], downhill[0], rtol=1e-8):
        raise AssertionError(
            "The first step is right and later ones are not: take the slope where you are now."
        )
    raise AssertionError("A step is not minus the learning rate times the slope of the loss.")


def staircase(draw, length=9):
    """Return a rising broken line from below 0.2 to above 0.8, in steps of different lengths."""
    return np.cumsum(np.concatenate([[draw.uniform(0, 0.1)], draw.uniform(0.1, 0.4, length)]))


def height(curves, at):
    """Return each broken line's height at its own fractional step."""
    before = np.clip(np.floor(at).astype(int), 0, len(curves) - 2)
    column = np.arange(curves.shape[1])
    low, high = curves[before, column], curves[before + 1, column]
    return low + (at - before) * (high - low)


def passage(answers, variant, rng):
    """Between two steps the curve is a straight line; the time is read on it, where it first passes."""
    draw = generator(rng)
    curves, rate = np.stack([staircase(draw) for _ in range(3)], axis=1), draw.uniform(0.01, 0.2)
    curves[-1] = 0.01  # what a curve does later must not matter
    level = draw.uniform(0.45, 0.75)
    got = answers.array("first_passage", curves, rate, level)
    assert got.shape == (3,), f"one time for each column: expected shape (3,), got {got.shape}."
    assert np.isfinite(got).all(), "Your times are not finite, though each curve passes the level."
    at = got / rate
    if np.allclose(height(curves, got), level, rtol=0, atol=1e-9):
        raise AssertionError("You give a number of steps. Time is learning rate times steps.")
    if np.allclose(at, np.round(at)):
        raise AssertionError("You count whole steps. Between two steps read the time on the straight line.")
    first = np.array([np.argmax(curves[:, j] >= level) for j in range(3)])
    assert np.all(at <= first + 1e-9), "The level is passed before that: the first passage is asked."
    assert np.allclose(height(curves, at), level, rtol=0, atol=1e-9), (
        "At your time the curve is not at the level."
    )


def never(answers, variant, rng):
    """Never is inf; from the beginning is zero."""
    draw = generator(rng)
    low, high, middle = 0.3 * staircase(draw), 0.9 + staircase(draw), staircase(draw)
    low *= 0.25 / low.max()
    falling = 0.5 - 0.04 * np.arange(len(low))  # at the level, and never again
    got = answers.array("first_passage", np.stack([low, high, middle, falling], axis=1), 0.1, 0.5)
    assert got.shape == (4,), f"expected shape (4,), got {got.shape}."
    assert np.isposinf(got[0]), "A curve that never reaches the level must give inf."
    assert got[1] == got[3] == 0, "A curve that begins at the level or above has passed it at time zero."
    assert np.isfinite(got[2]), "One curve that never arrives must not spoil the others."


Q6 = (
    Check("test_path_shape", 2, True, "steps + 1 rows.", shape),
    Check("test_path_start", 1, True, "The first row is the start.", start),
    Check("test_steps", 7, False, "Each step is minus the learning rate times the slope.", steps),
    Check("test_passage", 4, False, "Read the time on the straight line between two steps.", passage),
    Check("test_never", 2, False, "Never is inf, from the beginning is zero.", never),
)
