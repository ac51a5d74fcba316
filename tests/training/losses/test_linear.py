"""Each loss on the linear model z = W x against the theory: gradients, growth at the origin, end points.

The references are written in NumPy from the moments Gamma and Sigma of the inputs; the gradients under test
come from autograd through the embeddings. Both are sums of some hundred products in float64: 1e-11 relative.
"""

from functools import partial

import numpy as np
import pytest
import torch

from stepwise_ssl.closed_form import LinearSolution, cross_correlation
from stepwise_ssl.training import (
    barlow_twins_loss,
    simclr_loss,
    spectral_contrastive_loss,
    vicreg_loss,
)

N, M, D = 12, 5, 3


class Inputs:
    """Two views and their moments."""

    def __init__(self, n=N, m=M, seed=0, offset=0.5):
        rng = np.random.default_rng(seed)
        shared = rng.standard_normal((n, m)) * np.linspace(1.5, 0.3, m)
        self.x, self.x_prime = (shared + 0.3 * rng.standard_normal((n, m)) + offset for _ in range(2))
        self.gamma = cross_correlation(self.x, self.x_prime)
        self.one_way = self.x.T @ self.x_prime / n
        self.sigma = (self.x.T @ self.x + self.x_prime.T @ self.x_prime) / (2 * n)
        self.mean = np.concatenate([self.x, self.x_prime]).mean(axis=0)
        self.covariances = np.cov(self.x, rowvar=False), np.cov(self.x_prime, rowvar=False)

    def of(self, loss):
        """The loss as a function of the weights."""
        x, x_prime = torch.tensor(self.x), torch.tensor(self.x_prime)
        return lambda w: loss(x @ w.T, x_prime @ w.T)

    def gradient(self, loss, w):
        return torch.func.grad(self.of(loss))(torch.tensor(w)).numpy()

    def growth(self, loss, d=D):
        """G in dW/dt = W G near W = 0: minus the second derivative there, applied to unit weights."""
        zero = torch.zeros(d, self.x.shape[1], dtype=torch.float64)
        rows = []
        for k in range(self.x.shape[1]):
            unit = zero.clone()
            unit[0, k] = 1
            slope, bend = torch.func.jvp(torch.func.grad(self.of(loss)), (zero,), (unit,))
            assert not slope.any()  # W = 0 is a fixed point
            assert not bend[1:].any()  # each row moves for itself
            rows.append(-bend[0].numpy())
        return np.array(rows)


@pytest.fixture(scope="module")
def inputs():
    return Inputs()


@pytest.fixture(scope="module")
def w():
    return np.random.default_rng(1).standard_normal((D, M)) / M**0.5


def close(ours, reference):
    np.testing.assert_allclose(ours, reference, rtol=0, atol=1e-11 * np.abs(reference).max())


def test_barlow_twins_is_the_loss_of_the_theory(inputs, w):
    c = w @ inputs.gamma @ w.T
    value = inputs.of(barlow_twins_loss)(torch.tensor(w))
    assert float(value) == pytest.approx(((c - np.eye(D)) ** 2).sum(), rel=1e-13)
    close(inputs.gradient(barlow_twins_loss, w), 4 * (c - np.eye(D)) @ w @ inputs.gamma)


@pytest.mark.parametrize("weight", [0.0, 0.005, 0.4, 2.5])
def test_gradient_of_barlow_twins_with_a_weight_off_the_diagonal(inputs, w, weight):
    residual = w @ inputs.gamma @ w.T - np.eye(D)
    weighted = np.where(np.eye(D) == 1, 1, weight) * residual
    loss = partial(barlow_twins_loss, off_diagonal_weight=weight)
    close(inputs.gradient(loss, w), 4 * weighted @ w @ inputs.gamma)


def test_gradient_of_barlow_twins_not_symmetrised(inputs, w):
    residual = w @ inputs.one_way @ w.T - np.eye(D)
    reference = 2 * residual @ w @ inputs.one_way.T + 2 * residual.T @ w @ inputs.one_way
    close(inputs.gradient(partial(barlow_twins_loss, symmetrised=False), w), reference)


def test_gradient_of_spectral_contrastive(inputs, w):
    s = w @ inputs.sigma @ w.T
    close(inputs.gradient(spectral_contrastive_loss, w), 4 * (s @ w @ inputs.sigma - w @ inputs.gamma))


@pytest.mark.parametrize("a, nu", [(1, 1), (25, 25), (0.5, 3)])
def test_gradient_of_squared_vicreg(inputs, w, a, nu):
    weights = {"similarity_weight": a, "variance_weight": nu, "covariance_weight": nu}
    spread = (w @ inputs.sigma @ w.T - np.eye(D)) @ w @ inputs.sigma
    reference = 4 * nu * spread + 4 * a * w @ (inputs.sigma - inputs.gamma)
    close(inputs.gradient(partial(vicreg_loss, squared=True, **weights), w), reference)


def test_the_gradient_is_minus_the_slope_of_the_closed_solution(inputs):
    """dW/dt of LinearSolution by central differences: step h, error h^2 |W'''| / 6 and rounding eps / h."""
    rotation = np.linalg.qr(np.random.default_rng(2).standard_normal((D, D)))[0]
    solution = LinearSolution.aligned(inputs.gamma, [1e-3, 1e-2, 0.3], rotation)
    h = 1e-5 / solution.gamma[0]
    for t in np.geomspace(0.05, 5, 7) / solution.gamma[0]:
        slope = (solution.weights(t + h) - solution.weights(t - h)) / (2 * h)
        weights = solution.weights(t)
        gradient = inputs.gradient(barlow_twins_loss, weights)
        assert np.abs(slope + gradient).max() <= 1e-8 * np.abs(gradient).max()
        value = float(inputs.of(barlow_twins_loss)(torch.tensor(weights)))
        assert value == pytest.approx(float(solution.loss(t)), rel=1e-9)


@pytest.mark.parametrize("weight", [1.0, 0.005])
def test_barlow_twins_grows_mode_j_at_rate_4_gamma_j(inputs, weight):
    loss = partial(barlow_twins_loss, off_diagonal_weight=weight)
    close(inputs.growth(loss), 4 * inputs.gamma)
    rates = np.linalg.eigvalsh(inputs.growth(loss))[::-1]
    close(rates, 4 * LinearSolution.aligned(inputs.gamma, np.ones(M)).gamma)


def test_spectral_contrastive_grows_at_the_same_rates(inputs):
    close(inputs.growth(spectral_contrastive_loss), 4 * inputs.gamma)


@pytest.mark.parametrize("a, nu, kappa", [(25, 25, 1), (1, 3, 0), (2, 0.5, 7)])
def test_squared_vicreg_grows_at_four_times_nu_less_a_sigma_plus_a_gamma(inputs, a, nu, kappa):
    weights = {"similarity_weight": a, "variance_weight": nu, "covariance_weight": kappa}
    growth = inputs.growth(partial(vicreg_loss, squared=True, **weights))
    close(growth, 4 * ((nu - a) * inputs.sigma + a * inputs.gamma))


def test_vicreg_with_its_hinge_leaves_zero_by_the_variance_over_the_root_of_eps(inputs):
    # 1 - sqrt(v + eps) = 1 - sqrt(eps) - v / (2 sqrt(eps)) + ..., half of its mean over d for each view.
    variance = sum(inputs.covariances) * 25 / (2 * D * 1e-4**0.5)
    similarity = (inputs.sigma - inputs.gamma) * 4 * 25 / D
    close(inputs.growth(vicreg_loss), variance - similarity)


@pytest.mark.parametrize("temperature", [0.5, 2.0])
def test_simclr_by_inner_product_grows_at_rate_2_gamma_j_over_t(inputs, temperature):
    loss = partial(simclr_loss, cosine=False, temperature=temperature)
    mean = np.outer(inputs.mean, inputs.mean)
    finite = inputs.gamma - (2 * N * mean - inputs.sigma) / (2 * N - 1)
    close(inputs.growth(loss), 2 / temperature * finite)


def test_for_many_pairs_that_gamma_is_gamma_centred():
    n = 400
    many = Inputs(n=n)
    growth = many.growth(partial(simclr_loss, cosine=False, temperature=1.0))
    mean = np.outer(many.mean, many.mean)
    difference = np.linalg.norm(growth - 2 * (many.gamma - mean))
    assert difference <= 2 * np.linalg.norm(many.sigma) / (2 * n - 1)  # |mean mean^T - Sigma| <= |Sigma|
    assert np.linalg.norm(2 * mean) > 100 * difference  # so the centring is seen


@pytest.mark.parametrize(
    "loss, at_zero",
    [
        (barlow_twins_loss, D),
        (spectral_contrastive_loss, 0),
        (partial(vicreg_loss, squared=True), 25 * D),
        (vicreg_loss, 25 * 0.99),
        (partial(simclr_loss, cosine=False), np.log(2 * N - 1)),
    ],
)
def test_value_at_zero_and_a_remainder_of_fourth_order(inputs, w, loss, at_zero):
    def remainder(scale):
        rest = float(inputs.of(loss)(torch.tensor(scale * w))) - at_zero
        return rest + np.sum((scale * w) @ inputs.growth(loss) * (scale * w)) / 2

    assert float(inputs.of(loss)(torch.zeros(D, M, dtype=torch.float64))) == pytest.approx(at_zero, abs=1e-13)

    # own scale is sqrt(eps) = 0.01.
    scale = 2e-4 if loss is vicreg_loss else 0.02
    assert remainder(scale) / remainder(scale / 2) == pytest.approx(16, rel=0.02)


def test_barlow_twins_ends_at_zero_loss_on_the_top_modes(inputs):
    solution = LinearSolution.aligned(inputs.gamma, np.full(D, 0.1))
    end = solution.weights(np.inf)
    assert float(inputs.of(barlow_twins_loss)(torch.tensor(end))) < 1e-26
    assert np.abs(inputs.gradient(barlow_twins_loss, end)).max() < 1e-12


@pytest.mark.parametrize("a, nu", [(1.0, 1.0), (1.0, 2.0)])
def test_squared_vicreg_rests_where_eig_s_is_one_less_a_over_nu_times_one_less_rho(inputs, a, nu):
    values, vectors = np.linalg.eigh(inputs.sigma)
    whiten = vectors @ np.diag(values**-0.5) @ vectors.T
    rho, u = (part[..., ::-1] for part in np.linalg.eigh(whiten @ inputs.gamma @ whiten))
    spread = 1 - a / nu * (1 - rho[:D])
    assert (spread > 0.05).all()
    end = np.sqrt(spread)[:, None] * u[:, :D].T @ whiten
    weights = {"similarity_weight": a, "variance_weight": nu, "covariance_weight": nu}
    gradient = inputs.gradient(partial(vicreg_loss, squared=True, **weights), end)
    assert np.abs(gradient).max() < 1e-12 * np.abs(end).max() * 100
    close(np.diag(end @ inputs.sigma @ end.T), spread)


def test_barlow_twins_normalised_keeps_the_length_of_each_row(inputs, w):
    loss = partial(barlow_twins_loss, normalised=True, eps=1e-20)
    gradient = inputs.gradient(loss, w)
    assert np.abs((w * gradient).sum(axis=1)).max() <= 1e-12 * np.abs(gradient).max()
    # And with the rows ten times as long the gradient is a tenth: the size of the start only rescales time.
    close(inputs.gradient(loss, 10 * w), gradient / 10)
