"""What a deep config asks for: disjoint images, true and strangers' pairs, small starts, devices."""

import tomllib

import numpy as np
import pytest
import torch
from torch._subclasses.fake_tensor import FakeTensorMode

from stepwise_ssl.data import load_cifar10
from stepwise_ssl.data.augmentations import as_batch, two_views
from stepwise_ssl.experiments import deep_parts
from stepwise_ssl.experiments.deep_looks import _evaluated, probe_accuracy
from stepwise_ssl.experiments.deep_parts import Photographs, make_loss, make_network, with_strangers
from stepwise_ssl.experiments.deep_training import make_run, warm
from stepwise_ssl.training.batches import read_pairs


@pytest.fixture
def config(deep):
    return tomllib.loads((deep / "deep.toml").read_text())


def rows(images):
    return {row.tobytes() for row in images.numpy()}


def test_the_images_that_are_looked_at_are_none_that_are_trained_on(config):
    photographs = Photographs(config)
    tested, trained = (rows(as_batch(load_cifar10(split=split)[0])) for split in ("test", "train"))
    watch, tried = rows(photographs.watch), rows(photographs.probe_test[0])
    assert len(watch) == 24 and len(tried) == 16 and len(rows(photographs.train)) == 160
    assert not watch & tried and watch | tried <= tested
    assert rows(photographs.probe[0]) <= rows(photographs.train) <= trained


def test_labels_stay_with_their_images(config):
    photographs = Photographs(config)
    known = {}
    for split in ("train", "test"):
        images, labels = load_cifar10(split=split)
        known |= {
            image.tobytes(): label for image, label in zip(as_batch(images).numpy(), labels, strict=True)
        }
    for images, labels in (
        (photographs.watch, photographs.watch_labels),
        photographs.probe,
        photographs.probe_test,
    ):
        assert [known[image.tobytes()] for image in images.numpy()] == list(labels)


def test_colours_are_standardised_by_the_training_images(config):
    photographs = Photographs(config)
    seen = photographs.standardised(photographs.train)
    torch.testing.assert_close(seen.mean(dim=(0, 2, 3)), torch.zeros(3), atol=1e-5, rtol=0)
    torch.testing.assert_close(seen.std(dim=(0, 2, 3)), torch.ones(3), atol=1e-5, rtol=0)
    # A whole image at the views' size keeps its means.
    whole = photographs.whole(photographs.watch)
    assert whole.shape == (24, 3, 8, 8)
    expected = photographs.standardised(photographs.watch).mean(dim=(2, 3))
    torch.testing.assert_close(whole.mean(dim=(2, 3)), expected, atol=1e-5, rtol=1e-5)


@pytest.mark.parametrize("count", [2, 3, 40])
def test_strangers_are_all_of_the_others_and_never_the_own_partner(count):
    met = []
    with_strangers(lambda z, z_prime: met.append((z, z_prime)))(torch.arange(count), torch.arange(count))
    (z, z_prime), *_ = met
    assert torch.equal(z, torch.arange(count)) and not bool((z == z_prime).any())
    assert torch.equal(z_prime.sort().values, torch.arange(count))


@pytest.mark.parametrize("shuffled", [False, True])
def test_a_shuffled_run_trains_on_strangers_and_is_looked_at_with_true_pairs(config, monkeypatch, shuffled):
    """A network that gives the mean colours, and views that are whole images: each view tells its image."""
    config["data"]["shuffled"], config["views"] = shuffled, {"crop_area": [1.0, 1.0], "flip": 0.0}
    met = []
    losses = {"barlow-twins": lambda z, z_prime, *, centred: met.append((z, z_prime)) or (z * z_prime).mean()}
    monkeypatch.setattr(deep_parts, "LOSSES", losses)
    run = make_run(config, Photographs(config), torch.device("cpu"))
    pairs = run.batches(0)
    z, z_prime = (view.mean(dim=(2, 3)) for view in pairs)
    run.loss(z, z_prime)
    near = torch.cdist(*met[0]).argmin(dim=1)  # the whole image of a crop's own image is the nearest
    own = (near == torch.arange(40)).sum()
    assert own == 0 if shuffled else own >= 39
    x, x_prime = (view.mean(dim=(2, 3)) for view in run.tracker.fixed)
    assert (torch.cdist(x, x_prime).argmin(dim=1) == torch.arange(16)).sum() >= 15


@pytest.mark.parametrize("network", ["mlp", "small-cnn", "resnet18"])
def test_a_small_head_makes_a_small_embedding_and_leaves_the_body(config, network):
    photographs = Photographs(config)
    config["network"] |= {"name": network, "width": 2, "widths": [6, 6]}
    images, found = photographs.whole(photographs.watch), {}
    for factor in (1, 1e-3):
        config["start"]["factor"] = factor
        model = make_network(config).eval()
        found[factor] = model(images).var(dim=0).sum(), next(iter(model.children()))
    assert (found[1e-3][0] / found[1][0]).item() == pytest.approx(1e-6, rel=1e-3)
    for one, other in zip(found[1][1].parameters(), found[1e-3][1].parameters(), strict=True):
        assert torch.equal(one, other)


def test_simclr_lives_on_the_sphere_and_starts_near_one_point(config):
    config["loss"] = {"name": "simclr", "temperature": 0.5}
    config["start"] |= {"factor": 1e-4, "head_bias": 1.0}
    photographs = Photographs(config)
    model, images = make_network(config), photographs.whole(photographs.watch)
    z = model(images)
    torch.testing.assert_close(z.norm(dim=1), torch.ones(24))
    bias = model.head.bias
    assert bias.norm().item() == pytest.approx(1) and bias.requires_grad
    assert (z - bias).norm(dim=1).max().item() < 1e-2
    config["start"]["head_bias"] = 0.0
    assert make_network(config).head.bias is None
    # What is probed as the last hidden layer ends before the head, not before the sphere.
    looks = [(photographs.whole(x), y) for x, y in (photographs.probe, photographs.probe_test)]
    assert probe_accuracy(model, *looks).shape == (2,)


def test_settings_reach_the_loss(config):
    z, z_prime = torch.randn(2, 6, 4, generator=torch.Generator().manual_seed(0))
    for settings in ({"temperature": 0.1}, {"temperature": 2.0}):
        expected = deep_parts.simclr_loss(z, z_prime, **settings)
        assert torch.equal(make_loss({"loss": {"name": "simclr", **settings}})(z, z_prime), expected)


def test_warming_brings_the_running_means_to_those_of_the_start(config):
    """20 batches leave 0.9^20 of PyTorch's zeros; what is left of the distance is 12 % and batch noise."""
    config["network"] |= {"name": "resnet18", "width": 2}
    run = make_run(config, Photographs(config), torch.device("cpu"))
    norm = run.model.stem[1]
    before = [p.clone() for p in run.model.parameters()]
    with torch.no_grad():
        views = torch.cat([torch.cat(run.batches(step)) for step in range(20)])
        true = run.model.stem[0](views).var(dim=(0, 2, 3))
    warm(run)
    left = (norm.running_var - true) / (1 - true)
    torch.testing.assert_close(left, torch.full_like(left, 0.9**20), atol=0.1, rtol=0)
    assert all(torch.equal(p, q) for p, q in zip(before, run.model.parameters(), strict=True))


def test_a_seed_means_the_same_crops_on_every_device(config):
    """What a run draws on the device "meta", which has no generators of its own, is what it draws here."""
    photographs, drawn = Photographs(config), {}
    change = photographs.augmentation(config)

    def noted(images, generator):
        drawn.setdefault(images.device.type, []).append(generator.get_state())
        return change(images, generator)

    for device in ("cpu", "meta"):
        batches = read_pairs(photographs.train, 40, 0, noted).to(torch.device(device), torch.float32)
        assert [view.device.type for view in batches(5)] == [device] * 2
    assert all(torch.equal(*states) for states in zip(*drawn.values(), strict=True))
    assert not torch.equal(*two_views(photographs.watch, change, 0, 0))


@pytest.mark.parametrize("device", ["cuda", "mps"])
def test_every_tensor_goes_to_the_device(config, device):
    """Tensors without numbers that only pretend to be there: a mixture of devices is refused as on one."""
    photographs = Photographs(config)
    whole = photographs.whole(photographs.watch)
    with FakeTensorMode(allow_non_fake_inputs=True) as mode:
        views = torch.empty(5, 3, 8, 8, device=device)
        assert photographs.standardised(views).device.type == device
        linear = torch.nn.Linear(192, 4, bias=False)
        linear.weight = torch.nn.Parameter(torch.empty(4, 192, device=device))
        model = torch.nn.Sequential(torch.nn.Flatten(), linear)
        found = _evaluated(model, mode.from_tensor(whole))
        assert found.device.type == "cpu" and found.dtype == torch.float64 and found.shape == (24, 4)
        with pytest.raises(RuntimeError, match="device"):
            views - mode.from_tensor(torch.zeros(1, 3, 1, 1))  # what would happen without .to


def test_numbers_of_the_probe_are_the_same_whichever_way_labels_come(config):
    photographs = Photographs(config)
    model = make_network(config)
    images, labels = photographs.whole(photographs.probe[0]), photographs.probe[1]
    one = probe_accuracy(model, (images, labels), (images, labels))
    other = probe_accuracy(model, (images, torch.as_tensor(labels)), (images, np.asarray(labels)))
    assert np.array_equal(one, other)
