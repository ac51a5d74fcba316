"""What holds for every plot: words, numbers, weight, colours, ids, determinism."""

import re
import subprocess
import sys
from html.parser import HTMLParser
from io import BytesIO
from xml.etree import ElementTree

import numpy as np
import pytest
from PIL import Image

from stepwise_ssl import palette
from stepwise_ssl.figures import (
    algebra,
    deep,
    first_run,
    gate,
    landscape,
    one_weight,
    photographs,
    small_start,
    staircase,
)

NAMES = [
    "wait_and_rise", "loss_landscape", "descent_paths", "step_size_fate", "weight_curves",
    "weight_curves_log", "start_scale", "eigenvalue_and_loss", "overflow", "theory_over_run",
    "loss_staircase", "three_states", "pair_gallery", "mode_pictures", "spectrum_bars",
    "spectrum_bars_signed", "hero", "two_spectra", "two_staircases", "two_modes", "two_modes_linear",
    "whole_matrix", "whole_matrix_predicted", "sharpening", "fates", "gate", "gate_two", "rises",
    "rises_plain", "two_arrows", "two_arrows_small", "loss_surface", "loss_surface_saddle", "pushes",
    "same_run", "early_growth", "gate_circles", "gate_circles_three", "along_and_across",
    "left_behind", "both_orders", "matrix_two_ways", "two_views", "turning", "signed_spectrum",
    "decoupled_growth", "rebuilt_patch", "kept_share", "slope_arrows", "gram_schmidt",
    "run", "run_one_step", "run_never", "five_starts", "pairs_and_shuffled", "pairs_and_shuffled_late",
    "pair_spectra", "loss_by_hand", "loss_by_hand_one", "collapse",
    "run_from_noise", "two_exponents", "exponents", "turns", "one_way", "guarantee", "candidates",
    "last_step", "visits", "three_maps", "sign_counts", "heights", "walks", "solutions", "flatter",
    "deep_hero", "three_losses", "starts", "starts_log", "controls", "cloud", "hidden_ranks", "seeds",
    "probe", "two_weights", "foretold",
]  # fmt: skip
each = pytest.mark.parametrize("name", NAMES)


def test_every_public_plot_has_an_example(figures):
    public = {*one_weight.__all__, *gate.__all__, *algebra.__all__, *staircase.__all__}
    public |= {*first_run.__all__, *landscape.__all__, *small_start.__all__}
    public |= {*deep.__all__} - {"hero", "RunsTable", "runs_table"}  # "deep_hero" here; a table is no plot
    public |= {"pair_gallery", "mode_pictures", "spectrum_bars"}
    assert public <= set(figures) and set(figures) == set(NAMES)


@each
def test_alt_text_is_a_sentence_with_numbers(figures, name):
    alt = figures[name].alt
    assert alt.endswith(".") and re.search(r"\d", alt) and 30 < len(alt) < 600
    assert "nan" not in alt.lower().replace("nan from", "")


@each
def test_picture_carries_role_and_words(figures, name):
    svg = figures[name].svg
    assert svg.count('role="img"') == 1
    parsed = ElementTree.fromstring(svg)
    picture = next(e for e in parsed.iter() if e.get("role") == "img")
    assert picture.get("aria-label") == figures[name].alt


@each
def test_light_on_the_page_and_in_print(figures, name):
    assert len(figures[name].svg) < 60_000
    assert len(figures[name].html()) < 70_000
    png = figures[name].to_png()
    assert len(png) < 40_000
    image = Image.open(BytesIO(png)).convert("RGB")
    assert image.width > 400 and len(image.getcolors(10**6)) > 4


@each
def test_table_has_headings_and_few_rows(figures, name):
    html = figures[name].table.html()
    rows = html.count("<tr>")
    assert 2 <= rows <= 41
    assert html.count('scope="col"') == len(figures[name].table.columns)
    assert html.count('scope="row"') == rows - 1


@each
def test_every_colour_follows_the_theme(figures, name):
    """No colour is fixed: each stands inside a CSS variable, as its fallback."""
    loose = re.sub(r"var\(--[\w-]+, (#\w{6}|currentColor)\)", "", figures[name].svg)
    loose = re.sub(r'href="[^"]*"|url\(#[^)]*\)|xmlns[^ ]*', "", loose)
    assert not re.findall(r"#[0-9a-fA-F]{3,6}\b|rgb\(|\b(black|white)\b", loose)
    named = set(re.findall(r"var\(--([\w-]+)", figures[name].svg))
    assert named and named <= set(palette.LIGHT)


@each
def test_text_takes_the_page_font(figures, name):
    assert "DejaVu" not in figures[name].svg and "<text" in figures[name].svg
    assert "<style" not in figures[name].svg, "a style element would leak onto the whole page"


@each
def test_digits_of_the_words_survive(figures, name):
    """Path coordinates are rounded, labels are not: 0.025 must not become 0.02."""
    words = " ".join(re.findall(r"<text[^>]*>([^<]*)", figures[name].svg))
    if name == "descent_paths":
        assert "0.025" in words
    assert "0.00 " not in words + " "


def test_ids_are_unique_and_all_used(figures):
    page = "".join(figure.html() for figure in figures.values())
    ids = re.findall(r' id="([^"]+)"', page)
    used = set(re.findall(r'url\(#([^)]+)\)|href="#([^"]+)"', page))
    assert ids and len(ids) == len(set(ids))
    assert {a or b for a, b in used} == set(ids), "a reference without its target is a mark that is not drawn"


@each
def test_drawn_twice_is_the_same(figures, figures_again, name):
    assert figures[name].html() == figures_again[name].html()
    assert figures[name].to_png() == figures_again[name].to_png()


@each
def test_html_is_well_formed(figures, name):
    class Balanced(HTMLParser):
        def __init__(self):
            super().__init__()
            self.open = []

        def handle_starttag(self, tag, attrs):
            self.open.append(tag)

        def handle_startendtag(self, tag, attrs):
            pass

        def handle_endtag(self, tag):
            assert self.open.pop() == tag

    parser = Balanced()
    parser.feed(figures[name].html())
    assert parser.open == []


def test_bundle_has_page_print_and_words(figures):
    bundle = figures["wait_and_rise"]._repr_mimebundle_()
    assert set(bundle) == {"text/html", "text/plain", "image/png"}
    assert bundle["text/plain"] == figures["wait_and_rise"].alt
    assert bundle["image/png"].startswith(b"\x89PNG")


def test_savefig(figures, tmp_path):
    one, many = figures["wait_and_rise"], figures["three_states"]
    ElementTree.parse(one.savefig(tmp_path / "a.svg"))
    assert (tmp_path / "b.png").write_bytes(b"") == 0 and many.savefig(
        tmp_path / "b.png"
    ).stat().st_size > 1000
    with pytest.raises(ValueError, match="panels"):
        many.savefig(tmp_path / "c.svg")
    with pytest.raises(ValueError, match="suffix"):
        one.savefig(tmp_path / "c.gif")


def test_no_pyplot_and_no_lasting_settings():
    code = """
import sys, matplotlib
before = matplotlib.rcParams.copy()
import numpy as np
from stepwise_ssl.figures import one_weight
t = np.linspace(0, 9, 50)
one_weight.wait_and_rise(t, 1 / (1 + np.exp(5 - 2 * t))).to_png()
assert matplotlib.rcParams.copy() == before
sys.exit("matplotlib.pyplot" in sys.modules)
"""
    assert subprocess.run([sys.executable, "-c", code]).returncode == 0


def test_pictures_hold_the_pixels_given(figures):
    import base64

    from stepwise_ssl.figures.photographs import pair_gallery

    x = np.linspace(0, 1, 12).reshape(1, 12)
    svg = pair_gallery(x, x, size=2).svg
    data = base64.b64decode(re.search(r"base64,([^\"]+)", svg)[1])
    shown = np.asarray(Image.open(BytesIO(data)), dtype=float) / 255
    assert np.abs(shown - x.reshape(2, 2, 3)).max() <= 0.5 / 255


def test_a_mode_is_drawn_the_same_whatever_its_sign():
    mode = np.random.default_rng(0).standard_normal((12, 1))
    draw = photographs.mode_pictures
    assert draw(mode, size=2).svg == draw(-mode, size=2).svg
    assert (
        "<figcaption>" in draw(mode, size=2).html() and "sign of a mode is arbitrary" in draw(mode, 2).caption
    )
