"""Checks of item 4: a waiting time, held against distance over speed on the steep loss."""

import mpmath as mp

from coursework.formula import close, exact, factor_hint, formula, points, slope
from coursework.items import Check

WAIT = {"gamma": (0.3, 3), "u0": (0.02, 0.3), "q": (0.35, 0.95)}


def climb(variant, gamma, u, power=None):
    """Return du/dt for u = gamma s^2 / target on the steep loss: two chain rules, done by differences."""
    rho, target = exact(variant, "rho"), exact(variant, "target")
    power = variant.values["power"] if power is None else power
    s = mp.sqrt(u * target / gamma)
    speed = -slope(lambda x: rho * (gamma * x**2 - target) ** power, s)
    return 2 * gamma * s * speed / target


def at_once(answers, variant, rng):
    """From u0 to u0 takes no time; from u0 upwards takes some."""
    wait = formula(answers, "wait", "gamma", "u0", "q")
    for p in points(rng, WAIT, 4):
        none = wait(**(p | {"q": p["u0"]}))
        assert abs(none) < 1e-20, "With q = u0 you are there already: the time must be zero."
        assert wait(**p) > 0, "The way up takes a positive time."


def passing(answers, variant, rng):
    """A little further takes the time that the speed says; found from the loss."""
    wait = formula(answers, "wait", "gamma", "u0", "q")
    with mp.workdps(50):
        drawn = points(rng, WAIT)
        ratios = [wait.slope("q", **p) * climb(variant, p["gamma"], p["q"]) for p in drawn]
        if all(close(r, 1) for r in ratios):
            return
        raise AssertionError(waiting_slip(wait, variant, drawn, ratios))


def waiting_slip(wait, variant, drawn, ratios):
    """Name the mistake behind a wrong speed."""
    rho, target, power = exact(variant, "rho"), exact(variant, "target"), variant.values["power"]
    if all(close(wait.slope("q", **p) * 8 * p["gamma"] * p["q"] * (1 - p["q"]), 1) for p in drawn):
        return "This is the book's waiting time, for the exponent two. Partial fractions start anew here."
    named = [
        (2, "Twice too long: you followed the weight. u is its square and moves twice as fast."),
        (0.5, "Half too short: the square has been counted twice."),
        (power, "Too long by the exponent: it comes down when you differentiate the loss."),
        (rho, "The weight of the loss is missing: a steeper loss is faster."),
        (
            target ** (power - 1),
            "A power of the target is missing: write the bracket as target times (1 - u).",
        ),
        (target ** (power - 2), "A power of the target is missing: u is lambda over the target."),
        (1 / target, "A power of the target too many: u is lambda divided by the target, on both sides."),
        (target, "One power of the target is missing: the bracket gives one for each of its factors."),
    ]
    if said := factor_hint(ratios, named):
        return said
    scaled = [r / (1 - p["q"]) ** (power - 2) for r, p in zip(ratios, drawn, strict=True)]
    if all(close(x, scaled[0]) for x in scaled):
        return "Only the logarithm is there. A higher power of the bracket has more partial fractions."
    if all(
        close(x / (1 - p["q"]), scaled[0] / (1 - drawn[0]["q"])) for x, p in zip(scaled, drawn, strict=True)
    ):
        return "This is early growth taken at its word: near the target the bracket slows it down."
    return "From q to a little more, your time is not distance over speed. Write u' for this exponent."


def started(answers, variant, rng):
    """A later start saves the time that the speed says."""
    wait = formula(answers, "wait", "gamma", "u0", "q")
    with mp.workdps(50):
        for p in points(rng, WAIT, 4):
            saved = -wait.slope("u0", **p) * climb(variant, p["gamma"], p["u0"])
            assert close(saved, 1), (
                "The start enters wrongly: by how much does a little more u0 shorten the wait?"
            )


def unit(answers, variant, rng):
    """Twice the correlation, half the time."""
    wait = formula(answers, "wait", "gamma", "u0", "q")
    for p in points(rng, WAIT, 4):
        first, second = wait(**p), wait(**(p | {"gamma": 2 * p["gamma"]}))
        assert abs(first) > 1e-12 and close(first, 2 * second), (
            "At fixed u0 the time is proportional to 1/gamma."
        )


Q4 = (
    Check("test_at_once", 3, True, "Put q = u0.", at_once),
    Check("test_passing", 7, False, "Differentiate the time by q.", passing),
    Check("test_started", 3, False, "Differentiate the time by u0.", started),
    Check("test_unit", 2, False, "Time has the unit 1/gamma.", unit),
)
