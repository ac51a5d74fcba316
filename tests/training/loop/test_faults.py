"""A run that goes wrong stops, and says at which step and why; a run that goes well is left alone."""

import pickle

import numpy as np
import pytest
import torch

from stepwise_ssl.training.faults import CollapseWatch, TrainingFault
from stepwise_ssl.training.loop import fit
from stepwise_ssl.training.precision import Precision
from stepwise_ssl.training.tracking import Track


@pytest.fixture
def go(noisy_pairs, loss, linear_model):
    def run(model=None, pairs=None, loss=loss, **changed):
        model = model or linear_model(1e-2 * np.random.default_rng(0).normal(size=(3, 6)))
        arguments = dict(steps=200, learning_rate=0.02, progress=False, device="cpu")
        return fit(model, pairs or noisy_pairs(), loss, **arguments | changed)

    return run


def test_too_large_a_learning_rate(go):
    with pytest.raises(TrainingFault, match=r"learning rate 3 is too large. Try a tenth") as stopped:
        go(learning_rate=3.0)
    fault = stopped.value
    assert 0 < fault.step < 200 and f"Step {fault.step}" in str(fault)
    # The history so far is kept: every record before the fault, all of it numbers.
    assert fault.history.steps.tolist() == list(range(len(fault.history.steps)))
    assert len(fault.history.loss) == fault.step and np.isfinite(fault.history.loss).all()
    assert fault.history.stopped == str(fault)


def test_the_step_is_the_first_bad_one_between_records_too(go):
    everywhere, here_and_there = [], []
    for schedule, steps in (("log", everywhere), ([0, 200], here_and_there)):
        with pytest.raises(TrainingFault) as stopped:
            go(learning_rate=3.0, schedule=schedule)
        steps.append(stopped.value.step)
    assert everywhere == here_and_there


def test_a_batch_that_holds_nan(go, noisy_pairs):
    x, x_prime = noisy_pairs()

    def batches(seed, step):
        return (x, x_prime) if step != 17 else (x * np.nan, x_prime)

    with pytest.raises(TrainingFault, match=r"Step 17: .* pairs of this batch hold NaN") as stopped:
        go(pairs=batches)
    assert stopped.value.history.steps[-1] <= 16


def test_weights_that_hold_nan_at_the_start(go, linear_model):
    with pytest.raises(TrainingFault, match=r"Step 0: .* weights 'weight' .* before the first update"):
        go(model=linear_model(np.full((3, 6), np.nan)))


def test_a_loss_without_a_value_at_the_start(go):
    with pytest.raises(TrainingFault, match=r"Step 0: .* at the very start"):
        go(loss=lambda z, z_prime: (z / (z - z)).mean())


def test_a_loss_without_a_gradient(go, linear_model):
    """The square root at zero: finite, with a gradient that is none."""
    with pytest.raises(
        TrainingFault, match=r"Step 1: .* gradient of 'weight' was no number: often a square root"
    ):
        go(loss=lambda z, z_prime: (z - z_prime).square().sum().sqrt(), model=linear_model(np.zeros((3, 6))))


def test_an_overflow_in_sixteen_bits_is_put_down_to_precision(go, small_net):
    net = small_net().float()

    def turns_bad(z, z_prime):
        calls.append(None)
        return z.square().mean() * (torch.inf if len(calls) > 5 else 1)

    calls = []
    with pytest.raises(TrainingFault, match=r"Step 5: .* mixed precision .bfloat16. is the likely cause"):
        go(model=net, loss=turns_bad, mixed_precision=True, learning_rate=1e-6)
    calls.clear()
    with pytest.raises(TrainingFault, match=r"Step 5: (?!.*precision)"):
        go(model=small_net().float(), loss=turns_bad, learning_rate=1e-6)


def test_a_last_update_that_goes_wrong_is_found(go):
    """After it nothing is left to do but to look."""

    def batches(seed, step):
        return (np.ones((4, 6)), np.ones((4, 6))) if step < 3 else (np.full((4, 6), np.nan),) * 2

    with pytest.raises(TrainingFault, match=r"Step 3"):
        go(pairs=batches, steps=3)


def to_zero(z, z_prime):
    return z.square().mean() + z_prime.square().mean()


def to_a_point(z, z_prime):
    return sum(
        (v - v.mean(dim=0)).square().mean() + (v.mean(dim=0) - 1).square().mean() for v in (z, z_prime)
    )


def to_a_line(z, z_prime):
    return sum((v[:, 1:]).square().mean() + (v[:, 0].square().mean() - 1) ** 2 for v in (z, z_prime))


@pytest.mark.parametrize(
    ("bad", "words"),
    [
        (to_zero, "to zero"),
        (to_a_point, "to a point, the same for every input"),
        (to_a_line, "to one direction"),
    ],
)
def test_collapse_is_reported_with_its_kind(go, pairs_of, bad, words):
    """Inputs alike in all directions, so that no direction outlives the others on its way to zero."""
    torch.manual_seed(0)
    model = torch.nn.Linear(6, 3).double()  # its bias can be the point
    pairs = pairs_of([1.0] * 6)
    with pytest.raises(TrainingFault, match=f"collapsed {words}") as stopped:
        go(model=model, pairs=pairs, loss=bad, steps=600, learning_rate=0.1)
    fault = stopped.value
    assert fault.history.steps[-1] == fault.step > 10
    torch.manual_seed(0)
    model = torch.nn.Linear(6, 3).double()
    whole = go(model=model, pairs=pairs, loss=bad, steps=600, learning_rate=0.1, stop_on_collapse=False)
    assert not whole.stopped and whole.steps[-1] == 600


@pytest.mark.parametrize("scale", [1e-6, 1e-2, 1.0])
@pytest.mark.parametrize("centred", [False, True])
def test_a_staircase_is_no_collapse(go, linear_model, scale, centred):
    """From a small start the first mode outgrows the others a million times; from a large one all shrink."""
    model = linear_model(scale * np.random.default_rng(0).normal(size=(3, 6)))
    history = go(model=model, steps=400, learning_rate=0.02, track=Track(centred=centred))
    assert not history.stopped and history.rank[-1] == 3


def test_one_dimension_is_no_collapse(go, linear_model):
    assert not go(model=linear_model(np.full((1, 6), 0.1))).stopped


def test_the_watch_forgets_nothing_when_it_is_written_down():
    watch = CollapseWatch()
    watch.cause(1.0, 1.0, 3.0)
    assert "to zero" in CollapseWatch(**watch.words()).cause(1e-8, 1e-8, 3.0)


def test_a_fault_passes_between_processes():
    fault = pickle.loads(pickle.dumps(TrainingFault(3, "because", None)))
    assert (fault.step, fault.cause) == (3, "because")


def test_mixed_precision_is_refused_where_it_does_not_exist():
    with pytest.raises(ValueError, match="mixed_precision is True: expected False on device 'mps'"):
        Precision(torch.device("mps"), True)
