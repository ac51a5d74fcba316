"""The letters below an equation: those that its print shows, each once, each on the notation page."""

import re
from importlib import import_module
from pathlib import Path

import pytest

from bookbuild import letters, marks
from stepwise_ssl.explorables import augmentation_strength, turn_the_basis, two_modes

BOOK = Path(__file__).parents[2] / "chapters"
NOTATION = (BOOK / "notation.md").read_text("utf-8")
ANCHORS = set(re.findall(r"^\((sym-[^)]*)\)=", NOTATION, re.MULTILINE))
REGISTRY = import_module("stepwise_ssl.symbolic.registry")
PRINTED = sorted(
    {
        name
        for page in BOOK.glob("[01]*.md")
        for names in re.findall(r"\{checked\} (.*)", page.read_text("utf-8"))
        for name in names.split()
    }
)

# Read off the printed lines by eye.
SHOWN = {
    "intro/shrinking": ["n", "kappa", "z_{i}"],  # no d, which only the objects have
    "intro/collapse-loss": [r"L_{C = c c^{\top}}", "d", "r"],
    "algebra/sum-and-difference": ["Gamma", "n", "barx_{i}", "delta_{i}"],  # no m, and the mean
    "algebra/frobenius": ["A"],
    "one-weight/half-rise": ["t", "gamma", "s_{0}"],
    "one-weight/width": ["t", "gamma"],
    "linear/early-growth": ["a_{j}", "t", "gamma_{j}"],  # a_j(t) and a_j(0) are one letter
    "linear/loss": ["L", "C", "I"],
    "linear/two-demands": ["L", "C_{ij}", "C_{ii}"],
    "gate/across": [r"a_{\perp}", "gamma_{2}"],
    "staircase/order": ["tau", "gamma", "s_{0}"],  # e is a number
    "descent/delay": ["eta", "deltat", "s", "t"],
}


@pytest.mark.parametrize("name", SHOWN)
def test_letters_of_a_line_by_eye(name):
    assert list(letters.visible(REGISTRY.get(name).latex())) == SHOWN[name]


@pytest.mark.parametrize("name", PRINTED)
def test_every_listed_letter_is_in_print_and_explained(name):
    latex = REGISTRY.get(name).latex()
    found = letters.visible(latex)
    assert found and len(set(found)) == len(found)
    shown = [marks._letter(letter).astext() for letter in found]
    assert len(set(shown)) == len(shown) and not any("\\" in one for one in shown), shown
    for letter in found:
        base = marks._split(letter)[0].removeprefix("bar")
        assert re.search(r"\\delta t" if base == "deltat" else rf"(?<![A-Za-z]){base}(?![A-Za-z])", latex)
        assert {marks.anchor(letter), marks.anchor(marks._split(letter)[0])} & ANCHORS, letter


@pytest.mark.parametrize(
    ("letter", "seen"),
    [("barx_{i}", "x\N{COMBINING MACRON}i"), (r"L_{C = c c^{\top}}", "L"), (r"a_{\perp}", "a⊥"),
     (r"V_{\leq k}", "V≤k"), ("s_{0}", "s0"), ("Gamma_{12}", "Γ12"), ("deltat", "δt")],
)  # fmt: skip
def test_a_letter_as_it_is_shown(letter, seen):
    assert marks._letter(letter).astext() == seen


@pytest.mark.parametrize("explorable", [augmentation_strength, turn_the_basis, two_modes])
def test_letters_of_sliders_are_on_the_notation_page(explorable):
    controls = [c for c in vars(explorable).values() if type(c).__name__ == "Control"]
    assert len(controls) >= 4
    for control in controls:
        latex = control.latex
        (letter,) = letters.visible(latex)
        assert {marks.anchor(letter), marks.anchor(marks._split(letter)[0])} & ANCHORS, letter
        assert re.search(rf"{re.escape(latex)}(?![A-Za-z])", NOTATION) or "_" in latex, latex
