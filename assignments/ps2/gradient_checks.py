"""Checks of item 1: the gradient, held against slopes of the whole loss by a complex step."""

import numpy as np

from coursework.arrays import generator, slope_along
from coursework.items import Check

from .whole_model import rotation, symmetric, whole_loss


def gradient_shape(answers, variant, rng):
    """The gradient has the shape of W."""
    draw = generator(rng)
    got = answers.array("gradient", draw.normal(size=(2, 5)), symmetric(draw, [2, 1, 0, -1, -2])[0])
    assert got.shape == (2, 5), f"W of shape (2, 5) has a gradient of shape (2, 5); yours is {got.shape}."


def slope(answers, variant, rng, no_data=False):
    """Along any direction the gradient gives the slope of the loss."""
    draw = generator(rng)
    matrix = symmetric(draw, draw.uniform(-1, 2, 5) * (not no_data))[0]
    weights = draw.normal(size=(3, 5))
    got = answers.array("gradient", weights, matrix)
    assert got.shape == weights.shape, f"expected shape (3, 5), got {got.shape}."
    loss, directions = whole_loss(variant, matrix), draw.normal(size=(8, 3, 5))
    wanted = [slope_along(loss, weights, h) for h in directions]
    if np.allclose([(got * h).sum() for h in directions], wanted, rtol=1e-9, atol=1e-9):
        return
    raise AssertionError(gradient_slip(got, weights, matrix, variant))


def gradient_slip(got, weights, matrix, variant):
    """Take a wrong gradient apart into the three matrices that can occur in it, and name what is off."""
    kappa, target, mu = (variant.number(name) for name in ("kappa", "target", "mu"))
    projected = weights @ matrix
    parts = np.stack(
        [(projected @ weights.T @ projected).ravel(), projected.ravel(), weights.ravel()], axis=1
    )
    factors = np.linalg.lstsq(parts, got.ravel(), rcond=None)[0]
    if not np.allclose(parts @ factors, got.ravel(), atol=1e-8):
        return "Your gradient is not made of C W Gamma, W Gamma and W: look at order and transposes."
    cubic, linear, own = factors
    if np.any(matrix):
        if np.allclose(factors, [4, -4, 0], atol=1e-8):
            return "This is the book's gradient: weight one, target one, no decay."
        if np.isclose(cubic, -4 * kappa) and np.isclose(linear, 4 * kappa * target):
            return "The sign: the gradient points uphill, the flow goes against it."
        if np.isclose(cubic, 2 * kappa):
            return "C is quadratic in W, and the loss is quadratic in C: that makes 4, not 2."
        if np.isclose(cubic, 8 * kappa):
            return "You have 8, the rate of the eigenvalue. The gradient by W has 4."
        if np.isclose(cubic, 4):
            return "The weight of the loss is missing."
        if np.isclose(cubic, 4 * kappa) and np.isclose(linear, -4 * kappa):
            return "The target is missing: C is compared with target times I."
    if np.isclose(own, 0, atol=1e-8):
        return "The decay is missing: mu ||W||^2 has a slope too."
    if np.isclose(own, mu):
        return "The slope of mu ||W||^2 is 2 mu W."
    if np.isclose(own, -2 * mu):
        return "The sign of the decay: it adds to the loss."
    return "Along some direction the loss does not change as your gradient says."


def turned(answers, variant, rng):
    """A rotation of the embedding turns the gradient with it."""
    draw = generator(rng)
    matrix, weights, turn = symmetric(draw, [2, 1, -1, 0.5])[0], draw.normal(size=(3, 4)), rotation(draw, 3)
    plain = answers.array("gradient", weights, matrix)
    got = answers.array("gradient", turn @ weights, matrix)
    assert plain.shape == got.shape == (3, 4), f"expected shape (3, 4), got {plain.shape}."
    assert np.abs(plain).max() > 0, "Your gradient is zero."
    assert np.allclose(got, turn @ plain, atol=1e-8), (
        "Turn the embedding, and the gradient must turn with it."
    )


Q1 = (
    Check("test_gradient_shape", 1, True, "The gradient has the shape of W.", gradient_shape),
    Check("test_slope", 5, False, "Compare with differences of the loss.", slope),
    Check("test_no_data", 2, False, "Put Gamma = 0.", lambda a, v, r: slope(a, v, r, no_data=True)),
    Check("test_turned", 2, False, "Turn the embedding.", turned),
)
