"""The loss of one mode of an aligned model, from which every check of a formula takes its slopes."""

import mpmath as mp

from coursework.formula import exact, slope


def constants(variant):
    """Return weight, target and decay."""
    return [exact(variant, name) for name in ("kappa", "target", "mu")]


def loss(variant, gamma, s, kappa=None, target=None, mu=None):
    """Return kappa (gamma s^2 - target)^2 + mu s^2; other constants to recognise slips."""
    kappa = exact(variant, "kappa") if kappa is None else kappa
    target = exact(variant, "target") if target is None else target
    mu = exact(variant, "mu") if mu is None else mu
    return kappa * (gamma * s**2 - target) ** 2 + mu * s**2


def velocity(variant, gamma, s, **other):
    """Return minus its slope."""
    return -slope(lambda x: loss(variant, gamma, x, **other), s)


def early_rate(variant, gamma, **other):
    """Return the rate at which a tiny weight grows: velocity over weight."""
    tiny = mp.mpf(10) ** -14
    return velocity(variant, gamma, tiny, **other) / tiny


def rest(variant, gamma):
    """Return the square of the weight where the loss is least; v/s is linear in s^2, so one secant step."""
    near, far = mp.mpf(1), mp.mpf(2)
    a, b = (velocity(variant, gamma, mp.sqrt(x)) / mp.sqrt(x) for x in (near, far))
    return max(mp.mpf(0), near - a * (far - near) / (b - a))


def threshold(variant):
    """Return the gamma at which a tiny weight neither grows nor shrinks: its rate is linear in gamma."""
    a, b = early_rate(variant, mp.mpf(0)), early_rate(variant, mp.mpf(1))
    return -a / (b - a)
