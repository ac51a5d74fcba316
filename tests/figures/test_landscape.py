"""The words under the plots of chapter 7 are measured on the data: other data, other words."""

import numpy as np
import pytest

from stepwise_ssl.figures import landscape as draw

T = np.linspace(0, 2, 201)


def test_visits_says_the_least_slope_on_each_plateau_and_not_in_a_step():
    loss = 1 / (1 + np.exp(60 * (T - 0.7))) + 1 / (1 + np.exp(60 * (T - 1.4)))
    slope = 0.2 + np.exp(-400 * (T - 0.7) ** 2) + np.exp(-400 * (T - 1.4) ** 2)
    slope[T < 0.3] = 0.05
    slope[T == 0.7] = 0.001  # a dip in the middle of a step is on no plateau
    alt = draw.visits(T, loss, slope).alt
    assert alt.endswith("Least slope on each plateau: 0.05 at a loss of 2, 0.2 at a loss of 1.")


@pytest.mark.parametrize(("pair", "words"), [
    ((3, 1), "a hill at height 1; minima on an ellipse"),
    ((3, -1), "a saddle at height 1; minima on a hyperbola"),
    ((3, 0), "a ridge at height 1; minima on two straight lines, flat all along w₁ = 0"),
])  # fmt: skip
def test_maps_tell_hill_saddle_and_ridge(pair, words):
    figure = draw.three_maps([pair])
    assert words in figure.alt and words.split()[1] in figure.svg


def test_sign_counts_says_if_the_bound_breaks():
    assert "None exceeds n" in draw.sign_counts([2, 9], [(2, 2, 6), (5, 5, 0)]).alt
    assert "One exceeds n" in draw.sign_counts([2, 9], [(3, 2, 5), (5, 5, 0)]).alt


def test_heights_sees_what_lies_between():
    none = draw.heights([1.0, 0.0], [np.diag([1.0, 0.0]), np.eye(2)])
    one = draw.heights([0.75, 0.0], [np.diag([1.0, 0.5]), np.eye(2)])
    assert "off by less than 1e-9" in none.alt and "none lies between" in none.alt
    assert "off by up to 0.25" in one.alt and "1 lies between" in one.alt


def test_walks_measures_how_far_the_run_is_from_the_walk():
    s = np.linspace(0, 0.99, 100)
    law = (1 - s**2) ** 2
    assert "within 0.001 of its walk" in draw.walks([(s, 1.0, 1.0)], law).alt
    assert "within 0.1 of its walk" in draw.walks([(s, 1.0, 1.0)], np.clip(law - 0.1, 0.002, 1)).alt


def test_solutions_and_flatter_say_their_extremes():
    alt = draw.solutions([1.1, 1.3], [20, 22], [(1.0, 24), (2.0, 16)]).alt
    assert "smallest mark has size 1.00, the smallest dot 1.10" in alt and "the sharpest dot 22.0" in alt
    assert "is 0.90 to 0.90 of the bound" in draw.flatter([0.9, 1.5], [24, 18], [30, 20], [1, 0.2]).alt
    assert "was not looked at" in draw.flatter([0.8, 0.9], [24, 24], [30, 28], [1, 1]).alt


@pytest.mark.parametrize(
    ("message", "call"),
    [
        ("slopes", lambda: draw.visits(T, T, 0 * T)),
        ("gammas", lambda: draw.three_maps([(-1, 1)])),
        ("counts", lambda: draw.sign_counts([1, 2], [(1, 1, 1), (1, 1, 2)])),
        ("embeddings", lambda: draw.heights([1, 2], np.eye(2))),
        ("gamma is -1", lambda: draw.walks([(T, 1.0, -1.0)], T)),
        ("walks is empty", lambda: draw.walks([], T)),
        ("marks", lambda: draw.solutions([1, 2], [1, 2], [(1, 2, 3)])),
        ("kept", lambda: draw.flatter([0.8, 0.9], [1, 2], [1, 2], [1])),
    ],
)
def test_errors_name_the_argument(message, call):
    with pytest.raises(ValueError, match=message):
        call()
