"""Chapter 12, budgets and the start of VICReg: against the loss that trains, and where the proofs break."""

import pytest
import sympy as sp
import torch

from stepwise_ssl.symbolic import Status, StepError, registry
from stepwise_ssl.symbolic.checks import deep_budgets
from stepwise_ssl.symbolic.deep import vicreg_start
from stepwise_ssl.training.losses.vicreg import vicreg_loss

PROVED = """deep/own-target deep/sphere-budget deep/equal-shares deep/covariance-term deep/hinge-at-zero
deep/vicreg-origin deep/vicreg-flow deep/vicreg-mode deep/strangers""".split()
R = sp.Rational


@pytest.mark.parametrize("name", PROVED)
def test_every_chain_is_proved(name):
    assert registry.get(name).status == Status.PROVED


def pairs(seed, n=6, d=3):
    rng = torch.Generator().manual_seed(seed)
    return (torch.randint(-5, 6, (n, d), generator=rng).double() for _ in range(2))


@pytest.mark.parametrize("seed", range(3))
def test_the_loss_of_the_check_is_the_loss_that_trains(seed):
    z, z_prime = (x / 9 for x in pairs(seed))
    views = [
        (sp.Matrix([R(round(9 * c), 9) for c in x]), sp.Matrix([R(round(9 * c), 9) for c in y]))
        for x, y in zip(z.tolist(), z_prime.tolist(), strict=True)
    ]
    exact = deep_budgets.vicreg(views, R(25), R(20), R(3), R(1, 10**4))
    trained = vicreg_loss(
        z, z_prime, similarity_weight=25.0, variance_weight=20.0, covariance_weight=3.0, eps=1e-4
    )
    assert float(trained) == pytest.approx(float(exact), rel=1e-6)


def growth_rates(shared):
    """Measured rate of w'/w, one weight, tiny, under the loss that trains; and (sigma, gamma)."""
    x = torch.linspace(-1, 1, 400, dtype=torch.float64)[:, None]
    x_prime = shared * x
    w = torch.tensor(1e-6, dtype=torch.float64, requires_grad=True)
    (slope,) = torch.autograd.grad(vicreg_loss(w * x, w * x_prime), w)
    sigma = float((x.square() + x_prime.square()).mean()) / 2
    return -float(slope) / w.item(), sigma, float((x * x_prime).mean())


@pytest.mark.parametrize("shared", [1.0, 0.6, 0.0, -0.5])
def test_the_rate_is_that_of_the_loss_that_trains(shared):
    measured, sigma, gamma = growth_rates(shared)
    letters = {"mu_j": sigma, "gamma_j": gamma, "a": 25.0, "nu": 25.0, "varepsilon": 1e-4, "d": 1}
    rate = vicreg_start.rate.subs({x: letters[x.name] for x in vicreg_start.rate.free_symbols})
    assert measured == pytest.approx(float(rate), rel=5e-3)  # 400 pairs: n - 1 for n


def test_strangers_cost_four_per_cent_at_most():
    loss = registry.get("deep/strangers").rhs
    letters = {x.name: x for x in loss.free_symbols}
    usual = loss.subs({letters["a"]: 25, letters["nu"]: 25, letters["varepsilon"]: R(1, 10**4)})
    share = sp.Symbol("share", positive=True)
    of_share = sp.simplify(usual.subs(letters["gamma_j"], share * letters["mu_j"]))
    assert of_share.free_symbols == {share}
    assert sp.simplify(sp.diff(of_share, share)).is_positive  # largest where all is shared
    assert of_share.subs(share, 1) == R(1, 25)


def test_lengths_other_than_one_are_refused():
    chain = registry.get("deep/sphere-budget").derivation()
    for number, wrong in ((1, chain.steps[1].rhs / 2), (2, sp.S(2))):
        with pytest.raises(StepError):
            chain.with_step(number, chain.steps[number].lhs, wrong).verify()
