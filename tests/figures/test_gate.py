"""The words under the plots of chapter 4 are measured on the data: other data, other words."""

import re

import numpy as np
import pytest

from stepwise_ssl.figures import gate
from stepwise_ssl.figures.gate.arrows import directions

GAMMAS = np.array([4.0, 1.0])
T = np.linspace(0, 10, 1001)


def logistic(middle, rate):
    return 1 / (1 + np.exp(-rate * (T - middle)))


def learned(angle_1, angle_2, middles=(2.0, 6.0), turn=0.0):
    """Arrows of given directions whose eigenvalues rise at given times; the second turns by ``turn``."""
    second = np.radians(angle_2 + turn * logistic(4.0, 8.0))
    first = np.full(len(T), np.radians(angle_1))
    lengths = np.sqrt(np.stack([logistic(m, 8.0) for m in middles], axis=1) / GAMMAS)
    return np.stack([lengths[:, j] * np.stack([np.cos(a), np.sin(a)]) for j, a in
                     enumerate((first, second))], axis=1).transpose(2, 0, 1)  # fmt: skip


@pytest.mark.parametrize(("start", "turn"), [(40, -70), (50, 80), (-20, -10)])
def test_two_arrows_measures_angles_and_half_rises(start, turn):
    alt = gate.two_arrows(T, learned(60, start, turn=turn), GAMMAS).alt
    assert f"start at an angle of {60 - start} degrees".replace("-", "−") in alt
    assert f"end at one of {abs(60 - start - turn)} degrees" in alt
    assert f"the second by {abs(turn)} degrees" in alt and "The first turns by 0 degrees" in alt


def test_half_rises_are_those_of_c_and_colours_those_of_the_modes():
    """At a right angle the eigenvalues of C are gamma_j |a_j|^2."""
    figure = gate.two_arrows(T, learned(60, -30, middles=(1.5, 7.0)), GAMMAS)
    assert "one half at times 1.5 and 7. They end at 1.00 and 1.00" in figure.alt
    early = gate.two_arrows(T[T < 1], learned(60, -30, middles=(1.5, 7.0))[T < 1], GAMMAS)
    assert "not passed one half yet" in early.alt
    assert "var(--mode-1" in figure.svg and "var(--mode-2" in figure.svg


def test_directions_do_not_jump_at_half_a_turn():
    angles = np.radians([170, 178, 186, 194])
    arrows = np.stack([np.stack([np.cos(angles), np.sin(angles)])] * 2, axis=1).transpose(2, 0, 1)
    assert directions(arrows)[:, 0] == pytest.approx([170, 178, 186, 194])


@pytest.mark.parametrize(("matrix", "words"), [
    ([[4, 0], [0, 1]], "a hill of height 1 at zero and around it an ellipse of minima, half axes 0.50 and 1"),
    ([[1, 0], [0, -1]], "a saddle of height 1 at zero and around it a hyperbola"),
])  # fmt: skip
def test_surface_tells_a_hill_from_a_saddle(matrix, words):
    figure = gate.loss_surface(matrix, [[0.1, 0.0], [0.4, 0.1]])
    assert words in figure.alt and words.split()[1] in figure.svg
    w = np.array([0.4, 0.1])
    assert f"loss {(w @ np.array(matrix) @ w - 1) ** 2:.2g}." in figure.alt
    assert figure.table.rows[0][3] == pytest.approx(0.01 * matrix[0][0])


def test_the_thick_line_is_where_c_is_one():
    """The drawn ellipse of diag(4, 1) is twice as high as wide: read off its path in the drawing."""
    svg = gate.loss_surface([[4, 0], [0, 1]], [[0.1, 0.0], [0.45, 0.1]]).svg
    thick = re.search(r'<path d="([^"]+)"[^>]*stroke-width: 2.6', svg)[1]
    points = np.array(re.findall(r"(-?[\d.]+) (-?[\d.]+)", thick), dtype=float)
    wide, high = np.ptp(points, axis=0)
    assert high / wide == pytest.approx(2, rel=0.02)


@pytest.mark.parametrize(("power", "noise"), [(2, 1), (1, 0.5)])
def test_pushes_finds_the_best_and_both_slopes(power, noise):
    h = 10.0 ** np.arange(-12, 0)
    error = h**power + 1e-12 * h**-noise
    alt = gate.pushes(h, error).alt
    best = int(np.argmin(error))
    assert f"least at h = 10{'⁻' + '⁰¹²³⁴⁵⁶⁷⁸⁹'[-round(np.log10(h[best]))]}, {error[best]:.2g}" in alt
    left, right = map(float, re.findall(r"-?\d\.\d", alt[alt.index("Left of it") :].replace("−", "-")))
    assert left == pytest.approx(-noise, abs=0.15) and right == pytest.approx(power, abs=0.15)
    assert "Left" not in gate.pushes([1e-3, 1e-2, 1e-1], [1e-6, 1e-4, 1e-2]).alt


def spinning(turn, law):
    return np.einsum("ij,tj,kj->tik", turn, law, turn)


def test_same_run_measures_entries_and_eigenvalues_apart():
    law = np.stack([logistic(2.0, 4.0), logistic(7.0, 4.0)], axis=1)
    c, s = np.cos(0.5), np.sin(0.5)
    turn = np.array([[c, -s], [s, c]])
    one, other = spinning(np.eye(2), law), spinning(turn, law)
    alt = gate.same_run(T, one, other).alt
    entries = np.abs(one - other)[:, [0, 1], [0, 1]].max()
    assert f"by as much as {entries:.2f}" in alt and "dots on lines" in alt
    late = gate.same_run(T, one, spinning(turn, law**2)).alt
    assert "dots off the lines" in late and f"at most {np.abs(law - law**2).max():.1g}" in late


def test_same_run_says_in_the_drawing_which_run_is_which():
    """A key in each panel: left the second run is dashed, right it is dotted."""
    law = np.stack([logistic(2.0, 4.0), logistic(7.0, 4.0)], axis=1)
    one = spinning(np.eye(2), law)
    svg = gate.same_run(T, one, one).svg
    words = re.findall(r"<text[^>]*>([^<]*)", svg)
    assert words.count("first run") == words.count("second run") == 2
    assert svg.count("stroke-dasharray") == 3  # two entries and the sample of the key


def test_early_growth_measures_when_the_law_is_left():
    """Logistic squares leave their early law by 10 % when 1/sqrt(1 + x) = 0.9."""
    t = np.linspace(0, 2, 4001)
    x = 1e-4 * np.exp(8 * np.outer(t, GAMMAS))
    lengths = np.sqrt(x / (1 + x) / GAMMAS)
    arrows = lengths[:, None, :] * np.array([[0.6, 0.8], [0.8, -0.6]])
    leaves = np.log((1 / 0.81 - 1) / 1e-4) / (8 * GAMMAS)
    alt = gate.early_growth(t, arrows, GAMMAS).alt
    assert f"leaves it by 10% at time {leaves[0]:.3g}, the second at {leaves[1]:.3g}" in alt
    ratio = [np.interp(leaves[0], t, lengths[:, 0] / lengths[:, 1]), lengths[0, 0] / lengths[0, 1]]
    assert f"from {ratio[1]:.2g} to {ratio[0]:.2g} times" in alt and "rates 16 and 4" in alt
    assert "Both stay" in gate.early_growth(t[:400], arrows[:400], GAMMAS).alt


def test_along_and_across_split_the_second_arrow():
    arrows = learned(60, 30, turn=-60)
    figure = gate.along_and_across(T, arrows, GAMMAS)
    along, across = (np.array([row[k] for row in figure.table.rows]) for k in (1, 2))
    assert np.hypot(along, across) == pytest.approx(np.linalg.norm(arrows[:, :, 1], axis=1))
    angle = np.radians(30)
    assert along[0] / across[0] == pytest.approx(np.cos(angle) / np.sin(angle))
    assert "At the end below 0.001 and 1.00" in figure.alt
    assert "At the end 0.34 and 0.94" in gate.along_and_across(T, learned(60, -10), GAMMAS).alt


def test_circles_say_the_eigenvalues_of_the_gate():
    arrows = np.array([[[0.001, 0.0005], [0, 0.0008]], [[0.5, 0.001], [0, 0.001]], [[0.5, 0], [0, 1.0]]])
    figure = gate.gate_circles([0, 1, 2], arrows, GAMMAS, ["a", "b", "c"])
    for words in ("a: half axes 1.00 and 1.00", "b: half axes 1.00 and 0.00", "c: half axes 0.00 and 0.00"):
        assert words in figure.alt
    assert "closed 0 degrees from the first arrow's line" in figure.alt
    assert [row[5] for row in figure.table.rows] == pytest.approx([57.99, 45, 90], abs=0.01)
    half = gate.gate_circles([0], [[[0.25, 0], [0, 0.5]]], GAMMAS, ["x"])
    assert "half axes 0.75 and 0.75" in half.alt and "0.75 by 0.75" in half.svg


def test_left_behind_measures_the_slope():
    scales = np.array([1e-2, 1e-4, 1e-3])
    figure = gate.left_behind(scales, 2 * scales**0.6, exponent=0.75)
    assert "measured slope is 0.600; the dashed line has 0.75" in figure.alt
    assert [row[0] for row in figure.table.rows] == [1e-4, 1e-3, 1e-2]
    assert figure.table.rows[0][2] == pytest.approx(2e-4**0.6 * 2**0.4 * 1.0, rel=1)  # through the smallest
    assert figure.table.rows[-1][2] / figure.table.rows[0][2] == pytest.approx(100**0.75)


def test_both_orders_say_least_and_last():
    step = np.geomspace(1, 1000, 61)
    there = 80 / (1 + step)
    back = there + 30 * (step / 1000)
    alt = gate.both_orders(step, there, back, 0.04 + 0 * step, 1e-9 + 0 * step).alt
    least = int(np.argmin(back))
    assert f"one order: {back[least]:.1f} at step {step[least]:.4g}, {back[-1]:.1f} at the end" in alt
    assert "0.04 at the end with both, below 1e-6 with one" in alt
    assert "at flow time" in gate.both_orders(step, there, back, there, back, clock="flow time").alt


def bad_calls():
    good = learned(60, 30)
    flat = np.zeros((len(T), 2, 2))
    labels = ["x"]
    return [
        ("arrows has shape", lambda: gate.two_arrows(T, good[:5], GAMMAS)),
        ("length 0", lambda: gate.two_arrows(T, flat, GAMMAS)),
        ("gammas is", lambda: gate.two_arrows(T, good, [1, 4])),
        ("gammas is", lambda: gate.early_growth(T, good, [4, -1])),
        ("gammas has shape", lambda: gate.along_and_across(T, good, [4, 2, 1])),
        ("both to rise", lambda: gate.along_and_across(T[:100], good[:100], GAMMAS)),
        ("does not increase", lambda: gate.two_arrows(T[::-1], good, GAMMAS)),
        ("labels has 1", lambda: gate.gate_circles([0, 1], good[:2], GAMMAS, labels)),
        ("not symmetric", lambda: gate.loss_surface([[1, 1], [0, 1]], [[0.1, 0.1]])),
        ("one above 0", lambda: gate.loss_surface(-np.eye(2), [[0.1, 0.1]])),
        ("path has shape", lambda: gate.loss_surface(np.eye(2), [[0.1, 0.1, 0.1]])),
        ("starts at 0", lambda: gate.pushes([0.0, 1.0], [1.0, 1.0])),
        ("above 0", lambda: gate.pushes([0.1, 1.0], [0.0, 1.0])),
        ("expected", lambda: gate.same_run(T, flat, flat[:, :1, :1])),
        ("turned has shape", lambda: gate.same_run(T, np.zeros((len(T), 3, 3)), flat)),
        (
            "matrices is not symmetric",
            lambda: gate.same_run(T, np.tile([[0, 1], [0, 0]], (len(T), 1, 1)), flat),
        ),
        ("equal scales", lambda: gate.left_behind([0.1, 0.1], [1, 2], 0.5)),
        ("equal scales", lambda: gate.left_behind([0.1, 0.2], [0, 2], 0.5)),
        ("left_behind has shape", lambda: gate.left_behind([0.1, 0.2], [1], 0.5)),
        ("starts at 0", lambda: gate.both_orders([0, 1], [1, 1], [1, 1], [1, 1], [1, 1])),
        ("hold squares", lambda: gate.both_orders([1, 2], [1, 1], [1, 1], [-1, 1], [1, 1])),
        ("one has shape", lambda: gate.both_orders([1, 2], [1, 1], [1], [1, 1], [1, 1])),
    ]


@pytest.mark.parametrize(("message", "call"), bad_calls(), ids=lambda v: v if isinstance(v, str) else "")
def test_bad_input_is_refused_by_name(message, call):
    with pytest.raises(ValueError, match=message):
        call()
