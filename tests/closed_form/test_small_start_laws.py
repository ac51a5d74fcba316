"""The laws of a small random start on random instances; each test shows, too, what breaks its law.

The instances are integrated in the axes of the eigenmodes by ``gradient_flow``, which is itself tested
against the session's independent integrator of W. Gamma may have eigenvalues of either sign.
"""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from stepwise_ssl.closed_form import (
    LinearSolution,
    aligned_start,
    gradient_flow,
    half_rise_times,
    singular_value,
    step_times,
)

laws = settings(derandomize=True, deadline=None, database=None, max_examples=12)
seeds = st.integers(0, 10**6)


def instance(seed, d, extra=2, scale=1e-4):
    """Random eigenvalues, the d leading ones positive and apart, and a Gaussian start."""
    rng = np.random.default_rng(seed)
    gamma = np.r_[np.cumprod(rng.uniform(0.35, 0.75, d)) / 0.7, rng.uniform(-1.5, 0, extra)]
    gamma = np.sort(gamma)[::-1]
    return gamma, scale * rng.standard_normal((d, d + extra))


def last_rise(gamma, start):
    d = len(start)
    return half_rise_times(gamma[:d], aligned_start(start, np.eye(len(gamma))[:, :d])[1]).max()


@pytest.mark.parametrize("seed", range(3))
def test_the_integrator_is_the_flow(integrate, seed):
    gamma, start = instance(seed, 3, scale=1e-2)
    turn = np.linalg.qr(np.random.default_rng(seed).standard_normal((5, 5)))[0]
    times = np.linspace(0, 1.2 * last_rise(gamma, start), 9)
    weights = integrate((turn * gamma) @ turn.T, start @ turn.T, times)
    np.testing.assert_allclose(gradient_flow(gamma, start, times) @ turn.T, weights, atol=1e-7)


def test_the_integrator_refuses_times_out_of_order():
    with pytest.raises(ValueError, match="times is"):
        gradient_flow([1.0], [[0.1]], [1.0, 0.5])


# The gate: I - C keeps its inertia, lengths go one way. For every d, from any start, small or not.


def inertia(gamma, path):
    """Numbers of positive and negative eigenvalues of I - C at each time, those at rounding left out."""
    values = np.linalg.eigvalsh(np.eye(path.shape[1]) - (path * gamma) @ np.swapaxes(path, 1, 2))
    return (values > 1e-6).sum(axis=1), (values < -1e-6).sum(axis=1)


@laws
@given(seed=seeds, d=st.integers(1, 4), scale=st.sampled_from([1e-3, 0.3, 1.5]))
def test_the_gate_keeps_its_inertia(seed, d, scale):
    gamma, start = instance(seed, d, scale=scale)
    path = gradient_flow(gamma, start, np.linspace(0, 6, 60))
    positive, negative = inertia(gamma, path)
    assert np.all(positive <= positive[0]) and np.all(negative <= negative[0])
    shut = np.linalg.eigvalsh(np.eye(d) - (path[0] * gamma) @ path[0].T)[0] > 0
    if shut:  # C starts below the identity: so it stays
        assert np.all(negative == 0)


def test_an_unsymmetrised_flow_does_not_keep_the_inertia():
    # W' = 4 (I - B) W G with B = W G W^T for a G that is not symmetric: the same, but for the transpose.
    rng, broken = np.random.default_rng(0), 0
    for _ in range(40):
        w, g = 0.4 * rng.standard_normal((2, 3)), rng.standard_normal((3, 3)) + np.eye(3)
        seen = []
        for _ in range(3000):
            b = w @ g @ w.T
            seen.append((np.linalg.eigvalsh(np.eye(2) - (b + b.T) / 2) < -1e-3).sum())
            w = w + 2e-3 * (4 * (np.eye(2) - b) @ w @ g)
            if np.abs(w).max() > 1e3:
                break
        broken += max(seen) > seen[0]
    assert broken > 0


@laws
@given(seed=seeds, d=st.integers(1, 4))
def test_arrows_of_positive_modes_only_grow_and_of_negative_ones_only_shrink(seed, d):
    gamma, start = instance(seed, d, scale=1e-2)
    path = gradient_flow(gamma, start, np.linspace(0, 1.2 * last_rise(gamma, start), 200), rtol=1e-12)
    lengths = np.linalg.norm(path, axis=1)
    change = np.diff(lengths, axis=0) * np.sign(gamma) / lengths[1:]
    assert change.min() > -1e-7  # the dense output between steps is good to about 1e-8
    assert (-change).min() < -1e-3  # time reversed, the law is broken
    start = np.where(gamma > 0, 3 / gamma[d - 1] * np.sign(start), 0)  # and where C is not below I
    large = gradient_flow(gamma, start, [0, 0.05])
    grown = np.linalg.norm(large[1], axis=0) - np.linalg.norm(large[0], axis=0)
    assert (grown * np.sign(gamma)).min() < 0


@laws
@given(seed=seeds, extra=st.integers(1, 4))
def test_one_output_is_a_power_of_its_first_arrow(seed, extra):
    gamma, start = instance(seed, 1, extra)
    path = gradient_flow(gamma, start, np.linspace(0, 1.5 * last_rise(gamma, start), 40), rtol=1e-12)
    grown = (path / start)[:, 0]
    powers = grown[:, :1] ** (gamma / gamma[0])
    np.testing.assert_allclose(grown, powers, rtol=1e-6)
    assert np.abs(grown / grown[:, :1] ** (gamma / gamma[0] * 1.02) - 1).max() > 1e-2


@laws
@given(seed=seeds, d=st.integers(2, 5))
def test_two_arrows_open_like_scissors(seed, d):
    """With two modes and any d: the logarithm of tan(angle) grows by 4 gamma_1 gamma_2 ||W||^2."""
    rng = np.random.default_rng(seed)
    gamma, start = np.array([1.0, rng.uniform(0.3, 0.9)]), 0.05 * rng.standard_normal((d, 2))
    times = np.linspace(0, 2, 801)
    path = gradient_flow(gamma, start, times, rtol=1e-12)
    dot, lengths = (path[:, :, 0] * path[:, :, 1]).sum(1), np.linalg.norm(path, axis=1)
    across = np.sqrt(np.maximum((lengths**2).prod(axis=1) - dot**2, 0))
    opened = np.log(np.abs(across / dot))
    rate = 4 * gamma.prod() * (path**2).sum(axis=(1, 2))
    integral = np.r_[0, np.cumsum((rate[1:] + rate[:-1]) / 2 * np.diff(times))]
    np.testing.assert_allclose(opened - opened[0], integral, atol=2e-3)
    assert np.abs(opened - opened[0] - 2 * integral).max() > 0.1


# Which trajectory: QR in the order of the eigenvalues. Nothing else.


def candidates(gamma, start):
    """Rotation and weights that somebody might take for U and s_j(0)."""
    d = len(start)
    arrows = start[:, :d]
    right = aligned_start(start, np.eye(len(gamma))[:, :d])
    u, values, _ = np.linalg.svd(arrows)
    backwards = [x[..., ::-1] for x in aligned_start(arrows[:, ::-1], np.eye(d))]
    biggest = np.argsort(-np.abs(gamma))[:d]
    by_magnitude = aligned_start(start, np.eye(len(gamma))[:, biggest])
    return {
        "qr": right,
        "svd": (u, values),
        "norms": (right[0], np.linalg.norm(arrows, axis=0)),
        "backwards": backwards,
        "magnitude": by_magnitude,
    }


def away(gamma, path, times, rotation, s0):
    d = len(s0)
    theory = np.zeros_like(path)
    theory[:, :, :d] = rotation * singular_value(times, gamma[:d], s0)[:, None, :]
    return np.linalg.norm(path - theory, axis=(1, 2)).max()


@laws
@given(seed=seeds, d=st.integers(2, 4))
def test_the_trajectory_is_that_of_qr_and_of_nothing_else(seed, d):
    gamma, start = instance(seed, d, scale=1e-12)
    gamma[-1] = -3.0  # the largest by magnitude
    times = np.linspace(0, 1.3 * last_rise(gamma, start), 200)
    path = gradient_flow(gamma, start, times)
    far = {name: away(gamma, path, times, *given) for name, given in candidates(gamma, start).items()}
    # Signs of the columns are free in an SVD: it gets the better of them.
    u, values = candidates(gamma, start)["svd"]
    final = path[-1][:, :d]
    far["svd"] = away(gamma, path, times, u * np.sign((u * final).sum(0)), values)
    assert far["qr"] < 0.2
    assert all(far[name] > 1.5 * far["qr"] for name in far if name != "qr"), far


@laws
@given(seed=seeds, d=st.integers(2, 5))
def test_svd_and_qr_have_the_same_product_and_different_factors(seed, d):
    _, start = instance(seed, d, extra=0, scale=1.0)
    s0 = aligned_start(start, np.eye(d))[1]
    values = np.linalg.svd(start)[1]
    assert s0.prod() == pytest.approx(values.prod(), rel=1e-9)
    assert values[0] >= s0[0] - 1e-12 and values[-1] <= s0[-1] + 1e-12
    assert not np.allclose(s0, values, rtol=1e-3)


def test_lapack_may_return_negative_diagonals_and_they_put_the_arrow_on_the_wrong_side():
    gamma, start = instance(3, 3, scale=1e-9)
    q, r = np.linalg.qr(start[:, :3])
    assert (np.diag(r) < 0).any()
    times = np.linspace(0, 1.3 * last_rise(gamma, start), 100)
    path = gradient_flow(gamma, start, times)
    assert away(gamma, path, times, q, np.abs(np.diag(r))) > 1  # an arrow is off by twice its length
    assert away(gamma, path, times, *aligned_start(start, np.eye(5)[:, :3])) < 0.1


# The learned subspace and the loss have exponents of their own.


@pytest.mark.parametrize(
    ("gamma", "d", "exponent"),
    [
        ([1.0, 0.9, 0.3], 2, 1 - 0.3 / 0.9),  # p is only 0.1: close modes mix inside the subspace
        ([1.0, 0.6, 0.5, 0.3], 3, 1 - 0.3 / 0.5),
        # A negative mode decays while a direction is open to it: the first one closes first.
        ([1.0, 0.5, -0.3], 2, 1 + 0.3 / 1.0),
        ([1.0, 0.6, 0.4, -0.2], 3, 1 + 0.2 / 1.0),
    ],
)
def test_exponents_of_the_subspace_and_of_the_loss(gamma, d, exponent):
    gamma = np.array(gamma)
    w0, p = np.random.default_rng(1).standard_normal((d, len(gamma))), 1 - (gamma[1:] / gamma[:-1])[:d].max()
    scales = [1e-6, 1e-8] if p > 0.2 else [1e-20, 1e-24]
    outside, off = [], []
    for scale in scales:
        law = LinearSolution.small_start(np.diag(gamma), scale * w0)
        last = law.step_times.max()
        times = np.r_[np.linspace(0, 1.6 * last, 300), last + 25 / gamma[d - 1]]
        path = gradient_flow(gamma, scale * w0, times, rtol=1e-12)
        outside.append(np.linalg.norm(np.linalg.qr(path[-1].T)[0][d:]))
        correlation = (path * gamma) @ np.swapaxes(path, 1, 2)
        off.append(np.abs(((correlation - np.eye(d)) ** 2).sum(axis=(1, 2)) - law.loss(times)).max())
    decades = np.log10(scales[0] / scales[1])
    assert np.log10(outside[0] / outside[1]) / decades == pytest.approx(exponent, abs=0.03)
    assert np.log10(off[0] / off[1]) / decades == pytest.approx(2 * p, abs=0.08)  # times A + B log(1/alpha)


# Ties: no vector of a repeated eigenvalue comes first; its space does.


@laws
@given(seed=seeds)
def test_of_tied_eigenvalues_the_space_is_predicted_and_the_right_basis_is_a_choice(seed):
    rng = np.random.default_rng(seed)
    gamma, start = np.array([1.0, 0.5, 0.5, -0.4]), 1e-7 * rng.standard_normal((3, 4))
    solution = LinearSolution.small_start(np.diag(gamma), start)
    path = gradient_flow(gamma, start, [0.0, 1.3 * solution.step_times.max() + 12])
    np.testing.assert_allclose(path[-1], solution.weights(np.inf), atol=0.05)
    plain = aligned_start(start, np.eye(4)[:, :3])[0] / np.sqrt(gamma[:3])  # QR with any basis of the tie
    assert np.abs(path[-1][:, :3] - plain).max() > 2 * np.abs(path[-1] - solution.weights(np.inf)).max()
    planes = [a[:, 1:3] @ np.linalg.pinv(a[:, 1:3]) for a in (path[-1], plain)]
    np.testing.assert_allclose(*planes, atol=0.05)  # the plane of the tied arrows is the same


@pytest.mark.parametrize(
    ("gamma", "d", "exponent"),
    [
        ([1.0, 1.0, 0.3], 2, 0.7),
        ([1.0, 1.0, 1.0, 0.6], 3, 0.4),
        ([1.0, 0.6, 0.6, -1.0], 3, 0.4),  # a tie of later modes
    ],
)
def test_with_the_basis_that_the_start_chooses_vectors_converge_and_the_gap_of_a_tie_does_not_count(
    gamma, d, exponent
):
    gamma, w0 = np.array(gamma), np.random.default_rng(1).standard_normal((d, len(gamma)))
    scales, off, plain = [1e-6, 1e-8], [], []
    for scale in scales:
        law = LinearSolution.small_start(np.diag(gamma), scale * w0)
        last = law.step_times.max()
        times = np.r_[np.linspace(0, 1.3 * last, 80), last + 25 / gamma[d - 1]]
        path = gradient_flow(gamma, scale * w0, times, rtol=1e-12)
        off.append(np.linalg.norm(path - law.weights(times), axis=(1, 2)).max())
        plain.append(away(gamma, path, times, *aligned_start(scale * w0, np.eye(len(gamma))[:, :d])))
    assert np.log10(off[0] / off[1]) / 2 == pytest.approx(exponent, abs=0.01)  # two near gaps would mix
    assert law.error_exponent == pytest.approx(exponent)
    assert plain[1] > 0.9 * plain[0] > 0.1  # with the basis that happened to be there: not at all


# Bartlett: how late.


def late(gamma, alpha, t):
    """P(tau_d > t), the checked formula."""
    from scipy.special import erf

    return erf(np.exp(-4 * gamma * t) / (alpha * np.sqrt(2 * gamma)))


@pytest.mark.parametrize("d", [2, 3, 5])
def test_starting_weights_are_chi_distributed_and_independent(d):
    rng = np.random.default_rng(d)
    s0 = np.array(
        [aligned_start(rng.standard_normal((d, d + 2)), np.eye(d + 2)[:, :d])[1] for _ in range(2000)]
    )
    for j in range(d):
        assert stats.kstest(s0[:, j], stats.chi(d - j).cdf).pvalue > 1e-3
    assert stats.kstest(s0[:, 0], stats.chi(1).cdf).pvalue < 1e-12  # the wrong law is seen
    assert np.abs(np.corrcoef(s0.T) - np.eye(d)).max() < 0.1


def test_the_last_step_of_2000_simulated_starts_obeys_the_law():
    """Descent from 2,000 Gaussian starts; the last eigenvalue's half rise against P(tau_d > t)."""
    gamma, alpha, eta = np.array([1.0, 0.5, 0.25, -0.3]), 1e-6, 0.02
    rng = np.random.default_rng(0)
    arrows = alpha * rng.standard_normal((2000, 3, 4))
    risen = np.full(2000, np.inf)
    for step in range(1200):
        correlation = (arrows * gamma) @ np.swapaxes(arrows, 1, 2)
        if step % 5 == 0:
            up = (np.linalg.eigvalsh(correlation)[:, 0] > 0.5) & np.isinf(risen)
            risen[up] = eta * step
        arrows = arrows + 4 * eta * ((np.eye(3) - correlation) @ arrows) * gamma
    assert np.isfinite(risen).all()
    # Early growth multiplies by 1 + x, x = 4 eta gamma: time counts log(1 + x) / x as much.
    x = 4 * eta * gamma[2]
    measured = (risen - 2.5 * eta) * np.log1p(x) / x
    test = stats.kstest(measured, lambda t: 1 - late(gamma[2], alpha, t))
    assert test.pvalue > 1e-3
    # Not the law of |a_d(0)|, which is longer: chi with three degrees of freedom.
    wrong = stats.chi(3).rvs(20000, random_state=1)
    assert stats.ks_2samp(measured, step_times(np.full(20000, 0.25), alpha * wrong)).pvalue < 1e-12


# The general proof, open for d > 2: what must hold at each half rise.


def at_the_half_rises(gamma, start):
    """What the conjecture bounds at each half rise T_k, one column a quantity.

    Distance of the first k arrows from the rails; parts of later arrows along these; whole arrows of modes
    beyond d; relative error across, against free growth, of the arrows up to d, and of those beyond.
    """
    d, m = len(start), len(gamma)
    q, s0 = aligned_start(start, np.eye(m)[:, :d])
    times = half_rise_times(gamma[:d], s0)
    assert np.all(np.diff(times) > 0)
    path, out = gradient_flow(gamma, start, times, rtol=1e-12), []
    for k, arrows, t in zip(range(1, d + 1), path, times, strict=True):
        first = np.linalg.norm(arrows[:, :k] - q[:, :k] * singular_value(t, gamma[:d], s0)[:k])
        turned = np.linalg.qr(arrows[:, :k])[0]
        along = np.linalg.norm(turned.T @ arrows[:, k:], axis=0).max()
        beyond = np.linalg.norm(arrows[:, d:], axis=0).max()
        off = [0.0, 0.0]
        if k < d:
            free = np.exp(4 * gamma * t) * (start - q[:, :k] @ (q[:, :k].T @ start))
            across = arrows - turned @ (turned.T @ arrows)
            with np.errstate(divide="ignore"):  # a strongly negative mode's free growth underflows
                errors = np.linalg.norm(across - free, axis=0) / np.linalg.norm(free, axis=0)
            off = [errors[k:d].max(), errors[d:].max()]
        out.append((first, along, beyond, *off))
    return np.array(out)


@laws
@given(seed=seeds, d=st.integers(2, 4), beyond=st.sampled_from([(-0.3, -1.2), (-1.0,), (-3.0,), (0.4, -2.0)]))
def test_the_conjecture_holds_at_every_half_rise(seed, d, beyond):
    gamma, start = instance(seed, d, extra=len(beyond), scale=1.0)
    gamma[d:] = np.where(np.array(beyond) > 0, np.array(beyond) * gamma[d - 1], beyond)
    gaps = 1 - gamma[1 : d + 1] / gamma[:d]
    p = gaps.min()
    scales = np.array([1e-6, 1e-9, 1e-12]) if p > 0.3 else np.array([1e-10, 1e-15, 1e-20])
    errors = np.array([at_the_half_rises(gamma, scale * start) for scale in scales])[..., :4]
    laws_of_scale = scales[:, None] ** np.array([p, p, p, 2 * p])
    laws_of_scale[:, 3] *= np.log(1 / scales)
    constants = errors / laws_of_scale[:, None]
    # With the right exponents the constants stay; with a larger one they would grow without end.
    assert (constants[-1] < 3 * constants[0] + 1).all()
    grown = errors[:, :, 1] / scales[:, None] ** (1.5 * gaps.min())
    assert (grown[-1] > 3 * grown[0]).any()


@pytest.mark.parametrize("last", [-1.0, -3.0])
def test_beyond_d_a_negative_arrow_is_not_that_of_free_growth(last):
    """Why the conjecture's third line stops at d: the tilt of the others lends it more than it has."""
    gamma, w0 = np.array([1.0, 0.5, 0.25, last]), np.random.default_rng(0).normal(size=(3, 4))
    scales = np.array([1e-3, 1e-4, 1e-5])
    errors = np.array([at_the_half_rises(gamma, scale * w0)[1] for scale in scales])
    constants = errors[:, 3:] / (scales * np.log(1 / scales))[:, None]  # p = 1/2
    assert constants[-1, 1] > 3 * constants[0, 1]  # mode 4: no constant does
    assert constants[-1, 0] < 2 * constants[0, 0]  # mode 3: one does
    assert errors[:, 2].max() < 1e-2 * scales.max()  # and it does no harm
