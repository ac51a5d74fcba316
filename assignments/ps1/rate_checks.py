"""Checks of item 5: learning rates, held against what one step of descent does."""

import mpmath as mp

from coursework.formula import close, exact, factor_hint, formula, points
from coursework.items import Check

from .one_weight import bend, velocity


def learning_rate(answers, variant, rng, name, multiplier, words):
    """At this learning rate one step multiplies a small distance to the limit by ``multiplier``."""
    rate = formula(answers, name, "gamma")
    with mp.workdps(50):
        drawn = points(rng, {"gamma": (0.3, 3)}, 4)
        wanted = [(1 - multiplier) / bend(variant, p["gamma"]) for p in drawn]
        ratios = [rate(**p) / w for p, w in zip(drawn, wanted, strict=True)]
    if all(close(r, 1, 1e-9) for r in ratios):
        return
    kappa, target = exact(variant, "kappa"), exact(variant, "target")
    named = [
        (kappa * target, "This is the book's learning rate; weight and target change the curvature."),
        (kappa, "The weight of the loss is missing."),
        (target, "The target of the loss is missing: it makes the valley narrower."),
        (2 if multiplier == 0 else 0.5, words),
        (1 / target, "The target enters once: gamma s^2 at the limit is the target."),
    ]
    raise AssertionError(factor_hint(ratios, named) or "One step near the limit does not do what it should.")


def settles(answers, variant, rng):
    """Above it no step settles: the distance is thrown to the other side, as far away."""
    learning_rate(answers, variant, rng, "settles", -1, "Here the first step is exact; settling ends later.")


def never_hops(answers, variant, rng):
    """Up to it no step hops over the limit: the distance is wiped out at once."""
    learning_rate(
        answers, variant, rng, "never_hops", 0, "Here steps jump to the mirror point: that is hopping."
    )


def first_step(answers, variant, rng):
    """What one step of descent does to a tiny weight."""
    growth = formula(answers, "first_step", "gamma", "eta")
    with mp.workdps(50):
        for p in points(rng, {"gamma": (0.3, 3), "eta": (0.01, 0.3)}, 4):
            tiny = mp.mpf(10) ** -15
            wanted = 1 + p["eta"] * velocity(variant, p["gamma"], tiny) / tiny
            got = growth(**p)
            if close(got, wanted - 1):
                raise AssertionError("This is what is added. The old weight is still there: add one.")
            if close(got, 1 + 4 * p["eta"] * p["gamma"]):
                raise AssertionError("This is the book's multiplier; weight and target are missing.")
            if close(got, mp.exp(wanted - 1)):
                raise AssertionError("This is the flow's growth. Descent takes one straight step.")
            assert close(got, wanted), (
                "One step must multiply a tiny weight by this; compare with the slope near zero."
            )


Q5 = (
    Check("test_settles", 4, False, "Find the curvature of the loss at its minimum.", settles),
    Check("test_never_hops", 4, False, "Find the curvature of the loss at its minimum.", never_hops),
    Check("test_first_step", 2, True, "Make one step from a tiny weight.", first_step),
)
