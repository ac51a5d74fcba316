"""Checks of item 2: birth and rest of a mode, held against its loss."""

import mpmath as mp

from coursework.formula import close, factor_hint, formula, points
from coursework.items import Check

from .one_mode import constants, early_rate, loss, rest, threshold

GAMMA = {"gamma": (0.3, 2)}


def growth(answers, variant, rng):
    """The rate of a tiny weight, growing or shrinking."""
    rate = formula(answers, "growth", "gamma")
    kappa, target, mu = constants(variant)
    with mp.workdps(50):
        drawn = points(rng, {"gamma": (-1, 2)})
        found = [(rate(**p), early_rate(variant, p["gamma"]), p["gamma"]) for p in drawn]
        if all(close(got, want) for got, want, _ in found):
            return
        if all(close(got, 4 * g) for got, _, g in found):
            raise AssertionError("This is the book's rate: there the loss has weight one and no decay.")
        if all(close(got, 4 * kappa * target * g) for got, _, g in found):
            raise AssertionError("The decay is missing: it pulls every weight back, whatever its gamma.")
        if all(close(got, want + mu) for got, want, _ in found):
            raise AssertionError("The slope of mu s^2 is 2 mu s.")
        ratios = [got / want for got, want, _ in found]
        named = [
            (2, "This is the rate of the eigenvalue, a square. The weight grows half as fast."),
            (-1, "The sign: the flow goes down the slope."),
        ]
        said = factor_hint(ratios, named)
    raise AssertionError(said or "A tiny weight does not grow at this rate: put s near zero into the slope.")


def least(answers, variant, rng):
    """At the threshold a tiny weight stands still."""
    got = formula(answers, "threshold")()
    with mp.workdps(50):
        wanted, (kappa, target, _) = threshold(variant), constants(variant)
        named = [
            (2, "Twice too much: the slope of mu s^2 is 2 mu s, that of the other part starts with 4."),
            (0.5, "Half of it: the slope of mu s^2 is 2 mu s."),
            (target, "The target is missing: a larger one pulls the weight away from zero more strongly."),
            (kappa * target, "This is the threshold of the book's loss with decay. Weight and target count."),
            (kappa, "The weight of the loss is missing."),
        ]
        if close(got, wanted):
            return
        said = factor_hint([got / wanted], named)
    raise AssertionError(
        said if "constant factor" not in said and said else "At this gamma a tiny weight still moves."
    )


def drop(answers, variant, rng):
    """The height of a step: loss at zero minus loss at rest."""
    height = formula(answers, "drop", "gamma")
    kappa, target, _ = constants(variant)
    with mp.workdps(50):
        found = []
        for p in points(rng, GAMMA):
            g, x = p["gamma"], rest(variant, p["gamma"])
            wanted = loss(variant, g, mp.mpf(0)) - loss(variant, g, mp.sqrt(x))
            found.append((height(**p), wanted, g, x))
        if all(close(got, want) for got, want, _, _ in found):
            return
        for words, slip in (
            ("This is the book's step, of height one.", lambda g, x: 1),
            ("This is the step without decay: all modes alike.", lambda g, x: kappa * target**2),
            (
                "The decay itself is left out: at rest mu s^2 is part of the loss.",
                lambda g, x: kappa * target**2 - kappa * (g * x - target) ** 2,
            ),
            (
                "This is the loss that is left, not what it fell by.",
                lambda g, x: loss(variant, g, mp.sqrt(x)),
            ),
            ("This is the height of the eigenvalue, not of the loss.", lambda g, x: g * x),
            ("The weight of the loss is missing.", lambda g, x: (g * x) ** 2),
        ):
            if all(close(got, slip(g, x)) for got, _, g, x in found):
                raise AssertionError(words)
    raise AssertionError(
        "The loss does not fall by this: where does the weight come to rest, and what is left?"
    )


Q2 = (
    Check("test_growth", 3, True, "Put a tiny s into the slope.", growth),
    Check("test_threshold", 3, False, "At the threshold the growth rate is zero.", least),
    Check("test_drop", 4, False, "Loss at zero minus loss at rest.", drop),
)
