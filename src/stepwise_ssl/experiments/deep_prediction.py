"""What the linear theory says of a deep run before it starts: the steps of a head on frozen features.

With the body held still the head is a linear model, and the features take the place of the views. So their
cross-correlation, taken before the first update, and the head's first weights give every step time.
"""

from __future__ import annotations

import numpy as np
import torch
from torch import nn

from stepwise_ssl.closed_form import LinearSolution, cross_correlation, half_rise_times
from stepwise_ssl.training import body_of
from stepwise_ssl.training.run import Run

BATCHES = 40  # of views, for the cross-correlation of the features


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


def predicted_half_rises(training: Run, momentum: float) -> np.ndarray:
    """When each eigenvalue would pass one half if the body held still, in training steps.

    Args:
        training: the run, before its first update; its loss is centred Barlow Twins.
        momentum: of its gradient descent.

    Returns:
        One number for each embedding dimension, mode by mode, shape (d,); inf where a mode never steps.

    Source: Result 4.6 of Simon et al. 2023, for the features in place of the views.
    """
    views = [_features(training, step) for step in range(BATCHES)]
    x, x_prime = (np.concatenate(side) for side in zip(*views, strict=True))
    gamma_matrix = cross_correlation(x - x.mean(axis=0), x_prime - x_prime.mean(axis=0))
    head = training.model.head.weight.detach().cpu().double().numpy()
    solution = LinearSolution.small_start(gamma_matrix, head)
    times = half_rise_times(solution.gamma, solution.s0)
    growth = heavy_ball_growth(training.learning_rate * 4 * solution.gamma, momentum)
    with np.errstate(invalid="ignore"):
        return np.where(np.isfinite(times), times * 4 * solution.gamma / np.log(growth), np.inf)


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
def _features(training: Run, step: int) -> tuple[np.ndarray, np.ndarray]:
    """What the head sees of a step's two views, (batch, width) each."""
    body = body_of(training.model)
    return tuple(body(view).cpu().double().numpy() for view in training.batches(step))
