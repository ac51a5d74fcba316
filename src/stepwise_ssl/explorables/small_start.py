"""Chapter 6's explorable: a random start of any scale and seed, the descent from it, and the theory over it.

Gradient descent of the linear model, up to 8 x 32 weights, runs in the browser in slices. Over its
eigenvalues lie those of the aligned trajectory that Result 4.6 gives the start, QR of W_0 in the order of the
eigenvalues, with a band of the size of the theory's error; and on request what the norms or the singular
values of the d leading columns of W_0 V would give instead.
"""

from __future__ import annotations

import numpy as np

from .contract import Choice, Control, Declaration, Explorable, Preset, Row, number, option, still_picture
from .descent import descend, random_start

ALPHA = Control("alpha", "α", r"\alpha", "scale", 1e-6, 0.1, 0.05, 1e-3, scale="log")
SEED = Control("seed", "seed", r"\text{seed}", "", 1, 60, 1, 8, whole=True)
D = Control("d", "d", "d", "outputs", 1, 8, 1, 4, whole=True)
M = Control("m", "m", "m", "inputs", 8, 32, 1, 16, whole=True)
RATIO = Control("ratio", "γ₂/γ₁", r"\gamma_2/\gamma_1", "ratio", 0.5, 0.98, 0.01, 0.5)
RATE = Control("rate", "8γ₁η", r"8\gamma_1\eta", "step size", 0.05, 1.0, 0.05, 0.2)
SHAPE = Choice(
    "shape", "Spectrum", {"ratio": "equal ratios", "power": "power law", "close": "one close pair"}, "ratio"
)
TAIL = Choice("tail", "Beyond mode d", {"falling": "falls on", "negative": "negative"}, "falling")
THEORY = Choice("theory", "Theory", {"qr": "QR", "norms": "column norms", "svd": "SVD"}, "qr")
CLOCK = Choice("clock", "in", {"steps": "the same steps", "flow": "the flow"}, "steps")
TIME_AXIS = Choice("time_axis", "Time axis", {"linear": "linear", "log": "log"}, "linear")

PRESETS = (
    Preset(
        "A small start",
        "Four modes, each half as large as the one before, and a start of a ten-thousandth. Do descent and "
        "theory differ anywhere?",
        {"alpha": 1e-4},
    ),
    Preset(
        "Not small",
        "The start is a thousand times larger than the first. How wide is the band now, and is the last step "
        "on time?",
        {"alpha": 0.1},
    ),
    Preset(
        "A close pair",
        "Modes 1 and 2 differ by a twentieth, and α is a millionth. Compare the gap at the end with the "
        "eigenvalues.",
        {"shape": "close", "ratio": 0.95, "alpha": 1e-6, "d": 3},
    ),
    Preset(
        "Why not the columns",
        "The theory takes the lengths of the columns. Which steps does it place well, which not? Compare "
        "with QR.",
        {"theory": "norms", "d": 8, "ratio": 0.75, "time_axis": "log"},
    ),
    Preset(
        "Nothing competes",
        "One output, and every other eigenvalue is negative, so p is above 1. Compare the gap at the end "
        "with the gap on the way.",
        {"d": 1, "tail": "negative", "alpha": 0.01, "rate": 0.05},
    ),
)

ROWS = (
    Row("alpha", "scale of the start", "α"),
    Row("seed", "seed", whole=True),
    Row("d", "outputs", "d", whole=True),
    Row("m", "inputs", "m", whole=True),
    Row("ratio", "first ratio of eigenvalues", "γ₂/γ₁"),
    Row("rate", "learning rate, in units of 1/(8γ₁)", "8γ₁η"),
    Row("eta", "learning rate", "η"),
    Row("steps", "steps of the descent", whole=True),
    Row("pair", "mode with the closest follower (the first, if several tie)", "j", whole=True),
    Row("near", "their ratio", "γⱼ₊₁/γⱼ"),
    Row("p", "exponent of the error at the end", "p"),
    Row("all", "exponent of the error at its largest", "min(1, p)"),
    Row("power", "order of the error at the end", "αᵖ"),
    Row("gap_end", "measured gap at the end, part of the final weights"),
    Row("power_all", "order of the error at its largest", "αᵐⁱⁿ⁽¹·ᵖ⁾"),
    Row("gap_most", "measured gap at its largest"),
    Row("last", "last half rise: the descent", "", "not seen"),
    Row("due", "last half rise: QR, in the same steps"),
    Row("due_flow", "last half rise: QR, in the flow"),
    Row("due_norms", "last half rise: column norms"),
    Row("due_svd", "last half rise: SVD of the d leading columns"),
    Row("off", "descent against QR, relative"),
    Row("off_norms", "descent against column norms, relative"),
    Row("off_svd", "descent against SVD, relative"),
    Row("lag", "what the step size costs, relative"),
    Row("loss", "loss where the descent stopped", "L"),
)

SENTENCES = {
    "running": "The descent is at t = {t} and goes on; the theory has the last half rise near {due_flow}.",
    "broken": "The descent has left the range of numbers: the learning rate is too large for it.",
    "told": "The {d} eigenvalues rise in turn. QR puts the last half rise at t = {due}; the descent has "
    "it at "
    "{last}, {off_words}.",
    "told_one": "The one eigenvalue rises. QR puts the half rise at t = {due}; the descent has it at "
    "{last}, {off_words}.",
    "late": "A half rise is missing: this start is beyond one half before the first step.",
    "exponent": "The closest competitors are modes {pair} and {next}, with eigenvalues in ratio {near}, so "
    "p = 1 − {near} = {p} and the theory's error is of the order αᵖ = {power}.",
    "tied": "From mode 1 to mode {tied_end} all neighbours tie: each eigenvalue is {near} of the one before, "
    "so p = 1 − {near} = {p} and the theory's error is of the order αᵖ = {power}.",
    "beyond": "No eigenvalue competes: p = {p} is above 1. The error at the end is of the order αᵖ = "
    "{power}, on the "
    "way of the order α, because W(0) itself is that far from the theory's start.",
    "measured": "Measured, as a part of the final weights: {gap_end} at the end, {gap_most} at most on "
    "the way.",
    "wide": "So little is said about the weights; α = 10⁻⁶ would promise {power_least}. The rises go with "
    "the "
    "logarithm of the start and can be near all the same.",
    "norms": "The lengths of the columns would put it at {due_norms}, {norms_words}: what a column has along "
    "earlier modes is stopped by them.",
    "svd": "The singular values of the {d} leading columns would put it at {due_svd}, {svd_words}: their "
    "product is that of the Rⱼⱼ, but the largest is above R₁₁ and the smallest below every Rⱼⱼ.",
    "same": "With one output there is no earlier mode: R₁₁, the column's length and its one singular value "
    "are the same.",
    "past": "By that theory a mode starts beyond its half rise, so it has none to compare.",
    "flow": "Dashed is the flow, the limit of small steps; the descent's last half rise is later by {pace}.",
}

SCAN = (1e-1, 1e-2, 1e-3, 1e-4, 1e-5, 1e-6)
"""The scales at which the browser measures the gap, for the picture of its exponent."""

STILL = (0, 1, 2)
STILL_CAPTION = (
    "Three states of the interactive figure, which needs JavaScript; marks show the theory's half rises."
)


def spectrum(
    shape: str, ratio: float, embedding_dim: int, input_dim: int, tail: str = "falling"
) -> np.ndarray:
    """The eigenvalues of Gamma in this figure, largest first; the first is 1.

    Args:
        shape: ``"ratio"`` (equal ratios), ``"power"`` (a power of j) or ``"close"`` (one close pair, then
        halves).
        ratio: gamma_2 / gamma_1.
        embedding_dim: d; modes beyond it have the sign of `tail`.
        input_dim: m.
        tail: ``"falling"``, or ``"negative"`` for a tail from -gamma_d / 2 down towards -gamma_d.

    Returns:
        (m,).

    >>> spectrum("close", 0.9, 2, 4)
    array([1.   , 0.9  , 0.45 , 0.225])
    """
    j = np.arange(input_dim)
    gammas = {
        "ratio": ratio**j,
        "power": (j + 1.0) ** np.log2(ratio),
        "close": np.where(j == 0, 1.0, ratio * 0.5 ** np.maximum(j - 1, 0)),
    }[shape]
    if tail == "negative":
        d = embedding_dim
        gammas[d:] = -gammas[d - 1] * (0.5 + 0.5 * (j[d:] - d) / max(input_dim - d, 1))
    return gammas


class SmallStart(Explorable):
    """Gradient descent from a random start in the browser, over the theory of a small start.

    Args:
        alpha: scale of the start, 1e-6 to 0.1.
        seed: of the random start, 1 to 60; see ``stepwise_ssl.explorables.descent.random_start``.
        d: outputs, 1 to 8; m: inputs, 8 to 32.
        ratio: gamma_2 / gamma_1, 0.5 to 0.98.
        rate: learning rate in units of 1 / (8 gamma_1), 0.05 to 1.
        shape: ``"ratio"``, ``"power"`` or ``"close"``; tail: ``"falling"`` or ``"negative"``.
        theory: ``"qr"``, ``"norms"`` or ``"svd"``; clock: ``"steps"`` or ``"flow"``.
        time_axis: ``"linear"`` or ``"log"``.

    Raises:
        TraitError: a value outside its range.

    Source: the paper, Result 4.6.

    >>> SmallStart(seed=3).seed
    3
    """

    about = Declaration(
        name="small-start",
        title="A random start: gradient descent, and the theory that reads it off a QR factorisation",
        controls=(ALPHA, SEED, D, M, RATIO, RATE),
        choices=(SHAPE, TAIL, THEORY, CLOCK, TIME_AXIS),
        presets=PRESETS,
        rows=ROWS,
        sentences=SENTENCES,
    )
    drawing = (
        "chance.js",
        "symmetric.js",
        "descent_js/start.js",
        "descent_js/descent.js",
        "small_start_js/model.js",
        "small_start_js/views.js",
        "small_start_js/small_start.js",
    )
    look = ("descent.css",)

    alpha = number(ALPHA)
    seed = number(SEED)
    d = number(D)
    m = number(M)
    ratio = number(RATIO)
    rate = number(RATE)
    shape = option(SHAPE)
    tail = option(TAIL)
    theory = option(THEORY)
    clock = option(CLOCK)
    time_axis = option(TIME_AXIS)

    def fallback(self) -> dict[str, str]:
        """Return the static figure of three chosen states, as HTML and PNG, where it can be drawn."""
        try:
            from stepwise_ssl.figures.staircase_states import three_staircases
        except ImportError:  # without matplotlib there is the live view only
            return {}
        presets = [PRESETS[k] for k in STILL]
        states = [still(preset.name, self.about.defaults | preset.state) for preset in presets]
        return still_picture(three_staircases(states), STILL_CAPTION)


def still(label: str, state: dict) -> dict:
    """One panel of the static picture: the descent's eigenvalues and loss, and the theory's half rises."""
    from stepwise_ssl.closed_form import LinearSolution, half_rise_times

    d, m = int(state["d"]), int(state["m"])
    gammas = spectrum(state["shape"], state["ratio"], d, m, state["tail"])
    start, eta = state["alpha"] * random_start(int(state["seed"]), d, m), state["rate"] / (8 * gammas[0])
    solution = LinearSolution.small_start(np.diag(gammas), start)
    halves = half_rise_times(solution.gamma, solution.s0)
    path = descend(start, gammas, eta, int(1.4 * halves.max() / eta))
    picked = np.unique(np.linspace(0, len(path) - 1, 500).astype(int))
    values = np.linalg.eigvalsh(np.einsum("tij,j,tkj->tik", path[picked], gammas, path[picked]))[:, ::-1]
    return {
        "label": label,
        "times": picked * eta,
        "eigenvalues": values,
        "loss": ((1 - values) ** 2).sum(axis=1),
        "step_times": np.sort(halves),
    }
