"""What is recorded, against NumPy on embeddings that are computed anew."""

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from stepwise_ssl.closed_form import LinearSolution, cross_correlation
from stepwise_ssl.training.loop import fit
from stepwise_ssl.training.tracking import Track, covariance_eigenvalues, cross_moment


def numpy_spectrum(matrix):
    return np.linalg.eigvalsh(matrix)[::-1]


@pytest.fixture
def net(small_net):
    model = small_net()
    model[2].p = 0.0
    return model


def record(model, pairs, track, loss, steps=3):
    options = dict(steps=steps, learning_rate=0.05, schedule=[steps], progress=False, device="cpu")
    return fit(model, pairs, loss, track=track, **options)


@pytest.mark.parametrize("centred", [False, True])
def test_eigenvalues_of_the_final_embeddings(net, noisy_pairs, loss, centred):
    pairs = noisy_pairs()
    history = record(net, pairs, Track(centred=centred, layers=("0", "1")), loss)
    with torch.no_grad():
        z, z_prime = (net(torch.tensor(v)).numpy() for v in pairs)
        hidden = [torch.cat([net[: i + 1](torch.tensor(v)) for v in pairs]).numpy() for i in (0, 1)]
    both = np.concatenate((z, z_prime))
    mean = both.mean(axis=0) if centred else 0
    c = (z - mean).T @ (z_prime - mean) / len(z)
    close = dict(rtol=1e-10, atol=1e-14)
    np.testing.assert_allclose(history.embedding_eigenvalues[0], numpy_spectrum((c + c.T) / 2), **close)
    s = (both - mean).T @ (both - mean) / len(both)
    np.testing.assert_allclose(history.tracked["covariance"][0], numpy_spectrum(s), **close)
    for name, rows in zip(("layer 0", "layer 1"), hidden, strict=True):
        rows = rows - (rows.mean(axis=0) if centred else 0)
        np.testing.assert_allclose(
            history.tracked[name][0], numpy_spectrum(rows.T @ rows / len(rows)), **close
        )


@settings(max_examples=40, deadline=None)
@given(st.integers(1, 7), st.integers(1, 7), st.booleans(), st.integers(0, 10**6))
def test_either_gram_matrix_has_the_covariance_s_spectrum(count, width, centred, seed):
    rows = np.random.default_rng(seed).normal(size=(count, width))
    shifted = rows - (rows.mean(axis=0) if centred else 0)
    found = covariance_eigenvalues(torch.tensor(rows), centred)
    np.testing.assert_allclose(found, numpy_spectrum(shifted.T @ shifted / count), atol=1e-12)


def test_cross_moment_is_the_theory_s_gamma(noisy_pairs):
    z, z_prime = noisy_pairs()
    found = cross_moment(torch.tensor(z), torch.tensor(z_prime))
    np.testing.assert_allclose(found, cross_correlation(z, z_prime), atol=1e-14)


def test_few_views_make_a_hidden_layer_cheap(net, noisy_pairs, loss):
    pairs = noisy_pairs()
    history = record(net, pairs, Track(layers=("0",), layer_views=10), loss)
    with torch.no_grad():
        rows = torch.cat([net[0](torch.tensor(v[:5])) for v in pairs]).numpy()
    np.testing.assert_allclose(history.tracked["layer 0"][0], numpy_spectrum(rows.T @ rows / 10), atol=1e-13)


def test_maps_are_averaged_over_their_positions(loss):
    torch.manual_seed(0)
    model = torch.nn.Sequential(
        torch.nn.Conv2d(1, 4, 3),
        torch.nn.ReLU(),
        torch.nn.AdaptiveAvgPool2d(1),
        torch.nn.Flatten(),
        torch.nn.Linear(4, 2),
    )
    pairs = torch.rand(2, 20, 1, 8, 8)
    history = record(model, (pairs[0], pairs[1]), Track(layers=("0", "3")), loss)
    with torch.no_grad():
        rows = model[0](pairs.flatten(0, 1)).double().mean(dim=(2, 3)).numpy()
    expected = numpy_spectrum(rows.T @ rows / 40)
    np.testing.assert_allclose(history.tracked["layer 0"][0], expected, rtol=1e-5, atol=1e-7)
    assert history.tracked["layer 3"].shape == (1, 4)


def test_single_precision_embeddings_are_looked_at_in_double(noisy_pairs, loss):
    """Modes 1e-10 apart: a float32 eigenvalue solver would give noise of 1e-7 for the small one."""
    model = torch.nn.Linear(6, 2, bias=False)
    x = np.eye(6)
    with torch.no_grad():
        # Powers of two, and rows turned by 45 degrees: these weights are exact in single precision.
        model.weight.copy_(torch.tensor([[1.0, 2**-17, 0, 0, 0, 0], [1, -(2**-17), 0, 0, 0, 0]]))
    history = fit(
        model, (x, x), loss, steps=1, learning_rate=1e-30, schedule=[0], progress=False, device="cpu"
    )
    np.testing.assert_allclose(history.embedding_eigenvalues[0], [1 / 3, 2.0**-34 / 3], rtol=1e-4)


def test_fixed_pairs_are_looked_at_in_evaluation_mode(small_net, noisy_pairs, loss):
    """Dropout is off for the look, on for training, and the look draws no random numbers."""
    probe, what = noisy_pairs(n=10, seed=4), []
    for track in (Track(pairs=probe), Track()):
        model = small_net()
        what.append((model, record(model, noisy_pairs(), track, loss)))
    assert torch.equal(what[0][0][0].weight, what[1][0][0].weight)
    assert what[0][0].training
    model = what[0][0].eval()
    with torch.no_grad():
        expected = cross_moment(*(model(torch.tensor(v)) for v in probe)).numpy()
    np.testing.assert_allclose(what[0][1].embedding_eigenvalues[0], numpy_spectrum(expected), atol=1e-13)


def test_top_keeps_the_leading_ones(net, noisy_pairs, loss):
    history = record(net, noisy_pairs(), Track(top=2, layers=("0",)), loss)
    assert {values.shape[1] for values in history.tracked.values()} == {2}


def test_overlap_with_the_prediction_goes_to_one(pairs_of, linear_model, loss):
    """From a random start the learned subspace turns into the predicted one."""
    pairs = pairs_of([1.0, 0.5, 0.1, 0.05])
    w0 = 1e-3 * np.random.default_rng(3).normal(size=(2, 4))
    solution = LinearSolution.small_start(cross_correlation(*pairs), w0)
    predicted = solution.embed(np.concatenate(pairs), np.inf)
    track = Track(prediction=predicted)
    history = fit(
        linear_model(w0),
        pairs,
        loss,
        steps=250,
        learning_rate=0.05,
        track=track,
        progress=False,
        device="cpu",
    )
    cosines = history.tracked["overlap"]
    assert cosines.shape == (len(history.steps), 2) and (np.diff(cosines, axis=1) <= 0).all()
    assert cosines[0, 1] < 0.95 and (cosines[-1] > 1 - 1e-3).all()


@pytest.mark.parametrize(
    ("track", "words"),
    [
        (Track(layers=("body",)), "layers holds 'body': this model's modules are '0', '1', '2', '3'"),
        (Track(prediction=np.ones((3, 1))), "prediction has 3 rows: expected 48"),
    ],
)
def test_what_cannot_be_tracked_is_refused(net, noisy_pairs, loss, track, words):
    with pytest.raises(ValueError, match=words):
        record(net, noisy_pairs(), track, loss)


def test_a_prediction_needs_the_same_views_each_time(net, noisy_pairs, loss):
    with pytest.raises(ValueError, match=r"give track\.pairs"):
        track = Track(prediction=np.ones((8, 1)))
        fit(net, noisy_pairs(), loss, steps=2, learning_rate=0.1, batch_size=4, track=track)
