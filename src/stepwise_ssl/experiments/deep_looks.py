"""What is looked at in a deep run beside its loss: spectra, ranks of layers, a cloud, a linear probe."""

from __future__ import annotations

from typing import Any

import numpy as np
import torch
from torch import Tensor, nn

from stepwise_ssl.training import body_of, detect_steps
from stepwise_ssl.training.tracking import Tracker

LEVELS = 127  # of a cloud's coordinate, to each side


class DeepTracker(Tracker):
    """A ``Tracker`` that also keeps the embeddings of some whole images, as ``cloud`` (images, d).

    Args:
        what: what else to record, a ``Track``.
        model: ends in its head (and what stands behind it).
        images: (images, 3, size, size), standardised, on any device.
        place: device and type that the run computes in.
    """

    def __init__(self, what: Any, model: nn.Module, images: Tensor, place: dict[str, Any]):
        super().__init__(what, model, place)
        self.images = images

    @torch.no_grad()
    def look(self, z: Tensor, z_prime: Tensor, outputs: Any) -> tuple[dict[str, np.ndarray], Any]:
        """The values of ``Tracker.look``, and the cloud, of float64."""
        found, spread = super().look(z, z_prime, outputs)
        return found | {"cloud": _evaluated(self.model, self.images).numpy()}, spread


def filled_directions(clouds: np.ndarray, steps: np.ndarray, eigenvalues: np.ndarray) -> np.ndarray:
    """Three directions of the embedding: those that the first, second and third step filled.

    The first is the leading direction of the cloud once the first eigenvalue has risen to 90 %; the next is
    the leading one at right angles to it once the second has; and so on. Where an eigenvalue never rises the
    last cloud is taken. Leading is said of the variance of single images, which for true pairs is what
    the cross-correlation sees and what differs between two views of one image. The directions do not move:
    where training turns the embedding later, the cloud is seen from where it was. Their signs mean nothing.

    Args:
        clouds: embeddings at each record, (T, n, d), d >= 3.
        steps: of the records, (T,).
        eigenvalues: of the embedding there, largest first, (T, k), k >= 3; finite.

    Returns:
        Orthonormal rows, (3, d).
    """
    ends = detect_steps(steps, np.clip(eigenvalues[:, :3], 0, None)).end
    chosen: list[np.ndarray] = []
    for end in ends:
        record = min(int(np.searchsorted(steps, end)), len(steps) - 1)
        rows = clouds[record] - clouds[record].mean(axis=0)
        for direction in chosen:
            rows = rows - np.outer(rows @ direction, direction)
        chosen.append(np.linalg.svd(rows, full_matrices=False)[2][0])
    return np.array(chosen)


def shown_cloud(history: Any, count: int) -> dict[str, np.ndarray]:
    """The cloud at ``count`` records, along three directions, in steps of 1/127 of its largest coordinate.

    Half of the records are spread evenly over the logarithm of time, half over what the eight leading
    eigenvalues do. The mean of each record's cloud is taken away: for SimCLR, whose embeddings start at one
    point of the sphere, that point is the origin.

    Args:
        history: a run's; its ``tracked`` holds ``cloud`` (T, images, d) and ``cross_correlation`` (T, k).
        count: from 2 to T.

    Returns:
        ``cloud`` (count, images, 3) of int8, ``cloud_scale`` () and ``cloud_steps`` (count,).
    """
    clouds, values = history.tracked["cloud"], history.tracked["cross_correlation"]
    directions = filled_directions(clouds, history.steps, values)
    points = (clouds - clouds.mean(axis=1, keepdims=True)) @ directions.T
    records = _eventful(history.steps, values[:, :8], count)
    scale = np.abs(points[records]).max() / LEVELS or 1.0  # all in one point: any scale will do
    return {
        "cloud": np.rint(points[records] / scale).astype(np.int8),
        "cloud_scale": np.array(scale),
        "cloud_steps": history.steps[records],
    }


def probe_accuracy(model: nn.Sequential, learned: tuple, tried: tuple, ridge: float = 1e-3) -> np.ndarray:
    """How well a linear map tells the ten classes, from the last hidden layer and from the embedding, (2,).

    Least squares on the classes' indicator, with a penalty of ``ridge`` times the mean variance; features are
    centred. Part of the images that it was not fitted to and whose class has the largest output.

    Args:
        model: ends in its head (and what stands behind it).
        learned: images (n, 3, size, size), standardised, on any device, and labels (n,) to fit to.
        tried: images and labels to try.
        ridge: weight of the penalty.
    """
    return np.array([_accuracy(part, learned, tried, ridge) for part in (body_of(model), model)])


def _accuracy(part: nn.Module, learned: tuple, tried: tuple, ridge: float) -> float:
    features = _evaluated(part, learned[0])
    centre = features.mean(dim=0)
    features = features - centre
    wanted = torch.nn.functional.one_hot(torch.as_tensor(learned[1]), 10).double()
    moment = features.T @ features / len(features)
    penalty = ridge * max(float(moment.diagonal().mean()), 1e-300)
    moment = moment + penalty * torch.eye(len(moment), dtype=moment.dtype)
    weights = torch.linalg.solve(moment, features.T @ (wanted - wanted.mean(dim=0)) / len(features))
    said = ((_evaluated(part, tried[0]) - centre) @ weights + wanted.mean(dim=0)).argmax(dim=1)
    return float((said == torch.as_tensor(tried[1])).double().mean())


@torch.no_grad()
def _evaluated(model: nn.Module, images: Tensor, batch: int = 500) -> Tensor:
    """The model's outputs in evaluation mode, computed where it lies, on the CPU in float64.

    The model's mode is left as it was.
    """
    training, weight = model.training, next(model.parameters())
    model.eval()
    try:
        return torch.cat([model(part.to(weight)) for part in images.split(batch)]).cpu().double()
    finally:
        model.train(training)


def _eventful(steps: np.ndarray, values: np.ndarray, count: int) -> np.ndarray:
    """Places of ``count`` records, first and last among them."""
    change = np.abs(np.diff(values, axis=0)).sum(axis=1)
    even = np.diff(np.log1p(steps))
    share = change / max(change.sum(), 1e-300) + even / even.sum()
    passed = np.concatenate([[0], np.cumsum(share)]) / share.sum()
    chosen = np.unique(np.searchsorted(passed, np.linspace(0, passed[-1], count)).clip(0, len(steps) - 1))
    free = np.setdiff1d(np.arange(len(steps)), chosen)
    return np.sort(np.concatenate([chosen, free[: count - len(chosen)]]))
