"""Typed numbers: read, rounded, and compared with what the cells computed."""

import math
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bookbuild import numerals


@pytest.mark.parametrize(
    ("typed", "value", "unit"),
    [
        ("0.549", "0.549", "0.001"),
        (".5", "0.5", "0.1"),
        ("1,000", "1000", "1"),
        ("12,288", "12288", "1"),
        ("−3.0", "-3.0", "0.1"),
        ("55 %", "0.55", "0.01"),
        ("0.5%", "0.005", "0.001"),
        ("3e-14", "3E-14", "1E-14"),
        ("2.5 × 10^-4", "0.00025", "0.00001"),
        ("10^-4", "0.0001", "0.0001"),
        ("10^{−4}", "0.0001", "0.0001"),
        ("three", "3", "0"),
        ("Twelve", "12", "0"),
        ("~1,200", "1200", "100"),
        ("~1000", "1000", "100"),
        ("~0.50", "0.50", "0.01"),
    ],
)
def test_reading(typed, value, unit):
    found = numerals.read(typed)
    assert (found.value, found.unit) == (Decimal(value), Decimal(unit))


@pytest.mark.parametrize("text", ["", "often", "1.2.3", "1,00", "thirteen", "%", "1e", "10^", "0.5 = x"])
def test_what_is_no_number(text):
    assert numerals.read(text) is None


@given(st.floats(-1e9, 1e9), st.integers(0, 6))
def test_a_number_agrees_with_its_own_rounding_and_not_with_the_next(value, places):
    typed = numerals.read(f"{value:.{places}f}")
    assert typed.agrees(value)
    assert not typed.agrees(float(typed.value) + 0.51 * 10.0**-places + 1e-6 * abs(value))


@given(st.floats(1e-30, 1e30), st.integers(0, 8))
def test_scientific_form_agrees_with_its_own_rounding(value, places):
    assert numerals.read(f"{value:.{places}e}").agrees(value)


def test_a_counting_word_is_exact():
    assert numerals.read("three").agrees(3) and not numerals.read("three").agrees(3.1)


def test_numbers_print_as_they_are_read_aloud(toy):
    page = toy.html("chapters/03_toy")
    assert '<span class="num">0.549</span>' in page
    assert '<span class="num">3 × 10<sup>−14</sup></span>' in page
    assert '<span class="num">10<sup>−12</sup></span>' in page


def test_a_number_that_the_cell_contradicts_fails_with_both_numbers(broken):
    book = broken(("{num}`0.549 = width`", "{num}`0.594 = width`"))
    place = f"chapters/03_toy.md:{book.line('0.594')}"
    assert book.says(place, "typed number 0.594 = width", f"computed width = {math.log(81) / 8!r}")


def test_a_cell_that_changes_contradicts_the_text(broken):
    book = broken(("math.log(81) / 8", "math.log(81) / 4"))
    assert book.says(f"chapters/03_toy.md:{book.line('{num}')}", "0.549 = width", "1.098")


def test_a_bound_must_hold(broken):
    book = broken(("{num}`1e-12 > noise`", "{num}`1e-15 > noise`"))
    assert book.says(f"chapters/03_toy.md:{book.line('1e-15')}", "1e-15 > noise", "3.2e-14")


def test_a_number_without_a_claim_fails(broken):
    book = broken(("{num}`0.549 = width`", "{num}`0.549 = widht`"))
    assert book.says(f"chapters/03_toy.md:{book.line('widht')}", "no cell here claims widht", "width")


def test_a_number_that_cannot_be_read_fails(broken):
    book = broken(("{num}`0.549 = width`", "{num}`about half = width`"))
    assert book.says(f"chapters/03_toy.md:{book.line('about half')}", "expected a number")


LOOSE = [
    "It is 0.55.",
    "It is 0.55x wide.",
    "It is 55 % wide.",
    "One line\nand 3.5 on the next.",
    "| a |\n|---|\n| 2.5 |",
]
FREE = ["$0.55$", "`0.55`", "[0.55](https://example.org)", "{lit}`0.55`", "10 copies", "<!-- 0.55 -->"]


@pytest.mark.parametrize("prose", LOOSE)
def test_a_loose_number_in_prose_fails(broken, prose):
    book = broken(("The square, and its derivation.", prose))
    number = next(word for word in ("0.55", "55 %", "3.5", "2.5") if word in prose)
    place = f"chapters/03_toy.md:{book.line(prose.splitlines()[-1])}"
    assert book.says(place, f"typed number {number} is not claimed")


@pytest.mark.parametrize("prose", FREE)
def test_numbers_that_state_no_result_are_free(broken, prose):
    book = broken(("The square, and its derivation.", f"See {prose} here."))
    assert book.warnings == []
