"""Ranks, directions, clouds and probes against numbers that are known, or come by another way."""

from types import SimpleNamespace

import numpy as np
import pytest
import scipy.linalg
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from torch import nn

from stepwise_ssl.experiments.deep_looks import (
    DeepTracker,
    _eventful,
    filled_directions,
    probe_accuracy,
    shown_cloud,
)
from stepwise_ssl.training import Track, effective_rank, mlp


@settings(deadline=None)
@given(arrays(float, (3, 6), elements=st.floats(1e-6, 1e6)))
def test_an_effective_rank_lies_between_one_and_all(values):
    ranks = effective_rank(values)
    assert np.all(ranks >= 1 - 1e-9) and np.all(ranks <= 6 + 1e-9)
    np.testing.assert_allclose(effective_rank(1e3 * values), ranks)  # how large does not count
    np.testing.assert_allclose(effective_rank(values[:, ::-1]), ranks)


@pytest.mark.parametrize("k", [1, 2, 5])
def test_equal_shares_count_as_many_as_there_are(k):
    assert effective_rank(np.r_[np.full(k, 3.0), np.zeros(4)]) == pytest.approx(k)


def test_rounding_below_zero_counts_as_nothing_and_nothing_has_rank_zero():
    assert effective_rank(np.array([1.0, 1.0, -1e-9])) == 2 and effective_rank(np.zeros(3)) == 0


def made_up(d=6, images=80, records=120):
    """Embeddings that fill three known directions, one after another, by logistic curves."""
    generator = np.random.default_rng(4)
    axes, _ = np.linalg.qr(generator.standard_normal((d, d)))
    steps = np.arange(records)
    sizes = np.stack([np.sqrt(1 / (1 + np.exp(-(steps - start) / 2))) for start in (25, 55, 85)], axis=1)
    points, _ = np.linalg.qr(generator.standard_normal((images, 3)) @ np.diag([1.0, 1.0, 1.0]))
    points = points - points.mean(axis=0)
    points, _ = np.linalg.qr(points)
    points = points * np.sqrt(images) * np.array([1.2, 1.0, 0.8])
    clouds = np.einsum("tk,nk,kd->tnd", sizes, points, axes[:3])
    values = sizes**2 * np.array([1.44, 1.0, 0.64])
    return axes[:3], steps, clouds, np.pad(values, ((0, 0), (0, d - 3)))


def test_the_directions_are_those_that_the_steps_filled():
    """The later record mixes nothing in: at the end of step j the next mode is below 1e-5 of the first."""
    axes, steps, clouds, values = made_up()
    found = filled_directions(clouds + 7.0, steps, values)  # the mean is nobody's direction
    np.testing.assert_allclose(found @ found.T, np.eye(3), atol=1e-12)
    np.testing.assert_allclose(np.abs(found @ axes.T), np.eye(3), atol=5e-3)
    # Not merely the largest ones at the end: there the sizes are in another order.
    sizes = np.linspace(1, 3, 3)[None] ** (steps[:, None] / steps[-1])
    later = np.einsum("tnd,kd,tk,ke->tne", clouds, axes, sizes, axes)
    found = filled_directions(later, steps, values)
    assert np.all(np.abs(np.diag(found @ axes.T)) > 0.99)


def test_where_nothing_rises_the_last_cloud_is_taken():
    axes, steps, clouds, values = made_up()
    found = filled_directions(clouds, steps, np.zeros_like(values))
    np.testing.assert_allclose(np.abs(found @ axes.T), np.eye(3), atol=1e-6)


def history(clouds, steps, values):
    return SimpleNamespace(steps=steps, tracked={"cloud": clouds, "cross_correlation": values})


def test_a_shown_cloud_is_the_cloud_to_half_a_level():
    _, steps, clouds, values = made_up()
    shown = shown_cloud(history(clouds + 7.0, steps, values), 20)
    assert shown["cloud"].dtype == np.int8 and shown["cloud"].shape == (20, 80, 3)
    assert np.abs(shown["cloud"].astype(int)).max() == 127
    assert shown["cloud_steps"][0] == 0 and shown["cloud_steps"][-1] == steps[-1]
    directions = filled_directions(clouds, steps, values)
    expected = clouds[shown["cloud_steps"]] @ directions.T
    away = np.abs(shown["cloud"] * shown["cloud_scale"] - expected)
    assert away.max() <= shown["cloud_scale"] / 2 * (1 + 1e-9)


def test_a_cloud_in_one_point_is_shown_as_one():
    _, steps, clouds, values = made_up()
    shown = shown_cloud(history(np.ones_like(clouds), steps, np.zeros_like(values)), 5)
    assert not shown["cloud"].any() and shown["cloud_scale"] > 0


@given(st.integers(2, 60), st.data())
@settings(max_examples=40, deadline=None)
def test_the_records_of_a_cloud_are_different_ones_from_first_to_last(records, data):
    count = data.draw(st.integers(2, records))
    values = np.random.default_rng(records).random((records, 3)).cumsum(axis=0)
    chosen = _eventful(np.arange(records) * 3, values, count)
    assert len(chosen) == count and np.all(np.diff(chosen) > 0)
    assert chosen[0] == 0 and chosen[-1] == records - 1


def looks(seed=0, n=60):
    generator = np.random.default_rng(seed)
    labels = generator.integers(10, size=2 * n)
    images = generator.standard_normal((2 * n, 3, 2, 2)) + np.eye(12)[labels].reshape(-1, 3, 2, 2) * 6
    images = torch.tensor(images, dtype=torch.float32)
    return (images[:n], labels[:n]), (images[n:], labels[n:])


@pytest.mark.parametrize("ridge", [1e-3, 0.3])
def test_the_probe_is_ridge_regression(ridge):
    """Least squares by SciPy with the penalty as rows of their own, and a column of ones that is not
    penalised: the same accuracies, and they are not those of guessing."""
    model, (learned, tried) = mlp(12, [9], embedding_dim=4, seed=1), looks()
    found = probe_accuracy(model, learned, tried, ridge)
    expected = []
    for part in (model[:-1], model):
        with torch.no_grad():
            x, x_test = (part(images).double().numpy() for images in (learned[0], tried[0]))
        penalty = ridge * x.var(axis=0).mean() * len(x)
        width = x.shape[1]
        rows = np.block([[x, np.ones((len(x), 1))], [np.sqrt(penalty) * np.eye(width), np.zeros((width, 1))]])
        wanted = np.r_[np.eye(10)[learned[1]], np.zeros((width, 10))]
        weights = scipy.linalg.lstsq(rows, wanted)[0]
        said = (np.c_[x_test, np.ones(len(x_test))] @ weights).argmax(axis=1)
        expected.append((said == tried[1]).mean())
    assert np.array_equal(found, expected)
    assert found[0] > 0.25 and found[0] != found[1]


def test_a_probe_does_not_care_how_small_an_embedding_is():
    model, (learned, tried) = mlp(12, [9], embedding_dim=4, seed=1), looks()
    before = probe_accuracy(model, learned, tried)
    with torch.no_grad():
        model.head.weight.mul_(2.0**-20)
    assert np.array_equal(probe_accuracy(model, learned, tried), before)


def test_a_look_leaves_the_network_as_it_was_and_sees_it_in_evaluation_mode():
    model = nn.Sequential()
    for name, child in (("flat", nn.Flatten()), ("norm", nn.BatchNorm1d(12)), ("head", nn.Linear(12, 3))):
        model.add_module(name, child)
    model.norm.running_mean += 0.5
    (images, _), (others, _) = looks()
    before = {name: value.clone() for name, value in model.state_dict().items()}
    place = {"device": torch.device("cpu"), "dtype": torch.float32}
    tracker = DeepTracker(Track(centred=True, pairs=(images, others)), model, images, place)
    found, _ = tracker.look(None, None, {})
    assert model.training and all(torch.equal(before[name], v) for name, v in model.state_dict().items())
    model.eval()
    with torch.no_grad():
        np.testing.assert_array_equal(found["cloud"], model(images).double().numpy())
    assert found["cloud"].dtype == np.float64 and set(found) == {"cross_correlation", "covariance", "cloud"}
