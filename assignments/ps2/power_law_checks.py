"""Checks of item 5: the half rise in a power law, held against a numerical integral over the flow."""

import mpmath as mp

from coursework.formula import close, exact, formula, points
from coursework.items import Check

from .one_mode import constants, early_rate, rest, velocity

RISE = {"j": (1, 3), "alpha": (1e-4, 1e-2)}


def mode(variant, j, alpha):
    """Return gamma and start of a mode by the two power laws of the set."""
    gamma = exact(variant, "scale") * j ** -exact(variant, "decay")
    return gamma, alpha * gamma ** exact(variant, "law")


def climbing_time(variant, gamma, s0, share=0.5):
    """Return the time from s0 to a share of the limit of gamma s^2: an integral over log s of 1/rate."""
    end = mp.sqrt(share * rest(variant, gamma))

    def pace(y):
        s = mp.exp(y)
        return s / velocity(variant, gamma, s)

    with mp.workdps(16):  # enough for the tolerance; the slopes inside carry fifty digits
        return mp.quad(pace, mp.linspace(mp.log(s0), mp.log(end), 4), method="gauss-legendre")


def rises(answers, variant, rng):
    """A larger start comes sooner."""
    half_rise = formula(answers, "half_rise", "j", "alpha")
    for p in points(rng, RISE, 4):
        sooner = half_rise(**(p | {"alpha": 2 * p["alpha"]}))
        assert 0 < sooner < half_rise(**p), "The time must be positive, and shorter from a larger start."


def half_rise_slips(variant, drawn, found):
    """Return what known slips give at the drawn points, each with its words."""
    kappa, target, _ = constants(variant)
    table = {
        "This is the book's half rise.": lambda g, s, x, r, p: mp.log(1 / (g * s**2) - 1) / (8 * g),
        "This is the half rise without decay.": (
            lambda g, s, x, r, p: mp.log(target / (g * s**2) - 1) / (8 * kappa * target * g)
        ),
        "This is half of the target. With decay the limit is lower, and half of the limit is asked.": (
            lambda g, s, x, r, p: climbing_time(variant, g, s, target / (2 * g * x))
        ),
        "This is the step time of early growth; the half rise is exact.": (
            lambda g, s, x, r, p: mp.log(x / s**2) / (2 * r)
        ),
        "You divide by the rate of the weight. The odds belong to its square.": (
            lambda g, s, x, r, p: mp.log(x / s**2 - 1) / r
        ),
        "The start enters squared.": lambda g, s, x, r, p: mp.log(x / s - 1) / (2 * r),
        "Every mode has the same start in yours; the start is a power of gamma.": (
            lambda g, s, x, r, p: mp.log(x / p["alpha"] ** 2 - 1) / (2 * r)
        ),
        "The eigenvalue at the start is gamma times the square of the weight: a gamma is missing.": (
            lambda g, s, x, r, p: mp.log(g * x / s**2 - 1) / (2 * r)
        ),
    }
    known = [(g, s, rest(variant, g), early_rate(variant, g)) for _, g, s in found]
    return {w: [slip(*k, p) for k, p in zip(known, drawn, strict=True)] for w, slip in table.items()}


def rise_time(answers, variant, rng):
    """The flow takes this long; the integral is done numerically, from the loss."""
    half_rise = formula(answers, "half_rise", "j", "alpha")
    with mp.workdps(25):
        drawn = points(rng, RISE, 3)
        found = [(half_rise(**p), *mode(variant, **p)) for p in drawn]
        if all(close(got, climbing_time(variant, g, s0)) for got, g, s0 in found):
            return
        for words, slips in half_rise_slips(variant, drawn, found).items():
            if all(close(got, slip) for (got, _, _), slip in zip(found, slips, strict=True)):
                raise AssertionError(words)
    raise AssertionError(
        "The flow takes another time to half of the limit. Try j = 1 first, then a larger j."
    )


def tenfold(answers, variant, rng):
    """From tiny starts a factor in alpha costs its logarithm over the early rate."""
    half_rise = formula(answers, "half_rise", "j", "alpha")
    with mp.workdps(50):
        for p in points(rng, {"j": (1, 3)}, 3):
            times = [half_rise(alpha=mp.mpf(10) ** -k, **p) for k in (9, 10)]
            gamma, _ = mode(variant, p["j"], 1)
            cost = mp.log(10) / early_rate(variant, gamma)
            assert close(times[1] - times[0], cost), (
                "A tenfold smaller start costs log(10) over the rate at which the weight first grows."
            )


Q5 = (
    Check("test_rises", 2, True, "Positive, and shorter from a larger start.", rises),
    Check("test_rise_time", 9, False, "Half of the limit, from this start, at this rate.", rise_time),
    Check("test_tenfold", 4, False, "Compare two tiny starts.", tenfold),
)
