"""Chapter 3's explorable: one weight, its flow and its descent, in three linked views.

The loss is L(s) = (gamma s^2 - 1)^2. Everything that is drawn comes from formulas.js, which is
generated from the checked equations of ``stepwise_ssl.symbolic``.
"""

from __future__ import annotations

import numpy as np

from .contract import Choice, Control, Declaration, Explorable, Preset, Row, number, option, still_picture

GAMMA = Control("gamma", "γ", r"\gamma", "eigenvalue", -1.0, 2.0, 0.01, 1.0)
S0 = Control("s0", "s₀", "s_0", "start", 1e-6, 3.0, 0.02, 0.01, scale="log")
ETA = Control("eta", "η", r"\eta", "learning rate", 1e-3, 1.0, 0.01, 0.05, scale="log")
TIME = Control(
    "t",
    "t",
    "t",
    "time",
    0.0,
    100.0,
    0.01,
    1.2,
    follows="time_axis",
    windows={"linear": (0.0, 5.0), "log": (0.01, 100.0)},
)
TIME_AXIS = Choice("time_axis", "Time axis", {"linear": "linear", "log": "log"}, "linear")
VALUE_AXIS = Choice("value_axis", "Height axis", {"linear": "linear", "log": "log"}, "linear")

PRESETS = (
    Preset(
        "A smaller start",
        "The start is a hundred times smaller. The wait is twice as long; the rise is as quick as before.",
        {"s0": 1e-4, "t": 2.3},
    ),
    Preset(
        "A tenth of γ",
        "γ is ten times smaller, γs₀² the same. Wait and rise both take ten times as long: "
        "on a log axis the same curve stands one decade to the right.",
        {"gamma": 0.1, "s0": 0.0316, "eta": 0.5, "t": 11.5, "time_axis": "log"},
    ),
    Preset(
        "A step too large",
        "η is above 1/(4γ). Descent still finds the valley, but it can no longer stay there.",
        {"eta": 0.3, "t": 5.0},
    ),
)

ROWS = (
    Row("gamma", "eigenvalue", "γ"),
    Row("s0", "starting weight", "s₀"),
    Row("eta", "learning rate", "η"),
    Row("t", "time", "t"),
    Row("s", "weight", "s(t)"),
    Row("limit", "limit of the weight", "s(∞)"),
    Row("lam", "embedding eigenvalue", "λ = γs²"),
    Row("gap", "what λ lacks", "1 − λ"),
    Row("loss", "loss", "L = (1 − λ)²"),
    Row("tau", "step time, small-start form", "τ", "never"),
    Row("half_rise", "half rise of λ, exact", "t½", "never"),
    Row("width", "rise from 10 % to 90 %", "", "never"),
    Row("loss_done", "share of the loss step done at the half rise", ""),
    Row("overshoot_limit", "no overshoot up to η =", "1/(8γ)", "no limit"),
    Row("stability_limit", "stable below η =", "1/(4γ)", "no limit"),
    Row("k", "descent: steps taken", "k"),
    Row("s_k", "descent: weight", "s_k", "diverged"),
    Row("s_next", "descent: weight one step later", "s_k+1", "diverged"),
    Row("descent_loss", "descent: loss", "L(s_k)", "diverged"),
    Row("descent_half", "descent: half rise of λ", "", "not in this window"),
)

SENTENCES = {
    "waits": "With γ = {gamma} and s₀ = {s0} the mode waits, is half risen at t = {half_rise}, "
    "and goes from 10 % to 90 % within {width}.",
    "half_past": "With γ = {gamma} and s₀ = {s0} the mode starts beyond its half rise and only "
    "has to finish.",
    "at_limit": "With γ = {gamma} the start s₀ = {s0} is the limit itself: nothing is left to learn.",
    "above": "With γ = {gamma} the start s₀ = {s0} lies above the limit {limit}: the weight comes "
    "down to it, and there is no step.",
    "zero": "With γ = 0 the gradient vanishes: the weight stays at {s0} and the loss at 1, for ever.",
    "negative": "With γ = {gamma} the mode never steps: the flow forgets the weight, and the loss ends at 1.",
    "now": "At t = {t} the weight is {s}, its eigenvalue {lam} and its loss {loss}.",
    "follows": "Gradient descent with η = {eta} follows the flow.",
    "late": "Gradient descent with η = {eta} follows the flow and is half risen at t = {descent_half}.",
    "overshoots": "Gradient descent with η = {eta} overshoots the limit, swings and settles.",
    "jumps": "Gradient descent with η = {eta} jumps across the limit and then settles.",
    "unsettled": "Gradient descent with η = {eta} reaches the valley and never settles: "
    "η is above {stability_limit}.",
    "diverges": "Gradient descent with η = {eta} diverges.",
    "still": "Gradient descent does not move either.",
}

# (gamma, s0) where nothing can move: the first sight, a start a hundred times smaller, half of gamma.
STILLS = ((1.0, 0.01), (1.0, 1e-4), (0.5, 0.01))


class OneWeight(Explorable):
    """One weight under gradient flow and gradient descent; gamma, s0, eta and t are traits.

    Args:
        gamma: eigenvalue of the cross-correlation, -1 to 2.
        s0: starting weight, 1e-6 to 3.
        eta: learning rate, 1e-3 to 1.
        t: time, 0 to 100.
        time_axis, value_axis: ``"linear"`` or ``"log"``.

    Raises:
        TraitError: a value outside its range.

    Source: the paper, Prop. 4.1 with d = 1.

    >>> OneWeight(gamma=0.5).gamma
    0.5
    """

    about = Declaration(
        name="one-weight",
        title="One weight against time: gradient flow and gradient descent in three linked views",
        controls=(GAMMA, S0, ETA, TIME),
        choices=(TIME_AXIS, VALUE_AXIS),
        presets=PRESETS,
        rows=ROWS,
        sentences=SENTENCES,
    )
    drawing = "one_weight.js"

    gamma = number(GAMMA)
    s0 = number(S0)
    eta = number(ETA)
    t = number(TIME)
    time_axis = option(TIME_AXIS)
    value_axis = option(VALUE_AXIS)

    def fallback(self) -> dict[str, str]:
        """Return the static figure of three chosen states, as HTML and PNG, where it can be drawn."""
        try:
            from stepwise_ssl.closed_form import embedding_eigenvalue, embedding_gap, half_rise_times
            from stepwise_ssl.figures.one_weight import three_states
        except ImportError:  # without matplotlib there is the live view only
            return {}
        times = np.linspace(*TIME.windows["linear"], 301)
        states = [
            {
                "label": f"γ = {gamma:g}, s₀ = {s0:g}",
                "times": times,
                "eigenvalue": embedding_eigenvalue(times, gamma, s0),
                "loss": embedding_gap(times, gamma, s0) ** 2,
                "mark_time": float(half_rise_times(gamma, s0)),
            }
            for gamma, s0 in STILLS
        ]
        return still_picture(three_states(states))
