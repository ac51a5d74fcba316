"""The plain loss of one weight, from which the checks of items 3 and 5 take their slopes."""

import mpmath as mp

from coursework.formula import exact, slope


def velocity(variant, gamma, s, kappa=None, target=None):
    """Return minus the slope of kappa (gamma s^2 - target)^2 at s; other constants to recognise slips."""
    kappa = exact(variant, "kappa") if kappa is None else kappa
    target = exact(variant, "target") if target is None else target
    return -slope(lambda x: kappa * (gamma * x**2 - target) ** 2, s)


def bend(variant, gamma):
    """Return the second derivative of the loss where it is zero."""
    at_rest = mp.sqrt(exact(variant, "target") / gamma)
    return -slope(lambda s: velocity(variant, gamma, s), at_rest)
