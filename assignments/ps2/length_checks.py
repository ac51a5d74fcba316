"""Checks of item 3: the path of a mode, held against slopes of its loss."""

import mpmath as mp

from coursework.formula import close, exact, factor_hint, formula, points
from coursework.items import Check

from .one_mode import early_rate, rest, threshold, velocity

BOX = {"t": (0.05, 4), "gamma": (0.3, 2), "s0": (0.05, 2)}


def on_the_way(variant, drawn):
    """Measure t in the unit of the early growth: later there is nothing left to differentiate."""
    return [p | {"t": p["t"] / abs(early_rate(variant, p["gamma"]))} for p in drawn]


def start(answers, variant, rng):
    """The length begins at s0, and leaves it."""
    length = formula(answers, "length", "t", "gamma", "s0")
    for p in on_the_way(variant, points(rng, BOX)):
        first = length(**(p | {"t": mp.mpf(0)}))
        assert close(first, p["s0"]), "Put t = 0: the length must begin at s0."
        assert not close(length(**p), first), "The length never leaves its start."


def residuals(length, variant, drawn, **other):
    """Return speed over velocity at each point."""
    return [length.slope("t", **p) / velocity(variant, p["gamma"], length(**p), **other) for p in drawn]


def flow(answers, variant, rng):
    """Its derivative is minus the slope of the loss."""
    length = formula(answers, "length", "t", "gamma", "s0")
    with mp.workdps(50):
        drawn = on_the_way(variant, points(rng, BOX))
        ratios = residuals(length, variant, drawn)
        if all(close(r, 1) for r in ratios):
            return
        one = mp.mpf(1)
        for words, other in (
            (
                "It solves the book's loss: weight one, target one, no decay.",
                {"kappa": one, "target": one, "mu": 0},
            ),
            ("It solves the loss without its decay.", {"mu": mp.mpf(0)}),
            (
                "It solves a loss with half the decay: the slope of mu s^2 is 2 mu s.",
                {"mu": exact(variant, "mu") / 2},
            ),
            ("It solves a loss with target one.", {"target": one}),
            ("It solves a loss with weight one.", {"kappa": one}),
        ):
            if all(close(r, 1) for r in residuals(length, variant, drawn, **other)):
                raise AssertionError(words)
        named = [
            (
                2,
                "It runs twice too fast: the eigenvalue, a square, has the doubled rate; the weight has not.",
            ),
            (0.5, "It runs at half the speed: differentiate the square as well."),
            (-1, "It runs backwards: the flow goes down the slope."),
        ]
        said = factor_hint(ratios, named)
    raise AssertionError(said or "The length does not follow minus the slope of the loss.")


def limit(answers, variant, rng):
    """After a long time it is where the loss is least."""
    length = formula(answers, "length", "t", "gamma", "s0")
    for p in points(rng, BOX, 3):
        late = mp.mpf(48) / early_rate(variant, p["gamma"])
        x = length(**(p | {"t": late})) ** 2
        target = exact(variant, "target")
        if close(p["gamma"] * x, target, 1e-6):
            raise AssertionError(
                "In the long run gamma s^2 is the target, as without decay. Decay costs a little."
            )
        assert close(x, rest(variant, p["gamma"]), 1e-6), (
            "In the long run the weight must rest where the slope is zero."
        )


def dying(answers, variant, rng):
    """Below the threshold and for negative gamma the same formula leads back to zero."""
    length = formula(answers, "length", "t", "gamma", "s0")
    with mp.workdps(50):
        edge = threshold(variant)
        weak = points(rng, BOX | {"gamma": (edge / 10, edge * 0.9)}, 3)
        drawn = on_the_way(variant, weak + points(rng, BOX | {"gamma": (-1, -0.1)}, 3))
        for p, ratio in zip(drawn, residuals(length, variant, drawn), strict=True):
            late = length(**(p | {"t": -mp.mpf(30) / early_rate(variant, p["gamma"])}))
            assert late < p["s0"] / 1000, (
                "A mode below the threshold, or with a negative gamma, must die out."
            )
            assert close(ratio, 1), (
                "Below the threshold, or for a negative gamma, it does not follow the flow."
            )


Q3 = (
    Check("test_start", 2, True, "Put t = 0.", start),
    Check("test_flow", 7, False, "Differentiate, and compare with minus the slope of the loss.", flow),
    Check("test_limit", 3, False, "Let t grow.", limit),
    Check("test_dying", 3, False, "Try a gamma below the threshold, and a negative one.", dying),
)
