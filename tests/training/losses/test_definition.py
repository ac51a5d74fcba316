"""Each loss against its formula written as loops, and its two routes against each other."""

import itertools
import math

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from stepwise_ssl.training import (
    barlow_twins_loss,
    simclr_loss,
    spectral_contrastive_loss,
    vicreg_loss,
)
from stepwise_ssl.training.losses import barlow_twins, second_moment

reproducible = settings(derandomize=True, deadline=None, database=None)


@st.composite
def pairs(draw, least_n=2):
    """Two views, (n, d), entries in [-3, 3]; wide ones (d > 2n), equal rows and zeros occur."""
    shape = draw(st.tuples(st.integers(least_n, 6), st.integers(1, 14)))
    views = hnp.arrays(np.float64, shape, elements=st.floats(-3, 3, width=32))
    return draw(views), draw(views)


def tensors(*arrays):
    return [torch.tensor(array, dtype=torch.float64) for array in arrays]


def off(d):
    return itertools.permutations(range(d), 2)


def barlow_by_loops(z, z_prime, w, symmetrised):
    n, d = z.shape
    c = sum(np.outer(a, b) for a, b in zip(z, z_prime, strict=True)) / n
    if symmetrised:
        c = sum(np.outer(a, b) + np.outer(b, a) for a, b in zip(z, z_prime, strict=True)) / (2 * n)
    return sum((c[i, i] - 1) ** 2 for i in range(d)) + w * sum(c[i, j] ** 2 for i, j in off(d))


def vicreg_by_loops(z, z_prime, a, nu, kappa, eps):
    n, d = z.shape
    total = a * sum((z[k, i] - z_prime[k, i]) ** 2 for k in range(n) for i in range(d)) / (n * d)
    for view in (z, z_prime):
        v = np.atleast_2d(np.cov(view, rowvar=False))
        total += nu / (2 * d) * sum(max(0, 1 - math.sqrt(v[i, i] + eps)) for i in range(d))
        total += kappa / d * sum(v[i, j] ** 2 for i, j in off(d))
    return total


def second_moment_by_loops(z, z_prime):
    return sum(np.outer(v, v) for v in (*z, *z_prime)) / (2 * len(z))


def simclr_by_loops(z, z_prime, temperature, cosine):
    n, views = len(z), [*z, *z_prime]
    if cosine:
        views = [v / max(np.linalg.norm(v), 1e-12) for v in views]
    total = 0.0
    for a in range(2 * n):
        exponents = {b: views[a] @ views[b] / temperature for b in range(2 * n) if b != a}
        total += math.log(sum(map(math.exp, exponents.values()))) - exponents[(a + n) % (2 * n)]
    return total / (2 * n)


def close(ours, reference, z, z_prime, power):
    """Rounding: 1e-12 of the largest sum of squares (or of its square) that the formula adds up."""
    size = max(1.0, float((z**2).sum() + (z_prime**2).sum())) ** power
    assert abs(float(ours) - reference) <= 1e-12 * size


@settings(reproducible, max_examples=60)
@given(pair=pairs(least_n=1), w=st.floats(0, 3), symmetrised=st.booleans())
def test_barlow_twins_is_its_formula(pair, w, symmetrised):
    ours = barlow_twins_loss(*tensors(*pair), off_diagonal_weight=w, symmetrised=symmetrised)
    close(ours, barlow_by_loops(*pair, w, symmetrised), *pair, power=2)
    centred = [view - view.mean(axis=0) for view in pair]
    ours = barlow_twins_loss(*tensors(*pair), centred=True)
    close(ours, barlow_by_loops(*centred, 1, True), *pair, power=2)


@settings(reproducible, max_examples=30)
@given(pair=pairs(), eps=st.floats(1e-3, 1))
def test_barlow_twins_normalised_divides_by_the_deviation_over_n(pair, eps):
    z, z_prime = ((view - view.mean(axis=0)) / np.sqrt(view.var(axis=0, ddof=0) + eps) for view in pair)
    ours = barlow_twins_loss(*tensors(*pair), normalised=True, eps=eps, off_diagonal_weight=0.4)
    close(ours, barlow_by_loops(z, z_prime, 0.4, True), *pair, power=2)


@settings(reproducible, max_examples=60)
@given(pair=pairs(), weights=st.tuples(*[st.floats(0, 30)] * 3), eps=st.floats(1e-6, 1e-2))
def test_vicreg_is_its_formula(pair, weights, eps):
    a, nu, kappa = weights
    chosen = {"similarity_weight": a, "variance_weight": nu, "covariance_weight": kappa}
    close(vicreg_loss(*tensors(*pair), **chosen, eps=eps), vicreg_by_loops(*pair, *weights, eps), *pair, 2)
    s, (n, d) = second_moment_by_loops(*pair), pair[0].shape
    squared = a * ((pair[0] - pair[1]) ** 2).sum() / n + nu * ((np.diag(s) - 1) ** 2).sum()
    squared += kappa * sum(s[i, j] ** 2 for i, j in off(d))
    close(vicreg_loss(*tensors(*pair), **chosen, squared=True), squared, *pair, power=2)


def test_vicreg_of_the_paper_and_of_solo_learn_has_twice_the_variance_term(random_pair):
    z, z_prime = (view.numpy() for view in random_pair(5, 3, scale=0.3))
    deviations = [np.sqrt(view.var(axis=0, ddof=1) + 1e-4) for view in (z, z_prime)]
    theirs = vicreg_by_loops(z, z_prime, 25, 0, 1, 1e-4)
    theirs += 25 * sum(np.maximum(0, 1 - deviation).mean() for deviation in deviations)
    assert float(vicreg_loss(*tensors(z, z_prime), variance_weight=50)) == pytest.approx(theirs, rel=1e-12)


@settings(reproducible, max_examples=60)
@given(pair=pairs(), temperature=st.floats(0.1, 10), cosine=st.booleans())
def test_simclr_is_its_formula(pair, temperature, cosine):
    ours = simclr_loss(*tensors(*pair), temperature=temperature, cosine=cosine)
    reference = simclr_by_loops(*pair, temperature, cosine) if cosine or temperature > 2 else None
    if reference is not None:  # the loops overflow where the function must not
        close(ours, reference, *pair, power=1)
    assert math.isfinite(float(ours)) and float(ours) >= -1e-12


@settings(reproducible, max_examples=60)
@given(pair=pairs(least_n=1))
def test_spectral_contrastive_is_its_formula_and_squared_vicreg_less_d(pair):
    z, z_prime = pair
    views, (n, d) = [*z, *z_prime], z.shape
    reference = sum((a @ b) ** 2 for a in views for b in views) / (4 * n * n) - 2 / n * (z * z_prime).sum()
    ours = spectral_contrastive_loss(*tensors(*pair))
    close(ours, reference, *pair, power=2)
    ones = {"similarity_weight": 1, "variance_weight": 1, "covariance_weight": 1}
    close(vicreg_loss(*tensors(*pair), **ones, squared=True), float(ours) + d, *pair, power=2)


@pytest.mark.parametrize("symmetrised", [True, False])
@pytest.mark.parametrize("n, d", [(1, 1), (3, 2), (3, 9), (4, 4)])
def test_the_short_route_of_barlow_twins_is_the_long_one(random_pair, n, d, symmetrised):
    z = [view.requires_grad_() for view in random_pair(n, d)]
    by_features, by_pairs = (
        route(*z, symmetrised) for route in (barlow_twins._by_features, barlow_twins._by_pairs)
    )
    for long, short in zip(by_features, by_pairs, strict=True):
        torch.testing.assert_close(short, long, rtol=1e-12, atol=1e-12)
        gradients = (torch.autograd.grad(value.sum(), z, retain_graph=True) for value in (short, long))
        torch.testing.assert_close(*gradients, rtol=1e-12, atol=1e-12)


@pytest.mark.parametrize("n, d", [(1, 1), (3, 2), (3, 9), (4, 4)])
def test_the_short_route_of_the_second_moment_is_the_long_one(random_pair, n, d):
    x = random_pair(n, d)[0].requires_grad_()
    by_features, by_rows = (
        route(x, n + 3) for route in (second_moment._by_features, second_moment._by_inner_products)
    )
    for long, short in zip(by_features, by_rows, strict=True):
        torch.testing.assert_close(short, long, rtol=1e-12, atol=1e-12)
        gradients = (torch.autograd.grad(value.sum(), x, retain_graph=True) for value in (short, long))
        torch.testing.assert_close(*gradients, rtol=1e-12, atol=1e-12)


def test_the_route_is_chosen_by_shape(random_pair, monkeypatch):
    taken = []
    for module, name in (
        (barlow_twins, "_by_features"),
        (barlow_twins, "_by_pairs"),
        (second_moment, "_by_features"),
        (second_moment, "_by_inner_products"),
    ):
        route = getattr(module, name)
        spy = lambda *given, route=route, name=name: (taken.append(name), route(*given))[1]  # noqa: E731
        monkeypatch.setattr(module, name, spy)
    for d in (6, 7):
        barlow_twins_loss(*random_pair(3, d))  # short from d > 2n
        vicreg_loss(*random_pair(6, d))  # short from d > n, each view for itself
        spectral_contrastive_loss(*random_pair(3, d))  # short from d > 2n, both views together
    assert taken == ["_by_features"] * 4 + ["_by_pairs"] + ["_by_inner_products"] * 3
