"""What the linear theory says of a deep run before it starts: the steps of a head on frozen features.

With the body held still the head is a linear model, and the features take the place of the views. So their
cross-correlation, taken before the first update, and the head's first weights give every step time. The
theory knows no batches, and one set of pairs; what that costs is told by a head that descends on the features
themselves, all at once or in batches.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import torch
from torch import nn

from stepwise_ssl.closed_form import LinearSolution, cross_correlation, half_rise_times
from stepwise_ssl.training import body_of
from stepwise_ssl.training.run import Run

BATCHES = 40  # of views, for the cross-correlation of the features
LEADING = 8  # eigenvalues that are kept of a head's descent on stored features


def head_alone(model: nn.Sequential) -> list[nn.Parameter]:
    """Hold the body still, batch normalisation included; the parameters that are left to train.

    >>> from stepwise_ssl.training import mlp
    >>> model = mlp(4, [8], embedding_dim=3)
    >>> [tuple(weights.shape) for weights in head_alone(model)], model.hidden1[0].weight.requires_grad
    ([(3, 8)], False)
    """
    model.eval()
    model.requires_grad_(False)
    return list(model.head.requires_grad_(True).parameters())


def foretell(training: Run, momentum: float, steps: np.ndarray, seed: int) -> dict[str, np.ndarray]:
    """What is said of a run with its body held still, before its first update; nothing of the run changes.

    Args:
        training: the run; its loss is centred Barlow Twins, and it is watched on pairs of its own.
        momentum: of its gradient descent.
        steps: at which the head's descent on stored features is looked at, increasing, shape (T,).
        seed: of the batches that are drawn from these features.

    Returns:
        ``predicted_half`` (d,), by the theory, from the features of the first batches. ``replayed``
        (3, T, 8), or d where that is less: the leading eigenvalues of C when the head learns from all these
        features at once, seen on them, and seen on the watched pairs; and when it learns from batches of
        them, seen on all of them.
    """
    views = [_features(training, training.batches(step)) for step in range(BATCHES)]
    x, x_prime = (np.concatenate(side) for side in zip(*views, strict=True))
    whole, watched = _correlation(x, x_prime), _correlation(*_features(training, training.tracker.fixed))
    head = training.model.head.weight.detach().cpu().double().numpy()
    rng, size = np.random.default_rng(seed), len(views[0][0])

    def batch() -> np.ndarray:
        drawn = rng.choice(len(x), size, replace=False)
        return _correlation(x[drawn], x_prime[drawn])

    descent = training.learning_rate, momentum
    replayed = (
        *descend(lambda: whole, (whole, watched), head, *descent, steps),
        *descend(batch, (whole,), head, *descent, steps),
    )
    return {"predicted_half": predicted_half_rises(whole, head, *descent), "replayed": np.array(replayed)}


def predicted_half_rises(
    gamma_matrix: np.ndarray, head: np.ndarray, learning_rate: float, momentum: float
) -> np.ndarray:
    """When each eigenvalue would pass one half if the body held still, in training steps.

    Args:
        gamma_matrix: cross-correlation of the features, shape (width, width), symmetric.
        head: first weights, shape (d, width).
        learning_rate: of the gradient descent.
        momentum: of it, from 0 to below 1.

    Returns:
        One number for each embedding dimension, mode by mode, shape (d,); inf where a mode never steps.

    Source: Result 4.6 of Simon et al. 2023, for the features in place of the views.

    >>> predicted_half_rises(np.diag([1.0, 0.5]), 1e-3 * np.eye(2), 0.01, 0.0).round()
    array([176., 366.])
    """
    solution = LinearSolution.small_start(gamma_matrix, head)
    times = half_rise_times(solution.gamma, solution.s0)
    growth = heavy_ball_growth(learning_rate * 4 * solution.gamma, momentum)
    with np.errstate(invalid="ignore"):
        return np.where(np.isfinite(times), times * 4 * solution.gamma / np.log(growth), np.inf)


def descend(
    draw: Callable[[], np.ndarray],
    looks: Sequence[np.ndarray],
    head: np.ndarray,
    learning_rate: float,
    momentum: float,
    steps: np.ndarray,
) -> np.ndarray:
    """The head alone, descending on ||W Gamma W^T - 1||^2 with a Gamma that is given for each step.

    Args:
        draw: called before each step for the cross-correlation of the features that it learns from, shape
            (width, width), symmetric.
        looks: the same of those that it is looked at on.
        head: first weights, shape (d, width).
        learning_rate: of the gradient descent.
        momentum: of it.
        steps: to look at, increasing, shape (T,).

    Returns:
        The leading eigenvalues of C, largest first, shape (len(looks), T, 8), or (..., d) if d is below 8.

    >>> learned, others = np.diag([1.0, 0.5]), np.diag([0.4, 0.5])
    >>> seen = descend(lambda: learned, (learned, others), 1e-3 * np.eye(2), 0.01, 0.0, [0, 300, 600])
    >>> seen[..., 0].round(2)
    array([[0. , 1. , 1. ],
           [0. , 0.4, 1. ]])
    """
    weights, velocity, one = head.copy(), np.zeros_like(head), np.eye(len(head))
    seen: list[list[np.ndarray]] = [[] for _ in looks]
    due = set(np.asarray(steps).tolist())
    for step in range(max(due) + 1):
        if step in due:
            for kept, look in zip(seen, looks, strict=True):
                kept.append(np.linalg.eigvalsh(weights @ look @ weights.T)[::-1][:LEADING])
        moved = weights @ draw()
        velocity = momentum * velocity + 4 * (moved @ weights.T - one) @ moved
        weights = weights - learning_rate * velocity
    return np.array(seen)


def heavy_ball_growth(push: np.ndarray, momentum: float) -> np.ndarray:
    """By which factor a small weight grows in one step of gradient descent with momentum.

    The weight s and its velocity v follow v <- momentum v + push s, s <- s + v. The factor is the larger root
    of r^2 - (1 + momentum + push) r + momentum = 0; without momentum it is 1 + push.

    Args:
        push: learning rate x growth rate of the flow, above 0, shape (d,).
        momentum: from 0 to below 1.

    >>> heavy_ball_growth(np.array([0.5]), 0.0)
    array([1.5])
    """
    middle = (1 + momentum + np.clip(push, 0, None)) / 2
    return middle + np.sqrt(middle**2 - momentum)


@torch.no_grad()
def _features(training: Run, views: Any) -> tuple[np.ndarray, np.ndarray]:
    """What the head sees of two views, (batch, width) each."""
    body = body_of(training.model)
    return tuple(body(view).cpu().double().numpy() for view in views)


def _correlation(x: np.ndarray, x_prime: np.ndarray) -> np.ndarray:
    """Of features, each view less its mean, (width, width)."""
    return cross_correlation(x - x.mean(axis=0), x_prime - x_prime.mean(axis=0))
