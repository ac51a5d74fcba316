"""The words under the plots of chapter 2 are measured on the data: other data, other words."""

import base64
import re
from io import BytesIO

import numpy as np
import pytest
from PIL import Image

from stepwise_ssl.figures import algebra


def turned_by(degrees):
    c, s = np.cos(np.radians(degrees)), np.sin(np.radians(degrees))
    return np.array([[c, -s], [s, c]])


def symmetric(values, degrees):
    """A 2 by 2 matrix whose first eigenvector lies at ``degrees``."""
    turn = turned_by(degrees)
    return turn @ np.diag(values) @ turn.T


def in_turned_axes(matrix, angles):
    return np.array([turned_by(a).T @ matrix @ turned_by(a) for a in np.degrees(angles)])


def masks(svg):
    data = re.findall(r"base64,([^\"]+)", svg)
    return [np.asarray(Image.open(BytesIO(base64.b64decode(one))), dtype=int) for one in data]


def test_matrix_two_ways_counts_entries_and_draws_the_larger_ones_stronger():
    full = np.array([[3.0, -2.0, 0.0], [-2.0, 1.0, 0.5], [0.0, 0.5, 0.25]])
    figure = algebra.matrix_two_ways(full, np.diag([4.0, -0.5, 0.0]) + 1e-12)
    assert "In pixels 7 of its 9 entries are not zero" in figure.alt
    assert f"{(9 + 1 + 0.0625) / (full**2).sum():.1%} of the squares stand on its diagonal" in figure.alt
    assert "In modes 2 are not zero, and 100.0%" in figure.alt
    left, right = masks(figure.svg)
    order = np.argsort(-np.abs(full), axis=None, kind="stable")
    assert np.all(np.diff(left.ravel()[order]) <= 0) and left[0, 0] == 255 and left[0, 2] == 0
    assert left[0, 1] > left[1, 1] > left[1, 2] > left[2, 2] > 0
    assert np.array_equal(right > 0, np.diag([True, True, False]))


def test_a_large_matrix_shows_the_strongest_of_each_block():
    matrix = np.zeros((300, 300))
    matrix[10, 200] = matrix[200, 10] = -1.0
    seen = masks(algebra.matrix_two_ways(matrix, np.eye(300)).svg)
    assert seen[0].shape == (100, 100) and np.argwhere(seen[0]).tolist() == [[3, 66], [66, 3]]
    assert np.array_equal(seen[1] > 0, np.eye(100, dtype=bool))
    matrix[30:33, 60:63] = 0.5  # a larger mean, a smaller strongest
    seen = masks(algebra.matrix_two_ways(matrix, np.eye(300)).svg)[0]
    assert seen[3, 66] == 255 > seen[10, 20] > 0


@pytest.mark.parametrize("at", [30, 120])
def test_two_views_finds_the_extremes(at):
    """Pairs along two axes at right angles: agreeing along one, opposed along the other."""
    u, v = turned_by(at).T
    figure = algebra.two_views([2 * u, v], [2 * u, -v])
    other = (at + 90) % 180
    assert f"runs from 0.50 (at {other}) to 2.00 (at {at})" in figure.alt
    assert f"from −0.50 (at {other}) to 2.00 (at {at})" in figure.alt


def test_two_views_tells_products_from_squares():
    figure = algebra.two_views([[1, 0]], [[3, 4]])  # eigenvalues 4 and -1 of Gamma, by hand
    products = [row[2] for row in figure.table.rows]
    assert min(products) == pytest.approx(-1, abs=0.02) and max(products) == pytest.approx(4, abs=0.02)
    assert "from −1.00 (at 117) to 4.00 (at 27)" in figure.alt
    assert figure.table.rows[0][1] == pytest.approx((1 + 9) / 2)


@pytest.mark.parametrize(("values", "degrees"), [((3, -1 / 3), 45), ((2, 1), 20), ((5, -4), 71)])
def test_turning_finds_the_angle_and_both_eigenvalues(values, degrees):
    angles = np.radians(np.linspace(0, 90, 181))
    figure = algebra.turning(angles, in_turned_axes(symmetric(values, degrees), angles))
    first, second = (f"{round(v, 2):.2f}".replace("-", "−") for v in values)
    assert f"is zero at {degrees:.1f} degrees; there the diagonal holds {first} and {second}" in figure.alt
    assert f"γ₁ = {first}" in figure.svg and f"γ₂ = {second}" in figure.svg
    assert f"stays at {round(sum(values), 2):.2f}" in figure.alt


def test_turning_names_the_larger_one_first_wherever_it_stands():
    angles = np.radians(np.linspace(0, 90, 181))
    figure = algebra.turning(angles, in_turned_axes(symmetric((3, 1), 110), angles))
    assert "zero at 20.0 degrees; there the diagonal holds 1.00 and 3.00" in figure.alt
    assert "γ₁ = 3.00" in figure.svg and "γ₂ = 1.00" in figure.svg


def test_turning_of_a_diagonal_matrix_is_zero_at_once():
    angles = np.linspace(0, 1, 21)
    assert "zero at 0.0 degrees" in algebra.turning(angles, in_turned_axes(np.diag([2.0, 1.0]), angles)).alt


def test_signed_spectrum_counts_what_is_below_zero():
    gammas = np.array([50.0, 2.0, 0.3, 0.0, -0.01, -0.7])
    figure = algebra.signed_spectrum(gammas, [60, 3, 2, 1, 0.5, 0.125])
    assert "from 50 down to −0.7; 2 are below zero" in figure.alt
    assert "from 60 to 0.12" in figure.alt or "from 60 to 0.13" in figure.alt
    assert "4 not below zero" in figure.svg
    assert "0 are below zero" in algebra.signed_spectrum([2, 1], [2, 1]).alt


@pytest.mark.parametrize("rates", [(3.0, -0.5), (1.0, 0.25)])
def test_growth_fits_the_rates(rates):
    t = np.linspace(0, 2, 51)
    parts = np.exp(np.outer(t, rates)) * [0.2, -3.0]
    figure = algebra.decoupled_growth(t, parts @ turned_by(30).T, parts, [7, 1])
    said = " and ".join(f"{rate:.2f}" for rate in rates).replace("-", "−")
    assert f"at rates {said}, eigenvalues 7.00 and 1.00, to 0.0%" in figure.alt


def test_growth_that_is_not_straight_is_said():
    t = np.linspace(0, 1, 101)
    bent = np.exp(t + 0.2 * t**2)
    alt = algebra.decoupled_growth(t, np.stack([bent, bent], 1), np.stack([bent, np.exp(t)], 1), [1, 1]).alt
    fit = np.polyfit(t, np.log(bent), 1)
    worst = np.abs(bent / np.exp(np.polyval(fit, t)) - 1).max()
    assert worst > 0.01 and f"to {worst:.1%}." in alt


def test_rebuilt_patch_says_the_shares_and_keeps_one_scale():
    patch = np.arange(12.0) - 4
    half = patch * (np.arange(12) < 8)
    figure = algebra.rebuilt_patch(patch, [half, patch], [3, 12], size=2)
    share = np.sum(half**2) / np.sum(patch**2)
    assert f"the first 3 {share:.1%}, the first 12 100.0%" in figure.alt and f"3: {share:.0%}" in figure.svg
    first, second, third = masks(figure.svg)
    assert np.array_equal(first, third) and first.min() == 0 and first.max() == 255
    assert np.abs(second.ravel() / 255 - (half + 4) / 11).max() <= 0.5 / 255 + 1e-9


def test_almost_all_is_not_written_as_all():
    patch = np.ones(12)
    svg = algebra.rebuilt_patch(patch, [0.97 * patch, patch], [1, 2], size=2).svg
    assert "1: 99.9%" in svg and "2: 100%" in svg


def test_kept_share_reads_where_99_per_cent_is_reached():
    counts = np.arange(1, 31)
    shares = np.stack([np.minimum(counts / 20, 1), 1 - 0.5**counts])
    figure = algebra.kept_share(counts, shares, ["even", "fast"])
    assert "from 95%, 50% at 1" in figure.alt and "from this many on: even, 20; fast, 7." in figure.alt
    assert "even: 20" in figure.svg and figure.table.rows[9][:2] == (10, 0.5)


@pytest.mark.parametrize(("values", "degrees"), [((3, -1 / 3), 45), ((2, 1), 70)])
def test_slopes_lie_along_w_at_the_eigenvectors(values, degrees):
    figure = algebra.slope_arrows(symmetric(values, degrees))
    said = " and ".join(f"{2 * v:.2f} w".replace("-", "−") for v in values)
    assert said in figure.alt
    apart = {round(row[0] - degrees) % 180: row[3] for row in figure.table.rows}
    assert apart[0] < 1e-5 and apart[90] < 1e-5 and min(apart[15], apart[75]) > 1
    w = np.array([np.cos(np.radians(degrees + 30)), np.sin(np.radians(degrees + 30))])
    row = next(r for r in figure.table.rows if round(r[0] - degrees) % 360 == 30)
    h = 1e-6
    push = [(w + h * e) @ symmetric(values, degrees) @ (w + h * e) for e in (*np.eye(2), *-np.eye(2))]
    slope = (np.array(push[:2]) - push[2:]) / (2 * h)
    assert row[1:3] == pytest.approx(slope, abs=1e-6)


def test_gram_schmidt_says_angle_along_and_across():
    arrows = np.array([[2.0, -1.0], [0.0, 3.0]])
    figure = algebra.gram_schmidt(arrows, np.eye(2), arrows)
    angle = np.degrees(np.arctan2(3, -1))
    assert f"at an angle of {angle:.0f} degrees, of lengths 2.00 and {np.sqrt(10):.2f}" in figure.alt
    assert "has −1.00 along the first and 3.00 across" in figure.alt


def bad_calls():
    eye, t = np.eye(2), np.linspace(0, 1, 5)
    parts = np.exp(np.outer(t, [2, 1]))
    patch = np.arange(12.0)
    skew = np.tile([[0, 1], [-1, 0]], (5, 1, 1))
    draw = algebra
    return [
        ("diagonal_matrix has shape", lambda: draw.matrix_two_ways(eye, np.eye(3))),
        ("two square matrices", lambda: draw.matrix_two_ways(np.ones((2, 3)), np.ones((2, 3)))),
        ("neither of them zero", lambda: draw.matrix_two_ways(eye, 0 * eye)),
        ("x_prime has shape", lambda: draw.two_views(eye, np.ones((3, 2)))),
        ("7 pairs", lambda: draw.two_views(np.ones((7, 2)), np.ones((7, 2)))),
        ("turned has shape", lambda: draw.turning(t, eye)),
        ("not symmetric", lambda: draw.turning(t, skew)),
        ("never zero", lambda: draw.turning(t, np.ones((5, 2, 2)))),
        ("gammas of shape", lambda: draw.signed_spectrum([1, 2], [2, 1])),
        ("without negative", lambda: draw.signed_spectrum([2, 1], [2, -1])),
        ("covariance has shape", lambda: draw.signed_spectrum([2, 1], [2, 1, 1])),
        ("entries has shape", lambda: draw.decoupled_growth(t, parts[:2], parts, [2, 1])),
        ("largest first", lambda: draw.decoupled_growth(t, parts, parts, [1, 2])),
        ("holds a zero", lambda: draw.decoupled_growth(t, parts, 0 * parts, [2, 1])),
        ("patch has shape", lambda: draw.rebuilt_patch(patch, [patch], [1], size=3)),
        ("rebuilt has shape", lambda: draw.rebuilt_patch(patch, [patch], [1, 2], size=2)),
        ("rising counts", lambda: draw.rebuilt_patch(patch, [patch, patch], [2, 1], size=2)),
        ("never fall", lambda: draw.kept_share([1, 2], [[0.5, 0.4]], ["a"])),
        ("reach 0.99", lambda: draw.kept_share([1, 2], [[0.5, 0.9]], ["a"])),
        ("at most 3", lambda: draw.kept_share([1, 2], np.ones((4, 2)), list("abcd"))),
        ("symmetric one", lambda: draw.slope_arrows([[1, 1], [0, 1]])),
        ("not c times I", lambda: draw.slope_arrows(eye)),
        ("QR decomposition", lambda: draw.gram_schmidt([[1, 1], [0, 1]], eye, eye)),
        ("above zero on it", lambda: draw.gram_schmidt(eye, -eye, -eye)),
    ]


@pytest.mark.parametrize(("message", "call"), bad_calls(), ids=lambda v: v if isinstance(v, str) else "")
def test_bad_input_is_refused_by_name(message, call):
    with pytest.raises(ValueError, match=message):
        call()
