"""The laws of the landscape on random instances, exact where possible; each one broken, and seen to fail."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stepwise_ssl.closed_form import LinearSolution, descent, landscape

from . import exact

SEED = st.integers(0, 2**32 - 1)
FEW = settings(max_examples=25, deadline=None)


@st.composite
def critical(draw, leave=False):
    """A random critical point; with ``leave`` one that can be left."""
    positive, negative, zero = draw(st.integers(1, 3)), draw(st.integers(0, 1)), draw(st.integers(0, 1))
    d = draw(st.integers(1, 3))
    learned = draw(st.integers(0, min(d, positive) - int(leave)))
    rng = np.random.default_rng(draw(SEED))
    return (d, learned, positive, negative, zero), exact.critical_point(
        d, learned, positive, negative, zero, rng
    )


def solution(rng, positive, negative, d, tilt):
    """Any solution of W Gamma W^T = I for Gamma = diag(positive, -negative); tilt 0 uses no negative mode."""
    reach = tilt * rng.normal(size=(len(negative), d))
    values, axes = np.linalg.eigh(np.eye(d) + reach.T @ reach)
    root = (axes * np.sqrt(values)) @ axes.T
    frame, _ = np.linalg.qr(rng.normal(size=(len(positive), d)))
    upper, lower = (frame @ root) / np.sqrt(positive)[:, None], reach / np.sqrt(negative)[:, None]
    return np.vstack([upper, lower]).T, np.diag(np.concatenate([positive, -negative]))


# ---- signs of the spectrum


def both_orders(x, x_prime):
    return x.T @ x_prime + x_prime.T @ x


def sum_of_squares(x, x_prime):
    """What a covariance would be."""
    return x.T @ x + x_prime.T @ x_prime


@FEW
@given(n=st.integers(1, 3), extra=st.integers(0, 2), seed=SEED)
def test_independent_views_give_n_positive_and_n_negative(n, extra, seed):
    rng = np.random.default_rng(seed)
    x, x_prime = (exact.whole(rng.integers(-3, 4, size=(n, 2 * n + extra)).tolist()) for _ in range(2))
    found = exact.signs(both_orders(x, x_prime))
    if exact.rank(np.vstack([x, x_prime])) == 2 * n:
        assert found == (n, n, extra)
        assert exact.signs(sum_of_squares(x, x_prime)) == (2 * n, 0, extra)  # so a covariance breaks the law
        assert exact.rank(x.T @ x_prime) == n  # one order only: half of the rank
    assert found[0] <= n and found[1] <= n  # dependent or not


def test_fewer_numbers_than_views_are_bounded_by_n_only():
    x = exact.whole([[1, 0], [0, 1], [1, 1]])
    assert exact.signs(both_orders(x, x)) == (2, 0, 0)
    assert exact.signs(both_orders(x, -x)) == (0, 2, 0)


@FEW
@given(seed=SEED)
def test_inertia_counts_what_exact_arithmetic_counts(seed):
    rng = np.random.default_rng(seed)
    half = rng.integers(-3, 4, size=(4, 4))
    matrix = half + half.T
    assert landscape.inertia(matrix) == exact.signs(exact.whole(matrix.tolist()))


# ---- critical points


@FEW
@given(critical())
def test_where_the_slope_vanishes_c_is_a_projector_and_the_loss_a_whole_number(point):
    (d, learned, *_), (w, gamma, _, _) = point
    c = w @ gamma @ w.T
    assert (exact.slope(w, gamma) == 0).all()
    assert (c @ c == c).all() and (c.T == c).all() and exact.rank(c) == learned
    assert (c @ w @ gamma == w @ gamma).all()
    assert exact.loss(w, gamma) == d - learned


@FEW
@given(seed=SEED)
def test_rows_kept_by_c_are_the_same_as_no_slope(seed):
    rng = np.random.default_rng(seed)
    w, half = (exact.whole(rng.integers(-2, 3, size=shape).tolist()) for shape in ((2, 3), (3, 3)))
    gamma = half + half.T
    c = w @ gamma @ w.T
    assert (exact.slope(w, gamma) == 4 * (c @ w @ gamma - w @ gamma)).all()


def test_one_order_only_breaks_the_whole_numbers():
    """C is idempotent there, but no projector: it leans, and the loss is neither 0, 1 nor 2."""
    w, one_order = exact.eye(2), exact.whole([[1, 2], [0, 0]])
    c = w @ one_order @ w.T
    assert ((c - exact.eye(2)) @ w @ one_order == 0).all() and (c @ c == c).all()
    assert exact.loss(w, one_order) == 5


def test_c_keeps_w_only_where_gamma_is_invertible():
    gamma, w = exact.whole([[1, 0], [0, 0]]), exact.whole([[1, 0], [0, 7]])
    c = w @ gamma @ w.T
    assert (exact.slope(w, gamma) == 0).all() and (c @ w @ gamma == w @ gamma).all()
    assert not (c @ w == w).all()


# ---- the way out, and where there is none


@FEW
@given(critical(leave=True), st.fractions(-3, 3, max_denominator=7))
def test_along_the_way_out_the_loss_is_that_of_one_weight(point, s):
    (d, learned, *_), (w, gamma, u, v) = point
    way = np.outer(u, v)
    assert exact.loss(w + s * way, gamma) == d - learned - 1 + (1 - s**2) ** 2  # v^T Gamma v is 1 here
    assert exact.curvature(w, gamma, way) == -4
    assert (exact.slope(w + way, gamma) == 0).all()  # at its end the next critical point
    broken = d - learned - 1 + (1 - 2 * s**2) ** 2
    assert s == 0 or s**2 == 1 or exact.loss(w + s * way, gamma) != broken


def test_a_feature_that_is_correlated_with_what_is_learned_is_no_way_out():
    w, gamma = exact.whole([[1, 0], [0, 0]]), exact.eye(2)
    lean = np.outer(exact.whole([0, 1]), exact.whole([1, 1]))
    assert exact.loss(w + lean, gamma) != 0


@FEW
@given(critical(), SEED)
def test_no_loss_lies_below_d_minus_p(point, seed):
    (d, learned, positive, negative, _), (w, gamma, _, _) = point
    least = max(0, d - positive)
    rng = np.random.default_rng(seed)
    other = exact.whole(rng.integers(-2, 3, size=w.shape).tolist()) / 2
    assert exact.loss(other, gamma) >= least
    assert exact.loss(w, gamma) >= least
    assert (exact.loss(w, gamma) == least) == (learned == min(d, positive))
    by_magnitude = max(0, d - positive - negative)  # the law, broken: zero would be in reach
    if by_magnitude < least:
        assert exact.loss(other, gamma) > by_magnitude


@settings(max_examples=12, deadline=None)
@given(critical())
def test_morse_index(point):
    (d, learned, positive, negative, _), (w, gamma, _, _) = point
    bends = exact.hessian(w, gamma)
    up, down, flat = exact.signs(bends)
    assert down == (d - learned) * (positive - learned)
    assert up == learned * (learned + 1) // 2 + (d - learned) * negative
    assert up + down + flat == w.size
    if negative and learned < d:  # the count by magnitude fails
        assert down != (d - learned) * (positive + negative - learned)
    np.testing.assert_allclose(
        landscape.hessian(w.astype(float), gamma.astype(float)), bends.astype(float), rtol=1e-12, atol=1e-9
    )


@FEW
@given(critical(leave=True))
def test_the_steepest_way_out_is_one_and_no_other_is_steeper(point):
    _, (w, gamma, _, v) = point
    w, gamma = w.astype(float), gamma.astype(float)
    u, best, strength = landscape.way_out(w, gamma)
    scale = np.abs(gamma).max()
    assert abs(np.linalg.norm(best) - 1) < 1e-12 and abs(best @ gamma @ best - strength) < 1e-9 * scale
    assert np.abs(w @ gamma @ best).max() < 1e-8 * scale and np.abs(w @ gamma @ w.T @ u).max() < 1e-8
    v = v.astype(float) / np.linalg.norm(v.astype(float))
    assert v @ gamma @ v <= strength * (1 + 1e-9)


def test_no_way_out_where_nothing_is_open_or_nothing_is_left():
    with pytest.raises(ValueError, match="no direction of the embedding is open"):
        landscape.way_out([[1.0, 0.0]], np.eye(2))
    with pytest.raises(ValueError, match="the plateau is for ever"):
        landscape.way_out([[1.0, 0.0], [0.0, 0.0]], np.diag([1.0, -1.0]))


# ---- the smallest norm

POSITIVE = st.lists(st.floats(0.1, 5), min_size=2, max_size=4)
NEGATIVE = st.lists(st.floats(0.1, 9), min_size=0, max_size=2)


@FEW
@given(POSITIVE, NEGATIVE, st.floats(0, 2), SEED)
def test_no_solution_is_smaller(positive, negative, tilt, seed):
    rng = np.random.default_rng(seed)
    d = int(rng.integers(1, len(positive) + 1))
    w, gamma = solution(rng, np.array(positive), np.array(negative), d, tilt)
    assert np.abs(w @ gamma @ w.T - np.eye(d)).max() < 1e-9
    least = landscape.smallest_norm(np.diag(gamma), d)
    assert (w**2).sum() >= least * (1 - 1e-9)
    squeezed = 1 / np.linalg.svd(w, compute_uv=False)[::-1] ** 2  # eigenvalues of E^T Gamma E
    assert (squeezed <= np.sort(positive)[::-1][:d] * (1 + 1e-9)).all()  # Cauchy interlacing


@FEW
@given(POSITIVE, NEGATIVE, SEED, st.booleans())
def test_the_leading_modes_reach_it_and_ties_do_not_matter(positive, negative, seed, tied):
    rng = np.random.default_rng(seed)
    values = np.sort(positive)[::-1]
    if tied:
        values[1] = values[0]
    d = int(rng.integers(1, len(values) + 1))
    gammas = np.concatenate([values, -np.array(negative)])
    rotation, _ = np.linalg.qr(rng.normal(size=(d, d)))
    modes = np.eye(len(gammas))
    if tied:
        modes[:2, :2] = np.array([[3, -4], [4, 3]]) / 5
    w = (rotation / np.sqrt(values[:d])) @ modes[:, :d].T
    gamma = np.diag(gammas)
    assert np.abs(w @ gamma @ w.T - np.eye(d)).max() < 1e-12
    assert np.isclose((w**2).sum(), landscape.smallest_norm(gammas, d), rtol=1e-12)
    by_magnitude = np.sort(np.abs(gammas))[::-1][:d]
    if by_magnitude[-1] > values[d - 1] * 1.001:  # the law, broken: nothing reaches this sum
        assert (w**2).sum() > (1 / by_magnitude).sum() * (1 + 1e-6)


def test_too_few_positive_modes_have_no_solution():
    assert landscape.smallest_norm([1.0, -2.0, -9.0], 2) == np.inf


# ---- curvature and learning rate


@FEW
@given(POSITIVE, NEGATIVE, st.floats(0, 2), SEED)
def test_sharpness_is_eight_times_the_squared_norm(positive, negative, tilt, seed):
    rng = np.random.default_rng(seed)
    d = int(rng.integers(1, len(positive) + 1))
    w, gamma = solution(rng, np.array(positive), np.array(negative), d, tilt)
    bends = np.linalg.eigvalsh(landscape.hessian(w, gamma))
    assert np.isclose(landscape.sharpness(w, gamma), bends[-1], rtol=1e-9)
    assert not np.isclose(landscape.sharpness(w, gamma) / 2, bends[-1], rtol=0.1)  # 4 for 8
    kappa = np.linalg.svd(w @ gamma, compute_uv=False) ** 2
    pairs = [4 * (kappa[i] + kappa[j]) for i in range(d) for j in range(i + 1)]
    assert np.allclose(np.sort(bends)[::-1][: len(pairs)], np.sort(pairs)[::-1], rtol=1e-8)
    assert np.abs(np.sort(bends)[: -len(pairs)]).max(initial=0) < 1e-8 * bends[-1]
    if not negative or tilt == 0:
        assert bends[-1] <= 8 * max(positive) * (1 + 1e-9)


def test_sharpness_is_unbounded_for_an_indefinite_gamma():
    gamma = np.diag([2.0, -1.0])
    for reach in (0.0, 1.0, 2.0, 4.0):
        w = np.array([[np.cosh(reach) / np.sqrt(2), np.sinh(reach)]])
        assert np.isclose(landscape.sharpness(w, gamma), 8 * (2 * np.cosh(reach) ** 2 + np.sinh(reach) ** 2))


def test_every_solution_that_contains_the_first_mode_is_equally_sharp():
    gamma = np.diag([3.0, 2.0, 1.0])
    for angle in (0.0, 0.4, 1.1):
        second = [np.cos(angle) / np.sqrt(2), np.sin(angle)]
        w = np.array([[1 / np.sqrt(3), 0, 0], [0, *second]])
        assert np.isclose(landscape.sharpness(w, gamma), 24)
    assert landscape.sharpness([[0, 1 / np.sqrt(2), 0], [0, 0, 1]], gamma) < 24


def _run(w, gamma, rate, steps):
    for _ in range(steps):
        projected = w @ gamma
        w = w - 4 * rate * (projected @ w.T @ projected - projected)
    return w


@FEW
@given(POSITIVE, SEED, st.floats(0.02, 0.5))
def test_the_solution_is_stable_below_one_over_four_gamma_and_no_further(positive, seed, margin):
    rng = np.random.default_rng(seed)
    values = np.sort(positive)[::-1]
    w = np.diag(values**-0.5)
    nudge = 1e-6 * np.outer(np.eye(len(values))[0], np.eye(len(values))[0])
    far = {}
    for share in (1 - margin, 1 + margin):
        end = _run(w + nudge, np.diag(values), share / (4 * values[0]), 20)
        far[share] = np.linalg.norm(end - w) / np.linalg.norm(nudge)
        predicted = abs(1 - 2 * share) ** 20  # the multiplier is 1 - 8 eta gamma
        assert predicted > 1e3 or np.isclose(far[share], predicted, rtol=0.05, atol=1e-4)
    assert far[1 - margin] < 1 < far[1 + margin]
    spread = 1e-6 * rng.normal(size=w.shape)  # below the limit no direction grows
    end = _run(w + spread, np.diag(values), (1 - margin) / (4 * values[0]), 60)
    assert np.abs(end @ np.diag(values) @ end.T - np.eye(len(values))).max() < 1e-5


@FEW
@given(POSITIVE, st.floats(0.05, 0.9), SEED)
def test_no_mode_oversteps_up_to_one_over_eight_gamma(positive, height, seed):
    values, rng = np.array(positive), np.random.default_rng(seed)
    rotation, _ = np.linalg.qr(rng.normal(size=(len(values), len(values))))
    starts, top = np.full(len(values), np.sqrt(height / values.max())), values.max()
    w, gamma = rotation * starts, np.diag(values)
    for _ in range(30):
        w = _run(w, gamma, 1 / (8 * top), 1)
        assert np.linalg.eigvalsh(w @ gamma @ w.T).max() <= 1 + 1e-12
    single = np.array([descent(g, s, 1 / (8 * top), 30)[-1] for g, s in zip(values, starts, strict=True)])
    assert np.allclose(w, rotation * single, atol=1e-10)  # mode by mode, the law of one weight
    over = _run(rotation * 0.9 / np.sqrt(values), gamma, 1.3 / (8 * top), 1)  # a larger rate does
    assert np.linalg.eigvalsh(over @ gamma @ over.T).max() > 1


def test_a_strongly_negative_mode_sets_a_limit_of_its_own():
    """Near W = 0 it is multiplied by 1 - 4 eta |gamma| in each step: above 1/(2 |gamma|) it explodes."""
    gamma = np.diag([1.0, -5.0])
    rate = 0.6 / (4 * 1.0)  # stable at the end, by the limit of the positive modes
    assert np.abs(_run(np.full((1, 2), 1e-6), gamma, rate, 8)[0, 1]) > 1e-5
    assert np.abs(_run(np.full((1, 2), 1e-6), gamma, 0.9 / (2 * 5.0), 8)[0, 1]) < 1e-6


@pytest.mark.parametrize("share", [1.01, 1.1, 1.3, 1.45])
def test_descent_above_the_limit_slides_to_a_flatter_solution(share):
    """Measured, not proved: it ends at zero loss, just flat enough, and has given up part of mode 1."""
    gamma = np.diag([3.0, 2.0, 1.0])
    rate = share / (4 * 3.0)
    for seed in range(3):
        start = 1e-2 * np.random.default_rng(seed).normal(size=(2, 3))
        calm = _run(start, gamma, 0.9 / (4 * 3.0), 3000)
        end = _run(start, gamma, rate, 10000)
        assert np.isclose(landscape.sharpness(calm, gamma), 24, rtol=0.01)
        assert 0.96 * 2 / rate < landscape.sharpness(end, gamma) < 2 / rate
        kept = [np.linalg.norm(np.linalg.qr(w.T)[0][0]) ** 2 for w in (calm, end)]
        assert kept[1] < 0.97 < kept[0]


def test_the_solution_of_a_small_start_is_the_smallest():
    gamma = np.diag([3.0, 2.0, 1.0, -4.0])
    solved = LinearSolution.small_start(gamma, 1e-3 * np.random.default_rng(1).normal(size=(2, 4)))
    w = solved.weights(np.inf)
    assert np.isclose((w**2).sum(), landscape.smallest_norm(np.diag(gamma), 2), rtol=1e-12)


def test_tensors_are_welcome():
    torch = pytest.importorskip("torch")
    gamma, w = torch.diag(torch.tensor([4.0, 1.0, -1.0], dtype=torch.float64)), torch.zeros(2, 3).double()
    w[0, 0] = 0.5
    assert landscape.inertia(gamma) == (2, 1, 0)
    assert landscape.inertia(landscape.hessian(w, gamma)) == (2, 1, 3)  # learned: 1; open: one down, one up
    assert landscape.way_out(w, gamma)[2] == 1.0
    assert landscape.smallest_norm(torch.diagonal(gamma), 2) == 1.25


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: landscape.inertia(np.ones((2, 3))), "matrix has shape"),
        (lambda: landscape.hessian(np.ones((2, 3)), np.eye(2)), "gamma_matrix has shape"),
        (lambda: landscape.sharpness(np.ones((1, 2)), np.eye(2)), "expected a solution"),
        (lambda: landscape.smallest_norm(np.eye(2), 1), "gamma has shape"),
    ],
)
def test_errors_name_the_argument(call, message):
    with pytest.raises(ValueError, match=message):
        call()
