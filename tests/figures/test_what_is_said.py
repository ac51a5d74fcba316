"""The words are computed from the data: other data, other words. And bad input is refused with a reason."""

import re
from importlib import import_module

import numpy as np
import pytest

from stepwise_ssl.figures import BookFigure, Table, one_weight, photographs, staircase
from stepwise_ssl.figures.style import power_of_ten, spread
from stepwise_ssl.figures.table import thin

T = np.linspace(0, 10, 2001)


def logistic(middle, rate=2.0):
    return 1 / (1 + np.exp(-rate * (T - middle)))


@pytest.mark.parametrize("middle", [4.0, 6.5])
def test_wait_and_rise_measures_the_curve(middle):
    rate = 2.0
    alt = one_weight.wait_and_rise(T, logistic(middle)).alt
    assert f"until time {middle - np.log(9) / rate:.2f}" in alt
    assert f"within {np.log(81) / rate:.2f}" in alt


def test_three_quarters_of_the_loss_step_at_the_half_rise():
    lam = logistic(5.0)
    alt = one_weight.eigenvalue_and_loss(T, lam, (1 - lam) ** 2, 5.0, 5.0).alt
    assert "fallen to 0.25" in alt
    slower = one_weight.eigenvalue_and_loss(T, lam, 1 - lam, 5.0, 5.0)
    assert "fallen to 0.50" in slower.alt and "50% of the" in slower.svg


def test_start_scale_measures_delay_and_width():
    curves = [logistic(3.0), logistic(6.0, rate=4.0)]
    alt = one_weight.start_scale(T, [0.1, 0.01], curves).alt
    assert "3.00 from s₀ = 0.1, 6.00 from s₀ = 0.01" in alt and "between 1.10 and 2.20" in alt
    assert "equal shape" not in alt
    same = one_weight.start_scale(T, [0.1, 0.01], [logistic(3.0), logistic(6.0)])
    assert "2 rising curves of equal shape" in same.alt


def test_descent_paths_measures_the_gap():
    flow = 1 - np.exp(-T)
    run = 1 - np.exp(-0.5 * np.arange(21))
    assert "at most 0.00" in one_weight.descent_paths([0.5], [run], T, flow).alt
    assert "at most 0.30" in one_weight.descent_paths([0.5], [run + 0.3], T, flow).alt
    better = one_weight.descent_paths([0.5, 0.25], [run + 0.3, 1 - np.exp(-0.25 * np.arange(41))], T, flow)
    worse = one_weight.descent_paths([0.5, 0.25], [run, 0.7 - np.exp(-0.25 * np.arange(41))], T, flow)
    assert "approach the flow" in better.alt and "approach" not in worse.alt


def test_landscape_finds_valleys_between_grid_points():
    s = np.linspace(-1.45, 1.45, 146)
    alt = one_weight.loss_landscape(s, (s**2 - 1) ** 2, start=-0.1).alt
    assert "valleys, at s = −1 and s = 1" in alt and "rolls to the valley at s = −1" in alt


def test_theory_over_run_measures_in_units_of_the_tolerance():
    t = np.geomspace(0.1, 100, 500)
    law = np.stack([1 / (1 + (m / t) ** 6) for m in (1.0, 10.0)], axis=1)
    run = law + np.array([0.0, 0.02])
    figure = one_weight.theory_over_run(t, law, t, run, [0.01, 0.04])
    assert "0.50 of the tolerance, in mode 2" in figure.alt and "2 of them rise" in figure.alt
    assert figure.table.rows[0][1] == pytest.approx(1.0, rel=1e-3)
    strict_first = one_weight.theory_over_run(t, law, t, law + np.array([0.008, 0.02]), [0.01, 0.08])
    assert "0.80 of the tolerance, in mode 1" in strict_first.alt, (
        "not the largest gap, the least allowed one"
    )
    late = one_weight.theory_over_run(t[::-1].cumsum(), law[::-1], t[::-1].cumsum(), run[::-1], [0.01, 0.04])
    assert late.alt != figure.alt
    far = one_weight.theory_over_run(t, law, t, run, [0.01, 0.01])
    assert "lie on" in figure.alt and "stray from" in far.alt and "2.00 of the tolerance" in far.alt


def test_overflow_says_where_each_failure_begins():
    printed = np.where(T < 4, 1.0, np.where(T < 7, 0.0, np.nan))
    alt = one_weight.overflow(T, printed, np.ones_like(T)).alt
    assert "gives 0 from time 4 on" in alt and "not a number from time 7" in alt
    assert "agrees" in one_weight.overflow(T, np.ones_like(T), np.ones_like(T)).alt


def test_fate_says_where_a_clipped_track_leaves():
    away = np.clip((-2.0) ** np.arange(20), -3, 3)
    alt = one_weight.step_size_fate([0.1, 0.9], [np.ones(20), away], ["settles", "flies away"]).alt
    assert "0.1 settles (last weights 1.00 and 1.00)" in alt and "flies away (beyond 3 at step 2)" in alt


def test_three_states_say_their_numbers():
    state = {"times": T, "eigenvalue": logistic(5), "loss": (1 - logistic(5)) ** 2, "mark_time": np.inf}
    figure = one_weight.three_states(
        [{"label": "slow", **state}, {"label": "fast", **state, "mark_time": 5.0}]
    )
    assert "slow: by time 10" in figure.alt and figure.alt.count("marked time") == 1


LATE = np.geomspace(0.1, 1000, 2001)


def rise(middle, power=8):
    return 1 / (1 + (middle / LATE) ** power)


def test_hero_reads_the_loss_between_the_steps():
    lam = np.stack([rise(1.0), rise(30.0), rise(300.0)], axis=1)
    alt = staircase.hero(LATE, lam, ((1 - lam) ** 2).sum(axis=1), [1.0, 30.0, 300.0]).alt
    assert "3 of 3 eigenvalues" in alt and "it stands at 2.00, 1.00" in alt and "1, 30, 300" in alt
    lost = np.stack([rise(1.0), 0 * LATE], axis=1)
    alt = staircase.hero(LATE, lost, ((1 - lost) ** 2).sum(axis=1), [1.0, np.inf]).alt
    assert "1 of 2 eigenvalues" in alt and "to 1.00 over" in alt and "1 step time is marked: 1." in alt


def test_two_spectra_say_both_ratios():
    figure = staircase.two_spectra([18.6, 1.0, 0.5], [4.0, 2.0, 0.1])
    assert "first eigenvalue is 18.6 times the second" in figure.alt and "2.0 times the second" in figure.alt
    assert "raw: 18.6 to 1" in figure.svg and "centred: 2.0 to 1" in figure.svg
    assert "raw: 5.6 to 1" in staircase.two_spectra([5.553, 1.0], [4.0, 2.0]).svg, "as the text rounds it"
    assert len(staircase.two_spectra(2.0 ** -np.arange(15), 2.0 ** -np.arange(15)).table.rows) == 10


def test_two_staircases_say_the_wait_between_half_rises():
    def stairs(a, b):
        return (1 - rise(a)) + (1 - rise(b))

    draw = staircase.two_staircases
    figure = draw(LATE, stairs(1, 200), LATE, stairs(1, 8), [1, 200, 300], [1, 8])
    assert "second: 200.0 times as late" in figure.alt and "second: 8.0 times as late" in figure.alt
    assert "half rises: 200 times as late" in figure.svg
    # The loss is drawn, the factor is not read off it: the same loss with other half rises says another one.
    other = draw(LATE, stairs(1, 200), LATE, stairs(1, 8), [1.1, 198], [1, 8])
    assert "180.0 times as late" in other.alt and "half rises: 180 times as late" in other.svg
    one = draw(LATE, 2 - rise(1.0), LATE, stairs(1, 8), [1, np.inf], [1, 8])
    assert (
        "first raw eigenvalue is half up at 1; the second never is" in one.alt and "half rises" not in one.svg
    )


def test_two_modes_reads_entries_and_eigenvalues_between_the_steps():
    for angle, entry in ((0.0, "1.00"), (np.pi / 6, "0.75"), (np.pi / 2, "0.00")):
        c, s = np.cos(angle), np.sin(angle)
        turn = np.array([[c, -s], [s, c]])
        matrices = np.einsum("ij,tj,kj->tik", turn, np.stack([rise(1.0), rise(100.0)], axis=1), turn)
        alt = staircase.two_modes(LATE, matrices).alt
        assert f"C₁₁ stands at {entry}" in alt and "they are 1.00 and 0.00" in alt
        assert "one half at 1, the other at 100" in alt


def test_whole_matrix_measures_the_share_of_the_tolerance():
    peak = 0.03 / (1 + np.log(LATE / 10) ** 2)
    inside = staircase.whole_matrix(LATE, peak, np.full(len(LATE), 0.04)).alt
    outside = staircase.whole_matrix(LATE, peak, np.full(len(LATE), 0.02)).alt
    assert "stays below" in inside and "at most 0.75 of its tolerance, at time 10" in inside
    assert "exceeds" in outside and "at most 1.50" in outside


def test_whole_matrix_measures_the_difference_to_a_prediction():
    peak = 0.03 / (1 + np.log(LATE / 10) ** 2)
    off = 1 - 0.2 * (np.abs(LATE - 10) < 1)
    figure = staircase.whole_matrix(LATE, peak * off, peak, predicted=True)
    assert "differs from the prediction by at most 20% of it, at time 9" in figure.alt
    assert "tolerance" not in figure.alt and "within 20%" in figure.svg


def test_sharpening_says_approaches_only_if_it_does():
    def curve(power):
        return 1 - 1 / (1 + np.exp(-power * (T - 5)))

    near = staircase.sharpening(T, [0.1, 0.01], [curve(2.0), curve(20.0)], [5.0])
    away = staircase.sharpening(T, [0.1, 0.01], [curve(20.0), curve(2.0)], [5.0])
    assert "approaches a limit of 1 sheer steps" in near.alt and "approaches" not in away.alt
    # The area between a logistic of rate k and its step is 2 log(2)/k; the axis is 10 long.
    assert f"{2 * np.log(2) / 2 / 10:.2f} at α = 10⁻¹" in near.alt


@pytest.mark.parametrize("jumps", [[5.0], [2.0, 5.0, 8.0], np.linspace(1, 9, 12)])
def test_sharpening_names_each_curve_beside_it(monkeypatch, jumps):
    """The leader of each name ends on the curve of that scale, left of the name and level with it."""
    module = import_module("stepwise_ssl.figures.staircase.sharpening")
    monkeypatch.setattr(module, "book_figure", lambda axes, alt, table: axes)
    scales, rates = [0.1, 1e-3, 1e-9], [3.0, 8.0, 40.0]
    losses = [sum(1 / (1 + np.exp(rate * (T - jump))) for jump in jumps) for rate in rates]
    axes = module.sharpening(T, scales, losses, jumps)
    to_data = axes.transAxes + axes.transData.inverted()
    names = {text.get_text(): to_data.transform(text.xy) for text in axes.texts if "α = " in text.get_text()}
    ends = [line.get_xydata()[0] for line in axes.lines if line.get_marker() == "o"]
    assert list(names) == ["α = 10⁻⁹", "α = 10⁻³", "α = 10⁻¹"] and len(axes.texts) >= 4
    for loss, name in zip(losses, ("α = 10⁻¹", "α = 10⁻³", "α = 10⁻⁹"), strict=True):
        x, y = names[name]
        (end,) = [one for one in ends[1:] if abs(one[1] - y) < 1e-6]
        assert np.interp(end[0], T, loss) == pytest.approx(end[1], abs=0.01) and end[0] < x
    heights = np.sort([axes.transData.transform(xy)[1] for xy in names.values()])
    assert np.diff(heights).min() > 14  # as high as a line of text


def test_fates_count_what_is_lost():
    lam = np.stack([logistic(5.0), 0 * T, -0.25 * np.exp(-T)], axis=1)
    s = np.stack([np.sqrt(lam[:, 0] / 2), 0.4 + 0 * T, np.sqrt(lam[:, 2] / -1.5)], axis=1)
    figure = staircase.fates(T, lam, ((1 - lam) ** 2).sum(axis=1), [2.0, 0.0, -1.5], s)
    assert "loss ends at 2.00; d − p, the number of modes lost, is 2" in figure.alt
    assert "with γ = −1.5 it goes from −0.25 to 0, its weight from 0.41 to 0" in figure.alt
    assert "with γ = 0 it goes from 0 to 0, its weight from 0.4 to 0.4" in figure.alt
    assert "2 for ever" in figure.svg


def test_fates_tell_a_zero_mode_from_a_dying_one():
    """As eigenvalues both lie on zero; the weights have a panel of their own, and the dying one is dashed."""
    s = np.stack([np.sqrt(logistic(5.0)), 0.1 + 0 * T, 0.1 * np.exp(-T)], axis=1)
    lam = s**2 * [1, 0, -1]
    figure = staircase.fates(T, lam, ((1 - lam) ** 2).sum(axis=1), [1.0, 0.0, -1.0], s)
    assert figure.svg.count("<svg") == 3 and "γ = 0, −1<" in figure.svg
    panel = figure.svg.split("<svg")[2]
    assert ">γ = 0<" in panel and ">γ = −1<" in panel and "stroke-dasharray" in panel
    heights = [float(re.search(rf'y="([-0-9.]+)"[^>]*>γ = {g}<', panel)[1]) for g in ("0", "−1")]
    assert heights[1] - heights[0] > 20, "the two names stand at the heights of their curves"


def test_gate_counts_open_directions_not_entries():
    closed = np.eye(3) - np.ones((3, 3)) / 3  # one direction, though no entry of the diagonal is below 2/3
    figure = staircase.gate([np.eye(3), closed, np.zeros((3, 3))], [0, 1, 2], ["a", "b", "c"])
    assert [f"{k} open direction" in figure.alt for k in (3, 2, 0)] == [True] * 3
    assert "2 of 3 open" in figure.svg and f"{closed.min():.2f}".replace("-", "−") in figure.alt
    assert "var(--book-plus" in figure.svg and "var(--book-minus" in figure.svg


def test_gate_says_the_sign_without_colour():
    """In small matrices by numbers, in large ones by a dash in each negative cell that can be seen."""
    gates = np.eye(6)[None] - 0.3 * np.ones((1, 6, 6))
    large, small = (staircase.gate(g, [0], ["x"]).svg for g in (gates, gates[:, :3, :3]))
    assert large.count(">−</text>") == 30 + 1, "one for each negative entry, and one in the key"
    assert small.count(">−0.30<") == 6 and ">−</text>" not in small
    for words in (">above zero<", ">below zero<", ">zero<"):
        assert words in large and words in small


def test_rises_measures_at_tau():
    lam = logistic(5.0)
    alt = staircase.rises(T, lam, (1 - lam) ** 2, 5.0, 5.0).alt
    assert "done 75% of its step; it had done half by 4.5" in alt and "early growth" not in alt
    later = staircase.rises(T, lam, (1 - lam) ** 2, 5.5, 5.0, growth=np.exp(2 * (T - 5.5))).alt
    assert "τ is 5.5, where it is 0.731 and where the early growth reaches one" in later


def bad_calls():
    draw, half = one_weight, np.full(len(T), 0.5)
    stairs, two = staircase, np.stack([logistic(3.0), logistic(6.0)], axis=1)
    return [
        ("eigenvalues has shape", lambda: stairs.hero(T, [[1.0]], T, [1.0])),
        ("step_times has shape", lambda: stairs.hero(T, two, T, [1.0])),
        ("raw holds 0", lambda: stairs.two_spectra([1.0, 0.0], [2.0, 1.0])),
        ("centred of shape", lambda: stairs.two_spectra([2.0, 1.0], [1.0, 2.0])),
        ("times_raw starts at 0", lambda: stairs.two_staircases(T, T, T, T, [1, 2], [1, 2])),
        ("loss_centred has shape", lambda: stairs.two_staircases(LATE, LATE, LATE, T[:3], [1, 2], [1, 2])),
        ("rises_raw begins", lambda: stairs.two_staircases(LATE, LATE, LATE, LATE, [2, 1], [1, 2])),
        ("rises_centred has shape", lambda: stairs.two_staircases(LATE, LATE, LATE, LATE, [1, 2], [1])),
        ("matrices has shape", lambda: stairs.two_modes(T, np.zeros((len(T), 3, 3)))),
        ("matrices is not symmetric", lambda: stairs.two_modes(T, np.tile([[0, 1], [0, 0]], (len(T), 1, 1)))),
        ("both to rise", lambda: stairs.two_modes(T, np.zeros((len(T), 2, 2)))),
        ("distances of 0 or more", lambda: stairs.whole_matrix(T, T - 1, T + 1)),
        ("tolerances above 0", lambda: stairs.whole_matrix(T, T, 0 * T)),
        ("fall between 1 and 0", lambda: stairs.sharpening(T, [0.01, 0.1], [T, T], [1.0])),
        ("losses has shape", lambda: stairs.sharpening(T, [0.1], [T, T], [1.0])),
        ("gammas of shape", lambda: stairs.fates(T, two, T, [0.0, 1.0], two)),
        ("weights has shape", lambda: stairs.fates(T, two, T, [1.0, 0.0], [[1.0]])),
        ("weights starts at zero", lambda: stairs.fates(T, two, T, [1.0, 0.0], 0 * two)),
        ("gammas has shape", lambda: stairs.fates(T, two, T, [1.0], two)),
        ("gates has shape", lambda: stairs.gate(np.eye(2), [0.0], ["a"])),
        ("at most 10", lambda: stairs.gate(np.eye(11)[None], [0.0], ["a"])),
        ("gates is not symmetric", lambda: stairs.gate([[[0, 1], [0, 0]]], [0.0], ["a"])),
        ("labels has 2", lambda: stairs.gate(np.eye(2)[None], [0.0], ["a", "b"])),
        ("step_time = 50", lambda: stairs.rises(T, half, half, 50, 5)),
        ("half_rise = 50", lambda: stairs.rises(T, half, half, 5, 50)),
        ("growth has shape", lambda: stairs.rises(T, logistic(5), 1 - logistic(5), 5, 5, growth=[1.0, 2.0])),
        ("eigenvalue has shape", lambda: draw.wait_and_rise(T, [0.0, 1.0])),
        ("eigenvalue runs from", lambda: draw.wait_and_rise(T, half)),
        ("does not increase", lambda: draw.wait_and_rise(T[::-1], logistic(5))),
        ("NaN", lambda: draw.wait_and_rise(T, np.where(T > 5, np.nan, 0.0))),
        ("outside s", lambda: draw.loss_landscape(T, T, start=-1)),
        ("learning rates above 0", lambda: draw.descent_paths([0.0], [[1, 2]], T, T)),
        ("runs has 1", lambda: draw.descent_paths([0.1, 0.2], [[1, 2]], T, T)),
        ("labels has 0", lambda: draw.step_size_fate([0.1], [[1, 2]], [])),
        ("curves has shape", lambda: draw.start_scale(T, [0.1, 0.01], [logistic(5)])),
        ("half_rise", lambda: draw.eigenvalue_and_loss(T, half, half, 5, 50, rise=(4, 6))),
        (
            "run has shape",
            lambda: draw.theory_over_run(T, np.ones((len(T), 2)), T, np.ones((len(T), 3)), 0.1),
        ),
        ("tolerance", lambda: draw.theory_over_run(T, np.ones((len(T), 1)), T, np.ones((len(T), 1)), 0.0)),
        ("times above 0", lambda: draw.weight_curves(T, [0.1], [T], log_time=True)),
        ("no mark_time", lambda: draw.three_states([{"label": "", "times": T, "eigenvalue": T, "loss": T}])),
        ("states is empty", lambda: draw.three_states([])),
        ("x has shape", lambda: photographs.pair_gallery(np.zeros((2, 10)), np.zeros((2, 10)), size=2)),
        ("standardised", lambda: photographs.pair_gallery(np.full((2, 12), 2.0), np.zeros((2, 12)), size=2)),
        ("eigenvalues has shape", lambda: photographs.mode_pictures(np.eye(12), 2, eigenvalues=[1, 2])),
        ("largest first", lambda: photographs.spectrum_bars([1.0, 2.0])),
        ("gammas has shape", lambda: photographs.spectrum_bars([[1.0]])),
        ("alt is empty", lambda: BookFigure("<svg/>", " ", Table((), ()))),
        ("row 0 has 2 cells", lambda: Table(("a",), ((1, 2),))),
    ]


@pytest.mark.parametrize(("message", "call"), bad_calls(), ids=lambda v: v if isinstance(v, str) else "")
def test_bad_input_is_refused_by_name(message, call):
    with pytest.raises(ValueError, match=message):
        call()


def test_spread_keeps_order_gap_and_bounds():
    moved = spread([0.0, 0.01, 0.5, 0.99, 1.0], 0.1, 0.0, 1.0)
    assert np.all(np.diff(moved) >= 0.1 - 1e-12) and moved.min() >= 0 and moved.max() <= 1
    assert spread([0.0, 1.0], 0.1).tolist() == [0.0, 1.0]


def test_thin_keeps_both_ends():
    assert thin(list(range(1000)), 40)[0] == 0 and thin(list(range(1000)), 40)[-1] == 999
    assert len(thin(list(range(1000)), 40)) == 40 and thin([1, 2], 40) == [1, 2]


def test_powers_of_ten():
    assert [power_of_ten(v) for v in (1e-12, 0.1, 1, 100)] == ["10⁻¹²", "10⁻¹", "1", "10²"]
