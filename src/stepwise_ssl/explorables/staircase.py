"""Chapter 5's explorable: a spectrum, and the staircase that it makes of the loss, in seven linked views.

The model is the linear Barlow Twins model from an aligned start: the loss is L = ||C - I||_F^2, the flow is
dW/dt = -4 (C - I) W Gamma, and every mode starts at s_j(0) = alpha. Everything that is drawn comes from
formulas.js, which is generated from the checked equations of ``stepwise_ssl.symbolic``.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import traitlets

from .contract import (
    Choice,
    Control,
    Declaration,
    Explorable,
    Preset,
    Quantities,
    Row,
    number,
    numbers,
    option,
    still_picture,
)
from .photograph import SCRIPTS as PHOTOGRAPH

GAMMAS = Quantities("gammas", "γ", r"\gamma_j", "spectrum", -1.0, 8.0, (4.0, 1.41, 0.77, 0.5, 0.358))
ALPHA = Control(
    "alpha",
    "α",
    r"\alpha",
    "initialisation scale",
    1e-6,
    1.0,
    0.05,
    1e-3,
    unit="every mode starts here",
    scale="log",
)
D = Control("d", "d", "d", "embedding dimension", 1, 8, 1, 5, whole=True, within="gammas")
TIME = Control(
    "t",
    "t",
    "t",
    "time",
    0.0,
    1000.0,
    0.01,
    2.5,
    follows="time_axis",
    windows={"linear": (0.0, 8.0), "log": (0.01, 1000.0)},
)
TIME_AXIS = Choice("time_axis", "Time axis", {"linear": "linear", "log": "log"}, "linear")

# The five photographs' eigenvalues (crops of 10 x 10, centred) over 27.58, so that the largest is 8.
PHOTOGRAPHS = [8.0, 1.441, 0.1765, 0.1356, 0.09921, 0.03092, 0.01914, 0.01643]

PRESETS = (
    Preset(
        "Power law",
        "γⱼ = 4/(j√j). Equal steps in the loss, at unequal times: each mode waits about 1/γ.",
        {"t": 2.5, "gammas": [4.0, 1.41, 0.77, 0.5, 0.358]},
    ),
    Preset(
        "Two close ones",
        "Modes 2 and 3 differ by a tenth. Their steps overlap: the loss falls by two, with a bend between.",
        {"gammas": [4.0, 1.1, 1.0, 0.4], "d": 4, "t": 1.65},
    ),
    Preset(
        "One negative",
        "Four directions, three positive eigenvalues. One direction stays open, and the loss at 1, for ever.",
        {"gammas": [4.0, 1.5, 0.7, -0.5], "d": 4, "t": 5.0},
    ),
    Preset(
        "From the photographs",
        "1,000 pairs of crops. Eigenvalues are divided by 27.6 to fit the bars, so times are longer "
        "by as much. The picture comes back mode by mode, two pairs of them together.",
        {"gammas": PHOTOGRAPHS, "d": 8, "t": 17.0, "time_axis": "log"},
    ),
    Preset(
        "Flat",
        "All eigenvalues are equal, so nothing sets the modes apart: one fall instead of a staircase.",
        {"gammas": [1.0, 1.0, 1.0, 1.0], "d": 4, "t": 1.7},
    ),
)

ROWS = (
    Row("t", "time", "t"),
    Row("alpha", "initialisation scale", "α"),
    Row("d", "embedding dimension", "d", whole=True),
    Row("m", "modes in the spectrum", whole=True),
    Row("positive", "positive eigenvalues among the first d", "p", whole=True),
    Row("loss", "loss", "L = Σ (1 − λⱼ)²"),
    Row("floor", "where the loss ends", "d − p", whole=True),
    Row("learned", "modes more than half learned", whole=True),
    Row("open", "directions more than half open", whole=True),
    Row("next", "next step time", "τ", "none"),
)

SENTENCES = {
    "alone": "Each of the {positive} modes steps alone, largest eigenvalue first, and takes 1 off the loss.",
    "single": "One mode steps, and takes 1 off the loss.",
    "merged": "{merged} step close together: by the rule of this chapter their steps overlap.",
    "flat": "All {positive} modes have the same eigenvalue and the same start: they step at once, "
    "near t = {first}, and the loss falls by {positive}.",
    "none": "No eigenvalue is positive, so no mode can step: the loss ends at {floor} and stays there.",
    "above": "{above} starts at or above its limit and only comes down to it: no step.",
    "above_many": "{above} start at or above their limits and only come down to them: no step.",
    "past": "{past} starts beyond the half rise and only has to finish.",
    "past_many": "{past} start beyond the half rise and only have to finish.",
    "plateau": "{idle} never steps: γ is not positive, so the loss stays at {floor} for ever.",
    "plateau_many": "{idle} never step: γ is not positive, so the loss stays at {floor} for ever.",
    "beyond": "{late} is never learned: all {d} directions are taken by then.",
    "beyond_many": "{late} are never learned: all {d} directions are taken by then.",
    "before": "At t = {t} nothing is learned yet: the loss is {loss}, and mode {next_mode} steps next, "
    "near {next}.",
    "between": "At t = {t} the loss is {loss}, {opening}, and mode {next_mode} steps next, near {next}.",
    "rising": "At t = {t} {rising} is rising (λ = {rising_lam}); the loss is {loss}, {opening}.",
    "rising_many": "At t = {t} {rising} are rising; the loss is {loss}, {opening}.",
    "settling": "At t = {t} the loss is {loss}, {opening}.",
    "done": "At t = {t} everything that can be learned is learned: the loss is {loss}, {opening}.",
    "still": "At t = {t} the loss is {loss}, {opening}.",
    "guessing": "The curves are hidden until your guess is played.",
    "playing": "Your guess is being played.",
}


DRAWING = (
    *PHOTOGRAPH,
    "staircase_js/pack.js",
    *(
        f"staircase_js/{part}.js"
        for part in (
            "model",
            "words",
            "unpack",
            "canvas",
            "bars",
            "curves",
            "maps",
            "picture",
            "score",
            "guess",
        )
    ),
    "staircase_js/own.js",
    "staircase_js/tables.js",
    "staircase_js/staircase.js",
)


def rotation(d: int) -> np.ndarray:
    """The embedding's own coordinates: column j is the direction that mode j fills (orthonormal DCT-II).

    Args:
        d: embedding dimension.

    Returns:
        Orthogonal matrix, (d, d); the browser uses the same closed form.

    Source: any U in O(d) serves Prop. 4.1; this one has no zero column and no preferred coordinate.

    >>> np.allclose(rotation(3).T @ rotation(3), np.eye(3))
    True
    """
    i, j = np.mgrid[0:d, 0:d]
    return np.sqrt(np.where(j, 2, 1) / d) * np.cos(np.pi * (2 * i + 1) * j / (2 * d))


class Staircase(Explorable):
    """A spectrum and its staircase in linked views; gammas, alpha, d and t are traits.

    Args:
        gammas: one to eight eigenvalues of the cross-correlation, -1 to 8, in any order.
        alpha: initialisation scale, 1e-6 to 1; every mode starts at s_j(0) = alpha.
        d: embedding dimension, a whole number from 1 to the number of modes; by default all of them.
        t: time, 0 to 1000.
        time_axis: ``"linear"`` or ``"log"``.

    Raises:
        TraitError: a value outside its range, or d larger than the number of modes.

    Source: the paper, Prop. 4.1.

    >>> Staircase(gammas=[2.0, 1.0]).d
    2
    """

    about = Declaration(
        name="staircase",
        title="A spectrum and its staircase: eigenvalues, loss, gate, weights and a photograph, linked",
        lists=(GAMMAS,),
        controls=(TIME, ALPHA, D),
        choices=(TIME_AXIS,),
        presets=PRESETS,
        rows=ROWS,
        sentences=SENTENCES,
    )
    drawing = DRAWING
    look = ("staircase.css",)

    gammas = numbers(GAMMAS)
    alpha = number(ALPHA)
    d = number(D)
    t = number(TIME)
    time_axis = option(TIME_AXIS)

    def __init__(self, **state: Any) -> None:
        # A spectrum given without a dimension gets a direction for each of its modes.
        if "gammas" in state:
            state.setdefault("d", len(state["gammas"]))
        super().__init__(**state)

    @traitlets.validate("d")
    def _within_the_spectrum(self, proposal: Any) -> int:
        if proposal["value"] > len(self.gammas):
            raise traitlets.TraitError(
                f"d = {proposal['value']} is larger than the number of modes, {len(self.gammas)}"
            )
        return proposal["value"]

    @traitlets.observe("gammas")
    def _fewer_modes(self, change: Any) -> None:
        if self.d > len(change["new"]):
            self.d = len(change["new"])

    def fallback(self) -> dict[str, str]:
        """Return the static figure of three chosen spectra, as HTML and PNG, where it can be drawn."""
        try:
            from stepwise_ssl.closed_form import LinearSolution
            from stepwise_ssl.figures.staircase_states import three_staircases
        except ImportError:  # without matplotlib there is the live view only
            return {}
        times, states = np.linspace(*TIME.windows["linear"], 401), []
        for preset in PRESETS[:3]:
            gammas = preset.state["gammas"]
            solution = LinearSolution.aligned(np.diag(gammas), np.full(len(gammas), ALPHA.default))
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
