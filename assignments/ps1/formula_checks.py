"""Checks of items 3, 4 and 5: formulas for one weight, each held against slopes of the loss taken here."""

import mpmath as mp

from coursework.formula import close, exact, factor_hint, formula, points, slope
from coursework.items import Check


def velocity(variant, gamma, s, kappa=None, target=None):
    """Return minus the slope of kappa (gamma s^2 - target)^2 at s; other constants to recognise slips."""
    kappa = exact(variant, "kappa") if kappa is None else kappa
    target = exact(variant, "target") if target is None else target
    return -slope(lambda x: kappa * (gamma * x**2 - target) ** 2, s)


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


def bend(variant, gamma):
    """Return the second derivative of the loss where it is zero."""
    at_rest = mp.sqrt(exact(variant, "target") / gamma)
    return -slope(lambda s: velocity(variant, gamma, s), at_rest)


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


Q3 = (
    Check("test_start", 2, True, "Put t = 0.", start),
    Check("test_flow", 8, False, "Differentiate, and compare with minus the slope of the loss.", flow),
    Check("test_limit", 3, False, "Let t grow.", limit),
    Check("test_early", 2, False, "Let s0 be tiny.", early),
)
Q4 = (
    Check("test_at_once", 3, True, "Put q = u0.", at_once),
    Check("test_passing", 7, False, "Differentiate the time by q.", passing),
    Check("test_started", 3, False, "Differentiate the time by u0.", started),
    Check("test_unit", 2, False, "Time has the unit 1/gamma.", unit),
)
Q5 = (
    Check("test_settles", 4, False, "Find the curvature of the loss at its minimum.", settles),
    Check("test_never_hops", 4, False, "Find the curvature of the loss at its minimum.", never_hops),
    Check("test_first_step", 2, True, "Make one step from a tiny weight.", first_step),
)
