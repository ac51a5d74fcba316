"""Checks of item 3: the path of one weight, held against slopes of the loss."""

import mpmath as mp

from coursework.formula import close, exact, factor_hint, formula, points
from coursework.items import Check

from .one_weight import velocity

BOX = {"t": (0.02, 1), "gamma": (0.3, 2), "s0": (0.05, 2)}


def on_the_way(variant, rng, count=6):
    """Draw points with t in the unit of the flow: later there is nothing left to differentiate."""
    unit = 1 / (exact(variant, "kappa") * exact(variant, "target"))
    return [p | {"t": p["t"] * unit / p["gamma"]} for p in points(rng, BOX, count)]


def start(answers, variant, rng):
    """The path begins at s0, and leaves it."""
    path = formula(answers, "path", "t", "gamma", "s0")
    for p in on_the_way(variant, rng):
        first = path(**(p | {"t": mp.mpf(0)}))
        if close(first, p["gamma"] * p["s0"] ** 2):
            raise AssertionError("At t = 0 this is gamma s0^2: you give the eigenvalue, not the weight.")
        assert close(first, p["s0"]), "Put t = 0: your path must begin at s0."
        assert not close(path(**p), first), "Your path never leaves its start."


def flow(answers, variant, rng):
    """Its derivative is minus the slope of the loss."""
    path = formula(answers, "path", "t", "gamma", "s0")
    drawn = on_the_way(variant, rng)
    with mp.workdps(50):
        found = [(path(**p), path.slope("t", **p), p["gamma"]) for p in drawn]
        assert all(speed != 0 for _, speed, _ in found), "Your path stands still."
        if all(close(speed, velocity(variant, g, s)) for s, speed, g in found):
            return
        one, kappa, target = mp.mpf(1), exact(variant, "kappa"), exact(variant, "target")
        for name, other in (
            ("It solves the book's loss, with weight and target one. Yours has others.", (one, one)),
            ("It solves a loss whose target is one.", (kappa, one)),
            ("It has lost the weight of the loss.", (one, target)),
        ):
            if all(close(speed, velocity(variant, g, s, *other)) for s, speed, g in found):
                raise AssertionError(name)
        ratios = [speed / velocity(variant, g, s) for s, speed, g in found]
        named = [
            (
                2,
                "It runs twice too fast: the eigenvalue, a square, has the doubled rate; the weight has not.",
            ),
            (0.5, "It runs at half the speed: differentiate the square as well."),
            (1 / target, "It runs too slowly by the target: the rate near zero is proportional to it."),
            (-1, "It runs backwards: the flow goes down the slope."),
        ]
        raise AssertionError(
            factor_hint(ratios, named) or "Your path does not follow minus the slope of the loss."
        )


def limit(answers, variant, rng):
    """After a long time the loss is zero."""
    path = formula(answers, "path", "t", "gamma", "s0")
    for p in points(rng, BOX, 3):
        late = mp.mpf(12) / (exact(variant, "kappa") * exact(variant, "target") * p["gamma"])
        s = path(**(p | {"t": late}))
        if close(p["gamma"] * s**2, 1, 1e-6):
            raise AssertionError(
                "In the long run gamma s^2 is one, as in the book; the loss has another target."
            )
        assert close(p["gamma"] * s**2, exact(variant, "target"), 1e-6) and s > 0, (
            "In the long run the loss must vanish. Where is it zero?"
        )


def early(answers, variant, rng):
    """From a tiny start the weight first grows at the rate of the linearised flow."""
    path = formula(answers, "path", "t", "gamma", "s0")
    ratios = []
    for p in points(rng, {"gamma": (0.3, 2)}, 3):
        tiny = p | {"s0": mp.mpf(10) ** -12, "t": mp.mpf(10) ** -3}
        s = path(**tiny)
        assert s > 0, "From a small positive start your path is not positive."
        ratios.append(path.slope("t", **tiny) / velocity(variant, p["gamma"], s))
    if all(close(r, 1) for r in ratios):
        return
    kappa, target = exact(variant, "kappa"), exact(variant, "target")
    named = [
        (2, "While it is small your weight grows at the doubled rate: that is the eigenvalue's."),
        (0.5, "While it is small your weight grows at half its rate."),
        (1 / (kappa * target), "While it is small your weight grows at the book's rate, 4 gamma."),
        (-1, "While it is small your weight runs backwards: it must leave zero."),
    ]
    raise AssertionError(
        factor_hint(ratios, named) or "While it is small your weight does not grow as the flow says."
    )


Q3 = (
    Check("test_start", 2, True, "Put t = 0.", start),
    Check("test_flow", 8, False, "Differentiate, and compare with minus the slope of the loss.", flow),
    Check("test_limit", 3, False, "Let t grow.", limit),
    Check("test_early", 2, False, "Let s0 be tiny.", early),
)
