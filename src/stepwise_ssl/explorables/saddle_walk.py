"""Chapter 7's explorable: a walk from saddle to saddle, with the direction in which it leaves each of them.

For every set S of at most d modes with positive eigenvalues, W = U_S diag(gamma_S^(-1/2)) V_S^T with
orthonormal
columns U_S is a critical point, a flat place, and its loss is d - |S|: a saddle if a way leads down, else a
minimum. Others exist; these are the aligned ones, and each stands for all its rotations. From an aligned
start the walk past them is the closed form of formulas.js; from a random start, or beside a flat place of the
reader's choice, the browser descends.
"""

from __future__ import annotations

import numpy as np

from .contract import Choice, Control, Declaration, Explorable, Preset, Row, number, option, still_picture

GAMMAS = tuple(
    Control(f"gamma_{j}", f"γ{digit}", rf"\gamma_{j}", "eigenvalue", -1.0, 4.0, 0.05, default)
    for j, digit, default in ((1, "₁", 4.0), (2, "₂", 2.0), (3, "₃", 1.0), (4, "₄", 0.5))
)
ALPHA = Control("alpha", "α", r"\alpha", "scale", 1e-6, 0.01, 0.05, 1e-3, scale="log")
HEAD = Control("head", "h", "h", "head start", 1.0, 1000.0, 0.05, 1.0, scale="log")
SEED = Control("seed", "seed", r"\text{seed}", "", 1, 60, 1, 1, whole=True)
TIME = Control(
    "t",
    "t",
    "t",
    "time",
    0.0,
    1000.0,
    0.01,
    0.52,
    follows="time_axis",
    windows={"linear": (0.0, 4.0), "log": (0.01, 1000.0)},
)
OUTPUTS = Choice("outputs", "Outputs d", {"two": "2", "three": "3"}, "two")
START = Choice(
    "start", "Start", {"aligned": "aligned", "random": "random", "saddle": "beside a flat place"}, "aligned"
)
NEAR = Choice(
    "near", "Flat place", {"two": "{2}", "three": "{3}", "outer": "{1, 3}", "inner": "{2, 3}"}, "three"
)
TIME_AXIS = Choice("time_axis", "Time axis", {"linear": "linear", "log": "log"}, "linear")

PRESETS = (
    Preset(
        "The walk",
        "Four positive modes, two outputs, and a small start beside the origin. Which flat places will the "
        "walk come near, and in which order?",
        {"t": 0.0},
    ),
    Preset(
        "Three outputs",
        "One direction more. Where does the walk stay now, and for how long?",
        {"outputs": "three", "t": 0.95},
    ),
    Preset(
        "A random start",
        "Every mode has some of every direction. How near does the walk come now, and what would a smaller "
        "start change?",
        {"start": "random", "alpha": 1e-4, "t": 0.9},
    ),
    Preset(
        "Beside the wrong one",
        "The flat place that holds mode 3 alone is as critical as any. How does the walk go on from it?",
        {"start": "saddle", "t": 0.2},
    ),
    Preset(
        "A head start",
        "Mode 2 begins a thousand times larger than mode 1. Is that enough to change the way?",
        {"gamma_2": 3.0, "alpha": 1e-6, "head": 1000.0, "t": 0.68},
    ),
    Preset(
        "Too few positive",
        "Three outputs, two positive eigenvalues. How low can the loss come?",
        {"outputs": "three", "gamma_3": -0.5, "gamma_4": -1.0, "t": 3.0},
    ),
)

ROWS = (
    *(Row(c.name, f"eigenvalue of mode {j}", c.letter) for j, c in enumerate(GAMMAS, start=1)),
    Row("alpha", "size of the start", "α"),
    Row("head", "head start of the smaller modes", "h"),
    Row("seed", "seed of the random start", whole=True),
    Row("t", "time", "t"),
    Row("p", "positive eigenvalues", "p", whole=True),
    Row("loss", "loss", "L"),
    Row("distance", "distance to the nearest flat place"),
    *(Row(f"in_{j}", f"does it hold mode {j}? 1 if so", whole=True) for j in (1, 2, 3, 4)),
    Row("k", "modes that it holds", "k", whole=True),
    Row("index", "directions down from it, (d − k)(p − k)", whole=True),
    Row("next", "mode that leaves it fastest", whole=True),
    Row("rate", "at the rate", "4γ"),
    Row("tenfold", "time for ten times the distance"),
    Row("e_1", "direction of escape, first coordinate"),
    Row("e_2", "second coordinate"),
    Row("e_3", "third coordinate"),
    *(Row(f"share_{j}", f"mode {j} in C", f"γ|a{d}|²") for j, d in ((1, "₁"), (2, "₂"), (3, "₃"), (4, "₄"))),
    Row("floor", "where the loss ends", "max(0, d − p)", whole=True),
    Row("count", "aligned flat places, one for each subset", whole=True),
    Row("passed", "of these, come near so far", whole=True),
)

SENTENCES = {
    "running": "The descent has not come so far yet.",
    "nothing": "No eigenvalue is positive: the origin is the only aligned flat place, and nothing "
    "leads down from it. The loss tends to {outputs_d}.",
    "origin": "At t = {t} the walk is near the origin, the saddle that holds no mode: the distance is "
    "{distance}, the "
    "loss {loss}. {index} directions lead down, {open} × {left}: each open direction with each positive "
    "mode.",
    "near": "At t = {t} the walk is near the saddle {name}: the distance is {distance}, the loss {loss}. "
    "{index} "
    "directions lead down, {open} × {left}: each open direction with each positive mode that is left.",
    "escape": "Fastest is {mode}, at the rate 4γ = {rate}: ten times further away in every {tenfold} of "
    "time.",
    "stuck": "But {mode} has nothing in the open direction here, so the walk does not leave by it.",
    "leaving": "At t = {t} the walk is on its way, the loss is {loss}. The nearest flat place is {name}, "
    "at the distance {distance}.",
    "between": "At t = {t} the loss is {loss}. The nearest flat place is {name}, at the distance "
    "{distance}: the walk is near none of them.",
    "arrived": "At t = {t} the walk has arrived at {name}: the distance is {distance}, the loss {loss}, "
    "and no direction leads down.",
    "wrong": "At t = {t} the walk is at {name}: the distance is {distance}, the loss {loss}, as low as "
    "with the top "
    "modes. The loss does not prefer them, a small start does.",
    "stays": "At t = {t} the walk is at {name}, and the loss at {loss}: with {positive} positive "
    "eigenvalues and "
    "{outputs_d} outputs it can fall no further.",
    "lost": "A mode of the chosen flat place has no positive eigenvalue, so it is left out.",
    "passed": "Of the {count} flat places that are aligned (each stands for its rotations) the walk has "
    "come near {passed}.",
    "mixed": "At t = {t} the loss is {loss} and nothing moves any more: a minimum, but between the "
    "aligned ones. The nearest of those is {name}, at the distance {distance}; minima are whole surfaces.",
    "passed_none": "Of the {count} flat places that are aligned (each stands for its rotations) the walk has "
    "come near none yet.",
    "passed_one": "Of the {count} flat places that are aligned (each stands for its rotations) the walk has "
    "come near one.",
}

STILL = (0, 1, 5)


class SaddleWalk(Explorable):
    """A walk past the flat places of the loss, its distances, and the way out of every saddle.

    Args:
        gamma_1, gamma_2, gamma_3, gamma_4: eigenvalues of the cross-correlation, -1 to 4.
        alpha: size of the start, 1e-6 to 0.01.
        head: head start of the smaller modes, 1 to 1000: the r-th of d modes starts at
            alpha head^((r-1)/(d-1)), never above 0.5.
        seed: of a random start, 1 to 60.
        t: time, 0 to 1000.
        outputs: ``"two"`` or ``"three"``; start: ``"aligned"``, ``"random"`` or ``"saddle"``.
        near: the flat place to start beside: ``"two"``, ``"three"``, ``"outer"`` for {1, 3} or
            ``"inner"`` for {2, 3}.
        time_axis: ``"linear"`` or ``"log"``.

    Raises:
        TraitError: a value outside its range.

    Source: Prop. 4.1 of the paper; the landscape is derived in chapter 7.

    >>> SaddleWalk(outputs="three").outputs
    'three'
    """

    about = Declaration(
        name="saddle-walk",
        title="A walk past the flat places of the loss: distance, and the direction of escape",
        controls=(*GAMMAS, ALPHA, HEAD, SEED, TIME),
        choices=(OUTPUTS, START, NEAR, TIME_AXIS),
        presets=PRESETS,
        rows=ROWS,
        sentences=SENTENCES,
    )
    drawing = (
        "chance.js",
        "symmetric.js",
        "descent_js/start.js",
        "descent_js/descent.js",
        *(f"saddle_walk_js/{part}.js" for part in ("model", "space", "lattice", "times", "saddle_walk")),
    )
    look = ("descent.css", "saddle_walk.css")

    gamma_1, gamma_2, gamma_3, gamma_4 = (number(control) for control in GAMMAS)
    alpha = number(ALPHA)
    head = number(HEAD)
    seed = number(SEED)
    t = number(TIME)
    outputs = option(OUTPUTS)
    start = option(START)
    near = option(NEAR)
    time_axis = option(TIME_AXIS)

    def fallback(self) -> dict[str, str]:
        """Return the static figure of three chosen states, as HTML and PNG, where it can be drawn."""
        try:
            from stepwise_ssl.closed_form import LinearSolution
            from stepwise_ssl.figures.staircase_states import three_staircases
        except ImportError:  # without matplotlib there is the live view only
            return {}
        times, states = np.linspace(*TIME.windows["linear"], 401), []
        for preset in (PRESETS[k] for k in STILL):
            state = self.about.defaults | preset.state
            gammas = np.array([state[control.name] for control in GAMMAS])
            d = 3 if state["outputs"] == "three" else 2
            solution = LinearSolution.aligned(np.diag(gammas), np.full(d, state["alpha"]))
            states.append(
                {
                    "label": preset.name,
                    "times": times,
                    "eigenvalues": solution.embedding_eigenvalues(times),
                    "loss": solution.loss(times),
                    "step_times": solution.step_times,
                }
            )
        return still_picture(three_staircases(states))
