"""Checks of items 2, 3 and 5: formulas for one mode, each held against slopes of the loss taken here."""

import mpmath as mp

from coursework.formula import close, exact, factor_hint, formula, points
from coursework.items import Check

from .one_mode import early_rate, loss, rest, threshold, velocity

GAMMA = {"gamma": (0.3, 2)}


def constants(variant):
    """Return weight, target and decay."""
    return [exact(variant, name) for name in ("kappa", "target", "mu")]


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


Q2 = (
    Check("test_growth", 3, True, "Put a tiny s into the slope.", growth),
    Check("test_threshold", 3, False, "At the threshold the growth rate is zero.", least),
    Check("test_drop", 4, False, "Loss at zero minus loss at rest.", drop),
)
Q3 = (
    Check("test_start", 2, True, "Put t = 0.", start),
    Check("test_flow", 7, False, "Differentiate, and compare with minus the slope of the loss.", flow),
    Check("test_limit", 3, False, "Let t grow.", limit),
    Check("test_dying", 3, False, "Try a gamma below the threshold, and a negative one.", dying),
)
Q5 = (
    Check("test_rises", 2, True, "Positive, and shorter from a larger start.", rises),
    Check("test_rise_time", 9, False, "Half of the limit, from this start, at this rate.", rise_time),
    Check("test_tenfold", 4, False, "Compare two tiny starts.", tenfold),
)
