"""Contrast by the WCAG formula; distance between modes as seen with three colour deficiencies."""

import itertools

import numpy as np
import pytest

from stepwise_ssl import palette

THEMES = {"light": palette.LIGHT, "dark": palette.DARK}
MODES = [f"mode-{j}" for j in range(1, 11)]

# Machado, Oliveira and Fernandes 2009, severity 1, on linear RGB.
VISIONS = {
    "usual": np.eye(3),
    "protanopia": [
        [0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]
    ],
    "deuteranopia": [
        [0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.01182, 0.04294, 0.968881]
    ],
    "tritanopia": [
        [1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.3039]
    ],
}  # fmt: skip


def linear(colour):
    c = np.array([int(colour[i : i + 2], 16) for i in (1, 3, 5)]) / 255
    return np.where(c <= 0.04045, c / 12.92, ((c + 0.055) / 1.055) ** 2.4)


def contrast(a, b):
    low, high = sorted(linear(c) @ [0.2126, 0.7152, 0.0722] for c in (a, b))
    return (high + 0.05) / (low + 0.05)


def oklab(rgb):
    to_cones = [
        [0.41222147, 0.53633254, 0.05144599], [0.2119035, 0.6806995, 0.10739696],
        [0.08830246, 0.28171884, 0.6299787]
    ]  # fmt: skip
    to_lab = [
        [0.21045426, 0.79361779, -0.00407205], [1.9779985, -2.42859221, 0.45059371],
        [0.02590404, 0.78277177, -0.80867577]
    ]  # fmt: skip
    return np.array(to_lab) @ np.cbrt(np.array(to_cones) @ np.clip(rgb, 0, 1))


def test_contrast_formula_on_known_pairs():
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("name", MODES)
def test_mode_lines_stand_out_from_the_paper(theme, name):
    assert contrast(THEMES[theme][name], THEMES[theme]["book-paper"]) >= 3


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("name", ["book-ink", "book-muted", "book-accent"])
def test_text_is_readable(theme, name):
    assert contrast(THEMES[theme][name], THEMES[theme]["book-paper"]) >= 4.5


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("vision", VISIONS)
def test_modes_stay_apart_for_every_vision(theme, vision):
    seen = [oklab(np.array(VISIONS[vision]) @ linear(THEMES[theme][name])) for name in MODES]
    for i, j in itertools.combinations(range(10), 2):
        # 0.02 is about a just visible difference; neighbours get more because they are drawn side by side.
        assert np.linalg.norm(seen[i] - seen[j]) > (0.11 if j == i + 1 else 0.06), (i + 1, j + 1)


def mixed(colour, paper, share):
    """The colour laid over the paper, as a browser does it."""
    parts = ([int(c[i : i + 2], 16) for i in (1, 3, 5)] for c in (colour, paper))
    return "#" + "".join(f"{round(share * a + (1 - share) * b):02x}" for a, b in zip(*parts, strict=True))


@pytest.mark.parametrize("theme", THEMES)
def test_signed_cells_stand_out_carry_ink_and_differ_for_every_vision(theme):
    colours = THEMES[theme]
    plus, minus = (
        mixed(colours[name], colours["book-paper"], palette.STRONGEST) for name in ("book-plus", "book-minus")
    )
    for cell in (plus, minus):
        assert contrast(cell, colours["book-paper"]) >= 3
        assert contrast(cell, colours["book-ink"]) >= 4.5
    for vision in VISIONS.values():
        seen = [oklab(np.array(vision) @ linear(cell)) for cell in (plus, minus)]
        assert np.linalg.norm(seen[0] - seen[1]) > 0.11


def test_no_two_names_share_a_colour():
    """Drawings are made in the light colours and then translated, so a shared colour would be ambiguous."""
    assert len(set(palette.LIGHT.values())) == len(palette.LIGHT)
    assert palette.LIGHT.keys() == palette.DARK.keys()


def test_css_names_every_colour_twice():
    rules = palette.css()
    assert rules.count("{") == rules.count("}") == 2
    assert all(rules.count(f"--{name}:") == 2 for name in palette.LIGHT)
    assert "html[data-theme=dark] {" in rules


@pytest.mark.parametrize("bad", [0, -1, 1.5])
def test_modes_are_counted_from_one(bad):
    with pytest.raises(ValueError, match="mode"):
        palette.mode_colour(bad)


def test_palette_loads_no_plotting():
    import subprocess
    import sys

    code = "import sys, stepwise_ssl.palette; sys.exit('matplotlib' in sys.modules or 'numpy' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code]).returncode == 0
