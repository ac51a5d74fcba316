"""Checks of item 6: half rises, held against simulated modes."""

import numpy as np

from coursework.arrays import generator
from coursework.items import Check

from .single_modes import edge, pace, resting, simulate


def rises_shape(answers, variant, rng):
    """One time for each mode."""
    got = answers.array("half_rises", np.array([2.0, 1.0, 0.5, -1.0]), np.full(4, 0.01))
    assert got.shape == (4,), f"4 modes must give 4 times; yours have shape {got.shape}."


def rises_simulated(answers, variant, rng):
    """At the time that is given, a simulated mode is at half of its limit."""
    draw = generator(rng)
    gamma, s0 = np.sort(draw.uniform(0.4, 2, 5)), 10 ** draw.uniform(-3, -1, 5)
    got = answers.array("half_rises", gamma, s0)
    assert got.shape == (5,), f"expected shape (5,), got {got.shape}."
    assert np.all(np.isfinite(got) & (got > 0)), "Modes above the threshold rise at finite positive times."
    reached = simulate(variant, gamma, s0, got) ** 2
    if np.allclose(reached, resting(variant, gamma) / 2, rtol=1e-5):
        return
    target = variant.number("target")
    if np.allclose(gamma * reached, target / 2, rtol=1e-5):
        raise AssertionError("At your times gamma s^2 is half of the target; half of its limit is asked.")
    if np.allclose(reached, resting(variant, gamma) / 4, rtol=1e-5):
        raise AssertionError(
            "At your times the weight is at half of its limit; its square, the eigenvalue, is asked."
        )
    raise AssertionError("A simulated mode is not at half of its limit at your time.")


def rises_never(answers, variant, rng):
    """Weak, zero and negative modes never rise, and spoil nothing."""
    draw = generator(rng)
    least = edge(variant)
    gamma = np.array([1.5 * draw.uniform(0.9, 1.1), 0.97 * least, 0.0, -draw.uniform(0.1, 1), 1.03 * least])
    got = answers.array("half_rises", gamma, np.full(5, 0.01))
    assert got.shape == (5,), f"expected shape (5,), got {got.shape}."
    assert np.all(np.isposinf(got[1:4])), (
        "Below the threshold, at zero and for a negative gamma modes never rise: the time is inf."
    )
    assert np.all(np.isfinite(got[[0, 4]])), (
        "Modes that never rise must not spoil the others; above the threshold they rise."
    )


def rises_beyond(answers, variant, rng):
    """A mode that begins beyond its half is there at time zero."""
    draw = generator(rng)
    gamma = draw.uniform(0.4, 2, 3)
    limit = resting(variant, gamma)
    got = answers.array("half_rises", gamma, np.sqrt(limit * np.array([0.95, 1.5, 0.45])))
    assert got.shape == (3,), f"expected shape (3,), got {got.shape}."
    assert np.all(got[:2] == 0) and got[2] > 0, (
        "A mode that begins at half of its limit or above has time zero."
    )


def rises_tiny(answers, variant, rng):
    """From starts whose square is below every double the law of the wait still holds."""
    gamma = np.sort(generator(rng).uniform(0.4, 2, 3))
    near, far = (answers.array("half_rises", gamma, np.full(3, s0)) for s0 in (1e-100, 1e-250))
    assert near.shape == (3,), f"expected shape (3,), got {near.shape}."
    cost = 150 * np.log(10) / pace(variant, gamma, np.full(3, 1e-9))
    assert np.allclose(far - near, cost, rtol=1e-6), (
        "From s0 = 1e-250 the square is zero in double precision. Take the logarithm of s0 before you square."
    )


Q6 = (
    Check("test_rises_shape", 1, True, "One time for each mode.", rises_shape),
    Check("test_simulated", 6, False, "Simulate one mode, and look where it is.", rises_simulated),
    Check("test_never", 3, False, "What does a mode below the threshold do?", rises_never),
    Check("test_beyond", 2, False, "What if a mode begins beyond its half?", rises_beyond),
    Check("test_tiny", 2, False, "Try s0 = 1e-250.", rises_tiny),
)
