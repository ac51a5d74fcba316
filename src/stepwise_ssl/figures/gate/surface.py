"""The loss of one output with two weights: a hill in the middle and a valley around it."""

from __future__ import annotations

import numpy as np

from stepwise_ssl import palette
from stepwise_ssl.figures.book_figure import BookFigure
from stepwise_ssl.figures.check import matrix
from stepwise_ssl.figures.gate.arrows import plane
from stepwise_ssl.figures.runs import thinned
from stepwise_ssl.figures.style import book_figure, curve, dots, write
from stepwise_ssl.figures.table import Table

LEVELS = (1 / 16, 1 / 4, 9 / 16)


def loss_surface(gamma_matrix, path) -> BookFigure:
    """Contours of (w G w^T - 1)^2 with the minima, which are all w with C = 1, and a path of descent.

    Args:
        gamma_matrix: G, (2, 2), symmetric, at least one eigenvalue above zero.
        path: weights (w_1, w_2) after every step, (k, 2), the start first.

    Returns:
        The figure; the loss at both ends of the path is said.

    Raises:
        ValueError: if shapes differ, or no weights have C = 1.

    >>> loss_surface([[4, 0], [0, 1]], [[0.1, 0.1], [0.3, 0.15], [0.47, 0.2]]).alt[-66:]
    'from w = (0.10, 0.10), loss 0.9, to w = (0.47, 0.20), loss 0.0058.'
    """
    gamma_matrix = matrix("gamma_matrix", gamma_matrix, (2, 2))
    path = matrix("path", path, (None, 2))
    if abs(gamma_matrix[0, 1] - gamma_matrix[1, 0]) > 1e-9 * np.abs(gamma_matrix).max():
        raise ValueError("gamma_matrix is not symmetric; expected Gamma, both orders averaged")
    gammas, modes = np.linalg.eigh(gamma_matrix)
    if gammas[1] <= 0:
        raise ValueError(f"gamma_matrix has the eigenvalues {gammas}; expected one above 0, or C is never 1")
    closed = gammas[0] > 0
    reach = 1.32 / np.sqrt(gammas if closed else gammas[[1, 1]])
    corners = modes * reach
    box = np.abs(corners).sum(axis=1) if not closed else np.linalg.norm(corners, axis=1)
    box = np.maximum(box, 1.1 * np.abs(path).max(axis=0))

    axes = plane((440, 330), np.stack([box, -box]), "weight w₁", "w₂")
    (left, right), (bottom, top) = axes.get_xlim(), axes.get_ylim()
    x, y = np.meshgrid(np.linspace(left, right, 90), np.linspace(bottom, top, 90))
    c = gamma_matrix[0, 0] * x**2 + 2 * gamma_matrix[0, 1] * x * y + gamma_matrix[1, 1] * y**2
    height = np.sqrt(LEVELS)
    axes.contour(x, y, c, np.sort([*(1 - height), *(1 + height)]), colors=palette.MUTED, linewidths=0.9,
                 alpha=0.6)  # fmt: skip
    axes.contour(x, y, c, [1.0], colors=palette.INK, linewidths=2.6)
    drawn = thinned(np.arange(1.0, len(path) + 1), np.linalg.norm(path - path[0], axis=1), 60)
    curve(axes, *path[drawn].T, palette.ACCENT, 1.8)
    dots(axes, *path[drawn].T, palette.ACCENT, 4)
    dots(axes, [0], [0], palette.INK, 7)
    dots(axes, *path[:1].T, palette.ACCENT, 9)
    shape = "hill" if closed else "saddle"
    # Words on the side of the hill where the path is not.
    ahead = 1 if path[0, 0] >= 0 else -1
    write(axes, -0.02 * ahead * (right - left), 0, f"{shape}, L = 1", ha="right" if ahead > 0 else "left",
          va="center")  # fmt: skip
    write(axes, path[0, 0] + 0.02 * ahead * (right - left), path[0, 1], "start", palette.ACCENT,
          ha="left" if ahead > 0 else "right", va="top")  # fmt: skip
    write(axes, 0.98, 0.95, "thick line: C = 1, L = 0", units="axes", ha="right", halo=True)
    for axis in (axes.xaxis, axes.yaxis):
        axis.set_ticks([-0.5, 0, 0.5] if max(box) < 1.4 else [-1, 0, 1])
        axis.set_major_formatter(lambda value, _: f"{value:g}".replace("-", "−"))

    products = np.einsum("ki,ij,kj->k", path, gamma_matrix, path)
    losses = (products - 1) ** 2
    ring = (
        f"an ellipse of minima, half axes {gammas[1] ** -0.5:.2f} and {gammas[0] ** -0.5:.2f}"
        if closed
        else "a hyperbola of minima"
    )
    alt = (
        f"Contours of the loss over two weights: a {shape} of height 1 at zero and around it {ring}, where "
        f"C = 1. Descent takes {len(path) - 1} steps from w = {_pair(path[0])}, loss {losses[0]:.2g}, to "
        f"w = {_pair(path[-1])}, loss {losses[-1]:.2g}."
    )
    names = ("step", "w₁", "w₂", "C", "loss L")
    return book_figure(axes, alt, Table.of_columns(names, np.arange(len(path)), *path.T, products, losses))


def _pair(weights) -> str:
    return "(" + ", ".join(f"{w:.2f}" for w in weights).replace("-", "−") + ")"
