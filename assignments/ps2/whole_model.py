"""The loss of the whole model, and matrices to try it on, for the checks of items 1 and 4."""

import numpy as np


def whole_loss(variant, gamma_matrix):
    """Return the loss as a function of W: kappa ||C - target I||^2 + mu ||W||^2."""
    kappa, target, mu = (variant.number(name) for name in ("kappa", "target", "mu"))

    def loss(weights):
        gap = weights @ gamma_matrix @ weights.T - target * np.eye(len(weights))
        return kappa * (gap * gap).sum() + mu * (weights * weights).sum()

    return loss


def symmetric(draw, values):
    """Return a symmetric matrix with given eigenvalues, and its eigenvectors as columns."""
    turn, _ = np.linalg.qr(draw.normal(size=(len(values), len(values))))
    return (turn * np.asarray(values)) @ turn.T, turn


def rotation(draw, size):
    """Return an orthogonal matrix."""
    return np.linalg.qr(draw.normal(size=(size, size)))[0]
