"""The loop itself: against the same loop written out, and what it promises about seeds and batches."""

import numpy as np
import pytest
import torch

from stepwise_ssl.data.augmentations import compose, random_flip, random_resized_crop, two_views
from stepwise_ssl.training.batches import read_pairs
from stepwise_ssl.training.loop import fit


@pytest.fixture
def go(noisy_pairs, loss, small_net):
    def run(model=None, pairs=None, loss=loss, **changed):
        arguments = dict(steps=15, learning_rate=0.01, batch_size=8, seed=1, progress=False, device="cpu")
        model = model or small_net()
        return model, fit(model, pairs or noisy_pairs(), loss, **arguments | changed)

    return run


def weights(model):
    return torch.cat([p.detach().flatten() for p in model.parameters()])


@pytest.mark.parametrize(
    ("kind", "bare"),
    [
        ({}, lambda p: torch.optim.SGD(p, 0.01)),
        ({"momentum": 0.9}, lambda p: torch.optim.SGD(p, 0.01, momentum=0.9)),
        ({"optimiser": "adam"}, lambda p: torch.optim.Adam(p, 0.01)),
        ({"optimiser": lambda p: torch.optim.RMSprop(p, 0.01)}, lambda p: torch.optim.RMSprop(p, 0.01)),
    ],
)
def test_is_the_bare_loop(go, noisy_pairs, loss, small_net, kind, bare):
    """Full batch, the same weights to the last bit as the loop that everybody writes."""
    model, history = go(model=small_net().eval(), batch_size=None, **kind)
    x, x_prime = map(torch.tensor, noisy_pairs())
    other, losses = small_net(), []
    optimiser = bare(other.parameters())
    torch.manual_seed(1)
    for _ in range(15):
        value = loss(other(x), other(x_prime))
        losses.append(value.item())
        optimiser.zero_grad()
        value.backward()
        optimiser.step()
    assert torch.equal(weights(model), weights(other))
    np.testing.assert_array_equal(history.loss[:-1], losses)


def test_one_seed_one_result_and_nobody_else_s_random_numbers(go):
    torch.manual_seed(77)
    first, history = go()
    drawn = torch.rand(3)
    torch.manual_seed(5)
    again, same = go()
    assert torch.equal(weights(first), weights(again))
    np.testing.assert_array_equal(history.loss, same.loss)
    torch.manual_seed(77)
    assert torch.equal(drawn, torch.rand(3)), "fit has drawn from the caller's generator"
    assert not torch.equal(weights(first), weights(go(seed=2)[0]))


def test_what_is_recorded_does_not_change_the_run(go):
    reference = weights(go(track=False, schedule=[])[0])
    for changed in ({}, {"schedule": "linear", "records": 4}, {"track": True, "schedule": range(16)}):
        assert torch.equal(weights(go(**changed)[0]), reference)


def test_records_are_those_of_the_schedule(go):
    _, history = go(schedule=[0, 3, 15])
    assert history.steps.tolist() == [0, 3, 15]
    np.testing.assert_allclose(history.times, [0, 0.03, 0.15])
    assert history.embedding_eigenvalues.shape == (3, 3)


def test_an_epoch_sees_every_pair_once(noisy_pairs):
    x, x_prime = noisy_pairs(n=24)
    batches = read_pairs((x, x_prime), 8, seed=3)
    first = np.concatenate([batches(step)[0].numpy() for step in range(3)])
    assert sorted(map(tuple, first)) == sorted(map(tuple, x))
    second = np.concatenate([batches(step)[0].numpy() for step in range(3, 6)])
    assert sorted(map(tuple, second)) == sorted(map(tuple, x)) and (first != second).any()


def test_pairs_stay_pairs_and_a_batch_is_a_function_of_seed_and_step(noisy_pairs):
    x, x_prime = noisy_pairs(n=24)
    partner = {tuple(a): tuple(b) for a, b in zip(x, x_prime, strict=True)}
    batches = read_pairs((x, x_prime), 5, seed=3)
    later = {step: batches(step) for step in (9, 2, 30, 2)}
    fresh = read_pairs((x, x_prime), 5, seed=3)(30)
    assert torch.equal(later[30][0], fresh[0])
    for a, b in later.values():
        assert all(partner[tuple(p)] == tuple(q) for p, q in zip(a.tolist(), b.tolist(), strict=True))


class Pairs(torch.utils.data.Dataset):
    def __init__(self, x, x_prime):
        self.x, self.x_prime = x, x_prime

    def __len__(self):
        return len(self.x)

    def __getitem__(self, i):
        return self.x[i], self.x_prime[i]


def test_a_dataset_gives_what_its_arrays_give(go, noisy_pairs):
    assert torch.equal(weights(go()[0]), weights(go(pairs=Pairs(*noisy_pairs()))[0]))


def test_a_function_makes_its_own_batches(go, noisy_pairs):
    x, x_prime = noisy_pairs()
    seen = []

    def batches(seed, step):
        seen.append((seed, step))
        return x[step : step + 4], x_prime[step : step + 4]

    go(pairs=batches, batch_size=None)
    assert seen == [(1, step) for step in range(16)]  # the last one for the last record


def test_augmentations_differ_between_views_and_steps_and_come_back(noisy_pairs):
    x, _ = noisy_pairs()

    def shift(views, generator):
        return views + torch.rand(1, generator=generator, dtype=views.dtype)

    batches = read_pairs(x, None, seed=2, augment=shift)
    shifts = [float((view - torch.tensor(x))[0, 0]) for step in (0, 1) for view in batches(step)]
    assert len(set(np.round(shifts, 9))) == 4
    assert torch.equal(batches(0)[1], read_pairs(x, None, seed=2, augment=shift)(0)[1])


def test_a_seed_means_the_same_views_on_every_device(noisy_pairs):
    """The device "meta" has shapes without numbers, and no generators: it stands for one that is no CPU."""
    drawn = {}

    def shift(views, generator):
        amount = torch.rand(len(views), generator=generator)
        drawn.setdefault(views.device.type, []).append((generator.device.type, amount.tolist()))
        return views + amount[:, None].to(views)

    for device in ("cpu", "meta"):
        batches = read_pairs(noisy_pairs(), 8, seed=2, augment=shift).to(torch.device(device), torch.float32)
        views = [view for step in range(2) for view in batches(step)]
        assert [view.device.type for view in views] == [device] * 4
    assert drawn["meta"] == drawn["cpu"] and {place for place, _ in drawn["meta"]} == {"cpu"}


def test_the_book_s_augmentations_run_on_the_device_of_the_images():
    images, crop = torch.rand(6, 3, 8, 8), compose(random_resized_crop(4), random_flip())
    for device in ("cpu", "meta"):
        batches = read_pairs(images, 4, seed=2, augment=crop).to(torch.device(device), torch.float32)
        for view in batches(0):
            assert view.shape == (4, 3, 4, 4) and view.device.type == device


def test_views_are_those_of_two_views():
    """So a batch of a run can be made again outside of it, and stored runs stay what they are."""
    images, crop = torch.rand(6, 3, 8, 8), random_resized_crop(4)
    same = images[:1].expand_as(images)  # whichever rows come, they are these
    for view, expected in zip(
        read_pairs(same, 6, seed=2, augment=crop)(3), two_views(same, crop, 2, 3), strict=True
    ):
        assert torch.equal(view, expected)


def test_double_arrays_train_a_single_precision_model(go, small_net):
    model, history = go(model=small_net().float())
    assert model[0].weight.dtype == torch.float32 and np.isfinite(history.loss).all()


def test_the_caller_s_array_may_change(go, noisy_pairs):
    x, x_prime = noisy_pairs()
    batches = read_pairs((x, x_prime), None, seed=0).to(torch.device("cpu"), torch.float64)
    before = batches(0)[0].clone()
    x += 1
    assert torch.equal(batches(0)[0], before)


def test_progress_shows_loss_and_rank_and_ends_at_the_end(go, capsys):
    go(progress=True)
    shown = capsys.readouterr().err
    assert "15/15" in shown and "loss=" in shown and "rank=" in shown


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"steps": 0}, "steps is 0"),
        ({"learning_rate": 0.0}, "learning_rate is 0.0: expected a positive number"),
        ({"learning_rate": float("nan")}, "learning_rate is nan"),
        ({"momentum": 1.0}, "momentum is 1.0"),
        ({"optimiser": "lbfgs"}, "optimiser is 'lbfgs': expected 'sgd', 'adam'"),
        ({"optimiser": "adam", "momentum": 0.9}, "Adam has its own"),
        ({"batch_size": 25}, "batch_size is 25: expected an integer from 1 to 24"),
        ({"batch_size": 0}, "batch_size is 0"),
        ({"seed": -1}, "seed is -1"),
        ({"checkpoint_every": 0}, "checkpoint_every is 0"),
        ({"schedule": "often"}, "schedule is 'often'"),
        ({"pairs": (np.ones((3, 2)), np.ones((4, 2)))}, "expected one shape"),
        ({"pairs": (np.full((3, 2), np.inf),) * 2}, "contains NaN or inf"),
        ({"pairs": (np.ones((3, 2), int),) * 2}, "expected floating-point numbers"),
        ({"pairs": (np.ones((3, 2)),)}, "pairs has 1 parts"),
        ({"pairs": [np.ones((3, 2))] * 3}, "pairs has 3 parts"),
        ({"pairs": "digits"}, "pairs is"),
        ({"model": torch.nn.Tanh()}, "without parameters"),
    ],
)
def test_arguments_that_do_not_fit_are_refused_by_name(go, changed, words):
    with pytest.raises(ValueError, match=words):
        go(**changed)
