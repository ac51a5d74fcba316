"""The matrix flow in floating point, from the definition of the loss alone; good for ten digits."""

from __future__ import annotations

from functools import cache

import numpy as np

from .ground_truth import _extrapolated_step


def loss(W: np.ndarray, Gamma: np.ndarray):
    """||W Gamma W^T - I||_F^2; leading axes of W are kept."""
    distance = W @ Gamma @ np.swapaxes(W, -1, -2) - np.eye(W.shape[-2])
    return (distance**2).sum(axis=(-2, -1))


def velocity(W: np.ndarray, Gamma: np.ndarray) -> np.ndarray:
    """Against the slope of the loss, by a five-point stencil in each entry (the loss is quartic in it)."""
    directions = np.eye(W.size).reshape(W.size, *W.shape)
    at = [loss(W + by * directions, Gamma) for by in (-2, -1, 1, 2)]
    return -(at[0] - 8 * at[1] + 8 * at[2] - at[3]).reshape(W.shape) / 12


@cache
def _path(start: tuple, Gamma: tuple, t: float) -> tuple:
    W, Gamma = np.array(start), np.array(Gamma)
    steps = int(np.ceil(12 * abs(t) * np.abs(Gamma).sum())) + 1
    for _ in range(steps):
        W = _extrapolated_step(lambda w: velocity(w, Gamma), W, t / steps, order=6)
    return tuple(map(tuple, W))


def weights(start: np.ndarray, Gamma: np.ndarray, t: float) -> np.ndarray:
    """W(t) from W(0) = start."""
    return np.array(_path(tuple(map(tuple, start)), tuple(map(tuple, Gamma)), float(t)))
