"""Chapter 4's explorable: two modes as arrows in embedding space, and the gate I - C between them.

Arrow a_j = W v_j follows a_j' = 4 gamma_j (I - C) a_j with C = gamma_1 a_1 a_1^T + gamma_2 a_2 a_2^T. Nothing
solves this for arrows that are not at right angles, so the browser simulates it, in small Runge-Kutta steps,
and lays over it what the theory of a small start predicts: QR in the order of the eigenvalues.
"""

from __future__ import annotations

import numpy as np

from .contract import Choice, Control, Declaration, Explorable, Preset, Row, number, option, still_picture

GAMMA_1 = Control("gamma_1", "γ₁", r"\gamma_1", "eigenvalue", -1.0, 4.0, 0.05, 4.0)
GAMMA_2 = Control("gamma_2", "γ₂", r"\gamma_2", "eigenvalue", -1.0, 4.0, 0.05, 1.0)
ALPHA = Control("alpha", "α", r"\alpha", "size of the start", 1e-6, 0.2, 0.02, 1e-3, scale="log")
ANGLE = Control("angle", "ψ", r"\psi", "angle between", 0.0, 180.0, 1.0, 12.0, unit="degrees")
DIRECTION = Control("direction", "φ", r"\varphi", "turn everything", 0.0, 360.0, 1.0, 40.0, unit="degrees")
TIME = Control(
    "t",
    "t",
    "t",
    "time",
    0.0,
    100.0,
    0.01,
    1.4,
    follows="time_axis",
    windows={"linear": (0.0, 5.0), "log": (0.01, 100.0)},
)
TIME_AXIS = Choice("time_axis", "Time axis", {"linear": "linear", "log": "log"}, "linear")
LENGTHS = Choice("lengths", "Lengths of arrows", {"log": "log", "true": "true"}, "log")

PRESETS = (
    Preset(
        "Nearly parallel",
        "The second arrow runs along with the first, until the gate closes on that direction; "
        "then it turns aside.",
        {"gamma_1": 2.0, "angle": 5.0, "alpha": 0.01, "t": 1.5},
    ),
    Preset(
        "At a right angle",
        "Each arrow has its direction from the start and none is in the other's way: the theory is exact.",
        {"angle": 90.0, "lengths": "true"},
    ),
    Preset(
        "Equal eigenvalues",
        "No arrow comes first. What rises first is the direction that the two arrows share.",
        {"gamma_1": 2.0, "gamma_2": 2.0, "angle": 20.0, "alpha": 0.01, "lengths": "true", "t": 0.6},
    ),
    Preset(
        "One negative",
        "The views disagree about mode 2. Its arrow shrinks, and one unit of loss stays for ever.",
        {"gamma_2": -0.5, "angle": 60.0, "alpha": 0.1, "t": 1.0},
    ),
    Preset(
        "Exactly parallel",
        "On one line nothing pulls to the side. Move ψ by one degree, and the second eigenvalue "
        "rises after all.",
        {"angle": 0.0, "t": 3.0},
    ),
)

ROWS = (
    Row("gamma_1", "eigenvalue of mode 1", "γ₁"),
    Row("gamma_2", "eigenvalue of mode 2", "γ₂"),
    Row("alpha", "length of both arrows at the start", "α"),
    Row("angle", "angle between them at the start, degrees", "ψ"),
    Row("direction", "direction of the first at the start, degrees", "φ"),
    Row("t", "time", "t"),
    Row("a_1x", "arrow 1, across the picture", "a₁"),
    Row("a_1y", "arrow 1, up the picture", "a₁"),
    Row("a_2x", "arrow 2, across the picture", "a₂"),
    Row("a_2y", "arrow 2, up the picture", "a₂"),
    Row("between", "angle between the arrows now, degrees"),
    Row("along", "part of the later arrow along the earlier one"),
    Row("across", "part of the later arrow across it"),
    Row("lambda_1", "larger eigenvalue of C", "λ₁"),
    Row("lambda_2", "smaller eigenvalue of C", "λ₂"),
    Row("gate_1", "gate, where it is closed most", "1 − λ₁"),
    Row("gate_2", "gate, across that", "1 − λ₂"),
    Row("loss", "loss", "L"),
    Row("run_1", "half rise of λ₁ in the simulation", "", "not by t = 100"),
    Row("run_2", "half rise of λ₂ in the simulation", "", "not by t = 100"),
    Row("start_1", "theory: first start, from QR", "R₁₁"),
    Row("start_2", "theory: second start, from QR", "R₂₂"),
    Row("half_1", "theory: half rise of λ₁", "t½", "never"),
    Row("half_2", "theory: half rise of λ₂", "t½", "never"),
    Row("theory_1", "theory: larger eigenvalue of C now"),
    Row("theory_2", "theory: smaller eigenvalue of C now"),
    Row("exponent", "exponent of the theory's error", "p"),
    Row("turned", "what the theory misses: turn of the earlier arrow by the end, degrees"),
    Row("step", "step of the simulation", "h"),
)

SENTENCES = {
    "before": "At t = {t} both arrows are short and the gate is open in every direction: each keeps "
    "its direction and grows at its own rate, 4γ.",
    "first": "At t = {t} the arrow of {leader} is rising: λ₁ = {lambda_1}. The gate closes along it "
    "and stays open across.",
    "aside": "At t = {t} the gate is closed along the arrow of {leader} and open across. What "
    "{follower} has along it, {along}, is stopped; what it has across, {across}, grows on. The arrows are"
    " {between}° apart.",
    "across": "At t = {t} the gate is closed along the arrow of {leader} and open across, where "
    "{follower} lies: it grows on as if it were alone, and is now {across} long.",
    "second": "At t = {t} the arrow of {follower} is rising across the first: λ₂ = {lambda_2}, and "
    "the arrows are {between}° apart.",
    "done": "At t = {t} both eigenvalues have risen, the arrows are {between}° apart, and the gate is"
    " closed: nothing moves any more.",
    "equal": "At t = {t} the eigenvalues of C are {lambda_1} and {lambda_2}. With γ₁ = γ₂ no arrow "
    "comes first: C keeps its two axes, halfway between the arrows and across, and each has its own step.",
    "equal_right": "At t = {t} both eigenvalues of C are {lambda_1}. With γ₁ = γ₂ and a right angle "
    "the two rise together.",
    "line_before": "At t = {t} both arrows are short and lie on one line.",
    "line_first": "At t = {t} the arrows rise along their one line: λ₁ = {lambda_1}.",
    "line": "At t = {t} the gate is closed along the line that holds both arrows, and open across, "
    "where neither has anything. The second eigenvalue stays zero and the loss stays 1, for ever; the "
    "smallest push to the side would end it.",
    "never": "At t = {t} one eigenvalue has risen. γ is {lag} for {follower}, so its step never comes"
    " and one unit of loss stays, for ever.",
    "nothing": "At t = {t} nothing has risen and nothing will: no eigenvalue γ is positive, and the "
    "loss ends at 2.",
    "still": "Both γ are zero: the arrows do not move, and the loss stays where it is.",
    "loss": "The loss is {loss}.",
    "theory": "The theory puts the half rises at t = {half_1} and {half_2}; the simulation has "
    "{run_1} and {run_2}. Its error shrinks like αᵖ with p = 1 − {ratio} = {exponent}: the arrow that it "
    "holds fixed turns by {turned}° in all.",
    "rough": "The theory puts the half rises at t = {half_1} and {half_2}; the simulation has {run_1}"
    " and {run_2}. With γ so close, p = 1 − {ratio} = {exponent}, a smaller start hardly helps: the arrow"
    " that it holds fixed turns by {turned}°.",
    "exact": "Here the theory is exact for every size of the start: half rises at t = {half_1} and {half_2}.",
    "late": "The theory puts the half rises at t = {half_1} and {half_2}; the simulation, which "
    "ends at t = 100, has only the first, at {run_1}.",
    "one": "The theory puts the one half rise at t = {half_1}; the simulation has {run_1}.",
}

STILLS = (PRESETS[0], PRESETS[1], PRESETS[3])


class TwoModes(Explorable):
    """Two arrows under gradient flow, the gate that stops and turns them, and the theory over it.

    Args:
        gamma_1, gamma_2: eigenvalues of the cross-correlation, -1 to 4.
        alpha: length of both arrows at the start, 1e-6 to 0.2.
        angle: angle between them at the start, 0 to 180 degrees.
        direction: direction of the first at the start, 0 to 360 degrees; turns the whole embedding.
        t: time, 0 to 100.
        time_axis: ``"linear"`` or ``"log"``; lengths: ``"log"`` or ``"true"``.

    Raises:
        TraitError: a value outside its range.

    Source: the paper, Result 4.6 with d = 2.

    >>> TwoModes(angle=90).angle
    90.0
    """

    about = Declaration(
        name="two-modes",
        title="Two modes as arrows in embedding space, and the gate that stops and turns them",
        controls=(GAMMA_1, GAMMA_2, ALPHA, ANGLE, DIRECTION, TIME),
        choices=(TIME_AXIS, LENGTHS),
        presets=PRESETS,
        rows=ROWS,
        sentences=SENTENCES,
    )
    drawing = ("degrees.js", *(f"two_modes_js/{part}.js" for part in ("run", "plane", "times", "two_modes")))
    look = ("two_modes.css",)

    gamma_1 = number(GAMMA_1)
    gamma_2 = number(GAMMA_2)
    alpha = number(ALPHA)
    angle = number(ANGLE)
    direction = number(DIRECTION)
    t = number(TIME)
    time_axis = option(TIME_AXIS)
    lengths = option(LENGTHS)

    def fallback(self) -> dict[str, str]:
        """Return the static figure of three chosen states, as HTML and PNG, where it can be drawn."""
        try:
            from stepwise_ssl.figures.two_modes_states import three_runs
        except ImportError:  # without matplotlib there is the live view only
            return {}
        states = []
        for preset in STILLS:
            state = self.about.defaults | preset.state
            gammas = np.array([state["gamma_1"], state["gamma_2"]])
            times = np.linspace(0, state["t"], 401)
            states.append(
                {"label": preset.name, "times": times, "gammas": gammas, "arrows": flow(times, state)}
            )
        return still_picture(three_runs(states))


def flow(times: np.ndarray, state: dict[str, float]) -> np.ndarray:
    """The arrows at some times, in the Runge-Kutta steps of order four that the browser takes too.

    Args:
        times: (T,), evenly spaced, from 0.
        state: ``gamma_1``, ``gamma_2``, ``alpha``, ``angle`` and ``direction``, as in `TwoModes`.

    Returns:
        (T, 2, 2): at each time one arrow a column.

    >>> state = {"gamma_1": 1, "gamma_2": 1, "alpha": 0.1, "angle": 90, "direction": 0}
    >>> flow(np.linspace(0, 3, 301), state)[-1].round(6).diagonal().tolist()
    [1.0, 1.0]
    """
    gammas = np.array([state["gamma_1"], state["gamma_2"]], dtype=float)
    first = np.deg2rad(state["direction"])
    both = first + np.array([0.0, np.deg2rad(state["angle"])])

    def slope(arrows):
        return 4 * ((np.eye(2) - (arrows * gammas) @ arrows.T) @ arrows) * gammas

    path = [state["alpha"] * np.stack([np.cos(both), np.sin(both)])]
    for h in np.diff(times):
        a = path[-1]
        k1 = slope(a)
        k2 = slope(a + h / 2 * k1)
        k3 = slope(a + h / 2 * k2)
        path.append(a + h / 6 * (k1 + 2 * k2 + 2 * k3 + slope(a + h * k3)))
    return np.array(path)
