"""The words are computed from the data: other data, other words. And bad input is refused with a reason."""

import numpy as np
import pytest

from stepwise_ssl.figures import BookFigure, Table, one_weight, photographs
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


def bad_calls():
    draw, half = one_weight, np.full(len(T), 0.5)
    return [
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
