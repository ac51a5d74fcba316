"""Single modes in double precision: pace, rest, edge and a simulation, from the loss by a complex step."""

import numpy as np


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
