"""Chapter 2's explorable: turn the axes of two pixels until nothing in them is coupled any more.

Gamma = [[a, b], [b, c]] is read in axes that are turned by theta, as R^T Gamma R, and a vector that grows by
y' = Gamma y is watched in the same axes: its two coordinates are straight on a logarithmic axis exactly where
the entry beside the diagonal is zero.
"""

from __future__ import annotations

import numpy as np

from .contract import Control, Declaration, Explorable, Preset, Row, number, still_picture

A = Control("a", "a", "a", "first pixel with itself", -2.0, 4.0, 0.05, 2.0)
B = Control("b", "b", "b", "with each other", -3.0, 3.0, 0.05, 1.0)
C = Control("c", "c", "c", "second with itself", -2.0, 4.0, 0.05, 1.0)
THETA = Control("theta", "θ", r"\theta", "angle of the axes", 0.0, 180.0, 0.5, 0.0, unit="degrees")
START = Control("start", "β", r"\beta", "direction of the start", 0.0, 360.0, 1.0, 100.0, unit="degrees")
TIME = Control("t", "t", "t", "time", 0.0, 2.0, 0.01, 0.6, windows={"": (0.0, 2.0)})
LENGTH = 0.25  # of the start y(0); turn_the_basis_js/turned.js says the same

# The middle pixel of the chapter's crops and its right neighbour, green: rows and columns of their Gamma.
PIXELS = (0.527, 0.532, 0.541)

PRESETS = (
    Preset(
        "Two pixels of photographs",
        "Neighbours are nearly alike: the axes stand close to 45°, sum and difference, and the sum "
        "has nearly everything.",
        dict(zip("abc", PIXELS, strict=True)) | {"theta": 20.0, "start": 10.0, "t": 1.5},
    ),
    Preset(
        "One negative",
        "The three pairs of this page. Along one axis the two views disagree, and the arrows run back.",
        {"a": 4 / 3, "b": 5 / 3, "c": 4 / 3, "theta": 45.0, "start": 150.0, "t": 0.9},
    ),
    Preset(
        "Already decoupled",
        "With b = 0 the axes are eigenvectors as they stand. Turn them, and the coupling comes.",
        {"b": 0.0, "theta": 0.0, "start": 70.0},
    ),
    Preset(
        "Equal eigenvalues",
        "Γ is a multiple of the identity: it has no directions of its own, and every basis decouples.",
        {"a": 1.5, "b": 0.0, "c": 1.5, "theta": 30.0, "start": 75.0},
    ),
)

ROWS = (
    Row("a", "first pixel with itself", "a"),
    Row("b", "the pixels with each other", "b"),
    Row("c", "second pixel with itself", "c"),
    Row("theta", "angle of the axes, degrees", "θ"),
    Row("start", "direction of the start, degrees", "β"),
    Row("t", "time", "t"),
    Row("g11", "first entry in the turned axes", "Γ₁₁(θ)"),
    Row("g12", "entry beside the diagonal", "Γ₁₂(θ)"),
    Row("g22", "last entry in the turned axes", "Γ₂₂(θ)"),
    Row("angle_1", "decoupling angle, larger eigenvalue first, degrees"),
    Row("angle_2", "decoupling angle, smaller eigenvalue first, degrees"),
    Row("larger", "larger eigenvalue", "γ₁"),
    Row("smaller", "smaller eigenvalue", "γ₂"),
    Row("y_1", "first turned coordinate", "y₁"),
    Row("y_2", "second turned coordinate", "y₂"),
    Row("alone_1", "first, if nothing were coupled", "y₁(0) e^Γ₁₁t"),
    Row("alone_2", "second, if nothing were coupled", "y₂(0) e^Γ₂₂t"),
    Row("across", "y, across the picture"),
    Row("up", "y, up the picture"),
)

SENTENCES = {
    "every": "Γ is {a} times the identity: at every angle the entry beside the diagonal is zero, and "
    "every coordinate grows at the same rate.",
    "decoupled": "At θ = {theta}° the entry beside the diagonal is zero: the axes are eigenvectors, "
    "and each coordinate grows by itself, at the rates {g11} and {g22}.",
    "near": "At θ = {theta}° the entry beside the diagonal is {g12}: almost decoupled, and the "
    "coordinates run almost straight.",
    "coupled": "At θ = {theta}° the entry beside the diagonal is {g12}: each coordinate pulls on the "
    "other, and neither runs straight.",
    "grows": "Both eigenvalues are positive: every arrow runs outwards.",
    "saddle": "One eigenvalue is negative, {smaller}: along its axis the arrows run back to the origin.",
    "shrinks": "Both eigenvalues are negative: every arrow runs back to the origin.",
    "flat": "One eigenvalue is zero: along its axis nothing moves.",
    "nothing": "Γ is zero: nothing moves.",
    "now": "At t = {t} the coordinates are {y_1} and {y_2}; without the coupling they would be "
    "{alone_1} and {alone_2}.",
    "alone": "At t = {t} the coordinates are {y_1} and {y_2}, each e^(rate × t) times its start.",
}

STILL_ANGLES = (0.0, 20.0)


class TurnTheBasis(Explorable):
    """A symmetric 2 x 2 matrix in axes that the reader turns, and growth by it in the same axes.

    Args:
        a, b, c: entries of Gamma = [[a, b], [b, c]]; a and c from -2 to 4, b from -3 to 3.
        theta: angle of the axes, 0 to 180 degrees.
        start: direction of y(0), 0 to 360 degrees.
        t: time, 0 to 2.

    Raises:
        TraitError: a value outside its range.

    >>> TurnTheBasis(b=0).b
    0.0
    """

    about = Declaration(
        name="turn-the-basis",
        title="Turn the axes of a symmetric matrix until growth by it decouples",
        controls=(A, B, C, THETA, START, TIME),
        choices=(),
        presets=PRESETS,
        rows=ROWS,
        sentences=SENTENCES,
    )
    drawing = (
        "degrees.js",
        *(f"turn_the_basis_js/{part}.js" for part in ("turned", "plane", "matrix", "turn_the_basis")),
    )
    look = ("turn_the_basis.css",)

    a = number(A)
    b = number(B)
    c = number(C)
    theta = number(THETA)
    start = number(START)
    t = number(TIME)

    def fallback(self) -> dict[str, str]:
        """Return the static figure of three chosen angles, as HTML and PNG, where it can be drawn."""
        try:
            from stepwise_ssl.figures.turned_states import three_turns
        except ImportError:  # without matplotlib there is the live view only
            return {}
        gamma = np.array([[A.default, B.default], [B.default, C.default]])
        decoupled = float(np.rad2deg(np.arctan2(2 * B.default, A.default - C.default) / 2))
        times = np.linspace(0, 2, 101)
        first = LENGTH * np.array([np.cos(np.deg2rad(START.default)), np.sin(np.deg2rad(START.default))])
        values, vectors = np.linalg.eigh(gamma)
        paths = (np.exp(np.outer(times, values)) * (vectors.T @ first)) @ vectors.T
        figure = three_turns(gamma, (*STILL_ANGLES, decoupled), times, paths)
        return still_picture(figure)
