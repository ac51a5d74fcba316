"""Variants: the same for whoever knows secret and term, never the book's, never last year's."""

import hashlib
import hmac
from fractions import Fraction
from itertools import combinations

import pytest

from coursework import sets
from coursework.variants import Draw, fill

SETS = ("ps1", "ps2")
TERMS = [f"{year}{season}" for year in range(2026, 2046) for season in "SW"]


def test_a_draw_is_the_hmac_of_set_term_and_name_under_the_secret():
    digest = hmac.new(b"secret", b"ps1|2027S|kappa", hashlib.sha256).hexdigest()
    assert Draw("secret", "ps1", "2027S").choice("kappa", range(10**9)) == int(digest, 16) % 10**9


def test_another_secret_term_set_or_name_is_another_draw():
    first = Draw("secret", "ps1", "2027S").choice("kappa", range(10**9))
    others = [
        Draw("Secret", "ps1", "2027S").choice("kappa", range(10**9)),
        Draw("secret", "ps1", "2027W").choice("kappa", range(10**9)),
        Draw("secret", "ps2", "2027S").choice("kappa", range(10**9)),
        Draw("secret", "ps1", "2027S").choice("target", range(10**9)),
    ]
    assert len({first, *others}) == 5


@pytest.mark.parametrize("arguments", [("", "ps1", "2027S"), ("secret", "ps1", "")])
def test_an_empty_secret_or_term_is_refused(arguments):
    with pytest.raises(ValueError, match="must not be empty"):
        Draw(*arguments)


def test_an_unknown_place_holder_is_refused():
    with pytest.raises(KeyError, match="kapa"):
        fill("{{ kapa }}", {"kappa": "2"})


@pytest.mark.parametrize("set_name", SETS)
def test_twenty_years_of_terms_have_no_two_variants_alike(set_name):
    drawn = [sets.load(set_name).draw("a course secret", term).values for term in TERMS]
    assert all(a != b for a, b in combinations(drawn, 2))
    assert drawn[3] == sets.load(set_name).draw("a course secret", TERMS[3]).values


@pytest.mark.parametrize("set_name", SETS)
def test_no_constant_makes_the_book_right_or_can_be_taken_for_a_factor_of_a_slip(set_name):
    for term in TERMS:
        values = sets.load(set_name).draw("a course secret", term).values
        weight, target = values["kappa"], values["target"]
        for number in (weight, target, values.get("rho", Fraction(1, 3))):
            assert number.denominator > 1 and number != Fraction(1, 2)
        assert (weight * target).denominator > 2
        assert weight != target


def test_every_mode_that_ps2_asks_about_lives():
    for term in TERMS:
        v = sets.load("ps2").draw("a course secret", term).values
        threshold = v["mu"] / (2 * v["kappa"] * v["target"])
        assert threshold < 0.15 and v["scale"] * 3.0 ** -float(v["decay"]) > 2 * threshold
