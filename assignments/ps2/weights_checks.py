"""Checks of item 4: the weights over time, held against slopes of the whole loss."""

import numpy as np

from coursework.arrays import generator, most_seen, slope_along
from coursework.items import Check

from .single_modes import edge
from .whole_model import rotation, symmetric, whole_loss


def setting(rng, leading=(1.9, 1.1, 0.6)):
    """Return Gamma with a strongly negative mode, its modes, starts, a rotation."""
    draw = generator(rng)
    values = np.array([*leading, -0.3, -2.5]) * draw.uniform(0.9, 1.1)
    matrix, modes = symmetric(draw, values)
    return draw, matrix, modes, draw.uniform(0.1, 0.5, len(leading)), rotation(draw, len(leading))


def weights_shape(answers, variant, rng):
    """One matrix for each time."""
    _, matrix, _, s0, turn = setting(rng)
    got = answers.array("weights", np.array([0.0, 0.1, 0.2, 0.3]), matrix, s0, turn)
    assert got.shape == (4, 3, 5), (
        f"4 times, d = 3 and m = 5 must give shape (4, 3, 5); yours is {got.shape}."
    )


def weights_start(answers, variant, rng):
    """At time zero: the given lengths and directions, on the leading modes in their order."""
    draw, matrix, _, s0, turn = setting(rng)
    got = answers.array("weights", np.zeros(1), matrix, s0, turn)
    assert got.shape == (1, 3, 5), f"expected shape (1, 3, 5), got {got.shape}."
    rows = turn.T @ got[0]
    assert np.allclose(rows @ rows.T, np.diag(s0**2), atol=1e-10), (
        "At t = 0, U' W must have rows at right angles with the lengths s0: W = U diag(s0) V'."
    )
    seen = rows @ matrix @ rows.T / np.outer(s0, s0)
    values = np.diag(seen)
    assert np.allclose(rows @ matrix, values[:, None] * rows, atol=1e-8), (
        "The rows of U' W must be eigenvectors."
    )
    assert np.all(np.diff(values) < 0) and values.sum() > most_seen(matrix, 3, draw) - 1e-6, (
        "The modes must be the leading ones, largest eigenvalue first, sorted by value."
    )


def weights_flow(answers, variant, rng):
    """The derivative in time is minus the gradient, along any direction."""
    draw, matrix, _, s0, turn = setting(rng, (1.9, 1.1, 0.5 * edge(variant)))
    loss, step = whole_loss(variant, matrix), 1e-3
    ratios = []
    for t in (3 * step, *draw.uniform(0.02, 0.4, 2)):  # the first window begins at t = 0
        near = answers.array("weights", t + step * np.array([-3, -2, -1, 0, 1, 2, 3]), matrix, s0, turn)
        assert near.shape == (7, 3, 5), f"expected shape (7, 3, 5), got {near.shape}."
        speed = np.tensordot([-1, 9, -45, 0, 45, -9, 1], near, axes=1) / (60 * step)
        assert np.abs(speed).max() > 1e-9, "Your weights stand still."
        for h in (speed, *draw.normal(size=(3, 3, 5))):
            ratios.append((speed * h).sum() / -slope_along(loss, near[3], h))
    if np.allclose(ratios, 1, rtol=1e-5):
        return
    if np.allclose(ratios, ratios[0], rtol=1e-5):
        raise AssertionError(
            f"Your weights run {ratios[0]:.3g} times too fast, at all times. Rates: 4 for W, 8 for C."
        )
    raise AssertionError("Your weights do not follow minus the gradient of the loss, decay included.")


def weights_late(answers, variant, rng):
    """After a very long time: at rest, no overflow, weak and negative modes gone, the others there."""
    draw, matrix, _, s0, turn = setting(rng, (1.5, 0.5 * edge(variant), -0.1))
    got = answers.array("weights", np.array([1.0, 1e5]), matrix, s0, turn)
    assert got.shape == (2, 3, 5), f"expected shape (2, 3, 5), got {got.shape}."
    assert np.isfinite(got).all(), (
        "At a large time your weights are not finite: exp overflows. Divide it out."
    )
    lengths = np.linalg.norm(turn.T @ got[1], axis=1)
    pull = [slope_along(whole_loss(variant, matrix), got[1], h) for h in draw.normal(size=(8, 3, 5))]
    assert lengths[0] > 0.1, "After a long time the strong mode must be there."
    assert lengths[1:].max() < 1e-8, "Modes below the threshold, and negative ones, must die out."
    assert np.allclose(pull, 0, atol=1e-8), "After a long time the gradient must be zero."


def weights_turned(answers, variant, rng):
    """Another U turns everything, at every time, and changes nothing else."""
    draw, matrix, _, s0, turn = setting(rng)
    times, other = np.array([0.1, 0.5]), rotation(draw, 3)
    plain = answers.array("weights", times, matrix, s0, np.eye(3))
    got = answers.array("weights", times, matrix, s0, other @ turn)
    first = answers.array("weights", times, matrix, s0, turn)
    assert plain.shape == (2, 3, 5), f"expected shape (2, 3, 5), got {plain.shape}."
    assert np.abs(plain).max() > 0, "Your weights are zero."
    assert np.allclose(got, other @ first, atol=1e-9) and np.allclose(first, turn @ plain, atol=1e-9), (
        "U multiplies from the left and stays as it is: W = U diag(s) V'."
    )


Q4 = (
    Check("test_weights_shape", 1, True, "One matrix for each time.", weights_shape),
    Check("test_weights_start", 3, False, "Put t = 0.", weights_start),
    Check("test_weights_flow", 6, False, "Differentiate in time.", weights_flow),
    Check("test_weights_late", 3, False, "Let t be very large.", weights_late),
    Check("test_weights_turned", 3, False, "Try two rotations.", weights_turned),
)
