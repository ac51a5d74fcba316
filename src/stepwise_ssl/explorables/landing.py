"""The staircase on the book's first page: eight modes of real photographs, learned one at a time.

The loss of a linear Barlow Twins model from an aligned start is the sum of (1 - lambda_j)^2 over its modes,
and each lambda_j follows the law of one weight. What is drawn in the browser comes from formulas.js.
"""

from __future__ import annotations

from .contract import Control, Declaration, Explorable, Preset, Quantities, Row, number, numbers

# Eigenvalues of the modes in landing_modes.css, to four digits (tests compare them with the photographs').
PHOTOGRAPHS = (220.6, 39.75, 4.869, 3.741, 2.736, 0.8528, 0.5280, 0.4531)
START = 1e-10  # the weight of every mode at time 0; landing.js says the same
ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth")
CARDINALS = ("one", "two", "three", "four", "five", "six", "seven", "eight")

TIME = Control("t", "t", "t", "time", 0.006, 40.0, 0.01, 3.5, scale="log")
GAMMAS = Quantities("gammas", "γ", r"\gamma", "spectrum", 0.01, 1000.0, PHOTOGRAPHS, least=8, most=8)

PRESETS = (
    Preset(
        "Before the first step",
        "Nothing is learned, and the loss does not move: from here nobody could tell that anything will.",
        {"t": 0.008},
    ),
    Preset(
        "On a landing",
        "Two modes are learned. The third is on its way all the time, but much too small to be seen.",
        {"t": 0.3},
    ),
    Preset(
        "In the middle of a step",
        "The sixth mode is half learned. Those before it are done; those after it have hardly begun.",
        {"t": 6.77},
    ),
)


def _sentences() -> dict[str, str]:
    """A sentence for each number of learned modes, and one for each mode while it steps.

    ``{at}`` is the time, with the words before it; it is empty while time runs.
    """
    said = {
        "learned_0": "Nothing is learned yet{at}: the loss counts all eight modes.",
        "learned_1": "One of the eight modes is learned{at}; the loss is {loss}.",
        "learned_8": "All eight modes are learned{at}; next to nothing is left of the loss.",
    }
    for count, word in enumerate(CARDINALS[1:7], start=2):
        said[f"learned_{count}"] = (
            f"{word.capitalize()} of the eight modes are learned{{at}}; the loss is {{loss}}."
        )
    for mode, word in enumerate(ORDINALS, start=1):
        said[f"rising_{mode}"] = f"The {word} mode is being learned{{at}}; the loss is {{loss}}."
    return said


def _rows() -> tuple[Row, ...]:
    digits = "₁₂₃₄₅₆₇₈"
    rows = [Row("t", "time, learning rate × steps", "t"), Row("loss", "loss", "L")]
    rows += [Row(f"lambda_{j}", f"mode {j}: how far it is learned", f"λ{digits[j - 1]}") for j in range(1, 9)]
    rows += [Row(f"half_{j}", f"mode {j}: time when it is half learned", "") for j in range(1, 9)]
    return tuple(rows)


class LandingStaircase(Explorable):
    """Eight modes of a linear Barlow Twins model and its loss; t and gammas are traits.

    Args:
        t: time (learning rate times steps), 0.006 to 40.
        gammas: eight eigenvalues of Gamma, largest first; those of the shipped photographs by default, whose
            pictures are the ones that are shown.

    Raises:
        TraitError: a value outside its range, or not eight eigenvalues.

    Source: the paper, Prop. 4.1 and Fig. 1.

    >>> LandingStaircase(t=1.0).gammas[0]
    220.6
    """

    about = Declaration(
        name="landing",
        title="Loss against time: a staircase of eight steps, one for each mode",
        controls=(TIME,),
        choices=(),
        presets=PRESETS,
        rows=_rows(),
        sentences=_sentences(),
        lists=(GAMMAS,),
    )
    drawing = "landing.js"
    look = ("landing.css", "landing_modes.css")

    t = number(TIME)
    gammas = numbers(GAMMAS)

    def fallback(self) -> dict[str, str]:
        """Return the still picture: what a page shows before its scripts run, without them, and in print."""
        from .landing_picture import still

        page = {"text/html": still(self)}
        try:
            from .landing_print import png

            page["image/png"] = png(self)
        except ImportError:  # print needs matplotlib
            pass
        return page
