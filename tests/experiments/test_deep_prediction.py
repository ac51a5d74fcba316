"""A body held still: what is predicted of its head before the first update, and that nothing else moves."""

import tomllib
from functools import partial

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from scipy.optimize import minimize

from stepwise_ssl.experiments import deep_networks as kind
from stepwise_ssl.experiments.deep_parts import Photographs
from stepwise_ssl.experiments.deep_prediction import BATCHES, foretell, head_alone, heavy_ball_growth
from stepwise_ssl.experiments.deep_training import _hold_body, make_run, warm
from stepwise_ssl.experiments.progress import Progress
from stepwise_ssl.training import Track, barlow_twins_loss, mlp, scale_initialisation
from stepwise_ssl.training.batches import read_pairs
from stepwise_ssl.training.precision import Precision
from stepwise_ssl.training.run import Run
from stepwise_ssl.training.tracking import Tracker

PLACE = {"device": torch.device("cpu"), "dtype": torch.float64}


@given(st.floats(1e-3, 2), st.floats(0, 0.95))
def test_a_heavy_ball_grows_by_the_factor_that_the_recursion_settles_at(push, momentum):
    """800 steps: the other root fades at least like 0.95^k beside it, to 1e-18."""
    s, v = 1.0, 0.0
    for _ in range(800):
        v = momentum * v + push * s
        grown = s + v
        factor, s, v = grown / s, 1.0, v / grown
    assert heavy_ball_growth(np.array([push]), momentum)[0] == pytest.approx(factor, rel=1e-9)


def test_what_is_not_pushed_does_not_grow():
    np.testing.assert_allclose(heavy_ball_growth(np.array([0.0, -1.0]), 0.9), 1)


def tiny(momentum, learning_rate):
    """Six numbers in, ten hidden units, three out; all 300 pairs in each step; in double precision.

    It is watched on 300 other pairs.
    """
    generator = np.random.default_rng(3)
    both = generator.standard_normal((300, 6)) * np.array([2.0, 1.6, 1.3, 1.0, 0.8, 0.6])
    pairs = tuple(both + 0.3 * generator.standard_normal((300, 6)) + 0.5 for _ in range(2))
    others = tuple(generator.permuted(view, axis=0) + both for view in pairs)
    model = mlp(6, [10], embedding_dim=3, seed=0).double()
    scale_initialisation(model.head, 1e-6)
    return Run(
        model,
        read_pairs(pairs, None, seed=0).to(torch.device("cpu"), torch.float64),
        partial(barlow_twins_loss, centred=True),
        torch.optim.SGD(head_alone(model), lr=learning_rate, momentum=momentum),
        steps=600,
        schedule=np.zeros(0, int),
        tracker=Tracker(Track(centred=True, pairs=others), model, PLACE),
        precision=Precision(torch.device("cpu"), False),
        learning_rate=learning_rate,
    )


def eigenvalues(run, views):
    """Of the embeddings' symmetrised, centred cross-correlation, largest first, by its definition."""
    with torch.no_grad():
        z, z_prime = (run.model(view).numpy() for view in views)
    c = (z - z.mean(axis=0)).T @ (z_prime - z_prime.mean(axis=0)) / len(z)
    return np.linalg.eigvalsh((c + c.T) / 2)[::-1]


def curves_of(run, steps):
    """Eigenvalues on the pairs that it learns from and on those that it is watched on, (2, steps + 1, 3)."""
    looks = run.batches(0), run.tracker.fixed
    curves = [[eigenvalues(run, views) for views in looks]]
    with run.own_randomness():
        for _ in range(steps):
            run.advance(1)
            curves.append([eigenvalues(run, views) for views in looks])
    return np.array(curves).swapaxes(0, 1)


@pytest.mark.parametrize(
    ("momentum", "learning_rate"), [(0.0, 0.02), (0.5, 0.02), (0.9, 0.002), (0.0, 0.005)]
)
def test_the_head_on_a_still_body_steps_when_predicted(momentum, learning_rate):
    """Of 40 to 500 updates at most two too late: half is passed between two, and at the top growth slackens.

    Momentum adds a little: from rest the larger root has (r - momentum) / (r - momentum / r) of the weight,
    which costs momentum / (1 - momentum) updates where r is near 1, and fewer where it is not.
    """
    run = tiny(momentum, learning_rate)
    found = foretell(run, momentum, np.arange(501), seed=0)
    predicted, replayed = found["predicted_half"], found["replayed"]
    assert predicted.shape == (3,) and np.all(np.diff(predicted) > 10)
    last = int(predicted.max()) + 5
    measured = curves_of(run, last)
    late = (measured[0] >= 0.5).argmax(axis=0) - predicted
    assert np.all(late > -1) and np.all(late < 2 + momentum / (1 - momentum)), late
    # This run's batch is all that there is: a head that descends on the features themselves does the same,
    # up to rounding, which a step magnifies by the factor by which it grows.
    np.testing.assert_allclose(replayed[:2, : last + 1], measured, atol=1e-9)
    assert np.abs(measured[1] - measured[0]).max() > 0.05, "other pairs, other values"


def test_batches_cost_what_their_variance_adds_to_the_loss():
    """On average over batches of n the loss is that of all pairs and the variance of one pair's C over n.

    Where that is least, C's eigenvalues lie 0.0117 below 1. Those of the descent in batches wander about it,
    by 0.015; so their mean over 2,000 records and all three is compared.
    """
    run = tiny(0.0, 0.005)
    seen = foretell(run, 0.0, np.arange(4001), seed=0)["replayed"][2, 2000:]
    x, x_prime = (run.model.hidden1(view).detach().numpy() for view in run.batches(0))
    x, x_prime = x - x.mean(axis=0), x_prime - x_prime.mean(axis=0)
    n, drawn_from = len(x), BATCHES * len(x)
    gamma = (x.T @ x_prime + x_prime.T @ x) / (2 * n)

    def expected_loss(flat):
        w = flat.reshape(3, -1)
        z, z_prime, c = x @ w.T, x_prime @ w.T, w @ gamma @ w.T
        one_pair = ((z**2).sum(axis=1) * (z_prime**2).sum(axis=1) + (z * z_prime).sum(axis=1) ** 2) / 2
        variance = one_pair.mean() - (c**2).sum()
        return ((c - np.eye(3)) ** 2).sum() + variance / n * (drawn_from - n) / (drawn_from - 1)

    values, vectors = np.linalg.eigh(gamma)
    best = minimize(expected_loss, (vectors[:, -3:] / np.sqrt(values[-3:])).T.ravel()).x.reshape(3, -1)
    foretold = np.trace(best @ gamma @ best.T) / 3
    assert foretold == pytest.approx(1 - 0.0117, abs=1e-4)
    assert seen.mean() == pytest.approx(foretold, abs=0.003)


def test_a_prediction_is_made_before_the_first_update_and_changes_nothing():
    run = tiny(0.5, 0.02)
    before = {name: value.clone() for name, value in run.model.state_dict().items()}
    foretell(run, 0.5, np.arange(3), seed=0)
    assert run.step == 0 and all(torch.equal(before[n], v) for n, v in run.model.state_dict().items())


def config_of(deep, network="resnet18", **start):
    config = tomllib.loads((deep / "deep.toml").read_text())
    config["network"] |= {"name": network, "width": 2}
    config["descent"] |= {"steps": 6, "learning_rate": 0.05}
    config["start"] |= start
    return config


def state_after(config, updates):
    """The state before and after some updates, and what was predicted beforehand."""
    run = make_run(config, Photographs(config), torch.device("cpu"))
    warm(run)
    predicted = _hold_body(run, config)
    before = {name: value.clone() for name, value in run.model.state_dict().items()}
    with run.own_randomness():
        run.advance(updates)
    return before, run.model.state_dict(), predicted


def test_nothing_of_a_still_body_moves(deep):
    """Not one bit of its weights, nor of the means and variances that batch normalisation keeps."""
    before, after, predicted = state_after(config_of(deep, frozen_body=True), 4)
    changed = {name for name in after if not torch.equal(before[name], after[name])}
    assert changed == {"head.weight"} and sum("running" in name for name in after) > 10
    assert predicted["predicted_half"].shape == (4,) and predicted["replayed"].shape[::2] == (3, 4)


@pytest.mark.parametrize("start", [{}, {"frozen_body": False}])
def test_a_body_that_is_not_held_moves(deep, start):
    before, after, predicted = state_after(config_of(deep, **start), 1)
    still = {name for name in after if torch.equal(before[name], after[name])}
    assert not {name for name in still if "running" in name or name.endswith("weight")} and predicted == {}


def test_a_config_s_still_body_is_stored_with_its_prediction(deep):
    """The hidden layers look the same at each record, the embedding does not."""
    found = kind.run(config_of(deep, "mlp", frozen_body=True), "cpu", Progress())
    assert np.all(found["ranks"] == found["ranks"][0]) and len(np.unique(found["eigenvalues"][:, 0])) > 1
    assert found["predicted_half"].shape == (4,) and np.all(found["predicted_half"] > 0)
    moving = kind.run(config_of(deep, "mlp"), "cpu", Progress())
    assert "predicted_half" not in moving and np.all(moving["ranks"][-1] != moving["ranks"][0])
