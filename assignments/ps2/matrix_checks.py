"""Checks of items 1, 4 and 6: functions, each held against slopes of the whole loss by a complex step."""

import numpy as np

from coursework.arrays import generator, most_seen, slope_along
from coursework.items import Check


def whole_loss(variant, gamma_matrix):
    """Return the loss as a function of W: kappa ||C - target I||^2 + mu ||W||^2."""
    kappa, target, mu = (variant.number(name) for name in ("kappa", "target", "mu"))

    def loss(weights):
        gap = weights @ gamma_matrix @ weights.T - target * np.eye(len(weights))
        return kappa * (gap * gap).sum() + mu * (weights * weights).sum()

    return loss


def symmetric(draw, values):
    """Return a symmetric matrix with given eigenvalues, and its eigenvectors as columns."""
    turn, _ = np.linalg.qr(draw.normal(size=(len(values), len(values))))
    return (turn * np.asarray(values)) @ turn.T, turn


def rotation(draw, size):
    """Return an orthogonal matrix."""
    return np.linalg.qr(draw.normal(size=(size, size)))[0]


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


def pace(variant, gamma, s):
    """Return velocity over weight of single modes, by a complex step of the loss."""
    kappa, target, mu = (variant.number(name) for name in ("kappa", "target", "mu"))
    z = s + 1e-30j
    return -np.imag(kappa * (gamma * z**2 - target) ** 2 + mu * z**2) / 1e-30 / s


def resting(variant, gamma):
    """Return the square of the resting weight: the pace is linear in it."""
    at_one, at_two = (
        pace(variant, gamma, np.ones_like(gamma)),
        pace(variant, gamma, np.sqrt(2) * np.ones_like(gamma)),
    )
    return 1 - at_one / (at_two - at_one)


def edge(variant):
    """Return the gamma at which a tiny weight stands still: its pace is linear in gamma."""
    at_zero, at_one = pace(variant, np.array([0.0, 1.0]), np.full(2, 1e-9))
    return at_zero / (at_zero - at_one)


def simulate(variant, gamma, s0, end, steps=800):
    """Run the flow of log s to each mode's own end time, by Runge and Kutta's fourth-order steps."""
    y, h = np.log(s0), end / steps
    for _ in range(steps):
        a = pace(variant, gamma, np.exp(y))
        b = pace(variant, gamma, np.exp(y + h / 2 * a))
        c = pace(variant, gamma, np.exp(y + h / 2 * b))
        d = pace(variant, gamma, np.exp(y + h * c))
        y = y + h / 6 * (a + 2 * b + 2 * c + d)
    return np.exp(y)


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


Q1 = (
    Check("test_gradient_shape", 1, True, "The gradient has the shape of W.", gradient_shape),
    Check("test_slope", 5, False, "Compare with differences of the loss.", slope),
    Check("test_no_data", 2, False, "Put Gamma = 0.", lambda a, v, r: slope(a, v, r, no_data=True)),
    Check("test_turned", 2, False, "Turn the embedding.", turned),
)
Q4 = (
    Check("test_weights_shape", 1, True, "One matrix for each time.", weights_shape),
    Check("test_weights_start", 3, False, "Put t = 0.", weights_start),
    Check("test_weights_flow", 6, False, "Differentiate in time.", weights_flow),
    Check("test_weights_late", 3, False, "Let t be very large.", weights_late),
    Check("test_weights_turned", 3, False, "Try two rotations.", weights_turned),
)
Q6 = (
    Check("test_rises_shape", 1, True, "One time for each mode.", rises_shape),
    Check("test_simulated", 6, False, "Simulate one mode, and look where it is.", rises_simulated),
    Check("test_never", 3, False, "What does a mode below the threshold do?", rises_never),
    Check("test_beyond", 2, False, "What if a mode begins beyond its half?", rises_beyond),
    Check("test_tiny", 2, False, "Try s0 = 1e-250.", rises_tiny),
)
