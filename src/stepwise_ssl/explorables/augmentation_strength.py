"""Chapter 1's explorable: how strongly the two views of a pair differ, and what they still have in common.

300 places in the five photographs, reduced to a quarter, are cropped twice (6 x 6 pixels, 108 numbers a
view), augmented and correlated in the browser. What the figure says is exact or asserted in its tests:

- equal views: Gamma is their covariance (raw: their second moment), and no eigenvalue is negative;
- gamma_j = (mean square along mode j) x (agreement of the views along it): fill and outline of a bar;
- for independent augmentations of one law the mean of Gamma over them is (1/n) sum xbar xbar^T, xbar a
  view's mean over augmentations. So gains of mean one and noise of mean zero leave it as it is; a view that
  is grey with probability q shrinks its part in colour alone to (1 - q)^2; a shift blurs, fine modes first.
"""

from __future__ import annotations

from .augmentation_views import FARTHEST, state_views
from .contract import Choice, Control, Declaration, Explorable, Preset, Row, number, option, still_picture

SHIFT = Control(
    "shift", "Δ", r"\Delta", "shift", 0, FARTHEST, 1, 4, unit="pixels between the crops at most", whole=True
)
JITTER = Control("jitter", "b", "b", "brightness and colour", 0.0, 1.0, 0.05, 0.0)
GREY = Control("grey", "q", "q", "chance of grey", 0.0, 1.0, 0.05, 0.0)
NOISE = Control("noise", "σ", r"\sigma", "noise", 0.0, 0.3, 0.01, 0.0)
PAIRING = Choice("pairing", "Second view:", {"true": "same place", "shuffled": "another place"}, "true")
PIXELS = Choice(
    "pixels", "Pixels:", {"raw": "raw", "centred": "centred", "colourless": "mean colour removed"}, "centred"
)

PRESETS = (
    Preset(
        "The book's crops",
        "The chapter's law, at a quarter of the size: up to four of six pixels apart. Coarse modes stay.",
        {},
    ),
    Preset(
        "Identical views",
        "Nothing differs, so all that varies is shared: each bar fills its outline, and none is below zero.",
        {"shift": 0},
    ),
    Preset(
        "Only noise",
        "The outlines grow, but noise of two views has nothing in common: on average raw Γ stays as it was.",
        {"shift": 0, "noise": 0.15, "pixels": "raw"},
    ),
    Preset(
        "Mostly grey",
        "Four views in five are grey. What the views share is grey, and the modes in colour fall behind.",
        {"shift": 0, "grey": 0.8},
    ),
    Preset(
        "Strong",
        "All at once, as in practice. The views hardly look alike, and two coarse modes still stand out.",
        {"shift": 6, "jitter": 0.8, "grey": 0.2, "noise": 0.05},
    ),
    Preset(
        "Raw pixels",
        "Nothing is taken away: one even warm tone, in every crop, is seventeen times the next mode.",
        {"pixels": "raw"},
    ),
    Preset(
        "Shuffled",
        "The same crops with another partner. Nothing is left but chance, as much below zero as above.",
        {"pairing": "shuffled"},
    ),
)

ROWS = (
    Row("shift", "largest shift, pixels", "Δ"),
    Row("jitter", "strength of the gains", "b"),
    Row("grey", "chance that a view is grey", "q"),
    Row("noise", "standard deviation of the noise", "σ"),
    Row("n", "pairs", "n", whole=True),
    Row("m", "numbers in a view", "m", whole=True),
    Row("agreement", "agreement of the views", "2 Σ x·x′ / Σ (|x|² + |x′|²)"),
    Row("trace", "sum of all eigenvalues", "tr Γ"),
    Row("ratio", "first eigenvalue over second", "γ₁/γ₂"),
    Row("positive", "positive eigenvalues", whole=True),
    Row("negative", "negative eigenvalues", whole=True),
    Row("lowest", "lowest eigenvalue", "γ₁₀₈"),
)

SENTENCES = {
    "same": "The two views are equal, so Γ is the covariance of the crops: everything that varies is shared, "
    "and no eigenvalue is negative.",
    "same_raw": "The two views are equal, so Γ is the mean of x xᵀ: everything is shared, and no eigenvalue "
    "is negative.",
    "agree": "The two views agree by {agree_words} (1 would be equal). Along mode 1 they agree by "
    "{first_agree}, along mode 10 by {tenth_agree}.",
    "shuffled": "The second views come from other places. With the mean gone they share nothing: the "
    "eigenvalues, from {first} down to {last}, are chance. Given time, a network learns even that.",
    "shuffled_raw": "The second views come from other places. All that any two crops share is the mean crop: "
    "it makes one eigenvalue, {first}; the next, {second}, and the rest are chance.",
    "raw": "Mode 1, the even tone that all crops have, is {times_next} times the next.",
    "shift": "A shift blurs what is shared, so the fine modes lose most.",
    "shift_rough": "A shift blurs what is shared; with the mean colour gone, most of what is left is fine, "
    "and is lost.",
    "grey": "A view that may be grey shares less colour: next to the grey part of Γ, the part in colour "
    "alone shrinks to (1 − q)² = {kept} on average.",
    "all_grey": "Every view is grey: at most a third of the eigenvalues differ from zero.",
    "jitter": "Gains that differ from view to view widen what varies and average out of what is shared.",
    "noise": "Noise that differs from view to view widens what varies and averages out of what is shared.",
    "both": "Gains and noise that differ from view to view widen what varies and average out of what is "
    "shared.",
    "negative": "{negative} of {m} eigenvalues are negative, the lowest {last}: the chance of {n} pairs, "
    "which shrinks with more of them.",
}

STILL = (1, 0, 6)  # identical, the book's crops, shuffled


class AugmentationStrength(Explorable):
    """Pairs of crops, their augmentations, Gamma and its spectrum, linked.

    Args:
        shift: largest shift between the two crops of a pair in each direction, whole, 0 to 6 pixels.
        jitter: strength of the gains for brightness and colour, 0 to 1.
        grey: probability that a view is grey, 0 to 1.
        noise: standard deviation of the noise, 0 to 0.3 (a pixel is between 0 and 1).
        pairing: ``"true"`` or ``"shuffled"``.
        pixels: ``"raw"``, ``"centred"`` or ``"colourless"``.

    Raises:
        TraitError: a value outside its range.

    Source: Gamma as in the paper, Sec. 4; crops after its section 6.

    >>> AugmentationStrength(shift=0).pairing
    'true'
    """

    about = Declaration(
        name="augmentation-strength",
        title="Augmentation strength: pairs of crops, their cross-correlation and its eigenvalues, linked",
        controls=(SHIFT, JITTER, GREY, NOISE),
        choices=(PAIRING, PIXELS),
        presets=PRESETS,
        rows=ROWS,
        sentences=SENTENCES,
    )
    drawing = (
        "staircase_js/unpack.js",
        "staircase_js/canvas.js",
        "chance.js",
        "symmetric.js",
        *(
            f"augmentation_js/{part}.js"
            for part in (
                "pack",
                "views",
                "vectors",
                "spectrum",
                "pairs",
                "heat",
                "bars",
                "times",
                "words",
                "augmentation",
            )
        ),
    )
    look = ("augmentation_strength.css",)

    shift = number(SHIFT)
    jitter = number(JITTER)
    grey = number(GREY)
    noise = number(NOISE)
    pairing = option(PAIRING)
    pixels = option(PIXELS)

    def fallback(self) -> dict[str, str]:
        """Return the static figure of three chosen states, as HTML and PNG, where it can be drawn."""
        try:
            from stepwise_ssl.closed_form import cross_correlation, eigenpairs
            from stepwise_ssl.figures.augmentation_states import augmented_spectra
        except ImportError:  # without matplotlib there is the live view only
            return {}
        spectra = {}
        for preset in (PRESETS[k] for k in STILL):
            state = self.about.defaults | preset.state
            spectra[preset.name.lower()] = eigenpairs(cross_correlation(*state_views(state)))[0]
        return still_picture(augmented_spectra(spectra))
