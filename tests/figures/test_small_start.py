"""The words under the plots of chapter 6 are measured on the data: other data, other words."""

import numpy as np
import pytest

from stepwise_ssl.figures import small_start as draw

T = np.geomspace(0.1, 10, 2001)


def logistic(middle, rate=8.0):
    return 1 / (1 + (T / middle) ** -rate)


@pytest.mark.parametrize("late", [3.0, 4.5])
def test_run_from_noise_measures_both_gaps_and_half_rises(late):
    run, other = (np.stack([logistic(1.0), logistic(m)], axis=1) for m in (2.5, late))
    alt = draw.run_from_noise(T, run, run + 0.03, other).alt
    assert f"1 (dashed: 1), 2.5 (dashed: {late:g})" in alt
    assert "solid lines by at most 0.03" in alt
    assert f"dashed ones by at most {np.abs(run - other).max():.2f}" in alt


@pytest.mark.parametrize("p", [0.3, 0.8])
def test_two_exponents_fits_each_slope(p):
    a = 10.0 ** -np.arange(1, 5)
    first, second = np.stack([a**p, a**p], axis=1), np.stack([a ** (1 + p), a], axis=1)
    alt = draw.two_exponents(a, [first, second], [0.5, -0.5]).alt
    assert f"{p:.2f} at the end and {p:.2f} over all times for 0.5" in alt
    assert f"{1 + p:.2f} at the end and 1.00 over all times for -0.5" in alt


def test_exponents_measures_the_farthest_from_its_own_law():
    law, dims, none = [0.5, 1.5], [1, 2], [0.0, 0.0]
    alt = draw.exponents(law, dims, [[0.52, 1.5], [0.5, 1.1]], [none, none], ["a", "b"]).alt
    assert "at the end they are off the law by at most 0.020, over all times by at most 0.100" in alt


def test_turns_splits_along_and_across():
    figure = draw.turns([0, 1], [[[2.0, 3], [0, 4]], [[0.5, 0], [0, 1]]], [4, 1], ["a", "b"])
    assert "a: 53 degrees, along 3, across 4; b: 90 degrees, along 0, across 1" in figure.alt
    assert "2, 5 long" in figure.svg


def test_one_way_notices_a_length_that_turns_back():
    t = np.linspace(0, 1, 11)
    good = np.stack([1 + t, 2 - t], axis=1)
    gate = np.stack([1 - t, 1 - 0.5 * t], axis=1)
    assert (
        "positive mode only grow, those of the 1 negative mode only shrink"
        in draw.one_way(t, good, gate, [1, -1]).alt
    )
    turned = draw.one_way(t, good[::-1], gate - 0.2, [1, -1]).alt
    assert "do not only grow" in turned and "do not only shrink" in turned
    assert "never below -0.200" in turned


def test_guarantee_measures_slopes_and_where_it_speaks():
    a = 10.0 ** -np.arange(2, 8)
    bound = np.where(a < 1e-3, 50 * a**0.4, np.inf)
    alt = draw.guarantee(a, a**0.5, bound, 0.5).alt
    assert "from α = 0.0001 on; its slope is 0.40, that of the measured 0.50" in alt


def test_candidates_says_the_largest_of_each():
    alt = draw.candidates([0, 1, 2], {"QR": [0, 0.1, 0], "SVD": [0, 1, 2.5]}).alt
    assert "QR: 0.1 at most; SVD: 2.5 at most" in alt


def test_last_step_reads_medians_off_the_laws():
    t = np.linspace(0, 10, 1001)
    alt = draw.last_step(np.r_[np.linspace(1, 3, 99), 9.0], t, np.minimum(1, t / 8), (t / 10) ** 2).alt
    assert "the law's median is 4, that of the dashed law 7.07" in alt and "1 % of the starts" in alt


BAD = [
    ("solid", lambda: draw.run_from_noise([1, 2], np.eye(2), np.ones((2, 3)), np.eye(2))),
    ("starts at", lambda: draw.run_from_noise([0, 2], np.eye(2), np.eye(2), np.eye(2))),
    ("distances has shape", lambda: draw.two_exponents([0.1, 0.01], np.ones((2, 2, 3)), [1, 2])),
    ("above 0", lambda: draw.two_exponents([0.1, 0.01], np.zeros((2, 2, 2)), [1, 2])),
    ("spectra has 1", lambda: draw.exponents([1, 2], [1, 1], [[1, 2]] * 2, [[0, 0]] * 2, ["a"])),
    ("labels has 1", lambda: draw.turns([0, 1], [np.eye(2)] * 2, [4, 1], ["a"])),
    ("logarithmic", lambda: draw.one_way([0, 1], np.zeros((2, 2)), np.eye(2), [1, -1])),
    ("finite entries", lambda: draw.guarantee([1e-2, 1e-3], [1, 1], [np.inf, 1], 0.5)),
    ("one to six", lambda: draw.candidates([0, 1], {})),
    ("falls", lambda: draw.last_step([1.0, 2.0], [0, 1, 2], [0, 1, 0.5], [0, 0.5, 1])),
]


@pytest.mark.parametrize(("words", "call"), BAD, ids=[words for words, _ in BAD])
def test_bad_input_is_refused_by_name(words, call):
    with pytest.raises(ValueError, match=words):
        call()
